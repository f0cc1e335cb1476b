"""Barcodes in one picture: which engine is asked, how the picture is turned, what is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fbm_desk.devices.judging import Judged, judged
from fbm_desk.devices.pictures import Back, scaled, turned, whole_turned
from fbm_desk.devices.printed_bars import AGREES, KINDS, agreement, in_a_slit
from fbm_desk.devices.seen_codes import SeenCode
from fbm_desk.devices.zbar_reader import zbar_codes
from fbm_desk.devices.zxing_reader import EVERYTHING, zxing_codes

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey

FRAME_TURNS = (0, 20, -20, 40, -40)
"""Long codes are not read between 20 and 60 degrees by either engine, low ones not from 11: a line
must cross all their bars. So frames take turns, and what is found is looked at once more."""
_STILL_TURNS = (30, -30, 45, 15, -15)
_SMALL = 1_500_000
_LARGE = 4_000_000

Look = list[SeenCode]
Reader = Callable[["Grey"], Look]


def frame_codes(grey: Grey, degrees: float = 0, *, second: bool = False) -> list[SeenCode]:
    """One quick look at a camera's frame, turned; `second` asks zbar as well."""
    picture, back = turned(grey, degrees)
    found = zxing_codes(picture)
    if second:
        keys = {code.key for code in found}
        found += [code for code in zbar_codes(picture) if code.key not in keys]
    return [_back(code, back) for code in _drawn_again(picture, found)]


def still_codes(grey: Grey) -> Judged:
    """All looks a still picture is worth: it cannot be held differently."""
    looks = [*_plain_looks(grey)]
    result = judged(looks)
    if result.codes and not result.unsure:
        return result
    return judged([*looks, *_more_looks(grey)])


def _plain_looks(grey: Grey) -> Iterator[Look]:
    yield _drawn_again(grey, _zxing(grey))
    yield _drawn_again(grey, zbar_codes(grey))


def _more_looks(grey: Grey) -> Iterator[Look]:
    yield _drawn_again(grey, zxing_codes(grey, EVERYTHING, thorough=True, globally=True))
    for picture, back in _otherwise(grey):
        for read in (_zxing, zbar_codes):
            yield [_back(code, back) for code in _drawn_again(picture, read(picture))]


def _otherwise(grey: Grey) -> Iterator[tuple[Grey, Back]]:
    """The picture larger or smaller, and turned."""
    if grey.size < _SMALL:
        yield scaled(grey, 2)
        yield scaled(grey, 1.5)
    if grey.size > _LARGE:
        yield scaled(grey, 0.5)
    yield _softened(grey)
    for degrees in _STILL_TURNS:
        yield whole_turned(grey, degrees)


def _softened(grey: Grey) -> tuple[Grey, Back]:
    """Without the grain that a sensor adds, which hides thin bars."""
    import cv2

    return cv2.GaussianBlur(grey, (3, 3), 0), lambda x, y: (x, y)


def _zxing(grey: Grey) -> Look:
    return zxing_codes(grey, EVERYTHING, thorough=True)


def _drawn_again(picture: Grey, codes: Look) -> Look:
    """The codes of this picture, those marked whose bars do not agree with it."""
    return [
        replace(code, agrees=not in_a_slit(code) and agreement(picture, code) >= AGREES)
        if code.symbology in KINDS
        else code
        for code in codes
    ]


def _back(code: SeenCode, back: Back) -> SeenCode:
    return code.moved(tuple(back(x, y) for x, y in code.corners))
