"""Plays the short tones that go with verdicts, without waiting; without a loudspeaker, silence.

The tones are WAV files in `resources/sounds`; they are drawn up elsewhere.
"""

from __future__ import annotations

import array
import queue
import sys
import threading
import wave
from collections.abc import Callable, Generator
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode
from fbm_desk.settings import resource


class Sound(Enum):
    """One tone; its value is the file's name."""

    COUNTED = "counted"  #: a nod
    LINE_COMPLETE = "line_complete"  #: the last unit of a line
    ORDER_COMPLETE = "order_complete"  #: the last unit of the order
    ENOUGH = "enough"  #: a falling pair
    SAME_SERIAL = "same_serial"  #: the falling pair twice
    WANTED = "wanted"  #: an open question
    UNKNOWN = "unknown"  #: the question with a third note
    WRONG = "wrong"  #: two buzzes
    EXPIRED = "expired"  #: three buzzes
    STOP = "stop"  #: the alarm, until settled
    NOT_NOW = "not_now"  #: a soft knock
    TEST = "test"  #: to set the volume by


class Silence(Enum):
    """What ends a tone."""

    ALARM = "alarm"  #: the alarm is settled
    FOR_GOOD = "for_good"  #: the program ends


#: Refusals that must be heard however low the volume is set.
NEVER_QUIET = frozenset({Sound.WRONG, Sound.EXPIRED, Sound.STOP})
LEAST_VOLUME = 0.35

_BY_CODE: dict[VerdictCode, Sound | None] = {
    VerdictCode.ORDER_COMPLETE: Sound.ORDER_COMPLETE,
    VerdictCode.PARCEL_CLOSED: Sound.LINE_COMPLETE,
    VerdictCode.TRACKING_NOTED: Sound.LINE_COMPLETE,
    VerdictCode.SAME_SERIAL: Sound.SAME_SERIAL,
    VerdictCode.LABEL_ALREADY_USED: Sound.SAME_SERIAL,
    VerdictCode.UNKNOWN: Sound.UNKNOWN,
    VerdictCode.NOT_SAVED: Sound.UNKNOWN,
    VerdictCode.BADGE_UNKNOWN: Sound.UNKNOWN,
    VerdictCode.ORDER_UNKNOWN: Sound.UNKNOWN,
    VerdictCode.EXPIRED_LOT: Sound.EXPIRED,
    VerdictCode.UNDONE: Sound.COUNTED,
    VerdictCode.HELD: Sound.COUNTED,
    VerdictCode.PUT_DOWN: Sound.COUNTED,
    VerdictCode.NEVER_MIND: Sound.COUNTED,
    VerdictCode.REPRINTED: Sound.COUNTED,
    VerdictCode.LABEL_WAITS: None,
    VerdictCode.LABEL_READY: None,
    VerdictCode.LOCKED: None,
}
_BY_FAMILY = {
    Family.GO: Sound.COUNTED,
    Family.REST: Sound.NOT_NOW,
    Family.ASK: Sound.WANTED,
    Family.ENOUGH: Sound.ENOUGH,
    Family.BACK: Sound.WRONG,
    Family.STOP: Sound.STOP,
}


def sound_of(verdict: Verdict) -> Sound | None:
    """The tone of a verdict; None for what needs no ear."""
    if verdict.code is VerdictCode.COUNTED:
        return Sound.COUNTED if verdict.left else Sound.LINE_COMPLETE
    if verdict.of_another:
        return Sound.WRONG  # the question stays open, but this was the wrong thing
    if verdict.code in _BY_CODE:
        return _BY_CODE[verdict.code]
    return _BY_FAMILY[verdict.family]


class Sounds(Protocol):
    """What a screen asks of the loudspeaker."""

    def play(self, sound: Sound) -> None:
        """Sound it now; it cuts off what sounds. STOP goes on until `settle`."""
        ...

    def settle(self) -> None:
        """End the alarm."""
        ...

    def works(self) -> bool:
        """False once it is known that nothing can be heard here."""
        ...


class Voice(Protocol):
    """Who says words aloud."""

    def say(self, words: str) -> None:
        """Say this, instead of whatever is being said; never waits."""
        ...


class Device(Protocol):
    """An open loudspeaker that fetches samples until it is closed."""

    def start(self, source: Generator[bytes, int, None]) -> None:
        """Begin to fetch: `send(frames)` gives 16-bit mono samples."""
        ...

    def close(self) -> None:
        """Fetch no more."""
        ...


