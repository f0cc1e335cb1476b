"""The program that has Amazon's keys, as benches without them know it: it answers their questions.

Each question is taken by one counter in one transaction; what it does is safe to do again, so one
whose counter died is taken by another after a while.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.services import host_questions as questions
from fbm_desk.services import label_asking, labels, sweep_lease, sync_wishes
from fbm_desk.services.books import Books
from fbm_desk.services.host_questions import LabelPaper, Question
from fbm_desk.services.label_desk import LabelDesk, load
from fbm_desk.services.orders import Intake
from fbm_desk.services.ports import Marketplace
from fbm_desk.services.refresh import refresh
from fbm_desk.services.sync_wishes import Wishes
from fbm_desk.services.topics import Topic
from fbm_desk.services.why_not_here import why_not_here
from fbm_desk.store import database, host_asks
from fbm_desk.store.host_asks import Ask
from fbm_desk.threads import scans_first

LOOK_S = 0.2
"""How often is looked for questions."""
HELD_UP_S = 5.0
"""How long to rest when the books cannot be written."""
TAKEN_OVER_AFTER = timedelta(minutes=3)
"""Whoever took a question and did not answer it for so long is taken to be dead: no call takes so
long. Several calls may: then two are at it, as two benches may be, and the ledger lets one buy."""
KEPT = timedelta(days=1)


@dataclass
class Counter:
    """Answers one question at a time. `labels_for` sells labels for a bench's printer."""

    books: Books
    who: str
    labels_for: Callable[[LabelPaper], LabelDesk]
    marketplace: Marketplace
    marketplace_ids: tuple[str, ...] = ()
    changed: Callable[[frozenset[Topic]], None] = lambda _topics: None
    _at: Ask | None = None

    def turn(self) -> float:
        """Answer what is asked; seconds until it is looked again.

        What the books' trouble left unanswered is gone on with, before the asker gives up.
        """
        scans_first.let_pass()
        try:
            while (asked := self._at or self._taken()) is not None:
                self._at = asked
                self._answer(asked)
                self._at = None
        except Unavailable:
            return HELD_UP_S
        return LOOK_S

    def _taken(self) -> Ask | None:
        """The next question, now ours. Looking costs no writer's turn."""
        with self.books.reading() as connection:
            before = database.time_there(connection, self.books.now()) - TAKEN_OVER_AFTER
            if not host_asks.is_any_open(connection, before):
                return None
        with self.books.writing() as connection:
            now = database.time_there(connection, self.books.now())
            before = now - TAKEN_OVER_AFTER
            return host_asks.take(connection, self.who, now, before, Question.LABEL.value)

    def _answer(self, asked: Ask) -> None:
        try:
            answer = _ANSWERS[Question(asked.kind)](self, asked)
        except Unavailable:
            raise  # of the books: it stays taken until they are back
        except Exception:  # a mistake of ours; whoever waits is told that there is no answer
            logging.getLogger("fbm_desk").exception("a question of a bench failed")
            answer = ""
        with self.books.writing() as connection:
            now = database.time_there(connection, self.books.now())
            host_asks.answer(connection, asked, self.who, answer, now)
        self.changed(frozenset({Topic.ORDERS, Topic.SESSION, Topic.SYNC}))

    def _label(self, asked: Ask) -> str:
        sold = self.labels_for(questions.paper_read(asked.details))
        return questions.label_kept(labels.buy(sold, int(asked.subject)))

    def _label_again(self, asked: Ask) -> str:
        sold = self.labels_for(LabelPaper())
        label_asking.ask_again(sold, load(sold, int(asked.subject)))
        return "asked"

    def _order(self, asked: Ask) -> str:
        order_id = OrderId(asked.subject)
        if not isinstance(refresh(self.books, self.marketplace, order_id), Intake):
            return "no"
        sync_wishes.granted(self.books, order_id=order_id)
        return "yes"

    def _why(self, asked: Ask) -> str:
        ids = self.marketplace_ids
        return questions.why_kept(why_not_here(self.books, asked.subject, self.marketplace, ids))


def go_on_for_the_dead(books: Books) -> None:
    """A host that begins goes on at once with what one that died on this computer had taken."""
    with books.writing() as connection:
        now = database.time_there(connection, books.now())
        for who in host_asks.takers(connection):
            if sweep_lease.has_died(who.rpartition(" ")[0]):
                host_asks.date_back(connection, who, now - 2 * TAKEN_OVER_AFTER)


_ANSWERS: dict[Question, Callable[[Counter, Ask], str]] = {
    Question.LABEL: Counter._label,
    Question.LABEL_AGAIN: Counter._label_again,
    Question.ORDER: Counter._order,
    Question.WHY: Counter._why,
}


@dataclass
class Sign:
    """Says that questions are answered here, and hears what people want of the background work."""

    books: Books
    who: str
    wake: Callable[[], None] = lambda: None
    _heard: Wishes = field(default_factory=Wishes)
    _given_s: float = 0.0
    _left: bool = False

    def turn(self) -> float:
        """Renew the sign when it is due; wake the background work for what is newly wanted."""
        try:
            if self._given_s <= 0:
                self._give()
            wishes = sync_wishes.asked_for(self.books)
        except Unavailable:
            return HELD_UP_S
        if wishes not in (Wishes(), self._heard):
            self.wake()
        self._heard = wishes
        self._given_s -= _HEAR_S
        return _HEAR_S

    def _give(self) -> None:
        with self.books.writing() as connection:
            if self._left:
                return
            now = database.time_there(connection, self.books.now())
            questions.give_sign(connection, self.who, now)
            host_asks.forget(connection, now - KEPT)
        self._given_s = questions.SIGN_EVERY_S

    def leave(self) -> None:
        """Nobody answers here any more, for good. Raises `Unavailable`."""
        self._left = True
        with self.books.writing() as connection:
            questions.leave(connection, self.who)


_HEAR_S = 1.0
