"""What somebody at the bench does next: right scans, wrong ones and commands, by chance.

Everything rare is brought about on purpose; what is right afterwards is the oracle's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Protocol

from fbm_desk.domain.barcodes import GS
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Session, State
from tests.journeys.scan_model import Boxes
from tests.journeys.scan_shops import GONE, GONE_PROOF, GONE_TWENTY, Shop


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens: a scan of `text`, or what comes from elsewhere.

    `careless`: what is counted by it is not put into the box.
    """

    kind: str
    text: str = ""
    number: int = 0
    careless: bool = False


class Bench(Protocol):
    """Where it happens."""

    shop: Shop

    @property
    def session(self) -> Session:
        """The session now."""
        ...

    @property
    def boxes(self) -> Boxes:
        """The oracle's own boxes."""
        ...


SCAN = "scan"
REASONS = ("SHORT", "DAMAGED", "ADDRESS", "SUPERVISOR")
BARE = "bare"
"""A bench without a scale, where an order is taken up again."""
WHYS = ("not_there", "broken", "agreed", "packaging", "catalogue", "scale")
STRAYS = (
    "4006381333932", "nobody knows this", "", "TOTE-7", "BADGE-NOBODY", "1Z999AA10123456784",
    "302-1180457-5529021", "https://example.com/x", "AZ:SHORT", "00340434161094042557",
)  # fmt: skip
IDLE_WORDS = ("HELP", "REPRINT", "FINISH", "RESUME", "NEXT", "REFRESH", "TEACH", "UNDO", "HOLD",
              "LATER", "MOVE", "BROKEN", "QUANTITY", "PARCEL", "SHORTSHIP",
              "EXPEDITE", "5", "1")  # fmt: skip

Chances = list[tuple[float, Callable[[Random, Bench], Act]]]


def next_act(rng: Random, bench: Bench) -> Act:
    """What happens now, by where the session stands."""
    chances = CHANCES.get(bench.session.state, PACKING)
    at = rng.random() * sum(weight for weight, _ in chances)
    for weight, what in chances:
        at -= weight
        if at <= 0:
            return what(rng, bench)
    return what(rng, bench)


def said(*words: str) -> Callable[[Random, Bench], Act]:
    """One of these texts is scanned."""
    return lambda rng, bench: Act(SCAN, rng.choice(words))


def comes(kind: str, *words: str) -> Callable[[Random, Bench], Act]:
    """Something from elsewhere."""
    return lambda rng, bench: Act(kind, rng.choice(words) if words else "")


# --- items ---------------------------------------------------------------------------------------


def right(rng: Random, bench: Bench) -> Act:
    """Something that is still wanted; mostly it fits."""
    skus = [sku for sku in dict.fromkeys(s for _, s, _ in bench.boxes.lines())
            if bench.boxes.missing(sku) > 0]  # fmt: skip
    kits = [kit for kit, n in bench.boxes.kits_wanted().items() if bench.boxes.by_code[kit] < n]
    if kits and rng.random() < 0.35:
        return _code_of(rng, bench, rng.choice(kits))
    if not skus:
        return anything(rng, bench)
    sku = rng.choice(skus)
    if rng.random() < (0.12 if bench.boxes.bought.may_substitute else 0.03):
        sku = rng.choice(bench.shop.instead.get(sku, (sku,)))
    return _code_of(rng, bench, sku)


def anything(rng: Random, bench: Bench) -> Act:
    """A barcode of the shop, whatever it is."""
    text, _, _ = rng.choice(bench.shop.printed)
    return Act(SCAN, text)


def again(rng: Random, bench: Bench) -> Act:
    """An article of this order, wanted or not any more."""
    _, sku, _ = rng.choice(bench.boxes.bought.lines)
    return _code_of(rng, bench, sku)


def shared(rng: Random, bench: Bench) -> Act:
    """A barcode of several things, one of them wanted if there is such a barcode."""
    wanted = {sku for _, sku, _ in bench.boxes.lines()} | set(bench.boxes.kits_wanted())
    found = [t for t, sku, _ in bench.shop.printed if sku in wanted and _names_several(bench, t)]
    return Act(SCAN, rng.choice(found)) if found else anything(rng, bench)


def _names_several(bench: Bench, text: str) -> bool:
    return sum(one == text for one, _, _ in bench.shop.printed) > 1


