"""What a pretend label printer puts on paper: the common part of ZPL II as a picture.

For looking at and for tests; a real printer's letters differ. It draws what it knows and leaves
out the rest, as printers do. Source: ZPL II programming guide.
"""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fbm_desk.simulator.paper_marks import letters, linear_code, matrix_code

if TYPE_CHECKING:
    from PIL.Image import Image

_COMMAND = re.compile(rb"[\^~](A(?=[0-9A-Za-z@])|..)([^\^~]*)", re.S)
_LINEAR = {"C": "Code128", "3": "Code39", "2": "ITF", "E": "EAN13", "8": "EAN8", "U": "UPCA",
           "A": "Code93", "K": "Codabar"}  # fmt: skip
_MATRIX = {"Q": "QRCode", "X": "DataMatrix", "7": "PDF417", "O": "AztecCode", "0": "AztecCode"}
_LARGEST_DOTS = 4000


@dataclass(slots=True)
class _Field:
    """What the commands before a ^FD have asked for."""

    x: int = 0
    y: int = 0
    from_baseline: bool = False
    font: tuple[int, int] | None = None
    turn: str = "N"
    code: str = ""
    numbers: list[str] = field(default_factory=list)
    block: list[str] = field(default_factory=list)
    hexes: bytes = b""
    reverse: bool = False
    data: bytes | None = None


