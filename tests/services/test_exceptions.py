"""What waits for a person: told the gravest first, settled once, by who may, with their name."""

from __future__ import annotations

import pytest

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import AmazonStatus, OrderId, Source
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.services import refunds
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.dossier import dossier
from fbm_desk.services.exception_deeds import ExceptionDesk
from fbm_desk.services.exceptions_view import Changed, Deed, Gravity, Matter, MatterKind
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.office_view import WorkKind, WorkView
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import interceptions, orders, outbox, people, print_jobs, purchases
from fbm_desk.store.purchases import Purchase
from tests.services.clock import Clock
from tests.services.label_counter import LabelCounter, Today, Tray
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import BADGE, SHIP_BY, Warehouse, line, order, order_id, tracking

ONE = order_id(1)
NUMBER = "1Z999AA10123456784"
RULES = DeskRules(
    label_source=LabelSource.BOUGHT,
    label_printer="tcp://192.0.2.7:9100",
    connected=True,
    unknown_tracking=True,
)


class Shop:
    """A bench whose packer is Mara, an office in which `who` is signed in."""

    def __init__(self, books: Books, counter: LabelCounter, market: FakeMarketplace) -> None:
        self.books, self.counter, self.tray = books, counter, Tray()
        self.counter_desk = LabelDesk(books, counter, market)
        self.shop = Workshop(books, RULES, self.tray, self.counter_desk)
        self.works: tuple[WorkView, ...] = ()
        self.synced = 0
        with books.writing() as connection:
            add = people.add
            self.ines = add(
                connection, books.seal, "Ines", Role.SUPERVISOR, "BADGE-INES", books.now()
            )
            self.otto = add(connection, books.seal, "Otto", Role.OFFICE, "BADGE-OTTO", books.now())
        self.who: int | None = self.ines
        self.desk = ExceptionDesk(
            books, RULES, self.shop, lambda: self.who, lambda: self.works, self._sync
        )

    def _sync(self) -> None:
        self.synced += 1

    def bench(self, source: LabelSource = LabelSource.BOUGHT) -> Desk:
        rules = DeskRules(
            label_source=source, label_printer=RULES.label_printer, unknown_tracking=True
        )
        desk = Desk(self.books, "Bench 1", rules, self.shop)
        desk.scan(BADGE)
        return desk

    def only(self) -> Matter:
        (one,) = self.desk.open_ones()
        return one

    def do(self, deed: Deed, text: str = "") -> str:
        return self.desk.do(self.only().key, deed, text)

    def history(self, order_id: OrderId = ONE) -> list[tuple[str, str]]:
        return [(step.words, step.who) for step in dossier(self.books, order_id).steps]


@pytest.fixture
def counter() -> LabelCounter:
    return LabelCounter(name="merchant_fulfillment", keyed=False)


@pytest.fixture
def market() -> FakeMarketplace:
    return FakeMarketplace()


@pytest.fixture
def shop(
    books: Books, warehouse: Warehouse, counter: LabelCounter, market: FakeMarketplace
) -> Shop:
    warehouse.take_in(order(1, source=Source.API))
    return Shop(books, counter, market)


def newest(books: Books) -> Purchase:
    with books.reading() as connection:
        return purchases.of_order(connection, ONE)[-1]


def stage(books: Books, one: OrderId = ONE) -> Stage:
    with books.reading() as connection:
        row = orders.find(connection, one)
    assert row is not None
    return row.stage


def lose(shop: Shop, day: Today = Today.LOST_AFTER) -> Desk:
    """Mara fills the box of order 1; the answer of its label is lost."""
    shop.counter.days.append(day)
    bench = shop.bench()
    bench.scan(ONE)
    bench.scan("MUG")
    return bench


def test_a_quiet_shop_has_no_exceptions(shop: Shop) -> None:
    assert shop.desk.open_ones() == ()


# --- labels perhaps paid -------------------------------------------------------------------------


