"""The packing slip and the short manifest for a receipt printer; `receipt_writer` makes bytes."""

from __future__ import annotations

from fbm_desk.printing.address_block import address_lines
from fbm_desk.printing.clean_text import one_line, paragraphs
from fbm_desk.printing.documents import Manifest, PackingSlip
from fbm_desk.printing.quantities import grouped, weight_sum_text, weight_text
from fbm_desk.printing.receipt_writer import ReceiptWriter

_TITLE_LIMIT, _GIFT_LIMIT, _NOTE_LIMIT = 200, 1500, 1000


def packing_slip_escpos(slip: PackingSlip, profile: str = "TM-T88V") -> bytes:
    """The slip as one job that ends in a cut and in GS r 1, whose answer says "printed"."""
    paper = ReceiptWriter(profile)
    _head(paper, slip)
    _facts(paper, slip)
    paper.rule()
    _lines(paper, slip)
    paper.rule()
    noun = slip.words.unit if slip.units == 1 else slip.words.units
    paper.line(f"{slip.units:,} {noun} {slip.words.in_this_parcel}", bold=True)
    _message(paper, slip.words.gift_message, paragraphs(slip.gift_message, _GIFT_LIMIT))
    _message(paper, slip.words.note, paragraphs(slip.notes, _NOTE_LIMIT))
    return paper.finish()


def _head(paper: ReceiptWriter, slip: PackingSlip) -> None:
    order = one_line(slip.order_id, 40)
    paper.line(one_line(slip.shop_name, 80), bold=True, centred=True)
    for line in slip.shop_address_lines[:5]:
        paper.line(one_line(line, 80), centred=True)
    paper.line()
    paper.barcode(order)
    paper.line(order, bold=True, centred=True)
    paper.line()
    paper.line(slip.words.packing_slip, bold=True, large=True)
    if slip.reprint:
        paper.line(f"** {slip.words.reprint.upper()} **", bold=True)
    paper.line()


def _facts(paper: ReceiptWriter, slip: PackingSlip) -> None:
    words = slip.words
    paper.line(words.ship_to)
    for place, line in enumerate(address_lines(slip.ship_to)):
        paper.line(line, bold=place == 0)
    paper.line()
    if slip.order_date_text:
        paper.line(f"{words.ordered}: {slip.order_date_text}")
    if slip.purchase_order_number:
        paper.line(f"{words.purchase_order}: {one_line(slip.purchase_order_number, 60)}")
    if slip.parcel_count > 1 or slip.parcel_number > 1:
        parcel = f"{words.parcel} {slip.parcel_number} {words.of} {slip.parcel_count}"
        paper.line(parcel, bold=True)


def _lines(paper: ReceiptWriter, slip: PackingSlip) -> None:
    if not slip.lines:
        paper.line(slip.words.nothing)
    for line in slip.lines:
        # The count and the name on lines of their own: the name may have to be a picture.
        paper.line(f"{line.quantity} x  {one_line(line.sku, 80)}", bold=True)
        paper.line(one_line(line.title, _TITLE_LIMIT), indent=5)
        if line.ordered_quantity != line.quantity:
            paper.line(f"{line.ordered_quantity} {slip.words.ordered_in_all}", indent=5)


def _message(paper: ReceiptWriter, caption: str, lines: list[str]) -> None:
    if not lines:
        return
    paper.line()
    paper.line(caption, bold=True)
    for line in lines:
        paper.line(line)


def manifest_escpos(manifest: Manifest, profile: str = "TM-T88V") -> bytes:
    """The short manifest: sums, tracking numbers with weights, a line to sign on."""
    paper = ReceiptWriter(profile)
    number = one_line(manifest.number, 40)
    count = len(manifest.parcels)
    paper.line(f"Manifest {number}", bold=True, large=True)
    way = (one_line(name, 80) for name in (manifest.from_name, manifest.carrier))
    paper.line(" -> ".join(filter(None, way)))
    paper.line(f"{manifest.on_date:%Y-%m-%d} {one_line(manifest.made_at_text, 40)}".strip())
    paper.line()
    paper.barcode(number)
    paper.line(f"{count:,} {'parcel' if count == 1 else 'parcels'}", bold=True, large=True)
    paper.line(f"{weight_sum_text(manifest.weights_g)}, {manifest.void_count:,} void")
    paper.rule()
    for parcel in manifest.parcels:
        # A parcel without a number is known by its order.
        name = grouped(one_line(parcel.tracking, 60)) or one_line(parcel.order_id, 60)
        paper.two_ends(name, weight_text(parcel.weight_g))
    if not manifest.parcels:
        paper.line("No parcels on this manifest.")
    paper.rule()
    for words in ("Driver, name and time", "Supervisor"):
        paper.line()
        paper.line()
        paper.line("_" * paper.columns)
        paper.line(words)
    return paper.finish()
