"""Where things are and how they are set: data folder, database, Amazon's address, resources.

Settings are read once, in `app` and `cli`, and handed on; nothing below reads the environment.
Secrets are not settings: they are kept by `keys`.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TypeVar

from fbm_desk import database_address

FILE_NAME = "settings.toml"
DEMONSTRATION_MARKER = ".fbm-desk-demonstration"
"""A file of this name says that a folder holds a demonstration and nothing of a seller's."""
DEMONSTRATION_KEYS = "keys"
API_URL_VARIABLE = "FBM_DESK_AMAZON_API_URL"
SIGNIN_URL_VARIABLE = "FBM_DESK_AMAZON_SIGNIN_URL"


T = TypeVar(
    "T",
    "Settings",
    "AmazonSettings",
    "CameraSettings",
    "ScaleSettings",
    "ScannerSettings",
    "SerialScannerSettings",
    "BoxSettings",
)


class WrongSetting(Exception):
    """A setting that cannot be used; `name` says which, `expected` what would be right."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"The setting {name} must be {expected}.")
        self.name = name


@dataclass(frozen=True, slots=True)
class AmazonSettings:
    """Which account is spoken for and where Amazon is. Without a seller id nobody is asked."""

    seller_id: str = ""
    region: str = "na"
    marketplaces: tuple[str, ...] = ()
    shipping_business: str = ""
    api_url: str = ""
    signin_url: str = ""
    queue_url: str = ""  # of an AWS queue with news of changed orders; none is read without
    queue_region: str = ""
    queue_endpoint: str = ""  # only for tests


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """The camera at this bench. `device` is a number, a path, a video or a folder of pictures."""

    device: str = ""  # none is opened without
    name: str = "Camera"
    width: int = 1_280  # pixels
    height: int = 720
    proof: bool = False  # the frame of each scan is kept with its order


@dataclass(frozen=True, slots=True)
class SerialScannerSettings:
    """One scanner on a serial port, or on a network socket (`socket://host:port`)."""

    port: str = ""
    name: str = ""  # "Scanner 1", "Scanner 2" … without
    baud: int = 9_600


@dataclass(frozen=True, slots=True)
class BoxSettings:
    """One of the seller's boxes. Its sides are inner ones; carriers measure its walls too."""

    name: str = ""
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    wall_mm: int = 3
    weight_g: int = 0
    max_weight_g: int = 30_000
    barcode: str = ""  # BOX- and the name without


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """How the scanner at this bench types, as it was learned; the defaults fit nearly every one."""

    prefix: str = ""  # what it sends before each code
    hold_gap_ms: int = 35  # keys this close together are held back until it is known whose
    median_gap_ms: int = 25  # a scan's typical gap is at most this
    silence_ms: int = 60  # a scan without an end key is over after this


@dataclass(frozen=True, slots=True)
class ScaleSettings:
    """The scale at this bench. Without a protocol there is none."""

    protocol: str = ""  # sics, toledo, usb
    port: str = ""  # as of a scanner; of a USB scale its path, or empty for the one there is
    name: str = "Scale"
    baud: int = 9_600


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's choices. Printers are destinations: `tcp://`, `queue://`, `folder:`."""

    bench: str = "Bench 1"
    database: str = ""  # another one than the file in the data folder; its password is a secret
    language: str = "en"
    theme: str = "system"  # system, light, dark
    text_size: int = 100  # percent, to 200
    shop_name: str = ""
    shop_street: str = ""
    shop_postcode: str = ""
    shop_city: str = ""
    shop_region: str = ""  # state or province; the city without one
    shop_country: str = ""  # ISO 3166 alpha-2
    shop_phone: str = ""
    shop_email: str = ""
    label_printer: str = ""
    slip_printer: str = ""
    receipt_printer: str = ""
    label_source: str = "auto"  # auto, bought, scanned, none
    label_scan: bool = True
    label_ceiling: int = 5_000  # minor units
    label_dpi: int = 203  # 203 or 300
    unknown_tracking: bool = False  # numbers of a form no known carrier writes are taken
    unit_weight_g: int = 500  # of a unit whose weight nobody knows
    weight_tolerance_g: int = 40  # a full box may be so much heavier or lighter than expected
    weight_tolerance_percent: int = 3  # or so much; the larger of the two holds
    packaging_weight_g: int = 120  # of a box whose weight nobody knows
    cut_off: str = "16:30"
    carrier: str = ""
    put_back_to: str = ""
    demonstration: bool = False
    sound_volume: int = 80  # percent
    speak: bool = False  # say aloud how many are still to come, and what is wrong
    tell_quantities: bool = False  # a wrong one sells what is not there
    quantity_buffer: int = 0  # units of each article that are never offered
    quantity_most: int = 0  # never more of an article than this; 0 is no ceiling
    carriers: Mapping[str, str] = field(default_factory=dict)  # by marketplace id
    ceilings: Mapping[str, int] = field(default_factory=dict)  # minor units by currency
    preferred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by id, or "all"
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by id, or "all"
    quantity_buffers: Mapping[str, int] = field(default_factory=dict)  # units by SKU
    serial_scanners: tuple[SerialScannerSettings, ...] = ()
    boxes: tuple[BoxSettings, ...] = ()
    camera: CameraSettings = CameraSettings()
    scale: ScaleSettings = ScaleSettings()
    scanner: ScannerSettings = ScannerSettings()
    amazon: AmazonSettings = AmazonSettings()


