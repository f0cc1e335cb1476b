"""Foreign PDF and PNG labels opened with limits, as grey pictures; reading them is not here."""

from __future__ import annotations

import threading
from enum import Enum
from typing import TYPE_CHECKING

from fbm_desk.printing.documents import LabelFormat

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

MAX_DOCUMENT_BYTES = 10_000_000
MAX_PAGES = 8
MAX_PIXELS = 24_000_000
_SMALLEST_SIDE_PT = 36.0  # half an inch: no label is smaller
_LARGEST_SIDE_PT = 2400.0
#: pdfium is one library for the whole process and not safe for threads.
PDFIUM_LOCK = threading.RLock()


class Unreadable(Enum):
    """Why a label document cannot be looked at."""

    EMPTY = "empty"  #: no bytes
    OTHER_FORMAT = "other_format"  #: the bytes are not what the carrier said they are
    TOO_LARGE = "too_large"  #: more bytes, pages or dots than a label has
    TOO_SMALL = "too_small"  #: a page or picture too small to carry a barcode
    ENCRYPTED = "encrypted"  #: a PDF with a password
    BROKEN = "broken"  #: cut off or damaged
    REFUSED = "refused"  #: ZPL that would do more than print one label


class UnreadableLabel(ValueError):
    """Raised for a document that cannot be turned into pictures; `reason` says why."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.value)
        self.reason = reason


def sniff(document: bytes) -> LabelFormat | None:
    """What the bytes are, whatever anybody says; None for none of the three."""
    head = document[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return LabelFormat.PNG
    if head.startswith(b"%PDF-"):
        return LabelFormat.PDF
    if head[:1] in (b"^", b"~") or head.startswith(b"! U"):
        return LabelFormat.ZPL
    return None


def check_format(document: bytes, label_format: LabelFormat) -> None:
    """Raises `UnreadableLabel` where size or kind of the bytes are not as said."""
    if not document.strip():
        raise UnreadableLabel(Unreadable.EMPTY)
    if len(document) > MAX_DOCUMENT_BYTES:
        raise UnreadableLabel(Unreadable.TOO_LARGE)
    if sniff(document) is not label_format:
        raise UnreadableLabel(Unreadable.OTHER_FORMAT)


def label_pictures(document: bytes, label_format: LabelFormat, dpi: int) -> list[Image]:
    """Grey pictures, one per PDF page at `dpi`, or the PNG as it is. Raises `UnreadableLabel`."""
    check_format(document, label_format)
    if label_format is LabelFormat.PNG:
        return [_png(document)]
    return _pdf_pages(document, dpi)


def _png(document: bytes) -> Image:
    from io import BytesIO

    from PIL import Image

    try:
        # Formats are named so that no other of Pillow's readers ever sees the bytes.
        with Image.open(BytesIO(document), formats=("PNG",)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UnreadableLabel(Unreadable.TOO_LARGE)
            if min(picture.size) < 40:
                raise UnreadableLabel(Unreadable.TOO_SMALL)
            return _grey_on_white(picture)
    except UnreadableLabel:
        raise
    except Exception:  # Pillow raises many kinds for damaged files: SyntaxError, struct.error …
        raise UnreadableLabel(Unreadable.BROKEN) from None


def _grey_on_white(picture: Image) -> Image:
    from PIL import Image

    rgba = picture.convert("RGBA")
    paper = Image.new("RGBA", rgba.size, "white")
    paper.alpha_composite(rgba)
    return paper.convert("L")


def _pdf_pages(document: bytes, dpi: int) -> list[Image]:
    import pypdfium2

    with PDFIUM_LOCK:
        try:
            pdf = pypdfium2.PdfDocument(document)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower() or b"/Encrypt" in document
            raise UnreadableLabel(Unreadable.ENCRYPTED if locked else Unreadable.BROKEN) from None
        try:
            return _render_all(pdf, dpi)
        except pypdfium2.PdfiumError:
            raise UnreadableLabel(Unreadable.BROKEN) from None
        finally:
            pdf.close()


def _render_all(pdf: PdfDocument, dpi: int) -> list[Image]:
    if not 0 < len(pdf) <= MAX_PAGES:
        raise UnreadableLabel(Unreadable.TOO_LARGE if len(pdf) else Unreadable.BROKEN)
    pictures = []
    for number in range(len(pdf)):
        page = pdf[number]
        try:
            pictures.append(_render(page, dpi))
        finally:
            page.close()
    return pictures


def _render(page: PdfPage, dpi: int) -> Image:
    width, height = page.get_size()
    if min(width, height) < _SMALLEST_SIDE_PT:
        raise UnreadableLabel(Unreadable.TOO_SMALL)
    if max(width, height) > _LARGEST_SIDE_PT or width * height * (dpi / 72) ** 2 > MAX_PIXELS:
        raise UnreadableLabel(Unreadable.TOO_LARGE)
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    try:
        picture: Image = bitmap.to_pil().convert("L").copy()
        return picture
    finally:
        bitmap.close()
