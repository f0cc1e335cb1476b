"""POST_FLAT_FILE_FULFILLMENT_DATA: confirms packages row by row and says which rows it refuses."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from fbm_desk.simulator.answers import Refused, parsed_time
from fbm_desk.simulator.confirm_api import check_order
from fbm_desk.simulator.placed_order import OrderedLine, Package, PackedItem, PlacedOrder
from fbm_desk.simulator.shop import Shop

_NEEDED = ("order-id", "ship-date", "carrier-code")
_KNOWN = frozenset(
    "order-id order-item-id quantity ship-date carrier-code carrier-name tracking-number "
    "ship-method ship_from_supply_source_id transparency_code ship_from_address_name "
    "ship_from_address_line1 ship_from_address_line2 ship_from_address_line3 "
    "ship_from_address_city ship_from_address_county ship_from_address_state_or_region "
    "ship_from_address_postalcode ship_from_address_countrycode".split()
)
#: Whether a row is refused although nothing is wrong with it.
Refuser = Callable[[str], bool]


class RowRefused(Exception):
    """A row that is not applied: carries the code and words of the processing report."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the processing report; `number` 0 stands for the file."""

    number: int
    code: str
    message: str
    order_id: str = ""
    line_id: str = ""
    kind: str = "Error"


def apply(text: str, shop: Shop, refuse: Refuser) -> str:
    """Confirm what the rows say and give back the processing report."""
    rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    names = [name.strip().lower() for name in rows[0]] if rows else []
    faults = list(_faults_of_the_head(names))
    if any(fault.kind == "Fatal" for fault in faults):
        return processing_report(0, faults)
    taken = 0
    for number, cells in enumerate(rows[1:], 1):
        if not any(cell.strip() for cell in cells):
            continue
        taken += 1
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        fault = _tried(number, row, shop, refuse)
        faults += [fault] if fault else []
    return processing_report(taken, faults)


def processing_report(taken: int, faults: list[Fault]) -> str:
    """The text Amazon sends back: a summary, an empty line, a table of what went wrong."""
    wrong = len({fault.number for fault in faults if fault.kind == "Error"})
    head = (
        "Feed Processing Summary:",
        f"\tNumber of records processed\t\t{taken}",
        f"\tNumber of records successful\t\t{taken - wrong}",
        "",
    )
    names = "original-record-number order-id order-item-id error-code error-type error-message"
    lines = (
        f"{one.number}\t{one.order_id}\t{one.line_id}\t{one.code}\t{one.kind}\t{one.message}"
        for one in faults
    )
    return "\n".join((*head, *([names.replace(" ", "\t"), *lines] if faults else []))) + "\n"


def _faults_of_the_head(names: list[str]) -> Iterator[Fault]:
    for name in _NEEDED:
        if name not in names:
            yield Fault(0, "90012", f"The file has no column {name}.", kind="Fatal")
    for name in names:
        if name and name not in _KNOWN:
            yield Fault(0, "90061", f"The column {name} is not known.", kind="Warning")


def _tried(number: int, row: dict[str, str], shop: Shop, refuse: Refuser) -> Fault | None:
    order_id, line_id = row.get("order-id", ""), row.get("order-item-id", "")
    try:
        if refuse(order_id):
            raise RowRefused("18061", "The row could not be processed. Try again later.")
        shop.report_package(order_id, _package_of(row))
    except KeyError:
        return Fault(number, "18028", "The order-id is not known.", order_id, line_id)
    except RowRefused as why:
        return Fault(number, why.code, why.message, order_id, line_id)
    except Refused as why:
        return Fault(number, "18052", why.message, order_id, line_id)
    return None


def _package_of(row: dict[str, str]) -> Callable[[PlacedOrder, datetime, datetime], Package]:
    def package(order: PlacedOrder, now: datetime, shown_at: datetime) -> Package:
        check_order(order)
        if any(one.shipment_id and not one.cancelled for one in order.packages_at()):
            raise RowRefused("18054", "Amazon confirms what it sold the label for.")
        tracking = row.get("tracking-number", "")
        before = _same_package(order, tracking)
        packed = _packed(order, row, before)
        taken = [int(one.reference) for one in order.packages_at()]
        new = Package(
            reference=str(max(taken, default=0) + 1),
            carrier=_carrier(row),
            service=row.get("ship-method", ""),
            tracking=tracking,
            shipped_at=_shipped_at(row["ship-date"], now),
            created_at=now,
            shown_at=shown_at,
            contents=packed,
        )
        known = (before.reference, before.created_at) if before else (new.reference, now)
        return replace(new, reference=known[0], created_at=known[1])

    return package


def _same_package(order: PlacedOrder, tracking: str) -> Package | None:
    """The package that was already told with this number: another row of it, or told again."""
    found = (one for one in order.packages_at() if not one.shipment_id and one.tracking == tracking)
    return next(found, None) if tracking else None


def _packed(
    order: PlacedOrder, row: dict[str, str], before: Package | None
) -> tuple[PackedItem, ...]:
    kept = {item.line_id: item for item in before.contents} if before else {}
    for line in _lines(order, row):
        elsewhere = order.units_in_packages(line.line_id, but=before.reference if before else None)
        quantity = _quantity(row, line, elsewhere)
        if elsewhere + quantity > line.quantity:
            raise RowRefused("18036", "The quantity is more than what is left to ship.")
        kept[line.line_id] = PackedItem(line.line_id, quantity)
    return tuple(kept.values())


def _lines(order: PlacedOrder, row: dict[str, str]) -> tuple[OrderedLine, ...]:
    """The line of a row; without an order-item-id it stands for the whole order."""
    wanted = row.get("order-item-id", "")
    if not wanted:
        return order.lines
    line = order.line(wanted)
    if line is None:
        raise RowRefused("18030", "The order-item-id is not one of the order.")
    return (line,)


def _quantity(row: dict[str, str], line: OrderedLine, elsewhere: int) -> int:
    sent = row.get("quantity", "")
    if not sent:
        return max(1, line.quantity - elsewhere)
    if not sent.isascii() or not sent.isdigit() or int(sent) < 1:
        raise RowRefused("18034", "The quantity is not a positive whole number.")
    return int(sent)


def _carrier(row: dict[str, str]) -> str:
    code, name = row.get("carrier-code", ""), row.get("carrier-name", "")
    if not code or (code == "Other" and not name):
        raise RowRefused("18040", "The carrier is missing.")
    return name or code


def _shipped_at(text: str, now: datetime) -> datetime:
    if len(text) == 10:
        text = f"{text}T00:00:00+00:00"
    try:
        at = parsed_time(text, "ship-date")
    except Refused as refused:
        raise RowRefused("18038", "The ship-date is not a date.") from refused
    if at.astimezone(UTC).date() > now.date():
        raise RowRefused("18039", "The ship-date lies in the future.")
    return at
