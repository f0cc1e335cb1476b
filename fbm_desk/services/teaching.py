"""Teaching an unknown barcode at the bench: which article it is, who says so, what is refused.

A taught barcode counts nothing by itself: the unit is scanned again.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain import teaching as rules
from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.codes import Code, Command
from fbm_desk.domain.errors import NotAllowed
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import healing
from fbm_desk.services.asked import About, Question, Taught, Unknown
from fbm_desk.services.books import Books
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, history, parcels, people, taught
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person
from fbm_desk.store.sessions import Actor

_DIGITS = 9


def remember(place: Workplace, code: Code, source: ScanSource) -> None:
    """Keep a barcode that nobody knew, and how often a camera read the same one."""
    before, looks = place.unknown, 1
    if before is not None and before.code.text == code.text:
        looks = before.looks + 1
        source = before.source if before.source is not ScanSource.CAMERA else source
    place.unknown = Unknown(code, source, looks)


def choices(place: Workplace) -> tuple[Sku, ...]:
    """What a digit stands for: the articles of the order that miss units, as they are shown."""
    if place.bench is None:
        return ()
    session = place.bench.opened.session
    open_lines = [line.sku for i, line in enumerate(session.lines) if session.missing(i) > 0]
    return tuple(dict.fromkeys(open_lines))[:_DIGITS]


def asks(place: Workplace) -> bool:
    """True while it is asked which article an unknown barcode is."""
    question = place.question
    return question is not None and question.about is About.TEACH and question.by is not None


def begin(place: Workplace, connection: Connection) -> Verdict:
    """TEACH was scanned: ask which article, or first for a supervisor, or say why not."""
    if place.may_decide and place.person is not None:
        return begin_by(place, connection, place.person)
    refused = _cannot(place, connection)
    if refused is not None:
        return refused
    place.question = Question(About.TEACH, unknown=place.unknown)
    scanned = place.unknown.code.text if place.unknown else ""
    return Verdict(VerdictCode.SUPERVISOR_WANTED, reason=About.TEACH.value, scanned=scanned)


def begin_by(place: Workplace, connection: Connection, by: Person) -> Verdict:
    """A supervisor is there: which article is it?"""
    place.question = None
    refused = _cannot(place, connection)
    if refused is not None:
        return refused
    place.question = Question(About.TEACH, by, unknown=place.unknown)
    return asked(place.question)


def _cannot(place: Workplace, connection: Connection) -> Verdict | None:
    if place.unknown is None:
        return Verdict(VerdictCode.NOTHING_TO_TEACH)
    return _refusal(place, connection, place.unknown)


def asked(question: Question, reason: str = "") -> Verdict:
    """The question itself."""
    text = question.unknown.code.text if question.unknown else ""
    why = reason or ("many" if question.units > 1 else "")
    return Verdict(VerdictCode.TEACH_ASKED, scanned=text, units=question.units, reason=why)


def answer(place: Workplace, connection: Connection, question: Question, code: Code) -> Verdict:
    """A number of units, a digit or another barcode of the article."""
    if code.command is Command.QUANTITY and code.quantity:
        place.question = replace(question, units=code.quantity)
        return asked(place.question)
    if code.choice:
        offered = choices(place)
        if code.choice > len(offered):
            return asked(question, "unknown_too")
        return _teach(place, connection, question, offered[code.choice - 1])
    skus = {match.sku for match in articles.matches(connection, code.keys)}
    if len(skus) != 1:
        return asked(question, "unknown_too")
    return _teach(place, connection, question, skus.pop())


def _teach(place: Workplace, connection: Connection, question: Question, sku: Sku) -> Verdict:
    assert question.unknown is not None
    assert question.by is not None
    place.question = None
    refused = _refusal(place, connection, question.unknown)
    if refused is not None:
        return refused
    code, actor = question.unknown.code, replace(place.actor(), user_id=question.by.id)
    key = taught.teach(connection, _printed(code), sku, question.units, actor)
    if place.bench is not None:
        order_ids = [place.bench.order.order_id]
        history.add(connection, order_ids, "barcode_taught", actor.at, sku, question.by.id)
    place.unknown, place.taught = None, Taught(key, sku)
    doubt = rules.doubt(code, question.units) or ("many" if question.units > 1 else "")
    return Verdict(
        VerdictCode.TAUGHT, scanned=code.text, sku=sku, units=question.units, reason=doubt
    )


def _printed(code: Code) -> str:
    """What is kept of a code: of one that says more than its article, the article's number."""
    return code.text if barcode_key(code.text) in code.keys else code.keys[0]


def _refusal(place: Workplace, connection: Connection, unknown: Unknown) -> Verdict | None:
    """Why this barcode cannot be taught; None when it can."""
    code = unknown.code
    why, other = rules.refusal(code, unknown.source, unknown.looks), None
    if not why:
        others = articles.matches(connection, code.keys)
        why, other = ("other_article", others[0].sku) if others else ("", None)
    if not why and healing.is_glued(place, connection, code):
        why = "mangled"
    if not why and people.by_badge(connection, place.books.seal, code.text):
        why = "badge"
    if not why and parcels.tracking_known(connection, code.text):
        why = "tracking"
    if not why:
        return None
    return Verdict(VerdictCode.TEACH_REFUSED, scanned=code.text, reason=why, came=other)


def take_back(place: Workplace, connection: Connection) -> Verdict:
    """UNDO right after teaching: a supervisor's badge is wanted where none works here."""
    if place.may_decide and place.person is not None:
        return untaught(place, connection, place.person.id)
    place.question = Question(About.UNTEACH)
    return Verdict(VerdictCode.SUPERVISOR_WANTED, reason=About.TEACH.value)


def untaught(place: Workplace, connection: Connection, by: int) -> Verdict:
    """Forget what was taught here last."""
    last, place.taught, place.question = place.taught, None, None
    actor = replace(place.actor(), user_id=by)
    if last is None or not taught.forget(connection, last.code, last.sku, actor):
        return Verdict(VerdictCode.NOTHING_TO_UNDO)
    return Verdict(VerdictCode.UNTAUGHT, sku=last.sku, scanned=last.code)


def forget(books: Books, code: str, sku: Sku, user_id: int) -> bool:
    """Take back what was taught, from an office; False when it was not. Raises `NotAllowed`."""
    with books.writing() as connection:
        _demand_decider(connection, user_id)
        return taught.forget(connection, code, sku, Actor(user_id, 0, books.now()))


def note_weight(books: Books, sku: Sku, grams: int, user_id: int, bench_id: int = 0) -> bool:
    """Note what one unit weighs; False when there is no such article.

    Raises `NotAllowed` unless a supervisor says so, ValueError for a weight nothing has.
    """
    if not 0 < grams <= 70_000:
        raise ValueError("a unit weighs between 1 g and 70 kg")
    with books.writing() as connection:
        _demand_decider(connection, user_id)
        known = taught.set_weight(connection, sku, grams)
        if known:
            actor = Actor(user_id, bench_id, books.now())
            taught.note(connection, sku, "weight_noted", str(grams), actor)
        return known


def _demand_decider(connection: Connection, user_id: int) -> None:
    role = next((one.role for one in people.everybody(connection) if one.id == user_id), None)
    if role not in MAY_DECIDE:
        raise NotAllowed("people_rights")
