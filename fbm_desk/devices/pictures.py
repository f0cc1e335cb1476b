"""Grey pictures as the decoders take them: turned, scaled, and opened from any file's bytes.

Nothing is trusted in a file: its size is read from its head before a pixel is made.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Grey = npt.NDArray[np.uint8]
    """Rows of pixels, 0 black to 255 white, shape (height, width)."""

MOST_BYTES = 200_000_000
MOST_PIXELS = 80_000_000
"""More than any phone's picture at hand; a picture of 50,000 × 50,000 is an attack or a mistake."""
_LONGEST_SIDE = 5_000
#: What Pillow reads by itself; its EPS would start another program with the file.
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "DIB", "GIF", "TIFF", "PPM", "MPO", "AVIF", "JPEG2000",
            "ICO", "PCX")  # fmt: skip

Back = Callable[[float, float], tuple[float, float]]
"""From a point of a turned or scaled picture to the point of the picture it was made of."""


class PictureTrouble(Enum):
    """Why a file gives no picture."""

    NONE = "not_a_picture"  #: no picture of a kind that can be read
    DAMAGED = "damaged"  #: a picture that ends too early or contradicts itself
    TOO_LARGE = "too_large"  #: more bytes or pixels than are read
    EMPTY = "empty"  #: nothing in it


class Unreadable(Exception):
    """A file that gives no picture."""

    def __init__(self, trouble: PictureTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def opened(content: bytes) -> Grey:
    """The picture in a file's bytes, upright as its camera noted it. Raises `Unreadable`."""
    from PIL import Image, UnidentifiedImageError

    if not content:
        raise Unreadable(PictureTrouble.EMPTY)
    if len(content) > MOST_BYTES:
        raise Unreadable(PictureTrouble.TOO_LARGE)
    Image.init()
    formats = [name for name in _FORMATS if name in Image.OPEN]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tags nobody needs; sizes are looked at below
        try:
            with Image.open(io.BytesIO(content), formats=formats) as image:
                return _grey_of(image)
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            bomb = isinstance(error, Image.DecompressionBombError)
            trouble = PictureTrouble.TOO_LARGE if bomb else PictureTrouble.NONE
            raise Unreadable(trouble) from None
        except Unreadable:
            raise
        except Exception:  # Pillow's readers raise nearly anything on a damaged file
            raise Unreadable(PictureTrouble.DAMAGED) from None


def _grey_of(image: Any) -> Grey:
    import numpy as np
    from PIL import Image, ImageOps

    if image.width * image.height > MOST_PIXELS:
        raise Unreadable(PictureTrouble.TOO_LARGE)
    if image.format == "JPEG":
        image.draft("L", None)
    image = ImageOps.exif_transpose(image)
    if max(image.size) > _LONGEST_SIDE:
        image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), reducing_gap=2.0)
    if image.mode[0] in "IF":
        return _stretched(np.asarray(image, dtype=np.float64))
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        above = image.convert("RGBA")  # a symbol saved without its background: paper is white
        image = Image.alpha_composite(Image.new("RGBA", above.size, "white"), above)
    return np.ascontiguousarray(np.asarray(image.convert("L")))


def _stretched(deep: npt.NDArray[np.float64]) -> Grey:
    """A picture of 16 or 32 bits per pixel, from its darkest to its brightest."""
    import numpy as np

    deep = np.nan_to_num(deep)
    span = float(deep.max() - deep.min()) or 1.0
    grey: Grey = ((deep - deep.min()) / span * 255).astype(np.uint8)
    return grey


def turned(grey: Grey, degrees: float) -> tuple[Grey, Back]:
    """The picture turned against the clock in a frame of its own size; what leaves it is gone."""
    import cv2

    if not degrees:
        return grey, lambda x, y: (x, y)
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    picture = cv2.warpAffine(grey, turn, (width, height), borderValue=255)
    return picture, _through(cv2.invertAffineTransform(turn))


def whole_turned(grey: Grey, degrees: float) -> tuple[Grey, Back]:
    """The picture turned against the clock in a frame that keeps all of it."""
    import cv2

    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = int(height * sin + width * cos), int(height * cos + width * sin)
    turn[0, 2] += (wide - width) / 2
    turn[1, 2] += (high - height) / 2
    picture = cv2.warpAffine(grey, turn, (wide, high), borderValue=255)
    return picture, _through(cv2.invertAffineTransform(turn))


def scaled(grey: Grey, factor: float) -> tuple[Grey, Back]:
    """The picture `factor` times as wide and high."""
    import cv2

    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    picture = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how)
    return picture, lambda x, y: (x / factor, y / factor)


def _through(matrix: Any) -> Back:
    def back(x: float, y: float) -> tuple[float, float]:
        return (
            float(matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]),
            float(matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]),
        )

    return back
