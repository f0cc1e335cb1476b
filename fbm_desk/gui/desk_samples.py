"""An invented day for looking at the desk's screens: people, places and carriers do not exist."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.gui.exceptions_samples import SampleExceptions
from fbm_desk.gui.office_port import ImportResult, Paper, Progress, ReprintReason
from fbm_desk.gui.sync_samples import SampleSync
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.services.office_view import Colleague, Interception, NewBadge, Outcome
from fbm_desk.services.today_view import (
    CarrierDay,
    DossierView,
    HistoryStep,
    Mark,
    Orphan,
    OrphanKind,
    TodayRow,
    TodayView,
)
from fbm_desk.texts import say

NOW = datetime(2026, 11, 23, 15, 18, tzinfo=UTC)
COLLEAGUES = (
    Colleague("Petra Lind", Role.ADMIN, has_badge=True, bench="Bench 1", id=1),
    Colleague("Yusuf Aydın", Role.PACKER, has_badge=True, bench="Bench 2", id=2),
    Colleague("田中 蓮", Role.PACKER, has_badge=True, bench="Bench 3", id=3),
    Colleague("ريم صالح", Role.SUPERVISOR, has_badge=True, id=4),
    Colleague("Wiebke Sörensen", Role.OFFICE, has_badge=False, id=5),
    Colleague("Teodor Iliev", Role.PACKER, has_badge=False, id=6, active=False),
)
BUYERS = (
    ("Runa Halvorsen", "Bergen", "NO"),
    ("Théo Marchandeau", "Lyon", "FR"),
    ("Κώστας Βλάχος", "Βόλος", "GR"),
    ("高橋 さくら", "名古屋", "JP"),
    ("Živa Kranjčec", "Maribor", "SI"),
    ("이준호", "대전", "KR"),
    ("Mairéad Ní Dhálaigh", "Cork", "IE"),
    ("نور الحداد", "Antwerpen", "BE"),
    ("Дарина Коваль", "Львів", "UA"),
    ("Ağça Yıldız", "İzmir", "TR"),
    ("Wiebke Sörensen-Brandt", "Flensburg", "DE"),
    ("ליאור בן־דוד", "חיפה", "IL"),
    ("Joaquín Beltrán", "Zaragoza", "ES"),
    ("สมหญิง ใจดี", "เชียงใหม่", "TH"),
    ("अनिता वर्मा", "पुणे", "IN"),
    ("Tove Granqvist", "Umeå", "SE"),
    ("Agnieszka Żółtowska", "Łódź", "PL"),
    ("Nguyễn Thị Hòa", "Đà Nẵng", "VN"),
)
PACKERS = (("Petra Lind", "1"), ("Yusuf Aydın", "2"), ("田中 蓮", "3"), ("ريم صالح", "4"))
CARRIERS = ("Lantern Post", "Northway Express", "Grey Gull Freight")
_REASONS = ("ADDRESS", "SHORT", "DAMAGED", "SUPERVISOR")
_SHARES = (
    (Stage.CONFIRMED, 141),
    (Stage.WAITING, 76),
    (Stage.LABELLED, 9),
    (Stage.PACKED, 3),
    (Stage.CANCELLED, 8),
    (Stage.HELD, 6),
    (Stage.ON_BENCH, 4),
    (Stage.HIDDEN, 3),
)
_BEGUN = frozenset({Stage.CONFIRMED, Stage.LABELLED, Stage.PACKED, Stage.ON_BENCH, Stage.HELD})


def order_id(number: int) -> OrderId:
    """An order number in Amazon's form, a different one for every number."""
    digits = f"{(number * 7_919_371 + 104_729) % 10**14:014d}"
    return OrderId(f"{301 + number % 7}-{digits[:7]}-{digits[7:]}")


def today_rows(count: int = 250, seed: int = 7) -> tuple[TodayRow, ...]:
    """So many orders in every stage."""
    chance = random.Random(seed)
    stages = [stage for stage, share in _SHARES for _ in range(share)]
    chance.shuffle(stages)
    return tuple(_row(at, stages[at % len(stages)], chance) for at in range(count))


def today_view(rows: Sequence[TodayRow]) -> TodayView:
    """The day these rows make."""
    counts = dict.fromkeys(Stage, 0)
    for row in rows:
        counts[row.stage] += 1
    untold = counts[Stage.PACKED]
    oldest = NOW - timedelta(seconds=40) if untold else None
    return TodayView(tuple(rows), counts, sum(r.parcels for r in rows), untold, oldest)


