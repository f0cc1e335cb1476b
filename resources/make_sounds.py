"""Makes the sounds of the verdicts: short tones as WAV files, the same bytes every time.

Run `python resources/make_sounds.py` after changing one; `--to FOLDER` writes elsewhere. When a
sound is played and how loud the loudspeaker is set is left to the interface.

Five contours that survive a bad loudspeaker: going on rises, enough falls, back is low and rough,
a question stays open, stop does not end. All energy lies between 190 Hz and 2 kHz, so overtones
above are left out: ear plugs and tired ears take the treble first.
"""

from __future__ import annotations

import argparse
import math
import sys
import wave
from array import array
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

RATE_HZ = 44_100
HIGHEST_HZ = 2_000
HERE = Path(__file__).resolve().parent

#: How loud a nod is while it sounds, as the root of its mean square; full scale is 1.
NOD = 0.2
#: A knock: 3 dB below a nod.
SOFT = NOD * 10 ** (-3 / 20)
#: A question: 3 dB above a nod.
QUESTION = NOD * 10 ** (3 / 20)
#: A refusal: 6 dB above a nod.
REFUSAL = NOD * 10 ** (6 / 20)


class Timbre(Enum):
    """What a tone is made of."""

    PURE = "pure"  #: the tone and a little of its octave
    ROUGH = "rough"  #: a square wave, cut off at 2 kHz
    KNOCK = "knock"  #: the tone, dying away at once


@dataclass(frozen=True, slots=True)
class Tone:
    """One tone, and the silence after it."""

    pitch_hz: float
    length_ms: int
    loudness: float = NOD
    timbre: Timbre = Timbre.PURE
    rest_ms: int = 0


def sounds() -> dict[str, tuple[Tone, ...]]:
    """Every sound's name, and its tones in turn."""
    falling = (Tone(880, 140, REFUSAL), Tone(587, 140, REFUSAL, rest_ms=90))
    asking = (Tone(523, 110, QUESTION), Tone(784, 110, QUESTION))
    buzz = Tone(196, 180, REFUSAL, Timbre.ROUGH, rest_ms=80)
    siren = (Tone(880, 300, REFUSAL), Tone(440, 300, REFUSAL))
    return {
        "counted": (Tone(880, 60),),
        "line_complete": (Tone(660, 70), Tone(880, 90)),
        "order_complete": (Tone(660, 80), Tone(880, 80), Tone(1175, 160)),
        "enough": falling,
        "same_serial": falling * 2,
        "wanted": asking,
        "unknown": (*asking, Tone(523, 110, QUESTION)),
        "wrong": (buzz,) * 2,
        "expired": (buzz,) * 3,
        "stop": siren * 2,
        "not_now": (Tone(300, 80, SOFT, Timbre.KNOCK),),
        "test": (Tone(196, 300), Tone(587, 300), Tone(1175, 300)),
    }


def samples(tones: tuple[Tone, ...]) -> array[int]:
    """The tones one after the other as 16-bit samples."""
    out = array("h")
    for tone in tones:
        out.extend(round(32_767 * value) for value in _sounding(tone))
        out.extend([0] * _count(tone.rest_ms))
    return out


def _sounding(tone: Tone) -> list[float]:
    total = _count(tone.length_ms)
    raw = [_wave(tone, i / RATE_HZ) * _swell(tone, i, total) for i in range(total)]
    mean_square = sum(value * value for value in raw) / total
    return [value * tone.loudness / math.sqrt(mean_square) for value in raw]


def _wave(tone: Tone, at_s: float) -> float:
    turn = math.tau * tone.pitch_hz * at_s
    if tone.timbre is Timbre.ROUGH:
        odd = range(1, int(HIGHEST_HZ / tone.pitch_hz) + 1, 2)
        return sum(math.sin(n * turn) / n for n in odd)
    octave = 0.18 if 2 * tone.pitch_hz <= HIGHEST_HZ else 0.0
    return math.sin(turn) + octave * math.sin(2 * turn)


def _swell(tone: Tone, index: int, total: int) -> float:
    """How far the tone is up, 0 to 1: it comes and goes over a few milliseconds, so no click."""
    rise, fall = _count(5), _count(12)
    up = min(1.0, index / rise, (total - 1 - index) / fall)
    soft = 0.5 - 0.5 * math.cos(math.pi * up)
    return soft * math.exp(-5 * index / total) if tone.timbre is Timbre.KNOCK else soft


def _count(length_ms: int) -> int:
    return RATE_HZ * length_ms // 1000


def write(folder: Path) -> int:
    """Write every sound into `folder`; the number written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, tones in sounds().items():
        data = samples(tones)
        if sys.byteorder == "big":
            data.byteswap()
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(data.tobytes())
    return len(sounds())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--to", type=Path, default=HERE / "sounds", help="folder")
    folder: Path = parser.parse_args().to
    print(f"{write(folder)} sounds in {folder}")


if __name__ == "__main__":
    main()
