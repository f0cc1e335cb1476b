"""`fbm-desk read-codes IMAGE…`: the barcodes in pictures, decoded as the bench's camera decodes.

What was read but is not believed is told apart: it may be another article's number.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fbm_desk import settings, texts
from fbm_desk.commands.words import shown
from fbm_desk.devices.decoding import still_codes
from fbm_desk.devices.judging import Judged
from fbm_desk.devices.pictures import MOST_BYTES, PictureTrouble, Unreadable, opened
from fbm_desk.devices.seen_codes import SeenCode

STDIN = "-"
_ENDINGS = frozenset(
    ".avif .bmp .gif .ico .j2k .jp2 .jpe .jpeg .jpg .pbm .pcx .pgm .png .pnm .ppm  .tif .tiff "
    ".webp".split()
)


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """One picture and what it says. `trouble` is a stable code, empty when it could be read."""

    name: str
    found: Judged
    trouble: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which pictures, and how the answer is written."""
    parser.add_argument(
        "pictures", nargs="+", metavar="IMAGE", help="a picture, a folder of pictures, - for stdin"
    )
    parser.add_argument("--json", action="store_true", help="a JSON list")


def run(chosen: argparse.Namespace) -> int:
    """Read all of them. 0 when each gave a code, 1 when one gave none."""
    texts.speak(settings.load(chosen.data_dir, os.environ).language)
    read: list[ReadPicture] = []
    for given in chosen.pictures:
        for picture in _pictures(given):
            read.append(picture)
            if not chosen.json:
                _tell(picture)
    if chosen.json:
        print(json.dumps([as_json(picture) for picture in read], ensure_ascii=False))
    return 0 if read and all(picture.found.codes for picture in read) else 1


def _pictures(given: str) -> Iterator[ReadPicture]:
    if given == STDIN:
        yield _read(None)
    elif not Path(given).is_dir():
        yield _read(Path(given))
    else:
        yield from _in_folder(Path(given))


def _in_folder(folder: Path) -> Iterator[ReadPicture]:
    """Its pictures, not those of folders in it."""
    inside = sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS)
    yield from map(_read, inside)
    if not inside:
        yield ReadPicture(folder.name, Judged((), ()), "no_pictures")


def _read(path: Path | None) -> ReadPicture:
    """Read one file, or standard input for None. What is wrong with it ends nothing else."""
    name, nothing = path.name if path else STDIN, Judged((), ())
    try:
        grey = opened(_content(path))
    except Unreadable as error:
        return ReadPicture(name, nothing, error.trouble.value)
    except OSError:
        return ReadPicture(name, nothing, "no_file")
    found = still_codes(grey)
    if found.codes:
        return ReadPicture(name, found)
    return ReadPicture(name, found, "unsure" if found.unsure else "no_code")


def _content(path: Path | None) -> bytes:
    if path is None:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if not path.is_file():  # a device or a pipe may never end
        raise FileNotFoundError
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(PictureTrouble.TOO_LARGE)
    return path.read_bytes()


def _tell(picture: ReadPicture) -> None:
    """A line for each code on standard output; what is wrong goes to standard error."""
    for code in picture.found.codes:
        print(shown(f"{picture.name}: {code.symbology}  {readable(code.text)}"), flush=True)
    if picture.trouble:
        sentence = texts.say(f"read_codes.{picture.trouble}", name=picture.name)
        print(shown(sentence), file=sys.stderr, flush=True)
    for code in picture.found.unsure:
        facts = {"name": picture.name, "kind": code.symbology, "text": readable(code.text)}
        print(shown(texts.say("read_codes.not_believed", **facts)), file=sys.stderr, flush=True)


def readable(text: str) -> str:
    """Control characters as their pictures: GS between GS1 elements is shown as ␝."""
    return "".join(chr(0x2400 + ord(char)) if ord(char) < 0x20 else char for char in text)


def as_json(picture: ReadPicture) -> dict[str, Any]:
    """A picture as the stable JSON object of `--json`."""
    return {
        "picture": picture.name,
        "codes": [_code(code) for code in picture.found.codes],
        "unsure": [_code(code) for code in picture.found.unsure],
        "trouble": picture.trouble,
    }


def _code(code: SeenCode) -> dict[str, Any]:
    return {
        "text": code.text,
        "symbology": code.symbology,
        "aim": code.aim,
        "corners": [[round(x), round(y)] for x, y in code.corners],
        "engine": code.engine.value,
    }
