"""An answer of the bench in words, the same on the screen, in a list and on the command line."""

from __future__ import annotations

from fbm_desk.domain import barcodes
from fbm_desk.domain.replanning import MOVED_TOO
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services.desk_view import BenchScreen, BenchView, LabelStep, LineView
from fbm_desk.services.parcel_view import ProofView, highest
from fbm_desk.texts import has, say

_LABEL_STEPS = {
    LabelStep.BUYING: "buying",
    LabelStep.CHECKING: "checking",
    LabelStep.PRINTING: "printing",
}


def sentence(view: BenchView, verdict: Verdict) -> str:
    """The verdict in one sentence; before it what the question came to that it put an end to."""
    code = verdict.code.value
    said = say(
        first(f"verdict.{code}_{_variant(view, verdict)}", f"verdict.{code}"),
        **facts(view, verdict),
    )
    if _is_quantity(verdict) and verdict.reason:
        said = f"{said}. {say('bench.moved_too')}"
    dropped = f"dropped.{verdict.dropped}"
    return f"{say(dropped)} {said}" if has(dropped) else said


def _is_quantity(verdict: Verdict) -> bool:
    """True of an order of which another quantity is wanted, be its address another one or not."""
    return verdict.code is VerdictCode.REPLANNED and verdict.reason in ("", MOVED_TOO)


def hint(view: BenchView, verdict: Verdict) -> str:
    """The second line to a verdict; "" if there is none."""
    code, known = verdict.code.value, facts(view, verdict)
    if verdict.code is VerdictCode.NOT_SAVED:
        return say(first(f"error.{verdict.reason}", "error.other"))
    if verdict.code is VerdictCode.LOCKED and view.order is None:
        return ""
    variant = _hint_variant(view, verdict, bool(known["place"]))
    if not view.connected:
        variant = variant if has(f"hint.{code}_{variant}") else "by_file"
    key = first(f"hint.{code}_{variant}", f"hint.{code}")
    if verdict.code is VerdictCode.TAKEN:
        return say("hint.taken_kits", **(known | {"count": known["kits"]})) if known["kits"] else ""
    return say(key, **known) if has(key) else ""


def _hint_variant(view: BenchView, verdict: Verdict, has_place: bool) -> str:
    """Which of a verdict's second lines fits the moment; what has none takes the plain one."""
    many = verdict.units > 1
    if verdict.code is VerdictCode.ALREADY_ENOUGH:
        if verdict.reason:
            return verdict.reason
        if verdict.left > 0:
            return "case"
        return "_".join(filter(None, ("" if has_place else "nowhere", "many" if many else "")))
    if verdict.code is VerdictCode.ORDER_TAKEN and not verdict.who:
        return "nobody"
    if _is_quantity(verdict):
        return view.screen.value if verdict.left == 0 else ""
    if verdict.code in _SAID_BY_REASON and verdict.reason:
        return verdict.reason
    if verdict.code is VerdictCode.COUNT_EACH and _line_of(view, verdict, "may_count"):
        return "limit"
    if verdict.code is VerdictCode.COUNTED and view.proof is not None:
        return _proof_shown(view.proof, verdict.reason, has_place)
    if verdict.code is VerdictCode.WEIGHT_OFF and verdict.came:
        return "came"
    if verdict.code is VerdictCode.NOTHING_TO_DO and view.orders_waiting == view.orders_held:
        return "held" if view.orders_held else "done"
    if verdict.code is VerdictCode.NOT_NOW:
        variant = _not_now(view, verdict)
        return "packing_none" if variant == "packing" and view.order is None else variant
    if has(f"hint.{verdict.code.value}_{verdict.reason}"):
        return verdict.reason
    return "many" if many else "one"


def _line_of(view: BenchView, verdict: Verdict, fact: str) -> int:
    """A number of the line that a verdict is about; 0 when it is about none."""
    lines = view.order.lines if view.order else ()
    return next((getattr(one, fact) for one in lines if one.article.sku == verdict.sku), 0)


def _proof_shown(proof: ProofView, reason: str, has_place: bool) -> str:
    """Which of a unit's proofs is said with its count."""
    if reason == "earlier_lot" and proof.earlier_lot:
        return "earlier_lot" if has_place else "earlier_lot_nowhere"
    if reason == "earlier_lot":
        return "older"
    if reason:
        return reason
    if proof.lot:
        return "lot" if proof.expires_on else "lot_undated"
    return "serial" if proof.serial else "one"


_SAID_BY_REASON = (VerdictCode.UNDONE, VerdictCode.TASK_WANTED, VerdictCode.REPLANNED)


def _not_now(view: BenchView, verdict: Verdict) -> str:
    """What is due first: a look at the printer, or the state's own step."""
    due = _label_doubt(view) or verdict.reason or view.screen.value
    # Another order's slip is no wrong item: it waits until this order is out of the way.
    another = due == "packing" and bool(barcodes.read(verdict.scanned).order_id)
    return "packing_order" if another else due


