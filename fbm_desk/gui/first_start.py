"""The very first window: three questions, the badge, and then the program itself."""

from __future__ import annotations

from collections.abc import Callable

from fbm_desk import texts
from fbm_desk.gui.shell import application
from fbm_desk.gui.start_screen import FirstStart, StartScreen


def ask(make_person: Callable[[str], str]) -> FirstStart | None:
    """The answers, or None when the window was closed.

    `make_person` makes the first person of a seller's own shop and gives the badge's code.
    """
    app = application()
    screen = StartScreen()
    screen.setWindowTitle(texts.say("rail.name"))
    screen.resize(1280, 800)
    given: list[FirstStart] = []

    def answered(answers: FirstStart) -> None:
        given.append(answers)
        if answers.demonstration:
            app.quit()
        else:
            screen.show_badge(answers.name, make_person(answers.name))

    screen.answered.connect(answered)
    screen.started.connect(app.quit)
    screen.show()
    app.exec()
    screen.hide()
    screen.deleteLater()
    return given[-1] if given else None
