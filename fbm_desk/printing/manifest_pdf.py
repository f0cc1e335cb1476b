"""The manifest the driver signs, as PDF; which parcels stand on it is the close-out's matter."""

from __future__ import annotations

from typing import Any

from fbm_desk.printing.clean_text import one_line
from fbm_desk.printing.code128 import can_encode
from fbm_desk.printing.documents import Manifest, ManifestParcel, PageSize
from fbm_desk.printing.paper_fonts import PAPER_LOCK, Weight, width_pt
from fbm_desk.printing.paper_sheet import INK, INK2, MARGIN_PT, barcode, ink, new_canvas, rule
from fbm_desk.printing.paper_text import Align, draw_text, fit
from fbm_desk.printing.quantities import UNKNOWN, grouped, weight_sum_text, weight_text

_ROW_PT = 34.0
_HEAD_PT = 122.0
_RUNNING_HEAD_PT = 34.0
_FOOT_PT = 30.0
_SIGNATURES_PT = 118.0
_BARCODE_PT = 190.0


def manifest_pdf(manifest: Manifest, page: PageSize = PageSize.A4) -> bytes:
    """Every parcel with number, barcode, destination and weight; sums; lines to sign on."""
    with PAPER_LOCK:
        canvas, buffer = new_canvas(page, f"Manifest {one_line(manifest.number, 40)}")
        pages = _paginate(manifest.parcels, page)
        numbered = 0
        for number, parcels in enumerate(pages, 1):
            y = _draw_top(canvas, manifest, page, first=number == 1)
            for parcel in parcels:
                numbered += 1
                _draw_row(canvas, parcel, numbered, page, y)
                y -= _ROW_PT
            if number == len(pages):
                _draw_end(canvas, manifest, page, y)
            _draw_foot(canvas, manifest, page, number, len(pages))
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


