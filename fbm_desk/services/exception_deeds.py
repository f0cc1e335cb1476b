"""What a person does about a matter: written down with who said it, then carried out.

Who may say it is looked up in the books; a bench that has the order in hands finds it at its next
step, as after any other news.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import tzinfo

from fbm_desk.domain.barcodes import Command
from fbm_desk.domain.cancelling import BY_SELLER
from fbm_desk.domain.errors import Invalid, NotAllowed, Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.packing import step
from fbm_desk.domain.paper import JobState
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import Commanded
from fbm_desk.domain.stages import MAY_DECIDE, Stage
from fbm_desk.domain.tracking import Fit, number_on_label, reads_like_tracking
from fbm_desk.services import (
    exceptions,
    interceptions,
    label_asking,
    late_wishes,
    quantities,
    taking,
    unclear_labels,
    untold,
)
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.exceptions_view import SUPERVISORS, Deed, Matter
from fbm_desk.services.office_view import Outcome, WorkView
from fbm_desk.services.topics import Topic
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import (
    cancellations,
    history,
    orders,
    parcels,
    people,
    print_jobs,
    purchases,
    refused_refunds,
    sessions,
)
from fbm_desk.store.purchases import Purchase
from fbm_desk.store.sessions import Actor

NOBODY = 0
"""Whoever is not signed in; may not settle anything."""
OFFICE = 0
"""The bench of what is decided at no bench."""
ANSWER_WITHIN_S = 90.0
MOST_WHY_CHARS = 120
_UNKNOWN = (PurchaseState.UNCLEAR, PurchaseState.INTENDED)


def no_work() -> tuple[WorkView, ...]:
    """Nothing is done in the background."""
    return ()


@dataclass(frozen=True, slots=True)
class ExceptionDesk:
    """Answers the Exceptions screen. `sync_now` asks for a turn, `work` tells how the turns go."""

    books: Books
    rules: DeskRules
    shop: Workshop
    user_id: Callable[[], int | None]
    work: Callable[[], tuple[WorkView, ...]] = no_work
    sync_now: Callable[[], None] = lambda: None
    zone: tzinfo | None = None

    def open_ones(self) -> tuple[Matter, ...]:
        """All open matters, the gravest first."""
        return exceptions.open_matters(
            self.books, self.work(), connected=self.rules.connected, zone=self.zone
        )

    def do(self, key: str, deed: Deed, text: str = "") -> str:
        """Do it; what came of it, as a code. `text` is a number that is wanted, or why.

        Raises `NotAllowed` "supervisor_only", `Invalid` "matter_settled" and whatever the deed
        itself raises. Asking Amazon takes long: never call that on the database's thread.
        """
        kind, _, ident = key.partition(":")
        deeds = _DEEDS.get((kind, deed)) or _DEEDS.get(("", deed))
        if deeds is None:
            raise Invalid("matter_settled")
        if deed in SUPERVISORS:
            self._may_decide()
        told = deeds(self, ident, text)
        self.shop.changed(frozenset({Topic.ORDERS, Topic.SYNC, Topic.PRINTING}))
        return told

    def _may_decide(self) -> None:
        user_id = self.user_id()
        with self.books.reading() as connection:
            role = next(
                (one.role for one in people.everybody(connection) if one.id == user_id), None
            )
        if role not in MAY_DECIDE:
            raise NotAllowed("supervisor_only")


def _short(text: str) -> str:
    """Why, in a line."""
    return " ".join(text.split())[:MOST_WHY_CHARS]


# --- labels --------------------------------------------------------------------------------------


def _purchase(desk: ExceptionDesk, ident: str) -> Purchase:
    with desk.books.reading() as connection:
        return purchases.find(connection, int(ident))


def _way_to_ask(desk: ExceptionDesk) -> Callable[[Purchase], None]:
    """How Amazon is asked here: by ourselves, or by the program that has the keys."""
    shop = desk.shop
    if shop.labels is not None:
        counter = shop.labels
        return lambda one: label_asking.ask_again(counter, one)
    if shop.host is not None:
        host = shop.host
        return lambda one: host.label_again(one.id)
    raise Unavailable("no_account")


def _ask_again(desk: ExceptionDesk, ident: str, _text: str) -> str:
    """Ask Amazon on the thread that buys labels, and wait for what it says."""
    ask_amazon = _way_to_ask(desk)
    before = _purchase(desk, ident)
    answer: Future[None] = Future()

    def ask() -> None:
        try:
            ask_amazon(before)
        except BaseException as error:
            answer.set_exception(error)
        else:
            answer.set_result(None)

    desk.shop.label_run(ask)
    try:
        answer.result(ANSWER_WITHIN_S)
    except TimeoutError:
        raise Unavailable("still_asking") from None
    return _said(before, _purchase(desk, ident))


def _said(before: Purchase, now: Purchase) -> str:
    """What Amazon's answer changed."""
    if now.state in _UNKNOWN:
        return "still_unclear"
    if now.state is PurchaseState.BOUGHT:
        return "still_wrong" if now.reason else "is_bought"
    if now.state is PurchaseState.VOID_WANTED:
        return "refund_pending" if before.state is now.state else "refund_asked"
    return {
        PurchaseState.VOID: "refund_granted",
        PurchaseState.VOID_REFUSED: "refund_refused",
        PurchaseState.REFUSED: "is_not_bought",
    }.get(now.state, "done")


