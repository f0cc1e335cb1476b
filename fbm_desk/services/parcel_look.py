"""What a bench shows of boxes, tasks, proofs, weights and decisions, read off the pack session.

Nothing here asks the database, but for a buyer's greeting and the lots of an article, which are
fetched at the moment they are shown.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fbm_desk.domain.boxing import PackBox, Suggestion, Thing, place
from fbm_desk.domain.deeds import Count, Lying, TaskKind
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.overriding import REASONS
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.domain.weighing import contents_g, expected_g
from fbm_desk.services import box_choice
from fbm_desk.services.article_look import article_view
from fbm_desk.services.article_view import ArticleView, LineView
from fbm_desk.services.desk_view import BenchView, ChangedLine
from fbm_desk.services.parcel_view import (
    BoxState,
    BoxView,
    DecisionView,
    PlacedView,
    PlanView,
    ProofView,
    TaskView,
    UnitsView,
    WeighView,
)
from fbm_desk.services.taking import OnBench
from fbm_desk.store import articles, privacy
from fbm_desk.store.database import Connection
from fbm_desk.store.privacy import Private
from fbm_desk.store.sealed import Seal

_ON_THE_SCALE = (State.WEIGHING, State.WEIGHT_OFF)


def with_parcels(
    bench: OnBench, view: BenchView, verdict: Verdict | None, boxes: Sequence[PackBox]
) -> BenchView:
    """The view with all that memory knows of the order's boxes and of what is asked about them."""
    session = bench.opened.session
    return replace(
        view,
        boxes=tuple(_boxes(bench, session, boxes)),
        times=session.times,
        boxes_asked=session.boxes_asked,
        task=_task(bench, session),
        weighing=_weighing(bench, session, verdict),
        decision=_decision(bench, session),
        proof=_proof(session, verdict),
        plan=_plan(bench, session, tuple(boxes)),
        changed_lines=tuple(_changes(bench, session, verdict)),
        came=_broken(bench, verdict) or view.came,
    )


def _article(bench: OnBench, sku: Sku) -> ArticleView:
    return article_view(bench.articles.get(sku), sku)


# --- boxes ---------------------------------------------------------------------------------------


def _boxes(bench: OnBench, session: Session, kinds: Sequence[PackBox]) -> Iterator[BoxView]:
    """The boxes by number; once they are labelled in turn, empty ones are none any more.

    What one weighs is what its label says of it.
    """
    lying = session.lying
    full = sorted({one.box for one in lying})
    for number in full if session.turn else range(1, session.boxes + 1):
        inside = tuple(one for one in lying if one.box == number)
        inside_g = contents_g(session, inside)
        weighed, chosen = session.weighed(number), session.box_name(number)
        grams = weighed.grams if weighed else 0
        yield BoxView(
            number,
            _state(session, number),
            tuple(_contents(bench, session, inside)),
            chosen.name if chosen else "",
            grams or (inside_g and inside_g + _empty_g(bench, session, kinds, number)),
            bool(grams),
            session.tracking_of(number),
        )


def _empty_g(bench: OnBench, session: Session, kinds: Sequence[PackBox], number: int) -> int:
    return box_choice.packaging_g(session, number, bench.articles, kinds)


def _state(session: Session, number: int) -> BoxState:
    if any(one.box == number for one in session.closed):
        return BoxState.CLOSED
    if session.turn:
        return BoxState.TURN if session.turn == number else BoxState.OPEN
    return BoxState.FILLING if session.filling == number else BoxState.OPEN


def _contents(bench: OnBench, session: Session, inside: tuple[Lying, ...]) -> Iterator[UnitsView]:
    units: dict[Sku, int] = {}
    for one in inside:
        sku = session.sku_of(one)
        units[sku] = units.get(sku, 0) + one.units
    for sku, count in units.items():
        yield UnitsView(_article(bench, sku), count)


# --- what is asked -------------------------------------------------------------------------------


def _task(bench: OnBench, session: Session) -> TaskView | None:
    if session.state is not State.TASK_WANTED or not session.tasks_left:
        return None
    task, count = session.tasks_left[0], len(session.due_tasks)
    article = _article(bench, task.sku) if task.sku else None
    units = sum(session.packed(i) for i in session.of_sku(task.sku)) if task.sku else 0
    told = {TaskKind.NOTE: article.note, TaskKind.HAZARDOUS: article.hazardous} if article else {}
    text = told.get(task.kind, "")
    number = count - len(session.tasks_left) + 1
    return TaskView(task.kind, number, count, article, units, text)


def _weighing(bench: OnBench, session: Session, verdict: Verdict | None) -> WeighView | None:
    asked = session.asks is not None and session.asks.value == "weight"
    if session.state not in _ON_THE_SCALE and not asked:
        return None
    due_g = expected_g(session, session.box)
    if verdict is None or verdict.code is not VerdictCode.WEIGHT_OFF or verdict.came is None:
        return WeighView(session.box, due_g, session.reading_g)
    came = _article(bench, verdict.came)
    return WeighView(session.box, due_g, session.reading_g, came, verdict.units)


def _decision(bench: OnBench, session: Session) -> DecisionView | None:
    if session.asks is None:
        return None
    reasons = tuple(why.value for why in REASONS[session.asks])
    missing = tuple(
        LineView(_article(bench, line.sku), session.packed(i), line.wanted)
        for i, line in enumerate(session.lines)
        if session.missing(i) > 0
    )
    return DecisionView(session.asks.value, reasons, missing)