def _paginate(
    parcels: tuple[ManifestParcel, ...], page: PageSize
) -> list[tuple[ManifestParcel, ...]]:
    """Rows onto pages; the last page keeps room for the signatures and never stands alone."""
    body = page.value[1] - 2 * MARGIN_PT - _FOOT_PT
    first = int((body - _HEAD_PT) // _ROW_PT)
    later = int((body - _RUNNING_HEAD_PT) // _ROW_PT)
    signed = int(-(-_SIGNATURES_PT // _ROW_PT))
    pages = [parcels[:first]]
    at = first
    while at < len(parcels):
        pages.append(parcels[at : at + later])
        at += later
    capacity = first if len(pages) == 1 else later
    if len(pages[-1]) + signed > capacity:
        full = pages[-1]
        keep = max(1, capacity - signed)
        pages[-1:] = [full[:keep], full[keep:]]
    return pages


def _draw_top(canvas: Any, manifest: Manifest, page: PageSize, *, first: bool) -> float:
    """Head of a page; gives the y where the rows begin."""
    right, top = page.value[0] - MARGIN_PT, page.value[1] - MARGIN_PT
    title = f"Manifest {one_line(manifest.number, 40)}"
    ink(canvas)
    if not first:
        draw_text(canvas, MARGIN_PT, top - 10, title, 12, Weight.SEMIBOLD)
        carrier = fit(one_line(manifest.carrier, 80), 260, 12, Weight.SEMIBOLD)
        draw_text(canvas, right, top - 10, carrier, 12, Weight.SEMIBOLD, Align.RIGHT)
        rule(canvas, MARGIN_PT, right, top - 20, 1.3, INK)
        return top - _RUNNING_HEAD_PT + 14
    _draw_number(canvas, manifest, right, top)
    title = fit(title, right - MARGIN_PT - 220, 24, Weight.BOLD)
    draw_text(canvas, MARGIN_PT, top - 22, title, 24, Weight.BOLD)
    _draw_way(canvas, manifest, right, top - 44)
    _draw_sums(canvas, manifest, top - 82)
    rule(canvas, MARGIN_PT, right, top - _HEAD_PT + 24, 1.6, INK)
    return top - _HEAD_PT + 24


def _draw_number(canvas: Any, manifest: Manifest, right: float, top: float) -> None:
    number = one_line(manifest.number, 40)
    if can_encode(number):
        barcode(
            canvas,
            right,
            top - 30,
            number,
            width_pt=200,
            height_pt=30,
            module_pt=1.1,
            align=Align.RIGHT,
        )


def _draw_way(canvas: Any, manifest: Manifest, right: float, y: float) -> None:
    ink(canvas, INK2)
    day = f"{manifest.on_date.day} {manifest.on_date:%B %Y}"
    made = one_line(manifest.made_at_text, 60)
    when = f"{day}, {made}" if made else day
    draw_text(canvas, right, y, when, 10.5, align=Align.RIGHT)
    way = " → ".join(filter(None, map(_named, (manifest.from_name, manifest.carrier))))
    left = right - MARGIN_PT - width_pt(when, 10.5) - 16
    draw_text(canvas, MARGIN_PT, y, fit(way, left, 10.5), 10.5)


def _draw_sums(canvas: Any, manifest: Manifest, y: float) -> None:
    count = len(manifest.parcels)
    sums = (
        (f"{count:,}", _parcels(count)),
        _weight_sum(manifest),
        (f"{manifest.void_count:,}", "void"),
    )
    x = MARGIN_PT
    for number, word in sums:
        ink(canvas)
        x += draw_text(canvas, x, y, number, 24, Weight.BOLD) + 6
        ink(canvas, INK2)
        x += draw_text(canvas, x, y, word, 10.5) + 20


def _weight_sum(manifest: Manifest) -> tuple[str, str]:
    """Kilograms, and of how many parcels when that is not all of them."""
    known = sum(1 for weight_g in manifest.weights_g if weight_g)
    if not known:
        return UNKNOWN, "kg"
    of_some = "kg" if known == len(manifest.parcels) else f"kg of {known:,} {_parcels(known)}"
    return f"{sum(manifest.weights_g) / 1000:,.1f}", of_some


def _parcels(count: int) -> str:
    return "parcel" if count == 1 else "parcels"


def _draw_row(canvas: Any, parcel: ManifestParcel, number: int, page: PageSize, y: float) -> None:
    right = page.value[0] - MARGIN_PT
    tracking = one_line(parcel.tracking, 60)
    code_left = right - 74 - _BARCODE_PT
    room = code_left - MARGIN_PT - 46
    ink(canvas, INK2)
    draw_text(canvas, MARGIN_PT, y - 15, f"{number:,}", 9.5)
    # A parcel without a number is known by its order.
    order_id = parcel.order_id if tracking else ""
    under = "  ·  ".join(filter(None, map(_short, (parcel.destination, order_id))))
    draw_text(canvas, MARGIN_PT + 34, y - 27, fit(under, room, 8.5), 8.5)
    ink(canvas)
    name = grouped(tracking) if tracking else _short(parcel.order_id)
    shown = fit(name, room, 10.5, Weight.SEMIBOLD)
    draw_text(canvas, MARGIN_PT + 34, y - 15, shown, 10.5, Weight.SEMIBOLD)
    draw_text(canvas, right, y - 20, weight_text(parcel.weight_g), 10.5, align=Align.RIGHT)
    code = tracking.replace(" ", "")
    if can_encode(code):
        barcode(canvas, code_left, y - 28, code, width_pt=_BARCODE_PT, height_pt=22)
    rule(canvas, MARGIN_PT, right, y - _ROW_PT)


def _short(text: str) -> str:
    return one_line(text, 60)


def _named(text: str) -> str:
    return one_line(text, 80)


def _draw_end(canvas: Any, manifest: Manifest, page: PageSize, y: float) -> None:
    """Sums and the two lines to sign on, at the foot of the last page."""
    right = page.value[0] - MARGIN_PT
    ink(canvas, INK2)
    if not manifest.parcels:
        draw_text(canvas, MARGIN_PT, y - 26, "No parcels on this manifest.", 11.5)
    count = len(manifest.parcels)
    base = MARGIN_PT + _FOOT_PT + 26
    middle = MARGIN_PT + (right - MARGIN_PT) * 0.56
    total = f"{count:,} {_parcels(count)}" + (f", {_together(manifest)}" if count else "")
    draw_text(canvas, MARGIN_PT, base + 52, total, 10.5)
    for left, end, words in (
        (MARGIN_PT, middle - 24, "Driver, name and time"),
        (middle, right, "Supervisor"),
    ):
        rule(canvas, left, end, base, 0.9, INK)
        draw_text(canvas, left, base - 13, words, 9)


def _together(manifest: Manifest) -> str:
    if not any(manifest.weights_g):
        return "weight not known"
    whole = all(manifest.weights_g)
    return weight_sum_text(manifest.weights_g) + (" together" if whole else "")


def _draw_foot(canvas: Any, manifest: Manifest, page: PageSize, number: int, count: int) -> None:
    right = page.value[0] - MARGIN_PT
    ink(canvas, INK2)
    name = "  ·  ".join(filter(None, map(_short, (manifest.number, manifest.carrier))))
    draw_text(canvas, MARGIN_PT, MARGIN_PT - 8, fit(name, 380, 8.5), 8.5)
    draw_text(canvas, right, MARGIN_PT - 8, f"Page {number:,} of {count:,}", 8.5, align=Align.RIGHT)
