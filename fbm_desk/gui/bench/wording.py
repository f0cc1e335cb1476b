"""Which sentence stands in the bench's one place for sentences, and which hint below it.

A verdict speaks first. When it is settled, the screen says the next right thing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from fbm_desk.domain.orders import Duty
from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode
from fbm_desk.gui.glyphs import Mark, mark_of
from fbm_desk.services.desk_view import (
    BenchScreen,
    BenchView,
    LabelStep,
    LineView,
    OrderView,
    PinPersonView,
)
from fbm_desk.services.parcel_view import highest
from fbm_desk.services.wording import choice_units, first, grouped, hint, label_step, sentence
from fbm_desk.texts import has, say

ASKING = frozenset(
    {
        BenchScreen.ASKING_REASON,
        BenchScreen.ASKING_WHICH,
        BenchScreen.ASKING_SERIAL,
        BenchScreen.ASKING_LOT,
        BenchScreen.ASKING_TRANSPARENCY,
        BenchScreen.ASKING_BOX,
        BenchScreen.ASKING_WHY,
        BenchScreen.MOVING,
        BenchScreen.DAMAGING,
        BenchScreen.SUPERVISOR_WANTED,
        BenchScreen.TASK_WANTED,
        BenchScreen.WEIGHING,
    }
)
#: The answer with which each question was opened: it reads like the question itself.
_OPENED_BY = {
    BenchScreen.ASKING_REASON: VerdictCode.HOLD_ASKED,
    BenchScreen.ASKING_WHICH: VerdictCode.AMBIGUOUS,
    BenchScreen.ASKING_SERIAL: VerdictCode.SERIAL_WANTED,
    BenchScreen.ASKING_LOT: VerdictCode.LOT_WANTED,
    BenchScreen.ASKING_TRANSPARENCY: VerdictCode.TRANSPARENCY_WANTED,
    BenchScreen.ASKING_BOX: VerdictCode.WHICH_BOX_ASKED,
    BenchScreen.ASKING_WHY: VerdictCode.WHY_ASKED,
    BenchScreen.MOVING: VerdictCode.MOVE_ASKED,
    BenchScreen.DAMAGING: VerdictCode.DAMAGED_ASKED,
    BenchScreen.SUPERVISOR_WANTED: VerdictCode.SUPERVISOR_WANTED,
    BenchScreen.TASK_WANTED: VerdictCode.TASK_WANTED,
    BenchScreen.WEIGHING: VerdictCode.WEIGHT_WANTED,
}
#: Screens that show their own hint below the sentence.
_HINTED = (BenchScreen.ASKING_SERIAL, BenchScreen.ASKING_LOT, BenchScreen.ASKING_TRANSPARENCY)
#: Answers that are over once they are read; all others stay until the next scan.
PASSING = frozenset(
    {
        VerdictCode.UNDONE,
        VerdictCode.NEVER_MIND,
        VerdictCode.LOCKED,
        VerdictCode.REPRINTED,
        VerdictCode.LABEL_WAITS,
        VerdictCode.ALREADY_HERE,
    }
)
#: Nods that have to be read.
LASTING = frozenset({VerdictCode.TAUGHT})
#: What is to be done about a unit that counted: it is read before the next scan.
STAYING = frozenset({"earlier_lot"})
_ASKING_MARKS = {
    BenchScreen.ASKING_WHICH: Mark.FORK,
    BenchScreen.ASKING_SERIAL: Mark.HASH,
    BenchScreen.ASKING_LOT: Mark.HASH,
    BenchScreen.ASKING_TRANSPARENCY: Mark.HASH,
}
_COMING = frozenset({LabelStep.BUYING, LabelStep.CHECKING, LabelStep.PRINTING})
_DOUBTS = {LabelStep.NOT_PRINTED: "not_printed", LabelStep.UNSURE: "unsure"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The sentence; `family` None is the calm state with its blue bar."""

    words: str
    family: Family | None = None
    mark: Mark = Mark.TICK
    hint: str = ""


