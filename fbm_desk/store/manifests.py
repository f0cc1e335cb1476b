"""Manifests: which parcels a carrier took over on one paper, and the sums of a carrier's day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.store import interceptions
from fbm_desk.store.schema import (
    label_purchases,
    manifests,
    orders,
    outbox,
    pack_sessions,
    parcels,
)

_AT_ONCE = 500
#: Amazon said yes, sold the label itself, or was told by file.
_KNOWN_TO_AMAZON = (
    OutboxState.SENT.value,
    OutboxState.VERIFIED.value,
    OutboxState.EXPORTED.value,
    OutboxState.ELSEWHERE.value,
    OutboxState.NOT_NEEDED.value,
)
_GIVEN_BACK = (
    PurchaseState.VOID.value,
    PurchaseState.VOID_WANTED.value,
    PurchaseState.VOID_REFUSED.value,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A manifest that was made; `on_date` is the local day it was made for."""

    id: int
    number: str
    carrier: str
    on_date: date
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Loaded:
    """One parcel as a manifest lists it."""

    parcel_id: int
    order_id: OrderId
    tracking: str
    city: str
    country: str
    weight_g: int


@dataclass(frozen=True, slots=True)
class Span:
    """A local day from `begin` to `end`; parcels since `since` may still stand in the house."""

    since: datetime
    begin: datetime
    end: datetime


# --- the paper -----------------------------------------------------------------------------------


def not_yet_on_one(connection: sa.Connection, carrier: str, span: Span) -> list[Loaded]:
    """The closed parcels of a carrier that no manifest has and that may leave; locked for us."""
    chosen = _LOADED.where(
        parcels.c.manifest_id.is_(None),
        parcels.c.carrier == carrier,
        parcels.c.state == ParcelState.CLOSED.value,
        parcels.c.closed_at >= span.since,
        parcels.c.closed_at < span.end,
        ~interceptions.is_open(parcels.c.id),
        # Amazon hears of an order's boxes when the last one is closed: till then none leaves.
        parcels.c.session_id.not_in(sa.select(pack_sessions.c.id).where(sa.text("open"))),
    )
    return [Loaded(*row) for row in connection.execute(chosen.with_for_update(of=parcels))]


def on_one(connection: sa.Connection, manifest_id: int) -> list[Loaded]:
    """The parcels on a manifest, in the order they were closed."""
    chosen = _LOADED.where(parcels.c.manifest_id == manifest_id)
    return [Loaded(*row) for row in connection.execute(chosen)]


_LOADED = (
    sa.select(
        parcels.c.id, parcels.c.order_id, parcels.c.tracking,
        orders.c.city, orders.c.country, parcels.c.weight_g,
    )
    .join(orders, orders.c.order_id == parcels.c.order_id)
    .order_by(parcels.c.closed_at, parcels.c.id)
)  # fmt: skip


def newest(connection: sa.Connection, carrier: str, on: date) -> Made | None:
    """The last manifest that was made for a carrier and a local day."""
    chosen = sa.select(
        manifests.c.id, manifests.c.number, manifests.c.carrier, manifests.c.made_at
    ).where(manifests.c.carrier == carrier, manifests.c.on_date == on.isoformat())
    row = connection.execute(chosen.order_by(manifests.c.id.desc()).limit(1)).first()
    return Made(row.id, row.number, row.carrier, on, row.made_at) if row else None


def free_number(connection: sa.Connection, prefix: str) -> str:
    """The next number that begins like this: `22-K` gives `22-K3` after `22-K2`."""
    chosen = sa.select(manifests.c.number).where(
        manifests.c.number.startswith(prefix, autoescape=True)
    )
    used = [number.removeprefix(prefix) for number in connection.scalars(chosen)]
    highest = max((int(number) for number in used if number.isdecimal()), default=0)
    return f"{prefix}{highest + 1}"


def make(
    connection: sa.Connection,
    number: str,
    carrier: str,
    on: date,
    loaded: Sequence[Loaded],
    user_id: int | None,
    now: datetime,
) -> Made:
    """Put parcels on a new manifest."""
    added = connection.execute(
        manifests.insert().values(
            number=number, carrier=carrier, on_date=on.isoformat(), user_id=user_id, made_at=now
        )
    )
    assert added.inserted_primary_key is not None
    made = Made(int(added.inserted_primary_key[0]), number, carrier, on, now)
    ids = [parcel.parcel_id for parcel in loaded]
    for start in range(0, len(ids), _AT_ONCE):
        connection.execute(
            parcels.update()
            .where(parcels.c.id.in_(ids[start : start + _AT_ONCE]))
            .values(manifest_id=made.id, state=ParcelState.MANIFESTED.value)
        )
    return made


# --- the sums ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sums:
    """The parcels of one carrier that belong to a day; void ones are counted in `parcels` too.

    Of `unweighed` ones, never void, the weight is not known.
    """

    carrier: str
    parcels: int
    confirmed: int
    manifested: int
    void: int
    weight_g: int
    unweighed: int = 0