def dossier(row: TodayRow, label_picture: bytes = b"") -> DossierView:
    """The dossier of a row, with everything that can happen to an order."""
    return DossierView(
        order_id=row.order_id,
        stage=row.stage,
        buyer=row.buyer,
        city=row.city,
        country=row.country,
        units=row.units,
        steps=_steps(row),
        facts=(
            ("Carrier", f"{row.carrier or CARRIERS[0]} 48 h"),
            ("Bought", "€6.40, once"),
            ("Packer", row.packer or PACKERS[0][0]),
            ("Bench", row.bench or "1"),
            ("Weight", f"{row.weight_g:,} g"),
            ("Ship-by", "23 November 16:30"),
            ("Manifest", "not yet"),
        ),
        chain_intact=True,
        events=sum(1 for step in _steps(row) if step.chain),
        tracking=row.tracking,
        weight_g=row.weight_g,
        label_picture=label_picture,
        address_lines=(row.buyer, "12 Example Lane", f"00123 {row.city}", row.country),
        substitutes=False,
        address_until=date(2026, 12, 23),
    )


def orphans(rows: Sequence[TodayRow]) -> tuple[Orphan, ...]:
    """A few boxes that do not add up."""
    kinds = (
        (OrphanKind.MUST_NOT_LEAVE, "intercept.why_cancelled", "intercept.do_closed"),
        (OrphanKind.HELD, "orphan.held_SHORT", "orphan.do_close"),
        (OrphanKind.NOT_CLOSED, "orphan.not_closed", "orphan.do_close"),
        (OrphanKind.NOT_ON_MANIFEST, "orphan.not_on_manifest", "orphan.do_manifest"),
        (OrphanKind.NOT_TOLD, "orphan.not_told", "orphan.do_wait"),
    )
    labelled = [row for row in rows if row.tracking][: len(kinds)]
    return tuple(
        Orphan(
            row.order_id,
            kind,
            row.carrier,
            row.tracking,
            say(words),
            say(do, order=row.order_id, tracking=row.tracking, carrier=row.carrier),
        )
        for row, (kind, words, do) in zip(labelled, kinds, strict=False)
    )


class SampleOffice(SampleSync, SampleExceptions):
    """Answers as an office would, out of an invented day; what was asked is kept in `asked`."""

    def __init__(
        self,
        rows: Sequence[TodayRow],
        carriers: Sequence[CarrierDay] = (),
        manifest: bytes = b"",
        label_picture: bytes = b"",
        status: Sequence[StatusEntry] = (),
    ) -> None:
        SampleSync.__init__(self, NOW)
        SampleExceptions.__init__(self, NOW)
        self.rows = tuple(rows)
        self.asked: list[str] = []
        self._carriers, self._manifest = tuple(carriers), manifest
        self._label_picture, self._status = label_picture, tuple(status)

    def today(self, on: date, most: int | None = None) -> TodayView:
        self.asked.append(f"today {on}")
        return today_view(self.rows)

    def day_counts(self, on: date) -> TodayView:
        self.asked.append(f"counts {on}")
        return replace(today_view(self.rows), rows=(), whole=False)

    def search(self, text: str) -> TodayView:
        self.asked.append(f"search {text}")
        return today_view([row for row in self.rows if row.order_id == text])

    def dossier(self, order_id: OrderId) -> DossierView:
        self.asked.append(f"dossier {order_id}")
        row = next(row for row in self.rows if row.order_id == order_id)
        return dossier(row, self._label_picture)

    def expedite(self, order_id: OrderId) -> None:
        self.asked.append(f"expedite {order_id}")

    def as_usual(self, order_id: OrderId) -> None:
        self.asked.append(f"as usual {order_id}")

    def substitutes(self, order_id: OrderId, allowed: bool) -> bool:
        self.asked.append(f"substitutes {order_id} {allowed}")
        return True

    def carriers(self, on: date) -> tuple[CarrierDay, ...]:
        self.asked.append(f"carriers {on}")
        return self._carriers

    def orphans(self, on: date) -> tuple[Orphan, ...]:
        self.asked.append(f"orphans {on}")
        return orphans(self.rows)

    def to_stop(self) -> tuple[Interception, ...]:
        return ()

    def settle(self, interception_id: int, outcome: Outcome) -> None:
        self.asked.append(f"settle {interception_id} {outcome.value}")

    def preview_manifest(self, carrier: str, on: date) -> bytes:
        self.asked.append(f"preview {carrier} {on}")
        return self._manifest

    def print_manifest(self, carrier: str, on: date, destination: Path | None) -> bytes:
        self.asked.append(f"print {carrier} {on}")
        if destination is not None:
            destination.write_bytes(self._manifest)
        return self._manifest

    def import_orders(self, data: bytes, name: str, progress: Progress) -> ImportResult:
        raise OSError(0, f"{name} of {len(data)} bytes is not taken in here", str(progress))

    def export_confirmations(self, path: Path, again_on: date | None = None) -> int:
        del again_on
        path.write_bytes(b"")
        return today_view(self.rows).not_told

    def status(self) -> tuple[StatusEntry, ...]:
        return self._status

    def people(self) -> tuple[Colleague, ...]:
        return COLLEAGUES

    def roles_to_give(self) -> tuple[Role, ...]:
        return tuple(Role)

    def add_person(self, name: str, role: Role) -> NewBadge:
        self.asked.append(f"add {name} {role.value}")
        return NewBadge(name, "BADGE-00C0FFEE", role)

    def replace_badge(self, user_id: int) -> NewBadge:
        self.asked.append(f"replace {user_id}")
        one = next(one for one in COLLEAGUES if one.id == user_id)
        return NewBadge(one.name, "BADGE-0DECADE0", one.role)

    def let_go(self, user_id: int) -> None:
        self.asked.append(f"let go {user_id}")

    def badge_sheet(self, badge: NewBadge) -> bytes:
        return badge.code.encode()

    def is_badge(self, text: str) -> bool:
        return text.startswith("BADGE-")

    def reprint(self, order_id: OrderId, paper: Paper, reason: ReprintReason) -> None:
        self.asked.append(f"reprint {order_id} {paper.value} {reason.value}")