def _code_of(rng: Random, bench: Bench, sku: Sku) -> Act:
    thing = bench.shop.things.get(sku)
    careless = rng.random() < 0.06
    shows = thing is not None and (thing.serial or thing.lot or thing.transparency)
    if rng.random() < (0.5 if shows else 0.08) and sku in bench.shop.gtins:
        return Act(SCAN, gs1(rng, bench, sku), careless=careless)
    texts = [(text, units) for text, one, units in bench.shop.printed if one == sku]
    room = max(1, bench.boxes.missing(sku))
    if rng.random() < 0.85:
        texts = [one for one in texts if one[1] <= (room if rng.random() < 0.3 else 1)] or texts
    return Act(SCAN, _written(rng, rng.choice(texts)[0]), careless=careless)


def _written(rng: Random, text: str) -> str:
    """A number of goods in one of its lengths; a name in one of its cases; both as scanners do."""
    if text.isdigit() and len(text) == 13:
        text = rng.choice([text, text, f"0{text}", text.removeprefix("0")])
        return rng.choice(["", "", "]E0" if len(text) == 13 else ""]) + text
    if not text.isdigit() and rng.random() < 0.2:
        text = text.lower()
    return text + rng.choice(["", "", "\r", "\r\n", "\t", " "])


def gs1(rng: Random, bench: Bench, sku: Sku) -> str:
    """A GS1 code of an article with whatever may stand in it, in one of the ways of writing."""
    facts: list[tuple[str, str]] = []
    thing = bench.shop.things.get(sku)
    if thing is not None and (thing.lot or rng.random() < 0.1) and rng.random() < 0.8:
        facts.append(("10", lot(rng)))
    if rng.random() < 0.35:
        facts.append(("17", rng.choice(["271231", "271231", "260423", "260422", "250101"])))
    if thing is not None and (thing.serial or rng.random() < 0.1) and rng.random() < 0.8:
        facts.append(("21", serial(rng, bench)))
    if rng.random() < 0.15 and sku not in bench.shop.kits:
        facts.append(("30", str(rng.choice((1, 2, 3)))))
    if thing is not None and thing.transparency and rng.random() < 0.5:
        facts = [("21", _twenty(rng))]
    rng.shuffle(facts)
    number = bench.shop.gtins[sku].zfill(14)
    if rng.random() < 0.5:
        return f"(01){number}" + "".join(f"({ai}){value}" for ai, value in facts)
    ended = "".join(f"{ai}{value}" + ("" if ai == "17" else GS) for ai, value in facts)
    return f"]C101{number}{ended.removesuffix(GS)}"


def serial(rng: Random, bench: Bench) -> str:
    """A fresh serial number mostly; else one that lies in a box or left the house."""
    lies = [unit.serial for unit in bench.boxes.contents if unit.serial]
    if lies and rng.random() < 0.2:
        again = rng.choice(lies)
        return again.swapcase() if rng.random() < 0.3 else again  # Caps Lock is on
    return rng.choice(GONE) if rng.random() < 0.08 else f"SN{rng.randrange(10**10):010d}"


def lot(rng: Random) -> str:
    """A lot; the articles of the shop share their names."""
    return rng.choice(("L1", "L2", "L3"))


def proof(rng: Random, bench: Bench) -> str:
    """A Transparency code, mostly fresh."""
    lies = [unit.proof for unit in bench.boxes.contents if unit.proof]
    lies += sorted(code for sku, code in bench.boxes.broken if not sku)
    if lies and rng.random() < 0.2:
        return rng.choice(lies)
    if rng.random() < 0.08:
        return GONE_PROOF
    return "AZ:" + "".join(rng.choice("ABCDEFGHJKLMNP23456789") for _ in range(26))


def _twenty(rng: Random) -> str:
    """The serial number in a Transparency code; some of them left before."""
    fresh = "NOW2" + "".join(rng.choice("XYZ234") for _ in range(16))
    return rng.choice((fresh, fresh, fresh, GONE_TWENTY))


# --- answers -------------------------------------------------------------------------------------


def digit(rng: Random, bench: Bench) -> Act:
    """A digit that is on the screen, if there are any."""
    shown = max(1, len(bench.session.choices), len(bench.session.boxes_asked))
    if bench.session.boxes_asked:
        shown = len(bench.session.boxes_asked)
    return Act(SCAN, str(rng.randint(1, min(9, shown))), careless=rng.random() < 0.06)


def some_digit(rng: Random, _bench: Bench) -> Act:
    """Any digit."""
    return Act(SCAN, str(rng.randint(1, 9)))


