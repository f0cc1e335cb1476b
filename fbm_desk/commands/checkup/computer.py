"""The computer: Python, libraries, and the loudspeaker; the window is `screen`'s."""

from __future__ import annotations

import importlib
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from fbm_desk import texts
from fbm_desk.commands.checkup.asking import BELT_S, NoAnswer, within
from fbm_desk.commands.checkup.finding import Finding, broken, note, ok
from fbm_desk.commands.checkup.native import DEBIAN_PACKAGES

SINCE_IMMORTAL_NONE = (3, 12)
BAD_PAIR = "6.12.0"
"""Loses references to None and ends the program on a Python before 3.12: docs/decisions/0001."""


@dataclass(frozen=True, slots=True)
class Library:
    """A library by the name it is installed under. `needed`: without it the desk does not work."""

    module: str
    needed: bool = True


LIBRARIES: Mapping[str, Library] = {
    "PySide6-Essentials": Library("PySide6"),
    "SQLAlchemy": Library("sqlalchemy"),
    "alembic": Library("alembic"),
    "cryptography": Library("cryptography"),
    "keyring": Library("keyring"),
    "python-amazon-sp-api": Library("sp_api"),
    "httpcore": Library("httpcore"),
    "certifi": Library("certifi"),
    "reportlab": Library("reportlab"),
    "uharfbuzz": Library("uharfbuzz"),
    "python-bidi": Library("bidi"),
    "pypdfium2": Library("pypdfium2"),
    "pillow": Library("PIL"),
    "numpy": Library("numpy"),
    "zxing-cpp": Library("zxingcpp"),
    "python-escpos": Library("escpos"),
    "pyserial": Library("serial", needed=False),
    "miniaudio": Library("miniaudio", needed=False),
    "pyzbar": Library("pyzbar.pyzbar", needed=False),
    "opencv-python-headless": Library("cv2", needed=False),
}


def python(qt: str = "", running: tuple[int, ...] = sys.version_info[:2]) -> Iterator[Finding]:
    """The interpreter, and the version of Qt's binding that must not be used with it."""
    qt = qt or _version("PySide6-Essentials") or "—"
    facts = {"python": platform.python_version(), "qt": qt}
    if qt == BAD_PAIR and running < SINCE_IMMORTAL_NONE:
        yield broken("python", "python_pair", **facts)
    else:
        yield ok("python", "python", **facts)


def libraries(wanted: Mapping[str, Library] = LIBRARIES) -> Iterator[Finding]:
    """Whether each library can be loaded; those that can in one line."""
    loaded: list[str] = []
    for name, library in wanted.items():
        try:
            importlib.import_module(library.module)
        except Exception as error:  # a missing system library raises whatever its maker chose
            yield _unloaded(name, library, error)
        else:
            loaded.append(f"{name} {_version(name)}".strip())
    if loaded:
        found = ok("libraries", "libraries", count=len(loaded))
        yield replace(found, detail=", ".join(loaded))
    if _version("opencv-python") and _version("opencv-python-headless"):
        yield note("libraries", "library_twice")


def _unloaded(name: str, library: Library, error: Exception) -> Finding:
    judged = broken if library.needed else note
    file = re.search(r"lib[\w+-]+\.so[.\d]*", str(error))
    if library.module == "pyzbar.pyzbar" and not isinstance(error, ModuleNotFoundError):
        package = DEBIAN_PACKAGES["libzbar.so.0"]
    else:
        package = DEBIAN_PACKAGES.get(file[0], "") if file else ""
    code = "library_native" if package else "library_missing"
    finding = judged("libraries", code, name=name, package=package)
    if library.needed:
        return finding
    return replace(finding, means=texts.say("doctor.library_spared_means"))


def _version(name: str) -> str:
    """The installed version; '' where it is not known, as in a program packed into one file."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def sound() -> Iterator[Finding]:
    """Whether a tone can be heard."""
    from fbm_desk.gui import sounds

    try:
        heard = within(BELT_S, sounds.is_heard)
    except NoAnswer:
        heard = False
    yield ok("sound", "sound") if heard else note("sound", "sound_none")
