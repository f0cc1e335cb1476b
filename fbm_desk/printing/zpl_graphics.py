"""ZPL's packed pictures (^GF, ~DG) to bits and back; what is on the picture is read elsewhere.

Source: ZPL II programming guide, "ZB64 Encoding" and "Alternative Data Compression Scheme".
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass, field

MAX_PICTURE_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Graphic:
    """A one-bit picture: rows of whole bytes, a set bit is a black dot."""

    bytes_per_row: int
    rows: int
    bits: bytes = field(repr=False)


def graphic_field(data: bytes) -> Graphic:
    """The picture of a ^GF's data (`A,bytes,bytes,bytes per row,…`). ValueError if broken."""
    parts = data.split(b",", 4)
    if len(parts) != 5:
        raise ValueError("graphic field without its five parts")
    kind, _, total, per_row, body = parts
    if kind.strip().upper() not in (b"A", b"B", b""):
        raise ValueError("compressed binary graphics cannot be read")
    if kind.strip().upper() == b"B":
        return _graphic(int(total), int(per_row), body)
    return _graphic(int(total), int(per_row), unpack(body, int(total), int(per_row)))


def stored_graphic(data: bytes) -> tuple[str, Graphic]:
    """Name and picture of a ~DG's data (`R:NAME.GRF,bytes,bytes per row,…`)."""
    name, total, per_row, body = data.split(b",", 3)
    return stored_name(name), _graphic(
        int(total), int(per_row), unpack(body, int(total), int(per_row))
    )


def stored_name(name: bytes) -> str:
    """`R:LOGO.GRF`, `LOGO` and `logo.grf` are one name."""
    text = name.strip().upper().decode("ascii", "replace")
    return text.removeprefix("R:").removesuffix(".GRF")


def _graphic(total: int, per_row: int, bits: bytes) -> Graphic:
    if not (0 < per_row <= 10_000 and 0 < total <= MAX_PICTURE_BYTES and total % per_row == 0):
        raise ValueError("graphic of an impossible size")
    if len(bits) > total:
        raise ValueError("graphic with more data than announced")
    return Graphic(per_row, total // per_row, bits.ljust(total, b"\0"))


def unpack(body: bytes, total: int, per_row: int) -> bytes:
    """Packed ASCII of any of the three kinds to bytes. ValueError where it is broken."""
    if not (0 < per_row <= 10_000 and 0 < total <= MAX_PICTURE_BYTES):
        raise ValueError("graphic of an impossible size")
    body = body.strip()
    if body.startswith((b":Z64:", b":B64:")):
        return _unpack_base64(body, total)
    return _unpack_hex(body, total, per_row)


def _unpack_base64(body: bytes, total: int) -> bytes:
    _, kind, text, crc = (body.split(b":") + [b""] * 4)[:4]
    text = b"".join(text.split())
    if int(crc.strip() or b"x", 16) != binascii.crc_hqx(text, 0):
        raise ValueError("graphic with a wrong check sum")
    packed = base64.b64decode(text, validate=True)
    if kind == b"B64":
        return packed
    unpacker = zlib.decompressobj()
    try:
        bits = unpacker.decompress(packed, total + 1)
    except zlib.error:
        raise ValueError("graphic that does not unpack") from None
    if len(bits) > total:
        raise ValueError("graphic with more data than announced")
    return bits


_TOKEN = re.compile(rb"[0-9A-Fa-f]+|([G-Yg-z]+)([0-9A-Fa-f])|[,!:]")


def _unpack_hex(body: bytes, total: int, per_row: int) -> bytes:
    """Hex digits with repeat counts: G-Y is 1-19, g-z is 20-400, `,` `!` `:` end a row."""
    width, body = per_row * 2, b"".join(body.split())
    digits = bytearray()
    at = 0
    while at < len(body):
        token = _TOKEN.match(body, at)
        if not token or len(digits) > total * 2:
            raise ValueError("graphic with other data than announced")
        at = token.end()
        digits += _digits(token, digits, width, total * 2)
    if len(digits) > total * 2:
        raise ValueError("graphic with more data than announced")
    return binascii.unhexlify(bytes(digits) + b"0" * (len(digits) % 2))


def _digits(token: re.Match[bytes], before: bytearray, width: int, most: int) -> bytes:
    if token[1]:
        count = sum(code - 70 if code <= 89 else (code - 102) * 20 for code in token[1])
        return token[2] * min(count, most + 1)
    if token[0] in (b",", b"!"):
        return (b"0" if token[0] == b"," else b"F") * (width - len(before) % width)
    if token[0] == b":":
        return bytes(before[-width:]) if len(before) >= width else b"0" * width
    return token[0]


def pack_z64(graphic: Graphic) -> bytes:
    """A ^GF command with the picture as deflated Base64 and its check sum."""
    text = base64.b64encode(zlib.compress(graphic.bits, 9))
    total = len(graphic.bits)
    head = f"^GFA,{total},{total},{graphic.bytes_per_row},:Z64:".encode()
    return head + text + f":{binascii.crc_hqx(text, 0):04X}".encode()
