"""What is special about an order, as cards above its lines: it changes how one packs."""

from __future__ import annotations

from fbm_desk.domain.deeds import TaskKind
from fbm_desk.domain.orders import Duty
from fbm_desk.gui.bench.layout import Box
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.wording import duty_words, purchase_order_words
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import BenchScreen, BenchView, OrderView

CARD_H, GAP = 56.0, 8.0
ROW_H = 40.0
BESIDE_ICON = 60.0 + 16.0
#: In the order of how much they change the packing.
ICONS: dict[Duty, str] = {
    Duty.ASKS_TO_CANCEL: "octagon-alert",
    Duty.HAZARDOUS: "triangle-alert",
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
WARNINGS = frozenset(
    {Duty.ASKS_TO_CANCEL, Duty.HAZARDOUS, Duty.NO_ADDRESS_RIGHT, Duty.UNKNOWN_CONSTRAINTS}
)


#: Which duty is due on a screen: its card turns blue then.
_DUE = {
    BenchScreen.ASKING_SERIAL: (Duty.SERIAL,),
    BenchScreen.ASKING_TRANSPARENCY: (Duty.TRANSPARENCY,),
    BenchScreen.TRACKING_WANTED: (
        Duty.SIGNATURE, Duty.AGE_CHECK, Duty.IDENTITY_CHECK, Duty.CASH_ON_DELIVERY,
    ),
}  # fmt: skip
_DUE_TASKS = {
    TaskKind.GIFT_WRAP: Duty.GIFT_WRAP,
    TaskKind.GIFT_MESSAGE: Duty.GIFT,
    TaskKind.PERSONALISATION: Duty.PERSONALISED,
    TaskKind.HAZARDOUS: Duty.HAZARDOUS,
}


def due_duties(view: BenchView) -> tuple[Duty, ...]:
    """What the packer has to see to now."""
    if view.screen is BenchScreen.TASK_WANTED and view.task is not None:
        duty = _DUE_TASKS.get(view.task.kind)
        return (duty,) if duty else ()
    return _DUE.get(view.screen, ())


def paint_duties(paper: Paper, column: Box, order: OrderView, view: BenchView) -> float:
    """Cards from the column's top on, as rows of one card where they are many; gives the y below.

    None is ever left out: each changes how the order is packed.
    """
    duties = [duty for duty in ICONS if duty in order.duties]
    due = due_duties(view)
    many = len(duties) > (3 if column.h >= 600 and len(view.boxes) < 2 else 2)
    if many:
        return column.y + GAP + _paint_rows(paper, column, duties, order, due)
    y = column.y
    for duty in duties:
        lines = _lines_of(paper, duty, order, column.w - BESIDE_ICON)
        is_due = duty in due
        y += GAP + _paint_duty(paper, column, y, ICONS[duty], lines, is_due, duty in WARNINGS)
    return y


def _paint_rows(
    paper: Paper, column: Box, duties: list[Duty], order: OrderView, due: tuple[Duty, ...]
) -> float:
    """Many duties on one card, a line each; gives its height."""
    tokens, room = paper.tokens, column.w - BESIDE_ICON
    told = [(d, _lines_of(paper, d, order, room)) for d in duties]
    height = sum(ROW_H + 30 * (len(lines) - 1) for _, lines in told) + 16
    paper.frame(column.x, column.y, column.w, height, tokens.line, 12, 0, tokens.surface)
    y = column.y + 8
    for duty, lines in told:
        ink = tokens.blue if duty in due else tokens.amberI if duty in WARNINGS else tokens.ink
        row_h = ROW_H + 30 * (len(lines) - 1)
        if ink is not tokens.ink:
            fill = tokens.blueT if duty in due else tokens.amberT
            paper.fill(column.x + 6, y, column.w - 12, row_h, fill, 8)
        paper.icon(ICONS[duty], column.x + 18, y + 6, 28, ink)
        for at, words in enumerate(lines):
            paper.text(column.x + 60, y + 29 + at * 30, words, Role.BENCH_STRONG, ink, room)
        y += row_h
    return height


def _lines_of(paper: Paper, duty: Duty, order: OrderView, room: float) -> tuple[str, ...]:
    if duty is Duty.HAZARDOUS and order.hazardous:
        whole = order.hazardous.replace("PI ", "PI\u00a0")  # a number stays with its name
        goods = balanced(whole, Role.BENCH_STRONG, paper.scale, room, 3)
        return (duty_words(duty), *goods)
    return duty_lines(paper, duty, order.purchase_order_number, room)


def duty_lines(paper: Paper, duty: Duty, purchase_order: str, room: float) -> tuple[str, ...]:
    """A duty on one line, or its purchase order whole on a second one: it is to be compared."""
    words = duty_words(duty, purchase_order)
    if duty is not Duty.BUSINESS or paper.measure(words, Role.BENCH_STRONG) <= room:
        return (words,)
    number = purchase_order_words(purchase_order)
    if paper.measure(number, Role.BENCH_STRONG) <= room:
        return (duty_words(duty), number)
    half = _break_of(number)
    return (number[:half], number[half:])


def _break_of(number: str) -> int:
    """Where a number is broken: behind the sign nearest its middle, or in the middle."""
    middle = (len(number) + 1) // 2
    signs = [at + 1 for at, sign in enumerate(number[:-1]) if not sign.isalnum()]
    near = [at for at in signs if abs(at - middle) <= len(number) // 4]
    return min(near, key=lambda at: abs(at - middle), default=middle)


def _paint_duty(
    paper: Paper,
    column: Box,
    y: float,
    icon: str,
    lines: tuple[str, ...],
    due: bool,
    warning: bool,
) -> float:
    """Gives the card's height."""
    tokens = paper.tokens
    fill = tokens.blueT if due else tokens.amberT if warning else tokens.surface
    edge = tokens.blue if due else tokens.amberI if warning else tokens.line
    ink = tokens.blue if due else tokens.amberI if warning else tokens.ink
    height = CARD_H + (len(lines) - 1) * 30
    paper.frame(column.x, y, column.w, height, edge, 12, 0, fill)
    paper.icon(icon, column.x + 17, y + 13, 30, ink)
    room = column.w - BESIDE_ICON
    for at, words in enumerate(lines):
        paper.text(column.x + 60, y + 37 + at * 30, words, Role.BENCH_STRONG, ink, room)
    return height
