"""Everything known about one order: history, label, facts; prints again, exports the evidence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import dossier_evidence as evidence
from fbm_desk.gui.dossier_cards import AddressCard, ChainCard, LabelCard
from fbm_desk.gui.dossier_paper import as_pdf
from fbm_desk.gui.dossier_picture import PictureCard
from fbm_desk.gui.office_port import Paper, ReprintReason
from fbm_desk.gui.parts import MARGIN, KeyButton
from fbm_desk.gui.reflow import ReflowingHeading, SideBySide
from fbm_desk.gui.reprint_row import ReprintRow
from fbm_desk.gui.roomy_page import pane_of
from fbm_desk.gui.surroundings import Surroundings
from fbm_desk.services import whole_file
from fbm_desk.services.today_view import DossierView
from fbm_desk.services.topics import Topic

#: Stages in which there was a label at least once.
_HAS_LABEL = frozenset({Stage.LABELLED, Stage.PACKED, Stage.CONFIRMED})
#: Stages in which something is left to pack.
_TO_PACK = frozenset({Stage.HIDDEN, Stage.WAITING, Stage.ON_BENCH, Stage.HELD})


class DossierScreen(QWidget):
    """The dossier of one order; Esc asks to go back."""

    back_requested = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self.view: DossierView | None = None
        self._wanted = OrderId("")
        self.heading = ReflowingHeading(texts.say("dossier.title"))
        self.back = KeyButton(texts.say("dossier.back"), "quiet", "arrow-left", "Esc")
        self.label_again = KeyButton(texts.say("dossier.reprint_label"), icon="printer")
        self.slip_again = KeyButton(texts.say("dossier.reprint_slip"), icon="receipt")
        self.expedite = KeyButton(texts.say("dossier.expedite"), icon="zap", key="Shift F2")
        self.as_usual = KeyButton(texts.say("dossier.as_usual"), icon="clock", key="Shift F2")
        self.allow = KeyButton(
            texts.say("dossier.substitutes_allow"), icon="repeat-2", key="Ctrl U"
        )
        self.forbid = KeyButton(texts.say("dossier.substitutes_forbid"), icon="x", key="Ctrl U")
        self.export = KeyButton(texts.say("dossier.export"), "primary", "", "Ctrl E")
        self.reprint = ReprintRow()
        self.chain = ChainCard()
        self.label = LabelCard()
        self.picture = PictureCard()
        self.address = AddressCard()
        self._lay_out()
        self._wire()

    def open(self, order_id: OrderId) -> None:
        """Fetch and show the dossier of an order."""
        self._wanted = order_id
        self._around.ask(lambda: self._around.office.dossier(order_id), self.show_dossier)

    def show_dossier(self, view: DossierView) -> None:
        """Show a dossier, unless another one is wanted by now."""
        if view.order_id != self._wanted and self._wanted:
            return
        self.view = view
        self.heading.second.setText(_second(view))
        self.chain.show_dossier(view)
        self.label.show_dossier(view)
        self.picture.show_dossier(view)
        self.address.show_dossier(view, self._around.today())
        for button in (self.label_again, self.slip_again):
            button.setVisible(view.stage in _HAS_LABEL)
        to_pack = view.stage in _TO_PACK
        _show_either(self.expedite, self.as_usual, to_pack, view.first)
        known = view.substitutes is not None
        _show_either(self.allow, self.forbid, to_pack and known, bool(view.substitutes))

    def renew(self, topics: frozenset[Topic]) -> None:
        """Fetch again when something of it may have changed."""
        if self.isVisible() and self._wanted and topics & {Topic.ORDERS, Topic.PRINTING}:
            self.open(self._wanted)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this screen and what they do."""
        say = texts.say
        return (
            ("Ctrl E", say("dossier.export")),
            ("Shift F2", say("dossier.turn")),
            ("Ctrl U", say("dossier.substitutes_change")),
            ("Ctrl C", say("dossier.copy_history")),
            ("Alt ↓", say("dossier.beside")),
            ("Esc", say("dossier.back")),
        )

    def export_evidence(self) -> None:
        """Ask for a file and write the dossier there: PDF, text or JSON by its ending."""
        if (view := self.view) is None:
            return
        say = texts.say
        name = evidence.file_name(view, "pdf")
        kinds = say("dossier.export_kinds")
        path = self._around.files.to_save(self, say("dossier.export"), name, kinds)
        if path is None:
            return
        content = _written(view, path, self._around)
        self._around.ask(
            lambda: whole_file.write(path, content),
            lambda _none: self._around.say(say("dossier.exported", file=path.name)),
        )

    def change_turn(self) -> None:
        """Put the order before all others, or in its turn again."""
        view = self.view
        if view is None or view.stage not in _TO_PACK:
            return
        order_id, office = view.order_id, self._around.office
        deed, said = (
            (office.as_usual, "not_expedited") if view.first else (office.expedite, "expedited")
        )

        def done(_none: None) -> None:
            self._around.say(texts.say(f"dossier.{said}", order=order_id))
            self.open(order_id)

        self._around.ask(lambda: deed(order_id), done)

    def change_substitutes(self) -> None:
        """Allow that something else is sent instead, or not any more."""
        view = self.view
        if view is None or view.stage not in _TO_PACK or view.substitutes is None:
            return
        order_id, allowed = view.order_id, not view.substitutes
        said = "substitutes_allowed" if allowed else "substitutes_forbidden"

        def done(at_once: bool) -> None:
            key = f"dossier.{said}" if at_once else f"dossier.{said}_later"
            self._around.say(texts.say(key, order=order_id))
            self.open(order_id)

        self._around.ask(lambda: self._around.office.substitutes(order_id, allowed), done)

    def escape(self) -> None:
        """Drop the open question, or ask to go back."""
        if self.reprint.isVisible():
            self.reprint.drop()
        else:
            self.back_requested.emit()

    def _print_again(self, paper: Paper, reason: ReprintReason) -> None:
        if (view := self.view) is None:
            return
        order_id = view.order_id
        self._around.ask(
            lambda: self._around.office.reprint(order_id, paper, reason),
            lambda _none: self._around.say(texts.say(f"dossier.reprinted_{paper.value}")),
        )

    def _scroll(self, way: int) -> None:
        """What stands beside the history, half a pane up or down."""
        if self.beside is not None:
            bar = self.beside.verticalScrollBar()
            bar.setValue(bar.value() + way * bar.pageStep() // 2)

    def _lay_out(self) -> None:
        turn = (self.expedite, self.as_usual, self.allow, self.forbid)
        for button in (self.back, self.label_again, self.slip_again, *turn, self.export):
            self.heading.deeds.addWidget(button)
        beside = QWidget()
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(16)
        right.addWidget(self.label)
        right.addWidget(self.picture)
        right.addWidget(self.address)
        right.addStretch(1)
        self.beside = pane_of(beside)
        self.panes = SideBySide(self.chain, self.beside or beside, (27, 20))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.reprint)
        column.addWidget(self.panes, 1)

    def _wire(self) -> None:
        self.back.clicked.connect(self.back_requested)
        self.export.clicked.connect(self.export_evidence)
        self.label_again.clicked.connect(lambda: self.reprint.ask(Paper.LABEL))
        self.slip_again.clicked.connect(lambda: self.reprint.ask(Paper.SLIP))
        self.reprint.answered.connect(self._print_again)
        self.reprint.dropped.connect(lambda: self.label_again.setFocus())
        for button in (self.expedite, self.as_usual):
            button.hide()
            button.clicked.connect(self.change_turn)
        for button in (self.allow, self.forbid):
            button.hide()
            button.clicked.connect(self.change_substitutes)
        for key, way in (("Alt+Down", 1), ("Alt+Up", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(partial(self._scroll, way))
        QShortcut(QKeySequence("Ctrl+U"), self).activated.connect(self.change_substitutes)
        QShortcut(QKeySequence("Shift+F2"), self).activated.connect(self.change_turn)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self.export_evidence)


def _show_either(first: KeyButton, second: KeyButton, offered: bool, is_done: bool) -> None:
    """One of two buttons; who pressed it with a key has the other in hand then."""
    focused = first.hasFocus() or second.hasFocus()
    shown, hidden = (second, first) if is_done else (first, second)
    shown.setVisible(offered)
    if focused and offered:
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
    hidden.hide()


def _second(view: DossierView) -> str:
    """What stands beside the title: the parcel's number, else how far the order is."""
    stage = view.tracking or texts.say(f"stage.{view.stage.value}")
    first = view.first and view.stage in _TO_PACK
    return f"{stage} · {texts.say('dossier.first')}" if first else stage


def _written(view: DossierView, path: Path, around: Surroundings) -> bytes:
    writers: dict[str, Callable[[], bytes]] = {
        ".txt": lambda: evidence.as_text(view, around.now()),
        ".json": lambda: evidence.as_json(view, around.now()),
    }
    return writers.get(path.suffix.lower(), lambda: as_pdf(view, around.now()))()
