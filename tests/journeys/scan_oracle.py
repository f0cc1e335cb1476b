"""Random scans against random orders, each answer compared with an oracle of its own.

`python -m tests.journeys.scan_oracle --scans 100000 --seed N [--desk]` prints scans, escapes, false
refusals and how often everything occurred. A disagreement is told as a transcript as short as it
can be made; the exit code is 1 then. With --desk the scans go to a real bench on a real SQLite.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from fbm_desk.domain import barcodes
from fbm_desk.domain.session import ENDED, Session
from fbm_desk.domain.verdicts import Verdict
from tests.journeys.scan_model import Boxes
from tests.journeys.scan_shops import Bought, Shop, order, shop
from tests.journeys.scan_streams import SCAN, Act, next_act
from tests.journeys.scan_table import Table

LONGEST = 120
"""Acts after which the next order comes, whatever became of this one."""
ORDERS_A_SHOP = 12


class Packing(Protocol):
    """Where an order is packed: the table alone, or a desk."""

    shop: Shop
    verdict: Verdict | None

    @property
    def session(self) -> Session:
        """The session now."""
        ...

    @property
    def boxes(self) -> Boxes:
        """The oracle's own boxes."""
        ...

    def act(self, act: Act) -> str:
        """Let it happen; what is wrong with the answer, or nothing."""
        ...


Begin = Callable[[Shop, Bought], Packing]


@dataclass(slots=True)
class Disagreement:
    """An answer that the oracle would not give."""

    wrong: str
    seed: str
    acts: list[Act]
    transcript: list[str] = field(default_factory=list)

    @property
    def escape(self) -> bool:
        """True for what would have left the house; else something right was refused."""
        return self.wrong.startswith("escape")


@dataclass(slots=True)
class Run:
    """What a run has seen."""

    scans: int = 0
    orders: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def escapes(self) -> int:
        """Units or orders that went through and should not have."""
        return sum(one.escape for one in self.disagreements)

    @property
    def false_refusals(self) -> int:
        """Right things that were turned down."""
        return len(self.disagreements) - self.escapes


def table(made: Shop, bought: Bought) -> Packing:
    """The order at the table."""
    return Table(made, bought, made.catalogue())


def run(scans: int, seed: int, begin: Begin = table, most: int = 5) -> Run:
    """So many random scans; ends early after `most` disagreements."""
    found = Run()
    for number, (made, bought) in enumerate(_orders(seed, plain_store=begin is not table)):
        if found.scans >= scans or len(found.disagreements) >= most:
            break
        found.orders += 1
        _pack(found, made, bought, begin, f"{seed}/{number}")
    return found


def _orders(seed: int, plain_store: bool) -> Iterator[tuple[Shop, Bought]]:
    number = 0
    while True:
        rng = Random(f"shop {seed} {number}")
        made = shop(rng, plain_store)
        for _ in range(ORDERS_A_SHOP):
            number += 1
            yield made, order(Random(f"order {seed} {number}"), made, number)


def _pack(found: Run, made: Shop, bought: Bought, begin: Begin, seed: str) -> None:
    packing, rng = begin(made, bought), Random(f"acts {seed}")
    acts: list[Act] = []
    for _ in range(LONGEST):
        act = next_act(rng, packing)
        acts.append(act)
        state = packing.session.state.value
        wrong = packing.act(act)
        found.scans += 1
        _note(found, packing, act, state)
        if wrong:
            acts = shortest(made, bought, begin, acts, wrong)
            found.disagreements.append(
                Disagreement(wrong, seed, acts, transcript(made, bought, begin, acts))
            )
            return
        if packing.session.state in ENDED and rng.random() < 0.5:
            return


def _note(found: Run, packing: Packing, act: Act, state: str) -> None:
    found.seen[f"state {state}"] += 1
    if packing.verdict is not None:
        found.seen[f"answer {packing.verdict.code.value}"] += 1
    found.seen[f"act {act.kind}"] += 1
    for feature in features(packing):
        found.seen[f"feature {feature}"] += 1


