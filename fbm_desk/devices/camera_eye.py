"""What a camera's frames become: scans, a small picture for the window, and whether it is dark.

It knows frames and times; where they come from and what a scan means is left to others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fbm_desk.devices.camera_reads import CameraReads
from fbm_desk.devices.decoding import FRAME_TURNS, frame_codes
from fbm_desk.devices.seen_codes import Corner, Engine, SeenCode

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey

SECOND_EACH = 5
"""zbar takes four times as long: it is asked in each fifth frame in which nothing new is seen."""
MOST_HELD = 3
PREVIEW_WIDTH = 320
PREVIEW_S = 0.1
DARK_S = 2.0
_DARK_MEAN, _DARK_SPREAD = 12.0, 6.0


@dataclass(frozen=True, slots=True)
class Preview:
    """A small picture for the window: rows of grey bytes, and what was seen, in its own pixels."""

    width: int
    height: int
    grey: bytes = field(repr=False)
    outlines: tuple[tuple[Corner, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What one frame gave."""

    scan: SeenCode | None
    preview: Preview | None
    dark: bool


@dataclass(slots=True)
class CameraEye:
    """Frames in, what they mean out. Not for two threads."""

    _reads: CameraReads = field(default_factory=CameraReads)
    _frames: int = 0
    _turn: int = -1
    _again: bool = False
    _held: int = 0
    _second_found: bool = False
    _quiet: int = 0
    _previewed_s: float = -1e9
    _dark_since_s: float | None = None

    def look(self, grey: Grey, at_s: float) -> Looked:
        """One frame, taken at `at_s` of a clock that never goes back."""
        codes = self._codes(grey)
        height, width = grey.shape
        scan = self._reads.frame(codes, at_s, (width / 2, height / 2))
        fresh = self._reads.fresh(codes)
        # A few times at most: what does not become a scan may lie better in another turn.
        self._held = self._held + 1 if any(code.agrees for code in fresh) else 0
        self._again = 0 < self._held <= MOST_HELD
        self._second_found = any(code.engine is Engine.ZBAR for code in fresh)
        self._quiet = 0 if fresh else self._quiet + 1
        return Looked(scan, self._preview(grey, codes, at_s), self._dark(grey, at_s))

    def _codes(self, grey: Grey) -> list[SeenCode]:
        """A new code is looked at the same way again; else the frames take turns in angle."""
        if not self._again:
            self._held = 0
            self._turn = (self._turn + 1) % len(FRAME_TURNS)
        second = self._second_found or (self._quiet > 0 and self._quiet % SECOND_EACH == 0)
        return frame_codes(grey, FRAME_TURNS[self._turn], second=second)

    def _preview(self, grey: Grey, codes: Sequence[SeenCode], at_s: float) -> Preview | None:
        if at_s - self._previewed_s < PREVIEW_S:
            return None
        import cv2

        self._previewed_s = at_s
        factor = PREVIEW_WIDTH / grey.shape[1]
        size = (PREVIEW_WIDTH, max(1, round(grey.shape[0] * factor)))
        small = cv2.resize(grey, size, interpolation=cv2.INTER_NEAREST)
        outlines = tuple(tuple((x * factor, y * factor) for x, y in code.corners) for code in codes)
        return Preview(*size, small.tobytes(), outlines)

    def _dark(self, grey: Grey, at_s: float) -> bool:
        """A black picture for a while: the lens is covered. One black frame may be the start."""
        few = grey[::16, ::16]
        if few.mean() > _DARK_MEAN or few.std() > _DARK_SPREAD:
            self._dark_since_s = None
            return False
        if self._dark_since_s is None:
            self._dark_since_s = at_s
        return at_s - self._dark_since_s >= DARK_S


def as_jpeg(grey: Grey) -> bytes:
    """A frame as it is kept as proof; whoever keeps it seals it."""
    import cv2

    done, coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 75])
    return coded.tobytes() if done else b""
