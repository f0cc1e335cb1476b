"""Where a camera's frames come from: a camera by OpenCV, a video, or pictures played in a row."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from fbm_desk.devices.pictures import Unreadable, opened
from fbm_desk.devices.states import Condition, DeviceTrouble, trouble_of

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey

FRAME_S = 1 / 25
_VIDEOS = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".webm"})


class FrameSource(Protocol):
    """A camera, or what stands for one. Used by one thread."""

    def open(self) -> None:
        """Begin. Raises `DeviceTrouble`."""

    def frame(self) -> Grey:
        """The newest frame; older ones are dropped. Raises `DeviceTrouble` when none comes."""

    def close(self) -> None:
        """End; also when it never began."""


class CameraSource:
    """A camera of this computer, by number or path (`0`, `/dev/video0`)."""

    def __init__(self, device: str, width: int, height: int) -> None:
        self._device = device
        self._size = (width, height)
        self._capture: Any = None
        self._came = False

    def open(self) -> None:
        """Open it with a queue of one frame, so that what is read is what lies there now."""
        import cv2

        _quiet(cv2)
        if trouble := camera_trouble(self._device):
            raise DeviceTrouble(trouble)
        self._came = False
        number = int(self._device) if self._device.isdigit() else self._device
        self._capture = cv2.VideoCapture(number, _own_way(cv2))
        if not self._capture.isOpened():
            raise DeviceTrouble(_not_opened())
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        # Motion JPEG: uncompressed pictures of this size come 5 to 10 times a second over USB 2.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._size[0])
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1])

    def frame(self) -> Grey:
        """The newest frame, in grey."""
        done, picture = self._capture.read()
        if not done:
            raise DeviceTrouble(Condition.LOST if self._came else _not_opened())
        self._came = True
        return _grey(picture)

    def close(self) -> None:
        """Let the camera go."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class VideoSource:
    """A video file played again and again at its own pace."""

    def __init__(self, path: Path, rest: Callable[[float], object] | None = None) -> None:
        self._path = path
        self._rest = rest or threading.Event().wait
        self._capture: Any = None

    def open(self) -> None:
        """Open the file."""
        import cv2

        _quiet(cv2)
        if not self._path.is_file():
            raise DeviceTrouble(Condition.MISSING)
        self._capture = cv2.VideoCapture(str(self._path))
        if not self._capture.isOpened():
            raise DeviceTrouble(Condition.NOT_UNDERSTOOD)

    def frame(self) -> Grey:
        """The next frame; after the last the first."""
        import cv2

        self._rest(FRAME_S)
        done, picture = self._capture.read()
        if not done:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            done, picture = self._capture.read()
        if not done:
            raise DeviceTrouble(Condition.NOT_UNDERSTOOD)
        return _grey(picture)

    def close(self) -> None:
        """Let the file go."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class PicturesSource:
    """Pictures shown in a row, each for a while, as if somebody held one article after another."""

    def __init__(
        self,
        paths: Sequence[Path],
        shown_s: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[float], object] | None = None,
    ) -> None:
        self._paths = tuple(paths)
        self._shown_s = shown_s
        self._clock = clock
        self._rest = rest or threading.Event().wait
        self._began_s = 0.0
        self._pictures: list[Grey] = []

    def open(self) -> None:
        """Read all of them."""
        try:
            self._pictures = [opened(path.read_bytes()) for path in self._paths]
        except OSError as error:
            raise trouble_of(error) from None
        except Unreadable:
            raise DeviceTrouble(Condition.NOT_UNDERSTOOD) from None
        if not self._pictures:
            raise DeviceTrouble(Condition.MISSING)
        self._began_s = self._clock()

    def frame(self) -> Grey:
        """The picture whose time it is."""
        self._rest(FRAME_S)
        at = int((self._clock() - self._began_s) / self._shown_s)
        return self._pictures[at % len(self._pictures)]

    def close(self) -> None:
        """Let the pictures go."""
        self._pictures = []


def source_of(device: str, width: int, height: int) -> FrameSource:
    """A camera's number or path, a video file, a picture, or a folder of pictures."""
    path = Path(device)
    if path.is_dir():
        return PicturesSource(sorted(one for one in path.iterdir() if one.is_file()))
    if path.suffix.lower() in _VIDEOS:
        return VideoSource(path)
    if path.is_file():
        return PicturesSource([path])
    return CameraSource(device, width, height)


def camera_trouble(device: str) -> Condition | None:
    """Why a camera cannot be opened, as far as the system says it; None when nothing is known."""
    if sys.platform != "linux":
        return None
    path = Path(f"/dev/video{device}" if device.isdigit() else device)
    try:
        with path.open("rb"):
            return None
    except OSError as error:
        return trouble_of(error).condition


def _not_opened() -> Condition:
    """Linux lets a second program open a camera and gives it no frame; elsewhere nobody knows."""
    return Condition.BUSY if sys.platform == "linux" else Condition.MISSING


def _own_way(cv2: Any) -> int:
    """V4L2 on Linux and DirectShow on Windows open in a moment and know the queue's length."""
    ways = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_DSHOW}
    return int(ways.get(sys.platform, cv2.CAP_ANY))


def _quiet(cv2: Any) -> None:
    """OpenCV tells standard error of each camera that is not there; the status line says it."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def _grey(picture: Any) -> Grey:
    import cv2

    grey: Grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    return grey
