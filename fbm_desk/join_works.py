"""Shared books on several computers: one that can open them lets another in, which keeps their key.

Only wiring stands here; the code and what it seals are `services.joining`'s. Joining looks at the
books and changes nothing but the code in them: no schema is made or brought up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fbm_desk import app, database_address, settings, texts
from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.keys import Keys, NoSecret
from fbm_desk.services import joining
from fbm_desk.services.books import Books
from fbm_desk.services.joining import LetIn
from fbm_desk.store import checks, database, first_look, migrate, people
from fbm_desk.store.sealed import Seal


@dataclass(frozen=True, slots=True)
class Joined:
    """How a computer joined. `own_file`: books of its own that lie here and were not touched."""

    by_code: bool
    bench: str
    own_file: Path | None


def let_in(house: app.House) -> LetIn:
    """A code for one other computer. Raises `NoSecret`."""
    with house.books.reading() as connection:
        name = joining.key_name(connection)
    key = house.keys.get(app.secret_name(name))
    if key is None:
        raise NoSecret(texts.say("error.no_key"))
    return joining.let_in(house.books, key)


def join(
    data_dir: Path, url: str, environment: Mapping[str, str], code: Callable[[], str], bench: str
) -> Joined:
    """Open these books from here from now on; `code` is asked only where their key is not here.

    Raises `Invalid` or `Unavailable`, and then nothing was kept.
    """
    kept = settings.load(data_dir, {})
    texts.speak(kept.language)
    if not url:
        raise Invalid("join_no_address")
    place = app.keys_of(data_dir, use_keyring=app.wants_keyring(environment))
    address, password = database_address.split(_lasting(url))
    with _looked_at(app.with_password(url, place)) as books:
        by_code = _take_key(books, place, code)
    if password:
        place.put(app.password_name(address), password.encode())
    kept = replace(kept, database=address, bench=bench or kept.bench)
    settings.save(data_dir, kept)
    return Joined(by_code, kept.bench, _own_file(data_dir, address))


def _lasting(url: str) -> str:
    """The address as it is the same from every folder."""
    file = _file_of(url)
    return url if file is None else database.file_url(file.absolute())


@contextmanager
def _looked_at(url: str) -> Iterator[Books]:
    """Books of this version that somebody works with, opened without their key."""
    file = _file_of(url)
    if file is not None and (not file.exists() or checks.is_foreign(file)):
        raise Invalid("join_no_books")
    try:
        engine = database.open_database(url)
    except database.Trouble as trouble:
        raise Unavailable(trouble.code) from None
    try:
        books = Books(engine, Seal(b""))
        _refuse_others(books)
        yield books
    finally:
        engine.dispose()


def _file_of(url: str) -> Path | None:
    try:
        return checks.file_of(url)
    except database.Trouble as trouble:
        raise Unavailable("database_address") from trouble


def _refuse_others(books: Books) -> None:
    with books.reading() as connection:  # which tells in words what is wrong with the database
        found = migrate.version(books.engine)
        if found is None:
            raise Invalid("join_no_books")
        if found > migrate.NEWEST:
            raise Unavailable("database_newer")
        if found < migrate.NEWEST:
            raise Unavailable("database_older")
        if not joining.key_name(connection) or not people.everybody(connection):
            raise Invalid("join_nobody")


def _take_key(books: Books, place: Keys, code: Callable[[], str]) -> bool:
    """Have the key of these books in the key store; False when it was there before."""
    with books.reading() as connection:
        secret = app.secret_name(joining.key_name(connection))
    try:
        if place.get(secret) is not None:
            return False
    except NoSecret:  # copied from another computer: it is the same key that comes in its place
        pass
    place.put(secret, joining.key_for(books, code()))
    return True


def _own_file(data_dir: Path, address: str) -> Path | None:
    own = data_dir / first_look.FILE_NAME
    joined = _file_of(address)
    if not own.exists() or (joined is not None and own.samefile(joined)):
        return None
    return own
