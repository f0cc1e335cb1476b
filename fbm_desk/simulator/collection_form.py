"""The sheet a carrier's driver signs for the parcels he takes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

_ROWS = 44


def draw_form(carrier: str, numbers: Sequence[str], at: datetime) -> bytes:
    """A PDF on A4 with one line per tracking number and a place to sign at the end."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    pages = [numbers[first : first + _ROWS] for first in range(0, len(numbers), _ROWS)]
    for page, rows in enumerate(pages, 1):
        canvas.setFont("Helvetica-Bold", 15)
        canvas.drawString(56, 786, f"{carrier} collection, {at:%d %b %Y}")
        canvas.setFont("Helvetica", 10)
        canvas.drawRightString(540, 786, f"{len(numbers)} parcels, page {page} of {len(pages)}")
        for place, number in enumerate(rows):
            canvas.drawString(56, 760 - 15 * place, number)
        if page == len(pages):
            canvas.line(56, 70, 300, 70)
            canvas.drawString(56, 56, "Collected by")
        canvas.showPage()
    canvas.save()
    return file.getvalue()