def test_an_unclear_label_is_told_with_all_that_is_known(shop: Shop) -> None:
    lose(shop)
    one = shop.only()
    assert (one.kind, one.gravity, one.urgent) == (MatterKind.MONEY, Gravity.MONEY, True)
    assert one.deeds[:3] == (Deed.ASK_AGAIN, Deed.BOUGHT, Deed.NOT_BOUGHT)
    facts = dict(one.facts)
    assert {"Service", "Price limit", "Key", "Asked for", "Last try", "Amazon shows"} <= set(facts)
    assert facts["Price limit"] == "€50.00"
    assert newest(shop.books).idempotency_key.startswith(facts["Key"])
    assert one.where == f"{ONE} · Bench 1 · Mara"


def test_a_supervisor_says_that_it_was_bought_and_the_history_names_her(shop: Shop) -> None:
    lose(shop)
    assert shop.do(Deed.BOUGHT, NUMBER) == "bought"
    bought = newest(shop.books)
    assert (bought.state, bought.tracking, bought.settled_by) == (
        PurchaseState.BOUGHT, NUMBER, shop.ines,
    )  # fmt: skip
    assert ("Settled: the label was bought", "Ines") in shop.history()


def test_not_bought_lets_the_bench_buy_one(shop: Shop) -> None:
    bench = lose(shop, Today.LOST_BEFORE)
    assert shop.do(Deed.NOT_BOUGHT, "not in Seller Central") == "not_bought"
    assert shop.desk.open_ones() == ()
    bench.scan("FINISH")
    bench.scan("FINISH")
    assert len(shop.counter.paid) == 1


@pytest.mark.parametrize("deed", [Deed.BOUGHT, Deed.NOT_BOUGHT])
def test_the_office_does_not_answer_for_money(shop: Shop, deed: Deed) -> None:
    lose(shop)
    for who in (shop.otto, None):
        shop.who = who
        with pytest.raises(NotAllowed, match="supervisor_only"):
            shop.do(deed, NUMBER)
    assert newest(shop.books).state is PurchaseState.UNCLEAR


def test_asking_again_reads_the_orders_packages_and_finds_the_label(
    shop: Shop, market: FakeMarketplace, clock: Clock
) -> None:
    lose(shop)
    assert shop.do(Deed.ASK_AGAIN) == "still_unclear"
    market.show(ONE, NUMBER)
    clock.move(minutes=20)
    assert shop.do(Deed.ASK_AGAIN) == "still_wrong"
    found = shop.only()
    assert found.proposed == NUMBER
    assert found.deeds[0] is Deed.BOUGHT
    assert len(shop.counter.calls) == 1


def test_a_carrier_with_a_key_is_asked_by_the_same_key(shop: Shop) -> None:
    shop.counter.keyed = True
    shop.counter.name = "amazon_shipping"
    lose(shop)
    assert shop.do(Deed.ASK_AGAIN) == "is_bought"
    assert len({key for key, _ in shop.counter.calls}) == 1
    assert len(shop.counter.paid) == 1


def test_for_a_box_that_was_unpacked_asking_again_buys_nothing(shop: Shop) -> None:
    shop.counter.keyed, shop.counter.name = True, "amazon_shipping"
    bench = lose(shop, Today.LOST_BEFORE)
    one = shop.only()
    warehouse_cancels(shop)
    bench.refresh()
    bench.scan("FINISH")
    shop.desk.do(one.key, Deed.ASK_AGAIN)
    assert shop.counter.paid == []


def warehouse_cancels(shop: Shop) -> None:
    from fbm_desk.services import orders as order_service

    order_service.take_in(shop.books, [order(1, source=Source.API, status=AmazonStatus.CANCELLED)])


# --- paid labels ---------------------------------------------------------------------------------


