"""What the office's screens ask: orders in, confirmations out, paper again, status."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fbm_desk import texts
from fbm_desk.domain.answers import Refused
from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import JobState, Paper, PrintResult
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import office_port
from fbm_desk.gui.office_port import OfficePort, ReprintReason
from fbm_desk.services import slips
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import tell
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.services.office import Office
from fbm_desk.services.status import status
from fbm_desk.services.topics import Topic
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import orders, parcels, print_jobs, sync_state
from fbm_desk.store.print_jobs import PrintJob
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id, tracking

LISBON = ZoneInfo("Europe/Lisbon")
DAY = date(2026, 4, 23)
RULES = DeskRules(
    shop_name="Hearthline",
    label_printer="tcp://192.0.2.7:9100",
    slip_printer="queue://Office",
    receipt_printer="",
)
ONE = order_id(1)
REPORT = (
    "order-id\torder-item-id\tpurchase-date\tsku\tproduct-name\tquantity-purchased\t"
    "recipient-name\tship-address-1\tship-city\tship-postal-code\tship-country\n"
    "305-0000001-0000001\t61000000000001\t2026-04-22T10:00:00+00:00\tMUG\tMug\t2\t"
    "Zoë Maia\tRua Nova 1\tPorto\t4000-001\tPT\n"
    "305-0000001-0000002\t61000000000002\t2026-04-22T10:00:00+00:00\tMUG\tMug\tmany\t"
    "Ana Faria\tRua Nova 2\tPorto\t4000-002\tPT\n"
)


class Paperboy:
    """Notes what is printed and what is said to have changed."""

    def __init__(self) -> None:
        self.jobs: list[int] = []
        self.changed: set[Topic] = set()


@pytest.fixture
def paperboy() -> Paperboy:
    return Paperboy()


@pytest.fixture
def office(books: Books, paperboy: Paperboy) -> Office:
    return Office(
        books, RULES, paperboy.jobs.append, paperboy.changed.update, lambda: None, LISBON
    )  # fmt: skip


def job(books: Books, job_id: int) -> PrintJob:
    with books.reading() as connection:
        return print_jobs.find(connection, job_id)


def stage(books: Books, wanted: OrderId) -> Stage | None:
    with books.reading() as connection:
        found = orders.find(connection, wanted)
    return found.stage if found else None


def test_it_answers_all_that_the_screens_ask(office: Office) -> None:
    asked: OfficePort = office
    assert asked.today(DAY).rows == ()
    assert asked.search("anything").rows == ()
    assert asked.carriers(DAY) == ()
    assert asked.status() == ()


# --- orders in, confirmations out ----------------------------------------------------------------


def test_a_report_comes_in_and_says_what_was_refused(office: Office, paperboy: Paperboy) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> bool:
        seen.append((done, of))
        return True

    result = office.import_orders(REPORT.encode(), "report.txt", progress)
    assert (result.orders, result.lines, result.new) == (1, 1, 1)
    assert (result.updated, result.unchanged) == (0, 0)
    assert [row for row, _ in result.refused] == [3]
    assert "Ana" not in result.refused[0][1]
    assert seen
    assert Topic.ORDERS in paperboy.changed
    again = office.import_orders(REPORT.encode(), "report.txt", progress)
    assert (again.new, again.unchanged) == (0, 1)


def test_an_articles_file_is_told_as_what_it_is(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.import_orders(b"sku,weight_g\nMUG,310\n", "articles.csv", lambda _done, _of: True)
    told = texts.say(f"error.{refused.value.code}", **refused.value.facts)
    assert "This is an articles file" in told
    assert "fbm-desk import-articles" in told


def test_a_file_that_is_no_order_report_is_refused_in_words(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.import_orders(b"hello\nworld\n", "wrong.txt", lambda _done, _of: True)
    told = texts.say(f"error.{refused.value.code}", **refused.value.facts)
    assert told.startswith("This is not an unshipped or new orders report")
    assert "Nothing was taken in. Download the report again" in told


def test_without_an_account_parcels_wait_for_the_file(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1, 2])
    told = [entry.words for entry in Office(books, DeskRules()).status()]
    assert told == ["2 parcels for the confirmations file, oldest 0 s"]
    told = [entry.words for entry in Office(books, DeskRules(connected=True)).status()]
    assert told == ["2 confirmations queued, oldest 0 s"]


def test_confirmations_go_out_by_file(
    books: Books, warehouse: Warehouse, office: Office, tmp_path: Path
) -> None:
    (packed,) = warehouse.packed([1])
    assert office.export_confirmations(tmp_path / "told.txt") == 1
    assert (office.today(DAY).not_told, stage(books, packed)) == (0, Stage.CONFIRMED)


# --- paper ---------------------------------------------------------------------------------------


def test_a_manifest_goes_to_the_printer_and_is_kept_as_a_job(
    books: Books, warehouse: Warehouse, office: Office, paperboy: Paperboy
) -> None:
    warehouse.packed([1])
    seen = office.preview_manifest("Kestrel Parcel", DAY)
    assert (seen[:5], paperboy.jobs) == (b"%PDF-", [])
    pdf = office.print_manifest("Kestrel Parcel", DAY, None)
    (job_id,) = paperboy.jobs
    printed = job(books, job_id)
    assert (printed.paper, printed.destination) == (Paper.MANIFEST, "queue://Office")
    assert (printed.name, printed.state) == ("manifest-23-K1.pdf", JobState.WAITING)
    with books.reading() as connection:
        assert print_jobs.content(connection, books.seal, job_id) == pdf


def test_the_receipt_printer_gets_a_short_manifest(
    books: Books, warehouse: Warehouse, paperboy: Paperboy
) -> None:
    """An ESC/POS job begins with ESC @; it goes to the printer's own language route."""
    warehouse.packed([1])
    rules = replace(RULES, receipt_printer="tcp://192.0.2.8:9100")
    both = Office(books, rules, paperboy.jobs.append, zone=LISBON)
    both.print_manifest("Kestrel Parcel", DAY, None)
    papers = [job(books, job_id) for job_id in paperboy.jobs]
    assert [one.paper for one in papers] == [Paper.MANIFEST, Paper.SHORT_MANIFEST]
    assert papers[1].destination == "tcp://192.0.2.8:9100"
    with books.reading() as connection:
        short = print_jobs.content(connection, books.seal, paperboy.jobs[1])
    assert short.startswith(b"\x1b@")
    assert b"Manifest 23-K1" in short
    assert b"1 parcel" in short
    paperboy.jobs.clear()
    only = Office(books, replace(rules, slip_printer=""), paperboy.jobs.append, zone=LISBON)
    only.print_manifest("Kestrel Parcel", DAY, None)
    assert [job(books, job_id).paper for job_id in paperboy.jobs] == [Paper.SHORT_MANIFEST]


