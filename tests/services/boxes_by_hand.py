"""Orders that left in one or several boxes, written into the books without a bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from fbm_desk.domain import session_record
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.session import LabelSource, PackLine, Session, State
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.store import orders, outbox, parcels
from fbm_desk.store.schema import pack_sessions


@dataclass(frozen=True, slots=True)
class Box:
    """What is in a box: (line, SKU, units), and the codes of units that have one."""

    contents: tuple[tuple[str, str, int], ...]
    tracking: str
    codes: tuple[tuple[str, str, str], ...] = ()  # line, SKU, code
    told_by: str = ""


def left(
    books: Books,
    order_id: str,
    boxes: Sequence[Box],
    kits: Sequence[tuple[str, str, int]] = (),
    stage: Stage = Stage.PACKED,
    state: State = State.DONE,
) -> list[int]:
    """An order that is in the books left in these boxes; the ids of its messages.

    `kits` are (line, SKU of a part, its number in a kit); `state` is its pack session's.
    """
    lines = tuple(PackLine(LineId(at), Sku(sku), n, Sku("KIT"), n) for at, sku, n in kits)
    beginning = session_record.session_to_json(Session(OrderId(order_id), lines, LabelSource.NONE))
    now = books.now()
    with books.writing() as connection:
        session = connection.execute(
            pack_sessions.insert().values(
                order_id=order_id, state=state.value, beginning=beginning, open=False,
                bench_id=1, user_id=1, started_at=now, ended_at=now,
            )
        )  # fmt: skip
        assert session.inserted_primary_key is not None
        number = session.inserted_primary_key[0]
        made = [_closed(connection, books, OrderId(order_id), number, box) for box in boxes]
        orders.set_stage(connection, OrderId(order_id), stage)
    return made


def _closed(
    connection: sa.Connection, books: Books, order_id: OrderId, session_id: int, box: Box
) -> int:
    plain = [parcels.Unit(LineId(at), Sku(sku), units) for at, sku, units in box.contents]
    coded = [
        replace(parcels.Unit(LineId(at), Sku(sku), 1), transparency=code)
        for at, sku, code in box.codes
    ]
    order = orders.find(connection, order_id)
    assert order is not None
    parcel = parcels.NewParcel(
        order_id, session_id, (*plain, *coded), carrier="UPS", tracking=box.tracking,
        told_by=box.told_by,
    )  # fmt: skip
    parcel_id, number = parcels.add(connection, parcel, 1, 1, books.now())
    waits = OutboxState.WAITING
    outbox.add(connection, order_id, parcel_id, number, order.ship_by, waits, books.now())
    message = outbox.of_parcel(connection, parcel_id)
    assert message is not None
    return message.id


def messages(books: Books) -> dict[tuple[str, int], outbox.Message]:
    """All messages by order and number of the parcel."""
    with books.reading() as connection:
        found = outbox.in_state(connection, *OutboxState)
    return {(one.order_id, one.package_reference): one for one in found}


def states(books: Books) -> dict[tuple[str, int], OutboxState]:
    """Their states."""
    return {key: one.state for key, one in messages(books).items()}