def test_a_wrong_label_is_voided_once_and_the_bench_buys_another(shop: Shop) -> None:
    shop.counter.printed_number = "1Z5R89390357567127"
    bench = shop.bench()
    bench.scan(ONE)
    bench.scan("MUG")
    one = shop.only()
    assert Deed.VOID in one.deeds
    assert "Give back until" in dict(one.facts)
    assert shop.do(Deed.VOID, "another parcel's barcode") == "voiding"
    assert newest(shop.books).state is PurchaseState.VOID
    with pytest.raises(Invalid, match="matter_settled"):
        shop.desk.do(one.key, Deed.VOID)
    assert ("Label to be given back, a supervisor said so", "Ines") in shop.history()
    shop.counter.printed_number = ""
    bench.scan("FINISH")
    bench.scan("FINISH")
    assert bench.bench is not None
    assert bench.bench.opened.session.state is State.LABELLED


def refuse_refund(shop: Shop, words: str) -> None:
    """Amazon does not give back the money of the newest label."""
    with shop.books.writing() as connection:
        purchases.settle(
            connection,
            newest(shop.books).id,
            PurchaseState.VOID_REFUSED,
            reason="void_refused",
            words=words,
            voided_at=shop.books.now(),
        )


def test_a_refused_refund_is_asked_again_or_taken_off_the_list(shop: Shop) -> None:
    bench = shop.bench()
    bench.scan(ONE)
    bench.scan("MUG")
    one = newest(shop.books)
    refuse_refund(shop, "Too late.")
    matter = shop.only()
    assert "Too late" in matter.happened
    assert shop.do(Deed.REFUND_AGAIN) == "refund_asked"
    assert newest(shop.books).state is PurchaseState.VOID
    with shop.books.writing() as connection:
        purchases.settle(connection, one.id, PurchaseState.VOID)
    assert shop.desk.open_ones() == ()


def test_what_is_claimed_elsewhere_leaves_the_list(shop: Shop, clock: Clock) -> None:
    bench = shop.bench()
    bench.scan(ONE)
    bench.scan("MUG")
    refuse_refund(shop, "No.")
    clock.move(minutes=1)
    assert shop.do(Deed.SEEN, "claimed") == "seen"
    assert shop.desk.open_ones() == ()
    assert refunds.TOO_LATE not in newest(shop.books).reason
    assert newest(shop.books).settled_by == shop.ines


# --- boxes and orders ----------------------------------------------------------------------------


def test_a_parcel_that_must_not_leave_stands_first_and_is_settled(
    shop: Shop, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(2))
    warehouse.packed([3])
    bench = shop.bench()
    bench.scan(order_id(2))
    bench.scan("HOLD")
    bench.scan("DAMAGED")
    warehouse.take_in(order(3, status=AmazonStatus.CANCELLED))
    first, second = shop.desk.open_ones()[:2]
    assert (first.gravity, first.urgent, first.deeds[0]) == (Gravity.STOP, True, Deed.TAKEN_OUT)
    assert tracking(order_id(3)) in first.where
    assert second.kind is MatterKind.HOLDS
    assert shop.desk.do(first.key, Deed.TAKEN_OUT) == "taken_out"
    with shop.books.reading() as connection:
        assert interceptions.open_ones(connection) == []
    with pytest.raises(Invalid, match="intercept_settled"):
        shop.desk.do(first.key, Deed.GONE)


def test_changed_lines_are_told_as_packed_and_as_ordered(shop: Shop, warehouse: Warehouse) -> None:
    warehouse.packed([3])
    warehouse.take_in(order(3, line("MUG", 4)))
    (one,) = shop.desk.open_ones()
    assert one.changed == (Changed("Mug, 350 ml", 1, 4),)


