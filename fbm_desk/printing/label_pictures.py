"""Foreign PDF and PNG labels opened with limits, as grey pictures; reading them is not here."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from fbm_desk.printing.documents import LabelFormat
from fbm_desk.printing.pdf_reader import PdfFault, PdfReader, PdfRequest

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_DOCUMENT_BYTES = 10_000_000
MAX_PAGES = 8
MAX_PIXELS = 24_000_000
_SMALLEST_SIDE_PT = 36.0  # half an inch: no label is smaller
_LARGEST_SIDE_PT = 2400.0
_PATIENCE_S = 15.0
_READER = PdfReader()


class Unreadable(Enum):
    """Why a label document cannot be looked at."""

    EMPTY = "empty"  #: no bytes
    OTHER_FORMAT = "other_format"  #: the bytes are not what the carrier said they are
    TOO_LARGE = "too_large"  #: more bytes, pages or dots than a label has
    TOO_SMALL = "too_small"  #: a page or picture too small to carry a barcode
    ENCRYPTED = "encrypted"  #: a PDF with a password
    BROKEN = "broken"  #: cut off or damaged
    ENDLESS = "endless"  #: rendering it did not come to an end
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


def label_pictures(
    document: bytes, label_format: LabelFormat, dpi: int, *, patience_s: float = _PATIENCE_S
) -> list[Image]:
    """Grey pictures, one per PDF page at `dpi`, or the PNG as it is. Raises `UnreadableLabel`."""
    check_format(document, label_format)
    if label_format is LabelFormat.PNG:
        return [_png(document)]
    return _pdf_pages(document, dpi, patience_s)


def _png(document: bytes) -> Image:
    from io import BytesIO

    from PIL import Image

    width, height = (int.from_bytes(document[at : at + 4], "big") for at in (16, 20))
    if width * height > MAX_PIXELS:
        raise UnreadableLabel(Unreadable.TOO_LARGE)
    if min(width, height) < 40:
        raise UnreadableLabel(Unreadable.TOO_SMALL)
    try:
        # Formats are named so that no other of Pillow's readers ever sees the bytes.
        with Image.open(BytesIO(document), formats=("PNG",)) as picture:
            return _grey_on_white(picture)
    except Exception:  # Pillow raises many kinds for damaged files: SyntaxError, struct.error …
        raise UnreadableLabel(Unreadable.BROKEN) from None


def _grey_on_white(picture: Image) -> Image:
    from PIL import Image

    rgba = picture.convert("RGBA")
    paper = Image.new("RGBA", rgba.size, "white")
    paper.alpha_composite(rgba)
    return paper.convert("L")


def _pdf_pages(document: bytes, dpi: int, patience_s: float) -> list[Image]:
    from PIL import Image

    limits = (_SMALLEST_SIDE_PT, _LARGEST_SIDE_PT)
    request = PdfRequest(document, dpi, MAX_PAGES, MAX_PIXELS, limits)
    answer = _READER.render(request, patience_s)
    if isinstance(answer, PdfFault):
        raise UnreadableLabel(Unreadable(answer.value))
    return [Image.frombytes("L", (page.width, page.height), page.grey) for page in answer]


def close_reader() -> None:
    """End the process that renders PDFs, if one runs; it also ends with the program."""
    _READER.close()
