"""What `doctor` says of data that cannot be opened, kept or read; all of it left as it was."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fbm_desk import settings
from fbm_desk.commands.checkup import books, disk, paper, rounds
from fbm_desk.commands.checkup.finding import Finding, Health
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.domain.errors import Unavailable
from tests.commands.conftest import Program
from tests.nobody_listens import nobody_listens

Look = Callable[[Installation], dict[str, Finding]]
NO_KEYRING = {"FBM_DESK_KEYRING": "no"}


@pytest.fixture
def look() -> Iterator[Look]:
    """The findings on the data of an installation, by check."""
    looked_at: list[Installation] = []

    def everything(place: Installation) -> dict[str, Finding]:
        looked_at.append(place)
        checks = (
            books.chosen_settings, disk.data_folder, books.the_database, books.key_store, books.key,
            paper.addresses,
        )  # fmt: skip
        return {found.check: found for check in checks for found in check(place)}

    yield everything
    for place in looked_at:
        place.close()


@pytest.fixture
def fresh_shop(program: Program, report: Path) -> Program:
    """Two orders of today: the addresses of old ones would be deleted already."""
    words = report.read_text(encoding="utf-8")
    report.write_text(re.sub(r"2026-04-2\d", f"{datetime.now(UTC):%Y-%m-%d}", words), "utf-8")
    assert program("import-orders", str(report)).code == 0
    return program


def at(folder: Path, database_url: str = "") -> Installation:
    return Installation(folder, database_url, NO_KEYRING)


def query(folder: Path, sql: str) -> None:
    """Change the database as a stranger would."""
    with closing(sqlite3.connect(folder / "fbm_desk.sqlite")) as connection:
        connection.execute(sql)
        connection.commit()


@pytest.mark.usefixtures("fresh_shop")
def test_sound_data_are_sound_in_every_point(data_dir: Path, look: Look) -> None:
    found = look(at(data_dir))
    assert {one.health for name, one in found.items() if name != "key_store"} == {Health.OK}
    assert found["key"].code == "key_opens"
    assert found["addresses"].seen == "all 2 can be printed as they are written"
    assert found["key_store"].health is Health.NOTE


def cut(file: Path) -> None:
    """A copy that was not finished."""
    file.write_bytes(file.read_bytes()[:20_000])


def overwrite(file: Path) -> None:
    """Something else lies over the first tables."""
    content = bytearray(file.read_bytes())
    content[4096:40_000] = b"\x5a" * (40_000 - 4096)
    file.write_bytes(content)


def no_database(file: Path) -> None:
    """Another file has taken its place."""
    file.write_bytes(b"not a database at all" * 1000)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("harm", [cut, overwrite, no_database])
def test_a_damaged_database_is_told_and_left_alone(
    data_dir: Path, look: Look, harm: Callable[[Path], None]
) -> None:
    file = data_dir / "fbm_desk.sqlite"
    harm(file)
    before = file.read_bytes()
    found = look(at(data_dir))
    assert (found["database"].health, found["database"].code) == (
        Health.BROKEN, "database_damaged",
    )  # fmt: skip
    assert "Restore the last copy" in found["database"].mend
    assert "key" not in found
    assert file.read_bytes() == before


def test_another_programs_database_is_not_touched(data_dir: Path, look: Look) -> None:
    data_dir.mkdir()
    query(data_dir, "CREATE TABLE recipes (name TEXT)")
    before = (data_dir / "fbm_desk.sqlite").read_bytes()
    found = look(at(data_dir))
    assert found["database"].code == "database_foreign"
    assert "--data-dir" in found["database"].mend
    assert (data_dir / "fbm_desk.sqlite").read_bytes() == before


@pytest.mark.usefixtures("shop")
def test_a_newer_schema_asks_for_an_update(data_dir: Path, look: Look) -> None:
    query(data_dir, "UPDATE alembic_version SET version_num = '9999'")
    found = look(at(data_dir))["database"]
    assert found.health is Health.BROKEN
    assert "9999" in found.seen
    assert "Update this program" in found.mend


@pytest.mark.usefixtures("shop")
def test_an_older_schema_is_not_brought_up_by_looking(data_dir: Path, look: Look) -> None:
    query(data_dir, "UPDATE alembic_version SET version_num = '0001'")
    assert look(at(data_dir))["database"].code == "database_older"
    assert look(at(data_dir))["database"].health is Health.NOTE


def test_a_full_disk_says_make_room(tmp_path: Path) -> None:
    def full(_: Path) -> float:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (found,) = disk.data_folder(at(tmp_path), full)
    assert (found.health, found.seen) == (Health.BROKEN, "the disk is full")
    assert found.mend.startswith("Make room")


def test_a_folder_that_may_not_be_written_is_broken(tmp_path: Path) -> None:
    def closed(_: Path) -> float:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    (found,) = disk.data_folder(at(tmp_path), closed)
    assert (found.health, found.means) == (Health.BROKEN, "No scan can be counted.")
    assert "right to write" in found.mend


def test_a_file_where_the_folder_should_be_is_broken(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    (found,) = disk.data_folder(at(tmp_path / "data"))
    assert found.code == "data_folder_none"


def test_a_slow_disk_is_worth_knowing(tmp_path: Path) -> None:
    found = {one.check: one for one in disk.data_folder(at(tmp_path), lambda _: 64.0)}
    assert found["disk"].health is Health.NOTE
    assert "64.0 ms" in found["disk"].seen
    assert "Each scan waits" in found["disk"].means
    assert "SSD" in found["disk"].mend


def test_looking_at_the_disk_leaves_nothing_there(tmp_path: Path) -> None:
    assert {one.health for one in disk.data_folder(at(tmp_path))} == {Health.OK}
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, look: Look) -> None:
    (tmp_path / settings.FILE_NAME).write_text('cut_off = "soon"', encoding="utf-8")
    assert "cut_off" in look(at(tmp_path))["settings"].seen
    (tmp_path / settings.FILE_NAME).write_text("sound_volume = loud", encoding="utf-8")
    found = look(at(tmp_path))["settings"]
    assert found.health is Health.BROKEN
    assert "settings.toml" in found.mend


@pytest.mark.usefixtures("shop")
def test_a_key_store_of_another_account_is_told(
    data_dir: Path, look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another account"))
    found = look(at(data_dir))
    assert (found["key"].health, found["key"].code) == (Health.BROKEN, "key_missing")
    assert "No badge is known" in found["key"].means
    assert "addresses" not in found


@pytest.mark.usefixtures("fresh_shop")
def test_a_key_of_other_books_opens_nothing(
    data_dir: Path, look: Look, program: Program, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    assert program("users", "add", "Ana", at=other).code == 0
    with closing(sqlite3.connect(other / "fbm_desk.sqlite")) as connection:
        asked = "SELECT value FROM installation WHERE name = 'key_name'"
        (name,) = connection.execute(asked).fetchone()
    query(data_dir, f"UPDATE installation SET value = '{name}' WHERE name = 'key_name'")
    assert look(at(data_dir))["key"].code == "key_wrong"


@pytest.mark.usefixtures("shop")
def test_key_files_open_to_others_are_broken(data_dir: Path, look: Look) -> None:
    files = [*settings.keys_dir().glob("*.sealed")]
    assert look(at(data_dir))["key_files"].health is Health.OK
    files[0].chmod(0o644)
    try:
        found = look(at(data_dir))["key_files"]
    finally:
        files[0].chmod(0o600)
    assert found.health is Health.BROKEN
    assert "chmod 600" in found.mend


def test_a_missing_keyring_is_worth_knowing(tmp_path: Path) -> None:
    found = next(iter(books.key_store(Installation(tmp_path))))
    assert (found.health, found.code) == (Health.NOTE, "key_machine")
    assert "gnome-keyring" in found.mend


def test_addresses_in_a_script_without_a_font_are_counted_not_shown(
    program: Program, report: Path, data_dir: Path, look: Look
) -> None:
    report.write_text(
        report.read_text(encoding="utf-8").replace("Ana Faria", "রহিম উদ্দিন 🎁"), encoding="utf-8"
    )
    assert program("import-orders", str(report)).code == 0
    found = look(at(data_dir))["addresses"]
    assert found.health is Health.NOTE
    assert found.seen == "1 of 2 hold signs no font here has: Bengali, emoji"
    assert "Slips show a box" in found.means


def test_a_database_server_that_is_away_is_told_without_its_password(
    tmp_path: Path, look: Look
) -> None:
    with nobody_listens() as port:
        url = f"postgresql+psycopg://desk:open-sesame@127.0.0.1:{port}/desk"
        found = look(at(tmp_path, url))["database"]
    assert (found.health, found.seen) == (Health.BROKEN, "the database server does not answer")
    assert "--database-url" in found.mend
    assert "sesame" not in repr(found)


@pytest.mark.parametrize("url", ["nonsense", "mysql://h/x"])
def test_an_address_that_is_none_is_told(tmp_path: Path, look: Look, url: str) -> None:
    found = look(at(tmp_path, url))["database"]
    assert found.code == "database_driver"


def test_a_real_database_server_says_whether_it_keeps_what_it_confirms(
    tmp_path: Path, look: Look, postgres_url: str, program: Program
) -> None:
    """The server of the tests runs without fsync, which must not be so in a shop."""
    assert program("--database-url", postgres_url, "users", "add", "Mara").code == 0
    found = look(at(tmp_path, postgres_url))
    assert found["database"].seen.startswith("PostgreSQL, schema")
    assert found["durability"].health is Health.BROKEN
    assert "fsync" in found["durability"].mend


@pytest.mark.usefixtures("shop")
def test_a_log_that_grew_is_worth_knowing(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    file = tmp_path / "copy" / "fbm_desk.sqlite"
    shutil.copy(data_dir / "fbm_desk.sqlite", file)
    with (tmp_path / "copy" / "fbm_desk.sqlite-wal").open("wb") as log:
        log.truncate(books.LARGE_WAL_BYTES + 1)
    found = books.log_of(file)
    assert found.health is Health.NOTE
    assert "64.0 MB" in found.seen


def test_books_that_break_in_the_middle_end_one_check_only() -> None:
    def half() -> Iterator[Finding]:
        yield Finding("disk", Health.OK, "disk_fast", "")
        raise Unavailable("disk_failed")

    _, found = rounds.guarded("database", half)
    assert found.health is Health.BROKEN
    assert "check the disk" in found.seen


@pytest.mark.usefixtures("shop")
def test_a_database_that_another_program_holds_is_told(data_dir: Path, look: Look) -> None:
    with closing(sqlite3.connect(data_dir / "fbm_desk.sqlite")) as browser:
        browser.execute("PRAGMA locking_mode = EXCLUSIVE")
        browser.execute("BEGIN EXCLUSIVE")
        browser.execute("UPDATE users SET name = name")
        found = look(at(data_dir))["database"]
    assert (found.health, found.seen) == (Health.BROKEN, "held by another program")
    assert "Close the program" in found.mend
