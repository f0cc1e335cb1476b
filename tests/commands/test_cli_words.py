"""What a stranger's script may hand over: odd names, badges, days, carriers, folders and scans."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Program

FIRST, SECOND = "305-0000001-0000001", "305-0000001-0000002"
NO_TEXT = ("\udcff", "Ma\x1b[31mra", "Ma\x00ra", "Ma\x9dra")


def rewritten(report: Path, before: str, after: str) -> None:
    """The report with something else in it."""
    text = report.read_text(encoding="utf-8")
    assert before in text
    report.write_text(text.replace(before, after), encoding="utf-8")


def test_the_help_of_a_command_leaves_names_as_they_are_written(program: Program) -> None:
    for command, words in (
        ("import-orders", "Take in an order report from Seller Central."),
        ("simulate", "The pretend Amazon alone, in the foreground."),
    ):
        assert words in program(command, "--help").out


# --- people --------------------------------------------------------------------------------------


def test_a_name_that_is_no_text_is_wrong_usage(program: Program) -> None:
    for name in NO_TEXT:
        ran = program("users", "add", name)
        assert (ran.code, ran.out) == (2, "")
        assert "no text" in ran.err


def test_a_name_of_any_script_is_kept_and_a_very_long_one_refused(program: Program) -> None:
    for name in ("小林 みお", "أمل درويش", "Zoë  Mc\tCabe", "👩\u200d🚀"):
        assert program("users", "add", name).code == 0
    assert "Zoë Mc Cabe\tpacker" in program("users", "list").out
    assert "80" in program("users", "add", "x" * 81).refusal
    assert len(program("users", "list").out.splitlines()) == 4


def test_a_badge_that_a_bench_would_take_for_something_else_is_refused(shop: Program) -> None:
    for badge in ("NEXT", "cmd-undo", "SHORT", "7", FIRST, FIRST.replace("-", ""), "mug", "]C1X"):
        assert "can be no badge" in shop("users", "add", "Tomas", "--badge", badge).refusal
    for badge in ("Ü", "", "b" * 81):
        assert "1 to 80 letters" in shop("users", "add", "Tomas", "--badge", badge).refusal
    assert "Tomas" not in shop("users", "list").out


def test_a_badge_or_bench_that_is_no_text_is_wrong_usage(program: Program) -> None:
    for text in NO_TEXT:
        assert program("pack", "--badge", text).code == 2
        assert program("pack", "--badge", "M1", "--bench", text).code == 2
        assert program("manifest", "--carrier", text, "--out", "x.pdf").code == 2


def test_who_does_not_work_here_any_more_cannot_sign_in(shop: Program, data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "fbm_desk.sqlite")) as books:
        books.execute("UPDATE users SET active = 0")
        books.commit()
    assert "Nobody here has this badge" in shop("pack", "--badge", "M1", stdin="NEXT\n").refusal


# --- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a?b", "a%20b", "a#b", "ä b", "new\nline", "demo;'\""])
def test_a_data_folder_may_have_any_name(program: Program, tmp_path: Path, name: str) -> None:
    assert program("users", "add", "Mara", at=tmp_path / name).code == 0
    assert (tmp_path / name / "fbm_desk.sqlite").is_file()
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "words", [("--data-dir", ""), ("--database-url", "sqlite://"), ("--database-url", "sqlite:///:memory:")]
)  # fmt: skip
def test_what_would_keep_nothing_or_lie_anywhere_is_wrong_usage(
    program: Program, words: tuple[str, str]
) -> None:
    ran = program(*words, "orders")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    "url",
    ["nonsense", "file:x", "sqlite://folder/x", "sqlite:///x?mode=ro", "postgresql://[::1", "postgresql://h:port/x"],
)  # fmt: skip
def test_what_is_no_address_of_a_database_is_said_to_be_none(program: Program, url: str) -> None:
    assert "no address of a database" in program("--database-url", url, "orders").refusal


def test_a_server_out_of_reach_is_named_without_its_password(program: Program) -> None:
    url = "postgresql+psycopg://mara:secret@127.0.0.1:1/books"
    said = program("--database-url", url, "orders").refusal
    assert "cannot be reached" in said
    assert "secret" not in said


def test_a_server_that_refuses_us_is_told_from_one_out_of_reach(
    program: Program, postgres_url: str
) -> None:
    for url, words in (
        (postgres_url.replace("/bench", "/another"), "has no such database"),
        (f"{postgres_url}&warp=9", "no address of a database"),
    ):
        assert words in program("--database-url", url, "orders").refusal


# --- scans ---------------------------------------------------------------------------------------


def codes(program: Program, stdin: str) -> list[str]:
    """The codes of the answers to what Mara's scanner sends."""
    ran = program("pack", "--badge", "M1", "--json", stdin=stdin)
    assert (ran.code, ran.err) == (0, "")
    return [answer["code"] for answer in ran.answers]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n\r\n"])
def test_scans_end_as_the_scanner_ends_them(shop: Program, end: str) -> None:
    assert codes(shop, end.join([SECOND, "LAMP"])) == ["taken", "order_complete"]


