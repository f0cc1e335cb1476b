"""Our own ZPL: text made harmless for ^FD, pictures, the test label of a printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fbm_desk.printing.clean_text import one_line
from fbm_desk.printing.zpl_graphics import Graphic, pack_z64

if TYPE_CHECKING:
    from PIL.Image import Image

_LINE_LIMIT = 200
_RESIDENT_FONT_ENDS = 0x017F  # Latin with its usual accents; beyond it printers differ


def escape_field(text: str, limit: int = _LINE_LIMIT) -> str:
    """`text` for a ^FD after ^FH_ and ^CI28: control bytes out, all that could be a command as hex.

    The result is plain ASCII without `^`, `~` and line ends (ZPL II manual, ^FH).
    """
    return "".join(map(_escaped, one_line(text, limit).encode("utf-8")))


def _escaped(code: int) -> str:
    harmless = 32 <= code < 127 and chr(code) not in "_^~\\"
    return chr(code) if harmless else f"_{code:02X}"


def text_field(x: int, y: int, text: str, height_dots: int, max_width_dots: int) -> str:
    """One line at a place: in the printer's own font where that is safe, else as a picture."""
    line = one_line(text, _LINE_LIMIT)
    if not line:
        return ""
    if all(ord(char) <= _RESIDENT_FONT_ENDS for char in line):
        # The resident font is about half as wide as high; too long a line is set narrower.
        width_dots = min(height_dots, int(max_width_dots / (0.56 * len(line))))
        return f"^FO{x},{y}^A0N,{height_dots},{max(8, width_dots)}^FH_^FD{escape_field(line)}^FS\n"
    from fbm_desk.printing.text_picture import line_picture

    picture = line_picture(line, int(height_dots * 1.2), max_width_dots)
    return f"^FO{x},{y}{picture_field(picture)}^FS\n"


def picture_field(picture: Image) -> str:
    """A one-bit picture (black is 0) as a ^GF command."""
    from PIL import ImageOps

    width = -(-picture.width // 8) * 8
    padded = ImageOps.pad(
        picture.convert("L"), (width, picture.height), color=255, centering=(0, 0)
    )
    bits = ImageOps.invert(padded).point(lambda value: 255 if value > 127 else 0).convert("1")
    return pack_z64(Graphic(width // 8, picture.height, bits.tobytes())).decode("ascii")


def code_field(x: int, y: int, code: str, dpi: int) -> str:
    """A Code 128 half an inch high, the data below it, bars of at least a quarter millimetre."""
    return (
        f"^FO{x},{y}^BY{max(2, dpi // 100)},3,{dpi // 2}"
        f"^BCN,{dpi // 2},Y,N,N,A^FH_^FD{escape_field(code)}^FS\n"
    )


def label(fields: Sequence[str], width_dots: int, height_dots: int) -> bytes:
    """Fields wrapped into one label of this size."""
    body = "".join(fields)
    return f"^XA\n^CI28\n^PW{width_dots}\n^LL{height_dots}\n^LH0,0\n{body}^XZ\n".encode("ascii")


def zpl_test_label(printer_name: str, when_text: str, *, dpi: int = 203) -> bytes:
    """A 4 × 6 inch label that shows size, edges, darkness and scannability of a printer."""
    width, height = dpi * 4, dpi * 6
    return label(list(_test_fields(printer_name, when_text, dpi, width, height)), width, height)


def _test_fields(name: str, when: str, dpi: int, width: int, height: int) -> Iterator[str]:
    inch, edge, line = dpi, dpi // 20, max(2, dpi // 100)
    margin = inch // 4
    room = width - 2 * margin
    yield f"^FO{edge},{edge}^GB{width - 2 * edge},{height - 2 * edge},{line}^FS\n"
    yield text_field(margin, inch // 3, "Printer test", inch * 2 // 5, room)
    yield text_field(margin, inch * 5 // 6, name, inch // 5, room)
    yield text_field(margin, inch * 13 // 12, f"{when}, {dpi} dpi, 4 x 6 in", inch // 6, room)
    yield f"^FO{margin},{inch * 3 // 2}^GB{room},0,{line}^FS\n"
    yield code_field(margin, inch * 7 // 4, "FBM-DESK-TEST", dpi)
    yield f"^FO{margin},{inch * 11 // 4}^BY2,2,10^BQN,2,{max(4, dpi // 35)}^FDQA,FBM-DESK-TEST^FS\n"
    yield text_field(margin + inch * 3 // 2, inch * 17 // 6, "Ä ß é ø Ł ñ € £", inch // 5, inch * 2)
    yield text_field(
        margin + inch * 3 // 2, inch * 19 // 6, "日本 한국 العربية", inch // 5, inch * 2
    )
    yield f"^FO{margin},{inch * 17 // 4}^GB{room},0,{line}^FS\n"
    yield from _ruler(margin, inch * 9 // 2, dpi)
    for dots in range(1, 7):
        x = margin + (dots - 1) * inch // 2
        yield f"^FO{x},{inch * 21 // 4}^GB{inch // 3},{dots},{dots}^FS\n"


def _ruler(x: int, y: int, dpi: int) -> Iterator[str]:
    """Three inches with quarter marks: measured with a real ruler it shows a wrong scale."""
    for quarter in range(13):
        high = dpi // 4 if quarter % 4 == 0 else dpi // 8
        yield f"^FO{x + quarter * dpi // 4},{y}^GB2,{high},2^FS\n"
    yield text_field(x, y + dpi // 3, "3 inches, quarter marks", dpi // 8, dpi * 3)
