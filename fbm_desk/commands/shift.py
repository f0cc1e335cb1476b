"""A packer's shift in words: orders packed by scans, one scan wrong, one order held and resumed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fbm_desk import account_works, app, texts
from fbm_desk.commands.demo_house import Choice, demonstration, open_demo_house
from fbm_desk.commands.pack import said
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import Stage
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import bench_look, manifests
from fbm_desk.services.packing import Desk
from fbm_desk.services.sync import Sync
from fbm_desk.simulator.demo_hand import next_scan
from fbm_desk.simulator.demonstration import Demonstration
from fbm_desk.store import orders as stored
from fbm_desk.store import outbox, parcels

MOST_SCANS_EACH = 60


@dataclass
class Shift:
    """One bench, a hand that scans, and where everything goes."""

    desk: Desk
    folder: Path
    demo: Demonstration
    pictures: list[Path] = field(default_factory=list)
    packed: int = 0
    held: OrderId | None = None
    refused: bool = False

    def scan(self, text: str, picture: str = "") -> Verdict:
        """Scan one code and tell what the bench answered."""
        verdict = self.desk.scan(text)
        print(f"  {text:<22} → {verdict.code.value:<15} {said(self.desk, verdict)}", flush=True)
        if picture:
            self.take_picture(picture)
        return verdict

    def take_picture(self, name: str) -> None:
        """A picture of the window, where its libraries are there."""
        path = self.folder / "pictures" / f"bench-{name}.png"
        try:
            from fbm_desk.gui.snapshot import picture
        except ImportError:
            return
        picture(bench_look.look(self.desk), path, self.desk.books.now())
        self.pictures.append(path)


def work(folder: Path, choice: Choice, orders: int) -> int:
    """Pack some orders of a fresh demonstration shop and tell each step."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with demonstration(folder, choice) as demo:
        house = open_demo_house(folder, demo)
        clients = account_works.clients_of(house)
        assert clients is not None
        try:
            shop = account_works.workshop(house, clients)
            shift = Shift(app.open_desk(house, shop), folder, demo)
            print(texts.say("demo.begin", folder=folder, url=demo.amazon.url))
            ready = _ready(house)
            _pack(shift, orders)
            _tell(account_works.sync_of(house, clients, shop), house)
            _end(shift, house)
        finally:
            clients.close()
            house.close()
    return 0 if shift.packed >= min(orders, ready) else 1


def _ready(house: app.House) -> int:
    """Orders that may be packed: some are not paid yet."""
    with house.books.reading() as connection:
        return sum(one.stage is Stage.WAITING for one in stored.all_orders(connection))


def _pack(shift: Shift, orders: int) -> None:
    shift.take_picture("locked")
    shift.scan(next_scan(shift.desk), "waiting")
    for _ in range(MOST_SCANS_EACH * orders):
        if shift.packed >= orders:
            break
        if not _one_scan(shift, orders):
            break
    shift.take_picture("end")


def _one_scan(shift: Shift, orders: int) -> bool:
    """The next scan of the shift; False when nothing is left to do."""
    desk = shift.desk
    if desk.bench is None:
        return _take(shift)
    if desk.bench.opened.session.state is State.LABEL_FAILED:
        shift.scan("LATER")
        return False
    session = desk.bench.opened.session
    if not shift.refused and session.state.value == "packing":
        shift.refused = True
        shift.scan(next_scan(desk, wrong=True), "wrong")
    elif shift.held is None and shift.packed == 1 and session.state.value == "packing":
        _hold(shift, desk.bench.order.order_id)
    else:
        before = desk.bench.order.order_id
        shift.scan(next_scan(desk), _picture_of(shift))
        if desk.bench is None and desk.last_order == before:
            shift.packed += 1
            print(texts.say("demo.packed", number=shift.packed, orders=orders, order=before))
    return True


def _take(shift: Shift) -> bool:
    return shift.scan("NEXT", "packing").code is not VerdictCode.NOTHING_TO_DO


def _hold(shift: Shift, order_id: OrderId) -> None:
    """Put the order on hold with a reason, then take it up again."""
    shift.held = order_id
    shift.scan("HOLD", "hold")
    shift.scan("SHORT")
    shift.scan(order_id)


def _picture_of(shift: Shift) -> str:
    bench = shift.desk.bench
    taken = {path.stem for path in shift.pictures}
    if bench is None:
        return ""
    left = bench.opened.session.wanted_units - bench.opened.session.packed_units
    name = "complete" if left == 1 else "counted" if left else ""
    return "" if f"bench-{name}" in taken else name


def _tell(sync: Sync, house: app.House) -> None:
    """Let Amazon know and read it back."""
    import time

    for _ in range(20):
        sync.turn()
        with house.books.reading() as connection:
            if not outbox.due(connection, house.books.now().replace(year=9999)):
                break
        time.sleep(0.5)
    sync.give_up()


def _end(shift: Shift, house: app.House) -> None:
    """The manifests, and where everything lies."""
    with house.books.reading() as connection:
        closed = parcels.closed_between(
            connection, house.books.now().replace(year=2000), house.books.now().replace(year=9999)
        )
    today = date.today()  # noqa: DTZ011 the local day of the shop
    for carrier in sorted({parcel.carrier for parcel in closed}):
        manifest, pdf = manifests.make_manifest(
            house.books, carrier, today, None, None, house.settings.shop_name
        )
        path = shift.folder / f"manifest-{manifest.number}.pdf"
        path.write_bytes(pdf)
        facts = {"number": manifest.number, "count": len(manifest.parcels), "carrier": carrier}
        print(texts.say("demo.manifest", **facts, file=path))
    for key, folder, kind in (
        ("labels", shift.demo.labels_folder, "png"),
        ("slips", shift.folder / "slips", "pdf"),
        ("receipts", shift.folder / "receipts", "png"),
        ("pictures", shift.folder / "pictures", "png"),
    ):
        files = sorted(folder.glob(f"*.{kind}")) if folder.is_dir() else []
        if files:
            print(texts.say(f"demo.{key}", count=len(files), folder=folder))
