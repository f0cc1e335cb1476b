"""PINs beside badges: six digits, kept as Argon2id with a pepper that is not in the books.

A bench rests after five wrong PINs, longer with each further one (docs/decisions/0010). A PIN signs
in to pack; what only a supervisor may decide wants the badge.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from itertools import pairwise

from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import signing_in
from fbm_desk.services.books import Books
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import bench_figures, database, people, pins
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person
from fbm_desk.store.pins import Tries
from fbm_desk.store.sealed import Seal

DIGITS = 6
FREE_TRIES = 5
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(hours=1)
#: OWASP's smallest set for Argon2id (Password Storage Cheat Sheet, read 2026-11): 19 MiB, 2 turns.
_MEMORY_KIB, _TURNS, _LANES = 19_456, 2, 1
_NOBODYS = "argon2id$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


def set_pin(books: Books, user_id: int, pin: str) -> None:
    """Give somebody a PIN. Raises `Invalid` "pin_digits", "pin_simple", "nobody"."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        raise Invalid("pin_digits", most=DIGITS)
    if _is_simple(pin):
        raise Invalid("pin_simple")
    kept = _hashed(books.seal, pin, secrets.token_bytes(16))
    with books.writing() as connection:
        if not pins.keep(connection, user_id, kept):
            raise Invalid("nobody")


def remove_pin(books: Books, user_id: int) -> None:
    """Nobody signs in with this person's PIN any more."""
    with books.writing() as connection:
        pins.keep(connection, user_id, None)


def _is_simple(pin: str) -> bool:
    """One digit over and over, steps up or down, or the same three or two digits again."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    halves = pin[:3] == pin[3:] or pin[:2] * 3 == pin
    return halves or (len(steps) == 1 and steps <= {0, 1, 9})


def people_here(books: Books, bench_id: int = 0) -> tuple[Person, ...]:
    """Who can sign in with a PIN, in the order of the numbers on the screen."""
    with books.reading() as connection:
        return numbered(connection, bench_id)


def numbered(connection: Connection, bench_id: int) -> tuple[Person, ...]:
    """Who packed at this bench lately comes first, then the others in the order they came."""
    lately = bench_figures.packed_lately(connection, bench_id)
    places = {user_id: at for at, user_id in enumerate(lately)}
    found = pins.with_pin(connection)
    return tuple(sorted(found, key=lambda one: places.get(one.id, len(places))))


def sign_in(place: Workplace, person_id: int, pin: str) -> Verdict:
    """Sign in by a PIN. Takes as long for a stranger as for somebody who works here."""
    books = place.books
    with books.reading() as connection:
        rests = _rests_until(connection, place.id, books.now())
        kept = pins.hash_of(connection, person_id)
    if rests is not None:
        return Verdict(VerdictCode.PIN_RESTS, at=rests)
    right = _fits(books.seal, pin, kept)  # outside of any transaction: it takes its time
    with books.writing() as connection:
        return _answered(place, connection, person_id, right)


def _answered(place: Workplace, connection: Connection, person_id: int, right: bool) -> Verdict:
    now = _not_set_back(connection, place.id, place.books.now())
    person = next((one for one in people.everybody(connection) if one.id == person_id), None)
    if right and person is not None:
        pins.forget_wrong(connection, place.id, person.id)
        return signing_in.seat(place, connection, person, by_pin=True)
    pins.note_wrong(connection, place.id, person.id if person else 0, now)
    place.note_stray(connection, VerdictCode.PIN_WRONG, None)
    rests = _rests_until(connection, place.id, now)
    return Verdict(VerdictCode.PIN_RESTS if rests else VerdictCode.PIN_WRONG, at=rests)


def _not_set_back(connection: Connection, bench_id: int, now: datetime) -> datetime:
    """The time there; a clock that was set back does not make an old try a new one."""
    there = database.time_there(connection, now)
    tries = pins.tries_at(connection, bench_id, there)
    return max(there, tries.last_at) if tries.last_at else there


def _rests_until(connection: Connection, bench_id: int, now: datetime) -> datetime | None:
    """Until when no PIN is taken at this bench; None when one may be tried."""
    now = _not_set_back(connection, bench_id, now)
    tries = pins.tries_at(connection, bench_id, now)
    if tries.wrong < FREE_TRIES or tries.last_at is None:
        return None
    until = tries.last_at + rest_after(tries)
    return until if until > now else None


def rest_after(tries: Tries) -> timedelta:
    """Half a minute after the fifth wrong PIN, twice as long after each further one."""
    doubled: timedelta = FIRST_REST * 2 ** min(tries.wrong - FREE_TRIES, 10)
    return min(LONGEST_REST, doubled)


# --- what is kept --------------------------------------------------------------------------------


def _hashed(seal: Seal, pin: str, salt: bytes) -> str:
    parts = (salt, _derived(seal, pin, salt))
    return "$".join(("argon2id", *(base64.b64encode(part).decode() for part in parts)))


def _derived(seal: Seal, pin: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    pepper = seal.digest("pepper of the PINs").encode()
    kdf = Argon2id(
        salt=salt, length=32, iterations=_TURNS, lanes=_LANES, memory_cost=_MEMORY_KIB,
        secret=pepper,
    )  # fmt: skip
    return kdf.derive(pin.encode("utf-8", "replace"))


def _fits(seal: Seal, pin: str, kept: str) -> bool:
    _, salt, wanted = (kept or _NOBODYS).split("$")
    found = _derived(seal, pin[:64], base64.b64decode(salt))
    return hmac.compare_digest(found, base64.b64decode(wanted)) and bool(kept)


def user_of(books: Books, name: str) -> int:
    """Who is called so. Raises `Invalid` "nobody"."""
    with books.reading() as connection:
        found = [one.id for one in people.everybody(connection) if one.name == name]
    if not found:
        raise Invalid("nobody")
    return found[0]