def test_a_held_order_says_who_and_why_and_is_released_by_name(shop: Shop) -> None:
    bench = shop.bench()
    bench.scan(ONE)
    bench.scan("HOLD")
    bench.scan("SHORT")
    one = shop.only()
    assert (one.title, one.where) == ("An item is short", f"{ONE} · Bench 1 · Mara")
    assert one.happened == "\u2068Mara\u2069 at Bench 1: Put on hold: an item is short."
    shop.who = shop.otto
    with pytest.raises(NotAllowed):
        shop.do(Deed.RELEASE)
    shop.who = shop.ines
    assert shop.do(Deed.RELEASE, "delivered") == "released"
    assert stage(shop.books) is Stage.WAITING
    assert ("Released from hold", "Ines") in shop.history()
    bench.scan("NEXT")
    assert bench.bench is not None
    assert bench.bench.order.order_id == ONE


def test_a_buyer_who_asks_to_cancel_waits_for_a_decision(shop: Shop, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, source=Source.API, cancel_requested=True))
    one = shop.only()
    assert (one.gravity, one.deeds[0]) == (Gravity.DECIDE, Deed.PACK)
    bench = shop.bench()
    bench.scan(ONE)
    assert bench.bench is None
    assert shop.do(Deed.PACK) == "to_be_packed"
    assert shop.desk.open_ones() == ()
    assert ("Packed although the buyer asks to cancel", "Ines") in shop.history()
    bench.scan(ONE)
    bench.scan("MUG")
    assert bench.bench is not None
    assert bench.bench.opened.session.state is State.LABELLED


def test_what_a_bench_has_in_hands_is_not_begun_by_the_office(
    shop: Shop, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, source=Source.API, cancel_requested=True))
    key = shop.only().key
    shop.desk.do(key, Deed.PACK)
    with pytest.raises(Invalid, match="on_a_bench"):
        shop.desk.do(key, Deed.PACK)


def test_before_tonights_ship_by_a_hold_is_urgent(shop: Shop, clock: Clock) -> None:
    bench = shop.bench()
    bench.scan(ONE)
    bench.scan("HOLD")
    bench.scan("SUPERVISOR")
    clock.move(seconds=(SHIP_BY - clock()).total_seconds() - 60)
    assert shop.only().urgent


# --- news, paper, numbers, scans -----------------------------------------------------------------


def refuse_news(books: Books) -> None:
    """Amazon refuses the only confirmation."""
    with books.writing() as connection:
        (message,) = outbox.in_state(connection, OutboxState.WAITING)
        outbox.settle(
            connection, message.id, OutboxState.REFUSED, books.now(), "bad", "No such item."
        )


def test_a_refused_confirmation_says_what_amazon_said_and_is_told_again(
    shop: Shop, warehouse: Warehouse, books: Books
) -> None:
    warehouse.packed([3])
    refuse_news(books)
    one = shop.only()
    assert "No such item" in one.happened
    assert one.deeds == (Deed.TELL_AGAIN, Deed.TOLD_ELSEWHERE, Deed.DOSSIER)
    assert shop.do(Deed.TELL_AGAIN) == "telling"
    assert shop.synced == 1
    assert shop.desk.open_ones() == ()


def test_what_was_told_in_seller_central_is_a_supervisors_word(
    shop: Shop, warehouse: Warehouse, books: Books
) -> None:
    warehouse.packed([3])
    refuse_news(books)
    for who in (shop.otto, None):
        shop.who = who
        for deed in (Deed.TELL_AGAIN, Deed.TOLD_ELSEWHERE):
            with pytest.raises(NotAllowed):
                shop.do(deed)
    shop.who = shop.ines
    assert shop.do(Deed.TOLD_ELSEWHERE) == "elsewhere"
    assert shop.desk.open_ones() == ()


def test_late_confirmations_are_one_matter(shop: Shop, warehouse: Warehouse, clock: Clock) -> None:
    warehouse.packed([3, 4])
    clock.move(seconds=(SHIP_BY - clock()).total_seconds() + 60)
    late = [one for one in shop.desk.open_ones() if one.kind is MatterKind.NEWS]
    assert [one.title for one in late] == ["2 confirmations are late"]
    assert shop.desk.do(late[0].key, Deed.SYNC_NOW) == "asked_now"
    assert shop.synced == 1


