"""A sheet of office paper: colours, lines, bars, pages; what stands on it is left to others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from typing import Any

from fbm_desk.printing.code128 import bar_widths
from fbm_desk.printing.documents import PageSize
from fbm_desk.printing.paper_text import Align

Rgb = tuple[float, float, float]
INK: Rgb = (0.098, 0.106, 0.114)
INK2: Rgb = (0.286, 0.306, 0.325)
LINE: Rgb = (0.78, 0.77, 0.74)
TINT: Rgb = (0.965, 0.957, 0.937)
MARGIN_PT = 48.0


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a known height that is drawn from a given top downwards."""

    height_pt: float
    draw: Callable[[Any, float], None]
    is_row: bool = False


def new_canvas(page: PageSize, title: str) -> tuple[Any, BytesIO]:
    """A reportlab canvas that writes into the buffer beside it. The same input, the same bytes."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # pages as they are, not once more written in letters
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=page.value, pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setCreator("FBM Desk")
    return canvas, buffer


def ink(canvas: Any, colour: Rgb = INK) -> None:
    """Fill, and so write, in this colour from now on."""
    canvas.setFillColorRGB(*colour)


def rule(
    canvas: Any, left: float, right: float, y: float, width_pt: float = 0.6, colour: Rgb = LINE
) -> None:
    """A horizontal line; the default is the hairline between rows."""
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(width_pt)
    canvas.line(left, y, right, y)


def barcode(
    canvas: Any,
    x: float,
    y: float,
    text: str,
    *,
    width_pt: float,
    height_pt: float,
    module_pt: float = 0.95,
    align: Align = Align.LEFT,
) -> float:
    """Code 128 of `text` with its lower edge at y, not wider than `width_pt`; gives its width.

    `module_pt` is the wished width of the narrowest bar; 0.95 pt is 0.335 mm.
    """
    widths = bar_widths(text)
    edges = [0, *accumulate(widths)]
    module_pt = min(module_pt, width_pt / edges[-1])
    if align is Align.RIGHT:
        x -= edges[-1] * module_pt
    bars = " ".join(
        f"{edges[n]} 0 {widths[n]} 1 re" for n in range(0, len(widths), 2)
    )  # one path in module units: thousands of these are drawn on a manifest
    canvas.addLiteral(
        f"q 0 0 0 rg {module_pt:.4f} 0 0 {height_pt:.2f} {x:.3f} {y:.3f} cm {bars} f Q"
    )
    return edges[-1] * module_pt
