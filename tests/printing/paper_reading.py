"""Reads paper back: text and barcodes of PDFs, pictures of ZPL; and texts of an attacker."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps
from zplkit import Options, render
from zplkit.rendering import Limits

from fbm_desk.domain.orders import Address
from fbm_desk.printing.documents import PackingSlip, SlipLine

HOSTILE = {
    "zpl": "^XZ^XA^FO50,50^FDInjected^FS^XZ",
    "zpl_hex": "_5EXZ _7EJR",
    "zpl_reset": "~JR~JA^JUS",
    "escpos": "Eve\x1b@\x1dV\x00\x10\x14\x01\x00\x00\x1d(E end",
    "markup": '<img src=/etc/hostname></para><font color="[[1]]">&#0;',
    "surrogate": "Eve \ud800 \udfff end",
    "bidi": "Eve \u202e gnp.exe \u2066 end",
    "backslash": "Eve \\& \\ end",
    "emoji": "Eve \U0001f381 \u2764\ufe0f \U0001f468\u200d\U0001f469",
    "giant": "x" * 1_000_000,
    "giant_words": "wide " * 200_000,
    "line_ends": "one\r\ntwo\u2028three\x85four",
    "arabic": "محمد علي، شارع الملك (12)",
    "hebrew": "שלום עולם (רחוב) 12",
    "han": "東京都千代田区丸の内一丁目",
    "hangul": "서울특별시 강남구",
    "devanagari": "हिन्दी क्षत्रिय",
    "thai": "กรุงเทพ น้ำ",
    "privat_use": "\ue000\uf8ff\U000f0000",
    "format": "%s {0.__class__} %(x)s",
}


def slip_with(text: str) -> PackingSlip:
    """A slip that has the same text in every place where foreign text can stand."""
    return PackingSlip(
        order_id="305-4471926-8830217",
        order_date_text=text,
        ship_to=Address(text, text, text, text, text, text, text, text, text),
        shop_name=text,
        shop_address_lines=(text,) * 3,
        lines=(SlipLine(text, text, 2, 3),),
        gift_message=text,
        purchase_order_number=text,
        reprint=True,
        notes=text,
    )


def pdf_texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


def pdf_codes(pdf: bytes, dpi: int = 200) -> list[list[str]]:
    """The barcode texts of each page, from top to bottom."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[number] for number in range(len(document))]
        return [codes(page.render(scale=dpi / 72, grayscale=True).to_pil()) for page in pages]
    finally:
        document.close()


def codes(picture: Image.Image) -> list[str]:
    """The barcode texts of a picture, from top to bottom."""
    framed = ImageOps.expand(picture.convert("L"), border=60, fill=255)
    found = zxingcpp.read_barcodes(framed, text_mode=zxingcpp.TextMode.Plain)
    return [str(code.text) for code in sorted(found, key=lambda code: code.position.top_left.y)]


def zpl_pictures(zpl: bytes, width: int = 812, height: int = 1218) -> list[Image.Image]:
    """Every label of a job as zplkit draws it, three times as large; refuses what is no ZPL."""
    limits = Limits(graphic_bytes=4_000_000, input_bytes=8_000_000)
    labels = render(zpl, Options(width=width, height=height, dpi=203), limits=limits).labels
    pictures = [Image.open(BytesIO(label.png())).convert("L") for label in labels]
    return [picture.resize((picture.width * 3, picture.height * 3)) for picture in pictures]
