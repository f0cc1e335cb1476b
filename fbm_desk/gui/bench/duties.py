"""What is special about an order, as cards above its lines: it changes how one packs."""

from __future__ import annotations

from fbm_desk.domain.orders import Duty
from fbm_desk.gui.bench.layout import Box
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.bench.wording import duty_words
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import BenchScreen, OrderView
from fbm_desk.texts import say

CARD_H, GAP = 56.0, 8.0
#: In the order of how much they change the packing.
ICONS: dict[Duty, str] = {
    Duty.ASKS_TO_CANCEL: "octagon-alert",
    Duty.NO_ADDRESS_RIGHT: "map-pin-off",
    Duty.UNKNOWN_CONSTRAINTS: "circle-help",
    Duty.GIFT: "gift",
    Duty.GIFT_WRAP: "gift",
    Duty.PERSONALISED: "pen-line",
    Duty.SERIAL: "hash",
    Duty.TRANSPARENCY: "qr-code",
    Duty.BUSINESS: "building-2",
    Duty.SIGNATURE: "signature",
    Duty.AGE_CHECK: "id-card",
    Duty.IDENTITY_CHECK: "id-card",
    Duty.CASH_ON_DELIVERY: "banknote",
    Duty.PRIME: "zap",
    Duty.SHIP_PLUS: "badge-check",
    Duty.REPLACEMENT: "repeat-2",
}
WARNINGS = frozenset({Duty.ASKS_TO_CANCEL, Duty.NO_ADDRESS_RIGHT, Duty.UNKNOWN_CONSTRAINTS})


def paint_duties(paper: Paper, column: Box, order: OrderView, screen: BenchScreen) -> float:
    """Cards from the column's top on, three at most; gives the y below them."""
    duties = [duty for duty in ICONS if duty in order.duties]
    room = 3 if column.h >= 600 else 2
    shown = duties if len(duties) <= room else duties[: room - 1]
    y = column.y
    for duty in shown:
        due = duty is Duty.SERIAL and screen is BenchScreen.ASKING_SERIAL
        words = duty_words(duty, order.purchase_order_number)
        _paint_duty(paper, column, y, ICONS[duty], words, due, duty in WARNINGS)
        y += CARD_H + GAP
    if len(shown) < len(duties):
        words = say("duty.more", count=len(duties) - len(shown))
        _paint_duty(paper, column, y, "list", words, False, False)
        y += CARD_H + GAP
    return y


def _paint_duty(
    paper: Paper, column: Box, y: float, icon: str, words: str, due: bool, warning: bool
) -> None:
    tokens = paper.tokens
    fill = tokens.blueT if due else tokens.amberT if warning else tokens.surface
    edge = tokens.blue if due else tokens.amberI if warning else tokens.line
    ink = tokens.blue if due else tokens.amberI if warning else tokens.ink
    paper.frame(column.x, y, column.w, CARD_H, edge, 12, 0, fill)
    paper.icon(icon, column.x + 17, y + 13, 30, ink)
    paper.text(column.x + 60, y + 37, words, Role.BENCH_STRONG, ink, column.w - 60 - 16)
