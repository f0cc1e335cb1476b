"""Which sentence stands in the bench's one place for sentences, and which hint below it.

A verdict speaks first. When it is settled, the screen says the next right thing.
"""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.domain.orders import Duty
from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode
from fbm_desk.gui.bench.quantities import readable_code
from fbm_desk.gui.glyphs import Mark, mark_of
from fbm_desk.services.desk_view import BenchScreen, BenchView, LabelStep, LineView
from fbm_desk.texts import has, say

ASKING = frozenset(
    {
        BenchScreen.ASKING_REASON,
        BenchScreen.ASKING_WHICH,
        BenchScreen.ASKING_SERIAL,
        BenchScreen.ASKING_LOT,
    }
)
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
_ASKING_MARKS = {
    BenchScreen.ASKING_WHICH: Mark.FORK,
    BenchScreen.ASKING_SERIAL: Mark.HASH,
    BenchScreen.ASKING_LOT: Mark.HASH,
}
_LABEL_STEPS = {
    LabelStep.BUYING: "buying",
    LabelStep.CHECKING: "checking",
    LabelStep.PRINTING: "printing",
}


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
    return Spoken(sentence(view, verdict), verdict.family, mark_of(verdict), hint(view, verdict))


def passes(verdict: Verdict) -> bool:
    """True when the band fades by itself."""
    return verdict.family is Family.GO or verdict.code in PASSING


def calm(view: BenchView) -> Spoken:
    """The next right thing, without a verdict."""
    if view.screen in ASKING:
        mark = _ASKING_MARKS.get(view.screen, Mark.QUESTION)
        code = {
            BenchScreen.ASKING_SERIAL: VerdictCode.SERIAL_WANTED,
            BenchScreen.ASKING_LOT: VerdictCode.LOT_WANTED,
        }.get(view.screen)
        told = say(f"hint.{code.value}") if code else ""
        return Spoken(say(f"bench.{view.screen.value}"), Family.ASK, mark, told)
    if view.screen is BenchScreen.LABEL_FAILED:
        return Spoken(say("bench.label_failed"), Family.ENOUGH, Mark.BANG)
    if view.screen is BenchScreen.PACKING:
        return Spoken(_put_in(view))
    if view.screen is BenchScreen.FULL:
        return Spoken(say(f"bench.full_{_label_step(view)}"))
    return Spoken(say(f"bench.{_calm_key(view)}"))


def sentence(view: BenchView, verdict: Verdict) -> str:
    """The verdict in words."""
    facts = _facts(view, verdict)
    code = verdict.code.value
    variants = {
        VerdictCode.COUNTED: _counted_variant(facts, verdict),
        VerdictCode.ORDER_COMPLETE: _complete_variant(view),
        VerdictCode.ALREADY_ENOUGH: "many" if verdict.units > 1 else "",
        VerdictCode.LABEL_WAITS: view.screen.value,
        VerdictCode.NOT_NOW: verdict.reason or view.screen.value,
    }
    variant = variants.get(verdict.code, verdict.reason)
    return say(_first(f"verdict.{code}_{variant}", f"verdict.{code}"), **facts)


def hint(view: BenchView, verdict: Verdict) -> str:
    """The second line to a verdict; "" if there is none."""
    code = verdict.code.value
    facts = _facts(view, verdict)
    lacking = (verdict.code is VerdictCode.ALREADY_ENOUGH and not facts["place"]) or ""
    variant = "nowhere" if lacking else "many" if verdict.units > 1 else "one"
    if verdict.code is VerdictCode.ORDER_TAKEN and not verdict.who:
        variant = "nobody"
    key = _first(f"hint.{code}_{variant}", f"hint.{code}")
    return say(key, **facts) if has(key) else ""


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
    return view.screen in ASKING and verdict.family in (Family.ASK, Family.GO)


def _put_in(view: BenchView) -> str:
    line = shown_line(view, settled=True)
    if line is None:
        return say("bench.waiting")
    left = max(0, line.wanted - line.packed)
    return say("bench.packing" if line.packed else "bench.packing_first", count=left, left=left)


def _calm_key(view: BenchView) -> str:
    return view.screen.value if has(f"bench.{view.screen.value}") else "waiting"


def _label_step(view: BenchView) -> str:
    return _LABEL_STEPS.get(view.label.step, "printing") if view.label else "buying"


def _counted_variant(facts: dict[str, object], verdict: Verdict) -> str:
    if facts["left"] == 0:
        return "line"
    return "many" if verdict.units > 1 else ""


def _complete_variant(view: BenchView) -> str:
    if view.screen is BenchScreen.TRACKING_WANTED:
        return "tracking"
    if view.screen in (BenchScreen.FULL, BenchScreen.LABELLED):
        return _label_step(view)
    return "closed"


def _facts(view: BenchView, verdict: Verdict) -> dict[str, object]:
    lines = view.order.lines if view.order else ()
    line = next((one for one in lines if one.article.sku == verdict.sku), None)
    count = verdict.wanted
    if verdict.code is VerdictCode.TAKEN and view.order:
        count = view.order.wanted - view.order.packed
    return {
        "left": verdict.left,
        "packed": verdict.packed,
        "wanted": verdict.wanted,
        "count": count,
        "units": verdict.units,
        "who": verdict.who,
        "scanned": readable_code(verdict.scanned),
        "place": line.article.place if line else "",
        "name": line.article.short if line else "",
    }


def _first(*keys: str) -> str:
    return next((key for key in keys if has(key)), keys[-1])


def duty_words(duty: Duty, purchase_order_number: str = "") -> str:
    """A duty as its card names it."""
    if duty is Duty.BUSINESS and purchase_order_number:
        return say("duty.business_order", number=purchase_order_number)
    return say(f"duty.{duty.value}")


def announcement(view: BenchView, settled: bool = False) -> str:
    """What a screen reader says: the sentence, the hint, and the count."""
    now = spoken(view, settled)
    parts = [now.words.rstrip(".")]
    if now.hint:
        parts.append(now.hint)
    line = shown_line(view, settled)
    if line is not None and view.screen is not BenchScreen.LOCKED:
        count = say("bench.count_of", packed=line.packed, wanted=line.wanted)
        parts.append(f"{line.article.short}: {count}")
    return ". ".join(parts)