def test_a_mark_at_the_front_of_a_file_is_no_part_of_the_first_scan(shop: Program) -> None:
    assert codes(shop, f"\ufeff{SECOND}\nLAMP\n") == ["taken", "order_complete"]


def test_every_control_character_gets_an_answer_and_changes_nothing(shop: Program) -> None:
    signs = [chr(number) for number in range(1, 32) if chr(number) not in "\t\n\r"]
    found = codes(shop, f"{FIRST}\nMUG\n" + "\n".join(signs))
    assert found == ["taken", "counted", *["unknown"] * len(signs)]
    assert shop("orders", "--json").json[0]["lines"][0]["packed"] == 1


HOSTILE = (
    "9" * 10_000, "x" * 300_000, "1_0", "-1", "３", "²", "' OR 1=1 --", "%", "_", "<b>",
    "A\u202eB", "\ud800", "OVERRIDE", "CMD-VOID", "~JA^XZ", "{0}", "%s", "../../etc",
)  # fmt: skip


def test_hostile_scans_are_unknown_and_the_order_goes_on(shop: Program) -> None:
    stdin = "\n".join([SECOND, *HOSTILE, "LAMP"])
    assert codes(shop, stdin) == ["taken", *["unknown"] * len(HOSTILE), "order_complete"]


def test_an_ambiguous_scan_names_what_can_be_chosen(program: Program, report: Path) -> None:
    rewritten(report, "SPOON-6", "mug")
    program("import-orders", str(report))
    program("users", "add", "Mara", "--badge", "M1")
    ran = program("pack", "--badge", "M1", "--json", stdin=f"{FIRST}\nMug\n2\n")
    _, asked, counted = ran.answers
    assert (asked["code"], counted["code"]) == ("ambiguous", "counted")
    assert asked["text"] == "Which one is it? 1: MUG. 2: mug."
    assert counted["sku"] == "mug"


def test_terminals_get_no_commands_from_titles(program: Program, report: Path) -> None:
    rewritten(report, "Lamp, brass", "Lamp\x1b]0;gone\x07 \u202ebrass")
    program("import-orders", str(report))
    program("users", "add", "Mara", "--badge", "M1")
    said = program("orders").out + program("pack", "--badge", "M1", stdin=f"{SECOND}\n").out
    assert "Lamp" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert program("orders", "--json").json[1]["lines"][0]["title"] == "Lamp]0;gone \u202ebrass"


# --- papers --------------------------------------------------------------------------------------


def lamp_packed(shop: Program, data_dir: Path, carrier: str = "Kestrel") -> None:
    """The lamp's order is packed and waits for this carrier."""
    (data_dir / "settings.toml").write_text(f'carrier = "{carrier}"\n', encoding="utf-8")
    assert shop("pack", "--badge", "M1", stdin=f"{SECOND}\nLAMP\n").code == 0


NO_DAYS = (
    "",
    "20260423",
    "2026-W17-4",
    "0001-01-01",
    "9999-12-31",
    "2026-04-23T00:00",
    " 2026-04-23",
)


def test_no_day_is_guessed(program: Program, tmp_path: Path) -> None:
    out = str(tmp_path / "manifest.pdf")
    for day in NO_DAYS:
        ran = program("manifest", "--carrier", "K", "--on", day, "--out", out)
        assert ran.refusal == "The date must be written as YYYY-MM-DD."


def test_a_carrier_is_found_in_any_case_and_others_are_named(
    shop: Program, data_dir: Path, tmp_path: Path
) -> None:
    lamp_packed(shop, data_dir)
    out = str(tmp_path / "manifest.pdf")
    assert "These have: Kestrel." in shop("manifest", "--carrier", "Kite", "--out", out).refusal
    ran = shop("manifest", "--carrier", " kestrel ", "--out", out)
    assert (ran.code, "with 1 parcel written" in ran.out) == (0, True)


def test_a_manifest_that_cannot_be_written_takes_no_parcel(
    shop: Program, data_dir: Path, tmp_path: Path
) -> None:
    lamp_packed(shop, data_dir)
    for place in (tmp_path, tmp_path / "gone" / "manifest.pdf", Path("/dev/null")):
        assert shop("manifest", "--carrier", "Kestrel", "--out", str(place)).refusal
    with closing(sqlite3.connect(data_dir / "fbm_desk.sqlite")) as books:
        assert books.execute("SELECT count(*) FROM manifests").fetchone() == (0,)


def test_confirmations_never_take_the_place_of_a_device(
    shop: Program, data_dir: Path, tmp_path: Path
) -> None:
    lamp_packed(shop, data_dir, carrier="dhl")
    assert "a device" in shop("export-confirmations", "/dev/null").refusal
    assert Path("/dev/null").is_char_device()
    ran = shop("export-confirmations", str(tmp_path / "told.txt"))
    assert (ran.code, SECOND in ran.out) == (0, True)
    _, row = (tmp_path / "told.txt").read_text(encoding="utf-8").splitlines()
    assert row.split("\t")[4:] == ["DHL", "", "", ""]


@pytest.mark.parametrize("orders", ["-1", "many", "1.5", "٣"])
def test_a_pretend_shop_has_no_odd_number_of_orders(program: Program, orders: str) -> None:
    assert program("simulate", "--port", "0", "--orders", orders).code == 2
