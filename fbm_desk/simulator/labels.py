"""Labels as the carriers of the pretend shop print them, in the formats Amazon sells."""

from __future__ import annotations

from fbm_desk.simulator.label_content import LabelContent
from fbm_desk.simulator.label_layout import compose

FORMATS = ("ZPL", "PDF", "PNG")


def draw(content: LabelContent, document_format: str) -> bytes:
    """The file of one label, 4×6 inches; `document_format` is one of `FORMATS`, or ZPL300.

    ZPL is for 203 dpi, ZPL300 for 300.
    """
    marks = compose(content)
    if document_format in ("ZPL", "ZPL300"):
        from fbm_desk.simulator.label_zpl import draw_zpl

        return draw_zpl(marks, 300 if document_format == "ZPL300" else 203)
    if document_format == "PNG":
        from fbm_desk.simulator.label_png import draw_png

        return draw_png(marks)
    if document_format == "PDF":
        from fbm_desk.simulator.label_pdf import draw_pdf

        return draw_pdf(marks, content.tracking)
    raise ValueError(f"no label format {document_format}")
