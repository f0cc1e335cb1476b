"""A whole bench from its settings: two scanners, a camera that plays a picture, a pretend scale."""

from __future__ import annotations

import queue
import threading
from pathlib import Path

from PIL import Image

from fbm_desk.devices.bench_devices import Listeners, bench_devices
from fbm_desk.devices.camera_eye import Preview
from fbm_desk.devices.scale import stable_grams
from fbm_desk.devices.states import Condition, DeviceState
from fbm_desk.settings import CameraSettings, ScaleSettings, SerialScannerSettings, Settings
from fbm_desk.simulator.scale import SimulatedScale
from tests.devices.invented_symbols import SYMBOLS, Scene, taken
from tests.devices.pty_line import Pty

WAIT_S = 30.0


def test_settings_without_devices_make_none() -> None:
    devices = bench_devices(Settings(), Listeners(lambda *_: None, lambda _: None))
    assert (devices.scanners, devices.camera, devices.scale) == ((), None, None)
    devices.start()
    devices.stop()


def test_a_bench_with_everything_hears_each_by_its_name(tmp_path: Path) -> None:
    picture = tmp_path / "held.png"
    Image.fromarray(taken(SYMBOLS[1], Scene(width=640, height=360, module_px=3))).save(picture)
    scans: queue.Queue[tuple[str, str]] = queue.Queue()
    states: queue.Queue[DeviceState] = queue.Queue()
    previews: queue.Queue[tuple[str, Preview]] = queue.Queue()
    proofs: queue.Queue[tuple[str, str, bytes]] = queue.Queue()
    to = Listeners(
        lambda text, source: scans.put((text, source)),
        states.put,
        lambda source, preview: previews.put((source, preview)),
        lambda text, source, jpeg: proofs.put((text, source, jpeg)),
    )
    tray = SimulatedScale()
    tray.start()
    with Pty() as left, Pty() as right:
        here = Settings(
            serial_scanners=(
                SerialScannerSettings(left.port, "Left"),
                SerialScannerSettings(right.port, "Right"),
            ),
            camera=CameraSettings(str(picture), proof=True),
            scale=ScaleSettings("sics", tray.url),
        )
        devices = bench_devices(here, to)
        devices.start()
        working: set[str] = set()
        while len(working) < 4:
            state = states.get(timeout=WAIT_S)
            assert state.condition is Condition.WORKS
            working.add(state.source)
        left.send(b"MUG-1\r")
        right.send(b"MUG-2\r")
        heard: set[tuple[str, str]] = set()
        while len(heard) < 3:  # a camera that sees seldom takes what still lies there for new
            heard.add(scans.get(timeout=WAIT_S))
        while stable_grams(devices.scale) is None:
            assert not threading.Event().wait(0.02)
        devices.stop()
    tray.stop()
    assert heard == {("MUG-1", "Left"), ("MUG-2", "Right"), ("]E04006381333931", "Camera")}
    assert proofs.get(timeout=WAIT_S)[:2] == ("]E04006381333931", "Camera")
    assert previews.get(timeout=WAIT_S)[0] == "Camera"


def test_a_camera_keeps_no_frame_where_no_proof_is_wanted(tmp_path: Path) -> None:
    picture = tmp_path / "held.png"
    Image.fromarray(taken(SYMBOLS[1], Scene(width=640, height=360, module_px=3))).save(picture)
    scans: queue.Queue[str] = queue.Queue()
    kept: list[bytes] = []
    to = Listeners(
        lambda text, _: scans.put(text),
        lambda _: None,
        on_proof=lambda _, __, jpeg: kept.append(jpeg),
    )
    devices = bench_devices(Settings(camera=CameraSettings(str(picture))), to)
    devices.start()
    assert scans.get(timeout=WAIT_S)
    devices.stop()
    assert not kept