def is_heard(open_device: Callable[[int], Device] | None = None) -> bool:
    """Whether a tone can sound here: opens the loudspeaker and gives it back."""
    try:
        device = (open_device or _open_miniaudio)(_rate())
    except Exception:  # as for Speaker: whatever is raised means that there is none
        return False
    device.close()
    return True


class Speaker:
    """Mixes the tones on the device's own thread. Opened with the first tone, in the background."""

    def __init__(self, volume: float = 0.8, open_device: Callable[[int], Device] | None = None):
        self._open_device = open_device or _open_miniaudio
        self._wanted: queue.SimpleQueue[Sound | Silence] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._mix = Mix()
        self._silent = False
        self.volume = volume

    def play(self, sound: Sound) -> None:
        """Queue a tone; never waits."""
        if self._silent:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
            self._thread.start()
        self._wanted.put(sound)

    def settle(self) -> None:
        """End the alarm, also one that was asked for and does not sound yet."""
        if self._thread is not None:
            self._wanted.put(Silence.ALARM)

    def works(self) -> bool:
        """True until the device turned out not to be there."""
        return not self._silent

    def close(self) -> None:
        """Fall silent for good and give the device back."""
        if self._thread is not None:
            self._wanted.put(Silence.FOR_GOOD)
            self._thread.join(5)

    def _run(self) -> None:
        tones = {sound: _samples(sound) for sound in Sound}
        try:
            device = self._open_device(_rate())
        except Exception:  # the library raises its own kinds; all mean: nothing to hear here
            self._silent = True
            return
        device.start(self._mix.source())
        while (wanted := self._wanted.get()) is not Silence.FOR_GOOD:
            if isinstance(wanted, Silence):
                self._mix.end_loop()
                continue
            gain = max(self.volume, LEAST_VOLUME) if wanted in NEVER_QUIET else self.volume
            self._mix.set(_louder(tones[wanted], gain), loop=wanted is Sound.STOP)
        device.close()


class Mix:
    """The samples sounding now; filled from one thread, fetched from another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._samples = b""
        self._at = 0
        self._loop = False

    def set(self, samples: bytes, loop: bool) -> None:
        """Sound these from the next fetch on."""
        with self._lock:
            self._samples, self._at, self._loop = samples, 0, loop

    def end_loop(self) -> None:
        """Let a loop run out at once."""
        with self._lock:
            if self._loop:
                self._samples, self._at, self._loop = b"", 0, False

    def take(self, frames: int) -> bytes:
        """The next `frames` samples, silence where there are none."""
        needed = frames * 2
        with self._lock:
            taken = self._samples[self._at : self._at + needed]
            self._at += len(taken)
            while self._loop and self._samples and len(taken) < needed:
                more = self._samples[: needed - len(taken)]
                taken, self._at = taken + more, len(more)
        return taken.ljust(needed, b"\0")

    def source(self) -> Generator[bytes, int, None]:
        """A started generator as devices want it."""
        source = self._source()
        next(source)
        return source

    def _source(self) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            frames = yield self.take(frames)


def _open_miniaudio(rate: int) -> Device:
    import miniaudio

    # Without a sound card ALSA fills the console with complaints: leave it alone then.
    cards = sys.platform != "linux" or Path("/proc/asound/cards").exists()
    device: Any = miniaudio.PlaybackDevice(
        nchannels=1,
        sample_rate=rate,
        buffersize_msec=30,
        backends=None if cards else [miniaudio.Backend.PULSEAUDIO],
        app_name="FBM Desk",
    )
    if device.backend.lower() == "null":
        device.close()
        raise OSError("no loudspeaker")
    opened: Device = device
    return opened


def _rate() -> int:
    with wave.open(str(resource("sounds", f"{Sound.COUNTED.value}.wav"))) as file:
        return int(file.getframerate())


def _samples(sound: Sound) -> bytes:
    with wave.open(str(resource("sounds", f"{sound.value}.wav"))) as file:
        return bytes(file.readframes(file.getnframes()))


def _louder(samples: bytes, gain: float) -> bytes:
    loud = array.array("h", samples)
    return array.array("h", (int(one * min(1.0, gain)) for one in loud)).tobytes()
