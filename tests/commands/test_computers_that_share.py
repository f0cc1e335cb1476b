"""Two computers on one set of books: let in by a code, refused in words without one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from fbm_desk import app, cli, database_address, keys, only_one, settings
from fbm_desk.domain import one_time_codes
from fbm_desk.services import host_account
from fbm_desk.store import checks, database
from tests.commands.conftest import Program, Ran

FIRST = "305-0000001-0000001"
HUSH = "hush/hush@1"
ENVIRONMENT = {"FBM_DESK_KEYRING": "no"}


@dataclass(frozen=True)
class Computer:
    """A computer with a data folder and a key store of its own."""

    program: Program
    home: Path
    environment: pytest.MonkeyPatch
    said: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Its data folder."""
        return self.home / "data"

    def sit_down(self) -> None:
        """What is opened from now on is opened here."""
        self.environment.setenv("XDG_CONFIG_HOME", str(self.home / "config"))

    def __call__(self, *words: str, stdin: str = "") -> Ran:
        """A command here; all it says is remembered."""
        self.sit_down()
        ran = self.program(*words, stdin=stdin, at=self.folder)
        self.said.extend([ran.out, ran.err])
        return ran

    def files(self) -> dict[Path, bytes]:
        """Everything that is kept here."""
        found = (path for path in self.home.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in found if path.suffix != ".lock"}


