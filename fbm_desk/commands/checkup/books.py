"""The settings, the database and the key of the personal data, opened to be looked at only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from fbm_desk import app, database_address, keys, settings, texts
from fbm_desk.commands.checkup.asking import ANSWER_S, BELT_S, NoAnswer, within
from fbm_desk.commands.checkup.finding import Finding, broken, note, ok
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.domain.errors import Invalid
from fbm_desk.services.books import Books
from fbm_desk.store import checks, database, installation, migrate
from fbm_desk.store.sealed import Seal, Unreadable

LOOK_S = 20.0
LARGE_WAL_BYTES = 64_000_000
#: What SQLite says of a folder that cannot be written is only what follows from it.
_CAUSES = {
    ("disk_full", "disk_failed"): "disk_full",
    ("data_folder_closed", "database_missing"): "database_readonly",
}


def chosen_settings(place: Installation) -> Iterator[Finding]:
    """Whether the settings can be read; the defaults stand in for what cannot."""
    try:
        found = settings.load(place.data_dir, place.environment)
        app.desk_rules(found)
    except settings.WrongSetting as wrong:
        yield broken("settings", "settings_wrong", words=str(wrong))
        return
    except Invalid as invalid:
        yield broken("settings", "settings_invalid", name=invalid.facts["field"])
        return
    except OSError:
        yield broken("settings", "settings_closed")
        return
    place.settings = app.with_pretended_amazon(found)
    texts.speak(found.language)
    there = (place.data_dir / settings.FILE_NAME).is_file()
    yield ok("settings", "settings" if there else "settings_defaults")


def the_database(place: Installation) -> Iterator[Finding]:
    """Whether it opens, holds together and keeps what is confirmed."""
    url = place.database_url or database.sqlite_url(place.data_dir)
    try:
        url = _with_password(url, place)
    except NoAnswer:
        yield broken("database", "keyring_silent", seconds=f"{BELT_S:.0f}")
        return
    except keys.NoSecret:
        yield broken("database", "database_password")
        return
    try:
        file = checks.file_of(url)
        if file is not None and not file.exists():
            yield note("database", "database_none")
            return
        if file is not None and checks.is_foreign(file):
            yield broken("database", "database_foreign")
            return
        engine = checks.open_for_a_look(url, ANSWER_S)
    except database.Trouble as trouble:
        yield broken("database", trouble.code)
        return
    try:
        found = within(LOOK_S + BELT_S, lambda: checks.look(engine, LOOK_S))
    except database.Trouble as trouble:
        engine.dispose()
        yield broken("database", _CAUSES.get((place.write_trouble, trouble.code), trouble.code))
        return
    except NoAnswer:
        yield broken("database", "database_silent", seconds=f"{LOOK_S + BELT_S:.0f}")
        return
    yield _schema(found)
    if found.sound is not False and found.version == migrate.NEWEST:
        place.books = Books(engine, Seal(b""))
    else:
        engine.dispose()
    if not found.durable:
        yield broken("durability", "durability_none")
    elif file is None:
        yield ok("durability", "durability")
    else:
        yield log_of(file)


def _with_password(url: str, place: Installation) -> str:
    """The address as the driver wants it; it is told to nobody else."""
    if not database_address.is_server(url):
        return url
    wanted = app.wants_keyring(place.environment)
    return within(
        BELT_S,
        lambda: app.with_password(url, app.keys_of(place.data_dir, use_keyring=wanted)),
    )


def _schema(found: checks.Soundness) -> Finding:
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(found.kind, found.kind)
    facts = {"kind": kind, "version": found.version, "newest": migrate.NEWEST}
    if found.sound is False:
        return broken("database", "database_damaged")
    if found.version is None:
        return broken("database", "database_foreign")
    if found.version > migrate.NEWEST:
        return broken("database", "database_newer", **facts)
    if found.version < migrate.NEWEST:
        return note("database", "database_older", **facts)
    if found.sound is None:
        return note("database", "database_large", seconds=f"{LOOK_S:.0f}", **facts)
    return ok("database", "database", **facts)


def log_of(file: Path) -> Finding:
    """How large the log beside the database has grown."""
    wal = file.with_name(f"{file.name}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    facts = {"mb": f"{size / 1e6:.1f}"}
    large = size > LARGE_WAL_BYTES
    return note("durability", "wal_large", **facts) if large else ok("durability", "wal", **facts)


def key_store(place: Installation) -> Iterator[Finding]:
    """Where secrets are kept, and whether others could read them there."""
    wanted = app.wants_keyring(place.environment)
    try:
        found = within(BELT_S, lambda: app.keys_of(place.data_dir, use_keyring=wanted))
    except NoAnswer:
        yield broken("key_store", "keyring_silent", seconds=f"{BELT_S:.0f}")
        return
    place.keys = found
    if found.place is keys.KeyPlace.MACHINE:
        yield note("key_store", "key_machine" if wanted else "key_machine_chosen")
    else:
        yield ok("key_store", f"key_{found.place.value}")
    if found.place is not keys.KeyPlace.KEYRING and os.name == "posix" and found.folder.is_dir():
        yield _rights(found.folder)


def _rights(folder: Path) -> Finding:
    sealed = [*folder.glob("*.sealed")]
    open_to_others = [p for p in sealed if stat.S_IMODE(p.stat().st_mode) & 0o077]
    if open_to_others:
        return broken("key_files", "key_files_open", count=len(open_to_others), folder=folder)
    return ok("key_files", "key_files", count=len(sealed))


def key(place: Installation) -> Iterator[Finding]:
    """Whether the key of these books is here and opens what they hold."""
    books = place.books
    if books is None or place.keys is None:
        return
    with books.reading() as connection:
        name = installation.get(connection, "key_name")
    if not name:
        yield ok("key", "key_not_yet")
        return
    store = place.keys
    try:
        secret = within(BELT_S, lambda: store.get(app.secret_name(name)))
    except NoAnswer:
        yield broken("key", "keyring_silent", seconds=f"{BELT_S:.0f}")
        return
    except keys.NoSecret:
        yield broken("key", "key_sealed")
        return
    if secret is None:
        yield broken("key", "key_missing")
        return
    place.books = Books(books.engine, Seal(secret), books.now)
    yield _opened(place, place.books)


def _opened(place: Installation, books: Books) -> Finding:
    try:
        with books.reading() as connection:
            any_address = next(checks.recipients(connection, books.seal, 1), None)
    except Unreadable:
        return broken("key", "key_wrong")
    place.key_opens = True
    return ok("key", "key_untried" if any_address is None else "key_opens")
