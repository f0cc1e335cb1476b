"""Sample views of every state of the bench, with invented orders, for gallery and tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fbm_desk.domain.codes import Command
from fbm_desk.domain.orders import Duty, OrderId, Sku
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui.gallery_beside import beside_views, sign_in_views
from fbm_desk.gui.gallery_boxes import box_views
from fbm_desk.services.desk_view import (
    ArticleView,
    AsideView,
    BenchScreen,
    BenchView,
    ChangedLine,
    DayView,
    LabelStep,
    LabelView,
    LineView,
    OrderView,
    PersonView,
    StatusEntry,
    VanView,
)
from fbm_desk.settings import resource

NOW = datetime(2026, 11, 20, 15, 18, tzinfo=UTC)
STATUS = (
    StatusEntry("check", "In step with Amazon, 20 s ago"),
    StatusEntry("printer", "Printers ready"),
    StatusEntry("scale", "0 g"),
)
FAULTS = (
    StatusEntry("check", "In step with Amazon, 20 s ago"),
    StatusEntry("printer", "Label printer: paper out", fault=True),
    StatusEntry("cloud-off", "2 confirmations queued, oldest 4 min", fault=True),
)
V = VerdictCode
S = BenchScreen


def _article(
    sku: str, title: str, name: str, detail: str, place: str, picture: str, note: str = ""
) -> ArticleView:
    path = str(resource("demo", "articles", f"{picture}.svg"))
    return ArticleView(Sku(sku), title, name, detail, place, path, note)


MUG = _article(
    "MUG-BLU-350",
    "Speckled enamel mug, blue, 350 ml",
    "Enamel mug, blue",
    "350 ml",
    "B-04-2",
    "mug-blue",
    "Wrap each mug in paper",
)
GREEN_MUG = _article(
    "MUG-GRN-350",
    "Speckled enamel mug, green, 350 ml",
    "Enamel mug, green",
    "350 ml",
    "B-04-3",
    "mug-green",
)
SPOON = _article(
    "SPN-OLV-30", "Olive-wood spoon", "Olive-wood spoon", "30 cm", "C-01-7", "spoon-olive"
)
CANDLE = _article(
    "CND-BEE-01", "Beeswax candle", "Beeswax candle", "210 g", "A-02-4", "candle-beeswax"
)
KETTLE = _article(
    "KET-STL-12", "Steel kettle, 1.2 l", "Steel kettle, 1.2 l", "", "D-03-1", "kettle-steel"
)
TEA = _article(
    "TEA-MTN-250", "Mountain tea, 250 g", "Mountain tea, 250 g", "", "E-01-2", "tea-mountain"
)
NOTEBOOK = _article(
    "NBK-FOR-A5", "Notebook, forest", "Notebook, forest", "A5", "F-02-2", "notebook-forest"
)
#: Twelve of one long title, told apart by its end only.
SIZES = tuple(
    ArticleView(
        Sku(f"SKU-LANG-{size - 49:02}-HANDGEFERTIGT-{size}"),
        "Handgefertigte Donaudampfschifffahrtsgesellschaftskapitänsmütze mit Goldrand "
        f"und gesticktem Anker, nachtblau, Größe {size}",
    )
    for size in range(50, 62)
)
LONG = ArticleView(
    Sku("THR-MUS-130170-HERRINGBONE"),
    "Herringbone throw of pure new wool with hand-knotted fringes, mustard and cream, 130 × 170 cm",
    "Herringbone throw, mustard and cream",
    "130 × 170 cm, pure new wool",
    "GALLERY-12-04",
    str(resource("demo", "articles", "throw-mustard.svg")),
    "Fold along the fringes, wrap in tissue, then the cotton bag with the card on top",
)

ORDER = OrderView(
    order_id=OrderId("305-4471926-8830217"),
    lines=(LineView(MUG, 1, 3), LineView(SPOON, 2, 2), LineView(CANDLE, 0, 1)),
    city="Lisboa",
    country="PT",
    duties=frozenset({Duty.GIFT, Duty.BUSINESS}),
    purchase_order_number="4711-B",
)
NEXT = OrderView(
    order_id=OrderId("250-1180634-5521903"),
    lines=(LineView(KETTLE, 0, 1), LineView(TEA, 0, 2), LineView(NOTEBOOK, 0, 1)),
    city="大阪",
    country="JP",
    ship_by=NOW.replace(hour=18, minute=0),
)
MANY = replace(
    ORDER,
    lines=tuple(
        LineView(article, packed, wanted)
        for article, packed, wanted in (
            (SPOON, 2, 2),
            (CANDLE, 1, 1),
            (KETTLE, 1, 1),
            (TEA, 2, 2),
            (MUG, 4, 12),
            (GREEN_MUG, 0, 2),
            (NOTEBOOK, 0, 1),
            (LONG, 0, 1),
            (SPOON, 0, 1),
            (CANDLE, 0, 3),
            (KETTLE, 0, 1),
            (TEA, 0, 1),
            (NOTEBOOK, 0, 2),
        )
    ),
    focus=4,
    following=4,
    parcel_number=2,
    duties=frozenset({Duty.GIFT, Duty.SERIAL, Duty.AGE_CHECK, Duty.PRIME, Duty.SIGNATURE}),
)
FULL_ORDER = replace(
    ORDER, lines=(LineView(MUG, 3, 3), LineView(SPOON, 2, 2), LineView(CANDLE, 1, 1)), focus=2
)
ASIDE = (
    AsideView(OrderId("305-7720145-1180966"), 2, 3, "SHORT"),
    AsideView(OrderId("250-6631900-4027718"), 0, 5),
    AsideView(OrderId("112-9902714-3364405"), 1, 1, "SUPERVISOR"),
)
VAN = VanView(
    leaves_at=NOW + timedelta(hours=1, minutes=12),
    carrier="Kestrel Parcel",
    orders_left=23,
    orders_done=82,
    pace_per_hour=27.6,
)
LABEL = LabelView(
    LabelStep.PRINTING,
    carrier="Kestrel Parcel",
    service="48H",
    tracking="KP48812007315PT",
    price_minor=512,
    currency="EUR",
    weight_g=1284,
    weighed=True,
    printer="Bench 3 label",
)
HERE = (
    PersonView("Mara Fenwick", "Bench 3"),
    PersonView("Ødger Lund", "Bench 1"),
    PersonView("小林 みお", "Bench 2"),
)

WAITING = BenchView(
    screen=S.WAITING,
    bench="Bench 3",
    packer="Mara",
    next_order=NEXT,
    van=VAN,
    day=DayView(41, 96, 2),
    here_today=HERE,
    orders_known=105,
)
C = Command
WAITING = replace(WAITING, commands=(C.NEXT, C.RESUME, C.LOCK, C.EXPEDITE, C.HELP))
_WHILE_PACKING = (
    C.UNDO, C.HOLD, C.LATER, C.LOCK, C.PARCEL, C.MOVE, C.QUANTITY, C.SHORTSHIP, C.DAMAGED,
    C.EXPEDITE, C.CANCEL, C.REFRESH, C.TEACH, C.HELP,
)  # fmt: skip
PACKING = replace(WAITING, screen=S.PACKING, order=ORDER, commands=_WHILE_PACKING)


def _with(view: BenchView, code: VerdictCode, **facts: object) -> BenchView:
    return replace(view, verdict=replace(Verdict(code), **facts))  # type: ignore[arg-type]


def _mug(packed: int) -> OrderView:
    return replace(ORDER, lines=(LineView(MUG, packed, 3), *ORDER.lines[1:]))


def _mug_facts(packed: int) -> dict[str, object]:
    return {"sku": MUG.sku, "packed": packed, "wanted": 3, "left": 3 - packed}


def bench_views() -> dict[str, BenchView]:
    """Every state by name."""
    own = {**_quiet_views(), **_verdict_views(), **_label_views(), **_waiting_verdicts()}
    own |= beside_views(WAITING, PACKING, tuple(MANY.lines[3:12]))
    return own | box_views(PACKING, LABEL, (MUG, GREEN_MUG, SPOON, CANDLE, LONG))


def _quiet_views() -> dict[str, BenchView]:
    locked = replace(
        WAITING,
        screen=S.LOCKED,
        packer="",
        order=ORDER,
        put_down_by="Mara",
        put_down_at=NOW - timedelta(minutes=6),
    )
    none = replace(WAITING, next_order=None)
    return {
        "locked": locked,
        "locked-empty": replace(locked, order=None),
        "locked-badge-unknown": _with(locked, V.BADGE_UNKNOWN),
        **sign_in_views(locked, NOW),
        "waiting": WAITING,
        "locked-demo": replace(locked, order=None, demonstration=True),
        "waiting-demo": replace(WAITING, demonstration=True),
        "waiting-none-ready": replace(none, orders_waiting=6, connected=True),
        "waiting-all-packed": replace(none, connected=True, van=replace(VAN, orders_left=0)),
        "waiting-next-report": replace(none, van=replace(VAN, orders_left=0)),
        "waiting-empty-shop": replace(none, orders_known=0, van=None, day=DayView()),
        "waiting-aside": replace(WAITING, put_aside=ASIDE),
        "waiting-none-but-aside": replace(none, orders_waiting=2, put_aside=ASIDE[:1]),
        "waiting-keys-office": replace(WAITING, demonstration=True),
        "packing-keys": replace(PACKING, demonstration=True),
        "wrong-keys": _with(PACKING, V.WRONG_ITEM, scanned="4006381333948", **_mug_facts(1)),
        "locked-keys": replace(locked, order=None, commands=()),
        "waiting-no-tracking": replace(WAITING, tracking_missing=True),
        "packing": PACKING,
        "packing-first": replace(PACKING, order=_mug(0)),
        "packing-many": replace(PACKING, order=MANY),
        "packing-long": replace(
            PACKING,
            order=replace(
                ORDER, lines=(LineView(LONG, 5, 24), *ORDER.lines), city="Llanfairpwllgwyngyll"
            ),
        ),
        "packing-alike": replace(
            PACKING,
            order=replace(
                ORDER,
                lines=tuple(LineView(one, 0, 1) for one in SIZES),
                focus=6,
                following=6,
                duties=frozenset({Duty.BUSINESS}),
                purchase_order_number="PO-2026-88-4711-EINKAUF",
            ),
        ),
        "packing-bare": replace(
            PACKING,
            order=replace(
                ORDER,
                lines=(LineView(ArticleView(Sku("X1-0007"), "Unlisted article"), 0, 1),),
                duties=frozenset(),
            ),
            van=replace(VAN, leaves_at=NOW + timedelta(minutes=8)),
        ),
    }


def _verdict_views() -> dict[str, BenchView]:
    asking = replace(PACKING, screen=S.ASKING_SERIAL)
    lots = replace(PACKING, screen=S.ASKING_LOT)
    stopped = replace(PACKING, screen=S.STOPPED, stopped_at=NOW.replace(minute=17, second=52))
    changes = (ChangedLine(MUG, 3, 2), ChangedLine(CANDLE, 1, 0), ChangedLine(TEA, 0, 2))
    which = replace(
        PACKING, screen=S.ASKING_WHICH, choices=(LineView(MUG, 1, 3), LineView(GREEN_MUG, 0, 2))
    )
    blue, green = LineView(MUG, 1, 8), LineView(GREEN_MUG, 0, 7)
    cases = replace(
        which,
        order=replace(ORDER, lines=(blue, green, *ORDER.lines[1:])),
        choices=(blue, replace(blue, units=6)),
    )
    four = replace(cases, choices=(*cases.choices, green, replace(green, units=6)))
    throws = (
        replace(LONG, name="Herringbone throw, mustard and cream"),
        replace(LONG, name="Herringbone throw, mustard and grey"),
    )
    alike = replace(which, choices=tuple(LineView(one, 0, 1) for one in throws))
    nine = replace(which, choices=tuple(MANY.lines[3:12]))
    facts = _mug_facts(1)
    with_serial = replace(asking, order=replace(ORDER, duties=ORDER.duties | {Duty.SERIAL}))
    return {
        "counted": _with(replace(PACKING, order=_mug(2)), V.COUNTED, **_mug_facts(2)),
        "counted-line": _with(replace(PACKING, order=_mug(3)), V.COUNTED, **_mug_facts(3)),
        "wrong": _with(replace(PACKING, came=GREEN_MUG), V.WRONG_ITEM, came=GREEN_MUG.sku, **facts),
        "wrong-unlisted": _with(PACKING, V.WRONG_ITEM, scanned="4006381333948", **facts),
        "enough": _with(replace(PACKING, order=_mug(3)), V.ALREADY_ENOUGH, **_mug_facts(3)),
        "same-serial": _with(PACKING, V.SAME_SERIAL, **facts),
        "unknown": _with(PACKING, V.UNKNOWN, scanned="4006381333948", **facts),
        "unknown-long": _with(PACKING, V.UNKNOWN, scanned="]C1" + "00340123450000000123" * 2),
        "ambiguous": _with(which, V.AMBIGUOUS),
        "ambiguous-case": _with(cases, V.AMBIGUOUS),
        "ambiguous-cases": _with(four, V.AMBIGUOUS),
        "ambiguous-alike": _with(alike, V.AMBIGUOUS),
        "ambiguous-nine": _with(nine, V.AMBIGUOUS),
        "serial": _with(with_serial, V.SERIAL_WANTED, **facts),
        "lot": _with(lots, V.LOT_WANTED, **facts),
        "expired": _with(PACKING, V.EXPIRED_LOT, **facts),
        "not-now": _with(PACKING, V.NOT_NOW, reason="packing", **facts),
        "undone": _with(PACKING, V.UNDONE, **facts),
        "taken": _with(replace(PACKING, order=_mug(0)), V.TAKEN, wanted=6, left=4),
        "hold": _with(replace(PACKING, screen=S.ASKING_REASON), V.HOLD_ASKED),
        "not-now-finish": _with(PACKING, V.NOT_NOW, reason="packing", scanned="FINISH", **facts),
        "packing-asks-to-cancel": replace(
            PACKING, order=replace(ORDER, duties=ORDER.duties | {Duty.ASKS_TO_CANCEL})
        ),
        "cancelled": _with(replace(stopped, put_back_to="R-2"), V.CANCELLED, reason="cancelled"),
        "stopped-asks": _with(stopped, V.CANCELLED, reason="buyer_asks_to_cancel"),
        "stopped-changed": _with(
            replace(stopped, changed_lines=changes), V.CANCELLED, reason="changed"
        ),
        "stopped-changed-moved": _with(
            replace(stopped, changed_lines=changes), V.CANCELLED, reason="changed_and_moved"
        ),
        "stopped-address": _with(stopped, V.CANCELLED, reason="address_changed"),
    }


def _label_views() -> dict[str, BenchView]:
    full = replace(PACKING, screen=S.FULL, order=FULL_ORDER)
    done = {"sku": CANDLE.sku, "packed": 6, "wanted": 6, "left": 0}
    printing = replace(full, label=LABEL)
    labelled = replace(printing, screen=S.LABELLED)
    failed = replace(
        LABEL, step=LabelStep.FAILED, tracking="", reason="offline", words="no answer for 30 s"
    )
    sent = replace(LABEL, step=LabelStep.SENT)
    tracking = replace(full, screen=S.TRACKING_WANTED, next_order=None)
    return {
        "complete": _with(printing, V.ORDER_COMPLETE, **done),
        "complete-buying": replace(
            full, label=LabelView(LabelStep.BUYING, weight_g=1284), verdict=None
        ),
        "labelled": replace(labelled, label=replace(LABEL, step=LabelStep.PRINTED)),
        "labelled-not-printed": replace(
            labelled, label=replace(LABEL, step=LabelStep.NOT_PRINTED), next_order=None
        ),
        "reprinted": _with(replace(labelled, label=sent), V.REPRINTED),
        "long-tracking": replace(labelled, label=replace(sent, tracking="9400111899223197428490")),
        "labelled-printing": replace(labelled, verdict=None),
        "label-not-now": _with(
            replace(labelled, label=replace(LABEL, step=LabelStep.NOT_PRINTED)), V.NOT_NOW
        ),
        "complete-earlier-lot": replace(printing, earlier_lot="24-11"),
        "complete-weight-computed": replace(printing, label=replace(LABEL, weighed=False)),
        "complete-weight-assumed": replace(printing, label=replace(LABEL, weight_assumed=True)),
        "label-failed-resumed": _with(
            replace(full, screen=S.LABEL_FAILED, label=failed), V.RESUMED, packed=6, wanted=6
        ),
        "wrong-label": _with(labelled, V.WRONG_LABEL, scanned="KP48812007399PT"),
        "label-its-number": _with(labelled, V.NOT_NOW, scanned="42098109", reason="its_number"),
        "label-failed": replace(full, screen=S.LABEL_FAILED, label=failed),
        "tracking": replace(
            tracking, label=LabelView(LabelStep.PRINTED, weight_g=1284), verdict=None
        ),
        "label-used": _with(tracking, V.LABEL_ALREADY_USED, packed=6, wanted=6),
    }


def _waiting_verdicts() -> dict[str, BenchView]:
    return {
        "closed": _with(WAITING, V.PARCEL_CLOSED),
        "put-down": _with(WAITING, V.PUT_DOWN),
        "held": _with(WAITING, V.HELD, reason="SHORT"),
        "item-awaits": _with(WAITING, V.ITEM_AWAITS_DECISION, order_id=NEXT.order_id),
        "order-awaits": _with(WAITING, V.ORDER_AWAITS_DECISION, order_id=NEXT.order_id),
        "decisions-wait": _with(
            replace(WAITING, next_order=None, orders_waiting=2), V.DECISIONS_WAIT, wanted=2
        ),
        "not-needed": _with(WAITING, V.NOT_NEEDED, scanned="4006381333948"),
        "nothing-aside": _with(WAITING, V.NOTHING_ASIDE),
        "order-taken": _with(WAITING, V.ORDER_TAKEN, who="Bench 1"),
        "unknown-waiting": _with(WAITING, V.UNKNOWN, scanned="4006381333948"),
        "nothing-to-do": _with(replace(WAITING, next_order=None), V.NOTHING_TO_DO),
        "signed-in": _with(WAITING, V.SIGNED_IN, who="Mara"),
        "faults": replace(
            PACKING, van=replace(VAN, leaves_at=NOW + timedelta(minutes=25), pace_per_hour=5)
        ),
    }
