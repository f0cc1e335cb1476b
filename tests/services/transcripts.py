"""Scans at a bench and what each of them was answered, side by side; nothing else."""

from __future__ import annotations

from fbm_desk.domain.stages import Role
from fbm_desk.services.packing import Desk
from fbm_desk.store import people
from tests.services.warehouse import Warehouse

SINA = "BADGE-SINA"


def with_supervisor(warehouse: Warehouse) -> int:
    """Sina, a supervisor, works here too; her id."""
    books = warehouse.books
    with books.writing() as connection:
        return people.add(connection, books.seal, "Sina", Role.SUPERVISOR, SINA, books.now())


def answers(desk: Desk, *texts: str) -> list[str]:
    """What each scan was answered: the code, and after a colon its reason."""
    found = []
    for text in texts:
        verdict = desk.scan(text)
        found.append(":".join(filter(None, (verdict.code.value, verdict.reason))))
    return found