def _bought(desk: ExceptionDesk, ident: str, text: str) -> str:
    unclear_labels.settle_unclear(
        desk.books, int(ident), bought=True, tracking=text, user_id=desk.user_id()
    )
    return "bought"


def _not_bought(desk: ExceptionDesk, ident: str, text: str) -> str:
    unclear_labels.settle_unclear(
        desk.books, int(ident), bought=False, user_id=desk.user_id(), why=_short(text)
    )
    return "not_bought"


def _void(desk: ExceptionDesk, ident: str, text: str) -> str:
    """A paid label that cannot be used goes back; Amazon is asked in the background."""
    one = _purchase(desk, ident)
    if one.state is not PurchaseState.BOUGHT or not one.reason:
        raise Invalid("matter_settled")
    now = desk.books.now()
    with desk.books.writing() as connection:
        purchases.settle(
            connection, one.id, PurchaseState.VOID_WANTED,
            only_from=PurchaseState.BOUGHT, reason="", words="",
        )  # fmt: skip
        order_ids, user_id = [one.order_id], desk.user_id()
        history.add(connection, order_ids, "label_void_wanted", now, _short(text), user_id)
    desk.shop.label_run(lambda: _give_back(desk.shop))
    return "voiding"


def _give_back(shop: Workshop) -> None:
    shop.void_unneeded()


def _refund_again(desk: ExceptionDesk, ident: str, _text: str) -> str:
    """A refusal is not the last word: what was wrong then may be right now."""
    one = _purchase(desk, ident)
    now = desk.books.now()
    with desk.books.writing() as connection:
        if not refused_refunds.ask_again(connection, one.id):
            raise Invalid("matter_settled")
        order_ids, user_id = [one.order_id], desk.user_id()
        history.add(connection, order_ids, "refund_asked_again", now, user_id=user_id)
    desk.shop.label_run(lambda: _give_back(desk.shop))
    return "refund_asked"


def _seen(desk: ExceptionDesk, ident: str, text: str) -> str:
    one = _purchase(desk, ident)
    now, user_id = desk.books.now(), desk.user_id()
    with desk.books.writing() as connection:
        if not refused_refunds.note_seen(connection, one.id, user_id, now):
            raise Invalid("matter_settled")
        history.add(connection, [one.order_id], "refund_refusal_seen", now, _short(text), user_id)
    return "seen"


# --- boxes ---------------------------------------------------------------------------------------


def _settles(outcome: Outcome) -> _Do:
    def settle(desk: ExceptionDesk, ident: str, _text: str) -> str:
        interceptions.settle(desk.books, int(ident), outcome, desk.user_id())
        return outcome.value

    return settle


def _seen_to(desk: ExceptionDesk, ident: str, _text: str) -> str:
    late_wishes.seen_to(desk.books, OrderId(ident), desk.user_id())
    return "seen_to"


def _release(desk: ExceptionDesk, ident: str, text: str) -> str:
    """The order may be packed again: it waits with the others, its box stays as it is."""
    order_id, now = OrderId(ident), desk.books.now()
    with desk.books.writing() as connection:
        order = orders.find(connection, order_id)
        if order is None or order.stage is not Stage.HELD:
            raise Invalid("matter_settled")
        if cancellations.is_wanted(connection, order_id):
            raise Invalid("being_cancelled")
        orders.set_stage(connection, order_id, Stage.WAITING)
        history.add(connection, [order_id], "released", now, _short(text), desk.user_id())
    return "released"


def _cancel_again(desk: ExceptionDesk, ident: str, _text: str) -> str:
    """Amazon refused to cancel it: it is told once more, and nobody packs the order meanwhile."""
    order_id, now, user_id = OrderId(ident), desk.books.now(), desk.user_id() or 0
    with desk.books.writing() as connection:
        order, before = orders.find(connection, order_id), cancellations.find(connection, order_id)
        held = order is not None and order.stage is Stage.HELD
        if not held or before is None or before.state is not OutboxState.REFUSED:
            raise Invalid("matter_settled")
        cancellations.want(connection, order_id, before.reason, user_id, now)
        orders.set_stage(connection, order_id, Stage.HELD, BY_SELLER)
        reason = before.reason.value
        history.add(connection, [order_id], "cancelled_by_seller", now, reason, user_id)
    desk.sync_now()
    return "cancelling"