def test_a_manifest_goes_into_a_file(
    warehouse: Warehouse, office: Office, paperboy: Paperboy, tmp_path: Path
) -> None:
    warehouse.packed([1])
    pdf = office.print_manifest("Kestrel Parcel", DAY, tmp_path / "manifest.pdf")
    assert (tmp_path / "manifest.pdf").read_bytes() == pdf
    assert paperboy.jobs == []


def test_without_a_printer_no_manifest_is_made(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1])
    with pytest.raises(Unavailable, match="no_printer"):
        Office(books, DeskRules()).print_manifest("Kestrel Parcel", DAY, None)
    with books.reading() as connection:
        assert parcels.of_order(connection, ONE)[0].manifest_id is None


def test_a_label_is_printed_once_more_and_the_history_says_why(
    books: Books, warehouse: Warehouse, office: Office, paperboy: Paperboy
) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller("ZPL")), ONE, "MUG", tracking(ONE))
    office.reprint(ONE, office_port.Paper.LABEL, ReprintReason.SPOILT)
    (job_id,) = paperboy.jobs
    printed = job(books, job_id)
    assert (printed.paper, printed.reprint, printed.order_id) == (Paper.LABEL, True, ONE)
    with books.reading() as connection:
        content = print_jobs.content(connection, books.seal, job_id)
    assert tracking(ONE).encode() in content
    steps = [(one.words, one.details) for one in office.dossier(ONE).steps]
    assert ("REPRINT: label to be printed once more", "it was torn or smudged") in steps
    assert ("Label waits for the printer", "label printer, REPRINT") in steps


def test_a_slip_is_printed_once_more_as_it_was(
    books: Books, warehouse: Warehouse, office: Office, paperboy: Paperboy
) -> None:
    warehouse.take_in(order(1, line("MUG", 2), line("SPOON")))
    warehouse.pack(warehouse.desk(), ONE, "MUG", "MUG", "SPOON")
    office.reprint(ONE, office_port.Paper.SLIP, ReprintReason.LOST)
    (job_id,) = paperboy.jobs
    assert (job(books, job_id).paper, job(books, job_id).reprint) == (Paper.SLIP, True)
    with books.reading() as connection:
        (parcel,) = parcels.of_order(connection, ONE)
    slip = slips.of_parcel(books, parcel, RULES)
    assert [(one.sku, one.quantity) for one in slip.lines] == [("MUG", 2), ("SPOON", 1)]
    assert (slip.parcel_number, slip.parcel_count, slip.reprint) == (1, 1, True)


