"""Paper of an order: the slip that lies in the box, the label as bought; each job a row first."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import JobState, Paper, PrintResult
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import State
from fbm_desk.printing.documents import PackingSlip
from fbm_desk.services import slips
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.ports import Printer
from fbm_desk.store import (
    parcels,
    print_jobs,
    purchases,
    sessions,
)
from fbm_desk.store.database import Connection
from fbm_desk.store.print_jobs import PrintJob
from fbm_desk.store.purchases import Purchase
from fbm_desk.store.sessions import Actor, OpenSession


def want_slip(
    books: Books,
    opened: OpenSession,
    rules: DeskRules,
    actor: Actor,
    *,
    reprint: bool = False,
) -> list[int]:
    """Write down the jobs that print the slip of the box whose turn it is, on every printer."""
    slip = slips.of_session(books, opened, opened.session.box, rules, reprint=reprint)
    return want_this_slip(books, slip, rules, actor)


def want_this_slip(books: Books, slip: PackingSlip, rules: DeskRules, actor: Actor) -> list[int]:
    """Write down the jobs that print a slip, on every printer the rules name for it."""
    places = (
        (Paper.SLIP, rules.slip_printer, "pdf"),
        (Paper.RECEIPT, rules.receipt_printer, "bin"),
    )
    order_id = OrderId(slip.order_id)
    return [
        _add(books, paper, to, drawn(slip, paper), order_id, actor, ending, reprint=slip.reprint)
        for paper, to, ending in places
        if to
    ]  # fmt: skip


def drawn(slip: PackingSlip, paper: Paper) -> bytes:
    """A slip in the language of the printer for this kind of paper."""
    from fbm_desk.printing.slip_escpos import packing_slip_escpos
    from fbm_desk.printing.slip_pdf import packing_slip_pdf

    return packing_slip_pdf(slip) if paper is Paper.SLIP else packing_slip_escpos(slip)


def want_label(
    books: Books, purchase_id: int, rules: DeskRules, actor: Actor, *, reprint: bool = False
) -> list[int]:
    """Write down the job that prints a label as it was bought; none without a label printer.

    Only a reprint prints a label twice: asked for again after a crash, the job is the first one.
    """
    if not rules.label_printer:
        return []
    with books.reading() as connection:
        purchase = purchases.find(connection, purchase_id)
        kept = purchases.documents(connection, books.seal, purchase_id)
        jobs = print_jobs.of_order(connection, purchase.order_id)
    mine = [job for job in jobs if job.purchase_id == purchase_id]
    first = [job for job in mine if not job.reprint]
    if first and not reprint:
        return [job.id for job in first if job.state is JobState.WAITING]
    before = _same_again(books, mine, rules.label_printer)
    if before is None and not kept:
        return []  # a supervisor answers for this label: its paper comes from Seller Central
    content, ending = before or for_printer(kept, rules.label_printer)
    return [
        _add(
            books, Paper.LABEL, rules.label_printer, content, purchase.order_id, actor, ending,
            purchase=purchase, reprint=reprint,
        )
    ]  # fmt: skip


def _same_again(
    books: Books, jobs: Sequence[PrintJob], destination: str
) -> tuple[bytes, str] | None:
    """What this printer got before and the ending of its name: a page is not drawn twice.

    A reprint is asked for in the thread that answers scans; drawing may take seconds.
    """
    for job in reversed(jobs):
        with books.reading() as connection:
            if job.destination == destination and print_jobs.is_drawn(connection, job.id):
                content = print_jobs.content(connection, books.seal, job.id)
                return content, job.name.rpartition(".")[2]
    return None


def for_printer(kept: dict[str, bytes], destination: str) -> tuple[bytes, str]:
    """The document a printer understands: ZPL for a thermal printer, else the page."""
    from fbm_desk.printing.documents import LabelFormat
    from fbm_desk.printing.label_zpl import label_to_zpl
    from fbm_desk.printing.zpl_inspect import printable

    if "ZPL" in kept:
        kept = {**kept, "ZPL": printable(kept["ZPL"])}
    if not destination.startswith("tcp://"):
        form = next(form for form in ("PDF", "PNG", "ZPL") if form in kept)
        return kept[form], form.lower()
    if "ZPL" in kept:
        return kept["ZPL"], "zpl"
    form = next(form for form in ("PDF", "PNG") if form in kept)
    return label_to_zpl(kept[form], LabelFormat(form)), "zpl"


def _add(
    books: Books,
    paper: Paper,
    destination: str,
    content: bytes,
    order_id: OrderId,
    actor: Actor,
    ending: str,
    *,
    purchase: Purchase | None = None,
    reprint: bool = False,
) -> int:
    with books.writing() as connection:
        if purchase is not None and reprint:
            print_jobs.replace_unsent(connection, purchase.id, books.now())
        return print_jobs.add(
            connection,
            books.seal,
            paper,
            content,
            destination=destination,
            order_id=order_id,
            purchase_id=purchase.id if purchase else None,
            session_id=purchase.session_id if purchase else None,
            name=f"{paper.value}-{order_id}.{ending}",
            reprint=reprint,
            user_id=actor.user_id,
            bench_id=actor.bench_id,
            asked_at=books.now(),
        )


def print_job(books: Books, printer: Printer, job_id: int, rules: DeskRules) -> PrintResult:
    """Send one job on its way. "Sending" is on disk before the first byte leaves."""
    if _is_void(books, job_id) or not _is_drawn(books, job_id, rules):
        with books.reading() as connection:
            job = print_jobs.find(connection, job_id)
        return PrintResult(job.state, job.reason)
    with books.writing() as connection:
        job = print_jobs.find(connection, job_id)
        if not print_jobs.begin(connection, job_id):
            return PrintResult(job.state, job.reason)
        content = print_jobs.content(connection, books.seal, job_id)
    _note_reprint(job)
    result = printer.print(job.destination, job.paper, job.name, content)
    with books.writing() as connection:
        print_jobs.settle(connection, job_id, result.state, books.now(), result.reason)
    return result


def _is_void(books: Books, job_id: int) -> bool:
    """True for a label that was given back, or is about to be: it must not come out any more."""
    with books.reading() as connection:
        job = print_jobs.find(connection, job_id)
        if job.purchase_id is None or job.state is not JobState.WAITING:
            return False
        if purchases.find(connection, job.purchase_id).state is PurchaseState.BOUGHT:
            return False
    with books.writing() as connection:
        print_jobs.settle(connection, job_id, JobState.REPLACED, books.now(), "label_void")
    return True


def _note_reprint(job: PrintJob) -> None:
    if job.reprint:
        facts = (job.paper.value, job.id, job.order_id)
        logging.getLogger("fbm_desk").info("REPRINT of a %s: print job %s, order %s", *facts)


def _is_drawn(books: Books, job_id: int, rules: DeskRules) -> bool:
    """Draw a slip that was only wanted so far; False when there is nothing to print (yet)."""
    with books.reading() as connection:
        job = print_jobs.find(connection, job_id)
        there = print_jobs.is_drawn(connection, job_id)
    if there or job.state is not JobState.WAITING or job.session_id is None:
        return True
    slip = _slip_of_box(books, job.session_id, job.box, rules)
    if not isinstance(slip, PackingSlip):
        if slip is JobState.REPLACED:
            with books.writing() as connection:
                print_jobs.settle(connection, job_id, slip, books.now(), "box_gone")
        return False
    content = drawn(slip, job.paper)
    with books.writing() as connection:
        print_jobs.fill(connection, books.seal, job_id, content)
    return True


def _slip_of_box(
    books: Books, session_id: int, box: int, rules: DeskRules
) -> PackingSlip | JobState:
    """The slip of a box that is full or closed; else what becomes of its job."""
    with books.reading() as connection:
        order_id = sessions.order_of(connection, session_id)
        boxes = parcels.of_order(connection, order_id)
        opened = sessions.find_open(connection, order_id)
    mine = (one for one in boxes if one.session_id == session_id and one.box == box)
    closed = next(mine, None)
    if closed is not None:
        return slips.of_parcel(books, closed, rules, reprint=False)
    if opened is None or opened.id != session_id or opened.session.state is State.STOPPED:
        return JobState.REPLACED
    if opened.session.complete and box not in opened.session.full_boxes:
        return JobState.REPLACED
    if not opened.session.complete:
        return JobState.WAITING  # a unit was taken out again: it waits for the full box
    return slips.of_session(books, opened, box, rules)


def left_over(connection: Connection, bench_id: int) -> list[PrintJob]:
    """A bench's jobs that may be printed after its restart; what was half-way is asked about."""
    print_jobs.ask_after_crash(connection, bench_id)
    return print_jobs.waiting(connection, bench_id)


FAILED = (JobState.NOT_SENT, JobState.UNKNOWN)
"""States of a job that somebody has to look at."""
