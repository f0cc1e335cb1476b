"""What is heard: every verdict has its tone, refusals stay loud, the alarm lasts until settled."""

from __future__ import annotations

import array
import queue
from collections.abc import Generator
from dataclasses import replace

import pytest

from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode
from fbm_desk.gui.bench_voice import BenchVoice
from fbm_desk.gui.gallery_views import PACKING, WAITING
from fbm_desk.gui.sounds import LEAST_VOLUME, Mix, Sound, Speaker, sound_of
from fbm_desk.services.desk_view import BenchScreen
from fbm_desk.settings import resource
from tests.gui.bench_world import HeardSounds

V = VerdictCode


class FakeDevice:
    """A loudspeaker that is asked for samples by the test."""

    def __init__(self) -> None:
        self.source: queue.Queue[Generator[bytes, int, None]] = queue.Queue()
        self.closed = False

    def start(self, source: Generator[bytes, int, None]) -> None:
        """Keep the source."""
        self.source.put(source)

    def close(self) -> None:
        """Note it."""
        self.closed = True


def loudest(samples: bytes) -> int:
    """The largest sample."""
    return max(abs(one) for one in array.array("h", samples)) if samples else 0


def first_tone(source: Generator[bytes, int, None]) -> bytes:
    """Fetch until something sounds; silence for ten million samples is a failure."""
    for _ in range(10_000):
        taken = source.send(1000)
        if loudest(taken):
            return taken
    pytest.fail("nothing was heard")


def test_every_tone_has_its_file() -> None:
    for sound in Sound:
        assert resource("sounds", f"{sound.value}.wav").is_file()


@pytest.mark.parametrize(
    ("verdict", "sound"),
    [
        (Verdict(V.COUNTED, left=1), Sound.COUNTED),
        (Verdict(V.COUNTED, left=0), Sound.LINE_COMPLETE),
        (Verdict(V.ORDER_COMPLETE), Sound.ORDER_COMPLETE),
        (Verdict(V.ALREADY_ENOUGH), Sound.ENOUGH),
        (Verdict(V.SAME_SERIAL), Sound.SAME_SERIAL),
        (Verdict(V.SERIAL_WANTED), Sound.WANTED),
        *(
            (Verdict(asked, reason=why), sound)
            for asked in (V.SERIAL_WANTED, V.LOT_WANTED, V.TRANSPARENCY_WANTED)
            for why, sound in (
                ("another_item", Sound.WRONG),
                ("another_unit", Sound.WRONG),
                ("the_item", Sound.WANTED),
                ("no_proof", Sound.WANTED),
            )
        ),
        (Verdict(V.AMBIGUOUS), Sound.WANTED),
        (Verdict(V.UNKNOWN), Sound.UNKNOWN),
        (Verdict(V.WRONG_ITEM), Sound.WRONG),
        (Verdict(V.WRONG_LABEL), Sound.WRONG),
        (Verdict(V.EXPIRED_LOT), Sound.EXPIRED),
        (Verdict(V.CANCELLED), Sound.STOP),
        (Verdict(V.NOT_NOW), Sound.NOT_NOW),
        (Verdict(V.LOCKED), None),
    ],
)
def test_verdicts_have_their_tones(verdict: Verdict, sound: Sound | None) -> None:
    assert sound_of(verdict) is sound


@pytest.mark.parametrize("code", VerdictCode)
def test_a_refusal_is_never_silent_nor_sounds_like_a_nod(code: VerdictCode) -> None:
    verdict = Verdict(code, left=1)
    if verdict.refused:
        nods = (None, Sound.COUNTED, Sound.LINE_COMPLETE, Sound.ORDER_COMPLETE)
        assert sound_of(verdict) not in nods
    # The tone of the full order still hangs in the air when its label is ready.
    if verdict.family is Family.GO and code is not V.LABEL_READY:
        assert sound_of(verdict) in (Sound.COUNTED, Sound.LINE_COMPLETE, Sound.ORDER_COMPLETE)


def test_a_tone_is_fetched_once_and_then_there_is_silence() -> None:
    mix = Mix()
    mix.set(b"\1\0\2\0\3\0", loop=False)
    assert mix.take(2) == b"\1\0\2\0"
    assert mix.take(3) == b"\3\0" + b"\0" * 4


def test_the_alarm_goes_round_until_it_is_settled() -> None:
    mix = Mix()
    mix.set(b"\1\0\2\0\3\0", loop=True)
    assert mix.take(7) == b"\1\0\2\0\3\0" * 2 + b"\1\0"
    assert mix.take(2) == b"\2\0\3\0"
    mix.end_loop()
    assert mix.take(2) == b"\0" * 4


def test_settling_does_not_cut_off_another_tone() -> None:
    mix = Mix()
    mix.set(b"\1\0\2\0", loop=False)
    mix.end_loop()
    assert mix.take(2) == b"\1\0\2\0"


def test_refusals_stay_audible_when_the_volume_is_down() -> None:
    device = FakeDevice()
    speaker = Speaker(volume=0.0, open_device=lambda _rate: device)
    speaker.play(Sound.WRONG)
    heard = first_tone(device.source.get(timeout=10))
    assert 0 < loudest(heard) <= 32767 * LEAST_VOLUME
    speaker.close()
    assert device.closed


def test_a_settled_alarm_falls_silent() -> None:
    device = FakeDevice()
    speaker = Speaker(open_device=lambda _rate: device)
    speaker.play(Sound.STOP)
    source = device.source.get(timeout=10)
    first_tone(source)
    speaker.settle()
    speaker.close()
    assert loudest(source.send(1000)) == 0


def test_without_a_loudspeaker_the_bench_goes_on_and_says_so() -> None:
    def nothing_there(_rate: int) -> FakeDevice:
        raise OSError("no loudspeaker")

    speaker = Speaker(open_device=nothing_there)
    assert speaker.works()
    speaker.play(Sound.COUNTED)
    speaker.close()
    assert not speaker.works()
    speaker.play(Sound.COUNTED)


@pytest.mark.parametrize("alarm", ["taken over", "cancelled", "stopped"])
def test_every_alarm_is_settled_by_the_view_after_it(alarm: str) -> None:
    sounds = HeardSounds()
    voice = BenchVoice(sounds)
    view = {
        "taken over": replace(WAITING, verdict=Verdict(V.TAKEN_OVER, who="Sina Maly")),
        "cancelled": replace(WAITING, verdict=Verdict(V.CANCELLED)),
        "stopped": replace(PACKING, screen=BenchScreen.STOPPED, verdict=None),
    }[alarm]
    voice.tell(PACKING, view)
    voice.tell(view, view)
    assert sounds.heard == ["stop", "stop"]
    locked = replace(WAITING, screen=BenchScreen.LOCKED, verdict=Verdict(V.LOCKED))
    voice.tell(view, locked)
    voice.tell(locked, locked)
    assert sounds.heard == ["stop", "stop", "settle"]
