"""One code lets one computer into the books, for an hour, on a file and on a server alike."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from fbm_desk.domain import one_time_codes
from fbm_desk.domain.errors import Invalid
from fbm_desk.services import joining
from fbm_desk.services.books import Books
from fbm_desk.store import database, installation
from tests.services.clock import Clock

KEY = bytes(range(32))


@pytest.fixture
def books(books: Books) -> Books:
    """Books whose key has a name, as every opened book's has."""
    with books.writing() as connection:
        installation.put(connection, "key_name", "of these books")
    return books


def kept(books: Books) -> str:
    """What lies in the books of letting in."""
    with books.reading() as connection:
        return installation.get(connection, "let_in")


def keep(books: Books, value: str) -> None:
    """Change it as somebody would who reaches the database."""
    with books.writing() as connection:
        installation.put(connection, "let_in", value)


def refusal(books: Books, code: str) -> str:
    """Why a code lets nobody in."""
    with pytest.raises(Invalid) as refused:
        joining.key_for(books, code)
    return refused.value.code


def test_a_code_gives_the_key_once(books: Books) -> None:
    code = joining.let_in(books, KEY).code
    assert joining.key_for(books, code.lower()) == KEY
    assert refusal(books, code) == "code_used"
    assert kept(books) == "used"


def test_neither_the_code_nor_the_key_lies_in_the_books(books: Books) -> None:
    code = joining.let_in(books, KEY).code
    told = kept(books).casefold()
    assert KEY.hex() not in told
    assert not [group for group in code.casefold().split("-") if f'"{group}' in told]
    assert code.replace("-", "").casefold() not in told


def test_a_code_counts_for_an_hour_by_the_clock_of_the_books(books: Books) -> None:
    with books.reading() as connection:
        before = database.time_there(connection, books.now())
    until = joining.let_in(books, KEY).until
    with books.reading() as connection:
        after = database.time_there(connection, books.now())
    a_bit = timedelta(milliseconds=1)
    assert before - a_bit <= until - timedelta(hours=1) <= after


def test_after_its_hour_a_code_is_over_and_what_it_sealed_is_gone(
    books: Books, clock: Clock
) -> None:
    given = joining.let_in(books, KEY)
    joining.forget(books)
    _let_pass(books, clock)
    assert refusal(books, given.code) == "code_over"
    assert kept(books) == "over"
    assert refusal(books, given.code) == "code_over"


def test_a_start_takes_away_what_nobody_came_for(books: Books, clock: Clock) -> None:
    joining.forget(books)
    assert kept(books) == ""
    joining.let_in(books, KEY)
    before = kept(books)
    joining.forget(books)
    assert kept(books) == before
    _let_pass(books, clock)
    joining.forget(books)
    assert kept(books) == "over"


def _let_pass(books: Books, clock: Clock) -> None:
    """An hour; a server's own clock cannot be moved, so there the end is."""
    clock.move(hours=1)
    if books.shared:
        _, *parts = json.loads(kept(books))
        keep(books, json.dumps([1_000, *parts]))


def test_nobody_makes_an_hour_longer(books: Books) -> None:
    code = joining.let_in(books, KEY).code
    ends_ms, *parts = json.loads(kept(books))
    keep(books, json.dumps([ends_ms + 1, *parts]))
    assert refusal(books, code) == "code_wrong"


def test_a_newer_code_replaces_an_older_one(books: Books) -> None:
    older, newer = joining.let_in(books, KEY).code, joining.let_in(books, KEY).code
    assert refusal(books, older) == "code_wrong"
    assert joining.key_for(books, newer) == KEY


def test_a_typing_error_is_told_before_anything_is_tried(books: Books) -> None:
    code = joining.let_in(books, KEY).code
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    before = kept(books)
    assert refusal(books, wrong) == "code_mistyped"
    assert refusal(books, one_time_codes.made()) == "code_wrong"
    assert kept(books) == before
    assert joining.key_for(books, code) == KEY


def test_the_code_of_other_books_opens_nothing_here(books: Books) -> None:
    code = joining.let_in(books, KEY).code
    with books.writing() as connection:
        installation.put(connection, "key_name", "of others")
    assert refusal(books, code) == "code_wrong"


@pytest.mark.parametrize("value", ["", "[]", "{}", "7", "nonsense", '[1, "zz", "00", "00"]'])
def test_without_a_code_that_counts_none_is_taken(books: Books, value: str) -> None:
    keep(books, value)
    assert refusal(books, one_time_codes.made()) == "code_none"
    joining.forget(books)


def test_of_computers_that_tell_a_code_at_the_same_moment_one_is_let_in(books: Books) -> None:
    for _ in range(3):
        code = joining.let_in(books, KEY).code

        def join(code: str = code) -> bytes | str:
            try:
                return joining.key_for(books, code)
            except Invalid as refused:
                return refused.code

        with ThreadPoolExecutor(4) as together:
            answers = [one.result() for one in [together.submit(join) for _ in range(4)]]
        assert sorted(answers, key=str)[-3:] == ["code_used"] * 3
        assert answers.count(KEY) == 1
