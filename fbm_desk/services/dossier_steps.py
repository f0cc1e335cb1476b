"""All steps of an order's history in their order, from everything that is written down about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.services import dossier_scans
from fbm_desk.services.amounts import price_text
from fbm_desk.services.today_view import HistoryStep, Mark
from fbm_desk.services.wording import first
from fbm_desk.store.dossier import News, Work
from fbm_desk.store.parcels import ParcelRow
from fbm_desk.store.print_jobs import PrintJob
from fbm_desk.store.purchases import Purchase
from fbm_desk.texts import has, say

PAID = (
    PurchaseState.BOUGHT,
    PurchaseState.VOID_WANTED,
    PurchaseState.VOID_REFUSED,
    PurchaseState.VOID,
)
"""States of a purchase for which money was spent."""
#: What the ledger of labels tells itself, with its price.
_TOLD_ELSEWHERE = frozenset({"label_bought"})
_MARKS = {
    "came": Mark.CAME,
    "changed": Mark.CAME,
    "cancel_overruled": Mark.HELD,
    "intercepted": Mark.HELD,
    "intercept_taken_out": Mark.HELD,
    "intercept_gone": Mark.VAN,
    "intercept_let_go": Mark.VAN,
    "label_read_back": Mark.LABEL,
    "label_void": Mark.LABEL,
    "label_void_wanted": Mark.LABEL,
    "refund_asked_again": Mark.LABEL,
    "refund_refusal_seen": Mark.LABEL,
    "released": Mark.TAKEN,
    "short_shipped": Mark.HELD,
    "damaged": Mark.HELD,
    "damaged_undone": Mark.HELD,
    "paper_seen": Mark.PRINTED,
    "paper_again": Mark.PRINTED,
    "paper_not_wanted": Mark.PRINTED,
    "label_waits_for_box": Mark.LABEL,
    "tracking_noted": Mark.LABEL,
    "reprinted": Mark.PRINTED,
    "reprint_label": Mark.PRINTED,
    "reprint_slip": Mark.PRINTED,
    "confirmed": Mark.TOLD,
    "tell_again": Mark.TOLD,
    "told_elsewhere": Mark.TOLD,
    "manifested": Mark.VAN,
}
#: Their details are a supervisor's own words.
_WITH_WHY = frozenset({"label_void_wanted", "refund_refusal_seen", "released"})
#: Their details are a number and an article.
_OF_UNITS = frozenset({"damaged", "damaged_undone"})
#: What comes first when two things were written down in the same millisecond.
_RANKS = {mark: rank for rank, mark in enumerate(
    (Mark.CAME, Mark.TAKEN, Mark.SCANNED, Mark.REFUSED, Mark.HELD, Mark.LABEL, Mark.PRINTED,
     Mark.CLOSED, Mark.TOLD, Mark.VAN)
)}  # fmt: skip


def in_order(*parts: Iterable[HistoryStep]) -> tuple[HistoryStep, ...]:
    """Steps from several places by their time. Each part keeps its own order among equals."""
    merged = [(step, place) for place, part in enumerate(parts) for step in part]
    merged.sort(key=lambda one: (one[0].at, _rank(one[0], one[1])))
    return tuple(step for step, _ in merged)


def _rank(step: HistoryStep, place: int) -> tuple[int, int]:
    # Events of the bench stay among themselves as their chain has them.
    if step.chain:
        return (_RANKS[Mark.CLOSED] if step.mark is Mark.CLOSED else _RANKS[Mark.SCANNED], place)
    return (_RANKS[step.mark], place)


def of_history(rows: Iterable[Any], names: dossier_scans.Names) -> list[HistoryStep]:
    """Steps noted by their kind: came, changed, label read back, told, on a manifest."""
    return [_noted(row, names) for row in rows if row.kind not in _TOLD_ELSEWHERE]


def _noted(row: Any, names: dossier_scans.Names) -> HistoryStep:
    if row.kind in _OF_UNITS:
        return _of_units(row, names)
    key = first(f"history.{row.kind}_{row.details}", f"history.{row.kind}")
    # A kind of a newer version has no sentence here: better its code than a gap in the evidence.
    words = say(key, details=row.details) if has(key) else row.kind.replace("_", " ")
    mark = _MARKS.get(row.kind, Mark.CAME)
    return HistoryStep(row.at, mark, words, _noted_details(row), row.user_name or "")


def _of_units(row: Any, names: dossier_scans.Names) -> HistoryStep:
    """Units of one article that broke, or did not after all."""
    number, _, sku = row.details.partition(" ")
    units, name = int(number), names.get(sku, sku)
    words = say(f"history.{row.kind}", count=units)
    details = say("history.article_units", name=name, units=units)
    return HistoryStep(row.at, _MARKS[row.kind], words, details, row.user_name or "")


def _noted_details(row: Any) -> str:
    if row.details and row.kind in ("reprint_label", "reprint_slip", "reprinted"):
        key = f"history.reprint_why_{row.details}"
        return say(key) if has(key) else ""
    if row.kind in _WITH_WHY:
        return str(row.details)
    return say("history.label_read_back_how") if row.kind == "label_read_back" else ""


def of_work(works: Sequence[Work], names: dossier_scans.Names) -> list[HistoryStep]:
    """Steps at the bench, session after session."""
    return [step for work in works for step in dossier_scans.steps_of(work, names)]


def of_parcels(parcels: Iterable[ParcelRow], works: Sequence[Work]) -> list[HistoryStep]:
    """Parcels that closed without a scan of their label."""
    with_scan = {
        work.id for work in works if any(one.verdict == "parcel_closed" for one in work.events)
    }
    return [
        HistoryStep(parcel.closed_at, Mark.CLOSED, say("history.closed"))
        for parcel in parcels
        if parcel.session_id not in with_scan
    ]


def of_purchases(purchases: Sequence[Purchase]) -> list[HistoryStep]:
    """Labels that were paid, and those of which nobody knows."""
    paid = [purchase for purchase in purchases if purchase.state in PAID]
    steps = [
        _label_step(purchase, _bought(purchase, len(paid)), label_of(purchase)) for purchase in paid
    ]
    for one in purchases:
        if one.state is PurchaseState.UNCLEAR:
            held = one.reason in ("not_shown", "several_shown")
            key = "history.label_held_how" if held else "history.label_unclear_how"
            how = say(key, order=one.order_id)
            steps.append(_label_step(one, say("history.label_unclear"), how))
        if one.state is PurchaseState.BOUGHT and one.reason:
            steps.append(_wrong_label(one))
        if one.state is PurchaseState.VOID_REFUSED:
            steps.append(_no_refund(one))
    return steps


def _wrong_label(purchase: Purchase) -> HistoryStep:
    reason = dossier_scans.reason_words(purchase.reason)
    words = say("history.label_wrong", reason=reason)
    how = say("history.label_wrong_how")
    if not purchase.shipment_id:  # found among Amazon's packages: nobody can fetch its paper
        how = say("history.label_found_how", order=purchase.order_id, tracking=purchase.tracking)
    return _label_step(purchase, words, how)


def _no_refund(purchase: Purchase) -> HistoryStep:
    """Whatever Amazon said stands there as it said it."""
    known = first(f"history.refund_{purchase.reason.removeprefix('void_')}", "")
    reason = purchase.words or (say(known) if known else say("history.refund_no_reason"))
    at = purchase.voided_at or purchase.answered_at or purchase.intended_at
    how = say("history.refund_how", reason=reason.rstrip("."))
    return HistoryStep(at, Mark.LABEL, say("history.refund_refused"), how)


def _label_step(purchase: Purchase, words: str, details: str = "") -> HistoryStep:
    at = purchase.answered_at or purchase.intended_at
    return HistoryStep(at, Mark.LABEL, words, details)


def _bought(purchase: Purchase, of: int) -> str:
    """Once, unless one was given back and another one bought."""
    if not purchase.price_minor:
        return say("history.label_bought_free")
    price = price_text(purchase.price_minor, purchase.currency)
    return say("history.label_bought" if of == 1 else "history.label_bought_more", price=price)


def label_of(purchase: Purchase) -> str:
    """`Kestrel Parcel 48H, shipment SHIP-1`."""
    service = service_text(purchase.carrier, purchase.service)
    return say("history.label_of", service=service, shipment=purchase.shipment_id)


def service_text(carrier: str, service: str) -> str:
    """A carrier's service; many carriers name themselves in it."""
    named = service.casefold().startswith(carrier.casefold())
    return service if named and service else f"{carrier} {service}".strip()


