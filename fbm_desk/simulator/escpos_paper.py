"""What a pretend receipt printer puts on paper: ESC/POS text, bars and rasters as a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fbm_desk.simulator.escpos_commands import Piece
from fbm_desk.simulator.paper_marks import letters, linear_code, matrix_code

if TYPE_CHECKING:
    from PIL.Image import Image

_CODE_PAGES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737",
    15: "iso8859-7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 32: "cp720",
    33: "cp775", 34: "cp855", 36: "cp862", 37: "cp864", 39: "iso8859-2", 40: "iso8859-15",
    45: "cp1250", 46: "cp1251", 47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256",
    51: "cp1257", 52: "cp1258",
}  # fmt: skip
_CELL_WIDE, _CELL_HIGH = 12, 24


@dataclass(frozen=True, slots=True)
class Receipt:
    """One cut receipt: its text line by line, what its barcodes were told, its picture."""

    text: str
    codes: tuple[str, ...]
    picture: Image


@dataclass(slots=True)
class _Style:
    """What ESC and GS commands have set; ESC @ sets it back."""

    align: int = 0
    bold: bool = False
    wide: int = 1
    high: int = 1
    code_page: str = "cp437"
    bar_height: int = 162
    bar_module: int = 3


@dataclass(slots=True)
class ReceiptPaper:
    """A roll `width` dots wide that carries out pieces until it is cut."""

    width: int = 512
    style: _Style = field(default_factory=_Style)
    bands: list[Image] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    pending: str = ""
    qr_text: str = ""
    qr_module: int = 3

    def run(self, piece: Piece) -> Receipt | None:
        """Carry out one piece; gives the receipt when the piece was a cut."""
        data = piece.data
        if piece.name == "text":
            self._text(data)
        elif piece.name == "ESC @":
            self.style = _Style()
        elif piece.name == "GS v":
            self._raster(data)
        elif piece.name == "GS k":
            self._bars(data)
        elif piece.name == "GS (":
            self._two_dimensional(data)
        elif piece.name == "ESC d":
            self._feed(data[0] * _CELL_HIGH)
        elif piece.name == "ESC J":
            self._feed(data[0])
        elif piece.name == "GS V":
            return self.tear_off()
        elif data:
            self._set(piece.name, data[0])
        return None

    def tear_off(self) -> Receipt | None:
        """What is on the paper so far, as a receipt; None for blank paper."""
        from PIL import Image

        if self.pending:
            self._end_line()
        if not self.bands:
            return None
        paper = Image.new("L", (self.width, sum(band.height for band in self.bands) + 40), 255)
        y = 20
        for band in self.bands:
            paper.paste(band, (self._left(band), y) if band.width < self.width else (0, y))
            y += band.height
        receipt = Receipt("\n".join(self.lines), tuple(self.codes), paper)
        self.bands, self.lines, self.codes = [], [], []
        return receipt

    def _set(self, name: str, value: int) -> None:
        style = self.style
        if name == "ESC a":
            style.align = value % 48
        elif name == "ESC E":
            style.bold = bool(value & 1)
        elif name == "ESC t":
            style.code_page = _CODE_PAGES.get(value, "cp437")
        elif name == "ESC !":
            style.high, style.wide = 1 + (value >> 4 & 1), 1 + (value >> 5 & 1)
            style.bold = bool(value & 8)
        elif name == "GS !":
            style.high, style.wide = 1 + (value & 7), 1 + (value >> 4 & 7)
        elif name == "GS h":
            style.bar_height = value
        elif name == "GS w":
            style.bar_module = value

    def _text(self, data: bytes) -> None:
        decoded = data.decode(self.style.code_page, "replace")
        for place, part in enumerate(decoded.split("\n")):
            if place:
                self._end_line()
            self.pending += part.replace("\r", "")

    def _end_line(self) -> None:
        columns = max(1, self.width // (_CELL_WIDE * self.style.wide))
        text, self.pending = self.pending, ""
        for at in range(0, max(1, len(text)), columns):
            part = text[at : at + columns]
            self.lines.append(part)
            self._add(self._cells(part))

    def _cells(self, text: str) -> Image:
        """Each letter in the cell a receipt printer gives it."""
        from PIL import Image

        wide, high = _CELL_WIDE * self.style.wide, _CELL_HIGH * self.style.high
        band = Image.new("L", (max(1, len(text)) * wide, high + 6), 255)
        for place, char in enumerate(text):
            if char != " ":
                mark = letters(char, high, bold=self.style.bold)
                mark = mark.resize((min(wide, mark.width), mark.height))
                band.paste(mark, (place * wide + (wide - mark.width) // 2, 0))
        return band

    def _left(self, band: Image) -> int:
        return int(band.info.get("left", 0))

    def _add(self, band: Image) -> None:
        free = max(0, self.width - band.width)
        band.info["left"] = {1: free // 2, 2: free}.get(self.style.align, 0)
        self.bands.append(band)

    def _feed(self, dots: int) -> None:
        from PIL import Image

        if self.pending:
            self._end_line()
        self.bands.append(Image.new("L", (1, dots), 255))

    def _raster(self, data: bytes) -> None:
        from PIL import Image

        across, rows = data[2] + data[3] * 256, data[4] + data[5] * 256
        dots = Image.frombytes("1", (across * 8, rows), data[6:]).convert("L")
        self._add(dots.point(lambda value: 255 - value))

    def _bars(self, data: bytes) -> None:
        if data[0] != 73:
            return
        text = _code128_text(data[2:])
        bars = linear_code("Code128", text, self.style.bar_module, self.style.bar_height)
        if bars.width <= self.width:  # a code too wide for the paper is not printed at all
            self.codes.append(text)
            self._add(bars)

    def _two_dimensional(self, data: bytes) -> None:
        """GS ( k: the size, the data and the printing of a QR code are three commands."""
        if data[0:1] != b"k":
            return
        if data[3:5] == b"1C":
            self.qr_module = max(1, data[5])
        elif data[3:6] == b"1P0":
            self.qr_text = data[6:].decode("utf-8", "replace")
        elif data[3:6] == b"1Q0" and self.qr_text:
            self.codes.append(self.qr_text)
            self._add(matrix_code("QRCode", self.qr_text, self.qr_module))


def _code128_text(data: bytes) -> str:
    """The text of GS k function B data: `{A`, `{B` characters, `{C` pairs of digits."""
    text, subset, at = "", "B", 0
    while at < len(data):
        if data[at : at + 1] == b"{":
            after = chr(data[at + 1]) if at + 1 < len(data) else ""
            if after in "ABC":
                subset = after
            elif after == "{":
                text += "{"
            at += 2
            continue
        text += f"{data[at]:02d}" if subset == "C" else chr(data[at])
        at += 1
    return text