def serial_scan(rng: Random, bench: Bench) -> Act:
    """A serial number's own barcode, or the article's GS1 code with it."""
    if rng.random() < 0.25:
        return _of_pending(rng, bench, f"(21){serial(rng, bench)}")
    return Act(SCAN, serial(rng, bench), careless=rng.random() < 0.06)


def lot_scan(rng: Random, bench: Bench) -> Act:
    """A lot's own barcode, or the article's GS1 code with it, expired at times."""
    if rng.random() < 0.4:
        ends = rng.choice(["", "(17)271231", "(17)260101"])
        return _of_pending(rng, bench, f"{ends}(10){lot(rng)}")
    return Act(SCAN, lot(rng))


def proof_scan(rng: Random, bench: Bench) -> Act:
    """The unit's Transparency code, or a GS1 code that is one."""
    if rng.random() < 0.2:
        return _of_pending(rng, bench, f"(21){_twenty(rng)}")
    return Act(SCAN, proof(rng, bench), careless=rng.random() < 0.06)


def no_proof(rng: Random, _bench: Bench) -> Act:
    """What has a form or an article of its own, though a number of the unit is asked for."""
    stranger = "04444444444440"
    return Act(SCAN, rng.choice((
        f"(01){stranger}(21)SNX", f"(01){stranger}(10)LX", f"(01){stranger}(17)271231",
        f"]C101{stranger}21SNX", f"https://example.com/01/{stranger}/21/SNX",
        "]C100340434161094042557", "(17)271231", "X00ABC12DE", "B00ABC12DE",
    )))  # fmt: skip


def own_field(rng: Random, bench: Bench) -> Act:
    """A code with a serial number or a lot and no article."""
    return Act(SCAN, rng.choice((f"(21){serial(rng, bench)}", f"(10){lot(rng)}")))


def _of_pending(rng: Random, bench: Bench, facts: str) -> Act:
    pending = bench.session.pending
    if pending is None:
        return anything(rng, bench)
    sku = pending.instead or bench.session.lines[pending.pieces[0][0]].sku
    if rng.random() < 0.1:
        sku = rng.choice(list(bench.shop.things))
    return Act(SCAN, f"(01){bench.shop.gtins[sku].zfill(14)}{facts}", careless=rng.random() < 0.06)


def lying(rng: Random, bench: Bench) -> Act:
    """An article that lies in a box, with its serial number at times."""
    units = sorted(bench.boxes.contents, key=repr)
    if not units:
        return right(rng, bench)
    unit = rng.choice(units)
    if unit.serial and rng.random() < 0.5:
        shown = unit.serial.swapcase() if rng.random() < 0.2 else unit.serial  # Caps Lock is on
        return Act(SCAN, f"(01){bench.shop.gtins[unit.sku].zfill(14)}(21){shown}")
    texts = [text for text, sku, units in bench.shop.printed if sku == unit.sku and units == 1]
    return Act(SCAN, rng.choice(texts))


def numbered(rng: Random, _bench: Bench) -> Act:
    """A number for the next scan."""
    many = rng.choice((2, 2, 3, 4, 6, 12))
    return Act(SCAN, rng.choice((f"QUANTITY-{many}", f"X{many}", str(min(9, many)), "QUANTITY")))


def to_box(rng: Random, bench: Bench) -> Act:
    """On with a box of this number."""
    return Act(SCAN, f"PARCEL-{rng.randint(1, bench.session.boxes + 1)}")


def tracking(rng: Random, bench: Bench) -> Act:
    """A carrier's number, fresh mostly."""
    closed = [one.tracking for one in bench.session.closed if one.tracking]
    if closed and rng.random() < 0.15:
        return Act(SCAN, rng.choice(closed))
    return Act(SCAN, f"KP{rng.randrange(10**12):012d}PT")


def label(rng: Random, bench: Bench) -> Act:
    """The label that is to be on the box."""
    text = bench.session.tracking
    return Act(SCAN, text.lower() if rng.random() < 0.2 else text)


def weigh(rng: Random, _bench: Bench) -> Act:
    """The box on the scale; `number` grams lie beside it, mostly none."""
    return Act("weigh", number=rng.choice((0, 0, 0, 2, -2, 250, -180)))


def box(rng: Random, _bench: Bench) -> Act:
    """One of the seller's boxes."""
    return Act("box", rng.choice(("S", "M", "L")))


