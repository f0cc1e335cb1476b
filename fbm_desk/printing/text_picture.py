"""One line of any script as black dots, for printers whose own letters are Latin only.

The line is set by the same fonts as the PDFs and turned into dots by pdfium.
"""

from __future__ import annotations

from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from fbm_desk.printing.paper_fonts import PAPER_LOCK, Weight, width_pt
from fbm_desk.printing.paper_text import draw_text

if TYPE_CHECKING:
    from PIL.Image import Image

#: pdfium is not safe for threads; this is the only place that uses it in our own process.
_PDFIUM_LOCK = Lock()
_LINE_HEIGHT = 1.36
_BASELINE = 0.34


def line_picture(
    text: str, height_dots: int, max_width_dots: int, weight: Weight = Weight.REGULAR
) -> Image:
    """`text`, one cleaned line, as a one-bit picture `height_dots` high; black is 0.

    A line too wide for `max_width_dots` is drawn smaller; the picture is as wide as the text.
    """
    import pypdfium2

    with PAPER_LOCK:
        size = height_dots / _LINE_HEIGHT
        width = width_pt(text, size, weight) + 2
        size *= min(1.0, (max_width_dots - 2) / width)
        width = min(width, max_width_dots)
        page = _one_line_pdf(text, width, height_dots, size, weight)
    with _PDFIUM_LOCK:
        pdf = pypdfium2.PdfDocument(page)
        try:
            bitmap = pdf[0].render(scale=1, grayscale=True)
            grey: Image = bitmap.to_pil().convert("L")
            return grey.point(lambda value: 255 if value > 150 else 0).convert("1")
        finally:
            pdf.close()


def _one_line_pdf(text: str, width: float, height: float, size: float, weight: Weight) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(int(width + 1), height), pageCompression=0)
    draw_text(canvas, 1, height * _BASELINE * 0.8, text, size, weight)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
