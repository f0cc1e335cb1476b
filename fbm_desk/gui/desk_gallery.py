"""Paints every desk screen, both themes, three sizes. Run it with OUTDIR and a text size in %."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication, QWidget

from fbm_desk.domain.scan_source import BY_WEDGE, Origin
from fbm_desk.domain.stages import Role
from fbm_desk.gui import desk_samples as samples
from fbm_desk.gui import fonts, theme
from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.main_window import CLOSEOUT, EXCEPTIONS, ORDERS, PEOPLE, SYNC, TODAY, MainWindow
from fbm_desk.gui.notice import Trouble
from fbm_desk.gui.start_screen import StartScreen
from fbm_desk.gui.sync_samples import SampleWhy
from fbm_desk.gui.tokens import DARK, LIGHT
from fbm_desk.services.desk_view import BenchScreen, BenchView, StatusEntry
from fbm_desk.services.exceptions_view import Deed
from fbm_desk.services.office_view import AccountView
from fbm_desk.texts import say
from fbm_desk.threads import Worker

SIZES = ((1280, 800), (1366, 768), (1920, 1080))
STATUS = (
    StatusEntry("check", "In step with Amazon, 20 s ago"),
    StatusEntry("cloud-upload", "3 confirmations queued, oldest 40 s"),
    StatusEntry("printer", "6 printers ready"),
)


class _Desk:
    """A bench at which somebody is signed in and nothing happens."""

    def view(self) -> BenchView:
        return BenchView(BenchScreen.WAITING, "Bench 1", packer="Petra Lind")

    def scan(self, text: str, scan_id: str, origin: Origin = BY_WEDGE) -> BenchView:
        return self.view()

    def weighed(self, grams: int) -> BenchView:
        return self.view()

    def refresh(self) -> BenchView:
        return self.view()

    def sign_in_pin(self, _person_id: int, _pin: str) -> BenchView:
        """Nobody signs in to a picture."""
        return self.view()

    def lock(self) -> BenchView:
        return self.view()

    def demo_scan(self, wrong: bool) -> str:
        return ""


class _Result:
    """What an order report with three bad lines brought."""

    orders, lines, new, updated, unchanged = 212, 318, 198, 9, 5
    refused = (
        (17, "quantity-purchased is not a number"),
        (204, "two different ship-by dates for one order"),
        (318, "the last line is cut off"),
    )


def main(folder: Path, text_percent: int = 100) -> int:
    """Paint everything into `folder`; gives 0."""
    fonts.choose_text_size(text_percent)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    for tokens in (LIGHT, DARK):
        theme.apply(app, tokens)
        worker = Worker("gallery")
        bridge = Bridge(worker)
        _paint_start(app, folder, tokens.name)
        settle = functools.partial(_settle, app, worker)
        for width, height in SIZES:
            window = sample_window(bridge)
            window.resize(width, height)
            window.show()
            window.role_changed(Role.SUPERVISOR)
            for name, arrange in SCENES.items():
                arrange(window, settle)
                settle()
                window.grab().save(str(folder / f"{name}-{tokens.name}-{width}.png"))
            window.close()
        bridge.close()
        worker.stop()
    return 0


def sample_window(bridge: Bridge) -> MainWindow:
    rows = samples.today_rows()
    office = samples.SampleOffice(rows, samples.carrier_days(), manifest_pdf(), label_png(), STATUS)
    return MainWindow(bridge, _Desk(), office, QWidget, {}, now=lambda: samples.NOW)


def _settle(app: QApplication, worker: Worker) -> None:
    for _ in range(4):
        worker.ask(lambda: None).result()
        app.processEvents()


def _today(window: MainWindow, settle: Callable[[], None]) -> None:
    window.open(TODAY)
    settle()
    window.today.table.selectRow(2)


def _narrowed(window: MainWindow, settle: Callable[[], None]) -> None:
    _today(window, settle)
    window.today.chips.choose("confirmed")
    window.today.search.setText("lyon")


def _new_rows(window: MainWindow, settle: Callable[[], None]) -> None:
    window.today.escape()
    window.today.chips.choose("")
    settle()
    window.today.table.selectRow(4)
    window.today.show_view(samples.today_view(samples.today_rows(253)))
    window.notice.say("250 orders written to today-2026-11-23.csv")


def _empty(window: MainWindow, settle: Callable[[], None]) -> None:
    window.notice.clear()
    window.today.model.load(())
    window.today.show_view(samples.today_view(()))
    window.today.show_waiting()
    settle()
    window.today.model.load(())
    window.today.show_view(samples.today_view(()))


def _dossier(window: MainWindow, settle: Callable[[], None]) -> None:
    settle()
    row = next(row for row in samples.today_rows() if row.tracking and row.units > 2)
    window.open_dossier(str(row.order_id))


def _why(window: MainWindow, settle: Callable[[], None]) -> None:
    settle()
    window.dossier.label_again.click()
    window.notice.tell(
        Trouble(
            "The label printer does not answer",
            "Kept: the label is safe and waits",
            "Next: look whether it has paper, then print again",
        )
    )


def _closeout(window: MainWindow, settle: Callable[[], None]) -> None:
    window.notice.clear()
    window.open(CLOSEOUT)
    settle()
    window.closeout.table.selectRow(1)
    settle()


def _orders(window: MainWindow, settle: Callable[[], None]) -> None:
    window.open(ORDERS)
    settle()


def _imported(window: MainWindow, settle: Callable[[], None]) -> None:
    settle()
    window.orders.result.show_result("unshipped-orders.txt", _Result())
    window.orders.export.show()


def _people(window: MainWindow, settle: Callable[[], None]) -> None:
    window.open(PEOPLE)
    settle()
    window.people.new.name.setText("Ana Šimunić")


def _badge(window: MainWindow, settle: Callable[[], None]) -> None:
    window.people.new.add.click()
    settle()


def _person(window: MainWindow, settle: Callable[[], None]) -> None:
    window.people.start_anew()
    window.people.table.choose("Yusuf Aydın")
    settle()


def _disabling(window: MainWindow, settle: Callable[[], None]) -> None:
    settle()
    window.people.person.ask()


def _sync(window: MainWindow, settle: Callable[[], None]) -> None:
    window.open(SYNC)
    settle()
    window.sync.table.selectRow(5)
    window.sync.why.field.setText("306-9914028-7735516")
    window.sync.why.show_answer("306-9914028-7735516", SampleWhy(say("why.pending_payment")))


def _connect(window: MainWindow, settle: Callable[[], None]) -> None:
    window.sync.open_form()
    settle()
    for name, text in (("lwa_app_id", "amzn1.application-oa2-client.9f3c"),):
        window.sync.form.fields[name].setText(text)
    window.sync.form.fields["lwa_client_secret"].setText("x" * 40)
    window.sync.form.fields["refresh_token"].setText("y" * 40)


def _refused(window: MainWindow, settle: Callable[[], None]) -> None:
    window.sync.form.test.click()
    settle()


def _connected(window: MainWindow, settle: Callable[[], None]) -> None:
    window.sync.form.fields["refresh_token"].setText("Atzr|y")
    window.sync.form.test.click()
    settle()


def _not_connected(window: MainWindow, settle: Callable[[], None]) -> None:
    window.sync.leave()
    window.sync._show((), AccountView(may_connect=True))
    settle()


def _exceptions(window: MainWindow, settle: Callable[[], None]) -> None:
    window.open(EXCEPTIONS)
    settle()
    window.exceptions.table.choose("label:12")


def _stopped(window: MainWindow, settle: Callable[[], None]) -> None:
    window.exceptions.table.choose("parcel:4")
    settle()


def _asked(window: MainWindow, settle: Callable[[], None]) -> None:
    window.exceptions.table.choose("label:12")
    settle()
    window.exceptions.want(Deed.BOUGHT)
    window.exceptions.detail.question.refuse("That is no tracking number")


def _held(window: MainWindow, settle: Callable[[], None]) -> None:
    window.exceptions.escape()
    window.role_changed(Role.OFFICE)
    window.exceptions.table.choose("hold:028-1157340-6624119")
    settle()


def _nothing(window: MainWindow, settle: Callable[[], None]) -> None:
    window.role_changed(Role.SUPERVISOR)
    window.exceptions._show((), anew=True)
    settle()


def _keys(window: MainWindow, settle: Callable[[], None]) -> None:
    _today(window, settle)
    window.turn_keys()


SCENES: dict[str, Callable[[MainWindow, Callable[[], None]], None]] = {
    "today": _today,
    "today-narrowed": _narrowed,
    "today-new": _new_rows,
    "today-empty": _empty,
    "dossier": _dossier,
    "dossier-why": _why,
    "closeout": _closeout,
    "orders": _orders,
    "orders-imported": _imported,
    "people": _people,
    "people-badge": _badge,
    "people-one": _person,
    "people-leave": _disabling,
    "sync": _sync,
    "sync-connect": _connect,
    "sync-refused": _refused,
    "sync-connected": _connected,
    "sync-none": _not_connected,
    "exceptions": _exceptions,
    "exceptions-stop": _stopped,
    "exceptions-ask": _asked,
    "exceptions-office": _held,
    "exceptions-none": _nothing,
    "keys": _keys,
}


def _paint_start(app: QApplication, folder: Path, name: str) -> None:
    screen = StartScreen((("tcp://203.0.113.7", "Zebra ZD421 on the network"),))
    screen.resize(1366, 768)
    screen.show()
    app.processEvents()
    screen.grab().save(str(folder / f"start-{name}.png"))
    screen.show_badge("Petra Lind", "FBM-4K7Q-22TX")
    app.processEvents()
    screen.grab().save(str(folder / f"start-badge-{name}.png"))
    screen.close()


def label_png() -> bytes:
    """A label as no carrier prints it, 4 × 6 inches at 100 dpi."""
    image = QImage(400, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(fonts.font(fonts.Role.FACT, 1.0))
    painter.drawText(20, 44, "LANTERN POST")
    painter.drawText(330, 44, "48H")
    painter.fillRect(20, 60, 360, 3, Qt.GlobalColor.black)
    for at, wide in enumerate((190, 150, 180, 110)):
        painter.fillRect(20, 84 + at * 26, wide, 13, QColor("#BBB6AA"))
    painter.fillRect(20, 200, 360, 3, Qt.GlobalColor.black)
    paint_code128(painter, "LP48812007266NO", QRectF(20, 224, 360, 150))
    painter.setFont(fonts.font(fonts.Role.LEAD, 1.0))
    painter.drawText(QRectF(20, 384, 360, 30), Qt.AlignmentFlag.AlignCenter, "LP 4881 2007 266 NO")
    painter.fillRect(20, 430, 360, 3, Qt.GlobalColor.black)
    painter.drawText(300, 520, "1.28 kg")
    painter.setFont(fonts.font(fonts.Role.FACT, 1.0))
    painter.drawText(320, 560, "1 / 1")
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def manifest_pdf(pages: int = 2) -> bytes:
    """A manifest's pages, roughly as printing lays them out."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        _manifest_page(painter, page)
    painter.end()
    return bytes(buffer.data().data())


def _manifest_page(painter: QPainter, page: int) -> None:
    painter.setFont(fonts.font(fonts.Role.FACT, 1.0))
    painter.drawText(20, 40, "Manifest 23-N1")
    painter.setFont(fonts.font(fonts.Role.BODY, 1.0))
    painter.drawText(20, 66, "Example Goods → Northway Express · 77 parcels · 121.9 kg")
    painter.fillRect(20, 82, 480, 2, Qt.GlobalColor.black)
    for at in range(18):
        y = 96 + at * 34
        painter.drawText(20, y + 18, f"{page * 18 + at + 1}   LP 4881 2007 {at + 266} NO")
        paint_code128(painter, f"LP4881{at:04d}", QRectF(260, y, 140, 24))
        painter.drawText(440, y + 18, f"{at * 37 + 88} g")
        painter.fillRect(20, y + 29, 480, 1, QColor("#CCCCCC"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *(int(percent) for percent in sys.argv[2:3])))
