"""Random shops and random orders for the scan oracle; what is scanned is `scan_streams`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from fbm_desk.domain.barcodes import barcode_key, check_digit
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.session import LabelSource, Match, PackLine, Substitute, Task, TaskKind

TODAY = date(2026, 4, 23)
GONE = ("GONE-1", "GONE-2", "GONE-3")
"""Serial numbers that left the house, whatever article they were of."""
GONE_PROOF = "AZ:GONEGONEGONEGONEGONEGONE12"
"""A Transparency code that left with an earlier parcel."""

GONE_TWENTY = "GONEXYZ234XYZ234XYZ2"
"""The serial number in a Transparency code of any article that left."""


def gone_proof(proof: str) -> bool:
    """True for a Transparency code that left before, in any of its forms."""
    return proof == GONE_PROOF or proof[18:] == GONE_TWENTY


@dataclass(frozen=True, slots=True)
class Thing:
    """An article as the shop's books have it."""

    sku: Sku
    serial: bool = False
    lot: bool = False
    transparency: bool = False
    may_count: int = 0
    weight_g: int = 0


@dataclass(slots=True)
class Shop:
    """Articles, kits, substitutes and what is printed on them.

    `printed` are (text, SKU, units); `gtins` those of them that may stand in a GS1 code.
    """

    things: dict[Sku, Thing] = field(default_factory=dict)
    kits: dict[Sku, dict[Sku, int]] = field(default_factory=dict)
    instead: dict[Sku, tuple[Sku, ...]] = field(default_factory=dict)
    printed: list[tuple[str, Sku, int]] = field(default_factory=list)
    gtins: dict[Sku, str] = field(default_factory=dict)

    def catalogue(self) -> dict[str, tuple[Match, ...]]:
        """What each key stands for."""
        found: dict[str, set[Match]] = {}
        for text, sku, units in self.printed:
            found.setdefault(barcode_key(text), set()).add(Match(sku, units))
        return {key: tuple(sorted(all_, key=repr)) for key, all_ in found.items()}

    def flat(self, kit: Sku) -> Counter[Sku]:
        """The articles in one kit, those of the kits in it among them."""
        found: Counter[Sku] = Counter()
        for sku, number in self.kits[kit].items():
            inner = self.flat(sku) if sku in self.kits else Counter({sku: 1})
            for one, units in inner.items():
                found[one] += units * number
        return found

    def within(self, kit: Sku) -> Counter[Sku]:
        """The kits that one kit is made of, itself among them."""
        found: Counter[Sku] = Counter({kit: 1})
        for sku, number in self.kits[kit].items():
            if sku in self.kits:
                for one, units in self.within(sku).items():
                    found[one] += units * number
        return found


@dataclass(frozen=True, slots=True)
class Bought:
    """An order: (line, article or kit, quantity), and how it is packed."""

    order_id: OrderId
    lines: tuple[tuple[LineId, Sku, int], ...]
    may_substitute: bool = False
    source: LabelSource = LabelSource.BOUGHT
    label_scan: bool = True
    tasks: tuple[Task, ...] = ()
    scale: bool = False


# --- shops ---------------------------------------------------------------------------------------


def shop(rng: Random, plain_store: bool = False) -> Shop:
    """A shop of a dozen articles. In a store one shows a serial number or a lot, not both."""
    made = Shop()
    for number in range(12):
        thing = _thing(rng, number, plain_store)
        made.things[thing.sku] = thing
    skus = list(made.things)
    _add_kits(rng, made, skus)
    for sku in (*skus, *made.kits):
        _add_codes(rng, made, sku)
    _add_shared(rng, made, skus)
    for sku in rng.sample(skus, 5):
        made.instead[sku] = tuple(
            rng.sample([one for one in skus if one != sku], rng.choice((1, 2)))
        )
    made.printed = list(dict.fromkeys(made.printed))
    return made


def _thing(rng: Random, number: int, plain_store: bool) -> Thing:
    kind = ("plain", "plain", "plain", "count", "serial", "lot", "lot count", "proof",
            "plain", "count", "serial proof", "serial lot")[number]  # fmt: skip
    if plain_store and kind == "serial lot":
        kind = "lot proof"
    return Thing(
        Sku(f"ART-{number}"),
        serial="serial" in kind,
        lot="lot" in kind,
        transparency="proof" in kind,
        may_count=rng.choice((3, 6, 12, 24)) if "count" in kind else 0,
        weight_g=rng.choice((40, 75, 130, 310, 900)) if rng.random() < 0.9 else 0,
    )


def _add_kits(rng: Random, made: Shop, skus: list[Sku]) -> None:
    easy = [sku for sku in skus if not _shows(made.things[sku])]
    some = rng.sample(easy, 3)
    made.kits[Sku("KIT-A")] = {some[0]: rng.choice((1, 2)), some[1]: 1}
    made.kits[Sku("KIT-B")] = {some[1]: rng.choice((1, 3)), rng.choice(skus[4:8]): 1}
    made.kits[Sku("KIT-C")] = {Sku("KIT-A"): rng.choice((1, 2)), some[2]: rng.choice((1, 2))}
    made.kits[Sku("KIT-D")] = {Sku("KIT-C"): 1, some[0]: 1}


def _shows(thing: Thing) -> bool:
    return thing.serial or thing.lot or thing.transparency


