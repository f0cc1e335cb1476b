"""A whole demonstration on this computer: pretend Amazon, virtual printers, a stocked shop."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from fbm_desk.domain.orders import Sku
from fbm_desk.domain.stages import Role
from fbm_desk.services.books import Books
from fbm_desk.settings import AmazonSettings, BoxSettings, ScaleSettings, Settings
from fbm_desk.simulator.catalogue_article import CatalogueArticle
from fbm_desk.simulator.demo_catalogue import DemoArticle, load_demo_catalogue
from fbm_desk.simulator.demo_orders import place_specimens
from fbm_desk.simulator.demo_people import DemoRole, load_demo_people, load_demo_sender
from fbm_desk.simulator.scale import SimulatedScale
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop, simulated_shop
from fbm_desk.simulator.virtual_printers import VirtualLabelPrinter, VirtualReceiptPrinter
from fbm_desk.store import articles, people
from fbm_desk.store.articles import Article, Barcode, Lot

_ROLES = {
    DemoRole.PACKER: Role.PACKER,
    DemoRole.SUPERVISOR: Role.SUPERVISOR,
    DemoRole.OFFICE: Role.OFFICE,
    DemoRole.OWNER: Role.ADMIN,
}
SELLER_ID = "A2DEMOHEARTHLN"
BOXES = (
    BoxSettings("XS", 200, 150, 80, weight_g=70, max_weight_g=5_000, barcode="BOX-XS"),
    BoxSettings("S", 250, 180, 120, weight_g=110, max_weight_g=10_000, barcode="BOX-S"),
    BoxSettings("M", 320, 230, 160, weight_g=180, max_weight_g=15_000, barcode="BOX-M"),
    BoxSettings("L", 400, 300, 220, weight_g=320, max_weight_g=20_000, barcode="BOX-L"),
    BoxSettings("XL", 600, 400, 300, weight_g=620, max_weight_g=30_000, barcode="BOX-XL"),
    BoxSettings("LONG", 780, 130, 110, weight_g=240, max_weight_g=10_000, barcode="BOX-LONG"),
)
"""What stands at the demonstration's benches, inside lengths."""
DEFAULT_ORDERS = 40


@dataclass
class Demonstration:
    """Everything outside the desk, pretended: `with Demonstration(folder) as demo: …`."""

    folder: Path
    orders: int = DEFAULT_ORDERS
    seed: int = 7
    port: int = 0
    with_scale: bool = False
    scale: SimulatedScale | None = field(init=False, repr=False, default=None)
    amazon: AmazonSimulator = field(init=False, repr=False)
    label_printer: VirtualLabelPrinter = field(init=False, repr=False)
    receipt_printer: VirtualReceiptPrinter = field(init=False, repr=False)
    _open: ExitStack = field(init=False, repr=False, default_factory=ExitStack)

    def __enter__(self) -> Self:
        shop = demo_shop(self.seed, self.orders, datetime.now(UTC))
        shop.seller_id = SELLER_ID
        self.amazon = self._open.enter_context(AmazonSimulator(shop, self.port))
        self.label_printer = self._open.enter_context(VirtualLabelPrinter(self.labels_folder))
        self.receipt_printer = self._open.enter_context(
            VirtualReceiptPrinter(self.folder / "receipts")
        )
        if self.with_scale:
            self.scale = SimulatedScale()
            self.scale.start()
            self._open.callback(self.scale.stop)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def labels_folder(self) -> Path:
        """Where the virtual label printer keeps what it printed."""
        return self.folder / "labels"

    def settings(self) -> Settings:
        """Settings that lead to everything pretended here."""
        return with_demo_sender(self._settings())

    def _settings(self) -> Settings:
        return Settings(
            bench="Bench 3",
            label_printer=f"tcp://127.0.0.1:{self.label_printer.port}",
            slip_printer=f"folder:{(self.folder / 'slips').absolute()}",
            receipt_printer=f"tcp://127.0.0.1:{self.receipt_printer.port}",
            label_source="bought",
            put_back_to="R-2",
            boxes=BOXES,
            scale=ScaleSettings("sics", self.scale.url) if self.scale else ScaleSettings(),
            demonstration=True,
            amazon=AmazonSettings(
                seller_id=SELLER_ID,
                region="eu",
                marketplaces=tuple(
                    dict.fromkeys(
                        order.marketplace.marketplace_id for order in self.amazon.shop.orders()
                    )
                ),
                shipping_business="AmazonShipping_UK",
                api_url=self.amazon.url,
                signin_url=f"{self.amazon.url}/auth/o2/token",
            ),
        )


def demo_shop(seed: int, orders: int, now: datetime) -> Shop:
    """The pretend Amazon's shop: the demonstration catalogue, a morning's orders to try it on."""
    catalogue = [
        CatalogueArticle(a.sku, a.asin, a.title, a.price_minor, a.weight_g)
        for a in load_demo_catalogue()
        if a.stock or a.parts
    ]
    shop = simulated_shop(seed, orders, catalogue, now)
    place_specimens(shop)
    return shop


def with_demo_sender(chosen: Settings) -> Settings:
    """The settings with the demonstration shop's own name and address."""
    sender = load_demo_sender()
    return replace(
        chosen,
        shop_name=sender.name,
        shop_street=f"{sender.street}, {sender.building}",
        shop_postcode=sender.postcode,
        shop_city=sender.city,
        shop_country=sender.country,
        shop_phone=sender.phone,
    )


def stock_the_shop(books: Books) -> None:
    """Write the demonstration's articles, barcodes, kits, stock and people into the books."""
    catalogue = load_demo_catalogue()
    with books.writing() as connection:
        articles.save(
            connection,
            [_article(one) for one in catalogue],
            [
                _code(one, code, units, kind)
                for one in catalogue
                for code, units, kind in _codes(one)
            ],
            [(Sku(kit.sku), Sku(part.sku), part.units) for kit in catalogue for part in kit.parts],
            [(Sku(one.sku), one.stock) for one in catalogue if not one.is_kit],
            [(Sku(one.sku), Sku(sku)) for one in catalogue for sku in one.instead],
            [
                Lot(Sku(one.sku), lot.lot, date.fromisoformat(lot.expires_on), lot.units)
                for one in catalogue
                for lot in one.lots
            ],
        )
        there = {person.name for person in people.everybody(connection)}
        for person in load_demo_people():
            if person.name not in there:
                role = _ROLES[person.role]
                people.add(connection, books.seal, person.name, role, person.badge, books.now())


def _article(one: DemoArticle) -> Article:
    return Article(
        sku=Sku(one.sku),
        title=one.title,
        name=one.short_name,
        detail=one.detail,
        asin=one.asin,
        place=one.place,
        note=one.note,
        picture=one.picture,
        proof=one.tracking.value,
        weight_g=one.weight_g,
        length_mm=one.length_mm,
        width_mm=one.width_mm,
        height_mm=one.height_mm,
        may_count=one.may_count,
        transparency=one.transparency,
        fragile=one.fragile,
        upright=one.upright,
        own_box=one.own_box,
        ask_note=one.ask_note,
        hazardous=one.hazardous,
    )


def _codes(one: DemoArticle) -> list[tuple[str, int, str]]:
    return [(code.code, code.units, code.kind.value) for code in one.barcodes]


def _code(one: DemoArticle, code: str, units: int, kind: str) -> Barcode:
    return Barcode(code, Sku(one.sku), kind, units)
