"""The Sync screen: what each kind of work does, why an order is not here, connecting an account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.domain.stages import Role
from fbm_desk.gui.main_window import RIGHTS
from fbm_desk.gui.sync_samples import work
from fbm_desk.gui.why_card import AccountCard
from fbm_desk.services.office_view import AccountView
from fbm_desk.services.why_not_here import Why
from tests.gui.desk_world import NOW, Desk, FakeOffice, open_desk, said

pytestmark = pytest.mark.usefixtures("british", "typeface")
CTRL = Qt.KeyboardModifier.ControlModifier
SELLER = AccountView("A2SELLER", "eu", ("A1", "A2"), date(2027, 1, 4), "", may_connect=True)


def office() -> FakeOffice:
    return FakeOffice(works=work(NOW), seller=SELLER)


@pytest.fixture
def desk(tmp_path: Path, typeface: QApplication) -> Iterator[Desk]:
    assert typeface
    with open_desk(tmp_path, office(), screen="sync") as one:
        one.waits_long = True
        yield one


@pytest.fixture
def without_account(tmp_path: Path, typeface: QApplication) -> Iterator[Desk]:
    assert typeface
    with open_desk(tmp_path, FakeOffice(), role=Role.ADMIN, screen="sync") as one:
        one.waits_long = True
        yield one


def cells(desk: Desk) -> list[list[str]]:
    """All rows as they are read."""
    columns = desk.window.sync.model.columns
    return [[column.cell(row).text for column in columns] for row in desk.window.sync.model.rows]


def fill(desk: Desk) -> None:
    """Type a whole account, from field to field."""
    form = desk.window.sync.form
    for name, text in (
        ("seller_id", "A2NEW"),
        ("lwa_app_id", "amzn1.application"),
        ("lwa_client_secret", "hush-secret"),
        ("refresh_token", "Atzr|hush-token"),
    ):
        form.fields[name].setFocus()
        desk.type(text)


def test_each_kind_of_work_is_a_row_in_the_order_people_look(desk: Desk) -> None:
    assert cells(desk) == [
        ["Orders in", "In order", "20 s", "40 s", "18 of 20"],
        ["News of changes", "In order", "20 s", "—", "—"],
        ["Backlog by report", "Paused", "9 h", "—", "15 of 15"],
        ["Orders told in full", "In order", "1 min", "—", "29 of 30"],
        ["Confirmations", "2 queued, oldest 40 s", "1 min", "5 s", "4 of 10"],
        ["Refunds of labels", "No whole answer came in time", "26 min", "2 min", "—"],
        ["Stock quantities", "3 queued, oldest 40 s", "5 min", "—", "4 of 5"],
    ]
    assert "One kind of work has a trouble" in said(desk.window.sync)


def test_packers_have_no_sync_screen_and_the_others_have() -> None:
    assert "sync" not in RIGHTS[Role.PACKER]
    assert all("sync" in RIGHTS[role] for role in (Role.SUPERVISOR, Role.OFFICE, Role.ADMIN))


def test_ctrl_6_opens_it_and_f5_asks_for_everything(desk: Desk) -> None:
    desk.window.open("today")
    desk.press(Qt.Key.Key_6, CTRL)
    assert desk.window.open_screen == "sync"
    desk.press(Qt.Key.Key_F5)
    assert "now " in desk.office.asked
    assert desk.window.notice.text == "Everything is asked for now"


def test_a_kind_of_work_is_paused_and_goes_on(desk: Desk) -> None:
    sync = desk.window.sync
    sync.table.selectRow(0)
    desk.settle()
    assert sync.rest.accessibleName() == "Pause: Orders in"
    desk.click(sync.rest)
    assert "rest orders True" in desk.office.asked
    assert cells(desk)[0][1] == "Paused"
    desk.click(sync.rest)
    assert "rest orders False" in desk.office.asked


def test_a_trouble_is_told_in_words_with_what_was_kept(desk: Desk) -> None:
    desk.window.sync.table.selectRow(5)
    desk.settle()
    assert "No whole answer came in time. Everything else goes on" in said(desk.window.sync)
    assert "what waits is kept. 1 queued, oldest 40 s." in said(desk.window.sync)


def test_why_an_order_is_not_here_is_said_in_a_sentence(desk: Desk) -> None:
    desk.office.why = Why("pending_payment", "The payment is not authorised yet.")
    desk.press(Qt.Key.Key_F, CTRL, at=desk.window.sync.table)
    desk.type("305-0000007-0000001")
    desk.press(Qt.Key.Key_Return)
    assert "why 305-0000007-0000001" in desk.office.asked
    assert "The payment is not authorised yet." in said(desk.window.sync.why)
    assert desk.window.sync.why.open_it.isHidden()
    desk.click(desk.window.sync.why.fetch_now)
    assert "now 305-0000007-0000001" in desk.office.asked


def test_an_order_that_is_here_after_all_is_opened(desk: Desk) -> None:
    desk.office.why = Why("here_waiting", "It is here and waits to be packed.", is_here=True)
    desk.window.sync.why.field.setText("305-0000007-0000001")
    desk.press(Qt.Key.Key_Return, at=desk.window.sync.why.field)
    desk.click(desk.window.sync.why.open_it)
    assert desk.window.open_screen == "dossier"


def test_an_answer_that_does_not_come_can_be_asked_for_again(desk: Desk) -> None:
    desk.office.failure = Unavailable("database_unreachable")
    desk.window.sync.why.field.setText("305-0000007-0000001")
    desk.press(Qt.Key.Key_Return, at=desk.window.sync.why.field)
    assert desk.window.sync.why.ask.isEnabled()
    desk.office.failure = None


def test_the_account_is_shown_without_its_keys(desk: Desk) -> None:
    shown = said(desk.window.sync.account)
    assert "A2SELLER" in shown
    assert "Europe, India" in shown
    assert "good until 4 January 2027" in shown


def test_the_facts_of_an_account_stand_in_two_columns_whatever_they_are_called(
    qtbot: QtBot,
) -> None:
    card = AccountCard()
    qtbot.addWidget(card)
    card.resize(420, 300)
    names = ("Verkäufernummer bei Amazon", "Region", "Marktplätze", "Client-Geheimnis")
    card.show_facts(
        tuple((name, "sein erster Tag wurde nicht notiert") for name in names), "", True
    )
    card.show()
    assert len({value.x() for _label, value in card.facts}) == 1
    assert all(label.geometry().right() < value.x() for label, value in card.facts)


def test_a_secret_near_its_end_is_warned_of(tmp_path: Path) -> None:
    warned = replace(SELLER, secret_warning="Amazon ends the client secret in 9 days.")
    with open_desk(tmp_path, FakeOffice(works=work(NOW), seller=warned), screen="sync") as desk:
        assert "ends the client secret in 9 days" in said(desk.window.sync.account)


def test_without_an_account_the_way_to_one_is_the_only_thing(without_account: Desk) -> None:
    sync = without_account.window.sync
    assert "No seller account is connected" in said(sync)
    assert sync.now.isHidden()
    assert sync.empty.button.hasFocus()
    without_account.press(Qt.Key.Key_Space)
    assert sync.form.isVisible()
    assert sync.form.fields["seller_id"].hasFocus()


def test_who_may_not_connect_is_told_who_may(tmp_path: Path) -> None:
    seller = AccountView(may_connect=False)
    with open_desk(tmp_path, FakeOffice(seller=seller), screen="sync") as desk:
        assert "Somebody of the office or an admin" in said(desk.window.sync)
        assert desk.window.sync.empty.button.isHidden()
        desk.window.sync.open_form()
        assert desk.window.sync.form.isHidden() or not desk.window.sync.form.isVisible()


def test_a_bench_without_keys_says_that_another_computer_has_them(tmp_path: Path) -> None:
    seller = replace(SELLER, keys_elsewhere=True)
    with open_desk(tmp_path, FakeOffice(seller=seller), screen="sync") as desk:
        assert "on another computer" in said(desk.window.sync)
        assert "good until" not in said(desk.window.sync)


def test_an_account_is_tried_with_what_was_typed_and_told_where_it_sells(
    without_account: Desk,
) -> None:
    sync = without_account.window.sync
    without_account.click(sync.empty.button)
    sync.form.regions.choose("eu")
    fill(without_account)
    without_account.press(Qt.Key.Key_Return)
    typed = without_account.office.typed[0]
    assert (typed.region, typed.seller_id) == ("eu", "A2NEW")
    assert (typed.lwa_client_secret, typed.refresh_token) == ("hush-secret", "Atzr|hush-token")
    shown = said(sync)
    assert "A2NEW is connected" in shown
    assert "Amazon.co.uk (GB)" in shown
    assert "From now on orders come in by themselves" in shown


def test_a_refusal_is_said_in_the_form_and_what_was_typed_stays(without_account: Desk) -> None:
    sync = without_account.window.sync
    without_account.office.refusal = Invalid("connect_refused")
    without_account.click(sync.empty.button)
    fill(without_account)
    without_account.press(Qt.Key.Key_Return)
    assert "Amazon refuses these keys" in said(sync.form)
    assert sync.form.fields["seller_id"].text() == "A2NEW"
    assert sync.form.test.isEnabled()
    without_account.office.refusal = Unavailable(
        "connect_not_reached", reason="nobody answers at Amazon’s address"
    )
    without_account.press(Qt.Key.Key_Return, at=sync.form.fields["seller_id"])
    assert "Amazon could not be asked" in said(sync.form)
    assert "the keys may be right" in said(sync.form)


def test_what_is_missing_is_asked_for_and_nothing_is_sent(without_account: Desk) -> None:
    sync = without_account.window.sync
    without_account.click(sync.empty.button)
    sync.form.fields["seller_id"].setText("A2NEW")
    without_account.press(Qt.Key.Key_Return, at=sync.form.fields["seller_id"])
    assert "Application id is missing" in said(sync.form)
    assert sync.form.fields["lwa_app_id"].hasFocus()
    assert without_account.office.typed == []


def test_secrets_are_never_readable_and_leave_with_the_screen(without_account: Desk) -> None:
    sync = without_account.window.sync
    without_account.click(sync.empty.button)
    fill(without_account)
    for name in ("lwa_client_secret", "refresh_token"):
        field = sync.form.fields[name]
        assert field.echoMode() is QLineEdit.EchoMode.Password
        assert "hush" not in field.displayText()
    without_account.window.open("today")
    without_account.settle()
    assert all(not field.text() for field in sync.form.fields.values())
    assert "hush" not in repr(without_account.office.typed)


def test_escape_leads_back_from_the_form(without_account: Desk) -> None:
    sync = without_account.window.sync
    without_account.click(sync.empty.button)
    without_account.press(Qt.Key.Key_Escape, at=sync.form.fields["seller_id"])
    assert "No seller account is connected" in said(sync)