def of_print_jobs(jobs: Iterable[PrintJob]) -> list[HistoryStep]:
    """What was printed, and what was not."""
    return [_printed(job) for job in jobs]


def _printed(job: PrintJob) -> HistoryStep:
    paper = say(f"history.paper_{job.paper.value}")
    words = say(f"history.print_{job.state.value}", paper=paper)
    printer = printer_name(job.paper, job.destination)
    if job.reprint:
        printer = say("history.print_again", printer=printer)
    ended = job.state not in (JobState.WAITING, JobState.SENDING)
    at = job.ended_at if ended and job.ended_at else job.asked_at
    return HistoryStep(at, Mark.PRINTED, words, printer)


def printer_name(paper: Paper, destination: str = "") -> str:
    """A printer as people know it: by what it prints, with its queue's name; never its address."""
    kind, _, rest = destination.partition("://")
    if destination.startswith("folder:"):
        return say("history.printer_folder")
    name = say(f"history.printer_{paper.value}")
    return f"{name} {rest}" if kind == "queue" else name


def of_news(news: Iterable[News]) -> list[HistoryStep]:
    """What Amazon was told and what it refused; that it shows a parcel is noted by its kind."""
    steps = []
    for one in news:
        number = say("history.told_number", number=one.number)
        if one.sent_at is not None and one.state is not OutboxState.EXPORTED:
            steps.append(HistoryStep(one.sent_at, Mark.TOLD, say("history.told"), number))
        if one.state is OutboxState.REFUSED and one.settled_at is not None:
            words = say("history.not_told")
            steps.append(HistoryStep(one.settled_at, Mark.TOLD, words, one.words or number))
    return steps
