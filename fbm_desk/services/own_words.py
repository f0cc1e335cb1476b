"""A shop's own article that is called like a command: the order decides, else the packer is asked.

`X5` on the command sheet counts five times; an article may be called X5. With CMD- before it a
word is a command and nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.codes import Code, CodeKind, Command
from fbm_desk.domain.events import Scanned
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import State
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import what_now
from fbm_desk.services.asked import About, Question
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles
from fbm_desk.store.database import Connection

_ARTICLE, _COMMAND = 1, 2
"""The digits that answer."""
_WITHOUT_ORDER = frozenset({Command.QUANTITY, Command.PARCEL, Command.MOVE, Command.DAMAGED})
"""Commands that mean nothing where no order is on the bench."""


def settled(place: Workplace, connection: Connection, code: Code) -> Code | Verdict:
    """The code as it is meant, or the question which of the two it is."""
    question = place.question
    if question is not None and question.about is About.WORD and question.word is not None:
        if code.command is Command.UNDO:
            return code  # drops the question as it drops every other
        place.question = None
        if code.choice == _ARTICLE:
            return _as_article(question.word)
        return question.word if code.choice == _COMMAND else code
    if code.command is None and code.reason is None:
        return code
    if code.text.upper().startswith("CMD") or not articles.matches(connection, code.keys):
        return code
    if not _is_wanted(place, connection, code):
        return code
    if not _means_something(place, code):
        return _as_article(code)
    place.question = Question(About.WORD, place.person, word=code)
    return Verdict(VerdictCode.AMBIGUOUS, scanned=code.text, reason="command")


def _as_article(code: Code) -> Code:
    return replace(code, command=None, reason=None, quantity=0, box=0, kind=CodeKind.PLAIN)


def _is_wanted(place: Workplace, connection: Connection, code: Code) -> bool:
    """True when the article would count now; without an order when it could begin one."""
    if place.bench is None:
        return code.command is None or code.command in _WITHOUT_ORDER
    session = place.bench.opened.session
    if session.state is not State.PACKING:
        return False
    matches = articles.matches(connection, code.keys)
    answer = step(replace(session, times=0), Scanned(_as_article(code), matches)).verdict
    return answer.code not in (VerdictCode.WRONG_ITEM, VerdictCode.ALREADY_ENOUGH)


def _means_something(place: Workplace, code: Code) -> bool:
    """True when the command does something now; the reason of a hold is asked for before."""
    return code.command is not None and code.command in what_now.commands(place)
