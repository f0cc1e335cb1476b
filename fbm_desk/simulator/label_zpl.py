"""A pretend label in ZPL II for 203 or 300 dpi printers (ZPL II manual: ^FH, ^BC, ^BQ, ^GF)."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.simulator.label_layout import (
    BAR,
    DPI,
    HEIGHT,
    SQUARE,
    WIDTH,
    Bar,
    Code128,
    Mark,
    MatrixCode,
    Text,
)

_ESCAPED = frozenset(b"^~_\\")


def draw_zpl(marks: tuple[Mark, ...], dpi: int = DPI) -> bytes:
    """One label format from ^XA to ^XZ; command signs in text hide behind ^FH escapes."""
    scale = dpi / DPI
    head = f"^XA^CI28^PW{round(WIDTH * scale)}^LL{round(HEIGHT * scale)}^LH0,0"
    fields = (_field(_scaled(mark, scale), scale) for mark in marks)
    return "\n".join([head, *fields, "^XZ", ""]).encode("ascii")


def _scaled(mark: Mark, scale: float) -> Mark:
    """The mark at its place on a finer grid."""
    x, y = round(mark.x * scale), round(mark.y * scale)
    if isinstance(mark, Text):
        return replace(mark, x=x, y=y, size=round(mark.size * scale), room=round(mark.room * scale))
    if isinstance(mark, Bar):
        return Bar(x, y, round(mark.width * scale), round(mark.height * scale))
    if isinstance(mark, Code128):
        return Code128(x, y, round(mark.height * scale), mark.text)
    return MatrixCode(x, y, mark.text)


def _field(mark: Mark, scale: float) -> str:
    if isinstance(mark, Text):
        return _text(mark) if _printer_writes(mark) else _picture(mark)
    if isinstance(mark, Bar):
        thick = min(mark.width, mark.height)
        return f"^FO{mark.x},{mark.y}^GB{mark.width},{mark.height},{thick}^FS"
    if isinstance(mark, Code128):
        code = f"^BCN,{mark.height},N,N,N,A^FD{mark.text}^FS"
        return f"^FO{mark.x},{mark.y}^BY{round(BAR * scale)}{code}"
    square = round(SQUARE * scale)
    return f"^FO{mark.x},{mark.y - 10}^BQN,2,{square}^FDMA,{mark.text}^FS"


def _printer_writes(mark: Text) -> bool:
    """Whether the printer's own font is sure to have every sign; firmware differs beyond ASCII."""
    return mark.text.isascii() and not mark.drawn


def _text(mark: Text) -> str:
    reverse = "^FR" if mark.white else ""
    block = f"^FB{mark.room},1,0,C" if mark.room else ""
    font = f"^A0N,{mark.size},{mark.size if mark.bold else round(mark.size * 0.92)}"
    return f"^FO{mark.x},{mark.y}{font}{block}{reverse}^FH^FD{_escaped(mark.text)}^FS"


def _escaped(text: str) -> str:
    """What ^FH wants: `_` and two hex digits for every byte that could be a command."""
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in _ESCAPED else f"_{byte:02X}"
        for byte in text.encode()
    )


def _picture(mark: Text) -> str:
    """A line the printer has no letters for, drawn here and sent as dots."""
    from PIL import Image

    from fbm_desk.simulator.label_png import writing

    picture = writing(mark.text, mark.size, mark.bold).point(lambda grey: 255 if grey > 110 else 0)
    dots = picture.convert("1", dither=Image.Dither.NONE)
    row_bytes = (dots.width + 7) // 8
    data = dots.tobytes()
    size = len(data)
    return f"^FO{mark.x},{mark.y}^GFA,{size},{size},{row_bytes},{data.hex().upper()}^FS"