def spoken(view: BenchView, settled: bool = False) -> Spoken:
    """What the bench says now; `settled` once a passing verdict has been shown long enough."""
    verdict = view.verdict
    if verdict is None or (settled and passes(verdict)) or _is_the_question(view, verdict):
        return calm(view)
    if verdict.code is VerdictCode.LABEL_READY and label_doubt(view) is not None:
        return calm(view)  # nothing is there to be stuck on
    if verdict.code is VerdictCode.RESUMED and view.screen is BenchScreen.LABEL_FAILED:
        return calm(view)  # "Go on" would stand over a trouble
    return Spoken(sentence(view, verdict), verdict.family, mark_of(verdict), hint(view, verdict))


def spoken_locked(view: BenchView, now: datetime, chosen: PinPersonView | None) -> Spoken:
    """What a locked bench says: whose PIN is wanted, how long PINs rest, or to scan the badge."""
    verdict = view.verdict
    if chosen is not None:
        return Spoken(say("bench.pin_of", who=chosen.name), Family.ASK, Mark.HASH)
    if verdict is None or verdict.code is not VerdictCode.PIN_RESTS or verdict.at is None:
        return spoken(view)
    left_s = math.ceil((verdict.at - now).total_seconds())
    if left_s <= 0:
        return calm(view)
    told = say("hint.pin_rests", left=rest_words(left_s))
    return Spoken(sentence(view, verdict), Family.ENOUGH, mark_of(verdict), told)


