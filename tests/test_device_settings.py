"""The devices of a bench in settings.toml: read, written back, and refused by name when wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fbm_desk import settings
from fbm_desk.settings import (
    CameraSettings,
    ScaleSettings,
    SerialScannerSettings,
    Settings,
    WrongSetting,
)

WRITTEN = """
[[serial_scanners]]
port = "/dev/ttyUSB0"

[[serial_scanners]]
port = "COM3"
name = "Left hand"
baud = 115200

[camera]
device = "0"
proof = true
zoom = 3

[scale]
protocol = "sics"
port = "socket://192.0.2.9:4305"
"""


def loaded(tmp_path: Path, written: str) -> Settings:
    (tmp_path / settings.FILE_NAME).write_text(written, encoding="utf-8")
    return settings.load(tmp_path, {})


def test_the_devices_of_a_bench_are_read(tmp_path: Path) -> None:
    here = loaded(tmp_path, WRITTEN)
    assert here.serial_scanners == (
        SerialScannerSettings("/dev/ttyUSB0", "Scanner 1", 9_600),
        SerialScannerSettings("COM3", "Left hand", 115_200),
    )
    assert here.camera == CameraSettings("0", "Camera", 1_280, 720, proof=True)
    assert here.scale == ScaleSettings("sics", "socket://192.0.2.9:4305")


def test_they_come_back_as_they_were_saved(tmp_path: Path) -> None:
    here = loaded(tmp_path, WRITTEN)
    settings.save(tmp_path, replace(here, language="de"))
    assert settings.load(tmp_path, {}) == replace(here, language="de")
    assert "zoom = 3" in (tmp_path / settings.FILE_NAME).read_text(encoding="utf-8")


def test_without_them_a_bench_has_none(tmp_path: Path) -> None:
    here = loaded(tmp_path, "")
    assert (here.serial_scanners, here.camera.device, here.scale.protocol) == ((), "", "")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("camera = 3", "camera"),
        ("[camera]\nwidth = 4", "camera.width"),
        ("[camera]\ndevice = 0", "camera.device"),
        ('[scale]\nprotocol = "w"', "scale.protocol"),
        ('[scale]\nprotocol = "toledo"', "scale.port"),
        ('[scale]\nprotocol = "usb"\nbaud = 0', "scale.baud"),
        ('serial_scanners = "COM3"', "serial_scanners"),
        ("[[serial_scanners]]", "serial_scanners.port"),
        ("[[serial_scanners]]\nport = 3", "serial_scanners.1.port"),
        ('[[serial_scanners]]\nport = "COM3"\nbaud = 96', "serial_scanners.baud"),
        ('[[serial_scanners]]\nport="COM3"\n[[serial_scanners]]\nport="COM3"',
         "serial_scanners.port"),
        ('[[serial_scanners]]\nport="COM3"\nname="Scale"', "serial_scanners.name"),
    ],
)  # fmt: skip
def test_what_can_never_work_is_refused_by_name(tmp_path: Path, written: str, name: str) -> None:
    with pytest.raises(WrongSetting) as raised:
        loaded(tmp_path, written)
    assert raised.value.name == name


def test_a_usb_scale_needs_no_port(tmp_path: Path) -> None:
    assert loaded(tmp_path, '[scale]\nprotocol = "usb"').scale == ScaleSettings("usb")
