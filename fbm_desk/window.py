"""Composes the window: it is shown at once; what stands behind it opens on the books' thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fbm_desk import log
from fbm_desk.devices.speech import Speech, program_of
from fbm_desk.late import Once, late
from fbm_desk.settings import Loudness, LoudnessWatch, Settings, loudness
from fbm_desk.threads import Threads

if TYPE_CHECKING:
    from fbm_desk.app import House
    from fbm_desk.devices.wedge import WedgeSettings
    from fbm_desk.gui.instruments import Instruments, OpenDevices
    from fbm_desk.gui.shell import Shell
    from fbm_desk.gui.sounds import Sounds
    from fbm_desk.services.packing import Desk
    from fbm_desk.works import Works


def no_words(_error: Exception) -> None:
    """Books that are open already cannot fail to open."""


@dataclass
class Window:
    """A window. `open_house` is called on the books' thread, at the first question to the books;
    `look` says how the window looks until then and after.
    """

    open_house: Callable[[], House]
    look: Settings
    hand: Callable[[Desk, bool], str] | None = None  # a demonstration's scanner
    onlooker: Callable[[Desk], None] | None = None  # a demonstration's hand at the scale
    in_words: Callable[[Exception], str | None] = no_words  # what is wrong with the books
    sounds: Sounds | None = None  # the loudspeaker, unless another ear listens
    bell: str = ""  # where a second start calls this window
    threads: Threads = field(default_factory=Threads)
    shell: Shell = field(init=False)
    works: Once[Works] = field(init=False)
    voice: Speech = field(init=False)
    _loudness: LoudnessWatch | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        from fbm_desk import scanner_kept
        from fbm_desk.gui import fonts
        from fbm_desk.gui.shell import Rooms, Shell

        fonts.choose_text_size(self.look.text_size)
        self.works = Once(self._open)
        self.voice = Speech(program_of(self.look.language))
        rooms = Rooms(
            late(lambda: self.works().bench),
            late(lambda: self.works().office),
            language=self.look.language,
            theme=self.look.theme,
            volume=loudness(self.look).volume,
            wedge=scanner_kept.wedge_of(self.look.scanner),
            keep_wedge=self._keep_wedge,
            devices=self._open_devices,
            voice=self.voice,
            speak=self.look.speak,
            louder=self._louder,
        )
        self.shell = Shell(rooms, self.threads.books, self.sounds, in_words=self.in_words)

    def _keep_wedge(self, settings: WedgeSettings) -> None:
        from fbm_desk import scanner_kept

        scanner_kept.keep(self.works().house.data_dir, settings)

    def _open(self) -> Works:
        house = self.open_house()
        log.configure(house.data_dir / "logs")
        from fbm_desk.works import no_hand, nobody, open_works

        try:
            hand, onlooker = self.hand or no_hand, self.onlooker or nobody
            return open_works(house, self.threads, self.shell.bridge.announce, hand, onlooker)
        except BaseException:
            house.close()
            raise

    def _open_devices(self, ear: Instruments) -> OpenDevices:
        from fbm_desk.device_works import open_devices

        return open_devices(self.works().house.settings, ear)

    def _louder(self) -> Loudness | None:
        if self._loudness is None:
            self._loudness = LoudnessWatch(self.works().house.data_dir)
        return self._loudness.newer()

    def run(self) -> int:
        """Show it and stay until it is closed."""
        from fbm_desk.gui import shell

        if self.bell:
            from fbm_desk.gui.doorbell import Doorbell

            Doorbell(self.bell, self.shell.window)
        return shell.run(self.shell, self.close)

    def close(self) -> None:
        """End what stands behind it, and the threads."""
        opened = self.works.made()
        if opened is not None:
            opened.close()
        else:
            self.threads.stop()
        self.voice.close()
        log.close()