def own_order(_rng: Random, bench: Bench) -> Act:
    """The number of the order that is here."""
    return Act(SCAN, bench.session.order_id)


STRAY = said(*STRAYS)
IDLE = said(*IDLE_WORDS)
UNDO, HOLD, LATER, FINISH = said("UNDO"), said("HOLD"), said("LATER"), said("FINISH")
FROM_AMAZON: Chances = [
    (0.6, comes("stop", "cancelled")), (0.8, comes("asks")), (1.5, comes("more")),
    (0.4, comes("less")), (0.6, comes("address")), (0.5, comes("wish")),
    (1, comes("allow")), (1, comes("forbid")),
]  # fmt: skip
PACKING: Chances = [
    (52, right), (6, anything), (6, again), (8, shared), (2, STRAY), (7, UNDO), (5, said("PARCEL")),
    (2.5, to_box), (5, said("MOVE")), (5, numbered), (1.5, HOLD), (1.5, LATER), (3, said("BROKEN")),
    (1, said("SHORTSHIP")), (1.5, IDLE), (1, box), (0.7, proof_scan), (0.7, serial_scan),
    (0.5, own_order), *FROM_AMAZON,
]  # fmt: skip
ASIDE: Chances = [(6, anything), (4, again), (2, STRAY), (8, UNDO), (2, IDLE), *FROM_AMAZON]
ASIDE_OF_A_UNIT: Chances = [
    (8, said("HOLD", "LATER", "BROKEN", "PARCEL", "MOVE", "SHORTSHIP")), (2, to_box), *ASIDE,
]  # fmt: skip
ASIDE_OF_OTHERS: Chances = [(4, said("HOLD", "LATER", "PARCEL")), *ASIDE]
CHANCES: dict[State, Chances] = {
    State.PACKING: PACKING,
    State.ASKING_WHICH: [(70, digit), (6, some_digit), (8, right), *ASIDE_OF_A_UNIT],
    State.ASKING_SERIAL: [
        (70, serial_scan),
        (4, proof_scan),
        (5, no_proof),
        (5, own_field),
        *ASIDE_OF_A_UNIT,
    ],
    State.ASKING_LOT: [(70, lot_scan), (5, no_proof), (5, own_field), *ASIDE_OF_A_UNIT],
    State.ASKING_TRANSPARENCY: [(75, proof_scan), (4, serial_scan), *ASIDE_OF_A_UNIT],
    State.MOVING: [(80, lying), *ASIDE_OF_OTHERS],
    State.DAMAGING: [(60, lying), (20, right), *ASIDE_OF_OTHERS],
    State.ASKING_BOX: [(75, digit), (10, to_box), (4, some_digit), *ASIDE_OF_OTHERS],
    State.ASKING_REASON: [(60, said(*REASONS)), (20, UNDO), (10, some_digit), *ASIDE_OF_OTHERS],
    State.SUPERVISOR_WANTED: [(75, comes("supervisor")), *ASIDE_OF_OTHERS],
    State.ASKING_WHY: [(75, comes("why", *WHYS)), *ASIDE_OF_OTHERS],
    State.TASK_WANTED: [(75, FINISH), (4, HOLD), (4, LATER), *ASIDE],
    State.WEIGHING: [(70, weigh), (6, FINISH), (4, HOLD), (4, LATER), *ASIDE],
    State.WEIGHT_OFF: [(60, weigh), (12, FINISH), (2, HOLD), (2, LATER), *ASIDE],
    State.FULL: [(75, comes("bought")), (10, comes("refused")), (3, comes("unclear")), *ASIDE],
    State.LABEL_FAILED: [(55, FINISH), (10, comes("bought")), (4, HOLD), (4, LATER), *ASIDE],
    State.TRACKING_WANTED: [
        (70, tracking),
        (5, said("NO12")),
        (5, FINISH),
        (3, HOLD),
        (3, LATER),
        *ASIDE,
    ],
    State.LABELLED: [
        (70, label),
        (10, tracking),
        (5, said("REPRINT")),
        (3, HOLD),
        (3, LATER),
        *ASIDE,
    ],
    State.STOPPED: [(60, FINISH), (25, comes("overrule")), *ASIDE],
    State.HELD: [(85, comes("resume", "", "", BARE)), *ASIDE],
    State.PUT_DOWN: [(85, comes("resume", "", "", BARE)), *ASIDE],
    State.DONE: ASIDE,
    State.TAKEN_OUT: ASIDE,
}
