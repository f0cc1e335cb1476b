"""A bench without Amazon's keys: it asks the program that has them, by way of the books, and waits.

A label is asked for at most as long as a call to Amazon takes. Whoever waits no longer has lost
nothing: the question stays, the ledger says what became of it, and the next try hears the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Event

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.session import LabelBought, LabelRefused
from fbm_desk.services import host_questions as questions
from fbm_desk.services.books import Books
from fbm_desk.services.host_questions import LabelPaper, Question
from fbm_desk.services.why_not_here import Why
from fbm_desk.store import database, host_asks, purchases

LOOK_S = 0.2
"""How often is looked for an answer."""
TAKEN_WITHIN_S = 20.0
"""How long a question waits to be taken, before it is taken back."""
ANSWERED_WITHIN_S = 150.0
"""How long a label is waited for: no call to Amazon takes longer than two minutes."""
LOOKED_WITHIN_S = 30.0
"""How long a look at Amazon is waited for, which can be had anew."""


class Silence(Enum):
    """Why there is no answer."""

    NO_HOST = "no_host"  #: nobody has answered questions for a while
    NOT_TAKEN = "not_taken"  #: nobody took it; it was taken back
    NOT_ANSWERED = "not_answered"  #: somebody took it, or it is not known whether


@dataclass(frozen=True, slots=True)
class AtHost:
    """Asks for one bench, from any thread but that of the books. `stop` ends the waiting."""

    books: Books
    paper: LabelPaper = field(default_factory=LabelPaper)
    stop: Event = field(default_factory=Event)
    clock: Callable[[], float] = time.monotonic

    def label(self, purchase_id: int) -> LabelBought | LabelRefused:
        """Have the label of a full box bought; safe to call again at any time."""
        paper = questions.paper_kept(self.paper)
        answer = self._ask(Question.LABEL, str(purchase_id), ANSWERED_WITHIN_S, paper)
        if answer in (Silence.NO_HOST, Silence.NOT_TAKEN):
            return LabelRefused("host_away", unclear=self._may_be_paid(purchase_id))
        if isinstance(answer, Silence):
            return LabelRefused("host_silent", unclear=True)
        return questions.label_read(answer)

    def label_again(self, purchase_id: int) -> None:
        """Have asked what became of a label. Raises `Unavailable`; the ledger knows the rest."""
        answer = self._ask(Question.LABEL_AGAIN, str(purchase_id), ANSWERED_WITHIN_S)
        if isinstance(answer, Silence):
            silent = answer is Silence.NOT_ANSWERED
            raise Unavailable("still_asking" if silent else "host_away")

    def order(self, order_id: OrderId) -> bool:
        """Have an order taken in as it is now; True when there is a new copy."""
        return self._ask(Question.ORDER, order_id, LOOKED_WITHIN_S) == "yes"

    def why(self, order_id: OrderId) -> Why | None:
        """Why an order is not here, as Amazon says; None without an answer."""
        answer = self._ask(Question.WHY, order_id, LOOKED_WITHIN_S)
        return None if isinstance(answer, Silence) else questions.why_read(answer)

    def _ask(
        self, question: Question, subject: str, within_s: float, details: str = ""
    ) -> str | Silence:
        """Put a question and wait for its answer."""
        kind, began = question.value, self.clock()
        with self.books.writing() as connection:
            now = database.time_there(connection, self.books.now())
            if not questions.is_there(connection, now):
                host_asks.withdraw(connection, kind, subject)  # of one who waits no longer
                return Silence.NO_HOST
            host_asks.ask(connection, kind, subject, details, now)
        while True:
            with self.books.reading() as connection:
                asked = host_asks.find(connection, kind, subject)
            if asked is None:
                return Silence.NOT_TAKEN  # it was taken back by another who asked the same
            if asked.answered_at is not None:
                return asked.answer
            waited_s = self.clock() - began
            if waited_s > within_s or self.stop.wait(LOOK_S):
                return Silence.NOT_ANSWERED
            if asked.taken_at is None and waited_s > TAKEN_WITHIN_S and self._withdrawn(asked):
                return Silence.NOT_TAKEN

    def _may_be_paid(self, purchase_id: int) -> bool:
        """True when a call for a label left before, or somebody may be buying it just now."""
        with self.books.reading() as connection:
            asked = host_asks.find(connection, Question.LABEL.value, str(purchase_id))
            under_way = asked is not None and asked.answered_at is None
            return under_way or purchases.sent_before(connection, purchase_id)

    def _withdrawn(self, asked: host_asks.Ask) -> bool:
        with self.books.writing() as connection:
            return host_asks.withdraw(connection, asked.kind, asked.subject)
