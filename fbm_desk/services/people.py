"""Who works here: everybody, a new person with a badge, whose badge a scan is; signing in is not.

A badge's code is known only when it is made: the books keep a keyed digest of it.
"""

from __future__ import annotations

import secrets

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.stages import Role
from fbm_desk.services.books import Books
from fbm_desk.services.command_sheet import command_sheet
from fbm_desk.services.office_view import MOST_NAME_CHARS, Colleague, NewBadge
from fbm_desk.store import people as store

#: How far a role's rights reach: nobody gives more than they have.
_REACH = {Role.PACKER: 0, Role.SUPERVISOR: 1, Role.OFFICE: 1, Role.ADMIN: 2}


def everybody(books: Books) -> tuple[Colleague, ...]:
    """All people in the order they came."""
    with books.reading() as connection:
        benches = dict(store.at_benches(connection))
        return tuple(
            Colleague(one.name, one.role, one.has_badge, benches.get(one.name, ""))
            for one in store.everybody(connection)
        )


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
    badge = f"BADGE-{secrets.token_hex(4).upper()}"
    try:
        with books.writing() as connection:
            store.add(connection, books.seal, name, role, badge, books.now())
    except store.NameTaken:
        raise Invalid("name_taken") from None
    return NewBadge(name, badge, role)


def is_badge(books: Books, text: str) -> bool:
    """True when somebody here signs in with this scan."""
    with books.reading() as connection:
        return store.by_badge(connection, books.seal, text.strip()) is not None


def badge_sheet(badge: NewBadge, shop: str) -> bytes:
    """The badge, to be cut out, and the command sheet for its bench, as PDF on A4."""
    return command_sheet(badge.name, badge.code, shop)