def rest_words(left_s: int) -> str:
    """How long something still takes: seconds up to a minute, then minutes."""
    if left_s <= 60:
        return say("bench.seconds", seconds=left_s)
    return say("bench.minutes", minutes=-(-left_s // 60))


def passes(verdict: Verdict) -> bool:
    """True when the band fades by itself."""
    if verdict.code in LASTING:
        return False
    stays = verdict.reason in STAYING
    return not stays and (verdict.family is Family.GO or verdict.code in PASSING)


def calm(view: BenchView) -> Spoken:
    """The next right thing, without a verdict."""
    if view.screen in ASKING:
        mark = _ASKING_MARKS.get(view.screen, Mark.QUESTION)
        told = say(f"hint.{_OPENED_BY[view.screen].value}") if view.screen in _HINTED else ""
        return Spoken(_question(view), Family.ASK, mark, told)
    if view.screen is BenchScreen.WEIGHT_OFF:
        return Spoken(_weight_off(view), Family.ENOUGH, Mark.BANG)
    if view.screen is BenchScreen.LABEL_FAILED:
        return Spoken(say("bench.label_failed"), Family.ENOUGH, Mark.BANG)
    if (doubt := label_doubt(view)) is not None:
        return Spoken(say(f"bench.label_{doubt}"), Family.ENOUGH, Mark.BANG)
    if view.screen is BenchScreen.PACKING:
        return Spoken(_put_in(view))
    if view.screen is BenchScreen.LABELLED and view.label and view.label.step in _COMING:
        return Spoken(say("bench.labelled_printing"))
    if view.screen is BenchScreen.FULL:
        return Spoken(say(f"bench.full_{label_step(view)}"))
    if view.screen is BenchScreen.LABELLED and len(view.boxes) > 1:
        return Spoken(say("bench.labelled_box", **_box_facts(view)))
    return Spoken(say(f"bench.{_calm_key(view)}"))


def shown_line(view: BenchView, settled: bool = False) -> LineView | None:
    """The line the hero shows: that of the last scan, then the one to put in next."""
    if view.order is None or not view.order.lines:
        return None
    verdict = view.verdict
    about_last = verdict is not None and not (settled and passes(verdict))
    asking = view.screen in ASKING
    index = view.order.focus if about_last or asking else view.order.following
    if verdict is not None and verdict.code in (VerdictCode.TAKEN, VerdictCode.RESUMED):
        index = view.order.following
    return view.order.lines[min(index, len(view.order.lines) - 1)]


def _is_the_question(view: BenchView, verdict: Verdict) -> bool:
    # The verdict that opened a question reads like the question itself; a refusal does not.
    if verdict.dropped:  # it tells what became of the one before, too
        return False
    if view.screen in _HINTED and verdict.reason:  # it tells why the scan was no answer
        return False
    opened = verdict.code is _OPENED_BY.get(view.screen)
    return view.screen in ASKING and (opened or verdict.family is Family.GO)


def label_doubt(view: BenchView) -> str | None:
    """ "not_printed" or "unsure" while the box waits for a label that may not be there."""
    if view.screen is not BenchScreen.LABELLED or view.label is None:
        return None
    return _DOUBTS.get(view.label.step)


def _question(view: BenchView) -> str:
    """The question of a screen; of a task or a decision, which one it is."""
    key = f"bench.{view.screen.value}"
    kind = ""
    if view.screen is BenchScreen.TASK_WANTED and view.task is not None:
        kind = view.task.kind.value
    elif view.screen is BenchScreen.SUPERVISOR_WANTED and view.decision is not None:
        kind = view.decision.about
    elif view.screen is BenchScreen.WEIGHING and len(view.boxes) > 1:
        kind = "box"
    elif view.screen is BenchScreen.ASKING_WHICH and _differ_in_units(view):
        kind = "units"
    return say(first(f"{key}_{kind}", key), **_box_facts(view))


def _differ_in_units(view: BenchView) -> bool:
    """True when all that can be chosen is one article, in several numbers."""
    one = len({line.article.sku for line in view.choices}) == 1
    return one and len({line.units for line in view.choices}) == len(view.choices) > 1


def choice_titles(view: BenchView, between: str = " · ") -> tuple[str, ...]:
    """The name of each choice, its units before it where one of them counts several."""
    told = zip(choice_units(view), view.choices, strict=True)
    return tuple(between.join(filter(None, (units, one.article.short))) for units, one in told)


def which_note(view: BenchView) -> str:
    """What to press: the digit on a tile, and where nobody can take one for the other, the number
    of units it says. A digit is one key, so more than nine units are pressed by the tile alone."""
    units = [line.units for line in view.choices]
    if all(number == 1 for number in units):
        return say("bench.which_note")
    clear = len(set(units)) == len(units) and all(
        number == tile or len(units) < number <= 9 for tile, number in enumerate(units, 1)
    )
    return say("bench.which_note_units" if clear else "bench.which_note_tile")


def _weight_off(view: BenchView) -> str:
    off_g = view.weighing.difference_g if view.weighing else 0
    return say(f"bench.weight_off_{'heavy' if off_g > 0 else 'light'}", grams=grouped(abs(off_g)))


def _box_facts(view: BenchView) -> dict[str, object]:
    number = view.order.parcel_number if view.order else 1
    return {"box": number, "boxes": highest(view.boxes), "units": view.times}


def _put_in(view: BenchView) -> str:
    if view.times > 1:
        return say("bench.times_set", units=view.times)
    line = shown_line(view, settled=True)
    if line is None:
        return say("bench.waiting")
    left = max(0, line.wanted - line.packed)
    return say("bench.packing" if line.packed else "bench.packing_first", count=left, left=left)


def _calm_key(view: BenchView) -> str:
    return view.screen.value if has(f"bench.{view.screen.value}") else "waiting"


def duty_words(duty: Duty, purchase_order_number: str = "") -> str:
    """A duty as its card names it."""
    if duty is Duty.BUSINESS and purchase_order_number:
        return say("duty.business_order", number=purchase_order_words(purchase_order_number))
    return say(f"duty.{duty.value}")


def duty_of_order(duty: Duty, order: OrderView) -> str:
    """A duty with what this order says of it: its PO number, what is hazardous in it."""
    if duty is Duty.HAZARDOUS and order.hazardous:
        return say("duty.hazardous_goods", goods=order.hazardous)
    return duty_words(duty, order.purchase_order_number)


def purchase_order_words(number: str) -> str:
    """ "PO 4711-B"; a number that begins with PO says so itself."""
    if number[:2].upper() == "PO" and not number[2:3].isalpha():
        return number
    return say("duty.purchase_order", number=number)


def announcement(view: BenchView, settled: bool = False) -> str:
    """What a screen reader says: the sentence, the hint, what can be chosen, and the count."""
    now = spoken(view, settled)
    parts = [now.words.rstrip(".")]
    if now.hint:
        parts.append(now.hint)
    parts += (f"{digit}: {title}" for digit, title in enumerate(choice_titles(view, ", "), 1))
    line = shown_line(view, settled)
    if line is not None and view.screen is not BenchScreen.LOCKED:
        count = say("bench.count_of", packed=line.packed, wanted=line.wanted)
        parts.append(f"{line.article.short}: {count}")
    return ". ".join(parts)
