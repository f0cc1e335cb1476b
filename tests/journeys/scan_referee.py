"""Which answers to a scan are right: the scan oracle's judgement of one step after another.

It knows the words of the bench and the oracle's own counts (`scan_model`), and leaves alone what
the words leave open, such as which of two refusals is said. What was not promised may happen as
long as nothing is counted by it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fbm_desk.domain.codes import Code, CodeKind, Command
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import (
    Authorised,
    Commanded,
    Match,
    Replanned,
    Scanned,
    State,
    WhyGiven,
)
from fbm_desk.domain.tracking import reads_like_tracking, same_tracking
from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode
from tests.journeys.scan_expected import Expected, Right, Seen
from tests.journeys.scan_late import Late, no_room_again, units_in_lines, wanted_by_lines
from tests.journeys.scan_leaving import wrong_about_a_question
from tests.journeys.scan_model import (
    NO_SKU,
    Boxes,
    Facts,
    Unit,
    may_be_it,
    told_contents,
    told_kits,
)
from tests.journeys.scan_shops import Bought, Shop

ALL_IN = frozenset(
    {
        State.TASK_WANTED, State.WEIGHING, State.WEIGHT_OFF, State.FULL, State.LABEL_FAILED,
        State.TRACKING_WANTED, State.LABELLED, State.DONE,
    }
)  # fmt: skip
PROOFS = (State.ASKING_SERIAL, State.ASKING_LOT, State.ASKING_TRANSPARENCY)
NEVER_A_PROOF = frozenset({CodeKind.ORDER, CodeKind.BADGE, CodeKind.TOTE, CodeKind.BOX})
DROPPED = frozenset(
    {
        State.MOVING, State.DAMAGING, State.ASKING_REASON, State.ASKING_WHICH, State.ASKING_BOX,
        *PROOFS, State.SUPERVISOR_WANTED, State.ASKING_WHY,
    }
)  # fmt: skip
"""States that are questions: UNDO drops them and takes nothing back."""
UNDOES = frozenset(
    {State.PACKING, State.TASK_WANTED, State.WEIGHING, State.WEIGHT_OFF, State.LABEL_FAILED,
     State.TRACKING_WANTED}
)  # fmt: skip


@dataclass(slots=True)
class Referee:
    """Judges the packing of one order, step by step."""

    shop: Shop
    bought: Bought
    boxes: Boxes = field(init=False)
    expected: Expected = field(init=False)
    late: Late = field(init=False)
    closed: list[int] = field(default_factory=list)
    approved: bool = False

    def __post_init__(self) -> None:
        self.boxes = Boxes(self.shop, self.bought)
        self.expected = Expected(self.shop, self.boxes)
        self.late = Late(set(self.bought.tasks))

    def judge(self, seen: Seen) -> str:
        """What is wrong with this step; empty when nothing is. Escapes begin with "escape"."""
        wrong = wrong_about_a_question(seen, self.boxes.full_boxes)
        wrong = (
            wrong or self._judged(seen) or self._whole(seen) or self.late.judge(seen, self.boxes)
        )
        self.expected.times = seen.after.times if self._may_wait(seen) else 0
        return wrong

    def _judged(self, seen: Seen) -> str:
        event, state = seen.event, seen.before.state
        if isinstance(event, Commanded):
            return self._command(seen, event)
        if isinstance(event, Replanned):
            return self._replanned(seen, event)
        if isinstance(event, Scanned):
            return self._scan(seen, event, state)
        if isinstance(event, Authorised) and state is State.SUPERVISOR_WANTED:
            self.approved = True
        short_shipped = isinstance(event, WhyGiven) and state is State.ASKING_WHY
        return self._nothing(seen, deed=short_shipped and self.approved)

    # --- scans -----------------------------------------------------------------------------------

    def _scan(self, seen: Seen, event: Scanned, state: State) -> str:
        other = event.code.kind in NEVER_A_PROOF or event.code.kind is CodeKind.EMPTY
        if other and state in (State.PACKING, State.ASKING_WHICH, *PROOFS):
            return self._nothing(seen)  # it may do something else, and counts nothing
        if state is State.PACKING:
            if event.code.choice:
                return self._nothing(seen)
            return self._match(seen, self.expected.item(seen, event, self.expected.times))
        if state is State.ASKING_WHICH:
            return self._match(seen, self.expected.which(seen, event))
        if state in PROOFS:
            return self._match(seen, self.expected.proof(seen, event, state))
        if state in (State.MOVING, State.DAMAGING, State.ASKING_BOX):
            return self._lying(seen, event, state)
        if state in (State.LABELLED, State.TRACKING_WANTED):
            return self._label(seen, event, state)
        why = state is State.ASKING_WHY and self.approved
        return self._nothing(seen, deed=why)

    # --- units that lie in boxes -----------------------------------------------------------------

    def _lying(self, seen: Seen, event: Scanned, state: State) -> str:
        """MOVE and DAMAGED: which units may go, and whether one that must go went."""
        broken = state is State.DAMAGING or (
            state is State.ASKING_BOX and seen.before.back_to is State.DAMAGING
        )
        named, wrong = self._named(seen, event, state, broken)
        if wrong:
            return wrong
        skus = {match.sku for match in event.matches} or {
            way.match.sku for way in self.expected.asked
        }
        if named is not None:
            skus = {named.sku}
        boxes = None
        if state is State.ASKING_BOX:
            skus = {match.sku for match in seen.before.choices} or skus
            choice = event.code.choice
            asked = seen.before.boxes_asked
            boxes = {asked[choice - 1]} if 0 < choice <= len(asked) else {*asked}
        kits = [sku for sku in skus if sku in self.shop.kits]
        skus |= {part for kit in kits for part in self.shop.flat(kit)}
        kinds = self._may_go(seen, skus, None if broken else seen.before.filling, boxes)
        gone = self.boxes.contents - told_contents(seen.after)
        come = told_contents(seen.after) - self.boxes.contents
        if not gone and not come:
            wrong = self._stayed(seen, event, kinds, broken, state)
            return wrong or self._note_broken(seen, event, gone)
        moved = Counter[Unit]()
        for unit, number in gone.items():
            moved[unit._replace(box=seen.before.filling)] += number
        if any(unit not in kinds for unit in gone) or come != (Counter() if broken else moved):
            return "escape: other units moved than were scanned"
        one = self._one_unit(event)
        if one and sum(gone.values()) != 1:
            return "escape: more units moved than were scanned"
        if named is not None and sum(gone.values()) != self._units(named):
            return "escape: other units moved than the digit says"
        if one and len({_lie(unit) for unit in kinds}) > 1 and not _names(event):
            return "escape: which unit it was has been guessed"
        return self._take(seen) or self._note_broken(seen, event, gone)

    def _named(
        self, seen: Seen, event: Scanned, state: State, broken: bool
    ) -> tuple[Match | None, str]:
        """What a digit names of several things that may move or break; or what is wrong with it."""
        tiles, digit = seen.before.choices, event.code.choice
        if state is State.ASKING_BOX or not (tiles and digit):
            asked = len(seen.after.choices) > 1 and seen.after.state is state
            skus = Counter(one.sku for one in seen.after.choices)
            if asked and skus - Counter(one.sku for one in event.matches):
                return None, "escape: something is offered that was not scanned"
            if seen.verdict.code is VerdictCode.AMBIGUOUS and not asked:
                return None, "false refusal: nothing is offered to choose from"
            self.expected.facts = Facts(serial=event.code.serial, proof=event.code.transparency)
            return None, ""
        many = [one for one in tiles if self._units(one) == digit]
        if digit <= len(tiles):
            return tiles[digit - 1], ""
        if len(many) == 1:
            return many[0], ""
        return None, "" if refused(seen.verdict) else "escape: a digit of nothing was taken"

    def _units(self, match: Match) -> int:
        """Units that a tile stands for, a kit's parts each."""
        return sum(way.number for way in self.boxes.ways((match,), 1)[:1]) or match.units

    def _note_broken(self, seen: Seen, event: Scanned, gone: Counter[Unit]) -> str:
        """The very units that broke, in a box or in hand: they are not whole again."""
        said = seen.verdict
        if said.code is VerdictCode.DAMAGED:
            units = {(unit.sku, unit.serial) for unit, number in gone.items() if number == 1}
            codes = {unit.proof for unit in gone}
            if not gone and said.units == 1 and said.sku is not None:
                facts = self.expected.facts
                units = {(said.sku, event.code.serial or facts.serial)}
                codes = {event.code.transparency or facts.proof}
            self.boxes.broken |= {(sku, serial.lower()) for sku, serial in units if serial}
            self.boxes.broken |= {(NO_SKU, code) for code in codes if code}
        return ""

    def _may_go(
        self, seen: Seen, skus: set[Sku], not_in: int | None, boxes: set[int] | None
    ) -> set[Unit]:
        return {
            unit
            for unit in +self.boxes.contents
            if unit.sku in skus and unit.box != not_in and (boxes is None or unit.box in boxes)
        }

    def _stayed(
        self, seen: Seen, event: Scanned, kinds: set[Unit], broken: bool, state: State
    ) -> str:
        plain = self._one_unit(event)
        if state is State.DAMAGING and plain:
            return self._broke_in_hand(seen, event, kinds)
        if event.code.serial:  # the very unit; where it does not lie, nothing is to be moved
            told = event.code.serial.lower()
            shown = {unit for unit in kinds if unit.serial.lower() == told}
            kinds = {unit for unit in shown if self.boxes.contents[unit] == 1}
        if event.code.lot and not broken:
            kinds = {unit for unit in kinds if unit.lot == event.code.lot}
        if state is State.MOVING and plain and len({_lie(unit) for unit in kinds}) == 1:
            return "false refusal: the only unit that could be moved was not"
        return self._nothing(seen, deed=broken)

    def _broke_in_hand(self, seen: Seen, event: Scanned, kinds: set[Unit]) -> str:
        """One unit broke and every unit stays: right at once, unless it may be one of those."""
        may_be = any(may_be_it(unit, event.code) for unit in kinds)
        written = seen.verdict.code is VerdictCode.DAMAGED
        if written and may_be:
            return "escape: a broken unit may lie in a box still"
        if not written and not may_be and self._known_here(event.matches[0]):
            return "false refusal: a broken unit was not written down"
        return self._nothing(seen, deed=True)

    def _one_unit(self, event: Scanned) -> bool:
        """True for a barcode of one unit of one article."""
        one = len(event.matches) == 1 and event.matches[0].units == 1 and event.code.count < 2
        return one and self.expected.times < 2 and event.matches[0].sku in self.shop.things

    def _known_here(self, match: Match) -> bool:
        return bool(self.boxes.ways((match,), 1))

    # --- labels ----------------------------------------------------------------------------------

    def _label(self, seen: Seen, event: Scanned, state: State) -> str:
        came = len(seen.after.closed) > len(seen.before.closed)
        used = {one.tracking for one in seen.before.closed}
        if state is State.LABELLED:
            right = same_tracking(event.code.text, seen.before.tracking)
        else:
            right = event.code.text.startswith("KP") and event.code.text not in used
            may = not event.matches and event.code.text not in used
            right = right or (came and may and reads_like_tracking(event.code.text))
        if came and not right:
            return "escape: a box was closed by something that is not its label"
        waits = right and self.late.left(seen.before) and seen.after.state is State.TASK_WANTED
        if right and not came and not waits and not self._asked_for_number(seen):
            return "false refusal: the right label did not close the box"
        return self._nothing(seen)

    def _asked_for_number(self, seen: Seen) -> bool:
        return seen.before.state is State.TRACKING_WANTED and bool(seen.after.asked_number)

    # --- commands --------------------------------------------------------------------------------

    def _command(self, seen: Seen, event: Commanded) -> str:
        if event.command is Command.UNDO:
            return self._undo(seen)
        if event.command is Command.PARCEL and seen.before.state is State.ASKING_BOX:
            return self._lying(seen, Scanned(Code("")), State.ASKING_BOX)
        if event.command is Command.FINISH and seen.before.state is State.TASK_WANTED:
            if len(seen.after.tasks_left) != len(seen.before.tasks_left) - 1:
                return "false refusal: FINISH acknowledged no task"
            return self._nothing(seen, deed=True)
        if seen.before.state is State.PACKING:
            wrong = self._box_command(seen, event)
            if wrong:
                return wrong
        return self._nothing(seen, deed=event.command is Command.PARCEL)

    def _box_command(self, seen: Seen, event: Commanded) -> str:
        """A next box is begun when there is something in this one; MOVE when there is elsewhere."""
        full, now = self.boxes.full_boxes, seen.before.filling
        next_box = event.command is Command.PARCEL and event.box == 0 and now in full
        if next_box and seen.after.filling in full:
            return "false refusal: PARCEL began no next box"
        back = event.command is Command.PARCEL and event.box in full
        if back and seen.after.filling != event.box:
            return "false refusal: PARCEL did not go back to a box"
        move = event.command is Command.MOVE and any(box != now for box in full)
        if move and seen.after.state is not State.MOVING:
            return "false refusal: MOVE asked for no unit"
        return ""

    def _undo(self, seen: Seen) -> str:
        state, fewer = seen.before.state, len(seen.after.deeds) < len(seen.before.deeds)
        may = state in UNDOES and not seen.before.closed and not seen.before.unclear
        may = may and not seen.before.tracking  # its label may be on the box already
        must = may and bool(seen.before.deeds) and self.expected.times == 0
        must = must and not no_room_again(seen.before, self.boxes.bought.may_substitute)
        if must and not fewer:
            return "false refusal: UNDO took nothing back"
        if not fewer:
            return self._nothing(seen)
        if not may:
            return "escape: UNDO took back what could not be taken back"
        self.boxes.take_back()
        if len(seen.after.deeds) != len(self.boxes.before):
            return "escape: UNDO took back several deeds"
        return self._same_contents(seen, "escape: UNDO left other units than before")

    def _replanned(self, seen: Seen, event: Replanned) -> str:
        """All that was counted stays, unless more of a line lies in the boxes than is wanted."""
        if not event.lines:
            return self._nothing(seen)
        before, now, asked = (
            wanted_by_lines(one) for one in (seen.before.lines, seen.after.lines, event.lines)
        )
        stopped = seen.after.state is State.STOPPED
        taken_over = now == asked and len(seen.after.lines) == len(event.lines)
        if seen.after != seen.before and not stopped and not taken_over:
            return "escape: not what is ordered now is wanted"
        packing = seen.before.state is State.PACKING and not seen.before.labelled
        too_much = units_in_lines(seen.before) - wanted_by_lines(event.lines)
        if packing and asked != before and not too_much and (stopped or not taken_over):
            return "false refusal: what is ordered now was not taken over"
        if packing and too_much and not stopped:
            return "escape: packed on though a unit has to come out"
        return self._nothing(seen)

    # --- comparing -------------------------------------------------------------------------------

    def _may_wait(self, seen: Seen) -> bool:
        """A number is for the next article; whether it outlives a command is the screen's affair,
        which goes on showing it."""
        if not isinstance(seen.event, Scanned) or seen.event.code.choice:
            return True
        if seen.event.code.kind in (CodeKind.EMPTY, CodeKind.TOTE):  # at a bench no item's scan
            return True
        return seen.after.state is State.ASKING_WHICH

    def _match(self, seen: Seen, right: list[Right]) -> str:
        found = next((one for one in right if self._is(seen, one)), None)
        if found is None:
            return self._name(seen, right)
        if found.asks:
            self.expected.asked, self.expected.facts = found.asks, found.facts
        return self._take(seen)

    def _is(self, seen: Seen, right: Right) -> bool:
        now, expected = told_contents(seen.after), self.boxes.contents + right.added
        now, expected = self._proven(now), self._proven(expected)
        if right.loose:
            now, expected = _plain(now), _plain(expected)
        if now != expected or told_kits(seen.after, self.shop) != self.boxes.by_code + right.kits:
            return False
        grown = len(seen.after.deeds) - len(seen.before.deeds)
        if grown != (1 if right.added else 0):
            return False
        if right.state and seen.after.state is not right.state:
            return False
        if right.state is State.ASKING_WHICH:
            told = Counter((one.sku, one.instead_of) for one in seen.after.choices)
            if told != Counter(way.name for way in right.asks):
                return False
        if right.any_answer:
            return seen.verdict.family is not Family.GO
        if right.codes is not None:
            return seen.verdict.code in right.codes
        return refused(seen.verdict) if right.refused else not refused(seen.verdict)

    def _proven(self, contents: Counter[Unit]) -> Counter[Unit]:
        """Transparency codes only of articles that have them."""
        found: Counter[Unit] = Counter()
        for unit, number in contents.items():
            found[unit if self.shop.things[unit.sku].transparency else unit._replace(proof="")] += (
                number
            )
        return +found

    def _name(self, seen: Seen, right: list[Right]) -> str:
        counted = told_contents(seen.after) != self.boxes.contents
        wanted = any(one.added for one in right)
        if counted:
            return "escape: counted what does not belong" if not wanted else "escape: wrong count"
        return "false refusal: a right unit was not counted" if wanted else "wrong answer"

    def _nothing(self, seen: Seen, deed: bool = False) -> str:
        """Nothing may be counted by this."""
        grown = len(seen.after.deeds) - len(seen.before.deeds)
        if grown < 0:
            return "escape: something was taken back that nobody asked for"
        if told_contents(seen.after) != self.boxes.contents:
            return "escape: units came or went without a scan of theirs"
        return (
            self._take(seen) if deed or grown == 0 or _box(seen) else "escape: a deed of nobody's"
        )

    def _same_contents(self, seen: Seen, words: str) -> str:
        same = told_contents(seen.after) == +self.boxes.contents
        return "" if same and told_kits(seen.after, self.shop) == +self.boxes.by_code else words

    def _take(self, seen: Seen) -> str:
        """Take over what was found right."""
        if len(seen.after.deeds) > len(seen.before.deeds):
            self.boxes.remember()
        self.boxes.contents = told_contents(seen.after)
        self.boxes.by_code = told_kits(seen.after, self.shop)
        self.boxes.short = seen.after.short is not None
        return ""

    def _whole(self, seen: Seen) -> str:
        """What must hold after every step."""
        after, boxes = seen.after, self.boxes
        if after.short is not None and not self.approved:
            return "escape: short without a supervisor"
        if any(not 0 <= after.packed(i) <= line.wanted for i, line in enumerate(after.lines)):
            return "escape: a line with more than it wants"
        if after.state in ALL_IN and not boxes.complete:
            return "escape: complete with units missing"
        stuck = after.state is State.PACKING and boxes.complete and after != seen.before
        if stuck and isinstance(seen.event, Scanned):
            return "false refusal: everything is in and nothing goes on"
        return self._closing(seen)

    def _closing(self, seen: Seen) -> str:
        """Each box that is not empty is closed once, in the order of its number."""
        if seen.carried is None:
            return ""
        closing = [box for act, box in seen.carried if act == "close_parcel"]
        finishing = [box for act, box in seen.carried if act == "finish_order"]
        if any(box in self.closed or box not in self.boxes.full_boxes for box in closing):
            return "escape: a box closed twice or empty"
        self.closed += closing
        if self.closed != sorted(self.closed):
            return "escape: boxes closed out of turn"
        ended = seen.after.state is State.DONE and seen.before.state is not State.DONE
        if len(finishing) != int(ended):
            return "escape: the order finished without its end, or not with it"
        if ended and self.closed != self.boxes.full_boxes:
            return "escape: done with a box open"
        return ""


def refused(verdict: Verdict) -> bool:
    """True when the packer was told that it does not count."""
    return (
        verdict.refused
        or verdict.code in (VerdictCode.NOT_NOW, VerdictCode.ALREADY_HERE)
        or verdict.family in (Family.BACK, Family.ENOUGH)
    )


def _plain(contents: Counter[Unit]) -> Counter[Unit]:
    found: Counter[Unit] = Counter()
    for unit, number in contents.items():
        found[Unit(unit.sku, unit.stands_for, unit.box)] += number
    return +found


def _names(event: Scanned) -> bool:
    return bool(event.code.serial or event.code.lot or event.code.transparency)


def _lie(unit: Unit) -> tuple[object, ...]:
    return unit.box, unit.serial, unit.lot, unit.expires_on, unit.proof


def _box(seen: Seen) -> bool:
    """A box was chosen; no unit is concerned."""
    return type(seen.event).__name__ == "BoxScanned"
