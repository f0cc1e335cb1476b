"""Who answers for what a command settles: the badge of a supervisor."""

from __future__ import annotations

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.services.books import Books
from fbm_desk.store import people


def supervisor(books: Books, badge: str | None) -> int | None:
    """Whose badge it is; nobody by name where none is given. Raises `Invalid`, `NotAllowed`."""
    if badge is None:
        return None
    with books.reading() as connection:
        person = people.by_badge(connection, books.seal, badge)
    if person is None:
        raise Invalid("badge_unknown")
    if person.role not in MAY_DECIDE:
        raise NotAllowed("supervisor_only")
    return person.id
