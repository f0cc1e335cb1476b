"""Where things are: data folder, database, Amazon's address; people; and a port that is taken."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fbm_desk import settings
from fbm_desk.cli import COMMANDS
from fbm_desk.simulator.demonstration import demo_shop
from fbm_desk.simulator.server import AmazonSimulator
from tests.commands.conftest import Program
from tests.nobody_listens import nobody_listens

ACCOUNT = """
[amazon]
seller_id = "A1EXAMPLE"
region = "na"
marketplaces = ["ATVPDKIKX0DER"]
shipping_business = "AmazonShipping_US"
"""


# --- help and usage ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(program: Program, command: str) -> None:
    ran = program(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "usage: fbm-desk" in ran.out


def test_the_program_says_its_version_and_its_commands(program: Program) -> None:
    assert program("--version").out.startswith("FBM Desk ")
    assert all(command in program("--help").out for command in COMMANDS)


@pytest.mark.parametrize(
    "words", [("nonsense",), ("orders", "--nonsense"), ("users",), ("simulate",), ("manifest",)]
)
def test_wrong_usage_ends_with_2_and_nothing_on_standard_output(
    program: Program, words: tuple[str, ...]
) -> None:
    ran = program(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: fbm-desk")


# --- data folder and database --------------------------------------------------------------------


def test_a_folder_may_have_the_name_of_a_command(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert program("users", "add", "Mara", at=Path("demo")).code == 0
    assert "Mara" in program("users", "list", at=Path("demo")).out
    assert (tmp_path / "demo" / "fbm_desk.sqlite").exists()


def test_another_database_than_the_one_in_the_folder(
    program: Program, tmp_path: Path, data_dir: Path, postgres_url: str
) -> None:
    for url in (f"sqlite:///{tmp_path / 'other.sqlite'}", postgres_url):
        assert program("--database-url", url, "users", "add", "Mara", "--badge", "M1").code == 0
        assert "Mara\tpacker" in program("--database-url", url, "users", "list").out
    assert not (data_dir / "fbm_desk.sqlite").exists()


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "oracle://db.example.invalid/x",
        "postgresql+psycopg://127.0.0.1:1/nothing",
        "sqlite:////proc/no/such/folder/x.sqlite",
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(program: Program, url: str) -> None:
    assert program("--database-url", url, "orders").refusal


def test_a_data_folder_that_cannot_be_made_is_one_sentence(
    program: Program, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        assert "--data-dir" in program("orders", at=place).refusal


def test_data_of_another_machine_are_refused(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert program("users", "add", "Mara").code == 0
    for path in settings.keys_dir().iterdir():
        path.write_bytes(path.read_bytes()[::-1])
    assert "does not open" in program("orders").refusal


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("this is no = = toml", "settings.toml"),
        ('cut_off = "half past four"', "cut_off"),
        ("label_ceiling = 'much'", "label_ceiling"),
        ('label_source = "elsewhere"', "label_source"),
        ("amazon = 7", "amazon"),
        ("label_scan = 1", "label_scan"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    shop: Program, data_dir: Path, written: str, named: str
) -> None:
    (data_dir / "settings.toml").write_text(written, encoding="utf-8")
    assert named in shop("pack", "--badge", "M1").refusal


def test_settings_of_a_newer_version_are_no_error(shop: Program, data_dir: Path) -> None:
    (data_dir / "settings.toml").write_text("holograms = true\n[amazon]\nwarp = 9\n")
    assert shop("pack", "--badge", "M1").code == 0


# --- people --------------------------------------------------------------------------------------


def test_people_have_names_roles_and_badges(program: Program) -> None:
    assert "users add" in program("users", "list").out
    added = program("users", "add", "  Mara   Vale ", "--role", "supervisor", "--badge", "M1")
    assert (added.code, added.out) == (0, "Mara Vale is a supervisor now. Badge: M1\n")
    given = program("users", "add", "Tomas").out
    assert given.startswith("Tomas is a packer now. Badge: BADGE-")
    assert program("users", "list").out.splitlines() == [
        "Mara Vale\tsupervisor\thas a badge", "Tomas\tpacker\thas a badge",
    ]  # fmt: skip
    badge = given.split()[-1]
    assert program("pack", "--badge", badge).code == 0


@pytest.mark.parametrize(
    "again", [("Mara", "--badge", "M2"), ("Tomas", "--badge", "M1"), ("Tomas", "--badge", " m1 ")]
)
def test_a_name_and_a_badge_are_given_once(program: Program, again: tuple[str, ...]) -> None:
    program("users", "add", "Mara", "--badge", "M1")
    assert "taken already" in program("users", "add", *again).refusal
    assert len(program("users", "list").out.splitlines()) == 1


def test_a_person_needs_a_name_and_a_known_role(program: Program) -> None:
    assert "needs a name" in program("users", "add", "   ").refusal
    assert program("users", "add", "Mara", "--role", "king").code == 2


# --- Amazon --------------------------------------------------------------------------------------


@pytest.fixture
def connected(program: Program, data_dir: Path) -> Program:
    """The program with the settings of a seller account."""
    assert program("users", "add", "Mara", "--badge", "M1").code == 0
    (data_dir / "settings.toml").write_text(f"demonstration = true\n{ACCOUNT}", encoding="utf-8")
    return program


def at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(settings.API_URL_VARIABLE, url)
    monkeypatch.setenv(settings.SIGNIN_URL_VARIABLE, f"{url}/auth/o2/token")


def test_the_environment_may_say_where_amazon_is(
    connected: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with AmazonSimulator(demo_shop(7, 5, datetime.now(UTC))) as amazon:
        at(monkeypatch, amazon.url)
        ran = connected("sync", "--once")
        assert (ran.code, ran.err) == (0, "")
        theirs = {order.order_id for order in amazon.shop.orders()}
    ours = {order["order_id"] for order in connected("orders", "--json").json}
    assert len(ours) > 2
    assert ours <= theirs


@pytest.mark.parametrize(
    "url",
    [
        "http://sellingpartner.example.invalid",
        "http://192.0.2.7:8080",
        "http://localhost.example.invalid",
        "http://127.0.0.1@example.invalid",
        "ftp://127.0.0.1",
        "127.0.0.1:8080",
    ],
)
def test_plain_http_leads_to_this_machine_only(
    connected: Program, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    at(monkeypatch, url)
    assert connected("sync", "--once").refusal


def test_amazon_out_of_reach_fails_in_words_and_the_bench_goes_on(
    connected: Program, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nobody_listens() as port:
        at(monkeypatch, f"http://127.0.0.1:{port}")
        ran = connected("sync", "--once")
    assert ran.refusal == (
        "Not in step with Amazon: the sign-in gave no usable answer. 0 confirmations wait."
    )
    connected("import-orders", str(report))
    packed = connected("pack", "--badge", "M1", "--json", stdin="LAMP\nFINISH\nLATER\n")
    assert [answer["code"] for answer in packed.answers] == [
        "order_complete", "label_waits", "put_down",
    ]  # fmt: skip


def test_without_an_account_nothing_is_synced(program: Program) -> None:
    assert "import-orders" in program("sync", "--once").refusal


@pytest.mark.parametrize("port", ["taken", "99999", "-1"])
def test_a_port_that_cannot_be_used_is_one_sentence(program: Program, port: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = str(other.getsockname()[1]) if port == "taken" else port
        assert number in program("simulate", "--port", number, "--orders", "1").refusal


SELLER = ("--seller-id", "A2EXAMPLE", "--region", "eu", "--marketplace", "A1PA6795UKMFR9")
THREE = "amzn1.application-oa2-client.x\nsecret\nAtzr|x\n"


def test_an_account_is_connected_and_where_the_environment_led_is_not_kept(
    connected: Program, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with AmazonSimulator(demo_shop(7, 1, datetime.now(UTC))) as amazon:
        at(monkeypatch, amazon.url)
        ran = connected("connect", *SELLER, stdin=THREE)
        assert (ran.code, ran.err) == (0, "")
    kept = settings.load(data_dir, {})
    assert (kept.amazon.seller_id, kept.amazon.region) == ("A2EXAMPLE", "eu")
    assert (kept.amazon.api_url, kept.amazon.signin_url) == ("", "")
    assert "Atzr" not in (data_dir / "settings.toml").read_text(encoding="utf-8") + ran.out


def test_an_account_without_its_secrets_or_its_id_is_not_connected(
    connected: Program, data_dir: Path
) -> None:
    before = (data_dir / "settings.toml").read_bytes()
    assert "lwa_client_secret was not given" in connected("connect", *SELLER, stdin="a\n").refusal
    for word in ("", " ", "A\udcff"):
        assert connected("connect", "--seller-id", word, *SELLER[2:], stdin=THREE).code == 2
    assert (data_dir / "settings.toml").read_bytes() == before
