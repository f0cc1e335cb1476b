"""The log keeps entries apart, withholds what is personal or secret, and never stops the work."""

from __future__ import annotations

import errno
import io
import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk import log

desk = logging.getLogger("fbm_desk.test")


@pytest.fixture
def screen() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def written(tmp_path: Path, screen: io.StringIO) -> Iterator[Path]:
    """The log file of a running log."""
    log.configure(tmp_path / "logs", errors_to=screen)
    yield tmp_path / "logs" / log.FILE_NAME
    log.close()


def test_an_entry_tells_time_gravity_thread_and_source(written: Path) -> None:
    desk.info("order %s is packed", "111-2222222-3333333")
    line = written.read_text(encoding="utf-8")
    assert line.endswith("Z INFO MainThread fbm_desk.test: order 111-2222222-3333333 is packed\n")


def test_warnings_reach_the_screen_and_lesser_entries_do_not(
    written: Path, screen: io.StringIO
) -> None:
    desk.info("began")
    desk.warning("the label printer is out of paper")
    assert screen.getvalue() == "WARNING: the label printer is out of paper\n"
    assert len(written.read_text(encoding="utf-8").splitlines()) == 2


HOSTILE = {
    "new line": "Bob\n2026-11-03T10:00:00.000Z INFO MainThread fbm_desk: label bought",
    "carriage return": "Bob\r\nforged",
    "terminal command": "\x1b[2J\x1b]0;owned\x07",
    "line separator": "\u2028forged",
    "next line": "\x85forged",
    "one-byte terminal command": "\x9b31m",
    "right to left": "\u202egpj.exe",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_in_a_message_can_begin_a_line_or_command_a_terminal(
    written: Path, kind: str
) -> None:
    desk.info("scanned %s", HOSTILE[kind])
    text = written.read_text(encoding="utf-8")
    assert len(text.splitlines()) == 1
    assert text[:-1].isprintable()


def test_half_a_character_can_be_written_too() -> None:
    assert log.harmless("scanned \ud800") == "scanned \\ud800"


@given(st.text())
def test_every_text_becomes_one_printable_line(text: str) -> None:
    assert len(log.harmless(text).splitlines()) <= 1
    assert not log.CONTROLS.search(log.harmless(text))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("asked kim.lee+1@example.co.uk again", "asked [withheld] again"),
        ("token Atza|IwEBIL-x_9.q refused", "token [withheld] refused"),
        ("refresh_token=Atzr%7CIwEBIKd&x=1", "refresh_token=[withheld]&x=1"),
        ("as amzn1.application-oa2-client.0a1b2c", "as [withheld]"),
        ("client_secret=amzn1.oa2-cs.v1.9f8e", "client_secret=[withheld]"),
        ("client_secret=hunter2&grant=x", "client_secret=[withheld]&grant=x"),
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer [withheld]"),
        ("key 00112233445566778899aabbccddeeff", "key [withheld]"),
        ("got eyJhbGciOiJIUzI1.eyJzdWIiOiI.c2ln", "got [withheld]"),
        (
            "at postgresql+psycopg://bench:hunter2@db:5432/fbm",
            "at postgresql+psycopg://[withheld]db:5432/fbm",
        ),
        ("order 111-2222222-3333333 of 9405511899223197428490", None),
        ("job 7f9c24e5-2f0b-4d8a-9f51-0a7d1c2b3e4f", None),
    ],
)
def test_addresses_and_secrets_are_withheld_and_numbers_of_the_trade_are_not(
    said: str, told: str | None
) -> None:
    assert log.harmless(said) == (told or said)


def test_an_endless_message_is_cut_after_its_secrets_are_withheld() -> None:
    text = "x" * (log.ENTRY_LENGTH - 4) + " kim.lee@example.org " + "y" * 1_000_000
    told = log.harmless(text)
    assert "kim" not in told
    assert len(told) < log.ENTRY_LENGTH + 40
    assert told.endswith(f"({len(text)} characters)")


def test_a_librarys_error_is_told_by_its_type_and_place_alone(written: Path) -> None:
    try:
        int("Elm Street 5")
    except ValueError:
        desk.exception("the order could not be read")
    text = written.read_text(encoding="utf-8")
    assert "Elm Street" not in text
    assert "builtins.ValueError" in text
    assert "tests/test_log.py:" in text


def test_an_error_of_the_system_is_told_in_its_own_words_without_the_file(written: Path) -> None:
    try:
        Path("/nowhere/Kim Lee.pdf").read_bytes()
    except OSError:
        desk.exception("the label could not be read")
    text = written.read_text(encoding="utf-8")
    assert "No such file or directory" in text
    assert "Kim Lee" not in text


def test_lines_of_an_error_cannot_be_taken_for_entries(written: Path) -> None:
    class Refused(Exception):
        pass

    Refused.__module__ = "fbm_desk.test"
    try:
        try:
            raise KeyError("first")
        except KeyError as cause:
            raise Refused("no\n2026-11-03 INFO forged") from cause
    except Refused:
        desk.exception("refused")
    first, *others = written.read_text(encoding="utf-8").splitlines()
    assert first.endswith("refused")
    assert all(line.startswith("    ") for line in others)
    assert sum("Refused: no\\n2026-11-03 INFO forged" in line for line in others) == 1
    assert sum(line.endswith("builtins.KeyError") for line in others) == 1


def test_what_another_handler_made_of_an_error_is_not_written(written: Path) -> None:
    record = desk.makeRecord("fbm_desk.test", logging.ERROR, "", 0, "broken", (), None)
    try:
        raise ValueError("Elm Street 5")
    except ValueError:
        record.exc_info = sys.exc_info()
    record.exc_text = "ValueError: Elm Street 5"
    desk.handle(record)
    assert "Elm Street" not in written.read_text(encoding="utf-8")


@pytest.mark.usefixtures("written")
def test_talkative_libraries_tell_warnings_at_most() -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    assert [
        name for name in log.TALKATIVE if logging.getLogger(name).isEnabledFor(logging.INFO)
    ] == []


def test_a_library_that_sets_logging_up_finds_it_set_up(written: Path) -> None:
    before = logging.getLogger().handlers[:]
    logging.basicConfig(level=logging.DEBUG)
    assert logging.getLogger().handlers == before
    desk.debug("not wanted")
    assert written.read_text(encoding="utf-8") == ""


def test_files_rotate_and_only_the_newest_are_kept(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "FILE_SIZE", 200)
    log.configure(written.parent)
    for number in range(40):
        desk.info("order %s is packed", number)
    names = sorted(path.name for path in written.parent.iterdir())
    assert names == sorted([log.FILE_NAME] + [f"{log.FILE_NAME}.{n + 1}" for n in range(5)])


def test_only_this_account_may_read_the_file(written: Path) -> None:
    desk.info("began")
    rights = stat.S_IMODE(written.stat().st_mode)
    assert rights == 0o600 or os.name == "nt"  # Windows: the user's own folder protects it


def test_a_folder_that_cannot_be_written_is_said_and_the_work_goes_on(
    tmp_path: Path, screen: io.StringIO
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    log.configure(tmp_path / "logs", errors_to=screen)
    desk.error("the printer does not answer")
    log.close()
    first, second = screen.getvalue().splitlines()
    assert first.startswith("WARNING: The log cannot be written (")
    assert second == "ERROR: the printer does not answer"


class FullDisk(io.StringIO):
    """A file on a disk that has no room left."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, f"no room for {text}")


def test_a_log_that_has_no_room_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure(tmp_path, errors_to=FullDisk())
    desk.error("the printer does not answer")
    log.close()
    assert capsys.readouterr().err == ""
