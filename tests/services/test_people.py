"""Who works here: added with a badge that signs in, by somebody who may; nobody gives more."""

from __future__ import annotations

import pytest

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.stages import Role
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import people
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.store import people as store


def somebody(books: Books, name: str, role: Role) -> int:
    with books.writing() as connection:
        return store.add(connection, books.seal, name, role, f"BADGE-{name}", books.now())


def test_a_new_person_s_badge_signs_in_at_a_bench(books: Books) -> None:
    petra = somebody(books, "Petra", Role.SUPERVISOR)
    badge = people.add(books, "  Ana   Šimunić ", Role.PACKER, petra)
    desk = Desk(books, "Bench 7", DeskRules(label_source=LabelSource.NONE))
    desk.scan(badge.code)
    assert people.is_badge(books, badge.code)
    assert [(one.name, one.role, one.bench) for one in people.everybody(books)] == [
        ("Petra", Role.SUPERVISOR, ""),
        ("Ana Šimunić", Role.PACKER, "Bench 7"),
    ]


def test_the_sheet_of_a_badge_is_a_pdf(books: Books) -> None:
    petra = somebody(books, "Petra", Role.ADMIN)
    badge = people.add(books, "Ana", Role.OFFICE, petra)
    assert people.badge_sheet(badge, "Example Goods").startswith(b"%PDF")
    assert "Ana" not in repr(badge)
    assert badge.code not in repr(badge)


@pytest.mark.parametrize(
    ("own", "given"),
    [
        (Role.PACKER, set()),
        (Role.SUPERVISOR, {Role.PACKER, Role.SUPERVISOR, Role.OFFICE}),
        (Role.OFFICE, {Role.PACKER, Role.SUPERVISOR, Role.OFFICE}),
        (Role.ADMIN, set(Role)),
    ],
)
def test_nobody_gives_more_than_they_have(books: Books, own: Role, given: set[Role]) -> None:
    me = somebody(books, "Me", own)
    assert set(people.given_by(books, me)) == given
    for role in set(Role) - given:
        with pytest.raises(NotAllowed, match="people_rights"):
            people.add(books, "Ana", role, me)
    assert len(people.everybody(books)) == 1


def test_without_anybody_signed_in_nobody_is_added(books: Books) -> None:
    with pytest.raises(NotAllowed):
        people.add(books, "Ana", Role.PACKER, None)


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "no_name"), ("x" * 81, "name_too_long"), ("Petra", "name_taken")]
)
def test_a_name_that_cannot_be_is_refused(books: Books, name: str, code: str) -> None:
    petra = somebody(books, "Petra", Role.ADMIN)
    with pytest.raises(Invalid, match=code):
        people.add(books, name, Role.PACKER, petra)


def test_a_scan_that_is_nobody_s_badge_is_none(books: Books) -> None:
    somebody(books, "Petra", Role.ADMIN)
    assert people.is_badge(books, " badge-petra\r")
    assert not people.is_badge(books, "BADGE-ANA")
    assert not people.is_badge(books, "")


def test_a_lost_badge_opens_nothing_once_it_is_replaced(books: Books) -> None:
    petra = somebody(books, "Petra", Role.SUPERVISOR)
    ana = somebody(books, "Ana", Role.PACKER)
    badge = people.replace_badge(books, ana, petra)
    assert not people.is_badge(books, "BADGE-Ana")
    assert people.is_badge(books, badge.code)
    assert badge.name == "Ana"


def test_who_was_disabled_is_signed_out_at_the_next_scan_and_stays_in_the_history(
    books: Books,
) -> None:
    petra = somebody(books, "Petra", Role.SUPERVISOR)
    ana = somebody(books, "Ana", Role.PACKER)
    desk = Desk(books, "Bench 7", DeskRules(label_source=LabelSource.NONE))
    desk.scan("BADGE-Ana")
    people.let_go(books, ana, petra)
    assert desk.scan("NEXT").code is VerdictCode.SIGN_IN_FIRST
    assert desk.person is None
    assert desk.scan("BADGE-Ana").code is VerdictCode.BADGE_UNKNOWN
    gone = people.everybody(books)[-1]
    assert (gone.name, gone.active, gone.bench) == ("Ana", False, "")
    with books.reading() as connection:
        assert store.name_of(connection, ana) == "Ana"
    assert desk.scan("BADGE-Petra").code is VerdictCode.SIGNED_IN


def test_who_left_is_let_in_again_with_a_new_badge(books: Books) -> None:
    petra = somebody(books, "Petra", Role.SUPERVISOR)
    ana = somebody(books, "Ana", Role.PACKER)
    people.let_go(books, ana, petra)
    badge = people.replace_badge(books, ana, petra)
    assert people.is_badge(books, badge.code)
    assert all(one.active for one in people.everybody(books))


def test_the_last_supervisor_is_not_disabled_and_nobody_disables_themselves(books: Books) -> None:
    petra = somebody(books, "Petra", Role.SUPERVISOR)
    otto = somebody(books, "Otto", Role.OFFICE)
    with pytest.raises(Invalid, match="last_supervisor"):
        people.let_go(books, petra, otto)
    with pytest.raises(Invalid, match="not_yourself"):
        people.let_go(books, petra, petra)
    ines = somebody(books, "Ines", Role.SUPERVISOR)
    people.let_go(books, petra, ines)
    assert [one.name for one in people.everybody(books) if not one.active] == ["Petra"]


def test_nobody_changes_who_has_more_rights(books: Books) -> None:
    admin = somebody(books, "Root", Role.ADMIN)
    petra = somebody(books, "Petra", Role.SUPERVISOR)
    ana = somebody(books, "Ana", Role.PACKER)
    for by in (petra, ana, None):
        with pytest.raises(NotAllowed, match="people_rights_of"):
            people.replace_badge(books, admin, by)
        with pytest.raises(NotAllowed, match="people_rights_of"):
            people.let_go(books, admin, by)
