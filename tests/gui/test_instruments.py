"""A bench's devices as its window hears them: from their own threads, in words, the newest only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from fbm_desk.devices.camera_eye import Preview
from fbm_desk.devices.states import Condition, DeviceKind
from fbm_desk.domain.scan_source import Origin, ScanSource
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.instruments import REPEAT_S, Instruments
from fbm_desk.services.desk_view import BenchScreen, BenchView, StatusEntry
from fbm_desk.services.parcel_view import ScaleView, WeighView
from fbm_desk.threads import Worker


@dataclass
class Heard:
    """A bench that writes down what it is told."""

    shown: BenchView | None = None
    scans: list[tuple[str, Origin, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    heard: bool = False
    noise: int = 0
    weights: list[int] = field(default_factory=list)
    pictures: list[Preview | None] = field(default_factory=list)

    def hear(self, text: str, origin: Origin, scan_id: str = "") -> None:
        self.scans.append((text, origin, scan_id))

    def unreadable(self) -> None:
        self.noise += 1

    def view(self) -> BenchView | None:
        return self.shown

    def watch_scale(self, scale_g: Callable[[], int | None]) -> None:
        """The instruments are asked themselves."""

    def take_weight(self, grams: int) -> None:
        self.weights.append(grams)

    def show_weight(self, shown: ScaleView | None) -> None:
        """Painted elsewhere."""

    def show_devices(self, entries: tuple[StatusEntry, ...], heard: bool) -> None:
        self.words, self.heard = [entry.words for entry in entries], heard

    def show_picture(self, _camera: str, picture: Preview | None) -> None:
        self.pictures.append(picture)


@dataclass
class Plugged:
    """Devices that run, with a weight on the scale."""

    weight: ScaleView | None = None
    stopped: bool = False

    def reading(self) -> ScaleView | None:
        return self.weight

    def stop(self) -> None:
        self.stopped = True


@dataclass
class Place:
    """A bench, its devices, and what the window makes of them."""

    qtbot: QtBot
    bench: Heard
    plugged: Plugged
    instruments: Instruments
    now_s: list[float]

    def device(self, tells: Callable[[Instruments], None]) -> None:
        """A device tells something in a thread of its own."""
        thread = threading.Thread(target=tells, args=(self.instruments,))
        thread.start()
        thread.join()

    def until(self, so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(so, timeout=10_000)


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Place]:
    worker = Worker("books")
    bridge, bench, plugged, now_s = Bridge(worker), Heard(), Plugged(), [100.0]
    instruments = Instruments(lambda _ear: plugged, bridge, bench, lambda: now_s[0])
    instruments.start()
    one = Place(qtbot, bench, plugged, instruments, now_s)
    yield one
    instruments.stop()
    bridge.close()
    worker.stop()
    qtbot.waitUntil(lambda: plugged.stopped, timeout=10_000)


def test_a_scan_brings_its_source_and_what_lay_on_the_scale(place: Place) -> None:
    place.plugged.weight = ScaleView(340)
    place.until(lambda: place.instruments.grams() == 340)
    place.device(lambda ear: ear.scanned("MUG", "Left", ScanSource.SERIAL))
    place.until(lambda: bool(place.bench.scans))
    text, origin, scan_id = place.bench.scans[0]
    assert (text, origin) == ("MUG", Origin(ScanSource.SERIAL, 340))
    assert scan_id


@pytest.mark.parametrize(
    "shown", [None, ScaleView(340, stable=False), ScaleView(340, trouble="over")]
)
def test_what_is_no_weight_is_not_told_with_a_scan(place: Place, shown: ScaleView | None) -> None:
    place.plugged.weight = shown
    place.device(lambda ear: ear.scanned("MUG", "Left", ScanSource.SERIAL))
    place.until(lambda: bool(place.bench.scans))
    assert place.bench.scans[0][1].scale_g is None


def test_a_repeat_of_a_device_is_the_same_scan_and_another_device_is_not(place: Place) -> None:
    def reads(device: str, after_s: float) -> None:
        place.now_s[0] += after_s
        place.device(lambda ear: ear.scanned("MUG", device, ScanSource.SERIAL))

    reads("Left", 1)
    reads("Left", REPEAT_S / 2)
    reads("Left", REPEAT_S / 2)
    reads("Right", 0)
    reads("Left", REPEAT_S * 2)
    place.until(lambda: len(place.bench.scans) == 5)
    first, again, still, other, later = (scan_id for _, _, scan_id in place.bench.scans)
    assert first == again == still
    assert len({first, other, later}) == 3


def test_noise_is_heard_and_no_scan(place: Place) -> None:
    place.device(lambda ear: ear.scanned("", "Left", ScanSource.SERIAL))
    place.until(lambda: place.bench.noise == 1)
    assert not place.bench.scans


def test_a_device_that_is_not_well_is_named_until_it_is(place: Place) -> None:
    def says(name: str, condition: Condition) -> None:
        kind = DeviceKind.SCALE if name == "Scale" else DeviceKind.SCANNER
        place.device(lambda ear: ear.said(kind, name, condition))

    says("Scanner 2", Condition.MISSING)
    says("Scale", Condition.SILENT)
    place.until(lambda: len(place.bench.words) == 2)
    assert place.bench.words == ["Scanner 2: not plugged in", "Scale: does not answer"]
    assert not place.bench.heard
    says("Scanner 2", Condition.WORKS)
    place.until(lambda: place.bench.heard)
    assert place.bench.words == ["Scale: does not answer"]


def test_a_slow_window_gets_the_newest_picture_only(place: Place) -> None:
    seen = [Preview(2, 1, bytes((shade, shade))) for shade in (1, 2, 3)]

    def looks(ear: Instruments) -> None:
        for picture in seen:
            ear.seen("Camera", picture)

    place.device(looks)
    place.until(lambda: bool(place.bench.pictures))
    assert place.bench.pictures == [seen[-1]]


def test_a_camera_that_goes_takes_its_picture_along(place: Place) -> None:
    place.device(lambda ear: ear.said(DeviceKind.CAMERA, "Camera", Condition.LOST))
    place.until(lambda: place.bench.pictures == [None])


def test_a_full_box_that_stands_still_is_weighed(place: Place) -> None:
    weighing = WeighView(1, 825)
    place.bench.shown = BenchView(BenchScreen.WEIGHING, "Bench 1", weighing=weighing)
    place.plugged.weight = ScaleView(825)
    place.until(lambda: place.instruments.grams() == 825)
    for _ in range(3):
        place.now_s[0] += 0.5
        place.qtbot.wait(150)
    place.until(lambda: place.bench.weights == [825])


def test_devices_that_open_after_the_window_closed_are_let_go(qtbot: QtBot) -> None:
    worker, may_open, plugged = Worker("books"), threading.Event(), Plugged()
    bridge = Bridge(worker)

    def slowly(_ear: Instruments) -> Plugged:
        may_open.wait(10)
        return plugged

    instruments = Instruments(slowly, bridge, Heard())
    instruments.start()
    instruments.stop()
    may_open.set()
    qtbot.waitUntil(lambda: plugged.stopped, timeout=10_000)
    bridge.close()
    worker.stop()
