"""The very first window: three questions, the badge, and then the program itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fbm_desk import texts
from fbm_desk.gui.notice import explain_file
from fbm_desk.gui.shell import application
from fbm_desk.gui.start_screen import FirstStart, StartScreen
from fbm_desk.gui.surroundings import Files, SystemFiles

SHEET = "fbm-desk-sheet.pdf"


@dataclass(frozen=True, slots=True)
class FirstDesk:
    """What the first window asks of the services.

    `make_person` makes the first person of a seller's own shop and gives the badge's code;
    `write_sheet` writes the command sheet with a badge: (file, name, code). Raises `OSError`.
    """

    make_person: Callable[[str], str]
    write_sheet: Callable[[Path, str, str], None]
    printers: Sequence[tuple[str, str]] = ()


@dataclass
class FirstWindow:
    """The screen with its answers; `end` is called when it is over."""

    desk: FirstDesk
    end: Callable[[], object]
    files: Files = field(default_factory=SystemFiles)
    screen: StartScreen = field(init=False)
    given: FirstStart | None = None
    _badge: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.screen = StartScreen(self.desk.printers)
        self.screen.setWindowTitle(texts.say("rail.name"))
        self.screen.resize(1280, 800)
        self.screen.answered.connect(self._answered)
        self.screen.sheet_requested.connect(self._keep_sheet)
        self.screen.started.connect(self.end)

    def _answered(self, answers: FirstStart) -> None:
        self.given = answers
        if answers.demonstration:
            self.end()
        else:
            self._badge = self.desk.make_person(answers.name)
            self.screen.show_badge(answers.name, self._badge)

    def _keep_sheet(self) -> None:
        """Ask where, write the sheet there, and say so beside the button."""
        say = texts.say
        path = self.files.to_save(self.screen, say("start.sheet"), SHEET, say("closeout.pdf_kind"))
        if path is None or self.given is None:
            return
        try:
            self.desk.write_sheet(path, self.given.name, self._badge)
        except OSError as error:
            self.screen.badge.kept.setText(explain_file(error).happened)
        else:
            self.screen.badge.kept.setText(say("start.sheet_kept", file=path.name))


def ask(desk: FirstDesk) -> FirstStart | None:
    """The answers, or None when the window was closed."""
    app = application()
    window = FirstWindow(desk, app.quit)
    window.screen.show()
    app.exec()
    window.screen.hide()
    window.screen.deleteLater()
    return window.given