@pytest.fixture
def host(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(program, tmp_path / "host", monkeypatch)


@pytest.fixture
def bench(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(program, tmp_path / "bench", monkeypatch)


@pytest.fixture
def password_url(postgres_url: str) -> Iterator[str]:
    """A database on a server that asks its user for a password."""
    whole = sa.make_url(postgres_url).set(drivername="postgresql")
    with psycopg.connect(whole.render_as_string(False), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS packer")
        connection.execute(f"CREATE ROLE packer LOGIN PASSWORD '{HUSH}'")
        connection.execute("ALTER DATABASE bench OWNER TO packer")
        found = connection.execute("SHOW hba_file").fetchone()
        assert found is not None
        rules = Path(found[0])
        before = rules.read_text(encoding="utf-8")
        rules.write_text(f"local all packer scram-sha-256\n{before}", encoding="utf-8")
        connection.execute("SELECT pg_reload_conf()")
    url = sa.make_url(postgres_url).set(username="packer", password=HUSH)
    yield url.render_as_string(hide_password=False)
    with psycopg.connect(whole.render_as_string(False), autocommit=True) as connection:
        connection.execute("ALTER DATABASE bench OWNER TO CURRENT_USER")
        connection.execute("REASSIGN OWNED BY packer TO CURRENT_USER")
        connection.execute("DROP OWNED BY packer")
        connection.execute("DROP ROLE packer")
        rules.write_text(before, encoding="utf-8")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the shared books lie; a server asks for a password."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'shared.sqlite').as_posix()}"
    found: str = request.getfixturevalue("password_url")
    return found


@pytest.fixture
def books(url: str, host: Computer, report: Path) -> str:
    """Books that the host began: two orders of today, and Mara whose badge says M1."""
    words = report.read_text(encoding="utf-8")
    report.write_text(re.sub(r"2026-04-2\d", f"{datetime.now(UTC):%Y-%m-%d}", words), "utf-8")
    assert host("--database-url", url, "import-orders", str(report)).code == 0
    assert host("--database-url", url, "users", "add", "Mara", "--badge", "M1").code == 0
    return url


@pytest.fixture
def file_books(host: Computer, tmp_path: Path) -> str:
    """The same in a file."""
    url = f"sqlite:///{(tmp_path / 'shared.sqlite').as_posix()}"
    assert host("--database-url", url, "users", "add", "Mara", "--badge", "M1").code == 0
    return url


def code_of(host: Computer, url: str) -> str:
    """The code that the host shows."""
    ran = host("--database-url", url, "let-in")
    assert (ran.code, ran.err) == (0, "")
    return ran.out.splitlines()[0]


def test_a_bench_joins_packs_and_reads_an_address(
    books: str, host: Computer, bench: Computer
) -> None:
    assert "fbm-desk let-in" in bench("--database-url", books, "orders").refusal
    assert "fbm-desk join" in bench("--database-url", books, "users", "list").refusal
    code = code_of(host, books)
    joined = bench("--database-url", books, "join", "--bench", "Bench 2", stdin=f"{code}\n")
    assert (joined.code, joined.err) == (0, "")
    assert "Bench 2" in joined.out
    assert FIRST in {one["order_id"] for one in bench("orders", "--json").json}
    packed = bench("pack", "--badge", "M1", "--json", stdin=f"{FIRST}\nMUG\n")
    assert [one["code"] for one in packed.answers] == ["taken", "counted"]
    assert address_at(bench) == "Rua Nova 1"
    assert not (bench.folder / "fbm_desk.sqlite").exists()
    again = bench("--database-url", books, "join")
    assert (again.code, again.err) == (0, "")
    assert "could open these books before" in again.out


@contextmanager
def opened(computer: Computer, url: str = "") -> Iterator[app.House]:
    """The books as the window opens them, without an address from the bench on."""
    computer.sit_down()
    there = url or settings.database_of(computer.folder)
    house = app.open_house(computer.folder, there, environment=ENVIRONMENT)
    try:
        yield house
    finally:
        house.close()


def address_at(computer: Computer) -> str:
    """The street of an order."""
    with opened(computer) as house, house.books.reading() as connection:
        return min(one.line1 for one in checks.recipients(connection, house.books.seal, 9))


def test_a_bench_that_joined_asks_the_host_for_amazon(
    books: str, host: Computer, bench: Computer
) -> None:
    assert bench("--database-url", books, "join", stdin=code_of(host, books)).code == 0
    account = settings.AmazonSettings(seller_id="A2SELLER", region="eu", marketplaces=("M",))
    with opened(host, books) as house:
        host_account.note(house.books, replace(house.settings, amazon=account))
    with opened(bench) as house:
        assert house.is_guest
        assert house.settings.amazon == account
    assert settings.load(bench.folder, {}).amazon == settings.AmazonSettings()


def test_the_password_is_in_no_file_and_no_word(
    password_url: str, host: Computer, bench: Computer, postgres_url: str
) -> None:
    assert host("--database-url", password_url, "users", "add", "Mara", "--badge", "M1").code == 0
    code = code_of(host, password_url)
    assert bench("--database-url", password_url, "join", stdin=code).code == 0
    assert "Mara" in bench("users", "list").out
    assert bench("doctor").out
    assert bench("doctor", "--json").json["findings"]
    address, password = database_address.split(password_url)
    assert password == HUSH
    assert settings.load(bench.folder, {}).database == address
    _end_password(postgres_url)
    refused = bench("users", "list").refusal
    assert "does not let this user in" in refused
    found = {one["check"]: one for one in bench("doctor", "--json").json["findings"]}
    assert found["database"]["code"] == "database_refuses"
    told = "\n".join([*host.said, *bench.said]).encode()
    kept = b"\n".join([*host.files().values(), *bench.files().values()])
    for spelled in (HUSH, "hush", "hush%2Fhush%401", code, code.replace("-", "")):
        assert spelled.encode() not in kept
        assert spelled == code or spelled.encode() not in told


def _end_password(postgres_url: str) -> None:
    """Somebody gives the database's user another password."""
    whole = sa.make_url(postgres_url).set(drivername="postgresql")
    with psycopg.connect(whole.render_as_string(False), autocommit=True) as connection:
        connection.execute("ALTER ROLE packer PASSWORD 'another'")


def test_a_new_password_is_kept_by_joining_once_more(
    password_url: str, host: Computer, bench: Computer, postgres_url: str
) -> None:
    assert host("--database-url", password_url, "users", "add", "Mara").code == 0
    code = code_of(host, password_url)
    assert bench("--database-url", password_url, "join", stdin=code).code == 0
    _end_password(postgres_url)
    assert bench("users", "list").refusal
    newer = sa.make_url(password_url).set(password="another").render_as_string(False)
    assert bench("--database-url", newer, "join").code == 0
    assert "Mara" in bench("users", "list").out


def test_a_password_is_typed_unseen_instead_of_on_the_command_line(
    password_url: str, host: Computer, bench: Computer
) -> None:
    assert host("--database-url", password_url, "users", "add", "Mara").code == 0
    code = code_of(host, password_url)
    address, password = database_address.split(password_url)
    words = ("--database-url", address, "join", "--ask-password")
    assert "does not let this user in" in bench(*words[:3]).refusal
    assert "No password was given" in bench(*words).refusal
    assert "does not let this user in" in bench(*words, stdin=f"wrong\n{code}\n").refusal
    assert not bench.folder.exists()
    assert bench(*words, stdin=f"{password}\n{code}\n").code == 0
    assert "Mara" in bench("users", "list").out


def test_the_host_itself_remembers_its_database(file_books: str, host: Computer) -> None:
    assert "Nobody yet" in host("users", "list").out
    assert "no code was needed" in host("--database-url", file_books, "join").out
    assert "Mara" in host("users", "list").out


def test_a_file_of_ones_own_stays_as_it_is_and_is_named(
    file_books: str, host: Computer, bench: Computer
) -> None:
    assert bench("users", "add", "Ana").code == 0
    file = bench.folder / "fbm_desk.sqlite"
    before = file.read_bytes()
    joined = bench("--database-url", file_books, "join", stdin=code_of(host, file_books))
    assert str(file) in joined.out
    assert bench("users", "list").out.startswith("Mara\t")
    assert file.read_bytes() == before
    again = bench("--database-url", database.sqlite_url(bench.folder), "join")
    assert "left as they are" not in again.out
    assert bench("users", "list").out.startswith("Ana\t")


def test_what_a_code_gives_away_is_said_beside_it(file_books: str, host: Computer) -> None:
    out = host("--database-url", file_books, "let-in").out
    assert one_time_codes.read(out.splitlines()[0]) is not None
    assert re.search(r"until \d\d:\d\d", out)
    assert "names and addresses" in out
    assert "need PostgreSQL" in out


def refused(bench: Computer, url: str, typed: str) -> str:
    """Why a computer did not join; nothing of it was kept."""
    before = bench.files()
    sentence = bench("--database-url", url, "join", stdin=typed).refusal
    assert bench.files() == before
    assert "othing was kept" in sentence or "othing was tried or kept" in sentence
    return sentence


def test_a_code_that_does_not_count_is_refused_in_words(
    file_books: str, host: Computer, bench: Computer
) -> None:
    assert "No code counts" in refused(bench, file_books, one_time_codes.made())
    assert "No code was given" in refused(bench, file_books, "")
    older, newer = code_of(host, file_books), code_of(host, file_books)
    assert "not the code that counts" in refused(bench, file_books, older)
    swapped = newer[1] + newer[0] + newer[2:] if newer[0] != newer[1] else f"U{newer[1:]}"
    assert "typing error" in refused(bench, file_books, swapped)
    assert bench("--database-url", file_books, "join", stdin=newer).code == 0
    third = Computer(bench.program, bench.home.parent / "third", bench.environment)
    assert "used already" in refused(third, file_books, newer)


def test_a_code_is_over_after_its_hour(file_books: str, host: Computer, bench: Computer) -> None:
    code = code_of(host, file_books)
    engine = database.open_database(file_books)
    with engine.begin() as connection:
        row = "SELECT value FROM installation WHERE name = 'let_in'"
        _, *parts = json.loads(connection.execute(sa.text(row)).scalar_one())
        changed = sa.text("UPDATE installation SET value = :value WHERE name = 'let_in'")
        connection.execute(changed, {"value": json.dumps([1_000, *parts])})
    engine.dispose()
    assert "hour of the code is over" in refused(bench, file_books, code)


def test_what_holds_no_books_of_this_version_is_not_joined(
    file_books: str, bench: Computer, tmp_path: Path, postgres_url: str
) -> None:
    nowhere = tmp_path / "nowhere.sqlite"
    assert "holds no books" in refused(bench, f"sqlite:///{nowhere.as_posix()}", "")
    assert not nowhere.exists()
    assert "holds no books" in refused(bench, postgres_url, "")
    assert "was not said" in bench("join").refusal
    engine = database.open_database(file_books)
    for version, words in (("0001", "older FBM Desk"), ("9999", "newer FBM Desk")):
        with engine.begin() as connection:
            changed = sa.text("UPDATE alembic_version SET version_num = :version")
            connection.execute(changed, {"version": version})
        assert words in bench("--database-url", file_books, "join").refusal
    engine.dispose()
    assert not bench.folder.exists()


def test_books_with_nobody_in_them_are_begun_first(
    host: Computer, bench: Computer, tmp_path: Path
) -> None:
    url = f"sqlite:///{(tmp_path / 'shared.sqlite').as_posix()}"
    assert host("--database-url", url, "orders").code == 0
    assert "Nobody is entered" in refused(bench, url, code_of(host, url))


@pytest.mark.parametrize(
    "url", ["nonsense", "postgresql+psycopg://bench:hush@127.0.0.1:1/nothing", "sqlite://x/y"]
)
def test_a_database_that_is_not_reached_is_not_joined(bench: Computer, url: str) -> None:
    sentence = bench("--database-url", url, "join").refusal
    assert "othing" in sentence
    assert "hush" not in sentence
    assert not bench.folder.exists()


def test_a_bench_that_joined_is_one_bench_with_its_address_given_or_not(
    file_books: str, host: Computer, bench: Computer
) -> None:
    assert bench("--database-url", file_books, "join", stdin=code_of(host, file_books)).code == 0
    bench.sit_down()
    held = only_one.hold_bench(bench.folder, file_books, "Bench 1")
    try:
        for words in ((), ("--database-url", file_books)):
            refusal = bench(*words, "pack", "--badge", "M1").refusal
            assert "is open already for Bench 1" in refusal
    finally:
        held.lock.release()


def test_a_relative_path_is_remembered_from_everywhere(
    file_books: str, host: Computer, bench: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of(host, file_books)
    monkeypatch.chdir(Path(file_books.removeprefix("sqlite:///")).parent)
    assert bench("--database-url", "sqlite:///shared.sqlite", "join", stdin=code).code == 0
    monkeypatch.chdir("/")
    assert "Mara" in bench("users", "list").out


def test_books_that_were_joined_begin_with_no_questions(
    file_books: str, host: Computer, bench: Computer
) -> None:
    from fbm_desk.commands import run

    assert bench("--database-url", file_books, "join", stdin=code_of(host, file_books)).code == 0
    for given, first in (([], False), (["--database-url", file_books], True)):
        chosen = cli.parser().parse_args(["--data-dir", str(bench.folder), *given])
        cli.resolve(chosen)
        assert chosen.database_url == file_books
        assert run.may_be_first(chosen) is first


def test_a_password_that_does_not_open_is_told_by_the_doctor(
    bench: Computer, postgres_url: str
) -> None:
    bench.sit_down()
    address, _ = database_address.split(postgres_url)
    place = app.keys_of(bench.folder, use_keyring=False)
    assert place.place is keys.KeyPlace.MACHINE
    place.put(app.password_name(address), b"hush")
    file = place.file_of(app.password_name(address))
    assert file is not None
    file.write_bytes(b"damaged")
    settings.save(bench.folder, settings.Settings(database=address))
    found = {one["check"]: one for one in bench("doctor", "--json").json["findings"]}
    assert found["database"]["code"] == "database_password"
    assert "password of the database does not open" in bench("users", "list").refusal
