"""What did not get through, as matters for a person: news for Amazon, paper, numbers, scans.

It only tells; what a person says to it is `exception_deeds`' business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.services.books import Books
from fbm_desk.services.dates import clock_text, moment_text
from fbm_desk.services.dossier_steps import printer_name
from fbm_desk.services.exceptions_view import Deed, Gravity, Matter, MatterKind
from fbm_desk.services.local_day import span_of
from fbm_desk.services.office_view import WorkView
from fbm_desk.services.untold import UntoldParcel
from fbm_desk.services.wording import first
from fbm_desk.store import exceptions as store
from fbm_desk.store import quantities
from fbm_desk.store.database import Connection
from fbm_desk.store.exceptions import Names, Numberless, Refusals
from fbm_desk.store.print_jobs import PrintJob
from fbm_desk.texts import has, say

DUE_SOON = timedelta(hours=2)
PAPER_SHOWN = timedelta(days=7)
STUCK_OVER = timedelta(hours=1)
STUCK_AT = 6
"""So many refused scans of one person within an hour are no slips of the hand."""


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


# --- told to Amazon ------------------------------------------------------------------------------


def confirmations(
    books: Books,
    connection: Connection,
    waiting: Sequence[UntoldParcel],
    connected: bool,
    tonight: datetime,
) -> Iterator[Matter]:
    """What Amazon was not told and waits for a person, and what is late by itself."""
    now = books.now()
    for one in waiting:
        yield _untold(one, tonight)
    count, first_at = store.due_before(connection, now + DUE_SOON)
    if count and first_at is not None:
        yield _late(count, first_at, connected, now)
    refused, first = quantities.refused(connection)
    if refused and first is not None:
        yield _quantities(refused, first.sku, now)


def _untold(one: UntoldParcel, tonight: datetime) -> Matter:
    again = (Deed.TELL_AGAIN,) if one.may_tell_again else ()
    facts = (
        (say("exceptions.fact_parcel"), str(one.number)),
        (say("history.fact_ship_by"), moment_text(one.ship_by)),
        (say("history.fact_carrier"), one.carrier),
        (say("exceptions.fact_tracking"), one.tracking),
    )
    return Matter(
        key=f"news:{one.id}",
        kind=MatterKind.NEWS,
        gravity=Gravity.FAULT,
        title=say("exceptions.refused"),
        where=_joined(one.order_id, one.carrier, one.tracking),
        since=one.since,
        happened=f"{one.words.rstrip('.')}.",
        kept=say("exceptions.refused_kept"),
        do=say("exceptions.refused_do" if again else "exceptions.refused_do_elsewhere"),
        deeds=(*again, Deed.TOLD_ELSEWHERE, Deed.DOSSIER),
        order_id=one.order_id,
        facts=tuple((label, value) for label, value in facts if value),
        urgent=one.ship_by is not None and one.ship_by < tonight,
    )


def _quantities(count: int, sku: str, now: datetime) -> Matter:
    """Of how many articles Amazon refuses the quantity; the first one is named."""
    return Matter(
        key="quantities:",
        kind=MatterKind.NEWS,
        gravity=Gravity.FAULT,
        title=say("exceptions.quantities", count=count),
        where=sku,
        since=now,
        happened=say("exceptions.quantities_happened", count=count, sku=sku),
        kept=say("exceptions.quantities_kept"),
        do=say("exceptions.quantities_do"),
        deeds=(Deed.TELL_AGAIN,),
    )


def _late(count: int, first_at: datetime, connected: bool, now: datetime) -> Matter:
    """All that wait are one matter: one cause holds them up, and one deed sends them."""
    past = first_at < now
    how = "api" if connected else "file"
    return Matter(
        key="news:late",
        kind=MatterKind.NEWS,
        gravity=Gravity.FAULT if past else Gravity.WAITS,
        title=say("exceptions.late" if past else "exceptions.soon", count=count),
        where=say("exceptions.late_where", at=clock_text(first_at)),
        since=min(first_at, now),
        happened=say("exceptions.late_happened", count=count),
        kept=say("exceptions.late_kept"),
        do=say(f"exceptions.late_do_{how}"),
        deeds=(Deed.SYNC_NOW,) if connected else (Deed.WRITE_FILE,),
        urgent=True,
    )


# --- paper ---------------------------------------------------------------------------------------


def papers(books: Books, connection: Connection, names: Names) -> Iterator[Matter]:
    """What a printer did not take, and what it may have printed."""
    for job in store.doubtful_papers(connection, books.now() - PAPER_SHOWN):
        yield _paper(job, names)


def _paper(job: PrintJob, names: Names) -> Matter:
    paper = say(f"history.paper_{job.paper.value}")
    printer = printer_name(job.paper, job.destination)
    asks = job.state is JobState.UNKNOWN
    kind = "silent" if asks else "unprinted"
    bench = names.benches.get(job.bench_id or 0, "")
    reason = first(f"exceptions.paper_why_{job.reason}", "")
    why = say(reason) if reason and has(reason) else job.reason.replace("_", " ")
    deeds = (Deed.CAME_OUT, Deed.PRINT_AGAIN) if asks else (Deed.PRINT_AGAIN, Deed.NO_PAPER)
    return Matter(
        key=f"print:{job.id}",
        kind=MatterKind.PAPER,
        gravity=Gravity.FAULT,
        title=say(f"exceptions.{kind}", paper=paper),
        where=_joined(job.order_id or job.name.partition(".")[0], bench, printer),
        since=job.ended_at or job.asked_at,
        happened=say(f"exceptions.{kind}_happened", printer=printer, why=why),
        kept=say("exceptions.paper_kept"),
        do=say(f"exceptions.{kind}_do" + ("_label" if job.paper is Paper.LABEL and asks else "")),
        deeds=(*deeds, Deed.DOSSIER) if job.order_id else deeds,
        order_id=job.order_id,
        facts=((say("exceptions.fact_tries"), str(job.tries)),),
    )


# --- the talk with Amazon ------------------------------------------------------------------------


def talk(works: Sequence[WorkView], now: datetime) -> Iterator[Matter]:
    """Each kind of background work that is in trouble."""
    for one in works:
        if one.trouble and not one.paused:
            words = one.trouble[:1].upper() + one.trouble[1:]
            yield Matter(
                key=f"work:{one.kind.value}",
                kind=MatterKind.SYNC,
                gravity=Gravity.FAULT,
                title=say("exceptions.work", name=one.name),
                where=words.rstrip("."),
                since=one.last_success_at or now,
                happened=say("exceptions.work_happened", words=words.rstrip(".")),
                kept=say("exceptions.work_kept"),
                do=say("exceptions.work_do"),
                deeds=(Deed.SYNC_NOW,),
            )


# --- numbers -------------------------------------------------------------------------------------


def numbers(
    books: Books, connection: Connection, names: Names, zone: tzinfo | None
) -> Iterator[Matter]:
    """Today's parcels without a tracking number."""
    span = span_of(books.now().astimezone(zone).date(), zone)
    for one in store.numberless(connection, *span):
        yield _numberless(one, names)