def _add_codes(rng: Random, made: Shop, sku: Sku) -> None:
    gtin = _gtin(rng, "0" if rng.random() < 0.4 else "4", 12)
    made.gtins[sku] = gtin
    name = f"{sku}".replace("-", "")
    made.printed += [(gtin, sku, 1), (str(sku), sku, 1), (f"AL-{name}", sku, 1)]
    made.printed.append((f"X0{rng.randrange(10**8):08d}", sku, 1))
    made.printed.append((f"B0{rng.choice('CDFG')}{rng.randrange(10**7):07d}", sku, 1))
    for units in rng.sample((2, 3, 4, 6, 12), 2):
        case = _gtin(rng, rng.choice("1235678"), 13)
        made.printed += [(case, sku, units), (f"CASE-{units}-{name}", sku, units)]


def _add_shared(rng: Random, made: Shop, skus: list[Sku]) -> None:
    for number in range(6):
        one, other = rng.sample(skus, 2)
        text = _gtin(rng, "4", 12) if number % 2 else f"TWIN-{number}"
        made.printed += [(text, one, rng.choice((1, 1, 2))), (text, other, rng.choice((1, 3)))]
    one, kit = rng.choice(skus[:4]), rng.choice(list(made.kits))
    made.printed += [("KIT-OR-NOT", one, 1), ("KIT-OR-NOT", kit, 1)]
    one = rng.choice(skus[:4])
    made.printed += [("CASE-OR-NOT", one, 1), ("CASE-OR-NOT", one, 3)]


def _gtin(rng: Random, first: str, length: int) -> str:
    body = first + "".join(rng.choice("0123456789") for _ in range(length - 1))
    return body + check_digit(body)


# --- orders --------------------------------------------------------------------------------------


def order(rng: Random, made: Shop, number: int) -> Bought:
    """An order of one to four lines."""
    lines = [_line(rng, made, at) for at in range(rng.choice((1, 2, 2, 3, 3, 4)))]
    if rng.random() < 0.25:
        lines.append((LineId("line-again"), lines[0][1], rng.choice((1, 2))))
    kits = [sku for _, sku, _ in lines if sku in made.kits]
    if kits and rng.random() < 0.3:  # what a kit is made of is wanted beside it, too
        parts = made.flat(kits[0])
        lines += [(LineId(f"line-of-{sku}"), sku, n + 1) for sku, n in sorted(parts.items())]
    kinds = rng.sample(list(TaskKind), rng.choice((1, 2))) if rng.random() < 0.2 else []
    return Bought(
        OrderId(f"305-{number:07d}-{8830000 + number:07d}"),
        tuple(lines),
        rng.random() < 0.5,
        rng.choice((LabelSource.BOUGHT, LabelSource.BOUGHT, LabelSource.SCANNED, LabelSource.NONE)),
        rng.random() < 0.7,
        tuple(Task(kind) for kind in kinds),
        rng.random() < 0.35,
    )


def _line(rng: Random, made: Shop, at: int) -> tuple[LineId, Sku, int]:
    if rng.random() < 0.3:
        return LineId(f"line-{at}"), rng.choice(list(made.kits)), rng.choice((1, 1, 2))
    sku = rng.choice(list(made.things))
    many = made.things[sku].may_count
    quantity = rng.choice((2, 3, 6, 12)) if many else rng.choice((1, 1, 2, 3, 4))
    return LineId(f"line-{at}"), sku, quantity


def pack_lines(made: Shop, bought: Bought) -> tuple[PackLine, ...]:
    """The lines of an order as a session wants them, kits taken apart."""
    found: list[PackLine] = []
    for line_id, sku, quantity in bought.lines:
        if sku in made.kits:
            for part, path in _paths(made, sku, ()):
                found.append(_pack_line(made, bought, line_id, part, quantity * path[0][1], path))
        else:
            found.append(_pack_line(made, bought, line_id, sku, quantity, ()))
    return tuple(found)


def wraps(bought: Bought) -> tuple[Task, ...]:
    """A buyer who wants everything wrapped."""
    skus = dict.fromkeys(sku for _, sku, _ in bought.lines)
    return tuple(Task(TaskKind.GIFT_WRAP, sku) for sku in skus)


Path = tuple[tuple[Sku, int], ...]


def _paths(made: Shop, kit: Sku, outer: Path) -> Iterator[tuple[Sku, Path]]:
    """Every part with the kits around it and its units in one of each."""
    for sku, number in made.kits[kit].items():
        around: Path = (*((k, n * number) for k, n in outer), (kit, number))
        if sku in made.kits:
            yield from _paths(made, sku, around)
        else:
            yield sku, around


def _pack_line(
    made: Shop, bought: Bought, line_id: LineId, sku: Sku, wanted: int, path: Path
) -> PackLine:
    thing = made.things[sku]
    others = made.instead.get(sku, ()) if bought.may_substitute else ()
    return PackLine(
        line_id, sku, wanted,
        kit=path[0][0] if path else None,
        per_kit=path[0][1] if path else 1,
        serial=thing.serial, lot=thing.lot, transparency=thing.transparency,
        kits=path if len(path) > 1 else (),
        substitutes=tuple(_substitute(made.things[one]) for one in others),
        may_count=thing.may_count, weight_g=thing.weight_g,
    )  # fmt: skip


def _substitute(thing: Thing) -> Substitute:
    return Substitute(
        thing.sku, thing.serial, thing.lot, thing.transparency, thing.may_count, thing.weight_g
    )