def load(data_dir: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of a data folder; the environment may say where Amazon is.

    Raises `WrongSetting` with the name of what cannot be used.
    """
    path = data_dir / FILE_NAME
    found: dict[str, object] = {}
    if path.is_file():
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            raise WrongSetting(
                FILE_NAME, "readable; rename it to start with the defaults"
            ) from None
    sections = {name: _table_in(found, name) for name in ("amazon", "camera", "scale", "scanner")}
    scanners = _serial_scanners(found.pop("serial_scanners", []))
    boxes = _boxes(found.pop("boxes", []))
    settings = replace(
        _filled(Settings(), found, ""),
        amazon=_filled(AmazonSettings(), sections["amazon"], "amazon."),
        camera=_filled(CameraSettings(), sections["camera"], "camera."),
        scale=_filled(ScaleSettings(), sections["scale"], "scale."),
        scanner=_filled(ScannerSettings(), sections["scanner"], "scanner."),
        serial_scanners=scanners,
        boxes=boxes,
    )
    if expected := database_address.expected_instead(settings.database):
        raise WrongSetting("database", expected)
    _check_devices(settings)
    return _with_environment(settings, environment)


def database_of(data_dir: Path) -> str:
    """The database that a data folder's settings name, whatever else is wrong with them."""
    try:
        found = tomllib.loads((data_dir / FILE_NAME).read_text(encoding="utf-8")).get("database")
    except (OSError, ValueError):  # none yet, or told when the settings are loaded
        return ""
    return found if isinstance(found, str) else ""


def _table_in(found: dict[str, object], name: str) -> dict[str, object]:
    table = found.pop(name, {})
    if not isinstance(table, dict):
        raise WrongSetting(name, "a table")
    return table


def _serial_scanners(found: object) -> tuple[SerialScannerSettings, ...]:
    """Each with a name of its own, so that people can tell them apart."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise WrongSetting("serial_scanners", "written as [[serial_scanners]] for each scanner")
    scanners = []
    for number, one in enumerate(found, 1):
        filled = _filled(SerialScannerSettings(), one, f"serial_scanners.{number}.")
        scanners.append(replace(filled, name=filled.name or f"Scanner {number}"))
    return tuple(scanners)


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a bench sounds: `volume` from 0 to 1, and whether it speaks."""

    volume: float
    speak: bool


def loudness(chosen: Settings) -> Loudness:
    """How loud the settings want a bench."""
    return Loudness(min(100, max(0, chosen.sound_volume)) / 100, chosen.speak)


class LoudnessWatch:
    """The settings file's word on loudness, each time the file was changed; from one thread."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._changed_ns = self._stamp()

    def newer(self) -> Loudness | None:
        """What it says now, if it was changed since it was last asked and can be read."""
        stamp = self._stamp()
        if stamp == self._changed_ns:
            return None
        self._changed_ns = stamp
        try:
            return loudness(load(self._data_dir, {}))
        except (WrongSetting, OSError):  # being written just now, or told by `doctor`
            return None

    def _stamp(self) -> int:
        try:
            return (self._data_dir / FILE_NAME).stat().st_mtime_ns
        except OSError:
            return 0


_SIDE_MM = range(10, 3_001)


def _boxes(found: object) -> tuple[BoxSettings, ...]:
    """The seller's boxes, each with a name and a barcode of its own."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise WrongSetting("boxes", "written as [[boxes]] for each box")
    boxes = []
    for number, one in enumerate(found, 1):
        box = _filled(BoxSettings(), one, f"boxes.{number}.")
        if not box.name.strip():
            raise WrongSetting(f"boxes.{number}.name", "a name")
        for side in ("length_mm", "width_mm", "height_mm"):
            if getattr(box, side) not in _SIDE_MM:
                raise WrongSetting(f"boxes.{number}.{side}", "10 to 3000 mm")
        if min(box.wall_mm, box.weight_g) < 0 or box.max_weight_g <= box.weight_g:
            raise WrongSetting(f"boxes.{number}", "a box that can hold something")
        boxes.append(replace(box, barcode=box.barcode or f"BOX-{box.name.upper()}"))
    for side, names in (("name", [b.name for b in boxes]), ("barcode", [b.barcode for b in boxes])):
        if len({name.casefold() for name in names}) < len(names):
            raise WrongSetting(f"boxes.{side}", "another one for each box")
    return tuple(boxes)


SCALE_PROTOCOLS = ("sics", "toledo", "usb")
_GAPS_MS = range(5, 1_001)
_BAUDS = range(300, 1_000_001)
_PIXELS = range(160, 8_193)


def _check_devices(settings: Settings) -> None:
    """Raises `WrongSetting` for a device that could never be opened."""
    scale, camera, scanner = settings.scale, settings.camera, settings.scanner
    for name in ("weight_tolerance_g", "weight_tolerance_percent", "packaging_weight_g"):
        if getattr(settings, name) < 0:
            raise WrongSetting(name, "0 or more")
    ports = [one.port for one in settings.serial_scanners]
    names = [one.name for one in settings.serial_scanners] + [scale.name, camera.name]
    wrong = {
        ("scale.protocol", "sics, toledo or usb"): scale.protocol
        and scale.protocol not in SCALE_PROTOCOLS,
        ("scale.port", "the port the scale is at, e.g. /dev/ttyUSB0 or COM3"): scale.protocol
        in ("sics", "toledo")
        and not scale.port,
        ("scale.baud", "a speed, e.g. 9600"): scale.baud not in _BAUDS,
        ("scanner.hold_gap_ms", "5 to 1000"): scanner.hold_gap_ms not in _GAPS_MS,
        ("scanner.median_gap_ms", "5 to 1000"): scanner.median_gap_ms not in _GAPS_MS,
        ("scanner.silence_ms", "5 to 1000"): scanner.silence_ms not in _GAPS_MS,
        ("camera.width", "160 to 8192 pixels"): camera.width not in _PIXELS,
        ("camera.height", "160 to 8192 pixels"): camera.height not in _PIXELS,
        ("serial_scanners.port", "the port of each scanner, e.g. /dev/ttyUSB0 or COM3"): ""
        in ports,
        ("serial_scanners.port", "another port for each scanner"): len(set(ports)) < len(ports),
        ("serial_scanners.name", "another name for each device"): len(set(names)) < len(names),
        ("serial_scanners.baud", "a speed, e.g. 9600"): any(
            one.baud not in _BAUDS for one in settings.serial_scanners
        ),
    }
    for (name, expected), is_wrong in wrong.items():
        if is_wrong:
            raise WrongSetting(name, expected)


def _with_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    amazon = settings.amazon
    if environment.get(API_URL_VARIABLE):
        amazon = replace(amazon, api_url=environment[API_URL_VARIABLE])
    if environment.get(SIGNIN_URL_VARIABLE):
        amazon = replace(amazon, signin_url=environment[SIGNIN_URL_VARIABLE])
    return replace(settings, amazon=amazon)


def _filled(defaults: T, found: Mapping[str, object], at: str) -> T:
    known = {field.name: getattr(defaults, field.name) for field in fields(defaults)}
    for name, value in found.items():
        if name not in known:
            continue  # written by a newer version: kept out, not an error
        known[name] = _fitting(f"{at}{name}", known[name], value)
    return type(defaults)(**known)


_Section = (
    AmazonSettings
    | CameraSettings
    | ScaleSettings
    | ScannerSettings
    | SerialScannerSettings
    | BoxSettings
)
_SECTIONS: dict[str, type] = {
    "camera": CameraSettings,
    "scale": ScaleSettings,
    "scanner": ScannerSettings,
    "amazon": AmazonSettings,
}
"""The tables of the file that are settings of their own kind."""

_IN_TABLES: dict[str, type] = {
    "carriers": str,
    "ceilings": int,
    "preferred": list,
    "forbidden": list,
    "quantity_buffers": int,
}
"""What the values are in each table whose names are the seller's own."""


def _table(name: str, value: object) -> dict[str, object]:
    """A table of texts, numbers or lists of texts under names of the seller's own."""
    if not isinstance(value, dict):
        raise WrongSetting(name, "a table")
    sample: object = () if _IN_TABLES[name] is list else _IN_TABLES[name]()
    return {key: _fitting(f"{name}.{key}", sample, one) for key, one in value.items()}


def _fitting(name: str, default: object, value: object) -> object:
    if isinstance(default, dict):
        return _table(name, value)
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise WrongSetting(name, "a list of texts")
        return tuple(value)
    if isinstance(default, bool) != isinstance(value, bool) or type(value) is not type(default):
        kinds = {bool: "true or false", int: "a whole number", str: "a text"}
        raise WrongSetting(name, kinds.get(type(default), "of another kind"))
    return value


def save(data_dir: Path, settings: Settings) -> None:
    """Write the settings whole or not at all; what a newer version wrote stays with them."""
    data_dir.mkdir(parents=True, exist_ok=True)
    top, tables = _unknown(data_dir)
    known = {f.name: getattr(settings, f.name) for f in fields(settings)}
    apart = {*_IN_TABLES, *_SECTIONS, "serial_scanners", "boxes"}
    top = {name: value for name, value in known.items() if name not in apart} | top
    tables |= {name: dict(known[name]) for name in _IN_TABLES if known[name]}
    for name in _SECTIONS:
        tables[name] = _row(known[name]) | tables.get(name, {})
    lines = [_entry(name, value) for name, value in top.items()]
    for scanner in settings.serial_scanners:
        lines += ["", "[[serial_scanners]]", *_entries(_row(scanner))]
    for box in settings.boxes:
        lines += ["", "[[boxes]]", *_entries(_row(box))]
    for name, table in tables.items():
        lines += ["", f"[{_key(name)}]", *_entries(table)]
    fresh = data_dir / f".{FILE_NAME}.{os.getpid()}"
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.replace(fresh, data_dir / FILE_NAME)


def _row(section: _Section) -> dict[str, object]:
    return {f.name: getattr(section, f.name) for f in fields(section)}


def _entries(table: Mapping[str, object]) -> list[str]:
    return [_entry(name, value) for name, value in table.items()]


def _unknown(data_dir: Path) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    """What stands in the file and is no setting of this version: values, and tables of them."""
    try:
        found = tomllib.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or nothing that could be read before either
        return {}, {}
    unknown = _without(found, Settings)
    tables = {name: value for name, value in unknown.items() if isinstance(value, dict)}
    for name, kind in _SECTIONS.items():
        if isinstance(section := found.get(name), dict):
            tables[name] = _without(section, kind)
    return {name: value for name, value in unknown.items() if name not in tables}, tables


def _without(found: Mapping[str, object], known: type) -> dict[str, object]:
    ours = {field.name for field in fields(known)}
    return {name: value for name, value in found.items() if name not in ours}


def _entry(name: str, value: object) -> str:
    return f"{_key(name)} = {_toml(value)}"


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else json.dumps(name, ensure_ascii=False)


def _toml(value: object) -> str:
    """A value as TOML writes it; JSON writes texts, numbers and truth alike."""
    if isinstance(value, dict):
        return "{" + ", ".join(_entry(name, one) for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool | int):
        return json.dumps(value)
    return str(value)  # a fraction or a moment, which TOML writes as Python does


def default_data_dir() -> Path:
    """Where this system keeps a program's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("fbm-desk", appauthor=False))


def demonstration_keys_dir(data_dir: Path) -> Path | None:
    """Where a demonstration's key lies, so that it goes with its data; None for a seller's own."""
    folder = data_dir / DEMONSTRATION_KEYS
    marked = (data_dir / DEMONSTRATION_MARKER).exists()
    return folder if marked and folder.is_dir() else None


def keys_dir() -> Path:
    """Where sealed keys lie when there is no keyring: apart from the data."""
    import platformdirs

    return Path(platformdirs.user_config_dir("fbm-desk", appauthor=False)) / "keys"


def resources_dir() -> Path:
    """The folder with fonts, icons, sounds, texts and pictures, wherever the program runs from."""
    frozen = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent
    places = [Path(frozen) / "resources"] if frozen else []
    places += [here / "resources", here.parent / "resources"]
    return next((place for place in places if place.is_dir()), places[-1])


def resource(*parts: str) -> Path:
    """The path of one resource, e.g. `resource("icons", "truck.svg")`."""
    return resources_dir().joinpath(*parts)
