"""A bench without Amazon's keys and the computer that has them, taking turns on one thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from fbm_desk.domain.session import LabelRefused, LabelSource
from fbm_desk.services.at_host import AtHost
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.host import Counter, Sign
from fbm_desk.services.host_questions import LabelPaper
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from tests.services.label_counter import LabelCounter, Tray
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import BADGE

RULES = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")
THERMAL = LabelPaper(thermal=True, dpi=300)


class Meanwhile(Event):
    """Ends the waiting of a bench; whenever the bench waits, something else happens elsewhere."""

    def __init__(self, happens: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.happens = happens
        self.waited_s = 0.0

    def wait(self, timeout: float | None = None) -> bool:
        """Time goes on, and so do the others."""
        self.waited_s += timeout or 0.0
        self.happens()
        return self.is_set()

    def clock(self) -> float:
        """How long was waited."""
        return self.waited_s


class HostComputer:
    """The computer with the keys: `sign` says that it is there, `work` answers what is asked."""

    def __init__(self, books: Books, seller: LabelCounter, name: str = "host-1") -> None:
        self.books, self.seller = books, seller
        self.marketplace = FakeMarketplace()
        self.papers: list[LabelPaper] = []
        self.woken = 0
        self.sign = Sign(books, name, self._wake)
        self.counter = Counter(books, name, self._labels_for, self.marketplace)

    def work(self) -> None:
        """One turn at the counter."""
        self.counter.turn()

    def _labels_for(self, paper: LabelPaper) -> LabelDesk:
        self.papers.append(paper)
        return LabelDesk(self.books, self.seller)

    def _wake(self) -> None:
        self.woken += 1


class GuestBench:
    """A bench with a thermal printer and no keys, Mara signed in, a tray under its printer."""

    def __init__(self, books: Books, meanwhile: Meanwhile) -> None:
        self.tray, self.meanwhile = Tray(), meanwhile
        at_host = AtHost(books, THERMAL, meanwhile, meanwhile.clock)
        self.shop = Workshop(books, RULES, self.tray, host=at_host)
        self.desk = Desk(books, "Bench 1", RULES, self.shop)
        self.desk.scan(BADGE)

    @property
    def problem(self) -> LabelRefused | None:
        """Why there is no label."""
        return self.shop.last_problem


def host_that_answers(books: Books, seller: LabelCounter) -> HostComputer:
    """One that has just said that it is there."""
    made = HostComputer(books, seller)
    made.sign.turn()
    return made
