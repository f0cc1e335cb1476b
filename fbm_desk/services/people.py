"""Who works here: everybody, a new person with a badge, whose badge a scan is; signing in is not.

A badge's code is known only when it is made: the books keep a keyed digest of it.
"""

from __future__ import annotations

import logging
import secrets

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.stages import MAY_DECIDE, Role
from fbm_desk.services.books import Books
from fbm_desk.services.command_sheet import command_sheet
from fbm_desk.services.office_view import MOST_NAME_CHARS, Colleague, NewBadge
from fbm_desk.store import people as store
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person

#: How far a role's rights reach: nobody gives more than they have.
_REACH = {Role.PACKER: 0, Role.SUPERVISOR: 1, Role.OFFICE: 1, Role.ADMIN: 2}


def everybody(books: Books) -> tuple[Colleague, ...]:
    """All people in the order they came, those who left last."""
    with books.reading() as connection:
        benches = dict(store.at_benches(connection))
        here = [
            Colleague(one.name, one.role, one.has_badge, benches.get(one.name, ""), one.id)
            for one in store.everybody(connection)
        ]
        gone = [
            Colleague(one.name, one.role, has_badge=False, id=one.id, active=False)
            for one in store.left(connection)
        ]
    return (*here, *gone)


def given_by(books: Books, user_id: int | None) -> tuple[Role, ...]:
    """The roles that this person may give to others."""
    with books.reading() as connection:
        own = next((one.role for one in store.everybody(connection) if one.id == user_id), None)
    if own is None or _REACH[own] == 0:
        return ()
    return tuple(role for role in Role if _REACH[role] <= _REACH[own])


def add(books: Books, name: str, role: Role, by: int | None) -> NewBadge:
    """Add a person with a new badge; `by` says who asks.

    Raises `Invalid` "no_name", "name_too_long" or "name_taken", and `NotAllowed` "people_rights".
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= MOST_NAME_CHARS:
        raise Invalid("name_too_long" if name else "no_name")
    if role not in given_by(books, by):
        raise NotAllowed("people_rights")
    badge = _new_code()
    try:
        with books.writing() as connection:
            store.add(connection, books.seal, name, role, badge, books.now())
    except store.NameTaken:
        raise Invalid("name_taken") from None
    return NewBadge(name, badge, role)


def _new_code() -> str:
    return f"BADGE-{secrets.token_hex(4).upper()}"


def replace_badge(books: Books, user_id: int, by: int | None) -> NewBadge:
    """A new badge for a lost one, which opens nothing from now on; it lets back in who had left.

    Raises `NotAllowed` "people_rights" for somebody of more rights than who asks.
    """
    badge, rights = _new_code(), given_by(books, by)
    with books.writing() as connection:
        person = _of_whom(connection, user_id, by, rights)
        store.give_badge(connection, books.seal, user_id, badge)
    _note("a badge was replaced", user_id, by)
    return NewBadge(person.name, badge, person.role)


def let_go(books: Books, user_id: int, by: int | None) -> None:
    """Nobody signs in as this person any more; a bench signs them out at its next scan.

    Raises `NotAllowed` "people_rights", and `Invalid` "not_yourself" or "last_supervisor".
    """
    rights = given_by(books, by)
    with books.writing() as connection:
        person = _of_whom(connection, user_id, by, rights)
        if user_id == by:
            raise Invalid("not_yourself")
        others = [one for one in store.everybody(connection) if one.id != user_id]
        deciding = any(one.role in MAY_DECIDE and one.has_badge for one in others)
        if person.role in MAY_DECIDE and not deciding:
            raise Invalid("last_supervisor")
        store.let_go(connection, user_id)
    _note("a person was disabled", user_id, by)


def _of_whom(
    connection: Connection, user_id: int, by: int | None, rights: tuple[Role, ...]
) -> Person:
    """The person it is about, if who asks may give such rights. Raises `NotAllowed`."""
    known = [*store.everybody(connection), *store.left(connection)]
    person = next((one for one in known if one.id == user_id), None)
    if by is None or person is None or person.role not in rights:
        raise NotAllowed("people_rights_of")
    return person


def _note(what: str, user_id: int, by: int | None) -> None:
    logging.getLogger("fbm_desk").info("%s: person %s, by person %s", what, user_id, by)


def is_badge(books: Books, text: str) -> bool:
    """True when somebody here signs in with this scan."""
    with books.reading() as connection:
        return store.by_badge(connection, books.seal, text.strip()) is not None


def badge_sheet(badge: NewBadge, shop: str) -> bytes:
    """The badge, to be cut out, and the command sheet for its bench, as PDF on A4."""
    return command_sheet(badge.name, badge.code, shop)
