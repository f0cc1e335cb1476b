"""Samples of what a bench shows beside the packing of its order: signing in, teaching, taking over.

For the gallery and the tests; the articles and orders are those of `gallery_views`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from fbm_desk.devices.wedge import WedgeSettings
from fbm_desk.devices.wedge_learning import Learned, Trouble, Typing
from fbm_desk.domain.codes import Command
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui.scanner_setup import SetupState
from fbm_desk.services.desk_view import BenchScreen, BenchView, LineView, PinPersonView

V = VerdictCode
STRANGE = "5901234123457"
PINS = tuple(
    PinPersonView(number, name)
    for number, name in enumerate(
        (
            "Mara Fenwick", "Ødger Lund", "小林 みお", "Maximiliane Fenwick-Thorsby", "Ann",
            "Tobias Renn", "Ilse van der Zalm", "Quirin Oss", "Bela Noor", "Sina Maly",
        ),
        1,
    )
)  # fmt: skip


_LEARNED = Learned(WedgeSettings(), Typing.SAME, "\r", "", 3, 12)
#: How far the set-up of a scanner is, by the name of the sample.
SETUPS: dict[str, SetupState] = {
    "setup": SetupState(),
    "setup-second": SetupState(1),
    "setup-learned": SetupState(3, _LEARNED),
    "setup-learned-layout": SetupState(
        3, replace(_LEARNED, typing=Typing.BY_POSITION, prefix="]C1", ender=""), kept=False
    ),
    **{
        f"setup-{trouble.value}": SetupState(3, replace(_LEARNED, trouble=trouble, median_ms=81))
        for trouble in Trouble
    },
}


def _with(view: BenchView, code: VerdictCode, **facts: object) -> BenchView:
    return replace(view, verdict=replace(Verdict(code), **facts))  # type: ignore[arg-type]


def beside_views(
    waiting: BenchView, packing: BenchView, open_lines: tuple[LineView, ...]
) -> dict[str, BenchView]:
    """Every state by name; `open_lines` are nine that miss units."""
    return {
        **_troubles(packing),
        **_teaching(waiting, packing, open_lines),
        **_orders(waiting, packing),
        **_left_questions(waiting, packing),
        **dict.fromkeys(SETUPS, packing),
        "setup-second": replace(waiting, screen=BenchScreen.LOCKED, packer=""),
    }


def sign_in_views(locked: BenchView, now: datetime) -> dict[str, BenchView]:
    """A locked bench at which people have PINs."""
    few, many = replace(locked, with_pin=PINS[:3]), replace(locked, with_pin=PINS)
    return {
        "locked-names": few,
        "locked-pages": replace(many, order=None),
        "locked-pin": many,
        "locked-pin-whole": replace(many, order=None),
        "locked-pin-wrong": _with(many, V.PIN_WRONG),
        "locked-rests": _with(few, V.PIN_RESTS, at=now + timedelta(seconds=28)),
        "locked-names-badge": _with(replace(locked, with_pin=PINS[:5]), V.BADGE_UNKNOWN),
    }


def _troubles(packing: BenchView) -> dict[str, BenchView]:
    """What was scanned is no item of the order, and why."""

    def unknown(reason: str, scanned: str) -> BenchView:
        return _with(packing, V.UNKNOWN, reason=reason, scanned=scanned)

    def no_item(kind: str) -> BenchView:
        return _with(packing, V.NOT_AN_ITEM, reason=kind, scanned="KP48812007315PT")

    return {
        "misread": unknown("check_digit", "5901234123458"),
        "glued": unknown("glued", "59012341234574006381333931"),
        "gs1-cut": unknown("gs1_length", "0104006381333931" + "10"),
        **{f"no-item-{kind}": no_item(kind) for kind in ("tracking", "tote", "badge", "box")},
        "packing-away": packing,
        "stopped-away": _with(
            replace(packing, screen=BenchScreen.STOPPED), V.CANCELLED, reason="cancelled"
        ),
        "healed": _with(packing, V.COUNTED, left=1, packed=2, wanted=3, healed="layout_de"),
        "healed-often": _with(
            packing, V.COUNTED, left=1, packed=2, wanted=3, healed="layout_de", remedy=True
        ),
        "healed-caps": _with(packing, V.UNKNOWN, scanned=STRANGE, healed="caps", remedy=True),
        "no-item-order": _with(
            packing, V.NOT_NOW, reason="packing", scanned="250-1180634-5521903", left=2
        ),
        "tote-bound": _with(
            replace(packing, order=packing.order and replace(packing.order, totes=("TOTE-17",))),
            V.TOTE_BOUND,
            scanned="TOTE-17",
        ),
        "tote-of-other": _with(
            packing, V.TOTE_OF_OTHER, scanned="TOTE-9", order_id=OrderId("250-1180634-5521903")
        ),
    }


def _teaching(
    waiting: BenchView, packing: BenchView, open_lines: tuple[LineView, ...]
) -> dict[str, BenchView]:
    asks = replace(packing, asks_about="teach", choices=open_lines[:2])
    nine = replace(asks, choices=open_lines)
    sku = open_lines[1].article.sku
    return {
        "teach-supervisor": _with(asks, V.SUPERVISOR_WANTED, reason="teach", scanned=STRANGE),
        "teach": _with(asks, V.TEACH_ASKED, scanned=STRANGE),
        "teach-nine": _with(nine, V.TEACH_ASKED, scanned=STRANGE),
        "teach-case": _with(asks, V.TEACH_ASKED, scanned=STRANGE, units=6, reason="many"),
        "teach-no-order": _with(
            replace(waiting, asks_about="teach"), V.TEACH_ASKED, scanned=STRANGE
        ),
        "teach-refused": _with(packing, V.TEACH_REFUSED, scanned=STRANGE, reason="check_digit"),
        "taught": _with(packing, V.TAUGHT, scanned=STRANGE, sku=sku),
        "taught-case": _with(packing, V.TAUGHT, scanned=STRANGE, sku=sku, units=6, reason="many"),
        "untaught": _with(packing, V.UNTAUGHT, scanned=STRANGE, sku=sku),
    }


def _left_questions(waiting: BenchView, packing: BenchView) -> dict[str, BenchView]:
    """Commands that came while a unit's serial number was asked for."""
    why = replace(packing, screen=BenchScreen.ASKING_REASON)
    broken = replace(packing, screen=BenchScreen.DAMAGING)
    serial = "asking_serial"
    return {
        "left-hold": _with(why, V.HOLD_ASKED, dropped=serial),
        "left-later": _with(waiting, V.PUT_DOWN, dropped=serial),
        "left-parcel": _with(packing, V.BOX_OPEN, box=2, dropped=serial),
        "left-broken": _with(broken, V.DAMAGED_ASKED, dropped=serial),
        "left-damaging": _with(waiting, V.PUT_DOWN, dropped="damaging"),
        "left-supervisor": _with(why, V.HOLD_ASKED, dropped="supervisor_wanted"),
    }


