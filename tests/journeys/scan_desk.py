"""Orders packed at two real benches on a real SQLite, texts as a scanner sends them.

Besides each answer, what the books say of an order that ended is compared with the oracle's boxes.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from fbm_desk.domain.answers import Answer, Done, Refused
from fbm_desk.domain.boxing import PackBox, Sides
from fbm_desk.domain.orders import (
    Address,
    AmazonStatus,
    Duty,
    IncomingLine,
    IncomingOrder,
    LineId,
    OrderId,
    Sku,
    Source,
)
from fbm_desk.domain.session import (
    RESTING,
    Broken,
    Event,
    LabelBought,
    Resumed,
    Session,
    State,
    Weighed,
)
from fbm_desk.domain.shipping import Bought as Label
from fbm_desk.domain.stages import Role
from fbm_desk.domain.verdicts import Verdict
from fbm_desk.services import labels, substituting
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.taking import OnBench
from fbm_desk.store import articles, database, migrate, parcels, people, sessions
from fbm_desk.store.articles import Article, Barcode
from fbm_desk.store.sealed import Seal
from tests.journeys.scan_expected import Seen
from tests.journeys.scan_shops import GONE, GONE_PROOF, GONE_TWENTY, Bought, Shop, wraps
from tests.journeys.scan_streams import SCAN, Act
from tests.journeys.scan_table import Table
from tests.services.clock import Clock
from tests.services.rows import rows
from tests.services.warehouse import SHIP_BY, FakeSeller, label_document

if TYPE_CHECKING:
    from tests.journeys.scan_oracle import Run

BADGES = ("BADGE-MARA", "BADGE-NILS")
SINA = "BADGE-SINA"
SIDES: Sides = (400, 300, 200)
BOXES = tuple(PackBox(name, SIDES, SIDES, barcode=f"BOX-{name}") for name in "SML")
NOT_HERE = ("TEACH", "NEXT", "TAKEOVER", "CANCEL", "REFRESH", "LOCK")
"""Commands that concern other orders than the one on the bench, or the bench itself."""


class NumberedSeller(FakeSeller):
    """Sells labels, each with the next number; refuses when told to."""

    def __init__(self) -> None:
        super().__init__("ZPL")
        self.refuses = False
        self._numbers = count(1)

    def buy(self, body: str, key: str) -> Answer[Label]:
        """Sell a label with the next number."""
        if self.refuses:
            return Refused("address_refused", "No.")
        number = f"KPA{next(self._numbers):010d}PT"
        return Done(Label(f"SHIP-{number}", number, (("ZPL", label_document("ZPL", number)),)))


@dataclass
class Later:
    """Keeps what is to be bought until somebody buys it."""

    purchases: list[int] = field(default_factory=list)

    def follow(self, desk: Desk, bench: OnBench, written: Written) -> None:
        """Note the purchase."""
        if written.purchase_id is not None:
            self.purchases.append(written.purchase_id)


class House:
    """Books with two benches, where one order after the other is packed."""

    def __init__(self, books: Books, clock: Clock) -> None:
        self.books, self.clock, self.seller, self.later = books, clock, NumberedSeller(), Later()
        self.numbers = count(1)
        self.shop: Shop | None = None
        roles = (("Mara", Role.PACKER, BADGES[0]), ("Nils", Role.PACKER, BADGES[1]))
        with books.writing() as connection:
            for name, role, badge in (*roles, ("Sina", Role.SUPERVISOR, SINA)):
                self.sina = people.add(connection, books.seal, name, role, badge, books.now())
        self.desks = [Desk(books, f"Bench {at}", DeskRules(), self.later) for at in (1, 2)]
        for desk, badge in zip(self.desks, BADGES, strict=True):
            desk.scan(badge)

    def begin(self, made: Shop, bought: Bought) -> AtDesk:
        """This order on the first bench, in a shop that has these articles."""
        if self.shop is not made:
            self._move_in(made)
        return AtDesk(self, made, replace(bought, order_id=self._number()))

    def _number(self) -> OrderId:
        number = next(self.numbers)
        return OrderId(f"305-{number:07d}-{8830000 + number:07d}")

    def _move_in(self, made: Shop) -> None:
        self.shop = made
        things = [
            Article(
                thing.sku, thing.sku, weight_g=thing.weight_g or None, may_count=thing.may_count,
                proof="serial" if thing.serial else "lot" if thing.lot else "none",
                transparency=thing.transparency,
            )
            for thing in made.things.values()
        ]  # fmt: skip
        things += [Article(kit, kit) for kit in made.kits]
        codes = [
            Barcode(text, sku, "alias" if units == 1 else "case", units)
            for text, sku, units in made.printed
        ]
        parts = [(kit, sku, n) for kit, inside in made.kits.items() for sku, n in inside.items()]
        instead = [(sku, other) for sku, others in made.instead.items() for other in others]
        here = [(sku, 1000) for sku in made.things]
        with self.books.writing() as connection:
            articles.save(connection, things, codes, parts, here, instead)
        self._sell_before(made)

    def _sell_before(self, made: Shop) -> None:
        """An earlier parcel: serial numbers and codes that left the house."""
        order_id, at = self._number(), LineId("line-before")
        units = [parcels.Unit(at, sku, 1, serial) for sku in made.things for serial in GONE]
        proofs = [f"01{made.gtins[sku].zfill(14)}21{GONE_TWENTY}" for sku in made.things]
        units += [parcels.Unit(at, Sku("ART-7"), 1, transparency=one) for one in proofs]
        units.append(parcels.Unit(at, Sku("ART-7"), 1, transparency=GONE_PROOF))
        self.take_in(order_id, (IncomingLine(at, Sku("ART-7"), "Before", 1),))
        with self.books.writing() as connection:
            before = parcels.NewParcel(order_id, 0, tuple(units))
            parcels.add(connection, before, 1, 1, self.books.now())

    def take_in(
        self, order_id: OrderId, lines: tuple[IncomingLine, ...], city: str = "Porto",
        cancelled: bool = False, asks: bool = False,
    ) -> None:  # fmt: skip
        """The order as Amazon tells it now."""
        now = self.clock.move(seconds=1)
        told = IncomingOrder(
            order_id, Source.API,
            AmazonStatus.CANCELLED if cancelled else AmazonStatus.UNSHIPPED, lines,
            marketplace_id="A1RKKUPIHCS9HS", purchased_at=SHIP_BY, updated_at=now, ship_by=SHIP_BY,
            recipient=Address("A Buyer", "Rua Nova 1", city=city, country="PT"),
            cancel_requested=asks,
        )  # fmt: skip
        order_service.take_in(self.books, [told])


class AtDesk(Table):
    """One order at the benches of a house."""

    def __init__(self, house: House, made: Shop, bought: Bought) -> None:
        super().__init__(made, bought, made.catalogue())
        self.house, self.desk, self.reading_g = house, house.desks[0], 0
        self.city, self.asks, self.cancelled, self.told = "Porto", False, False, ""
        self.wraps = bool(bought.tasks)
        self.referee.late.asked_for = set(wraps(bought) if self.wraps else ())
        rules = DeskRules(
            label_source=bought.source, label_scan=bought.label_scan, unknown_tracking=True,
            boxes=BOXES, label_printer="tcp://192.0.2.7:9100",
        )  # fmt: skip
        for desk in house.desks:
            desk.rules = rules
            desk.scale_g = self._at_rest
        house.later.purchases.clear()
        self._tell()
        if bought.may_substitute:
            books = house.books
            substituting.may_substitute(books, bought.order_id, allowed=True, user_id=house.sina)
        self.verdict = self.desk.scan(bought.order_id)
        self.session = self._now(self.session)

    def _at_rest(self) -> int | None:
        return self._reading()

    def _tell(self, lines: tuple[tuple[LineId, Sku, int], ...] = ()) -> None:
        duties = frozenset({Duty.GIFT_WRAP}) if self.wraps else frozenset[Duty]()
        told = tuple(
            IncomingLine(at, sku, sku, number, duties=duties)
            for at, sku, number in lines or self.bought.lines
        )
        self.house.take_in(self.bought.order_id, told, self.city, self.cancelled, self.asks)

    def _now(self, before: Session) -> Session:
        """The session as it is written down, or as it was when it ended."""
        worked = self.desk.worked_on
        if worked is not None and worked.order.order_id == self.bought.order_id:
            before = worked.opened.session
        with self.house.books.reading() as connection:
            opened = sessions.find_open(connection, self.bought.order_id)
        return opened.session if opened is not None else before

    # --- what happens ----------------------------------------------------------------------------

    def _event(self, act: Act) -> Event | None:
        """The event as the oracle understands it; None where this cannot happen at a bench."""
        aside = self.session.state in RESTING
        if act.kind == SCAN and (aside or act.text.strip() in NOT_HERE):
            return None
        if act.kind in ("supervisor", "weigh", "why", "box", "overrule") and aside:
            return None
        labelling = act.kind in ("bought", "refused")
        if act.kind == "unclear" or (labelling and not self.house.later.purchases):
            return None
        nobodys = self.desk.bench is None  # there RESUME takes up what was put down before
        if act.kind == "overrule" and (nobodys or not self.session.awaits_decision):
            return None
        news = ("stop", "asks", "more", "less", "address", "wish", "allow", "forbid")
        if act.kind in news and self.cancelled:
            return None
        if self.desk.bench is None and not aside and act.kind == SCAN:
            return None  # the order ended: the next scan would begin another
        return super()._event(act)

    def _answered(self, act: Act, event: Event, careless: bool) -> Seen:
        before, self.desk.worked_on = self.session, None
        verdict = self._done(act, event) or self.desk.verdict
        assert verdict is not None
        after = self._now(before)
        if act.kind in ("more", "less") and after.lines != before.lines:
            self.boxes.bought = self.bought
        return Seen(event, before, after, verdict, careless)

    def _done(self, act: Act, event: Event) -> Verdict | None:
        desk = self.desk
        if act.kind == SCAN:
            return desk.scan(act.text)
        if isinstance(event, LabelBought) or act.kind == "refused":
            self._buy(refuses=act.kind == "refused")
        elif act.kind == "resume":
            self.desk = self.house.desks[len(self.events) % 2]
            assert isinstance(event, Resumed)
            self.desk.rules = replace(self.desk.rules, has_scale=event.scale)
            return self.desk.scan(self.bought.order_id)
        elif act.kind in ("supervisor", "overrule"):
            return self._decide(act)
        elif isinstance(event, Weighed):
            return desk.weighed(event.grams)
        elif act.kind == "why":
            return desk.scan(str(len(act.text) % 3 + 1))
        elif act.kind in ("allow", "forbid"):
            self._office_says(act.kind == "allow")
        elif act.kind == "box":
            return desk.scan(f"BOX-{act.text}")
        else:
            self._news(act)
        return None

    def _decide(self, act: Act) -> Verdict:
        verdict = self.desk.scan(SINA)
        if act.kind == "overrule":
            verdict = self.desk.scan("RESUME")
        mine = BADGES[self.house.desks.index(self.desk)]
        if self.desk.person is not None and self.desk.person.name == "Sina":
            worked = self.desk.worked_on
            self.desk.scan(mine)
            self.desk.worked_on = worked
        return verdict

    def _buy(self, refuses: bool) -> None:
        opened = self.desk.bench
        purchase = self.house.later.purchases.pop()
        self.house.seller.refuses = refuses
        outcome = labels.buy(LabelDesk(self.house.books, self.house.seller), purchase)
        if opened is not None:
            self.desk.label_came(opened.opened.id, outcome)

    def _office_says(self, allowed: bool) -> None:
        books, order_id = self.house.books, self.bought.order_id
        substituting.may_substitute(books, order_id, allowed=allowed, user_id=self.house.sina)
        self.desk.refresh()

    def _news(self, act: Act) -> None:
        self.cancelled = self.cancelled or act.kind == "stop"
        self.asks = self.asks or act.kind == "asks"
        self.wraps = self.wraps or act.kind == "wish"
        if act.kind == "address":
            self.city = "Braga" if self.city == "Porto" else "Porto"
        self._tell()
        self.desk.refresh()

    # --- the books -------------------------------------------------------------------------------

    def _written(self, seen: Seen) -> str:
        """What the books say of an order that ended just now."""
        if seen.after.state is State.DONE and seen.before.state is not State.DONE:
            return self._parcels_wrong(seen.after) or self._stock_wrong(seen.after)
        if seen.after.state is State.TAKEN_OUT and not seen.after.closed:
            left = self._rows("SELECT count(*) FROM parcels WHERE order_id = ?")[0][0]
            return (
                "escape: a parcel of a cancelled order" if left else self._stock_wrong(seen.after)
            )
        return ""

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        return rows(self.house.books, sql, self.bought.order_id)

    def _parcels_wrong(self, session: Session) -> str:
        """Units of each parcel, units of each line, and a message to Amazon for each parcel."""
        there: Counter[tuple[object, ...]] = Counter()
        for box, sku, serial, lot, proof, units in self._rows(
            "SELECT p.box, u.sku, u.serial, u.lot, u.transparency, u.units FROM parcel_units u"
            " JOIN parcels p ON p.id = u.parcel_id WHERE p.order_id = ?"
        ):
            assert isinstance(units, int)
            there[(box, *self._shown(str(sku), str(serial), str(lot), str(proof)))] += units
        expected: Counter[tuple[object, ...]] = Counter()
        for unit, number in self.boxes.contents.items():
            expected[(unit.box, *self._shown(unit.sku, unit.serial, unit.lot, unit.proof))] += (
                number
            )
        if there != +expected:
            return f"escape: the parcels' rows hold other units {there} {expected}"
        told = self._rows("SELECT package_reference FROM outbox WHERE order_id = ?")
        if len(told) != len(self.boxes.full_boxes):
            return "escape: not every parcel is told to Amazon once"
        packed = set(self._rows("SELECT line_id, packed FROM order_lines WHERE order_id = ?"))
        whole = {(at, number) for at, _, number in self.boxes.bought.lines}
        if not session.short and packed != whole:
            return f"escape: the order's lines say {packed}, wanted are {whole}"
        return self._lines_wrong()

    def _lines_wrong(self) -> str:
        """No line got more units than it wants."""
        wanted: Counter[object] = Counter()
        for at, _, number in self.boxes.lines():
            wanted[at] += number
        got = self._rows(
            "SELECT u.line_id, sum(u.units) FROM parcel_units u"
            " JOIN parcels p ON p.id = u.parcel_id WHERE p.order_id = ? GROUP BY u.line_id"
        )
        over = [at for at, number in got if isinstance(number, int) and number > wanted[at]]
        return f"escape: too many units for the line {over}" if over else ""

    def _shown(self, sku: str, serial: str, lot: str, proof: str) -> tuple[str, str, str, str]:
        thing = self.shop.things[Sku(sku)]
        return (
            sku, serial if thing.serial else "", lot if thing.lot else "",
            proof if thing.transparency else "",
        )  # fmt: skip

    def _stock_wrong(self, session: Session) -> str:
        """Stock went down by what left and by what broke, and by nothing else."""
        gone: Counter[object] = Counter()
        for sku, units in self._rows("SELECT sku, units FROM stock_movements WHERE order_id = ?"):
            assert isinstance(units, int)
            gone[sku] -= units
        expected: Counter[object] = Counter()
        for deed in session.deeds:
            if isinstance(deed, Broken):
                expected[deed.sku] += deed.units
        if session.state is State.DONE:
            for unit, number in self.boxes.contents.items():
                expected[unit.sku] += number
        gone = Counter({sku: number for sku, number in gone.items() if number})
        return "" if gone == +expected else f"escape: stock moved by {gone}, not by {expected}"

    def leave(self) -> None:
        """The order is dropped where it stands, so that the benches are free."""
        if self.desk.bench is None:
            return
        self.cancelled = True
        self._tell()
        self.desk.refresh()
        for word in ("FINISH", "UNDO", "FINISH"):
            verdict = self.desk.scan(word)
            if self.desk.bench is None:
                return
        raise AssertionError(f"the order stays: {verdict}")


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Fresh books in a folder and two benches on them."""
    engine, clock = database.open_database(database.sqlite_url(folder)), Clock()
    migrate.upgrade(engine)
    try:
        yield House(Books(engine, Seal(b"k" * 32), clock), clock)
    finally:
        engine.dispose()


def run_at_desk(scans: int, seed: int, most: int = 5) -> Run:
    """So many random scans at real benches."""
    from tests.journeys.scan_oracle import run

    with tempfile.TemporaryDirectory() as folder, house(Path(folder)) as here:
        last: list[AtDesk] = []

        def begin(made: Shop, bought: Bought) -> AtDesk:
            for one in last:
                one.leave()
            last[:] = [here.begin(made, bought)]
            return last[0]

        return run(scans, seed, begin, most)