class _Label:
    """One label while its commands are carried out."""

    def __init__(self, width: int, height: int) -> None:
        from PIL import Image

        self.paper = Image.new("L", (width, height), 255)
        self.home = (0, 0)
        self.font = (24, 0)
        self.module, self.bar_height = 2, 10
        self.now = _Field()

    def run(self, name: str, data: bytes) -> None:
        """Carry out one command."""
        text = data.decode("utf-8", "replace").strip("\r\n")
        numbers = [part.strip() for part in text.split(",")]
        if name in ("FO", "FT"):
            self.now.x, self.now.y = _number(numbers, 0), _number(numbers, 1)
            self.now.from_baseline = name == "FT"
        elif name == "LH":
            self.home = (_number(numbers, 0), _number(numbers, 1))
        elif name == "CF":
            self.font = (_number(numbers, 1, self.font[0]), _number(numbers, 2))
        elif name == "A":
            self.now.turn = (numbers[0][1:2] or "N").upper()
            self.now.font = (_number(numbers, 1, self.font[0]), _number(numbers, 2))
        elif name == "BY":
            self.module = _number(numbers, 0, self.module)
            self.bar_height = _number(numbers, 2, self.bar_height)
        elif name == "GB":
            self._box(numbers)
        elif name == "GF":
            self._put(_packed(data), *self._place(0))
        elif name == "FS":
            self._finish()
        else:
            self._remember(name, data, numbers)

    def _remember(self, name: str, data: bytes, numbers: list[str]) -> None:
        if name == "FB":
            self.now.block = numbers
        elif name == "FH":
            self.now.hexes = data.strip()[:1] or b"_"
        elif name == "FR":
            self.now.reverse = True
        elif name in ("FD", "FV"):
            self.now.data = data.replace(b"\r", b"").replace(b"\n", b"")
        elif name[0] == "B" and name[1] in {**_LINEAR, **_MATRIX}:
            self.now.code, self.now.numbers = name[1], numbers
            self.now.turn = (numbers[0][:1] or "N").upper()

    def _place(self, height: int) -> tuple[int, int]:
        up = height if self.now.from_baseline else 0
        return self.home[0] + self.now.x, self.home[1] + self.now.y - up

    def _put(self, picture: Image, x: int, y: int) -> None:
        from PIL import ImageChops

        if not self.now.reverse:
            here = self.paper.crop((x, y, x + picture.width, y + picture.height))
            self.paper.paste(ImageChops.darker(here, picture), (x, y))
            return
        here = self.paper.crop((x, y, x + picture.width, y + picture.height))
        self.paper.paste(ImageChops.difference(here, ImageChops.invert(picture)), (x, y))

    def _box(self, numbers: list[str]) -> None:
        from PIL import Image, ImageDraw

        thick = max(1, _number(numbers, 2, 1))
        width, height = max(thick, _number(numbers, 0)), max(thick, _number(numbers, 1))
        width, height = min(width, _LARGEST_DOTS), min(height, _LARGEST_DOTS)
        ink = 255 if len(numbers) > 3 and numbers[3].upper() == "W" else 0
        radius = _number(numbers, 4) * min(width, height) // 16
        box = Image.new("L", (width, height), 255)
        ImageDraw.Draw(box).rounded_rectangle(
            (0, 0, width - 1, height - 1), radius, outline=0, width=thick
        )
        if ink:
            self.paper.paste(255, self._place(height), box.point(lambda value: 255 - value))
        else:
            self._put(box, *self._place(height))

    def _finish(self) -> None:
        if self.now.data is not None:
            text = _unescaped(self.now.data, self.now.hexes)
            picture = self._code(text) if self.now.code else self._text(text)
            turns = {"R": -90, "I": 180, "B": 90}.get(self.now.turn, 0)
            if turns:
                picture = picture.rotate(turns, expand=True, fillcolor=255)
            self._put(picture, *self._place(self._above_baseline(picture)))
        self.now = _Field()

    def _above_baseline(self, picture: Image) -> int:
        if self.now.code:
            return _number(self.now.numbers, 1, self.bar_height)
        return round(picture.height * 0.78)

    def _text(self, text: str) -> Image:
        height, width = self.now.font or self.font
        height = min(max(height, 8), 1000)
        if not self.now.block:
            return letters(text, height, width)
        return _block(text, height, width, self.now.block)

    def _code(self, text: str) -> Image:
        from PIL import Image

        kind, numbers = self.now.code, self.now.numbers
        try:
            if kind in _MATRIX:
                return self._matrix(kind, numbers, text)
            height = _number(numbers, 2 if kind in "3" else 1, self.bar_height)
            bars = linear_code(_LINEAR[kind], _code_text(kind, numbers, text), self.module, height)
        except ValueError:
            return Image.new("L", (1, 1), 255)
        if len(numbers) > 2 and numbers[2].upper() == "N" and kind != "3":
            return bars
        caption = letters(re.sub(r">[:;0-9]", "", text), 20, 17, bold=False)
        paper = Image.new("L", (max(bars.width, caption.width), bars.height + 24), 255)
        paper.paste(bars, (0, 0))
        paper.paste(caption, (max(0, (bars.width - caption.width) // 2), bars.height + 4))
        return paper

    def _matrix(self, kind: str, numbers: list[str], text: str) -> Image:
        from PIL import Image

        if kind == "Q":
            code = matrix_code(_MATRIX[kind], text[3:], _number(numbers, 2, 3))
            shift = min(self.bar_height, 1000)  # ^BQ stands lower by the height of ^BY
            shifted = Image.new("L", (code.width, code.height + shift), 255)
            shifted.paste(code, (0, shift))
            return shifted
        if kind == "7":
            high = max(1, _number(numbers, 1, 8))
            return matrix_code(_MATRIX[kind], text, self.module, high // 3 or 1)
        return matrix_code(_MATRIX[kind], text, _number(numbers, 1, 4))


def render_label(zpl: bytes, width: int = 812, height: int = 1218) -> Image:
    """A grey picture, black on white, of the first label; ^PW and ^LL decide over its size."""
    for name, data in _COMMAND.findall(zpl):
        if name.upper() == b"PW" and data.strip().isdigit():
            width = int(data)
        if name.upper() == b"LL" and data.strip().isdigit():
            height = int(data)
    label = _Label(min(max(width, 8), _LARGEST_DOTS), min(max(height, 8), _LARGEST_DOTS))
    for name, data in _COMMAND.findall(zpl):
        if name.upper() == b"XZ":
            break
        label.run(name.upper().decode("latin-1"), data)
    return label.paper


def _number(numbers: list[str], place: int, default: int = 0) -> int:
    text = numbers[place] if len(numbers) > place else ""
    return int(text) if re.fullmatch(r"\d{1,5}", text) else default


def _unescaped(data: bytes, hexes: bytes) -> str:
    if hexes:
        escape = re.escape(hexes) + rb"([0-9A-Fa-f]{2})"
        data = re.sub(escape, lambda found: bytes((int(found[1], 16),)), data)
    return data.decode("utf-8", "replace")


def _code_text(kind: str, numbers: list[str], text: str) -> str:
    """What goes into the bars: Code 128's subset marks out, GS1's brackets as zxing wants them."""
    if kind != "C":
        return text
    mode = numbers[5].upper() if len(numbers) > 5 else "N"
    if mode == "D":
        return text.replace("(", "[").replace(")", "]").replace(" ", "")
    if mode == "N" and ">" in text:
        return re.sub(r">[:;5-9]", "", text).replace(">0", ">")
    return text


def _block(text: str, height: int, width: int, numbers: list[str]) -> Image:
    """^FB: width, most lines, extra space, L C R J; `\\&` ends a line."""
    from PIL import Image

    room, most = max(1, _number(numbers, 0)), max(1, _number(numbers, 1, 1))
    step = height + _number(numbers, 2)
    lines: list[str] = []
    for part in text.split("\\&"):
        lines.append("")
        for word in part.split(" "):
            joined = f"{lines[-1]} {word}".strip()
            if lines[-1] and letters(joined, height, width).width > room:
                lines.append(word)
            else:
                lines[-1] = joined
    lines = lines[:most]
    paper = Image.new("L", (room, step * len(lines)), 255)
    side = (numbers[3] if len(numbers) > 3 else "L").upper()
    for place, line in enumerate(lines):
        picture = letters(line, height, width)
        free = room - picture.width
        paper.paste(picture, ({"C": free // 2, "R": free}.get(side, 0), place * step))
    return paper


def _packed(data: bytes) -> Image:
    """A ^GFA's picture: hex with repeat counts, or Base64 with or without deflate."""
    from PIL import Image

    parts = data.split(b",", 4)
    total, per_row = int(parts[2]), max(1, int(parts[3]))
    body = b"".join(parts[4].split())
    if body.startswith(b":"):
        _, kind, text = body.split(b":")[:3]
        bits = base64.b64decode(text)
        bits = zlib.decompress(bits) if kind == b"Z64" else bits
    else:
        bits = bytes.fromhex(_spelled_out(body.decode("ascii"), per_row * 2))
    rows = min(total // per_row, _LARGEST_DOTS)
    bits = bits[: rows * per_row].ljust(rows * per_row, b"\0")
    dots = Image.frombytes("1", (per_row * 8, rows), bits).convert("L")
    return dots.point(lambda value: 255 - value)


def _spelled_out(body: str, width: int) -> str:
    """Hex digits without the repeat letters G-z and the row ends `,` `!` `:`."""
    rows, row, repeat = [""], "", 0
    for char in body:
        if char in ",!:":
            row = rows[-1] if char == ":" else row.ljust(width, "0" if char == "," else "F")
        elif char.upper() in "0123456789ABCDEF":
            row += char * max(1, repeat)
            repeat = 0
        else:
            repeat += ord(char) - 70 if char <= "Y" else (ord(char) - 102) * 20
        while len(row) >= width:
            rows.append(row[:width])
            row = row[width:]
    digits = "".join(rows) + row
    return digits + "0" * (len(digits) % 2)
