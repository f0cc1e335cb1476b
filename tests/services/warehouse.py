"""A small shop for tests: orders, articles, packers and benches on real books.

Everything goes through the services a real day uses; only who sells labels is a stand-in.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from fbm_desk.domain.answers import Answer, Done, Refused
from fbm_desk.domain.orders import (
    Address,
    AmazonStatus,
    IncomingLine,
    IncomingOrder,
    LineId,
    OrderId,
    Sku,
    Source,
)
from fbm_desk.domain.purchases import Offer, Refund
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.shipping import Bought, LabelRequest, Quote, TrackingNews
from fbm_desk.domain.stages import Role
from fbm_desk.domain.verdicts import Verdict
from fbm_desk.services import labels
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.taking import OnBench
from fbm_desk.store import articles, people
from fbm_desk.store.articles import Article, Barcode

SHIP_BY = datetime(2026, 4, 23, 16, 30, tzinfo=UTC)
BADGE = "BADGE-MARA"

CATALOGUE = (
    Article(Sku("MUG"), "Mug, 350 ml", "Mug", weight_g=310, place="A-1"),
    Article(Sku("SPOON"), "Spoon, walnut", "Spoon", weight_g=40, place="A-2"),
    Article(Sku("CAMERA"), "Camera", "Camera", weight_g=500, place="B-1", proof="serial"),
    Article(Sku("LAMP"), "Lamp, brass", "Lamp", weight_g=900, place="C-1"),
)
CODES = (
    Barcode("4006381333931", Sku("MUG"), "gtin"),
    Barcode("MUG-CASE", Sku("MUG"), "case", 2),
    Barcode("LAMP-EAN", Sku("LAMP"), "alias"),
)


def order_id(number: int) -> OrderId:
    """The id of the shop's order of this number."""
    return OrderId(f"305-{number:07d}-{8830000 + number:07d}")


def line(sku: str, quantity: int = 1, **facts: object) -> IncomingLine:
    """A line of an order; its id is made of its SKU."""
    title = next((article.title for article in CATALOGUE if article.sku == sku), sku)
    return IncomingLine(LineId(f"line-{sku}"), Sku(sku), title, quantity, **facts)  # type: ignore[arg-type]


def order(number: int = 1, *lines: IncomingLine, **facts: object) -> IncomingOrder:
    """An order as the report brings it: one mug to Porto unless said otherwise."""
    said: dict[str, object] = {
        "source": Source.REPORT,
        "status": AmazonStatus.UNSHIPPED,
        "marketplace_id": "A1RKKUPIHCS9HS",
        "purchased_at": SHIP_BY - timedelta(days=1),
        "ship_by": SHIP_BY,
        "deliver_by": SHIP_BY + timedelta(days=3),
        "recipient": Address(
            name=f"Buyer {number}", line1=f"Rua Nova {number}", city="Porto",
            postcode=f"4000-{number:03d}", country="PT",
        ),
        "buyer_name": f"Buyer {number}",
    }  # fmt: skip
    told = {"order_id": order_id(number), "lines": lines or (line("MUG"),), **said, **facts}
    return IncomingOrder(**told)  # type: ignore[arg-type]