@pytest.mark.parametrize("kind", list(office_port.Paper))
def test_what_was_never_there_cannot_be_printed_again(
    warehouse: Warehouse, office: Office, kind: office_port.Paper
) -> None:
    warehouse.take_in(order(1))
    with pytest.raises(Invalid, match="nothing_to_print"):
        office.reprint(ONE, kind, ReprintReason.MISSING)


def test_a_box_that_closes_with_its_last_unit_is_parcel_1_on_its_slip(
    books: Books, warehouse: Warehouse
) -> None:
    class Printer:
        def print(self, destination: str, paper: Paper, name: str, content: bytes) -> PrintResult:
            receipts.append(content)
            return PrintResult(JobState.PRINTED)

    receipts: list[bytes] = []
    rules = DeskRules(label_source=LabelSource.NONE, receipt_printer="folder:receipts")
    desk = warehouse.desk()
    desk.aftermath = Workshop(books, rules, Printer())
    warehouse.take_in(order(1, line("MUG", 2)))
    warehouse.pack(desk, ONE, "MUG", "MUG")
    (receipt,) = receipts
    assert b"2 of 2" not in receipt


# --- status line ---------------------------------------------------------------------------------


def note(books: Books, **facts: object) -> None:
    with books.writing() as connection:
        sync_state.save_mark(connection, "orders", last_try_at=books.now(), **facts)


def printed(books: Books, destination: str, state: JobState) -> None:
    with books.writing() as connection:
        job_id = print_jobs.add(
            connection, books.seal, Paper.LABEL, b"x",
            destination=destination, asked_at=books.now(),
        )  # fmt: skip
        if state is not JobState.WAITING:
            print_jobs.settle(connection, job_id, state, books.now())


def said(entries: tuple[StatusEntry, ...]) -> list[str]:
    return [f"{'! ' if entry.fault else ''}{entry.words}" for entry in entries]


def test_all_is_well(books: Books, warehouse: Warehouse, clock: Clock) -> None:
    warehouse.packed([1, 2])
    note(books, last_success_at=clock())
    printed(books, "queue://Office", JobState.PRINTED)
    clock.move(seconds=20)
    assert said(status(books)) == [
        "In step with Amazon, 20 s ago",
        "2 confirmations queued, oldest 20 s",
        "Printers ready",
    ]


def test_faults_come_first_and_say_which_printer(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    tell(books, FakeMarketplace(answers=[Refused("invalid", "No.")]))
    note(books, last_success_at=clock())
    clock.move(minutes=3)
    note(books, reason="offline")
    printed(books, "queue://Office", JobState.SENT)
    printed(books, "queue://Zebra 2", JobState.SENT)
    printed(books, "queue://Zebra 2", JobState.NOT_SENT)
    assert said(status(books)) == [
        "! The label printer did not print",
        "! A parcel Amazon was not told of waits for a supervisor",
        "! Amazon not reached for 3 min",
    ]
    printed(books, "queue://Zebra 2", JobState.PRINTED)
    assert said(status(books))[-1] == "Printers ready"


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("", "Not in step with Amazon yet"),
        ("offline", "! Not in step with Amazon yet"),
        ("unauthorised", "! Amazon refuses the account’s keys"),
        ("thread_died", "! The talk with Amazon ended. Restart the program"),
    ],
)
def test_why_it_is_not_in_step(books: Books, reason: str, expected: str) -> None:
    note(books, reason=reason)
    assert said(status(books)) == [expected]


def test_a_success_that_is_long_ago_is_none(books: Books, clock: Clock) -> None:
    note(books, last_success_at=clock())
    clock.move(hours=1, minutes=12)
    assert said(status(books)) == ["! Amazon not reached for 1 h 12 min"]


def test_what_is_being_printed_is_said(books: Books, clock: Clock) -> None:
    printed(books, "queue://Office", JobState.WAITING)
    clock.move(seconds=4)
    assert said(status(books)) == ["Printing, 4 s"]


def test_a_parcel_without_a_number_is_remembered_that_day(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(), ONE, "MUG")
    assert f"The parcel of {ONE} has no tracking number" in said(status(books))
    clock.move(days=2)
    assert not any("tracking" in one for one in said(status(books)))


def test_slips_without_a_sender_are_said_and_how_to_name_it(books: Books) -> None:
    nameless = replace(RULES, shop_name="")
    assert "set shop_name, the address and carrier" in said(status(books, True, nameless))[0]
    assert said(status(books, True, replace(nameless, slip_printer=""))) == []
    assert said(status(books, True, RULES)) == []


def test_a_label_just_bought_shows_that_amazon_is_reached(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    note(books, last_success_at=clock())
    clock.move(minutes=3)
    note(books, reason="offline")
    assert said(status(books))[0] == "! Amazon not reached for 3 min"
    clock.move(minutes=1)
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller("ZPL")), ONE, "MUG")
    assert "In step with Amazon, 4 min ago" in said(status(books))
