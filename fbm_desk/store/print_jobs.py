"""Print jobs as rows: written down before the first byte leaves, with what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.store.schema import pack_sessions, print_jobs
from fbm_desk.store.sealed import Seal


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One job. `name` is a file name made of ids only."""

    id: int
    paper: Paper
    order_id: OrderId | None
    purchase_id: int | None
    session_id: int | None
    bench_id: int | None
    destination: str
    state: JobState
    reason: str
    name: str
    reprint: bool
    tries: int
    asked_at: datetime
    ended_at: datetime | None
    box: int = 1
    shows: str = ""  # of a slip: what was in its box, as a digest


_JOB = tuple(print_jobs.c[name] for name in PrintJob.__dataclass_fields__)


def add(
    connection: sa.Connection, seal: Seal, paper: Paper, content: bytes, **facts: object
) -> int:
    """Write a job down with its bytes, sealed; its id."""
    job_id = want(connection, paper, **facts)
    fill(connection, seal, job_id, content)
    return job_id


def want(connection: sa.Connection, paper: Paper, **facts: object) -> int:
    """Write a job down whose bytes are still to be made; its id."""
    added = connection.execute(
        print_jobs.insert().values(paper=paper.value, state=JobState.WAITING.value, **facts)
    )
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def fill(connection: sa.Connection, seal: Seal, job_id: int, content: bytes) -> None:
    """Keep the bytes of a job, sealed."""
    sealed = seal.close(content, "print_jobs", "bytes", str(job_id))
    connection.execute(print_jobs.update().where(print_jobs.c.id == job_id).values(bytes=sealed))


def is_drawn(connection: sa.Connection, job_id: int) -> bool:
    """True when the bytes of a job are there."""
    chosen = sa.select(print_jobs.c.id).where(
        print_jobs.c.id == job_id, print_jobs.c.bytes.is_not(None)
    )
    return connection.scalar(chosen) is not None


def _job(row: sa.Row[Any]) -> PrintJob:
    facts = dict(row._mapping)
    facts["paper"], facts["state"] = Paper(facts["paper"]), JobState(facts["state"])
    return PrintJob(**facts)


def find(connection: sa.Connection, job_id: int) -> PrintJob:
    """One job."""
    return _job(connection.execute(sa.select(*_JOB).where(print_jobs.c.id == job_id)).one())


def content(connection: sa.Connection, seal: Seal, job_id: int) -> bytes:
    """The bytes of a job."""
    sealed = connection.scalar(sa.select(print_jobs.c.bytes).where(print_jobs.c.id == job_id))
    return seal.open(sealed or b"", "print_jobs", "bytes", str(job_id))


def waiting(connection: sa.Connection, bench_id: int) -> list[PrintJob]:
    """Jobs of a bench of which no byte has left, oldest first."""
    chosen = sa.select(*_JOB).where(
        print_jobs.c.state == JobState.WAITING.value, print_jobs.c.bench_id == bench_id
    )
    return [_job(row) for row in connection.execute(chosen.order_by(print_jobs.c.id))]


def in_state(connection: sa.Connection, *states: JobState) -> list[PrintJob]:
    """Jobs in these states, oldest first."""
    chosen = sa.select(*_JOB).where(print_jobs.c.state.in_([state.value for state in states]))
    return [_job(row) for row in connection.execute(chosen.order_by(print_jobs.c.id))]


def of_order(connection: sa.Connection, order_id: OrderId) -> list[PrintJob]:
    """All jobs of an order, oldest first."""
    chosen = sa.select(*_JOB).where(print_jobs.c.order_id == order_id)
    return [_job(row) for row in connection.execute(chosen.order_by(print_jobs.c.id))]


def slips_of_session(connection: sa.Connection, session_id: int) -> list[PrintJob]:
    """The slips that were asked for since the packing of this box began, oldest first."""
    older = sa.and_(
        print_jobs.c.session_id.is_(None), print_jobs.c.asked_at >= pack_sessions.c.started_at
    )
    asked = (
        sa.select(*_JOB)
        .join(pack_sessions, pack_sessions.c.order_id == print_jobs.c.order_id)
        .where(
            pack_sessions.c.id == session_id,
            sa.or_(print_jobs.c.session_id == session_id, older),
            print_jobs.c.paper.in_([Paper.SLIP.value, Paper.RECEIPT.value]),
        )
    )
    return [_job(row) for row in connection.execute(asked.order_by(print_jobs.c.id))]


def move(connection: sa.Connection, job_id: int, bench_id: int, destination: str) -> None:
    """Let another bench print a job of which no byte has left."""
    connection.execute(
        print_jobs.update()
        .where(print_jobs.c.id == job_id, print_jobs.c.state == JobState.WAITING.value)
        .values(bench_id=bench_id, destination=destination)
    )


def replace_unsent(connection: sa.Connection, purchase_id: int, now: datetime) -> None:
    """Copies of a label of which no byte has left are not to be printed any more."""
    unsent = [JobState.WAITING.value, JobState.NOT_SENT.value]
    connection.execute(
        print_jobs.update()
        .where(print_jobs.c.purchase_id == purchase_id, print_jobs.c.state.in_(unsent))
        .values(state=JobState.REPLACED.value, reason="reprint", ended_at=now)
    )


_RECENT = 60


def newest_of_each_printer(connection: sa.Connection) -> list[PrintJob]:
    """The last job of every printer that was used lately, by the printer's destination."""
    chosen = sa.select(*_JOB).order_by(print_jobs.c.id.desc()).limit(_RECENT)
    newest: dict[str, PrintJob] = {}
    for row in connection.execute(chosen):
        newest.setdefault(row.destination, _job(row))
    return [newest[destination] for destination in sorted(newest)]


def begin(connection: sa.Connection, job_id: int) -> bool:
    """Take a waiting job in hand; False when somebody else has it."""
    taken = connection.execute(
        print_jobs.update()
        .where(
            print_jobs.c.id == job_id,
            print_jobs.c.state.in_([JobState.WAITING.value, JobState.NOT_SENT.value]),
        )
        .values(state=JobState.SENDING.value, tries=print_jobs.c.tries + 1)
    )
    return taken.rowcount == 1


def settle(
    connection: sa.Connection, job_id: int, state: JobState, now: datetime, reason: str = ""
) -> None:
    """What became of a job."""
    connection.execute(
        print_jobs.update()
        .where(print_jobs.c.id == job_id)
        .values(state=state.value, reason=reason, ended_at=now)
    )


def ask_after_crash(connection: sa.Connection, bench_id: int) -> int:
    """Jobs of a bench that a crash left half-way: nobody knows whether they came out."""
    left = (
        print_jobs.update()
        .where(print_jobs.c.state == JobState.SENDING.value, print_jobs.c.bench_id == bench_id)
        .values(state=JobState.UNKNOWN.value, reason="crashed")
    )
    return connection.execute(left).rowcount
