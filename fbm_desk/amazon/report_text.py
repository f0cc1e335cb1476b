"""Turns the bytes of a report into lines of text, whatever encoding it was saved in.

Leaves what a line means to `report_columns` and `report_rows`. The order of the guesses is: mark
at the front, charset the document came with, strict UTF-8, then cp932 for Japan and cp1252
elsewhere; Amazon promises none of them.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fbm_desk.amazon.report_refusals import FileRefusal, UnreadableReport

#: Larger files are refused: ten years of a large shop, or not an order report at all.
MAX_BYTES = 1 << 30
_BLOCK_BYTES = 1 << 18
_LINE_CHARS_KEPT = 1 << 20
_SAMPLE_BYTES = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A document's own charset is believed only among these; Latin-1 means cp1252 in practice.
_CHARSETS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8",
    "utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252",
    "cp1252": "cp1252", "iso-8859-15": "iso-8859-15",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "cp932": "cp932", "euc-jp": "euc-jp",
}  # fmt: skip
_SIGNATURES = (
    (b"PK\x03\x04", FileRefusal.WORKBOOK, "This is a spreadsheet workbook or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", FileRefusal.WORKBOOK, "This is a spreadsheet workbook"),
    (b"\x1f\x8b", FileRefusal.COMPRESSED, "This file is compressed"),
    (b"%PDF", FileRefusal.OTHER_DOCUMENT, "This is a PDF"),
    (b"<", FileRefusal.OTHER_DOCUMENT, "This is a web page or an XML file"),
)
GET_THE_RIGHT_FILE = (
    "Download the report again in Seller Central (Orders > Order Reports) "
    "and open the .txt file here as it is, without opening it in a spreadsheet program first."
)

Lines = tuple[Sequence[int], Sequence[str]]
"""Lines of the file, each with its number, the header being 1."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to read the bytes: a Python codec and the length of the mark to skip."""

    codec: str
    mark_bytes: int = 0


def encoding_of(data: bytes, header_charset: str | None) -> Encoding:
    """The encoding of a report; `header_charset` is what the document's own header said.

    Raises `UnreadableReport` for files that are no text at all.
    """
    _refuse_other_files(data)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return Encoding(codec, len(mark))
    announced = _CHARSETS.get((header_charset or "").strip().lower())
    if announced and _decodes(data, announced):
        return Encoding(announced)
    return Encoding(_guess(data))


def blocks_of(data: bytes, encoding: Encoding) -> Iterator[str]:
    """The text in blocks of whole lines, parted by LF; a line may still end in CR.

    Where the file knows no LF, CR ends its lines. Bytes the encoding cannot mean become U+FFFD;
    a line beyond a million characters is cut there.
    """
    decoder = codecs.getincrementaldecoder(encoding.codec)(errors="replace")
    old_mac = not _has_line_feed(data, encoding)
    rest = ""
    for at in range(encoding.mark_bytes, len(data), _BLOCK_BYTES):
        block = data[at : at + _BLOCK_BYTES]
        text = rest + decoder.decode(block, at + _BLOCK_BYTES >= len(data))
        if old_mac:
            text = text.replace("\r", "\n")
        body, end, rest = text.rpartition("\n")
        rest = rest[:_LINE_CHARS_KEPT]
        if end:
            yield body
    if rest:
        yield rest


def lines_of(data: bytes, encoding: Encoding) -> Iterator[Lines]:
    """The lines below the header; one may still have CR in it."""
    number = 1
    for text in blocks_of(data, encoding):
        if "\r" in text:
            text = text.removesuffix("\r").replace("\r\n", "\n")
        lines = text.split("\n")
        below = lines[1:] if number == 1 else lines
        number += len(lines)
        yield range(number - len(below), number), below


def _has_line_feed(data: bytes, encoding: Encoding) -> bool:
    if not encoding.codec.startswith("utf-16"):
        return b"\n" in data
    return "\n".encode(encoding.codec) in data[: _SAMPLE_BYTES * 16]


def _refuse_other_files(data: bytes) -> None:
    if not data.strip(b"\x00 \r\n\t") or data in (mark for mark, _ in _MARKS):
        raise UnreadableReport(FileRefusal.EMPTY, f"The file is empty. {GET_THE_RIGHT_FILE}")
    if len(data) > MAX_BYTES:
        words = "The file is larger than 1 GB and cannot be an order report."
        raise UnreadableReport(FileRefusal.TOO_LARGE, f"{words} {GET_THE_RIGHT_FILE}")
    for signature, code, what in _SIGNATURES:
        if data[:64].lstrip(b" \r\n\t\xef\xbb\xbf").startswith(signature):
            raise UnreadableReport(code, f"{what}, not an order report. {GET_THE_RIGHT_FILE}")


def _guess(data: bytes) -> str:
    wide = _utf16_without_mark(data[:400])
    if wide:
        return wide
    if _decodes(data, "utf-8") or _mostly_utf8(data):
        return "utf-8"
    if _decodes(data, "euc-jp") and _would_be_half_width(data):
        words = "The Japanese characters of this file can be read in more than one way (EUC-JP)."
        raise UnreadableReport(FileRefusal.NOT_TEXT, f"{words} {GET_THE_RIGHT_FILE}")
    if _japanese(data) and _decodes(data, "cp932"):
        return "cp932"
    return "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _utf16_without_mark(head: bytes) -> str:
    """The header is ASCII, so in UTF-16 every second byte of it is NUL."""
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.9 * half:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.9 * half else ""


def _decodes(data: bytes, codec: str) -> bool:
    if codec == "utf-8" and data.isascii():
        return True
    decoder = codecs.getincrementaldecoder(codec)(errors="strict")
    try:
        for at in range(0, len(data), _BLOCK_BYTES):
            decoder.decode(data[at : at + _BLOCK_BYTES])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 in which a few rows were pasted from elsewhere: true UTF-8 pairs outnumber the rest."""
    valid = broken = 0
    for text in blocks_of(data, Encoding("utf-8")):
        damaged = text.count("\ufffd")
        broken += damaged
        valid += len(text) - len(text.encode("ascii", "ignore")) - damaged
    return valid > 2 * broken


def _japanese(data: bytes) -> bool:
    """Whether the file is Japan's: it ships there, is paid in yen, or reads as kana."""
    return _says_japan(data) or _kana_share(data, "cp932") >= 0.2


def _would_be_half_width(data: bytes) -> bool:
    """Japanese that cp932 would make half-width katakana of: EUC-JP, or nobody knows what.

    Where a shop does write half-width, every run of it would have to be of even length to read as
    EUC-JP as well.
    """
    if not _says_japan(data) and _kana_share(data, "euc-jp") < 0.2:
        return False
    wide = _wide(data, "cp932")
    return sum("\uff61" <= char <= "\uff9f" for char in wide) * 2 > len(wide)


def _says_japan(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    return b"\tJP\t" in sample or b"\tJPY\t" in sample or b"amazon.co.jp" in sample.lower()


def _kana_share(data: bytes, codec: str) -> float:
    wide = _wide(data, codec)
    return sum("\u3040" <= char <= "\u30ff" for char in wide) / max(1, len(wide))


def _wide(data: bytes, codec: str) -> list[str]:
    text = data[:_SAMPLE_BYTES].decode(codec, "ignore")
    return [char for char in text if ord(char) > 0x2E80]
