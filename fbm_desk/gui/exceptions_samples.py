"""Invented matters for looking at the Exceptions screen: people, shops and numbers do not exist."""

from __future__ import annotations

from datetime import datetime, timedelta

from fbm_desk.domain.orders import OrderId
from fbm_desk.services.exceptions_view import (
    Changed,
    Deed,
    Gravity,
    Matter,
    MatterKind,
    in_order,
)
from fbm_desk.texts import say

ORDERS = tuple(
    OrderId(one)
    for one in (
        "305-4471926-8830217", "402-5590217-7741830", "028-1157340-6624119",
        "171-9030442-1183306", "249-6617120-5528841", "306-9914028-7735516",
    )
)  # fmt: skip


def matters(now: datetime) -> tuple[Matter, ...]:
    """One of nearly every kind."""
    return in_order([*_grave(now), *_others(now), *_quieter(now)])


def _matter(
    now: datetime, key: str, minutes: int, kind: MatterKind, gravity: Gravity, **facts: object
) -> Matter:
    since = now - timedelta(minutes=minutes)
    return Matter(key=key, kind=kind, gravity=gravity, since=since, **facts)  # type: ignore[arg-type]


def _grave(now: datetime) -> list[Matter]:
    service = "Lantern Post 48 h"
    return [
        _matter(
            now, "label:12", 26, MatterKind.MONEY, Gravity.MONEY,
            title=say("exceptions.unclear"),
            where=f"{ORDERS[1]} · Bench 2 · 小林 みお",
            happened=say("exceptions.unclear_happened", service=service),
            kept=say("exceptions.unclear_kept"),
            do=say("exceptions.unclear_do"),
            deeds=(Deed.ASK_AGAIN, Deed.BOUGHT, Deed.NOT_BOUGHT, Deed.DOSSIER),
            order_id=ORDERS[1],
            facts=(
                (say("exceptions.fact_service"), service),
                (say("exceptions.fact_price"), "€6.40"),
                (say("exceptions.fact_limit"), "€50.00"),
                (say("exceptions.fact_key"), "5f2c9e11a07b"),
                (say("exceptions.fact_first_try"), "2026-11-23 14:52:07"),
                (say("exceptions.fact_last_try"), "2026-11-23 15:07:31"),
                (say("exceptions.fact_answer"), say("exceptions.answer_timeout")),
                (say("exceptions.fact_shown"), say("exceptions.shown_not_shown")),
                (say("exceptions.fact_amazon_status"), "UNSHIPPED"),
            ),
            urgent=True,
        ),
        _matter(
            now, "parcel:4", 4, MatterKind.STOPPED, Gravity.STOP,
            title=say("exceptions.stop_changed"),
            where=f"{ORDERS[0]} · LP 4881 2007 266 NO",
            happened=say("exceptions.stop_happened", why=say("intercept.why_changed")),
            kept=say("exceptions.stop_kept"),
            do=say("intercept.do_closed", tracking="LP 4881 2007 266 NO"),
            deeds=(Deed.TAKEN_OUT, Deed.GONE, Deed.LET_GO, Deed.DOSSIER),
            order_id=ORDERS[0],
            facts=(
                (say("history.fact_carrier"), "Lantern Post"),
                (say("exceptions.fact_tracking"), "LP 4881 2007 266 NO"),
            ),
            changed=(Changed("Enamel mug, blue", 3, 1), Changed("Wool socks, 39–42", 2, 4)),
            urgent=True,
        ),
        _matter(
            now, "label:9", 95, MatterKind.MONEY, Gravity.MONEY,
            title=say("exceptions.wrong"),
            where=f"{ORDERS[4]} · Bench 1 · Petra Lind",
            happened=say(
                "exceptions.wrong_happened", reason=say("history.no_label_label_other_number")
            ),
            kept=say("exceptions.wrong_kept"),
            do=say("exceptions.wrong_do"),
            deeds=(Deed.ASK_AGAIN, Deed.VOID, Deed.DOSSIER),
            order_id=ORDERS[4],
            facts=(
                (say("exceptions.fact_service"), service),
                (say("exceptions.fact_price"), "€6.40"),
                (say("exceptions.fact_void_by"), "2026-12-23"),
            ),
            urgent=True,
        ),
    ]  # fmt: skip


