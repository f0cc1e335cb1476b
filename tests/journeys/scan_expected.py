"""What a scan of a unit may be answered: all outcomes that the words of the bench allow.

It is the scan oracle's part about items and the numbers they show; boxes, commands and labels are
the referee's (`scan_referee`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from fbm_desk.domain.codes import Code
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Event, Match, Scanned, Session, State
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from tests.journeys.scan_model import Boxes, Facts, Unit, Way
from tests.journeys.scan_shops import GONE, TODAY, Shop, gone_proof

NO_FACTS = Facts()
NAMES_ARTICLE = re.compile(r"\(0[12]\)|0[12][0-9]{14}|https?://.*/01/[0-9]{14}")
"""A code with an article's number in it, as it is written in these streams."""
NO_NUMBER_OF_A_UNIT = re.compile(
    r"(?i)\([0-9]{2}\)|(21|10|17)[0-9A-Z]*\x1d|00[0-9]{18}$|X00[0-9A-Z]{7}$|B0[0-9A-Z]{8}$|..:|[1-9]$"
    "|https?://"
)
"""Codes with fields, a box's number, Amazon's own numbers, Transparency, a digit of the
screen, a page's address: no text of one unit."""


@dataclass(frozen=True, slots=True)
class Right:
    """One right outcome: the units that are added, and the answers that fit; None: any."""

    added: Counter[Unit] = field(default_factory=Counter)
    kits: Counter[Sku] = field(default_factory=Counter)
    codes: frozenset[VerdictCode] | None = None
    asks: tuple[Way, ...] = ()  # what is then asked about
    facts: Facts = NO_FACTS
    state: State | None = None
    refused: bool = False  # any refusal will do
    any_answer: bool = False  # the words leave open what is said
    loose: bool = False  # what the units showed need not be kept


@dataclass(frozen=True, slots=True)
class Seen:
    """What the program made of an event: before, after, and what it said."""

    event: Event
    before: Session
    after: Session
    verdict: Verdict
    careless: bool = False  # the unit counted before was not put in, and the scale could show it
    carried: tuple[tuple[str, int], ...] | None = None  # (effect, box); None: look into the books


