"""The sounds of the verdicts have the pitches, lengths and loudness that the ear relies on."""

from __future__ import annotations

import math
import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

from fbm_desk.settings import resource

RATE_HZ = 44_100

#: (pitch in Hz, from ms, to ms) of each tone.
TONES = {
    "counted": ((880, 0, 60),),
    "line_complete": ((660, 0, 70), (880, 70, 160)),
    "order_complete": ((660, 0, 80), (880, 80, 160), (1175, 160, 320)),
    "enough": ((880, 0, 140), (587, 140, 280)),
    "same_serial": ((880, 0, 140), (587, 140, 280), (880, 370, 510), (587, 510, 650)),
    "wanted": ((523, 0, 110), (784, 110, 220)),
    "unknown": ((523, 0, 110), (784, 110, 220), (523, 220, 330)),
    "wrong": ((196, 0, 180), (196, 260, 440)),
    "expired": ((196, 0, 180), (196, 260, 440), (196, 520, 700)),
    "stop": ((880, 0, 300), (440, 300, 600), (880, 600, 900), (440, 900, 1200)),
    "not_now": ((300, 0, 80),),
    "test": ((196, 0, 300), (587, 300, 600), (1175, 600, 900)),
}  # fmt: skip
REFUSALS = ("enough", "same_serial", "wrong", "expired", "stop")
NODS = ("counted", "line_complete", "order_complete")


def read(name: str) -> array[int]:
    """A sound's samples, after a look at what kind of file it is."""
    with wave.open(str(resource("sounds", f"{name}.wav")), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        data = array("h")
        data.frombytes(file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        data.byteswap()
    return data


def between(samples: array[int], from_ms: float, to_ms: float) -> array[int]:
    return samples[int(RATE_HZ * from_ms / 1000) : int(RATE_HZ * to_ms / 1000)]


def strength(samples: array[int], pitch_hz: float) -> float:
    """How much of one pitch is in the samples (Goertzel, under a Hann window)."""
    turn = math.tau * pitch_hz / RATE_HZ
    count, factor = len(samples), 2 * math.cos(turn)
    last = before = 0.0
    for index, sample in enumerate(samples):
        window = 0.5 - 0.5 * math.cos(math.tau * index / count)
        last, before = sample * window + factor * last - before, last
    return math.sqrt(max(last * last + before * before - factor * last * before, 0)) / count


def loudness(samples: array[int]) -> float:
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def test_there_is_a_sound_for_each_of_them_and_no_other() -> None:
    assert {path.stem for path in resource("sounds").glob("*.wav")} == set(TONES)


def test_the_sounds_in_the_tree_are_the_ones_the_script_makes(tmp_path: Path) -> None:
    script = resource("make_sounds.py")
    subprocess.run([sys.executable, str(script), "--to", str(tmp_path)], check=True, timeout=60)
    kept = {path.name: path.read_bytes() for path in resource("sounds").glob("*.wav")}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize("name", TONES)
def test_each_tone_has_its_pitch(name: str) -> None:
    samples = read(name)
    for pitch, begins, ends in TONES[name]:
        part = between(samples, begins, ends)
        heard = max(range(80, 121), key=lambda percent: strength(part, pitch * percent / 100))
        assert abs(heard - 100) <= 1, f"{name}: {pitch} Hz at {begins} ms"


@pytest.mark.parametrize("name", TONES)
def test_nothing_sounds_where_tired_ears_hear_nothing(name: str) -> None:
    samples = read(name)
    for pitch, begins, ends in TONES[name]:
        part = between(samples, begins, ends)
        heard = strength(part, pitch)
        for unheard in (60, 110, 2_156, 2_350, 2_548, 3_520, 5_000, 9_000):
            assert strength(part, unheard) < heard / 20, f"{name}: {unheard} Hz"


@pytest.mark.parametrize("name", TONES)
def test_no_sound_clicks_or_clips(name: str) -> None:
    samples = read(name)
    assert abs(samples[0]) < 30
    assert abs(samples[-1]) < 30
    assert max(map(abs, samples)) < 32_000
    for _, begins, ends in TONES[name]:
        whole = loudness(between(samples, begins, ends))
        assert loudness(between(samples, begins, begins + 1)) < whole / 4
        assert loudness(between(samples, ends - 1, ends)) < whole / 4


@pytest.mark.parametrize("name", TONES)
def test_a_sound_is_as_long_as_its_tones(name: str) -> None:
    tail = between(read(name), TONES[name][-1][2], 10_000)
    assert not any(tail)
    assert len(tail) <= RATE_HZ * 0.1


def test_a_refusal_is_twice_as_strong_as_a_nod() -> None:
    def of(names: tuple[str, ...]) -> list[float]:
        tones = [(name, *tone[1:]) for name in names for tone in TONES[name]]
        return [loudness(between(read(name), *when)) for name, *when in tones]

    nods, refusals = of(NODS), of(REFUSALS)
    apart_db = 20 * math.log10((sum(refusals) / len(refusals)) / (sum(nods) / len(nods)))
    assert apart_db == pytest.approx(6, abs=0.2)
    assert min(refusals) > 1.8 * max(nods)


def test_the_alarm_can_go_round_without_a_gap() -> None:
    assert len(read("stop")) == RATE_HZ * 1.2


def test_what_must_be_told_apart_differs_in_rhythm_and_in_pitch() -> None:
    """A nod, a line, an order, a wrong item, one too many, a question and a stop."""
    names = ("counted", "line_complete", "order_complete", "wrong", "enough", "unknown", "stop")
    rhythms = {tuple((begins, ends) for _, begins, ends in TONES[name]) for name in names}
    pitches = {tuple(pitch for pitch, *_ in TONES[name]) for name in names}
    assert len(rhythms) == len(pitches) == len(names)
