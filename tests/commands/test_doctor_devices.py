"""What `doctor` says of scanners, camera and scale: there, away, in use, foreign."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

from fbm_desk.commands.checkup import devices
from fbm_desk.commands.checkup.finding import Finding, Health
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.devices.serial_line import SerialLine
from fbm_desk.settings import CameraSettings, ScaleSettings, SerialScannerSettings, Settings
from fbm_desk.simulator.scale import SimulatedScale
from fbm_desk.threads import aside
from tests.devices.pty_line import Pty


def told(here: Settings, folder: Path) -> list[Finding]:
    place = Installation(folder, settings=here)
    checks = (devices.serial_scanners, devices.camera, devices.scale)
    return [finding for check in checks for finding in check(place)]


def test_a_bench_without_devices_is_sound(tmp_path: Path) -> None:
    found = told(Settings(), tmp_path)
    assert [one.health for one in found] == [Health.OK] * 3
    assert [one.check for one in found] == ["serial_scanner", "camera", "scale"]


def test_devices_that_work_are_named(tmp_path: Path) -> None:
    Image.new("L", (64, 48), 128).save(tmp_path / "held.png")
    tray = SimulatedScale()
    tray.start()
    with Pty() as pty:
        here = Settings(
            serial_scanners=(SerialScannerSettings(pty.port, "Left"),),
            camera=CameraSettings(str(tmp_path / "held.png")),
            scale=ScaleSettings("sics", tray.url),
        )
        found = told(here, tmp_path)
    tray.stop()
    assert [one.code for one in found] == ["device_works"] * 3
    assert found[0].seen == f"Left works ({pty.port})"


def test_what_is_not_plugged_in_is_broken_with_a_remedy(tmp_path: Path) -> None:
    here = Settings(
        serial_scanners=(SerialScannerSettings(str(tmp_path / "ttyUSB0"), "Left"),),
        camera=CameraSettings("97"),
        scale=ScaleSettings("sics", str(tmp_path / "ttyUSB1")),
    )
    found = told(here, tmp_path)
    assert [one.code for one in found] == ["device_missing"] * 3
    assert {one.health for one in found} == {Health.BROKEN}
    assert all("Plug it in" in one.mend and one.means for one in found)


def test_a_port_the_window_has_open_is_only_noted(tmp_path: Path) -> None:
    with Pty() as pty:
        line = SerialLine(pty.port)
        line.open()
        here = Settings(serial_scanners=(SerialScannerSettings(pty.port, "Left"),))
        found = told(here, tmp_path)[0]
        line.close()
    assert (found.health, found.code) == (Health.NOTE, "device_busy")


def test_a_black_picture_is_told(tmp_path: Path) -> None:
    Image.new("L", (64, 48), 0).save(tmp_path / "held.png")
    found = told(Settings(camera=CameraSettings(str(tmp_path / "held.png"))), tmp_path)[1]
    assert (found.health, found.code) == (Health.BROKEN, "device_dark")


def test_a_scale_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with Pty() as pty:
        found = told(Settings(scale=ScaleSettings("sics", pty.port)), tmp_path)[2]
    assert (found.health, found.code) == (Health.BROKEN, "device_silent")


def test_a_scale_of_another_language_is_told(tmp_path: Path) -> None:
    with Pty() as pty:

        def answer() -> None:
            os.read(pty.device, 64)  # until it is asked
            pty.send(b"ST,GS,+00012.3 g\r\n" * 8)

        answering = aside("foreign scale", answer)
        found = told(Settings(scale=ScaleSettings("sics", pty.port)), tmp_path)[2]
        answering.result(20)
    assert (found.health, found.code) == (Health.BROKEN, "device_not_understood")
