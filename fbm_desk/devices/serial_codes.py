"""Codes out of the bytes of a serial scanner: where one ends, and what is noise."""

from __future__ import annotations

from dataclasses import dataclass, field

SILENCE_S = 0.1
"""A code without an end is over after this; at 9600 baud a character takes a thousandth."""
MOST_BYTES = 512
_STX, _ETX, _CR, _LF = 0x02, 0x03, 0x0D, 0x0A
_KEPT = frozenset({0x04, 0x1C, 0x1D, 0x1E, 0x1F})
"""What may stand inside a code: GS between GS1 elements, and ISO 15434's other separators."""
_LINE_GLITCHES = b"\x00\xff"
"""Bytes that plugging in makes on the line."""


@dataclass(slots=True)
class SerialCodes:
    """One scanner's bytes in, its texts out. A text is empty when the bytes were no code's."""

    _pending: bytearray = field(default_factory=bytearray)
    _at_s: float = 0.0
    _overlong: bool = False

    def received(self, data: bytes, at_s: float) -> list[str]:
        """The texts that are whole by these bytes."""
        texts = self.silence(at_s)
        for byte in data:
            if byte in (_CR, _LF, _ETX, _STX):
                texts += self._ended()
            elif len(self._pending) < MOST_BYTES:
                self._pending.append(byte)
            else:
                self._overlong = True
        self._at_s = at_s
        return texts

    def silence(self, now_s: float) -> list[str]:
        """The text that is over because nothing came since."""
        return self._ended() if now_s - self._at_s >= SILENCE_S else []

    def _ended(self) -> list[str]:
        raw, overlong = bytes(self._pending), self._overlong
        self._pending.clear()
        self._overlong = False
        raw = raw.strip(_LINE_GLITCHES)
        if not raw:
            return []
        return ["" if overlong else text_of(raw)]


def text_of(raw: bytes) -> str:
    """The text of a code's bytes, UTF-8 or else Latin-1; empty when they are noise."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    noise = any(
        (ord(char) < 0x20 and ord(char) not in _KEPT) or 0x7F <= ord(char) < 0xA0 for char in text
    )
    return "" if noise else text
