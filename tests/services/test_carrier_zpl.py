"""ZPL as carriers write it: settings in it never reach the printer, and stop no label."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from fbm_desk.domain.answers import Answer, Done
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import Paper
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.shipping import Bought
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.reprint import reprint
from fbm_desk.services.workshop import Workshop
from tests.services.label_counter import LabelCounter, Tray
from tests.services.rows import rows
from tests.services.warehouse import BADGE, Warehouse, order, order_id, tracking


@dataclass
class SettingsCounter(LabelCounter):
    """Sells labels that begin with a printer's settings, as some carriers' do."""

    settings: bytes = b""

    def _sell(self, body: str, key: str) -> Bought:
        sold = super()._sell(body, key)
        number = tracking(OrderId(body.split()[0])).encode()
        zpl = b"^XA" + self.settings + b"^PW812^FO60,300^BY3^BCN,200,Y^FD" + number + b"^FS^XZ"
        return Bought(sold.shipment_id, sold.tracking, (("ZPL", zpl),))

    def buy(self, body: str, key: str) -> Answer[Bought]:
        answer = super().buy(body, key)
        assert isinstance(answer, Done)
        return answer


@pytest.mark.parametrize("printer", ["tcp://192.0.2.7:9100", "folder:/papers"])
def test_settings_are_left_out_of_what_is_printed_and_kept_in_what_was_bought(
    books: Books, warehouse: Warehouse, printer: str
) -> None:
    settings = b"^LRN^MNY^MFN,N^LH10,12^MCY^POI^JUS^PQ2,0,1,Y"
    tray = Tray()
    rules = DeskRules(label_source=LabelSource.BOUGHT, label_printer=printer)
    seller = LabelDesk(books, SettingsCounter(settings=settings))
    desk = Desk(books, "Bench 1", rules, Workshop(books, rules, tray, seller))
    desk.scan(BADGE)
    warehouse.take_in(order(1))
    warehouse.pack(desk, order_id(1), "MUG")
    assert desk.bench is not None
    assert desk.bench.opened.session.state is State.LABELLED
    (printed,) = tray.labels()
    assert all(command not in printed for command in (b"^MF", b"^MC", b"^JU", b"^PQ"))
    assert b"^LH10,12" in printed
    assert b"^POI" in printed


def test_a_label_that_recalls_what_is_not_in_it_is_not_printed(
    books: Books, warehouse: Warehouse
) -> None:
    tray = Tray()
    rules = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")
    seller = LabelDesk(books, SettingsCounter(settings=b"^XFE:F.ZPL^FS"))
    desk = Desk(books, "Bench 1", rules, Workshop(books, rules, tray, seller))
    desk.scan(BADGE)
    warehouse.take_in(order(1))
    warehouse.pack(desk, order_id(1), "MUG")
    assert tray.labels() == []
    kept = rows(books, "SELECT state, reason FROM label_purchases")
    assert kept == [("bought", "label_unreadable")]


def test_the_office_cannot_print_a_label_whose_barcode_says_something_else(
    books: Books, warehouse: Warehouse
) -> None:
    tray = Tray()
    rules = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")
    counter = LabelCounter(printed_number="KP000000000000PT")
    desk = Desk(books, "Bench 1", rules, Workshop(books, rules, tray, LabelDesk(books, counter)))
    desk.scan(BADGE)
    warehouse.take_in(order(1))
    warehouse.pack(desk, order_id(1), "MUG")
    with pytest.raises(Invalid, match="nothing_to_print"):
        reprint(books, order_id(1), Paper.LABEL, "damaged", rules, None)
    assert tray.labels() == []
