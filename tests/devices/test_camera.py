"""A camera that plays invented pictures: scans, previews, proofs, trouble and its end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from fbm_desk.devices.attendant import Attendant
from fbm_desk.devices.camera import CameraConnection, CameraListeners
from fbm_desk.devices.camera_eye import CameraEye, Preview
from fbm_desk.devices.camera_sources import (
    CameraSource,
    FrameSource,
    PicturesSource,
    VideoSource,
    source_of,
)
from fbm_desk.devices.decoding import FRAME_TURNS, frame_codes
from fbm_desk.devices.states import Condition, DeviceState, DeviceTrouble
from tests.devices.invented_symbols import SYMBOLS, Scene, taken

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey

UPC, EAN, CODE_128, MATRIX = SYMBOLS[0], SYMBOLS[1], SYMBOLS[5], SYMBOLS[9]
FRAME_S = 0.04


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def rest(self, seconds: float) -> None:
        self.now_s += seconds


class Roll:
    """A roll of frames; a trouble on it is raised; after the last the camera is lost."""

    def __init__(self, roll: Sequence[Grey | DeviceTrouble]) -> None:
        self._roll = iter(roll)
        self.opened = 0
        self.closed = 0

    def open(self) -> None:
        self.opened += 1

    def frame(self) -> Grey:
        frame = next(self._roll, DeviceTrouble(Condition.LOST))
        if isinstance(frame, DeviceTrouble):
            raise frame
        return frame

    def close(self) -> None:
        self.closed += 1


class Heard:
    """Who hears of a camera, and how often it may try again."""

    def __init__(self) -> None:
        self.scans: list[tuple[str, str]] = []
        self.states: list[DeviceState] = []
        self.previews: list[Preview] = []
        self.proofs: list[tuple[str, str, bytes]] = []

    def listeners(self) -> CameraListeners:
        return CameraListeners(
            lambda text, source: self.scans.append((text, source)),
            self.states.append,
            lambda _, preview: self.previews.append(preview),
            lambda text, source, jpeg: self.proofs.append((text, source, jpeg)),
        )


def stepping() -> Callable[[], float]:
    """A clock one frame later each time it is asked."""
    times: Iterator[float] = iter(np.arange(0, 1e4, FRAME_S).tolist())
    return lambda: next(times)


def shown(source: FrameSource, tries: int = 1) -> Heard:
    """Let a camera work until its roll has ended `tries` times."""
    heard = Heard()
    rests: list[float] = []

    def rest(seconds: float) -> bool:
        rests.append(seconds)
        return len(rests) >= tries

    connection = CameraConnection("Camera", source, heard.listeners(), stepping())
    attendant = Attendant("Camera", connection, heard.states.append, rest=rest)
    attendant.start()
    attendant._thread.join(60)
    return heard


def conditions(heard: Heard) -> list[Condition]:
    return [state.condition for state in heard.states]


def test_articles_held_before_it_are_scanned_in_turn() -> None:
    nothing = taken(None, Scene())
    roll = [nothing] * 3 + [taken(EAN, Scene(module_px=3))] * 6 + [nothing] * 30
    roll += [taken(CODE_128, Scene(module_px=3, angle=33))] * 8 + [nothing] * 3
    heard = shown(Roll(roll))
    assert heard.scans == [("]E04006381333931", "Camera"), ("]C0X001ABCDE9", "Camera")]
    assert conditions(heard) == [Condition.WORKS, Condition.LOST, Condition.STOPPED]


def test_what_only_zbar_reads_is_scanned_too() -> None:
    frame = taken(UPC, Scene(module_px=1.36, angle=90, noise=4, seed=2))
    assert not [code for degrees in FRAME_TURNS for code in frame_codes(frame, degrees)]
    eye = CameraEye()
    found = [looked.scan for n in range(30) if (looked := eye.look(frame, n * FRAME_S)).scan]
    assert [code.text for code in found if code] == [UPC.text]


def test_the_whole_frame_is_handed_over_as_proof() -> None:
    frame = taken(MATRIX, Scene(module_px=3))
    ((text, source, jpeg),) = shown(Roll([frame] * 5)).proofs
    assert (text, source) == ("]d1" + MATRIX.text, "Camera")
    assert jpeg.startswith(b"\xff\xd8")


def test_the_window_gets_small_pictures_ten_times_a_second_at_most() -> None:
    heard = shown(Roll([taken(EAN, Scene(module_px=3))] * 25))
    assert 7 <= len(heard.previews) <= 10
    last = heard.previews[-1]
    assert (last.width, last.height, len(last.grey)) == (320, 180, 320 * 180)


def test_a_seen_code_is_outlined_in_the_small_picture() -> None:
    eye, frame = CameraEye(), taken(EAN, Scene(module_px=3))
    previews = [eye.look(frame, n * 0.2).preview for n in range(4)]
    outlines = [preview.outlines for preview in previews if preview and preview.outlines]
    xs, ys = zip(*outlines[0][0], strict=True)
    assert min(xs) < 160 < max(xs)
    assert min(ys) < 90 < max(ys)


def test_a_covered_lens_is_told_after_two_seconds() -> None:
    black = np.zeros((720, 1280), np.uint8)
    heard = shown(Roll([black] * 80 + [taken(None, Scene())] * 2))
    told = [Condition.WORKS, Condition.DARK, Condition.WORKS, Condition.LOST, Condition.STOPPED]
    assert conditions(heard) == told


def test_a_camera_that_falls_away_is_opened_again() -> None:
    frame = taken(EAN, Scene(module_px=3))
    roll = Roll([frame] * 3 + [DeviceTrouble(Condition.LOST)] + [frame] * 3)
    heard = shown(roll, tries=2)
    assert (roll.opened, roll.closed) == (2, 2)
    assert len(heard.scans) == 2
    assert conditions(heard)[:3] == [Condition.WORKS, Condition.LOST, Condition.WORKS]


def test_a_driver_that_fails_in_its_own_way_ends_nothing() -> None:
    class Mad(Roll):
        def frame(self) -> Grey:
            raise ValueError("of the driver")

    assert conditions(shown(Mad([]), tries=3)) == [Condition.LOST, Condition.STOPPED]


def test_it_ends_at_once() -> None:
    began = threading.Event()

    class Endless(Roll):
        def frame(self) -> Grey:
            began.set()
            return np.full((72, 128), 200, np.uint8)

    heard, roll = Heard(), Endless([])
    attendant = Attendant("C", CameraConnection("C", roll, heard.listeners()), heard.states.append)
    attendant.start()
    assert began.wait(60)
    attendant.stop(timeout_s=60)  # its first look may still be loading what it looks with
    assert (roll.closed, conditions(heard)[-1]) == (1, Condition.STOPPED)


def test_a_camera_that_is_not_there_says_so() -> None:
    with pytest.raises(DeviceTrouble) as raised:
        CameraSource("97", 640, 480).open()
    assert raised.value.condition is Condition.MISSING


def test_pictures_are_shown_each_for_its_time(tmp_path: Path) -> None:
    for name, shade in (("a.png", 40), ("b.png", 220)):
        Image.new("L", (64, 48), shade).save(tmp_path / name)
    clock = Clock()
    source = PicturesSource(sorted(tmp_path.iterdir()), 2.0, clock, clock.rest)
    source.open()
    shades = [int(source.frame()[0, 0]) for _ in range(110)]
    source.close()
    assert shades.count(40) in range(55, 65)
    assert [shades[0], shades[60], shades[-1]] == [40, 220, 40]


def test_a_video_is_played_again_and_again(tmp_path: Path) -> None:
    import cv2

    path = tmp_path / "held.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (640, 360))
    frame = taken(EAN, Scene(module_px=3, width=640, height=360))
    for _ in range(3):
        writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    writer.release()
    source = source_of(str(path), 640, 360)
    assert isinstance(source, VideoSource)
    source = VideoSource(path, lambda _: None)
    source.open()
    frames = [source.frame() for _ in range(7)]
    source.close()
    assert {frame.shape for frame in frames} == {(360, 640)}


@pytest.mark.parametrize(
    ("content", "condition"),
    [(b"no picture", Condition.NOT_UNDERSTOOD), (None, Condition.MISSING)],
)
def test_pictures_that_are_none_are_told(
    tmp_path: Path, content: bytes | None, condition: Condition
) -> None:
    if content:
        (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(DeviceTrouble) as raised:
        source_of(str(tmp_path), 640, 480).open()
    assert raised.value.condition is condition
