"""The shortest program that draws a packing slip: a bare canvas, the same words and fonts.

`measuring` holds the product against it; nothing else uses it.
"""

from __future__ import annotations

from io import BytesIO

from fbm_desk.printing.documents import PackingSlip, PageSize
from fbm_desk.printing.paper_fonts import Weight, characters_of


def bare_slip_pdf(slip: PackingSlip, page: PageSize = PageSize.A4) -> bytes:
    """The same words, bars and lines on one page, with no wrapping, fitting or script looked at."""
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.pdfgen.canvas import Canvas

    for weight in Weight:
        characters_of(weight.value)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=page.value, pageCompression=1)
    top = page.value[1] - 60
    canvas.setFont(Weight.BOLD.value, 13)
    canvas.drawString(48, top, slip.shop_name)
    canvas.setFont(Weight.REGULAR.value, 9)
    for at, line in enumerate(slip.shop_address_lines):
        canvas.drawString(48, top - 16 - 12 * at, line)
    Code128(slip.order_id, barHeight=32, barWidth=0.95).drawOn(canvas, 330, top - 20)
    canvas.drawString(400, top - 35, slip.order_id)
    canvas.setFont(Weight.BOLD.value, 24)
    canvas.drawString(48, top - 90, slip.words.packing_slip)
    canvas.line(48, top - 100, 540, top - 100)
    there = slip.ship_to
    canvas.setFont(Weight.REGULAR.value, 12)
    for at, text in enumerate((there.name, there.line1, there.city, there.postcode, there.country)):
        canvas.drawString(48, top - 130 - 16 * at, text)
    canvas.drawString(320, top - 130, slip.words.ordered)
    canvas.drawString(320, top - 146, slip.order_date_text)
    y = top - 240
    canvas.drawString(48, y, slip.words.quantity)
    canvas.drawString(106, y, slip.words.item)
    for row in slip.lines:
        y -= 45
        canvas.setFont(Weight.BOLD.value, 20)
        canvas.drawString(48, y, str(row.quantity))
        canvas.setFont(Weight.SEMIBOLD.value, 11)
        canvas.drawString(106, y + 6, row.title)
        canvas.setFont(Weight.REGULAR.value, 9)
        canvas.drawString(106, y - 8, row.sku)
        canvas.line(48, y - 18, 540, y - 18)
    canvas.drawString(48, y - 44, f"{slip.units} {slip.words.units} {slip.words.in_this_parcel}")
    canvas.drawString(48, 48, f"{slip.words.order} {slip.order_id}")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
