"""What a bench sounds and says as its view changes: a verdict's tone, and words where wanted."""

from __future__ import annotations

from collections.abc import Callable

from fbm_desk.gui.said_aloud import said_aloud
from fbm_desk.gui.sounds import Sound, Sounds, sound_of
from fbm_desk.services.desk_view import BenchScreen, BenchView


def alarms(view: BenchView) -> bool:
    """True of a view that sounds the alarm: somebody has to see it."""
    if view.screen is BenchScreen.STOPPED:
        return True
    return view.verdict is not None and sound_of(view.verdict) is Sound.STOP


class BenchVoice:
    """The loudspeaker of one bench; `say_aloud` is None where nothing is to be said."""

    def __init__(self, sounds: Sounds) -> None:
        self._sounds = sounds
        self.say_aloud: Callable[[str], None] | None = None

    def tell(self, before: BenchView | None, view: BenchView) -> None:
        """Sound the answer that is shown now; a stop goes on until it is settled."""
        if alarms(view):
            self._sounds.play(Sound.STOP)
        else:
            if before is not None and alarms(before):
                self._sounds.settle()
            sound = sound_of(view.verdict) if view.verdict else None
            if sound is not None:
                self._sounds.play(sound)
        if self.say_aloud is not None:
            self.say_aloud(said_aloud(view))
