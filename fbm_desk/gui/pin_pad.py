"""Signing in by number and PIN at a locked bench: whose PIN, how many digits, when to forget it.

The digits stay in here: nobody is told which they are but the service that compares them.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from fbm_desk.services.desk_view import PinPersonView

DIGITS = 6
PER_PAGE = 8
NEXT_PAGE = 9
#: What is begun and left alone is forgotten after this.
FORGOTTEN_MS = 20_000


@dataclass(frozen=True, slots=True)
class PinState:
    """What may be seen of it: the page of names, whose PIN is typed, how many digits there are."""

    page: int = 0
    chosen: PinPersonView | None = None
    digits: int = 0

    @property
    def whole(self) -> bool:
        """True when Enter may follow."""
        return self.digits == DIGITS


class PinPad(QObject):
    """One bench's. Tell it who may sign in, then give it the keys."""

    #: Another name, page or number of digits.
    changed = Signal()
    #: Somebody's PIN is there whole: the person's id and the digits.
    entered = Signal(int, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.state = PinState()
        self._people: tuple[PinPersonView, ...] = ()
        self._digits = ""
        self._forgotten = QTimer(self)
        self._forgotten.setSingleShot(True)
        self._forgotten.setInterval(FORGOTTEN_MS)
        self._forgotten.timeout.connect(self.forget)

    @property
    def open(self) -> bool:
        """True while digits are a PIN's and nothing else."""
        return self.state.chosen is not None

    def offer(self, people: tuple[PinPersonView, ...]) -> None:
        """These may sign in now; with others than before nothing that was begun holds."""
        if people != self._people:
            self._people = people
            self.forget()

    def choose(self, number: int) -> None:
        """A digit on the page of names: a person, or the next page."""
        if number == NEXT_PAGE and len(self._people) > PER_PAGE:
            self._set(PinState(next_page(self.state.page, len(self._people))))
            return
        shown = people_on(self._people, self.state.page)
        if 0 < number <= len(shown):
            self._set(PinState(self.state.page, shown[number - 1]))

    def key(self, key: str) -> None:
        """A digit, "Backspace", "Enter" or "Esc" while a PIN is typed."""
        if key == "Esc":
            self.forget()
        elif key == "Backspace":
            self._type(self._digits[:-1])
        elif key == "Enter":
            self._enter()
        elif len(self._digits) < DIGITS:
            self._type(self._digits + key)

    def forget(self) -> None:
        """Back to the names."""
        self._digits = ""
        self._set(PinState())

    def _type(self, digits: str) -> None:
        self._digits = digits
        self._set(PinState(self.state.page, self.state.chosen, len(digits)))

    def _enter(self) -> None:
        person, digits = self.state.chosen, self._digits
        if person is None or not self.state.whole:
            return
        self.forget()
        self.entered.emit(person.id, digits)

    def _set(self, state: PinState) -> None:
        if state == PinState():
            self._forgotten.stop()
        else:
            self._forgotten.start()
        if state != self.state:
            self.state = state
            self.changed.emit()


def people_on(people: tuple[PinPersonView, ...], page: int) -> tuple[PinPersonView, ...]:
    """Those of one page, number 1 first."""
    return people[page * PER_PAGE :][:PER_PAGE]


def pages(people: int) -> int:
    """How many pages so many names take."""
    return max(1, -(-people // PER_PAGE))


def next_page(page: int, people: int) -> int:
    """The page after this one; the first after the last."""
    return (page + 1) % pages(people)