def _orders(waiting: BenchView, packing: BenchView) -> dict[str, BenchView]:
    order_id = OrderId("250-1180634-5521903")
    may = replace(waiting, commands=(*waiting.commands, Command.TAKEOVER))
    first = packing.order and replace(packing.order, first=True)
    own = packing.order.order_id if packing.order else order_id

    def asking(about: str) -> BenchView:
        return replace(packing, asks_about=about)

    return {
        "order-at-another": _with(may, V.ORDER_TAKEN, who="Bench 1", order_id=order_id),
        "takeover-supervisor": _with(
            replace(waiting, asks_about="take_over"),
            V.SUPERVISOR_WANTED,
            reason="take_over",
            order_id=order_id,
        ),
        "taken-over": _with(waiting, V.TAKEN_OVER, who="Sina Maly, Bench 2", order_id=own),
        "expedited": _with(replace(packing, order=first), V.EXPEDITED, order_id=own),
        "expedite-which": _with(
            replace(waiting, asks_about="expedite"), V.ORDER_WANTED, reason="expedite"
        ),
        "cancel-supervisor": _with(
            asking("cancel"), V.SUPERVISOR_WANTED, reason="cancel", order_id=own
        ),
        "cancel-why": _with(asking("cancel"), V.WHY_ASKED, reason="cancel", order_id=own),
        "cancel-by-seller": _with(
            replace(packing, screen=BenchScreen.STOPPED, put_back_to="R-2"),
            V.CANCELLED,
            reason="by_seller",
        ),
        "asking-amazon": _with(packing, V.ASKING_AMAZON, order_id=own),
        "amazon-same": _with(packing, V.ASKING_AMAZON, order_id=own, reason="nothing_changed"),
    }