def _numberless(one: Numberless, names: Names) -> Matter:
    bench, who = names.benches.get(one.bench_id), names.people.get(one.user_id)
    return Matter(
        key=f"number:{one.parcel_id}",
        kind=MatterKind.NUMBERS,
        gravity=Gravity.WAITS,
        title=say("exceptions.numberless"),
        where=_joined(one.order_id, bench, who),
        since=one.closed_at,
        happened=say("exceptions.numberless_happened"),
        kept=say("exceptions.numberless_kept"),
        do=say("exceptions.numberless_do"),
        deeds=(Deed.NUMBER, Deed.DOSSIER),
        order_id=one.order_id,
        facts=((say("exceptions.fact_parcel"), str(one.number)),),
    )


# --- scans ---------------------------------------------------------------------------------------


def scans(books: Books, connection: Connection, names: Names) -> Iterator[Matter]:
    """Whoever had many scans refused within the hour: somebody should walk over."""
    for one in store.refusals(connection, books.now() - STUCK_OVER, STUCK_AT):
        yield _stuck(one, names)


def _stuck(one: Refusals, names: Names) -> Matter:
    who = names.people.get(one.user_id, "")
    bench = names.benches.get(one.bench_id, "")
    last = first(f"history.refused_{one.verdict}", "history.refused")
    return Matter(
        key=f"scans:{one.bench_id}:{one.user_id}",
        kind=MatterKind.SCANS,
        gravity=Gravity.FAULT,
        title=say("exceptions.stuck", count=one.count),
        where=_joined(bench, who, one.order_id),
        since=one.first_at,
        happened=say("exceptions.stuck_happened", count=one.count, last=say(last)),
        kept=say("exceptions.stuck_kept"),
        do=say("exceptions.stuck_do", bench=bench),
        deeds=(Deed.DOSSIER,),
        order_id=one.order_id,
    )