def _pack(desk: ExceptionDesk, ident: str, _text: str) -> str:
    """Decided: it is packed although its buyer asks to cancel. Any bench may take it up."""
    order_id, now = OrderId(ident), desk.books.now()
    actor = Actor(desk.user_id() or 0, OFFICE, now)
    with desk.books.writing() as connection:
        order = orders.find(connection, order_id)
        if order is None or not order.cancel_requested:
            raise Invalid("matter_settled")
        if sessions.find_open(connection, order_id) is not None:
            raise Invalid("on_a_bench")
        taken = taking.take(connection, order_id, desk.rules, actor, may_decide=True)
        if taken.bench is None:
            raise Invalid("on_a_bench")
        opened, event = taken.bench.opened, Commanded(Command.LATER)
        done = step(opened.session, event)
        sessions.record(connection, opened, event, done, actor)
        orders.set_stage(connection, order_id, Stage.WAITING)
        sessions.release(connection, opened, now)
    return "to_be_packed"


def _number(desk: ExceptionDesk, ident: str, text: str) -> str:
    """The carrier's number of a parcel that was closed without one."""
    number, now = number_on_label(text), desk.books.now()
    fit = desk.rules.tracking_fit(text.strip())[0]
    if not reads_like_tracking(number) or fit is Fit.MISREAD:
        raise Invalid("tracking_misread" if fit is Fit.MISREAD else "no_tracking")
    with desk.books.writing() as connection:
        parcel = parcels.find(connection, int(ident))
        if parcel is None or parcel.tracking:
            raise Invalid("matter_settled")
        if parcels.tracking_known(connection, number):
            raise Invalid("tracking_used")
        parcels.set_tracking(connection, parcel.id, number)
        order_ids, user_id = [parcel.order_id], desk.user_id()
        history.add(connection, order_ids, "tracking_noted", now, user_id=user_id)
    return "noted"


# --- paper and sync ------------------------------------------------------------------------------


def _settle_paper(desk: ExceptionDesk, ident: str, state: JobState, kind: history.Kind) -> None:
    now = desk.books.now()
    with desk.books.writing() as connection:
        job = print_jobs.find(connection, int(ident))
        if job.state not in (JobState.NOT_SENT, JobState.UNKNOWN):
            raise Invalid("matter_settled")
        print_jobs.settle(connection, job.id, state, now, kind)
        if job.order_id is not None:
            paper, user_id = job.paper.value, desk.user_id()
            history.add(connection, [job.order_id], kind, now, paper, user_id)


def _came_out(desk: ExceptionDesk, ident: str, _text: str) -> str:
    _settle_paper(desk, ident, JobState.PRINTED, "paper_seen")
    return "came_out"


def _print_again(desk: ExceptionDesk, ident: str, _text: str) -> str:
    """Nothing of it is there: the same job goes to the printer once more."""
    with desk.books.reading() as connection:
        if not print_jobs.is_drawn(connection, int(ident)):
            raise Invalid("nothing_to_print")
    _settle_paper(desk, ident, JobState.NOT_SENT, "paper_again")
    desk.shop.print_job(int(ident))
    return "printing"


def _no_paper(desk: ExceptionDesk, ident: str, _text: str) -> str:
    _settle_paper(desk, ident, JobState.REPLACED, "paper_not_wanted")
    return "no_paper"


def _tell_again(desk: ExceptionDesk, ident: str, _text: str) -> str:
    untold.tell_again(desk.books, int(ident), desk.user_id() or NOBODY)
    desk.sync_now()
    return "telling"


def _told_elsewhere(desk: ExceptionDesk, ident: str, _text: str) -> str:
    untold.told_elsewhere(desk.books, int(ident), desk.user_id() or NOBODY)
    return "elsewhere"


def _quantities_again(desk: ExceptionDesk, _ident: str, _text: str) -> str:
    quantities.try_again_now(desk.books)
    desk.sync_now()
    return "telling"


def _sync_now(desk: ExceptionDesk, _ident: str, _text: str) -> str:
    desk.sync_now()
    return "asked_now"


_Do = Callable[[ExceptionDesk, str, str], str]
_DEEDS: dict[tuple[str, Deed], _Do] = {
    ("label", Deed.ASK_AGAIN): _ask_again,
    ("label", Deed.BOUGHT): _bought,
    ("label", Deed.NOT_BOUGHT): _not_bought,
    ("label", Deed.VOID): _void,
    ("label", Deed.REFUND_AGAIN): _refund_again,
    ("label", Deed.SEEN): _seen,
    ("parcel", Deed.TAKEN_OUT): _settles(Outcome.TAKEN_OUT),
    ("parcel", Deed.GONE): _settles(Outcome.GONE),
    ("parcel", Deed.LET_GO): _settles(Outcome.LET_GO),
    ("wish", Deed.SEEN_TO): _seen_to,
    ("hold", Deed.RELEASE): _release,
    ("hold", Deed.CANCEL_AGAIN): _cancel_again,
    ("ask", Deed.PACK): _pack,
    ("number", Deed.NUMBER): _number,
    ("print", Deed.CAME_OUT): _came_out,
    ("print", Deed.PRINT_AGAIN): _print_again,
    ("print", Deed.NO_PAPER): _no_paper,
    ("news", Deed.TELL_AGAIN): _tell_again,
    ("news", Deed.TOLD_ELSEWHERE): _told_elsewhere,
    ("quantities", Deed.TELL_AGAIN): _quantities_again,
    ("", Deed.SYNC_NOW): _sync_now,
}
