"""One order packed by the table alone, with a scale that shows what really lies in the box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from fbm_desk.domain import barcodes, session_record
from fbm_desk.domain.codes import Command, HoldReason
from fbm_desk.domain.packing import Step, replay, step
from fbm_desk.domain.proofs import of_the_unit
from fbm_desk.domain.session import (
    ASKS_TO_CANCEL,
    ENDED,
    RESTING,
    Authorised,
    BoxScanned,
    Commanded,
    Count,
    Event,
    LabelBought,
    LabelRefused,
    Match,
    Overruled,
    ReasonGiven,
    Replanned,
    Resumed,
    Scanned,
    Session,
    State,
    Stopped,
    Weighed,
    Why,
    WhyGiven,
)
from fbm_desk.domain.tracking import judged
from fbm_desk.domain.verdicts import Verdict
from tests.journeys.scan_expected import Seen
from tests.journeys.scan_late import LABELS
from tests.journeys.scan_model import Boxes, Unit, told_contents
from tests.journeys.scan_referee import Referee
from tests.journeys.scan_shops import GONE, TODAY, Bought, Shop, gone_proof, pack_lines, wraps
from tests.journeys.scan_streams import BARE, SCAN, Act

PACKAGING_G = 120
SURE_G = 20
"""A unit of this weight is missed by any scale; of lighter ones nothing is said."""
SCALE_STATES = frozenset(
    {State.PACKING, State.ASKING_WHICH, State.ASKING_SERIAL, State.ASKING_LOT,
     State.ASKING_TRANSPARENCY, State.MOVING, State.DAMAGING, State.ASKING_BOX}
)  # fmt: skip


class Table:
    """The table with one order; `act` lets something happen and says what was wrong with it."""

    def __init__(
        self,
        shop: Shop,
        bought: Bought,
        catalogue: Mapping[str, tuple[Match, ...]],
        decide: Callable[[Session, Event], Step] = step,
    ) -> None:
        self.shop, self.bought, self.catalogue, self.decide = shop, bought, catalogue, decide
        self.session = self.begun = Session(
            bought.order_id, pack_lines(shop, bought), bought.source, bought.label_scan,
            tasks=bought.tasks,
        )  # fmt: skip
        self.referee = Referee(shop, bought)
        self.events: list[Event] = []
        self.verdict: Verdict | None = None
        self.beside: Counter[Unit] = Counter()  # counted last, and not put into the box
        self.outside: Counter[Unit] = Counter()  # these, and what was left there before
        self.labels = 0
        self.scale_here = bought.scale  # the bench where it is now has one
        self.on_scale: list[bool] = []  # of each deed, whether one was there
        self.let_by: set[int] = set()  # boxes that got their labels where no scale was

    @property
    def boxes(self) -> Boxes:
        """The oracle's own boxes."""
        return self.referee.boxes

    def act(self, act: Act) -> str:
        """Let it happen; what is wrong with the answer, or nothing."""
        event = self._event(act)
        if event is None:
            return ""
        if not isinstance(event, Scanned | Weighed) and not _is_undo(event):
            self._put_in()  # whatever was left beside is put in before anything else is done
        contents = told_contents(self.session)
        careless = self._sure_to_be_missed(event)
        seen = self._answered(act, event, careless)
        self.session, self.verdict = seen.after, seen.verdict
        self.events.append(event)
        wrong = self.referee.judge(seen) or self._weight_wrong(seen) or self._written(seen)
        added = told_contents(self.session) - contents
        removed = contents - told_contents(self.session)
        if removed:
            self._put_in()
        elif act.careless and added and isinstance(self.session.deeds[-1], Count):
            self.beside, self.outside = added, self.outside + added
        elif added:
            self._put_in()
        return wrong

    def _put_in(self) -> None:
        self.beside, self.outside = Counter(), Counter()

    def _answered(self, act: Act, event: Event, careless: bool) -> Seen:
        """What is made of it."""
        done = self.decide(self.session, event)
        carried = tuple((effect.act.value, effect.box) for effect in done.effects)
        return Seen(event, self.session, done.session, done.verdict, careless, carried)

    def _written(self, seen: Seen) -> str:
        """A session put down is read back from what was written, here or at another bench."""
        if not seen.carried or self.session.state not in RESTING:
            return ""
        begun = session_record.session_from_json(session_record.session_to_json(self.begun))
        events = [
            session_record.event_from_json(*session_record.event_to_json(event))
            for event in self.events
        ]
        return "" if replay(begun, events) == self.session else "escape: it reads back otherwise"

    # --- events ----------------------------------------------------------------------------------

    def _event(self, act: Act) -> Event | None:
        session = self.session
        if act.kind == SCAN:
            return self._scanned(act.text)
        if act.kind == "bought":
            self.labels += 1
            return LabelBought(f"KP{self.labels:04d}{act.number:08d}PT", session.turn)
        if act.kind in ("more", "less"):
            return self._replanned(1 if act.kind == "more" else -1)
        if act.kind in ("allow", "forbid"):
            return self._others_instead(allowed=act.kind == "allow")
        if act.kind == "weigh":
            return Weighed(self._weight(session.turn) + act.number)
        made: dict[str, Event] = {
            "refused": LabelRefused("no_service"),
            "unclear": LabelRefused("unclear", unclear=True),
            "stop": Stopped("cancelled"),
            "asks": Stopped(ASKS_TO_CANCEL),
            "overrule": Overruled(),
            "address": Replanned(),
            "wish": Replanned(tasks=wraps(self.bought)),
            "supervisor": Authorised(7),
            "box": BoxScanned(act.text or "S"),
        }
        if act.kind == "why":
            return WhyGiven(Why(act.text))
        if act.kind == "resume":
            scale = self.bought.scale and act.text != BARE
            return Resumed(scale) if session.state in RESTING else None
        return made[act.kind]

    def _scanned(self, text: str) -> Event:
        code, state = barcodes.read(text, 2026), self.session.state
        if code.command:
            return Commanded(code.command, code.quantity, code.box)
        by_digit = dict(enumerate(HoldReason, 1))
        reason = code.reason or by_digit.get(code.choice)
        if state is State.ASKING_REASON and reason:
            return ReasonGiven(reason)
        found = {one for key in code.keys for one in self.catalogue.get(key, ())}
        fit, carrier = judged(code.text, "", unknown_allowed=True)
        used = {one.tracking for one in self.session.closed}
        if state in (State.ASKING_SERIAL, State.ASKING_LOT):
            code = of_the_unit(code, tuple(found))
        known = code.serial.upper() in GONE
        if state is State.ASKING_SERIAL:
            known = (code.serial or code.text).upper() in GONE
        if state is State.TRACKING_WANTED:
            known = code.text in used
        return Scanned(
            code, tuple(sorted(found, key=lambda one: (one.sku, one.units))), TODAY, known,
            fit, carrier, gone_proof(code.transparency), self._reading(),
        )  # fmt: skip

    def _replanned(self, more: int) -> Event | None:
        """The first line is ordered once more, or once less."""
        (line_id, sku, quantity), *others = self.bought.lines
        if quantity + more < 1 or self.session.short is not None:
            return None
        self.bought = replace(self.bought, lines=((line_id, sku, quantity + more), *others))
        lines = pack_lines(self.shop, self.bought)
        stopped = step(self.session, Replanned(lines)).session.lines != lines
        if not stopped:
            self.referee.boxes.bought = self.bought
        return Replanned(lines)

    def _others_instead(self, *, allowed: bool) -> Event | None:
        """The office says whether something else may be sent; not of what lies in a box."""
        session = self.session
        lies = any(unit.sku != unit.stands_for for unit in +self.boxes.contents)
        over = session.state in ENDED or session.labelled or session.short is not None
        if over or (lies and not allowed):
            return None
        self.bought = replace(self.bought, may_substitute=allowed)
        self.referee.boxes.bought = replace(self.boxes.bought, may_substitute=allowed)
        return Replanned(pack_lines(self.shop, self.boxes.bought))

    # --- the scale -------------------------------------------------------------------------------

    def _reading(self) -> int | None:
        if not self.scale_here or self.session.state not in SCALE_STATES:
            return None
        return self._weight(self.session.filling)

    def _weight(self, box: int) -> int:
        """What the scale shows with this box on it."""
        there = told_contents(self.session) - self.outside
        return PACKAGING_G + sum(
            (self.shop.things[unit.sku].weight_g or 65) * number
            for unit, number in there.items()
            if unit.box == box
        )

    def _sure_to_be_missed(self, event: Event) -> bool:
        """The last deed's units lie beside the box, and the scale shows it beyond doubt."""
        deed = self.session.deeds[-1] if self.session.deeds else None
        if not self.beside or not isinstance(deed, Count) or deed.scale_g is None:
            return False
        if not isinstance(event, Scanned) or event.scale_g is None:
            return False
        weights = [self.shop.things[unit.sku].weight_g for unit in self.beside]
        here = deed.box == self.session.filling and self.session.scale_since < len(
            self.session.deeds
        )
        return here and all(weight >= SURE_G for weight in weights)

    def _weight_wrong(self, seen: Seen) -> str:
        """With a scale and all weights known no box is labelled that weighs something else."""
        known = all(self.shop.things[unit.sku].weight_g for unit in told_contents(seen.after))
        before, after = seen.before, seen.after
        if isinstance(seen.event, Weighed) and before.state in (State.WEIGHING, State.WEIGHT_OFF):
            inside = [unit for unit in told_contents(after).elements() if unit.box == before.turn]
            expected = PACKAGING_G + sum(self.shop.things[unit.sku].weight_g for unit in inside)
            rules, off = before.scale, abs(seen.event.grams - expected)
            limit = max(rules.box_g, expected * rules.box_percent // 100)
            weighed = after.weighed(before.turn) is not None
            if known and off < limit - 2 and not weighed:
                return "false refusal: the right weight was not taken"
            if known and off > limit + 2 and weighed:
                return "escape: a wrong weight was taken"
        if isinstance(seen.event, Resumed):
            self.scale_here = seen.event.scale
            if self.scale_here and not before.labelled:
                self.let_by.clear()  # no label is on it: here it can be weighed
        new = len(after.deeds) - len(self.on_scale)
        self.on_scale = [*self.on_scale[: len(after.deeds)], *[self.scale_here] * new]
        counts = [at for at, deed in enumerate(after.deeds) if isinstance(deed, Count)]
        # A rest changes nothing; where there is no scale nobody can be asked to use it.
        on_scale = self.scale_here and counts and self.on_scale[counts[-1]]
        turn = after.turn if after.state in LABELS else 0
        if after.state is State.PACKING:
            self.let_by.clear()
        elif turn and not self.scale_here:
            self.let_by.add(turn)  # its label came where nothing could weigh it
        unweighed = turn not in self.let_by and after.weighed(turn) is None
        if known and on_scale and turn and unweighed:
            return "escape: a box was labelled without being weighed"
        begun = before.state in (State.TASK_WANTED, *SCALE_STATES)
        if begun and after.state is State.WEIGHING and not self.scale_here:
            return "false refusal: a weight is wanted where there is no scale"
        return ""


def _is_undo(event: Event) -> bool:
    return isinstance(event, Commanded) and event.command is Command.UNDO
