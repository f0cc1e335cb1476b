"""`fbm-desk read-codes` on good pictures and on files that are none."""

from __future__ import annotations

import io
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fbm_desk.cli import main
from tests.devices.invented_symbols import SYMBOLS, Scene, taken

Said = pytest.CaptureFixture[str]
EAN, GS1 = SYMBOLS[1], SYMBOLS[10]
SMALL = Scene(width=640, height=360, module_px=3)


def picture(path: Path, number: int = 1, kind: str = "PNG") -> Path:
    Image.fromarray(taken(SYMBOLS[number], SMALL)).save(path, kind)
    return path


def bomb(path: Path) -> Path:
    """A PNG of a few hundred bytes that says it has 50,000 × 50,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 6_251)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + body)
    return path


def test_each_code_has_a_line_with_its_kind_and_text(tmp_path: Path, capsys: Said) -> None:
    ean, gs1 = picture(tmp_path / "a.png"), picture(tmp_path / "b.jpg", 10, "JPEG")
    assert main(["read-codes", str(ean), str(gs1)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a.png: EAN-13  4006381333931",
        "b.jpg: Data Matrix  010400638133393110AB12␝21XY9",
    ]


def test_as_json(tmp_path: Path, capsys: Said) -> None:
    assert main(["read-codes", "--json", str(picture(tmp_path / "a.png", 10))]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    (code,) = answer["codes"]
    assert (answer["picture"], answer["trouble"], answer["unsure"]) == ("a.png", "", [])
    assert code["text"] == GS1.text
    assert (code["symbology"], code["aim"]) == ("Data Matrix", "]d2")
    assert len(code["corners"]) == 4


def test_a_folder_is_read_in_order(tmp_path: Path, capsys: Said) -> None:
    for name in ("b.png", "a.png"):
        picture(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no picture")
    assert main(["read-codes", str(tmp_path)]) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "a.png",
        "b.png",
    ]


def test_an_empty_folder_says_so(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "none").mkdir()
    assert main(["read-codes", str(tmp_path / "none")]) == 1
    assert "no picture in this folder" in capsys.readouterr().err


def test_bad_files_are_told_and_the_others_read(tmp_path: Path, capsys: Said) -> None:
    good = picture(tmp_path / "good.png")
    (tmp_path / "cut.png").write_bytes(good.read_bytes()[:4_000])
    (tmp_path / "words.png").write_text("no picture at all")
    (tmp_path / "empty.png").write_bytes(b"")
    bad = [tmp_path / "cut.png", tmp_path / "words.png", tmp_path / "empty.png"]
    bad += [bomb(tmp_path / "bomb.png"), tmp_path / "gone.png"]
    assert main(["read-codes", *map(str, bad), str(good)]) == 1
    said = capsys.readouterr()
    assert said.out == "good.png: EAN-13  4006381333931\n"
    words = said.err.splitlines()
    assert [line.split(":")[0] for line in words] == [path.name for path in bad]
    for line, part in zip(
        words, ("damaged", "no picture", "empty", "too large", "no such file"), strict=True
    ):
        assert part in line


def test_a_picture_without_a_code_says_so(tmp_path: Path, capsys: Said) -> None:
    Image.fromarray(taken(None, SMALL)).save(tmp_path / "a.png")
    assert main(["read-codes", str(tmp_path / "a.png")]) == 1
    assert "no barcode is found" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["BMP", "GIF", "TIFF", "WEBP", "PPM", "JPEG2000"])
def test_any_kind_of_picture_is_read(tmp_path: Path, capsys: Said, kind: str) -> None:
    assert main(["read-codes", str(picture(tmp_path / "a", kind=kind))]) == 0
    assert EAN.text in capsys.readouterr().out


@pytest.mark.parametrize("mode", ["1", "P", "RGBA", "LA", "CMYK", "I;16", "F", "turned"])
def test_any_depth_of_picture_is_read(tmp_path: Path, capsys: Said, mode: str) -> None:
    grey = taken(EAN, Scene(width=640, height=360, module_px=4, noise=0, shade=0))
    path = tmp_path / "a.tif"
    if mode == "I;16":
        Image.fromarray(grey.astype(np.uint16) * 40).save(path)
    elif mode == "F":
        Image.fromarray(grey.astype(np.float32) / 255).save(path)
    elif mode in ("RGBA", "LA"):  # black bars on nothing
        bars = Image.new("L", (640, 360), 0)
        bars.putalpha(Image.fromarray(255 - grey))
        bars.convert(mode).save(path)
    elif mode == "turned":
        exif = Image.Exif()
        exif[0x0112] = 2  # the camera says that it is mirrored
        Image.fromarray(grey[:, ::-1]).save(path, exif=exif)
    else:
        Image.fromarray(grey).convert(mode).save(path)
    assert main(["read-codes", str(path)]) == 0
    assert EAN.text in capsys.readouterr().out


def test_a_picture_comes_through_standard_input(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = picture(tmp_path / "a.png").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert main(["read-codes", "-"]) == 0
    assert capsys.readouterr().out == "-: EAN-13  4006381333931\n"
