"""Quantities to be offered: what is in stock and promised, and the wish to tell Amazon of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.domain.quantities import NewsState
from fbm_desk.domain.stages import Stage
from fbm_desk.store.schema import kit_parts, order_lines, orders, quantity_news, stock_levels

_PROMISED = (Stage.HIDDEN, Stage.WAITING, Stage.ON_BENCH, Stage.HELD, Stage.LABELLED)
"""Orders whose units are on the shelves still. Of those Amazon hides the payment is pending."""
_UNDER_WAY = (NewsState.WAITING, NewsState.TELLING, NewsState.IN_FEED)


@dataclass(frozen=True, slots=True)
class News:
    """One quantity of one marketplace; `in_hand` is what is being told, `told` was taken last."""

    sku: str
    marketplace_id: str
    state: NewsState
    wanted: int
    in_hand: int | None
    told: int | None
    tries: int
    reason: str
    words: str


def on_hand(connection: sa.Connection) -> dict[str, int]:
    """The units of every article whose stock is known."""
    chosen = sa.select(stock_levels.c.sku, stock_levels.c.on_hand)
    return {row.sku: int(row[1]) for row in connection.execute(chosen)}


def promised(connection: sa.Connection) -> dict[str, int]:
    """The units that orders wait for, by the SKU that was ordered."""
    still = order_lines.c.quantity - order_lines.c.shipped
    chosen = (
        sa.select(order_lines.c.sku, sa.func.sum(still))
        .join(orders, orders.c.order_id == order_lines.c.order_id)
        .where(
            orders.c.stage.in_([one.value for one in _PROMISED]),
            orders.c.amazon_status != AmazonStatus.UNFULFILLABLE.value,
            still > 0,
        )
        .group_by(order_lines.c.sku)
    )
    return {sku: int(units) for sku, units in connection.execute(chosen)}


def kits(connection: sa.Connection) -> dict[str, list[tuple[str, int]]]:
    """The parts of every kit."""
    found: dict[str, list[tuple[str, int]]] = {}
    chosen = sa.select(kit_parts.c.kit, kit_parts.c.sku, kit_parts.c.quantity)
    for kit, sku, quantity in connection.execute(chosen):
        found.setdefault(kit, []).append((sku, quantity))
    return found


def wanted(connection: sa.Connection, marketplace_id: str) -> dict[str, int]:
    """What was last noted to be offered there, by SKU."""
    here = quantity_news.c.marketplace_id == marketplace_id
    chosen = sa.select(quantity_news.c.sku, quantity_news.c.wanted).where(here)
    return {row.sku: int(row[1]) for row in connection.execute(chosen)}


def wish(
    connection: sa.Connection, marketplace_id: str, changed: Mapping[str, int], now: datetime
) -> None:
    """Note what is to be offered there from now on; only the last quantity of a SKU is told.

    What is being told keeps its state, and what was set aside its rest.
    """
    here = quantity_news.c.marketplace_id == marketplace_id
    chosen = sa.select(quantity_news.c.sku, quantity_news.c.state, quantity_news.c.told)
    there = {
        row.sku: row
        for row in connection.execute(chosen.where(here, quantity_news.c.sku.in_(list(changed))))
    }
    for sku, units in changed.items():
        if sku in there:
            facts = {
                "wanted": units,
                "state": _state_then(*there[sku][1:], units),
                "wanted_at": now,
            }
            connection.execute(
                quantity_news.update().where(here, quantity_news.c.sku == sku).values(**facts)
            )
    fresh = [
        {"sku": sku, "marketplace_id": marketplace_id, "state": NewsState.WAITING.value}
        | {"wanted": units, "tries": 0, "reason": "", "words": "", "wanted_at": now}
        for sku, units in changed.items()
        if sku not in there
    ]
    if fresh:
        connection.execute(quantity_news.insert(), fresh)


def _state_then(before: str, told: int | None, wanted: int) -> str:
    """The state of a row that wants another quantity now."""
    state = NewsState(before)
    if state in (NewsState.TOLD, NewsState.WAITING):
        state = NewsState.TOLD if wanted == told else NewsState.WAITING
    return state.value


def drop(connection: sa.Connection, marketplace_id: str, skus: Sequence[str]) -> None:
    """Nothing is told of these any more: nobody knows how many there are."""
    idle = (NewsState.WAITING, NewsState.TOLD, NewsState.REFUSED, NewsState.NOT_OFFERED)
    connection.execute(
        quantity_news.delete().where(
            quantity_news.c.marketplace_id == marketplace_id,
            quantity_news.c.sku.in_(list(skus)),
            quantity_news.c.state.in_([one.value for one in idle]),
        )
    )


def forget(connection: sa.Connection) -> None:
    """Nothing was told yet: another account begins."""
    connection.execute(quantity_news.delete())


_NEWS = tuple(quantity_news.c[name] for name in News.__dataclass_fields__)


def _news(row: Any) -> News:
    facts = dict(row._mapping)
    return News(**facts | {"state": NewsState(facts["state"])})


def due(connection: sa.Connection, marketplace_id: str, now: datetime, most: int) -> list[News]:
    """What waits to be told there now, oldest first; what was set aside comes after its rest."""
    again = (NewsState.WAITING, NewsState.REFUSED, NewsState.NOT_OFFERED)
    chosen = (
        sa.select(*_NEWS)
        .where(
            quantity_news.c.marketplace_id == marketplace_id,
            quantity_news.c.state.in_([one.value for one in again]),
            sa.or_(quantity_news.c.next_try_at.is_(None), quantity_news.c.next_try_at <= now),
        )
        .order_by(quantity_news.c.wanted_at, quantity_news.c.sku)
        .limit(most)
    )
    return [_news(row) for row in connection.execute(chosen)]


def take(connection: sa.Connection, news: Sequence[News], state: NewsState) -> None:
    """These are about to be told, by a call or by a feed."""
    taken = (
        quantity_news.update()
        .where(*_this())
        .values(state=state.value, in_hand=quantity_news.c.wanted, tries=quantity_news.c.tries + 1)
    )
    if news:
        connection.execute(taken, [_keys(one) for one in news])


def in_state(connection: sa.Connection, state: NewsState, most: int | None = None) -> list[News]:
    """Those in a state, all or some of them."""
    chosen = sa.select(*_NEWS).where(quantity_news.c.state == state.value).limit(most)
    return [_news(row) for row in connection.execute(chosen)]


def told(connection: sa.Connection, news: Sequence[News], now: datetime) -> None:
    """Amazon took what was in hands. What is wanted since then waits again."""
    differs = quantity_news.c.wanted != quantity_news.c.in_hand
    state = sa.case((differs, NewsState.WAITING.value), else_=NewsState.TOLD.value)
    _let_go(connection, news, state=state, told=quantity_news.c.in_hand, told_at=now, tries=0)


def back(
    connection: sa.Connection, news: Sequence[News], reason: str, next_try_at: datetime | None
) -> None:
    """It is not known that Amazon took them: they wait again."""
    facts = {"state": NewsState.WAITING.value, "reason": reason, "next_try_at": next_try_at}
    _let_go(connection, news, **facts)


def set_aside(
    connection: sa.Connection,
    one: News,
    state: NewsState,
    reason: str,
    words: str,
    next_try_at: datetime,
) -> None:
    """Amazon does not take this one; it holds up no other."""
    facts = {"state": state.value, "reason": reason, "words": words, "next_try_at": next_try_at}
    _let_go(connection, [one], **facts)


def _let_go(connection: sa.Connection, news: Sequence[News], **facts: object) -> None:
    known: dict[str, object] = {"in_hand": None, "reason": "", "words": "", "next_try_at": None}
    changed = quantity_news.update().where(*_this()).values(**known | facts)
    if news:
        connection.execute(changed, [_keys(one) for one in news])


def _this() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        quantity_news.c.sku == sa.bindparam("of_sku"),
        quantity_news.c.marketplace_id == sa.bindparam("at_place"),
    )


def _keys(one: News) -> dict[str, str]:
    return {"of_sku": one.sku, "at_place": one.marketplace_id}


def try_again_now(connection: sa.Connection) -> None:
    """Somebody wants it all told now, what was set aside, too."""
    aside = quantity_news.c.next_try_at.is_not(None)
    connection.execute(quantity_news.update().where(aside).values(next_try_at=None))


def waiting(connection: sa.Connection) -> tuple[int, datetime | None]:
    """How many Amazon is still to be told of, and since when the oldest waits."""
    states = [one.value for one in _UNDER_WAY]
    chosen = sa.select(sa.func.count(), sa.func.min(quantity_news.c.wanted_at))
    row = connection.execute(chosen.where(quantity_news.c.state.in_(states))).one()
    return int(row[0]), row[1]


def refused(connection: sa.Connection) -> tuple[int, News | None]:
    """How many Amazon refused, and the first of them with its words."""
    aside = quantity_news.c.state == NewsState.REFUSED.value
    count = connection.scalar(sa.select(sa.func.count()).select_from(quantity_news).where(aside))
    row = connection.execute(sa.select(*_NEWS).where(aside).order_by(_NEWS[0]).limit(1)).first()
    return int(count or 0), _news(row) if row else None