@dataclass(slots=True)
class Expected:
    """What may come of a scan, by what lies in the boxes and what was asked before."""

    shop: Shop
    boxes: Boxes
    asked: tuple[Way, ...] = ()
    facts: Facts = NO_FACTS
    times: int = 0

    def item(self, seen: Seen, event: Scanned, times: int) -> list[Right]:
        """An article's barcode while units go in."""
        number = max(1, times) * max(1, event.code.count)
        ways = self.boxes.ways(event.matches, number)
        fitting = [way for way in ways if self.boxes.room(way)]
        facts = Facts(
            event.code.serial, event.code.lot, event.code.expires_on, event.code.transparency
        )
        if not fitting:
            return [Right(refused=True)]
        if len(fitting) > 1:
            asked = Right(
                codes=frozenset({VerdictCode.AMBIGUOUS}), asks=tuple(fitting), facts=facts,
                state=State.ASKING_WHICH,
            )  # fmt: skip
            # The words leave open whether too large a number is said before it is asked.
            return [asked, Right(refused=True)] if times > 1 or seen.careless else [asked]
        if times > 1 and self._too_many_told(fitting[0]):
            return [Right(refused=True)]
        return self._shown(seen, fitting[0], facts)

    def _too_many_told(self, way: Way) -> bool:
        limits = {sku: self.shop.things[sku].may_count for (sku, _), _ in way.units}
        return any(number > limits[sku] for (sku, _), number in way.units)

    def _shown(self, seen: Seen, way: Way, facts: Facts) -> list[Right]:
        """What a unit must show before it counts, in the order of the words."""
        things = self.boxes.things(way)
        single, nothing = way.number == 1, Right(refused=True)
        if facts.expires_on and facts.expires_on < TODAY:
            return [nothing]
        if any(thing.serial for thing in things):
            if not single:
                return [nothing, _said(VerdictCode.SERIAL_WANTED)]
            if not facts.serial:
                return self._asks(seen, way, facts, State.ASKING_SERIAL)
        elif single and facts.serial and self.boxes.known(things[0].sku, facts.serial):
            return [nothing]  # nobody wants it, and it tells that the very unit was here already
        if single and things[0].serial and self._serial_used(things[0].sku, facts.serial):
            unproven = replace(facts, serial="")  # it may be asked for again instead
            return [nothing, *self._asks(seen, way, unproven, State.ASKING_SERIAL)]
        if any(thing.lot for thing in things):
            if len(things) > 1:
                return [nothing, _said(VerdictCode.LOT_WANTED)]
            if not facts.lot:
                return self._asks(seen, way, facts, State.ASKING_LOT)
        if any(thing.transparency for thing in things):
            if not single:
                return [nothing, _said(VerdictCode.TRANSPARENCY_WANTED)]
            if not facts.proof:
                return self._asks(seen, way, facts, State.ASKING_TRANSPARENCY)
        if things[0].transparency and self._proof_used(facts.proof):
            unproven = replace(facts, proof="")
            return [nothing, *self._asks(seen, way, unproven, State.ASKING_TRANSPARENCY)]
        return [nothing] if seen.careless else [self._counted(seen, way, facts)]

    def _asks(self, seen: Seen, way: Way, facts: Facts, state: State) -> list[Right]:
        code = {
            State.ASKING_SERIAL: VerdictCode.SERIAL_WANTED,
            State.ASKING_LOT: VerdictCode.LOT_WANTED,
            State.ASKING_TRANSPARENCY: VerdictCode.TRANSPARENCY_WANTED,
        }[state]
        asked = Right(codes=frozenset({code}), asks=(way,), facts=facts, state=state)
        return [asked, Right(refused=True)] if seen.careless else [asked]

    def _serial_used(self, sku: Sku, serial: str) -> bool:
        return serial.upper() in GONE or self.boxes.known(sku, serial)

    def _proof_used(self, proof: str) -> bool:
        return gone_proof(proof) or self.boxes.proof_lies(proof)

    def _counted(self, seen: Seen, way: Way, facts: Facts) -> Right:
        if not any(thing.transparency for thing in self.boxes.things(way)):
            facts = replace(facts, proof="")  # a serial number may look like one by chance
        added = way.put(seen.before.filling, facts)
        kits = Counter({k: n * way.kits for k, n in self._within(way).items()})
        # What several units at once showed is not one unit's; the words ask for no record of it.
        return Right(added, kits, loose=way.number > 1)

    def _within(self, way: Way) -> Counter[Sku]:
        return self.shop.within(way.match.sku) if way.kits else Counter()

    # --- answers to questions --------------------------------------------------------------------

    def which(self, seen: Seen, event: Scanned) -> list[Right]:
        """A digit answers. Another article's scan may drop the question or answer it."""
        choice = event.code.choice
        if choice:
            way = self._answered_by(seen.before.choices, choice)
            if way is None:
                return [Right(refused=True)]
            if self.times > 1 and self._too_many_told(way):
                return [Right(refused=True)]
            return self._shown(seen, way, self.facts)
        return [*self.item(seen, event, 0), Right(refused=True)]

    def _answered_by(self, choices: tuple[Match, ...], digit: int) -> Way | None:
        """The tile with this digit; where there is none, the one way of so many units."""
        if digit <= len(choices):
            return self._chosen(choices, digit - 1)
        many = [way for way in self.asked if way.number == digit]
        return many[0] if len(many) == 1 else None

    def _chosen(self, choices: tuple[Match, ...], at: int) -> Way:
        """The way a choice on the screen stands for: by its name, then by its number of units."""
        alike = [one for one in choices if _name(one) == _name(choices[at])]
        place = sorted(alike, key=lambda one: one.units).index(choices[at])
        ways = [way for way in self.asked if way.name == _name(choices[at])]
        return sorted(ways, key=lambda way: way.number)[place]

    def proof(self, seen: Seen, event: Scanned, state: State) -> list[Right]:
        """The number that was asked for, from a code of its own or from the article's GS1 code."""
        way, code = self.asked[0], event.code
        skus = {match.sku for match in event.matches}
        if skus and way.match.sku not in skus:
            return [Right(any_answer=True)]
        facts = self._answered(code, state, of_article=bool(skus))
        if facts is None:
            return [Right(any_answer=True)]
        return self._shown(seen, way, facts)

    def _answered(self, code: Code, state: State, of_article: bool) -> Facts | None:
        """What is known of the unit after this answer; None when it is no answer."""
        expires_on = code.expires_on or self.facts.expires_on
        if self.facts.lot and code.lot and code.lot != self.facts.lot:
            return None  # no unit is of two lots
        other = "" if code.transparency else code.serial.casefold()
        if self.facts.serial and other and other != self.facts.serial.casefold():
            return None  # nor has one two serial numbers
        if state is State.ASKING_TRANSPARENCY:
            facts = replace(self.facts, proof=code.transparency)
            return facts if code.transparency else None
        if not of_article and NAMES_ARTICLE.match(code.text):
            return None  # of an article that nobody knows: nothing in it is this unit's
        plain = "" if of_article or NO_NUMBER_OF_A_UNIT.match(code.text) else code.text
        if state is State.ASKING_SERIAL:
            serial = code.serial or plain
            found = replace(
                self.facts, serial=serial, expires_on=expires_on, lot=code.lot or self.facts.lot,
                proof=code.transparency or self.facts.proof,
            )  # fmt: skip
            return found if serial else None
        lot = code.lot or plain
        serial = self.facts.serial or ("" if code.transparency else code.serial)
        found = replace(self.facts, lot=lot, expires_on=expires_on, serial=serial)
        return found if lot else None


def _name(match: Match) -> tuple[Sku, Sku | None]:
    return match.sku, match.instead_of


def _said(code: VerdictCode) -> Right:
    """That it is wanted is said, but nothing is asked: each unit has to be scanned by itself."""
    return Right(codes=frozenset({code}), state=State.PACKING)
