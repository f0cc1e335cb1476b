"""The dossier of an order: every step in its order, who did it, and whether anybody changed it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import zxingcpp
from PIL import Image

from fbm_desk.domain.answers import Done, Refused, Unclear
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import Address, AmazonStatus, Sku
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.shipping import Bought
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.printing import label_pictures
from fbm_desk.printing.documents import LabelFormat
from fbm_desk.printing.label_zpl import label_to_zpl
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import export_confirmations, tell
from fbm_desk.services.dossier import dossier
from fbm_desk.services.dossier_steps import printer_name, service_text
from fbm_desk.services.manifests import make_manifest
from fbm_desk.services.today_view import DossierView, HistoryStep, Mark
from fbm_desk.store import articles, history, people, print_jobs, privacy, purchases
from fbm_desk.store.articles import Article, Barcode
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.rows import value
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import (
    FakeSeller,
    Warehouse,
    label_document,
    line,
    order,
    order_id,
    tracking,
)

LISBON = ZoneInfo("Europe/Lisbon")
ONE = order_id(1)


@pytest.fixture(autouse=True)
def _pdf_reader() -> Iterator[None]:
    yield
    label_pictures.close_reader()


def words(view: DossierView) -> list[str]:
    return [step.words for step in view.steps]


def step(view: DossierView, wanted: str) -> HistoryStep:
    return next(one for one in view.steps if one.words.startswith(wanted))


def facts(view: DossierView) -> dict[str, str]:
    return dict(view.facts)


# --- history -------------------------------------------------------------------------------------


def test_a_whole_day_of_an_order_in_its_order(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1, line("MUG", 2), line("SPOON")))
    desk = warehouse.desk("Bench 3", seller=FakeSeller("PNG", "ZPL"))
    for text in (ONE, "MUG", "LAMP", "MUG", "SPOON", tracking(ONE)):
        clock.move(seconds=30)
        desk.scan(text)
    clock.move(hours=1)
    make_manifest(books, "Kestrel Parcel", date(2026, 4, 23), LISBON, None, "Hearthline")
    amazon = FakeMarketplace()
    amazon.show(ONE, tracking(ONE))
    clock.move(hours=1)
    tell(books, amazon)

    view = dossier(books, ONE, LISBON)
    loud = [one for one in view.steps if not one.quiet]
    assert [(one.mark, one.words, one.details) for one in loud] == [
        (Mark.CAME, "Order came in", ""),
        (Mark.TAKEN, "Taken by Mara", "Bench 3"),
        (Mark.SCANNED, "1 unit scanned", "1 × Mug"),
        (Mark.REFUSED, "Refused: wrong item", "Lamp. Not in this order"),
        (Mark.SCANNED, "2 units scanned", "1 × Mug, 1 × Spoon"),
        (Mark.LABEL, "Label bought once, €7.80", "Kestrel Parcel 48H, shipment SHIP-1"),
        (Mark.LABEL, "Label read back", "its barcode is the shipment’s number"),
        (Mark.CLOSED, "Label scanned on the box", "right label, right box"),
        (Mark.VAN, "On manifest 23-K1", ""),
        (Mark.TOLD, "Amazon shows the parcel", ""),
    ]
    assert [one.at for one in view.steps] == sorted(one.at for one in view.steps)
    assert {one.who for one in view.steps if one.mark is Mark.SCANNED} == {"Mara"}
    assert (view.stage, view.units, view.tracking) == (Stage.CONFIRMED, 3, tracking(ONE))
    assert view.weight_g == 310 * 2 + 40 + 120


def test_facts_stand_beside_the_label(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk("Bench 3", seller=FakeSeller("PNG"))
    warehouse.pack(desk, ONE, "MUG", tracking(ONE))
    view = dossier(books, ONE, LISBON)
    assert view.facts == (
        ("Carrier", "Kestrel Parcel 48H"),
        ("Bought", "€7.80, once"),
        ("Not taken", "Nordpost Standard, €9.15, costs more"),
        ("Packer", "Mara"),
        ("Bench", "Bench 3"),
        ("Weight", "430 g"),
        ("Serials", "none wanted"),
        ("Ship-by", "23 April 2026, 17:30"),
    )


def test_serial_numbers_are_named(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("CAMERA", 2)))
    warehouse.pack(warehouse.desk(), ONE, "CAMERA", "SN-1", "CAMERA", "SN-2")
    view = dossier(books, ONE)
    assert facts(view)["Serials"] == "SN-1, SN-2"
    assert step(view, "2 units").details == "2 × Camera"
    assert words(view)[-1] == "Parcel closed"


def test_units_of_two_packers_are_two_steps(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    with books.writing() as connection:
        people.add(connection, books.seal, "Ødger", Role.PACKER, "BADGE-TWO", books.now())
    warehouse.take_in(order(1, line("MUG", 3)))
    desk = warehouse.desk()
    for text in (ONE, "MUG", "LATER", "BADGE-TWO", ONE, "MUG", "UNDO", "MUG", "MUG"):
        clock.move(seconds=5)
        desk.scan(text)
    steps = [(one.words, one.who) for one in dossier(books, ONE).steps]
    assert steps[1:] == [
        ("Taken by Mara", "Mara"),
        ("1 unit scanned", "Mara"),
        ("Put down, to be finished later", "Mara"),
        ("Taken up again by Ødger", "Ødger"),
        ("1 unit scanned", "Ødger"),
        ("1 unit taken back", "Ødger"),
        ("2 units scanned", "Ødger"),
        ("Parcel closed", ""),
    ]


@pytest.mark.parametrize(
    ("scans", "expected", "details"),
    [
        (["MUG", "MUG"], "Refused: a unit too many", "Mug. More than was still wanted"),
        (["MUG-CASE"], "Refused: a unit too many", "Mug. More than was still wanted"),
        (["NO-SUCH\tCODE"], "Refused: unknown barcode", "scanned: NO-SUCH CODE"),
        (["x" * 48], "Refused: unknown barcode", "scanned: " + "x" * 40),
        (["HOLD", "SHORT"], "Put on hold: an item is short", ""),
        (["HOLD", "2"], "Put on hold: an item is damaged", ""),
    ],
)
def test_what_was_held_back_says_why(
    books: Books, warehouse: Warehouse, scans: list[str], expected: str, details: str
) -> None:
    warehouse.take_in(order(1, line("MUG"), line("SPOON")))
    warehouse.pack(warehouse.desk(), ONE, *scans)
    assert step(dossier(books, ONE), expected).details == details


def test_a_cancelled_order_shows_its_stop_and_its_label_void(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1))
    seller = FakeSeller("ZPL")
    desk = warehouse.desk(seller=seller)
    warehouse.pack(desk, ONE, "MUG")
    clock.move(minutes=5)
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
    clock.move(minutes=1)
    desk.refresh()
    desk.scan("FINISH")
    view = dossier(books, ONE)
    assert words(view)[-3:] == [
        "Cancelled at Amazon",
        "Stopped: the order was cancelled",
        "All units taken out of the box",
    ]
    assert (view.stage, view.chain_intact) == (Stage.CANCELLED, True)


def test_a_label_that_was_not_bought_says_why(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("PNG"), ceiling_minor=500)
    warehouse.pack(desk, ONE, "MUG")
    view = dossier(books, ONE)
    assert step(view, "No label yet").details == "every service is above the price limit"
    assert "Bought" not in facts(view)


def test_a_label_of_which_nobody_knows_is_no_bought_one(books: Books, warehouse: Warehouse) -> None:
    class Silent(FakeSeller):
        def buy(self, body: str, key: str) -> Done[Bought] | Unclear:
            return Unclear("timed_out")

    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=Silent()), ONE, "MUG")
    view = dossier(books, ONE)
    asked = step(view, "Label asked for, the answer was lost: perhaps it is paid")
    assert "scan FINISH" in asked.details
    assert not any("bought" in one for one in words(view))


@pytest.mark.parametrize(
    ("state", "reprint", "expected", "details"),
    [
        (JobState.PRINTED, False, "Label printed", "label printer ZEBRA-2"),
        (JobState.SENT, True, "Label sent to the printer", "label printer ZEBRA-2, REPRINT"),
        (JobState.NOT_SENT, False, "Label not printed", "label printer ZEBRA-2"),
        (
            JobState.UNKNOWN,
            False,
            "Label sent, then the printer fell silent",
            "label printer ZEBRA-2",
        ),
    ],
)
def test_paper_is_told_as_far_as_it_is_known(
    books: Books,
    warehouse: Warehouse,
    state: JobState,
    reprint: bool,
    expected: str,
    details: str,
) -> None:
    warehouse.take_in(order(1))
    with books.writing() as connection:
        job = print_jobs.add(
            connection, books.seal, Paper.LABEL, b"x",
            order_id=ONE, destination="queue://ZEBRA-2", reprint=reprint, asked_at=books.now(),
        )  # fmt: skip
        print_jobs.settle(connection, job, state, books.now())
    assert step(dossier(books, ONE), expected).details == details


@pytest.mark.parametrize(
    ("paper", "destination", "name"),
    [
        (Paper.LABEL, "queue://Zebra 2", "label printer Zebra 2"),
        (Paper.LABEL, "tcp://192.0.2.7:9100", "label printer"),
        (Paper.SLIP, "tcp://192.0.2.7:9100", "slip printer"),
        (Paper.RECEIPT, "tcp://[::1]:9100", "receipt printer"),
        (Paper.SHORT_MANIFEST, "tcp://192.0.2.7:9100", "receipt printer"),
        (Paper.MANIFEST, "folder:/home/somebody/papers/", "folder"),
        (Paper.LABEL, "folder:C:\\Users\\somebody\\papers", "folder"),
    ],
)
def test_a_printer_is_named_without_the_way_to_it(
    paper: Paper, destination: str, name: str
) -> None:
    assert printer_name(paper, destination) == name


def test_what_amazon_refused_and_what_went_by_file(
    books: Books, warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.packed([1, 2])
    tell(books, FakeMarketplace(answers=[Refused("invalid", "Unknown carrier.")]), limit=1)
    export_confirmations(books, tmp_path / "told.txt")
    assert step(dossier(books, ONE), "Amazon refused").details == "Unknown carrier."
    assert words(dossier(books, order_id(2)))[-1] == "Written to the confirmations file"


def test_what_broke_and_what_stays_out_is_told_with_its_reason(
    books: Books, warehouse: Warehouse
) -> None:
    with_supervisor(warehouse)
    warehouse.take_in(order(1, line("MUG", 3)))
    desk = warehouse.desk()
    broke = ("BROKEN", "MUG", "BROKEN", "MUG", "UNDO")
    answers(desk, ONE, *broke, "MUG", "SHORTSHIP", SINA, "2")
    view = dossier(books, ONE)
    told = [(one.words, one.details, one.who) for one in view.steps if one.mark is Mark.HELD]
    assert told == [
        ("1 broken unit put aside", "1 × Mug", "Mara"),
        ("1 broken unit put aside", "1 × Mug", "Mara"),
        ("1 unit is not broken after all", "1 × Mug", "Mara"),
        ("To leave without what is missing: it is broken", "", "Sina"),
    ]
    quiet = {one.words for one in view.steps if one.quiet}
    assert {"Asked which unit is broken", "A supervisor’s badge asked for"} <= quiet
    assert "Answered, nothing changed" not in quiet


def test_a_step_of_a_newer_version_is_shown_all_the_same(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    with books.writing() as connection:
        newer = cast(history.Kind, "weighed_by_drone")
        history.add(connection, [ONE], newer, books.now())
    assert words(dossier(books, ONE))[-1] == "weighed by drone"


def test_an_unknown_order_is_refused(books: Books) -> None:
    with pytest.raises(Invalid, match="order_unknown"):
        dossier(books, ONE)


@pytest.mark.parametrize(
    ("carrier", "service", "together"),
    [
        ("Kestrel Parcel", "48H", "Kestrel Parcel 48H"),
        ("Kestrel Parcel", "Kestrel Parcel 48H", "Kestrel Parcel 48H"),
        ("Kestrel Parcel", "", "Kestrel Parcel"),
        ("", "48H", "48H"),
    ],
)
def test_a_carrier_is_named_once(carrier: str, service: str, together: str) -> None:
    assert service_text(carrier, service) == together


def test_a_label_bought_after_another_was_given_back_is_not_the_only_one(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1, line("MUG", 2)))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, ONE, "MUG", "MUG")
    clock.move(minutes=1)
    order_service.take_in(books, [order(1, line("MUG", 1))])
    desk.refresh()
    desk.scan("FINISH")
    clock.move(minutes=1)
    warehouse.pack(desk, ONE, "MUG")
    bought = [one for one in words(dossier(books, ONE)) if "bought" in one]
    assert bought == ["Label bought, €7.80", "Label bought, €7.80"]


# --- chain ---------------------------------------------------------------------------------------


def test_every_scan_that_got_an_answer_is_told(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG", 2), line("CAMERA")))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    scans = ("FINISH", "MUG", "HOLD", "UNDO", "MUG", "CAMERA", "SN-1", "NEXT", "LAMP", "NO SUCH")
    warehouse.pack(desk, ONE, *scans, tracking(ONE))
    view = dossier(books, ONE)
    assert [(one.words, one.details) for one in view.steps if one.quiet] == [
        ("Not now: another step was due", "FINISH"),
        ("Asked why it is held", "HOLD"),
        ("Question dropped", "UNDO"),
        ("Serial number asked for", "Camera"),
        ("Label ready to be stuck on", ""),
        ("Not now: another step was due", "NEXT"),
        ("Not now: another step was due", "Lamp"),
        ("Not now: another step was due", "scanned: NO SUCH"),
    ]
    written = value(books, "SELECT count(*) FROM pack_events")
    assert view.events == sum(one.events for one in view.steps) == written
    assert step(view, "3 units").events == 3


def test_a_kit_is_told_by_its_own_name(books: Books, warehouse: Warehouse) -> None:
    with books.writing() as connection:
        codes = [Barcode("SET-EAN", Sku("SET"), "alias")]
        parts = [(Sku("SET"), Sku("MUG"), 2), (Sku("SET"), Sku("SPOON"), 1)]
        articles.save(connection, [Article(Sku("SET"), "Set for two", "Set")], codes, parts)
    warehouse.take_in(order(1, line("SET", 2)))
    warehouse.pack(warehouse.desk(), ONE, "SET-EAN", "UNDO", "SET-EAN", "MUG")
    view = dossier(books, ONE)
    assert view.units == 6
    told = [(one.words, one.details) for one in view.steps if one.mark is Mark.SCANNED]
    assert told == [
        ("3 units scanned", "1 × Set"),
        ("3 units taken back", "1 × Set"),
        ("4 units scanned", "1 × Set, 1 × Mug"),
    ]


def test_the_chain_is_intact_and_every_step_at_the_bench_carries_its_end(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    assert dossier(books, ONE).chain_intact is None
    warehouse.pack(warehouse.desk(label_source=LabelSource.SCANNED), ONE, "MUG", tracking(ONE))
    view = dossier(books, ONE)
    ends = [one.chain for one in view.steps if one.mark in (Mark.SCANNED, Mark.CLOSED)]
    assert view.chain_intact is True
    assert [len(end) for end in ends] == [4, 4]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE pack_events SET verdict = 'counted' WHERE verdict = 'wrong_item'",
        "UPDATE pack_events SET data = 'not even JSON' WHERE seq = 1",
        "UPDATE pack_events SET user_id = 7 WHERE seq = 2",
        "DELETE FROM pack_events WHERE seq = 2",
    ],
)
def test_a_changed_event_breaks_the_chain(
    books: Books, warehouse: Warehouse, tampering: str
) -> None:
    warehouse.take_in(order(1, line("MUG", 2)))
    warehouse.pack(warehouse.desk(), ONE, "MUG", "LAMP", "MUG")
    with books.writing() as connection:
        connection.execute(sa.text(tampering))
    assert dossier(books, ONE).chain_intact is False


# --- address and label ---------------------------------------------------------------------------


def test_the_address_says_how_long_it_is_kept(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    there = Address("Zoë Maia", "Rua Nova 1", line2="2.º", city="Porto", postcode="4000-001")
    late = order(1, recipient=there)
    warehouse.take_in(late)
    view = dossier(books, ONE, UTC)
    assert view.buyer == "Zoë Maia"
    assert view.address_lines == ("Zoë Maia", "Rua Nova 1", "2.º", "4000-001 Porto")
    assert view.address_until == date(2026, 5, 26)
    assert "Rua Nova" not in repr(view)
    assert "Maia" not in repr(view)
    clock.move(days=60)
    with books.writing() as connection:
        privacy.purge(connection, clock())
    gone = dossier(books, ONE, UTC)
    assert (gone.buyer, gone.address_lines, gone.address_until) == ("", (), None)
    assert (gone.city, len(gone.steps)) == ("Porto", 1)


def test_an_address_stands_as_its_country_writes_it(books: Books, warehouse: Warehouse) -> None:
    there = Address(
        "Zoë Maia", "1200 Example Ave", city="Springfield", region="IL", postcode="62704",
        country="US",
    )  # fmt: skip
    warehouse.take_in(order(1, recipient=there))
    lines = dossier(books, ONE, UTC).address_lines
    assert lines == ("Zoë Maia", "1200 Example Ave", "Springfield, IL 62704", "United States")


@pytest.mark.parametrize("form", ["PNG", "PDF"])
def test_the_label_is_shown_as_it_was_bought(books: Books, warehouse: Warehouse, form: str) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller(form, "ZPL")), ONE, "MUG")
    picture = dossier(books, ONE).label_picture
    with Image.open(io.BytesIO(picture), formats=("PNG",)) as shown:
        assert [code.text for code in zxingcpp.read_barcodes(shown)] == [tracking(ONE)]


def test_printer_commands_that_hold_the_whole_label_are_shown(
    books: Books, warehouse: Warehouse
) -> None:
    class SellsPictures(FakeSeller):
        def buy(self, body: str, key: str) -> Done[Bought]:
            drawn = label_to_zpl(label_document("PNG", tracking(ONE)), LabelFormat.PNG)
            return Done(Bought("SHIP-1", tracking(ONE), (("ZPL", drawn),)))

    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=SellsPictures()), ONE, "MUG")
    with Image.open(io.BytesIO(dossier(books, ONE).label_picture)) as shown:
        assert shown.size == (816, 1218)


def test_printer_commands_alone_have_no_picture(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller("ZPL")), ONE, "MUG")
    view = dossier(books, ONE)
    assert (view.label_picture, view.tracking) == (b"", tracking(ONE))


def test_a_damaged_document_is_no_picture_and_no_crash(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller("PNG")), ONE, "MUG")
    with books.writing() as connection:
        (bought,) = purchases.of_order(connection, ONE)
        purchases.keep_document(connection, books.seal, bought.id, "PNG", b"\x89PNG cut")
    assert dossier(books, ONE).label_picture == b""
