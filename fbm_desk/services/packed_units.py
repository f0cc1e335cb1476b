"""What lies in a box, as it is recorded with its parcel."""

from __future__ import annotations

from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Session
from fbm_desk.store.parcels import Unit


def of_box(session: Session, box: int) -> tuple[Unit, ...]:
    """What lies in a box: what shows something by itself, the rest added up per line."""
    plain: dict[tuple[int, Sku], int] = {}
    proven: list[Unit] = []
    for one in session.in_box(box):
        line_id, sku = session.lines[one.index].line_id, session.sku_of(one)
        if one.serial or one.lot or one.transparency:
            shown = (one.serial, one.lot, one.transparency)
            proven.append(Unit(line_id, sku, one.units, *shown))
        else:
            plain[one.index, sku] = plain.get((one.index, sku), 0) + one.units
    added = [
        Unit(session.lines[i].line_id, sku, units) for (i, sku), units in sorted(plain.items())
    ]
    return (*added, *proven)
