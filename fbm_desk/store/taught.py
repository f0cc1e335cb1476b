"""Barcodes taught at a bench, and whatever else happened to an article, with who did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.orders import Sku
from fbm_desk.store.schema import article_history, articles, barcodes, users
from fbm_desk.store.sessions import Actor


@dataclass(frozen=True, slots=True)
class ArticleStep:
    """One thing that happened to an article."""

    sku: Sku
    kind: str
    details: str
    who: str
    at: datetime


def teach(connection: sa.Connection, printed: str, sku: Sku, units: int, actor: Actor) -> str:
    """Let a barcode stand for `units` of an article; the key it is kept under."""
    code = barcode_key(printed)
    facts = {"kind": "case" if units > 1 else "alias", "printed": printed, "units": units}
    who = {"taught_by": actor.user_id, "taught_at": actor.at}
    connection.execute(barcodes.insert().values(code=code, sku=sku, **facts, **who))
    note(connection, sku, "barcode_taught", f"{printed} × {units}", actor)
    return code


def forget(connection: sa.Connection, code: str, sku: Sku, actor: Actor) -> bool:
    """Take back what was taught; False when this barcode was not taught, or is gone."""
    mine = sa.and_(
        barcodes.c.code == code, barcodes.c.sku == sku, barcodes.c.taught_by.is_not(None)
    )
    gone = connection.execute(barcodes.delete().where(mine)).rowcount > 0
    if gone:
        note(connection, sku, "barcode_untaught", code, actor)
    return gone


def note(connection: sa.Connection, sku: Sku, kind: str, details: str, actor: Actor) -> None:
    """Write down what somebody did to an article. Details never name a person."""
    connection.execute(
        article_history.insert().values(
            sku=sku,
            kind=kind,
            details=details,
            user_id=actor.user_id or None,
            bench_id=actor.bench_id or None,
            at=actor.at,
        )
    )


def steps_of(connection: sa.Connection, sku: Sku) -> list[ArticleStep]:
    """What happened to an article, in its order."""
    chosen = (
        sa.select(article_history, users.c.name.label("who"))
        .outerjoin(users, users.c.id == article_history.c.user_id)
        .where(article_history.c.sku == sku)
        .order_by(article_history.c.id)
    )
    return [
        ArticleStep(Sku(row.sku), row.kind, row.details, row.who or "", row.at)
        for row in connection.execute(chosen)
    ]


def set_weight(connection: sa.Connection, sku: Sku, grams: int) -> bool:
    """Note what one unit weighs; False when there is no such article."""
    heavier = articles.update().where(articles.c.sku == sku).values(weight_g=grams)
    return connection.execute(heavier).rowcount == 1
