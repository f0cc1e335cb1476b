"""Whether a retail number stands where it was read: its bars are drawn and laid over the picture.

An engine decides bar by bar and may be wrong in several digits that make up a right check digit.
Drawn again, blurred like the picture and fitted to its ends and its tilt, the right number agrees
with the picture to 0.9 and more, one with other digits to less.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

from fbm_desk.devices.seen_codes import Engine, SeenCode

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from fbm_desk.devices.pictures import Grey

    Rows = npt.NDArray[np.float32]

KINDS = {"EAN-13": "EAN13", "EAN-8": "EAN8", "UPC-A": "UPCA", "UPC-E": "UPCE"}
AGREES = 0.86
_PAPER = 3  # modules of white before and behind, which the part of a longer code has not
_LEAST_HIGH = 0.15
_FINE = 6  # samples of each module
_LINES = (0.2, 0.35, 0.5, 0.65, 0.8)  # across the height of the bars
_BLURS = (0.35, 0.7, 1.1)  # modules


def agreement(grey: Grey, code: SeenCode) -> float:
    """How well the bars of a retail code agree with the picture it was read in, to 1."""
    import numpy as np

    drawn = _drawn(KINDS[code.symbology], code.text)
    along = _fits(drawn.shape[1] // _FINE - 2 * _PAPER)
    one, two, three, four = (np.array(corner) for corner in code.corners)
    best = 0.0
    for part in _LINES:
        left, right = one + (four - one) * part, two + (three - two) * part
        for ends in (
            ((left, right), (right, left)) if code.engine is Engine.ZBAR else [(left, right)]
        ):
            best = max(best, float((_profiles(grey, *ends, along) @ drawn.T).max()))
    return best


def in_a_slit(code: SeenCode) -> bool:
    """Whether a short code was read on a few lines only. A slanted line that leaves a long code at
    its centre bars shows half of it as a short one, with real paper on both sides."""
    if code.symbology not in ("UPC-E", "EAN-8"):
        return False
    (ax, ay), (bx, by), (cx, cy), _ = code.corners
    wide, high = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
    return high < _LEAST_HIGH * wide


def _profiles(grey: Grey, left: Any, right: Any, along: Rows) -> Rows:
    """The greys on a line through the bars, once for each fit, each of length 1 and around 0."""
    import cv2
    import numpy as np

    xs = (left[0] + (right[0] - left[0]) * along).astype(np.float32)
    ys = (left[1] + (right[1] - left[1]) * along).astype(np.float32)
    seen = cv2.remap(grey, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return _normal(seen.astype(np.float32))


def _normal(rows: Rows) -> Rows:
    import numpy as np

    rows = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-3), np.float32)


@functools.lru_cache(maxsize=4)
def _fits(modules: int) -> Rows:
    """Where each sample may lie between the ends: a little wider or narrower, aside, and nearer on
    one side, as a tilted box shows it. Shape (fits, samples)."""
    import numpy as np

    at = (np.arange(-_PAPER * _FINE, (modules + _PAPER) * _FINE) + 0.5) / (modules * _FINE)
    rows = [
        (at / (at + (1 - at) * nearer) - 0.5) * wider + 0.5 + aside / modules
        for nearer in np.exp(np.linspace(-0.3, 0.3, 17))
        for wider in (0.98, 1.0, 1.02)
        for aside in (-1.0, -0.5, 0.0, 0.5, 1.0)
    ]
    return np.array(rows, np.float32)


@functools.lru_cache(maxsize=64)
def _drawn(kind: str, text: str) -> Rows:
    """The bars of a number, once for each blur. Shape (blurs, samples)."""
    import cv2
    import numpy as np
    import zxingcpp

    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    image = np.array(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False))
    bars = np.repeat((image[image.shape[0] // 3] > 127).astype(np.float32), _FINE)
    paper = np.ones(_PAPER * _FINE, np.float32)
    whole = np.concatenate([paper, bars, paper])[None, :]
    rows = [cv2.GaussianBlur(whole, (0, 0), blur * _FINE)[0] for blur in _BLURS]
    return _normal(np.array(rows, np.float32))
