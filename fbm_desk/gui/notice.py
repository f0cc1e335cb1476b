"""The line above the status line: the result of one's own action, or a trouble in three lines.

It covers no layout and asks for no click: a result goes after eight seconds, a trouble stays
until it is read. What comes from outside is the status line's affair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.errors import Refusal
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import MARGIN, KeyButton, words

LASTS_MS = 8000


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened, what was kept, what to do next: one sentence each, without personal data."""

    happened: str
    kept: str
    next: str


#: Puts an exception into words; the composition knows the services' errors.
Explain = Callable[[BaseException], Trouble]


def explain(error: BaseException) -> Trouble:
    """The words for a refusal by its code, or for an error nobody foresaw.

    A catalogue's sentence says first what happened, then what was kept and what to do.
    """
    say = texts.say
    if not isinstance(error, Refusal) or not texts.has(f"error.{error.code}"):
        return Trouble(
            say("table.trouble_happened"), say("table.trouble_kept"), say("table.trouble_next")
        )
    sentence = say(f"error.{error.code}", **error.facts)
    happened, _, rest = sentence.partition(". ")
    kept, _, next_step = rest.partition(". ") if ". " in rest else rest.partition("; ")
    return Trouble(happened.rstrip("."), kept or say("table.refused_kept"), next_step)


def explain_file(error: OSError) -> Trouble:
    """The words for a place that would not take a file."""
    say = texts.say
    reason = error.strerror or say("table.file_reason_unknown")
    return Trouble(
        say("table.file_happened", reason=reason),
        say("table.file_kept"),
        say("table.file_next"),
    )


class NoticeLine(QFrame):
    """Lies over the lower edge of its parent, as wide as that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self.setObjectName("notice")
        self._happened = words("", Role.BODY_STRONG)
        self._kept = words("", Role.BODY, Tone.SECOND)
        self._next = words("", Role.BODY, Tone.SECOND)
        self._close = KeyButton(texts.say("table.close"), "quiet", key="Esc")
        self._close.clicked.connect(self.clear)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(LASTS_MS)
        self.timer.timeout.connect(self.clear)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """Everything it says now."""
        if self.isHidden():
            return ""
        lines = (self._happened, self._kept, self._next)
        return "\n".join(line.text() for line in lines if not line.isHidden())

    def say(self, sentence: str) -> None:
        """Show the result of an action for eight seconds."""
        self._show(sentence, "", "")
        self.timer.start()

    def tell(self, trouble: Trouble) -> None:
        """Show a trouble until it is closed."""
        self.timer.stop()
        self._show(trouble.happened, trouble.kept, trouble.next)

    def clear(self) -> None:
        """Go away."""
        self.timer.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 3, 8, 3)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        for line in (self._happened, self._kept, self._next):
            lines.addWidget(line)
        row.addLayout(lines, 1)
        row.addWidget(self._close)

    def _show(self, happened: str, kept: str, next_step: str) -> None:
        self._happened.setText(happened)
        for label, text in ((self._kept, kept), (self._next, next_step)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setProperty("trouble", bool(kept))
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(" ".join(part for part in (happened, kept, next_step) if part))
        self.show()
        self._settle()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _settle(self) -> None:
        height = self.sizeHint().height()
        self.setGeometry(0, self._under.height() - height, self._under.width(), height)
        self.raise_()
