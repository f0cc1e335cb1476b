"""A carrier's PDF or PNG label as ZPL for a thermal printer; whether it is the right label is not
decided here: the result can be read back with `label_check.read_label`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbm_desk.printing.documents import LabelFormat
from fbm_desk.printing.label_pictures import Unreadable, UnreadableLabel, label_pictures
from fbm_desk.printing.zpl import label, picture_field

if TYPE_CHECKING:
    from PIL.Image import Image

_WHITE_ABOVE = 160
_SAME_SHAPE = 0.06


def label_to_zpl(
    document: bytes,
    label_format: LabelFormat,
    *,
    dpi: int = 203,
    width_in: float = 4.0,
    height_in: float = 6.0,
) -> bytes:
    """The first page as one ^GF picture that fills the label paper. Raises `UnreadableLabel`.

    A page of the paper's shape is drawn dot for dot; of any other page its inked part is used,
    turned where that fits better. Dots are black or white: grey would blur the bars.
    """
    if label_format is LabelFormat.ZPL:
        raise UnreadableLabel(Unreadable.OTHER_FORMAT)
    paper = (round(width_in * dpi), round(height_in * dpi))
    page = label_pictures(document, label_format, dpi)[0]
    if not _has_shape(page.size, paper):
        page = _inked_part(page, dpi)
        if _fit(page.size, paper) < _fit((page.height, page.width), paper):
            page = page.rotate(-90, expand=True)
    dots = _to_paper(page, paper)
    return label([f"^FO0,0{picture_field(dots)}^FS\n"], *paper)


def _has_shape(size: tuple[int, int], paper: tuple[int, int]) -> bool:
    return abs(size[0] / size[1] / (paper[0] / paper[1]) - 1) < _SAME_SHAPE


def _fit(size: tuple[int, int], paper: tuple[int, int]) -> float:
    """The factor by which a picture can grow to fill the paper."""
    return min(paper[0] / size[0], paper[1] / size[1])


def _inked_part(page: Image, dpi: int) -> Image:
    """The page without its white margins, but with a quiet zone; the page itself if all white."""
    from PIL import ImageOps

    ink = page.point(lambda value: 255 if value < _WHITE_ABOVE else 0).getbbox()
    if ink is None:
        return page
    return ImageOps.expand(page.crop(ink), border=dpi // 12, fill=255)


def _to_paper(page: Image, paper: tuple[int, int]) -> Image:
    from PIL import Image

    factor = _fit(page.size, paper)
    # Near enough the real size, dots stay as they are: scaling by 1 % would break the bars.
    if not 0.985 <= factor <= 1.05:
        size = (max(1, round(page.width * factor)), max(1, round(page.height * factor)))
        page = page.resize(size, Image.Resampling.LANCZOS)
    sheet = Image.new("L", paper, 255)
    sheet.paste(page, ((paper[0] - page.width) // 2, (paper[1] - page.height) // 2))
    return sheet.point(lambda value: 255 if value > _WHITE_ABOVE else 0).convert("1")
