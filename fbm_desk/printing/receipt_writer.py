"""Lines, bars and cuts for a receipt printer as ESC/POS bytes; what a receipt says is elsewhere.

python-escpos only composes the bytes (its `Dummy`); sending them is `transport`'s. A line that no
code page of the printer holds is drawn as a picture with the paper fonts.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from fbm_desk.printing.clean_text import one_line
from fbm_desk.printing.code128 import bar_widths, can_encode, stretches
from fbm_desk.printing.paper_fonts import Weight
from fbm_desk.printing.paper_text import wrap
from fbm_desk.printing.text_picture import line_picture

#: Asks for the paper sensor in order with the job: the answer means "all before this is printed".
RECEIPT_REQUEST = b"\x1dr\x01"
_INITIALISE = b"\x1b@"
_NO_KANJI = b"\x1c."
_FEED_AND_CUT = b"\x1dVB\x00"
_TEXT_HEIGHT_DOTS = 30
#: Pages that a profile names and only printers made for one country hold: Vietnam's TCVN.
_REGIONAL_PAGES = ("TCVN",)
_LINE_LIMIT = 400


class ReceiptWriter:
    """Collects one job. `profile` is a python-escpos profile name, e.g. `TM-T88V`."""

    def __init__(self, profile: str) -> None:
        from escpos.printer import Dummy

        self._printer: Any = Dummy(profile=profile)
        media = self._printer.profile.profile_data["media"]["width"]["pixels"]
        self.width_dots = int(media) if str(media).isdigit() else 512
        self.columns = int(self._printer.profile.get_columns("a"))
        self._raw(_INITIALISE + _NO_KANJI)
        # WORKAROUND: python-escpos 3.1 believes that the code page survives ESC @, and would not
        # select it again (fixed upstream in commit 2ee1b3f, not released).
        self._printer.magic.encoding = None

    def line(
        self,
        text: str = "",
        *,
        bold: bool = False,
        large: bool = False,
        centred: bool = False,
        indent: int = 0,
    ) -> None:
        """One paragraph, wrapped; `large` is twice as wide and high, `indent` in columns."""
        cleaned = one_line(text, _LINE_LIMIT)
        if not cleaned:
            self._raw(b"\n")
        elif self._has_letters_for(cleaned):
            self._printer.set_with_default(
                align="center" if centred else "left",
                bold=bold,
                double_width=large,
                double_height=large,
            )
            columns = self.columns // (2 if large else 1) - indent
            for part in _wrap_columns(cleaned, columns):
                self._printer.text(" " * indent + part + "\n")
        else:
            self._picture_lines(cleaned, bold=bold, large=large, centred=centred, indent=indent)

    def two_ends(self, left: str, right: str) -> None:
        """Two plain texts at both ends of a line; on two lines where they do not fit."""
        left, right = one_line(left, _LINE_LIMIT), one_line(right, self.columns)
        gap = self.columns - len(left) - len(right)
        if gap < 1 or not self._has_letters_for(left + right):
            self.line(left)
            self.line(right, indent=max(0, self.columns - len(right)))
            return
        self._printer.set_with_default(align="left")
        self._printer.text(left + " " * gap + right + "\n")

    def rule(self) -> None:
        """A line across the paper."""
        self.line("-" * self.columns)

    def barcode(self, text: str) -> None:
        """A centred Code 128; a QR code where bars two dots wide would not fit on the paper."""
        if not can_encode(text):
            return
        self._printer.set_with_default(align="center")
        module_dots = min(3, self.width_dots // (sum(bar_widths(text)) + 20))
        if module_dots < 2:
            self._qr(text.encode("ascii"))
            return
        data = b"".join(_code128_data(piece, digits) for piece, digits in stretches(text))
        self._raw(b"\x1dh\x50\x1dw" + bytes((module_dots,)) + b"\x1dH\x00")
        self._raw(b"\x1dkI" + bytes((len(data),)) + data + b"\n")

    def _qr(self, data: bytes) -> None:
        """GS ( k: model 2, modules of five dots, medium correction, store, print."""
        size = len(data) + 3
        self._raw(b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x05\x1d(k\x03\x001E1")
        self._raw(b"\x1d(k" + bytes((size % 256, size // 256)) + b"1P0" + data)
        self._raw(b"\x1d(k\x03\x001Q0\n")

    def finish(self) -> bytes:
        """Feed, cut, ask for the receipt; gives the whole job."""
        self._raw(b"\n\n" + _FEED_AND_CUT + RECEIPT_REQUEST)
        return bytes(self._printer.output)

    def _raw(self, data: bytes) -> None:
        self._printer._raw(data)

    def _has_letters_for(self, text: str) -> bool:
        return all(char < "\x7f" or self._is_encodable(char) for char in text)

    def _is_encodable(self, char: str) -> bool:
        # python-escpos sends Han as GB 18030 without selecting it; right-to-left has no shaping.
        foreign = unicodedata.east_asian_width(char) in "WF" or char == "\ufffd"
        if foreign or unicodedata.bidirectional(char) in ("R", "AL", "NSM"):
            return False
        page = self._printer.magic.encoder.find_suitable_encoding(char)
        return bool(page) and not page.startswith(_REGIONAL_PAGES)

    def _picture_lines(
        self, text: str, *, bold: bool, large: bool, centred: bool, indent: int
    ) -> None:
        weight = Weight.SEMIBOLD if bold else Weight.REGULAR
        height = _TEXT_HEIGHT_DOTS * (2 if large else 1)
        left = indent * self.width_dots // self.columns
        for part in wrap(text, self.width_dots - left, height / 1.4, weight):
            picture = line_picture(part, height, self.width_dots - left, weight)
            self._printer.set_with_default(align="left")
            self._printer.image(self._placed(picture, left, centred), impl="bitImageRaster")

    def _placed(self, picture: Any, left: int, centred: bool) -> Any:
        from PIL import Image

        paper = Image.new("1", (self.width_dots // 8 * 8, picture.height), 1)
        paper.paste(picture, ((paper.width - picture.width) // 2 if centred else left, 0))
        return paper


def _code128_data(piece: str, digits: bool) -> bytes:
    """GS k function B data: `{C` with pairs as bytes, `{B` with characters, `{` doubled."""
    if digits:
        return b"{C" + bytes(int(piece[at : at + 2]) for at in range(0, len(piece), 2))
    return b"{B" + piece.replace("{", "{{").encode("ascii")


def _wrap_columns(text: str, columns: int) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= columns:
            lines[-1] += " " + word
        else:
            lines += [word[at : at + columns] for at in range(0, len(word), columns)] or [""]
    return lines
