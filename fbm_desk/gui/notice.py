"""The result of one's own action on the status line, or a trouble in three lines above it.

It covers no button and asks for no click: a result stands in the status line's place and goes after
eight seconds; a trouble gets room of its own and stays until it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
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
    """`room_wanted` carries how many px a trouble takes at the lower edge of `content`; 0 is none.

    All three are children of one window or of each other.
    """

    room_wanted = Signal(int)

    def __init__(self, window: QWidget, content: QWidget, status: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._content, self._status = content, status
        self.setObjectName("notice")
        self._happened = words("", Role.BODY_STRONG)
        self._kept = words("", Role.BODY, Tone.SECOND)
        self._next = words("", Role.BODY, Tone.SECOND)
        self._trouble = False
        self._close = KeyButton(texts.say("table.close"), "quiet", key="Esc")
        self._close.clicked.connect(self.clear)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(LASTS_MS)
        self.timer.timeout.connect(self.clear)
        self._lay_out()
        content.installEventFilter(self)
        status.installEventFilter(self)
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
        self.room_wanted.emit(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
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
        self._trouble = bool(kept)
        self.setProperty("trouble", self._trouble)
        self._close.setVisible(self._trouble)
        self._happened.setWordWrap(self._trouble)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(" ".join(part for part in (happened, kept, next_step) if part))
        self.show()
        self._settle()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _settle(self) -> None:
        if self._trouble:
            self._stand_above()
        else:
            at = self._status.mapTo(self._window, QPoint(0, 0))
            self.setGeometry(QRect(at, self._status.size()))
        self.raise_()

    def _stand_above(self) -> None:
        """At the lower edge of the content, whose own parts make room."""
        wide = self._content.width()
        height = max(self.sizeHint().height(), self.heightForWidth(wide))
        at = self._content.mapTo(self._window, QPoint(0, 0))
        top = at.y() + self._content.height() - height
        self.setGeometry(at.x(), top, wide, height)
        self.room_wanted.emit(height)