def features(packing: Packing) -> Iterator[str]:
    """What is special about where the session stands."""
    session, counts = packing.session, packing.session.counts
    last = counts[-1] if counts else None
    if last is not None:
        yield from (
            name
            for name, there in (
                ("kit by code", last.kit is not None),
                ("substitute", last.instead is not None),
                ("several at once", last.units > 1),
                ("over several lines", len(last.pieces) > 1 and not last.kit),
                ("serial", bool(last.serial)),
                ("lot", bool(last.lot)),
                ("expiry", last.expires_on is not None),
                ("transparency", bool(last.transparency)),
                ("on the scale", last.scale_g is not None),
            )
            if there
        )
    if len(session.full_boxes) > 1:
        yield "several boxes"
    if session.closed and session.state not in ENDED:
        yield "one box closed"
    if any(kit for line in session.lines for kit in line.kits):
        yield "nested kits"


# --- disagreements -------------------------------------------------------------------------------


def replayed(made: Shop, bought: Bought, begin: Begin, acts: list[Act]) -> str:
    """What is wrong with these acts, if anything is, with the last of them."""
    packing = begin(made, bought)
    for at, act in enumerate(acts):
        if wrong := packing.act(act):
            return wrong if at == len(acts) - 1 else f"earlier: {wrong}"
    return ""


def shortest(made: Shop, bought: Bought, begin: Begin, acts: list[Act], wrong: str) -> list[Act]:
    """The same disagreement without every act that can be spared."""
    smaller = True
    while smaller:
        smaller = False
        for at in range(len(acts) - 2, -1, -1):
            fewer = acts[:at] + acts[at + 1 :]
            if replayed(made, bought, begin, fewer) == wrong:
                acts, smaller = fewer, True
    return acts


def transcript(made: Shop, bought: Bought, begin: Begin, acts: list[Act]) -> list[str]:
    """Order, scans and answers in words."""
    packing = begin(made, bought)
    told, named = [f"{bought}"], made.catalogue()
    for act in acts:
        state = packing.session.state.value
        wrong = packing.act(act)
        verdict = packing.verdict
        code = verdict.code.value if verdict else ""
        keys = barcodes.read(act.text).keys if act.kind == SCAN else ()
        matches = [(m.sku, m.units) for key in keys for m in named.get(key, ())]
        told.append(
            f"  {state}: {act.kind} {act.text!r}{' careless' if act.careless else ''} {matches} -> "
            f"{code} {verdict.reason if verdict else ''} {packing.session.state.value}"
            f"{'  ### ' + wrong if wrong else ''}"
        )
    told.append(f"  choices: {packing.session.choices} {packing.session.pending}")
    told.append(f"  the program: {packing.session.lying}")
    told.append(f"  the oracle: {dict(packing.boxes.contents)} wants {packing.boxes.lines()}")
    return told


# --- the command ---------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Run it and print what came of it; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description="Random scans beside an oracle.")
    parser.add_argument("--scans", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--desk", action="store_true", help="at a real bench on a real SQLite")
    parser.add_argument("--most", type=int, default=5, help="end after so many disagreements")
    asked = parser.parse_args(arguments)
    began = time.perf_counter()
    if asked.desk:
        from tests.journeys.scan_desk import run_at_desk

        found = run_at_desk(asked.scans, asked.seed, asked.most)
    else:
        found = run(asked.scans, asked.seed, most=asked.most)
    _print(found, time.perf_counter() - began)
    return 1 if found.disagreements else 0


def _print(found: Run, took_s: float) -> None:
    for one in found.disagreements:
        print(f"{one.wrong} (seed {one.seed})", *one.transcript, "", sep="\n")
    for name, number in sorted(found.seen.items()):
        print(f"{number:>8}  {name}")
    print(
        f"{found.scans} scans in {found.orders} orders, {found.escapes} escapes, "
        f"{found.false_refusals} false refusals, {took_s:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
