"""The checks of `doctor`: each looks at one thing and says what it saw and how to mend it."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import platform
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from fbm_desk import app, texts
from fbm_desk.app import House
from fbm_desk.domain.answers import Done
from fbm_desk.domain.errors import Refusal


class Health(Enum):
    """How a thing is."""

    OK = "ok"  #: works
    WARNING = "warning"  #: works, and could be better
    FAILS = "fails"  #: does not work; `mend` says what to do


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw. `mend` is a sentence; empty where nothing is to be done."""

    name: str
    health: Health
    seen: str
    mend: str = ""


LIBRARIES = {
    "SQLAlchemy": "sqlalchemy",
    "Amazon's interface": "sp_api",
    "labels as PDF": "pypdfium2",
    "barcode reader": "zxingcpp",
    "second barcode reader": "pyzbar.pyzbar",
    "camera": "cv2",
    "slips as PDF": "reportlab",
    "receipts": "escpos",
    "window": "PySide6",
}
OPTIONAL = frozenset({"second barcode reader", "camera"})
XCB = {
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-render-util": "libxcb-render-util0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "EGL": "libegl1",
    "GL": "libgl1",
}
LEAST_FREE_BYTES = 500_000_000


def python() -> Iterator[Finding]:
    """The interpreter, and the version of Qt's binding that must not be used with it."""
    from importlib.metadata import version

    qt = version("PySide6-Essentials")
    seen = f"Python {platform.python_version()}, PySide6 {qt}"
    if qt == "6.12.0" and sys.version_info < (3, 12):
        yield Finding("python", Health.FAILS, seen, texts.say("doctor.pyside"))
    else:
        yield Finding("python", Health.OK, seen)


def libraries() -> Iterator[Finding]:
    """Whether each library can be loaded."""
    for name, module in LIBRARIES.items():
        try:
            importlib.import_module(module)
        except Exception as error:  # a missing system library raises whatever its maker chose
            health = Health.WARNING if name in OPTIONAL else Health.FAILS
            mend = texts.say("doctor.zbar" if "zbar" in module else "doctor.library")
            yield Finding(name, health, type(error).__name__, mend)
        else:
            yield Finding(name, Health.OK, module)


def screen() -> Iterator[Finding]:
    """What Qt's window needs of the system, on Linux."""
    if sys.platform != "linux":
        return
    missing = [package for name, package in XCB.items() if ctypes.util.find_library(name) is None]
    if missing:
        mend = texts.say("doctor.packages", packages=" ".join(missing))
        yield Finding("screen", Health.FAILS, texts.say("doctor.missing", what=len(missing)), mend)
    else:
        yield Finding("screen", Health.OK, texts.say("doctor.complete"))


def data_folder(house: House) -> Iterator[Finding]:
    """Room on the disk, and whether the folder can be written."""
    free = shutil.disk_usage(house.data_dir).free
    seen = texts.say("doctor.free", free=f"{free / 1e9:.1f}")
    probe = house.data_dir / ".doctor"
    probe.write_bytes(b"1")
    probe.unlink()
    low = free < LEAST_FREE_BYTES
    mend = texts.say("doctor.make_room") if low else ""
    yield Finding("data folder", Health.WARNING if low else Health.OK, seen, mend)


def database(house: House) -> Iterator[Finding]:
    """Schema, durability and soundness of the books."""
    from fbm_desk.store import checks

    with house.books.reading() as connection:
        found = checks.look(connection)
    if not found.sound:
        yield Finding("database", Health.FAILS, found.kind, texts.say("doctor.damaged"))
        return
    seen = texts.say("doctor.database", kind=found.kind, version=found.version)
    yield Finding("database", Health.OK, seen)


def key(house: House) -> Iterator[Finding]:
    """Where the key of the personal data is kept."""
    place = house.keys.place.value
    weak = place == "machine"
    yield Finding(
        "key of personal data",
        Health.WARNING if weak else Health.OK,
        texts.say(f"doctor.key_{place}"),
        texts.say("doctor.key_mend") if weak else "",
    )


def printers(house: House) -> Iterator[Finding]:
    """Whether each printer that is set can be reached."""
    chosen = house.settings
    for name, destination in (
        ("label printer", chosen.label_printer),
        ("slip printer", chosen.slip_printer),
        ("receipt printer", chosen.receipt_printer),
    ):
        if not destination:
            yield Finding(name, Health.WARNING, texts.say("doctor.none_set"), _set(name))
        else:
            yield _reached(name, destination)


def _set(name: str) -> str:
    return texts.say("doctor.set", setting=name.replace(" ", "_"))


def _reached(name: str, destination: str) -> Finding:
    from fbm_desk.printing.destinations import (
        FolderDestination,
        InvalidDestination,
        TcpDestination,
        parse_destination,
    )

    try:
        place = parse_destination(destination)
        if isinstance(place, TcpDestination):
            socket.create_connection((place.host, place.port), 3).close()
        elif isinstance(place, FolderDestination):
            place.path.mkdir(parents=True, exist_ok=True)
    except InvalidDestination:
        return Finding(name, Health.FAILS, texts.say("doctor.no_destination"), _set(name))
    except OSError as error:
        seen = error.strerror or type(error).__name__
        return Finding(name, Health.FAILS, seen, texts.say("doctor.printer_mend"))
    return Finding(name, Health.OK, destination)


def amazon(house: House) -> Iterator[Finding]:
    """Whether the connected account's keys open it, by a real sign-in."""
    clients = app.clients_of(house)
    if clients is None:
        yield Finding("Amazon", Health.WARNING, texts.say("doctor.no_account"),
                      texts.say("doctor.connect"))  # fmt: skip
        return
    try:
        answer = clients.get("doctor").sign_in()
    finally:
        clients.close()
    if isinstance(answer, Done):
        yield Finding("Amazon", Health.OK, texts.say("doctor.signed_in"))
    else:
        reason = getattr(answer, "reason", "") or getattr(answer, "code", "")
        yield Finding("Amazon", Health.FAILS, reason, texts.say("doctor.sign_in_mend"))


WITHOUT_DATA: tuple[Callable[[], Iterator[Finding]], ...] = (python, libraries, screen)
WITH_DATA: tuple[Callable[[House], Iterator[Finding]], ...] = (
    data_folder,
    database,
    key,
    printers,
    amazon,
)


def guarded(name: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """The findings of a check; one that cannot even be made is a finding itself."""
    from fbm_desk.commands.refusals import in_words

    try:
        return list(check())
    except Refusal as refusal:
        return [Finding(name, Health.FAILS, in_words(refusal) or refusal.code)]
    except Exception as error:
        return [Finding(name, Health.FAILS, type(error).__name__, texts.say("doctor.our_mistake"))]