def _others(now: datetime) -> list[Matter]:
    return [
        _matter(
            now, f"hold:{ORDERS[2]}", 38, MatterKind.HOLDS, Gravity.DECIDE,
            title=say("exceptions.hold_ADDRESS"),
            where=f"{ORDERS[2]} · Bench 5 · أمل درويش",
            happened=say(
                "exceptions.hold_happened", who="أمل درويش", bench="Bench 5",
                why=say("history.held_ADDRESS"),
            ),
            kept=say("exceptions.hold_kept"),
            do=say("exceptions.hold_do_ADDRESS"),
            deeds=(Deed.RELEASE, Deed.DOSSIER),
            order_id=ORDERS[2],
            facts=((say("history.fact_ship_by"), "2026-11-23 16:30"),),
            urgent=True,
        ),
        _matter(
            now, f"ask:{ORDERS[3]}", 12, MatterKind.HOLDS, Gravity.DECIDE,
            title=say("exceptions.asks"), where=str(ORDERS[3]),
            happened=say("exceptions.asks_happened"), kept=say("exceptions.asks_kept"),
            do=say("exceptions.asks_do"), deeds=(Deed.PACK, Deed.SYNC_NOW, Deed.DOSSIER),
            order_id=ORDERS[3],
        ),
    ]  # fmt: skip


def _quieter(now: datetime) -> list[Matter]:
    return [
        _matter(
            now, "print:31", 9, MatterKind.PAPER, Gravity.FAULT,
            title=say("exceptions.silent", paper=say("history.paper_label")),
            where=f"{ORDERS[5]} · Bench 4 · {say('history.printer_label')}",
            happened=say(
                "exceptions.silent_happened", printer=say("history.printer_label"),
                why=say("exceptions.paper_why_reset"),
            ),
            kept=say("exceptions.paper_kept"),
            do=say("exceptions.silent_do_label"),
            deeds=(Deed.CAME_OUT, Deed.PRINT_AGAIN, Deed.DOSSIER),
            order_id=ORDERS[5],
        ),
        _matter(
            now, "work:orders", 26, MatterKind.SYNC, Gravity.FAULT,
            title=say("exceptions.work", name=say("sync.kind_orders")),
            where=say("cli.why_offline"),
            happened=say("exceptions.work_happened", words="Nobody answers at Amazon's address"),
            kept=say("exceptions.work_kept"), do=say("exceptions.work_do"),
            deeds=(Deed.SYNC_NOW,),
        ),
        _matter(
            now, "scans:1:3", 41, MatterKind.SCANS, Gravity.FAULT,
            title=say("exceptions.stuck", count=7),
            where=f"Bench 1 · Yusuf Aydın · {ORDERS[5]}",
            happened=say(
                "exceptions.stuck_happened", count=7, last=say("history.refused_unknown")
            ),
            kept=say("exceptions.stuck_kept"), do=say("exceptions.stuck_do", bench="Bench 1"),
            deeds=(Deed.DOSSIER,), order_id=ORDERS[5],
        ),
        _matter(
            now, "number:77", 21, MatterKind.NUMBERS, Gravity.WAITS,
            title=say("exceptions.numberless"), where=f"{ORDERS[3]} · Bench 3 · 田中 蓮",
            happened=say("exceptions.numberless_happened"),
            kept=say("exceptions.numberless_kept"), do=say("exceptions.numberless_do"),
            deeds=(Deed.NUMBER, Deed.DOSSIER), order_id=ORDERS[3],
        ),
    ]  # fmt: skip


class SampleExceptions:
    """Answers the Exceptions screen; what is settled leaves the list."""

    def __init__(self, now: datetime) -> None:
        self.open_matters = list(matters(now))

    def matters(self) -> tuple[Matter, ...]:
        return tuple(self.open_matters)

    def do(self, key: str, deed: Deed, text: str = "") -> str:
        del text
        self.open_matters = [one for one in self.open_matters if one.key != key]
        return deed.value if deed in (Deed.BOUGHT, Deed.NOT_BOUGHT, Deed.SEEN) else "done"