def job(books: Books, state: JobState, reason: str) -> int:
    with books.writing() as connection:
        made = print_jobs.add(
            connection, books.seal, Paper.SLIP, b"%PDF", destination="queue://office",
            order_id=ONE, name=f"slip-{ONE}.pdf", asked_at=books.now(), bench_id=1,
        )  # fmt: skip
        print_jobs.settle(connection, made, state, books.now(), reason)
    return made


def test_paper_that_perhaps_came_out_is_asked_about(shop: Shop, books: Books) -> None:
    made = job(books, JobState.UNKNOWN, "reset")
    one = shop.only()
    assert one.deeds[:2] == (Deed.CAME_OUT, Deed.PRINT_AGAIN)
    shop.who = shop.otto
    assert shop.do(Deed.CAME_OUT) == "came_out"
    assert shop.desk.open_ones() == ()
    with books.reading() as connection:
        assert print_jobs.find(connection, made).state is JobState.PRINTED
    assert ("The paper came out of the printer", "Otto") in shop.history()


def test_paper_that_did_not_come_out_is_printed_as_it_was(shop: Shop, books: Books) -> None:
    job(books, JobState.NOT_SENT, "paper_out")
    assert "no paper or labels" in shop.only().happened
    assert shop.do(Deed.PRINT_AGAIN) == "printing"
    assert len(shop.tray.printed) == 1
    assert shop.desk.open_ones() == ()


def test_paper_that_is_not_wanted_leaves_the_list(shop: Shop, books: Books) -> None:
    job(books, JobState.NOT_SENT, "refused")
    assert shop.do(Deed.NO_PAPER) == "no_paper"
    assert shop.desk.open_ones() == ()


def test_work_in_trouble_is_a_matter_unless_it_rests(shop: Shop, books: Books) -> None:
    shop.works = (
        WorkView(WorkKind.ORDERS, "Orders in", books.now(), None, trouble="nobody answers"),
        WorkView(WorkKind.LABELS, "Refunds", None, None, trouble="no", paused=True),
    )
    one = shop.only()
    assert (one.title, one.deeds) == ("Orders in: trouble", (Deed.SYNC_NOW,))


def test_a_parcel_without_number_gets_it_once(shop: Shop) -> None:
    bench = shop.bench(LabelSource.NONE)
    bench.scan(ONE)
    bench.scan("MUG")
    numberless = [one for one in shop.desk.open_ones() if one.kind is MatterKind.NUMBERS]
    (one,) = numberless
    with pytest.raises(Invalid, match="no_tracking"):
        shop.desk.do(one.key, Deed.NUMBER, "A")
    with pytest.raises(Invalid, match="tracking_misread"):
        shop.desk.do(one.key, Deed.NUMBER, "1Z999AA10123456785")
    assert shop.desk.do(one.key, Deed.NUMBER, f" {NUMBER} ") == "noted"
    with pytest.raises(Invalid, match="matter_settled"):
        shop.desk.do(one.key, Deed.NUMBER, "1Z5R89390357567127")
    assert [one for one in shop.desk.open_ones() if one.kind is MatterKind.NUMBERS] == []


def test_somebody_who_is_refused_again_and_again_is_named(shop: Shop, clock: Clock) -> None:
    bench = shop.bench()
    bench.scan(ONE)
    for _ in range(6):
        bench.scan("SPOON")
        bench.scan("MUG-CASE")
    one = shop.only()
    assert one.kind is MatterKind.SCANS
    assert one.title == "12 scans refused within the hour"
    assert one.where == f"Bench 1 · Mara · {ONE}"
    clock.move(minutes=61)
    assert shop.desk.open_ones() == ()


def test_what_is_no_matter_any_more_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid, match="matter_settled"):
        shop.desk.do("label:1", Deed.RELEASE)
