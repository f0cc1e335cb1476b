"""The talk with Amazon, one row per kind of work; why an order is not here; the account itself.

What is typed to connect an account goes to the services and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.errors import Refusal
from fbm_desk.domain.selling import Participation
from fbm_desk.gui import figures, fonts, sync_columns
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.connect_form import ConnectedCard, ConnectForm, centred
from fbm_desk.gui.empty_state import EmptyState
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.office_port import Work
from fbm_desk.gui.parts import MARGIN, Card, Heading, KeyButton, paragraph, stacked, words
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.surroundings import Surroundings
from fbm_desk.gui.table import Table
from fbm_desk.gui.why_card import AccountCard, WhyCard
from fbm_desk.services.office_view import AccountView, NewAccount
from fbm_desk.services.topics import Topic

_BESIDE_W = 348
_ROW = 52
_RENEW_MS = 5_000


class SyncScreen(QWidget):
    """`dossier_requested` carries the number of an order that is here after all."""

    dossier_requested = Signal(str)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._account = AccountView()
        self.heading = Heading(texts.say("sync.title"))
        self.now = KeyButton(texts.say("sync.now"), "primary", icon="refresh-cw", key="F5")
        self.model = RowsModel(
            sync_columns.columns(around.now),
            identity=lambda one: one.kind.value,
            doubtful=lambda one: bool(one.trouble or one.late_at),
        )
        self.table: Table[Work] = Table(self.model, "sync", around.memory, _ROW)
        self._build_parts()
        self._lay_out()
        self._wire()

    def refresh(self) -> None:
        """Read the work and the account anew."""
        office = self._around.office
        self._around.ask(lambda: (office.work(), office.account()), lambda both: self._show(*both))

    def renew(self, topics: frozenset[Topic]) -> None:
        """Read again when something was fetched or told."""
        if topics & {Topic.SYNC, Topic.ORDERS, Topic.PEOPLE} and self.isVisible():
            self.refresh()

    def leave(self) -> None:
        """What was typed is not left standing on a screen that others open."""
        self.form.forget()
        if self._stack.currentWidget() is not self._work_page:
            self._show_home()

    def escape(self) -> None:
        """Back from the form."""
        self.leave()

    def first(self) -> QWidget:
        """What has the focus when the screen opens."""
        return self.table if self._account.seller_id else self.empty.button

    def sync_now(self) -> None:
        """Ask for everything at the next turn."""
        if self._account.seller_id:
            self._do(self._around.office.sync_now, texts.say("sync.asked_now"))

    def turn_rest(self) -> None:
        """Let the chosen kind of work pause, or go on."""
        rows = self.table.chosen_rows()
        if rows:
            one, office = rows[0], self._around.office
            done = texts.say("sync.goes_on" if one.paused else "sync.rests", name=one.name)
            self._do(lambda: office.rest(one.kind.value, not one.paused), done)

    def ask_why(self, text: str) -> None:
        """Why this order is not here; Amazon may be asked, so no scan waits behind it."""
        office = self._around.office
        self._around.ask(
            lambda: office.why_not_here(text),
            lambda why: self.why.show_answer(text, why),
            self.why.give_up,
            takes_long=True,
        )

    def fetch(self, text: str) -> None:
        """Ask for one order at the next turn."""
        office = self._around.office
        self._do(lambda: office.sync_now(text), texts.say("sync.asked_order", order=text))

    def open_form(self) -> None:
        """Connect an account, or enter new keys for the one that is."""
        if self._account.may_connect:
            self._stack.setCurrentWidget(self._form_page)
            self.form.begin(self._account.region, self._account.seller_id)
            self._dress()

    def connect_account(self, wanted: NewAccount) -> None:
        """Try it; what Amazon says against it is said in the form."""
        office = self._around.office

        def tried() -> tuple[Participation, ...] | Refusal:
            try:
                return office.connect(wanted)
            except Refusal as refusal:
                return refusal

        def answered(answer: tuple[Participation, ...] | Refusal) -> None:
            if isinstance(answer, Refusal):
                sentence = texts.say(f"error.{answer.code}", **answer.facts)
                self.form.say_wrong(sentence, str(answer.facts.get("name", "")))
                return
            self.form.forget()
            self.form.say_wrong("")
            self._stack.setCurrentWidget(self._done_page)
            self.connected.show_account(wanted.seller_id.strip(), answer)
            self.refresh()

        def failed() -> None:
            self.form.say_wrong(texts.say("error.other"))

        self._around.ask(tried, answered, failed, takes_long=True)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this screen and what they do."""
        say = texts.say
        return (
            ("F5", say("sync.now")),
            ("Ctrl F", say("sync.why")),
            ("Ctrl C", say("table.copy")),
            ("Alt 1–5", say("table.sort")),
        )

    def _do(self, deed: Callable[[], None], done: str) -> None:
        def told(_none: object) -> None:
            self._around.say(done)
            self.refresh()

        self._around.ask(deed, told)

    def _show(self, work: Sequence[Work], account: AccountView) -> None:
        self._account = account
        self.model.load(work)
        self.table.show_whole(len(work))
        if work and not self.table.chosen_rows():
            self.table.selectRow(0)
        self._say_chosen()
        self._say_account(account)
        self.heading.second.setText(self._summary(work))
        if self._stack.currentWidget() not in (self._form_page, self._done_page):
            self._show_home()
        if self.isVisible() and QApplication.focusWidget() in (None, self.window()):
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_home(self) -> None:
        account, say = self._account, texts.say
        self._stack.setCurrentWidget(self._work_page if account.seller_id else self.empty)
        how = say("sync.not_connected_how")
        if not account.may_connect:
            how = f"{how} {say('sync.connect_rights')}"
        button = say("sync.connect_open") if account.may_connect else ""
        self.empty.say(say("sync.not_connected"), how, button)
        self._dress()

    def _dress(self) -> None:
        at_work = self._stack.currentWidget() is self._work_page
        self.now.setVisible(at_work)
        self.heading.second.setVisible(at_work)

    def _summary(self, work: Sequence[Work]) -> str:
        say, now = texts.say, self._around.now()
        if troubles := sum(bool(one.trouble) for one in work):
            return say("sync.in_trouble", count=troubles)
        heard = [one.last_success_at for one in work if one.last_success_at]
        return (
            say("sync.in_step", age=figures.age(now - max(heard))) if heard else say("sync.no_word")
        )

    def _say_account(self, account: AccountView) -> None:
        say = texts.say
        until = account.secret_ends_on
        told = say("sync.keys_elsewhere" if account.keys_elsewhere else "sync.secret_unknown")
        if until is not None and not account.keys_elsewhere:
            day = figures.day(until, self._around.today())
            told = say("sync.secret_good_until", day=day)
        region = say(f"sync.region_{account.region}") if account.region else figures.MISSING
        anew = say("sync.begins_anew") if account.begins_anew else ""
        self.account.show_facts(
            (
                (say("sync.seller"), account.seller_id),
                (say("sync.region"), region),
                (say("sync.marketplaces"), figures.number(len(account.marketplaces))),
                (say("sync.secret_until"), told),
            ),
            anew or account.secret_warning,
            account.may_connect,
        )

    def _say_chosen(self) -> None:
        rows, say = self.table.chosen_rows(), texts.say
        self.rest.setEnabled(bool(rows))
        if not rows:
            self.chosen_title.setText("")
            self.chosen.setText("")
            return
        one = rows[0]
        self.chosen_title.setText(one.name)
        key = "resting" if one.paused else "last_well" if one.last_success_at else "first_turn"
        told = say(f"sync.{key}")
        if one.trouble:
            told = f"{one.trouble[:1].upper()}{one.trouble[1:]}. {say('sync.with_every')}"
        # A row tells its trouble, or that it rests, in the place of its queue.
        hides = one.trouble or one.paused
        queue = sync_columns.queue_words(one, self._around.now()) if hides else ""
        self.chosen.setText(f"{told} {queue}." if queue else told)
        self.rest.setText(say("sync.go_on" if one.paused else "sync.rest"))
        self.rest.setAccessibleName(f"{self.rest.text()}: {one.name}")
        self.rest.updateGeometry()

    def _build_parts(self) -> None:
        say = texts.say
        self.table.setAccessibleName(say("sync.title"))
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.chosen_title = words("", Role.BODY_STRONG)
        self.chosen = paragraph("", Role.BODY, Tone.SECOND)
        self.rest = KeyButton(say("sync.rest"))
        self.why = WhyCard()
        self.account = AccountCard()
        self.empty = EmptyState("plug")
        self.form = ConnectForm()
        self.connected = ConnectedCard()
        self._renewing = QTimer(self, interval=_RENEW_MS)

    def _lay_out(self) -> None:
        self.heading.deeds.addWidget(self.now)
        self._work_page = QWidget()
        panes = QHBoxLayout(self._work_page)
        panes.setContentsMargins(0, 0, 0, 0)
        panes.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(self._work_card())
        left.addStretch(1)
        panes.addLayout(left, 1)
        beside = QVBoxLayout()
        beside.setSpacing(16)
        for card in (self.why, self.account):
            card.setFixedWidth(fonts.px(_BESIDE_W))
            beside.addWidget(card)
        beside.addStretch(1)
        panes.addLayout(beside)
        self._form_page, self._done_page = centred(self.form), centred(self.connected)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.heading)
        self._stack = stacked(column, self._work_page, self.empty, self._form_page, self._done_page)

    def _work_card(self) -> Card:
        card = Card(1)
        card.body.setSpacing(0)
        card.body.addWidget(self.table)
        told = QVBoxLayout()
        told.setContentsMargins(17, 16, 17, 16)
        told.setSpacing(8)
        told.addWidget(self.chosen_title)
        told.addWidget(self.chosen)
        row = QHBoxLayout()
        row.addWidget(self.rest)
        row.addStretch(1)
        told.addLayout(row)
        card.body.addLayout(told)
        return card

    def _wire(self) -> None:
        self.now.clicked.connect(self.sync_now)
        self.rest.clicked.connect(self.turn_rest)
        self.table.chosen.connect(self._say_chosen)
        self.why.asked.connect(self.ask_why)
        self.why.fetch.connect(self.fetch)
        self.why.open_order.connect(self.dossier_requested)
        self.account.again.connect(self.open_form)
        self.empty.wanted.connect(self.open_form)
        self.form.wanted.connect(self.connect_account)
        self.form.given_up.connect(self.leave)
        self.connected.done.clicked.connect(self.leave)
        self._renewing.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        self._renewing.start()
        QShortcut(QKeySequence("F5"), self).activated.connect(self.sync_now)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.why.field.setFocus)
