"""A pretend label in ZPL II for a 203 dpi printer (ZPL II manual: ^FH, ^BC, ^BQ, ^GF)."""

from __future__ import annotations

from fbm_desk.simulator.label_layout import (
    BAR,
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


def draw_zpl(marks: tuple[Mark, ...]) -> bytes:
    """One label format from ^XA to ^XZ; command signs in text hide behind ^FH escapes."""
    head = f"^XA^CI28^PW{WIDTH}^LL{HEIGHT}^LH0,0"
    return "\n".join([head, *(_field(mark) for mark in marks), "^XZ", ""]).encode("ascii")


def _field(mark: Mark) -> str:
    if isinstance(mark, Text):
        return _text(mark) if _printer_writes(mark) else _picture(mark)
    if isinstance(mark, Bar):
        thick = min(mark.width, mark.height)
        return f"^FO{mark.x},{mark.y}^GB{mark.width},{mark.height},{thick}^FS"
    if isinstance(mark, Code128):
        code = f"^BCN,{mark.height},N,N,N,A^FD{mark.text}^FS"
        return f"^FO{mark.x},{mark.y}^BY{BAR}{code}"
    return _matrix(mark)


def _matrix(mark: MatrixCode) -> str:
    return f"^FO{mark.x},{mark.y - 10}^BQN,2,{SQUARE}^FDMA,{mark.text}^FS"


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