def _proof(session: Session, verdict: Verdict | None) -> ProofView | None:
    """What the unit showed that was counted just now."""
    if verdict is None or verdict.code is not VerdictCode.COUNTED or not session.deeds:
        return None
    count = session.deeds[-1]
    if not isinstance(count, Count):
        return None
    return ProofView(count.serial, count.lot, count.expires_on)


def _changes(bench: OnBench, session: Session, verdict: Verdict | None) -> Iterator[ChangedLine]:
    if verdict is not None and verdict.code is VerdictCode.REPLANNED:
        for change in session.changes:
            yield ChangedLine(_article(bench, change.sku), change.was, change.now)


def _broken(bench: OnBench, verdict: Verdict | None) -> ArticleView | None:
    if verdict is None or verdict.code is not VerdictCode.DAMAGED or verdict.sku is None:
        return None
    return _article(bench, verdict.sku)


# --- the box to take -----------------------------------------------------------------------------


def _plan(bench: OnBench, session: Session, boxes: tuple[PackBox, ...]) -> PlanView | None:
    """The box for what is filled now: the packer's own choice, else what is suggested."""
    if not boxes or session.turn:
        return None
    units = [(line.sku, line.wanted) for line in session.lines if line.wanted > 0]
    things = box_choice.things_of(units, bench.articles)
    found = box_choice.suggested(boxes, things) if things else ()
    mine = found[session.filling - 1] if session.filling <= len(found) else None
    chosen = session.box_name(session.filling)
    shown = [line for line in session.lines if not line.dropped]
    kinds = {line.sku: at for at, line in reversed(list(enumerate(shown)))}
    if chosen is not None:
        box = next((one for one in boxes if one.name == chosen.name), None)
        if box is None:
            return PlanView(chosen.name, boxes=max(1, len(found)), chosen=True)
        mine = _placed(box, mine.things if mine else things)
    if mine is None:
        return None
    return _plan_view(mine, kinds, max(1, len(found)), chosen is not None)


@functools.lru_cache(maxsize=16)
def _placed(box: PackBox, things: tuple[Thing, ...]) -> Suggestion:
    return Suggestion(box, things, place(box, things))


def _plan_view(found: Suggestion, kinds: dict[Sku, int], boxes: int, chosen: bool) -> PlanView:
    if found.box is None:
        return PlanView("", boxes=boxes)
    placed = tuple(
        PlacedView(one.at, one.sides, kinds.get(one.thing.sku, 0)) for one in found.placed
    )
    inner, full = found.box.inner, min(100, found.fill_percent)
    return PlanView(found.box.name, inner, placed, full, boxes, chosen)


# --- what stands in the books only ---------------------------------------------------------------


_OF_THE_BUYER = (TaskKind.GIFT_MESSAGE, TaskKind.PERSONALISATION)


def wants_books(session: Session, verdict: Verdict | None) -> bool:
    """True when a buyer's words or the lots in stock are to be shown."""
    words = session.state is State.TASK_WANTED and any(
        task.kind in _OF_THE_BUYER for task in session.tasks_left[:1]
    )
    return words or (verdict is not None and verdict.reason == "earlier_lot")


def with_books(connection: Connection, seal: Seal, bench: OnBench, view: BenchView) -> BenchView:
    """The view with the buyer's words while they are needed, and with the lot that ends first."""
    if view.task is not None and view.task.kind in _OF_THE_BUYER:
        private = privacy.find(connection, seal, bench.order.order_id)
        view = replace(view, task=_with_words(bench, view.task, private))
    verdict = view.verdict
    if verdict is not None and verdict.reason == "earlier_lot" and verdict.sku and view.proof:
        oldest = next(iter(articles.lots_of(connection, [verdict.sku])), None)
        if oldest is not None and oldest.lot != view.proof.lot:
            earlier = {"earlier_lot": oldest.lot, "earlier_on": oldest.expires_on}
            view = replace(view, proof=replace(view.proof, **earlier))  # type: ignore[arg-type]
    return view


def earlier_lot(connection: Connection, session: Session) -> str:
    """The lot that ends before that of the unit counted last, where it is known; else ''.

    The last unit's own verdict gives way to the label at once: what stays says it too.
    """
    counts = [deed for deed in session.deeds if isinstance(deed, Count)]
    until = counts[-1].expires_on if counts else None
    if until is None:
        return ""
    last = counts[-1]
    sku = last.instead or session.lines[last.pieces[0][0]].sku
    oldest = next(iter(articles.lots_of(connection, [sku])), None)
    if oldest is None or oldest.expires_on is None or oldest.expires_on >= until:
        return ""
    return oldest.lot


def _with_words(bench: OnBench, task: TaskView, private: Private) -> TaskView:
    """The task with the words of all lines; of a personalised article, with its own lines' wishes.

    Of a wish Amazon gives only a link; words and links are told apart, for a link says nothing.
    """
    if task.kind is TaskKind.GIFT_MESSAGE:
        return replace(task, text=" ".join(dict.fromkeys(private.messages.values())))
    about = {line.line_id for line in bench.lines if task.article and line.sku == task.article.sku}
    wishes = [wish for line_id, wish in private.wishes.items() if not about or line_id in about]
    links = tuple(wish for wish in dict.fromkeys(wishes) if _is_link(wish))
    words = " · ".join(wish for wish in dict.fromkeys(wishes) if not _is_link(wish))
    return replace(task, text=words, links=links)


def _is_link(wish: str) -> bool:
    return wish.lower().startswith(("https://", "http://"))