def sums(connection: sa.Connection, span: Span, on: date) -> list[Sums]:
    """Per carrier: the parcels closed on the day, and earlier ones that waited for it."""
    void = parcels.c.state == ParcelState.VOID.value
    known = sa.or_(void, outbox.c.state.in_(_KNOWN_TO_AMAZON))
    chosen = (
        sa.select(
            parcels.c.carrier,
            sa.func.count(),
            _count(known),
            _count(sa.and_(parcels.c.manifest_id.is_not(None), ~void)),
            _count(void),
            sa.func.coalesce(sa.func.sum(sa.case((void, 0), else_=parcels.c.weight_g)), 0),
            _count(sa.and_(parcels.c.weight_g == 0, ~void)),
        )
        .outerjoin(outbox, outbox.c.parcel_id == parcels.c.id)
        .outerjoin(manifests, manifests.c.id == parcels.c.manifest_id)
        .where(*_of_the_day(span, on))
        .group_by(parcels.c.carrier)
    )
    return [Sums(row[0], *map(int, row[1:])) for row in connection.execute(chosen)]


def _of_the_day(span: Span, on: date) -> list[sa.ColumnElement[bool]]:
    """Parcels closed on the day, and earlier ones that waited for it; beside their manifests."""
    waited = sa.and_(
        parcels.c.closed_at >= span.since,
        parcels.c.closed_at < span.begin,
        sa.or_(parcels.c.manifest_id.is_(None), manifests.c.on_date == on.isoformat()),
        parcels.c.state != ParcelState.VOID.value,
    )
    on_the_day = sa.and_(parcels.c.closed_at >= span.begin, parcels.c.closed_at < span.end)
    return [parcels.c.closed_at >= span.since, sa.or_(waited, on_the_day)]


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _boxless(span: Span, *states: str) -> list[sa.ColumnElement[bool]]:
    """Labels in these states that were bought on the day for boxes that were never closed."""
    closed = sa.select(parcels.c.id).where(
        parcels.c.session_id == label_purchases.c.session_id, parcels.c.box == label_purchases.c.box
    )
    return [
        label_purchases.c.answered_at >= span.begin,
        label_purchases.c.answered_at < span.end,
        label_purchases.c.state.in_(states),
        ~closed.exists(),
    ]


def labels_without_parcel(connection: sa.Connection, span: Span) -> dict[str, tuple[int, int]]:
    """Labels bought on the day for boxes that were never closed: (still wanted, given back)."""
    chosen = (
        sa.select(label_purchases.c.carrier, label_purchases.c.state, sa.func.count())
        .where(*_boxless(span, PurchaseState.BOUGHT.value, *_GIVEN_BACK))
        .group_by(label_purchases.c.carrier, label_purchases.c.state)
    )
    return _by_carrier(connection.execute(chosen))


def _by_carrier(rows: Iterable[Any]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for carrier, state, count in rows:
        wanted, given_back = found.get(carrier, (0, 0))
        if state == PurchaseState.BOUGHT.value:
            found[carrier] = (wanted + count, given_back)
        else:
            found[carrier] = (wanted, given_back + count)
    return found


# --- what does not add up ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenBox:
    """A box with a paid label that was never closed. `reason` is a hold's stable code."""

    order_id: OrderId
    carrier: str
    tracking: str
    stage: Stage
    reason: str


@dataclass(frozen=True, slots=True)
class OpenParcel:
    """A closed parcel that is on no manifest, or of which Amazon does not know."""

    order_id: OrderId
    carrier: str
    tracking: str
    on_manifest: bool
    news: OutboxState


def open_boxes(connection: sa.Connection, span: Span) -> list[OpenBox]:
    """The boxes of the day whose label is paid and still wanted, as `labels_without_parcel`."""
    chosen = (
        sa.select(
            label_purchases.c.order_id, label_purchases.c.carrier, label_purchases.c.tracking,
            orders.c.stage, orders.c.stage_reason,
        )
        .join(orders, orders.c.order_id == label_purchases.c.order_id)
        .where(*_boxless(span, PurchaseState.BOUGHT.value))
        .order_by(label_purchases.c.id)
    )  # fmt: skip
    return [OpenBox(*row[:3], Stage(row[3]), row[4]) for row in connection.execute(chosen)]


def open_parcels(connection: sa.Connection, span: Span, on: date) -> list[OpenParcel]:
    """The parcels of the day that may leave and lack something, in the order they were closed."""
    loose = parcels.c.manifest_id.is_(None)
    chosen = (
        sa.select(
            parcels.c.order_id, parcels.c.carrier, parcels.c.tracking,
            parcels.c.manifest_id, outbox.c.state,
        )
        .join(outbox, outbox.c.parcel_id == parcels.c.id)
        .outerjoin(manifests, manifests.c.id == parcels.c.manifest_id)
        .where(
            *_of_the_day(span, on),
            parcels.c.state != ParcelState.VOID.value,
            ~interceptions.is_open(parcels.c.id),
            sa.or_(loose, outbox.c.state.not_in(_KNOWN_TO_AMAZON)),
        )
        .order_by(parcels.c.closed_at, parcels.c.id)
    )  # fmt: skip
    return [
        OpenParcel(*row[:3], row[3] is not None, OutboxState(row[4]))
        for row in connection.execute(chosen)
    ]


def untracked(connection: sa.Connection, begin: datetime, end: datetime) -> list[OrderId]:
    """Orders of parcels closed in a span of time without a tracking number, the first one first."""
    chosen = (
        sa.select(parcels.c.order_id)
        .where(
            parcels.c.closed_at >= begin,
            parcels.c.closed_at < end,
            parcels.c.state != ParcelState.VOID.value,
            parcels.c.tracking == "",
        )
        .order_by(parcels.c.closed_at, parcels.c.id)
    )
    return [OrderId(order_id) for order_id in connection.scalars(chosen)]
