"""What the status line says of labels whose money is not settled, and whose dossier says more."""

from __future__ import annotations

from fbm_desk.domain.answers import Answer, Done, Unclear
from fbm_desk.domain.shipping import Bought
from fbm_desk.services.books import Books
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.services.dossier import dossier
from fbm_desk.services.status import status
from tests.services.clock import Clock
from tests.services.warehouse import FakeSeller, Warehouse, order, order_id, tracking

ONE, TWO = order_id(1), order_id(2)


class Silent(FakeSeller):
    """Sells, perhaps, and never answers."""

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """No answer."""
        return Unclear("timed_out")


class WithoutPaper(FakeSeller):
    """Sells a label whose paper never comes."""

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """A label without its documents."""
        return Done(Bought("SHIP-1", tracking(ONE), ()))


def money(books: Books) -> list[StatusEntry]:
    return [entry for entry in status(books) if "dossier" in entry.words]


def test_labels_of_which_nobody_knows_are_said_with_their_age(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1), order(2))
    warehouse.pack(warehouse.desk(seller=Silent()), ONE, "MUG")
    clock.move(seconds=720)
    told = "A label perhaps paid, perhaps not, 12 min. Open the dossier of " + ONE
    assert money(books) == [StatusEntry("octagon-alert", told, fault=True)]
    warehouse.pack(warehouse.desk("Bench 2", Silent()), TWO, "MUG")
    (entry,) = money(books)
    told = "2 labels perhaps paid, perhaps not, oldest 12 min. Open the dossier of " + ONE
    assert entry.words == told


def test_a_label_on_its_way_onto_its_box_is_no_news(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, ONE, "MUG")
    assert money(books) == []
    desk.scan(tracking(ONE))
    assert money(books) == []


def test_a_paid_label_whose_box_was_put_aside_or_left_alone_is_said(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, ONE, "MUG")
    clock.move(seconds=3_600)
    told = f"A paid label on no box, 1 h. Open the dossier of {ONE}"
    assert money(books) == [StatusEntry("octagon-alert", told)]
    clock.move(seconds=-3_500)
    assert money(books) == []
    desk.scan("LATER")
    assert [entry.words for entry in money(books)] == [told.replace("1 h", "1 min")]


def test_a_paid_label_without_its_paper_is_said_and_its_dossier_says_what_to_do(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=WithoutPaper()), ONE, "MUG")
    assert len(money(books)) == 1
    steps = {step.words: step.details for step in dossier(books, ONE).steps}
    how = steps["The paid label is not printed: its paper did not come"]
    assert "scan FINISH" in how