def carrier_days() -> tuple[CarrierDay, ...]:
    """Three carriers, the last of which does not balance."""
    return (
        CarrierDay(CARRIERS[0], 62, 62, 62, 62, 0, 48_310),
        CarrierDay(CARRIERS[1], 79, 79, 79, 77, 2, 121_940),
        CarrierDay(CARRIERS[2], 20, 20, 19, 19, 0, 84_420, unweighed=3),
    )


def _row(at: int, stage: Stage, chance: random.Random) -> TodayRow:
    buyer, city, country = BUYERS[at % len(BUYERS)]
    packer, bench = PACKERS[at % len(PACKERS)] if stage in _BEGUN else ("", "")
    labelled = stage in (Stage.CONFIRMED, Stage.LABELLED, Stage.PACKED)
    units = chance.choice((1, 1, 1, 2, 2, 3, 4, 5, 8, 12))
    late = stage is Stage.HELD and at % 2 == 0
    tracking = (
        f"LP {chance.randrange(1000, 9999)} {chance.randrange(1000, 9999)} {at:03d} {country}"
    )
    return TodayRow(
        order_id=order_id(at),
        stage=stage,
        buyer=buyer,
        city=city,
        country=country,
        units=units,
        packed=units if labelled else 0,
        ship_by=NOW.replace(hour=15 if late else 16, minute=30) + timedelta(days=int(at % 9 == 8)),
        packer=packer,
        bench=bench,
        tracking=tracking if labelled else "",
        carrier=CARRIERS[at % 3] if labelled else "",
        weight_g=chance.randrange(70, 2400) * units if labelled else 0,
        reason=chance.choice(_REASONS) if stage is Stage.HELD else "",
        parcels=1 if labelled else 0,
    )


def _steps(row: TodayRow) -> tuple[HistoryStep, ...]:
    who = row.packer or PACKERS[0][0]
    begun = NOW - timedelta(hours=2)
    story = (
        (-14_400, Mark.CAME, "Order came from Amazon", "by order report, line 212", ""),
        (0, Mark.TAKEN, f"Taken by {who}", f"bench {row.bench or '1'}, by scanning the order", who),
        (13, Mark.SCANNED, f"{row.units} units scanned", "2 × Wool socks, 1 × Candle", who),
        (52, Mark.REFUSED, "Refused: wrong item", "Enamel mug, green. Not in this order", who),
        (61, Mark.SCANNED, "Not now: another step was due", "", who),
        (70, Mark.HELD, "Held: a unit is damaged", "settled at 13:31 by a supervisor", who),
        (128, Mark.LABEL, "Label bought once, €6.40", "Northway 48 h, shipment N-20931", ""),
        (129, Mark.LABEL, "Label read back", "the barcode is the shipment’s", ""),
        (131, Mark.PRINTED, "Label printed", "Bench 1 label", ""),
        (143, Mark.CLOSED, "Label scanned on the box", "right label, right box", who),
        (164, Mark.TOLD, "Confirmed at Amazon", "accepted 13:22:02, read back 13:36:40", ""),
        (1900, Mark.VAN, "On the manifest", "Northway Express, 16:30", ""),
    )
    ends = random.Random(str(row.order_id))
    return tuple(
        HistoryStep(
            begun + timedelta(seconds=after),
            mark,
            said,
            details,
            name,
            _end(ends),
            quiet=said.startswith("Not now"),
        )
        for after, mark, said, details, name in story
    )


def _end(chance: random.Random) -> str:
    return f"{chance.randrange(65536):04x}"