class Warehouse:
    """Books with a catalogue and one packer, Mara, who signs in with `BADGE`."""

    def __init__(self, books: Books) -> None:
        self.books = books
        with books.writing() as connection:
            articles.save(connection, CATALOGUE, CODES)
            self.mara = people.add(connection, books.seal, "Mara", Role.PACKER, BADGE, books.now())

    def take_in(self, *incoming: IncomingOrder) -> list[OrderId]:
        """Take orders in; their ids."""
        order_service.take_in(self.books, incoming)
        return [one.order_id for one in incoming]

    def desk(
        self, name: str = "Bench 1", seller: FakeSeller | None = None, **rules: object
    ) -> Desk:
        """A bench with Mara signed in. With a seller of labels it buys them, else it buys none."""
        source = LabelSource.BOUGHT if seller else LabelSource.NONE
        taken = {"label_source": source, "unknown_tracking": True}  # invented carriers' numbers
        chosen = DeskRules(**{**taken, **rules})  # type: ignore[arg-type]
        desk = Desk(self.books, name, chosen, BuysAtOnce(self.books, seller) if seller else None)
        desk.scan(BADGE)
        return desk

    def pack(self, desk: Desk, order_id: OrderId, *scans: str) -> Verdict:
        """Take an order and scan these; the answer to the last of them."""
        verdict = desk.scan(order_id)
        for text in scans:
            verdict = desk.scan(text)
        return verdict

    def packed(self, numbers: Iterable[int], carrier: str = "Kestrel Parcel") -> list[OrderId]:
        """Orders of one mug each, packed and closed with a tracking number of this carrier's."""
        desk = self.desk(label_source=LabelSource.SCANNED, carrier=carrier)
        ids = self.take_in(*(order(number) for number in numbers))
        for one in ids:
            self.pack(desk, one, "MUG", tracking(one))
        desk.lock()
        return ids


def tracking(order_id: OrderId) -> str:
    """A tracking number made of an order's number."""
    return f"KP{order_id[4:11]}{order_id[12:]}PT"


class BuysAtOnce:
    """Buys the label while the packer waits, as a window does in a thread of its own."""

    def __init__(self, books: Books, seller: FakeSeller) -> None:
        self._desk = LabelDesk(books, seller)

    def follow(self, desk: Desk, bench: OnBench, written: Written) -> None:
        """Buy what the last unit asked for."""
        if written.purchase_id is not None:
            outcome = labels.buy(self._desk, written.purchase_id)
            desk.label_came(bench.opened.id, outcome)


class FakeSeller:
    """Sells labels of two carriers; every purchase has its own tracking number."""

    name = "amazon_shipping"
    keyed = True

    def __init__(self, *formats: str, refuse: str = "") -> None:
        self._formats, self._refuse = formats or ("PNG",), refuse
        self.bought: list[str] = []

    def quote(self, wanted: LabelRequest) -> Answer[Quote]:
        """Kestrel is cheaper than Nordpost."""
        expires_at = datetime(2026, 4, 24, tzinfo=UTC)
        offers = (
            Offer("k", "KP", "Kestrel Parcel", "48H", "48H", 780, "EUR"),
            Offer("n", "NP", "Nordpost", "STD", "Standard", 915, "EUR"),
        )
        return Done(Quote(wanted.order_id, expires_at, offers))

    def body(self, quote: Quote, offer: Offer) -> str:
        """The order and the offer."""
        return f"{quote.token} {offer.offer_id}"

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """Sell, unless this seller refuses."""
        if self._refuse:
            return Refused(self._refuse, "No.")
        self.bought.append(key)
        number = tracking(OrderId(body.split()[0]))
        documents = tuple((form, label_document(form, number)) for form in self._formats)
        return Done(Bought(f"SHIP-{len(self.bought)}", number, documents))

    def documents(self, shipment_id: str, body: str) -> Answer[Bought]:
        """Not needed: every purchase answers with its documents."""
        return Refused("not_found")

    def refund(self, shipment_id: str, body: str) -> Answer[Refund | None]:
        """This seller does not say."""
        return Done(None)

    def track(self, tracking: str, body: str) -> Answer[TrackingNews | None]:
        """Nor where a parcel is."""
        return Done(None)

    def void(self, shipment_id: str, body: str) -> Answer[Refund]:
        """Take every label back."""
        return Done(Refund.GRANTED)


def label_document(form: str, number: str) -> bytes:
    """A label with the number in its barcode."""
    if form == "ZPL":
        return f"^XA^PW812^LL1218^FO60,300^BY3^BCN,200,Y^FD{number}^FS^XZ".encode()
    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=3))
    paper = Image.new("L", (812, 1218), 255)
    paper.paste(bars.resize((bars.width, 200)), (60, 300))
    written = io.BytesIO()
    paper.save(written, form)
    return written.getvalue()