def _variant(view: BenchView, verdict: Verdict) -> str:
    """Which of a verdict's sentences fits the moment."""
    if verdict.code is VerdictCode.COUNTED and not verdict.reason:
        return "line" if verdict.left == 0 else "many" if verdict.units > 1 else ""
    if verdict.code is VerdictCode.ORDER_COMPLETE:
        return _complete(view)
    if verdict.code is VerdictCode.ALREADY_ENOUGH and not verdict.reason:
        return "case" if verdict.left > 0 else "many" if verdict.units > 1 else ""
    if verdict.code is VerdictCode.LABEL_WAITS:
        return view.screen.value
    if verdict.code is VerdictCode.WEIGHT_OFF:
        return "heavy" if verdict.grams > 0 else "light"
    if verdict.code is VerdictCode.LABEL_READY:
        return "box" if len(view.boxes) > 1 else ""
    if verdict.code is VerdictCode.NOT_NOW:
        return _not_now(view, verdict)
    if verdict.code is VerdictCode.RESUMED:
        return view.screen.value
    if _is_quantity(verdict) and verdict.left > 0:
        return ""
    if _is_quantity(verdict):
        return "fewer" if len(view.changed_lines) == 1 else "full"
    return verdict.reason


def _complete(view: BenchView) -> str:
    if view.screen is BenchScreen.TRACKING_WANTED:
        return "tracking"
    if view.screen in (BenchScreen.FULL, BenchScreen.LABELLED):
        return label_step(view)
    return "failed" if view.screen is BenchScreen.LABEL_FAILED else "closed"


def _label_doubt(view: BenchView) -> str:
    """ "not_printed" or "unsure" while there may be no label that could be scanned."""
    if view.screen is not BenchScreen.LABELLED or view.label is None:
        return ""
    doubts = (LabelStep.NOT_PRINTED, LabelStep.UNSURE)
    return view.label.step.value if view.label.step in doubts else ""


def label_step(view: BenchView) -> str:
    """How far the label is, as the variant of a sentence."""
    return _LABEL_STEPS.get(view.label.step, "printing") if view.label else "buying"


def facts(view: BenchView, verdict: Verdict) -> dict[str, object]:
    """What fills the blanks of a sentence about a verdict."""
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
        "order": verdict.order_id or "",
        "place": _place(view, verdict, line),
        "name": line.article.short if line else "",
        **_change_facts(view),
        "next": _next_name(view),
        "kit": view.came.short if view.came else verdict.came or "",
        "kits": view.order.kits if view.order else 0,
        "held": view.orders_held,
        "box": verdict.box or (view.order.parcel_number if view.order else 1),
        "grams": grouped(abs(verdict.grams)),
        "boxes": highest(view.boxes),
        "limit": line.may_count if line else 0,
        **_proof_facts(view.proof or ProofView()),
    }


def _place(view: BenchView, verdict: Verdict, line: LineView | None) -> str:
    """Where the unit belongs that the verdict is about: a substitute to its own place."""
    if verdict.code is VerdictCode.ALREADY_ENOUGH and verdict.came is not None:
        return view.came.place if view.came else ""
    return line.article.place if line else ""


def _change_facts(view: BenchView) -> dict[str, object]:
    """Of which article another number is wanted, where one changed."""
    one = next(iter(view.changed_lines), None)
    if one is None:
        return {"changed": "", "was": 0, "now": 0}
    return {"changed": one.article.short, "was": one.was, "now": one.now}


def choice_units(view: BenchView) -> tuple[str, ...]:
    """How many units each choice counts, "6 units"; "" of all where each counts one."""
    told = any(line.units != 1 for line in view.choices)
    return tuple(say("bench.units", count=line.units) if told else "" for line in view.choices)


def grouped(number: int) -> str:
    """ "1 920": a space that does not break, as it is read in every country."""
    return f"{number:,}".replace(",", "\u00a0")


def _proof_facts(proof: ProofView) -> dict[str, object]:
    """Days as they are printed beside lots: the year first, the same in every country."""
    return {
        "serial": proof.serial,
        "lot": proof.lot,
        "until": proof.expires_on or "",
        "earlier": proof.earlier_lot,
        "earlier_until": proof.earlier_on or "",
    }


def _next_name(view: BenchView) -> str:
    """What is to be put in next."""
    if view.order is None or not 0 <= view.order.following < len(view.order.lines):
        return ""
    return view.order.lines[view.order.following].article.short


def first(*keys: str) -> str:
    """The first of these sentences that the catalogue has."""
    return next((key for key in keys if has(key)), keys[-1])


def readable_code(text: str) -> str:
    """A scanned code in groups that can be read out: EAN-13 as 1 6 6, UPC-A as 1 5 5 1."""
    shapes = {13: (1, 6, 6), 12: (1, 5, 5, 1), 14: (1, 2, 5, 5, 1), 8: (4, 4)}
    if not text.isascii() or not text.isdigit() or len(text) not in shapes:
        return text
    groups, at = [], 0
    for length in shapes[len(text)]:
        groups.append(text[at : at + length])
        at += length
    return " ".join(groups)


def healing(verdict: Verdict) -> str:
    """What was mended of the scan, or from the third in a row what should be done about it."""
    if not verdict.healed:
        return ""
    kind = verdict.healed.partition("_")[0]
    if verdict.remedy and has(f"healed.remedy_{verdict.healed}"):
        return say(f"healed.remedy_{verdict.healed}")
    key = first(f"healed.{verdict.healed}", f"healed.{kind}")
    return say(key) if has(key) else ""
