"""A scan while units go in: what it is, whether there is room for it, what its unit must prove."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fbm_desk.domain.answering import Step, answer, not_now
from fbm_desk.domain.codes import CodeKind
from fbm_desk.domain.deeds import Count, Match
from fbm_desk.domain.events import Commanded, Scanned
from fbm_desk.domain.finishing import go_on
from fbm_desk.domain.places import chosen, counted, lines_for, meant, parts_of
from fbm_desk.domain.proofs import (
    answered,
    contradicts,
    is_no_proof,
    lot_in,
    of_another,
    proved,
    serial_in,
)
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.domain.verdicts import VerdictCode as V
from fbm_desk.domain.weighing import not_in_box

MOST_CHOICES = 9
"""A question is answered by one digit."""


def scan_item(session: Session, event: Scanned) -> Step:
    """An item comes while packing: the heart of the house."""
    code = event.code
    if code.kind is CodeKind.CHOICE and not event.matches and session.rules > 1:
        return set_times(session, code.choice)
    # A number told before is for this very scan.
    once = replace(session, times=0) if session.times else session
    if code.order_id == session.order_id:
        return Step(once, answer(once, V.ALREADY_HERE, scanned=code.text))
    if code.order_id is not None:
        return not_now(once, event)
    if not event.matches:
        return not_an_article(once, event)
    return _item(session, once, event)


def set_times(session: Session, times: int) -> Step:
    """The next scan counts so many times; which articles allow that is seen when it comes."""
    if times < 2:
        one = replace(session, times=0)
        return Step(one, answer(one, V.NEVER_MIND))
    many = replace(session, times=times)
    return Step(many, answer(many, V.TIMES_SET, units=times))


def times_told(session: Session, event: Commanded) -> Step:
    """QUANTITY ×n; without a number a digit is awaited."""
    if not event.quantity:
        return Step(session, answer(session, V.TIMES_ASKED))
    return set_times(session, event.quantity)


_NOT_ITEMS = {
    CodeKind.TRACKING: "tracking",
    CodeKind.TOTE: "tote",
    CodeKind.BADGE: "badge",
    CodeKind.BOX: "box",
    CodeKind.REASON: "reason",
}


def not_an_article(session: Session, event: Scanned) -> Step:
    """No article has this barcode: what it is by its form is said, where the form says it."""
    code = event.code
    if code.transparency:
        return Step(session, answer(session, V.ITEM_FIRST, scanned=code.text))
    kind = _NOT_ITEMS.get(code.kind)
    if kind:
        return Step(session, answer(session, V.NOT_AN_ITEM, scanned=code.text, reason=kind))
    return Step(session, answer(session, V.UNKNOWN, scanned=code.text, reason=code.trouble))


def _item(told: Session, session: Session, event: Scanned) -> Step:
    times = max(1, told.times)
    here = [
        one
        for match in event.matches
        for one in meant(session, match, units_of(event, match, times))
    ]
    if not here:
        return _wrong_item(session, event)
    fitting = [
        one for one in dict.fromkeys(here) if counted(session, one, units_of(event, one, times))
    ]
    if not fitting:
        return _enough(session, event, here[0], times)
    # Which of them lies here is not known yet, so each has to allow the number.
    each = [one for one in fitting if not _may_count(session, one, units_of(event, one, times))]
    if times > 1 and each:
        return _count_each(session, event, each[0])
    if len(fitting) > 1:
        return _ask_which(session, event, fitting, times)
    return count_it(session, event, fitting[0], units_of(event, fitting[0], times))


def units_of(event: Scanned, match: Match, times: int = 1) -> int:
    """Units one scan of `match` stands for; a count printed in the barcode multiplies them."""
    return match.units * max(1, event.code.count) * times


def _may_count(session: Session, match: Match, units: int) -> bool:
    """True when each article of this scan may be told by a number, and by so large a one."""
    count = counted(session, match, units)
    assert count is not None
    limits: dict[Any, int] = {}
    numbers: dict[Any, int] = {}
    for index, number in count.pieces:
        line = session.lines[index]
        limits[line.sku] = line.demands(count.instead).may_count
        numbers[line.sku] = numbers.get(line.sku, 0) + number
    return all(numbers[sku] <= limits[sku] for sku in numbers)


def _count_each(session: Session, event: Scanned, match: Match) -> Step:
    index = lines_for(session, match)[0]
    facts = {"scanned": event.code.text, "units": units_of(event, match)}
    return Step(replace(session, last=index), answer(session, V.COUNT_EACH, index, **facts))


def _wrong_item(session: Session, event: Scanned) -> Step:
    came, text = event.matches[0].sku, event.code.text
    verdict = answer(session, V.WRONG_ITEM, session.following, scanned=text, came=came)
    return Step(session, verdict)


def _enough(session: Session, event: Scanned, match: Match, times: int) -> Step:
    """Too many: of a kit, the part that is nearest to full is what people look for.

    A kit of which a part is in and another is not goes in by its parts, and not back.
    """
    lines, units = lines_for(session, match), units_of(event, match, times)
    kit = match.instead_of is None and session.lines[lines[0]].sku != match.sku
    each = parts_of(session, match.sku) if kit and session.rules > 4 else {}
    needs = {i: each.get(session.lines[i].sku, 0) * units for i in lines}
    index = min(reversed(lines), key=lambda i: session.missing(i) - needs[i])
    facts: dict[str, Any] = {"scanned": event.code.text, "units": units}
    if kit and any(session.missing(i) > 0 for i in lines):
        facts["reason"] = "kit"
    if match.instead_of is not None:
        facts["came"] = match.sku  # it goes back to its own place
    verdict = answer(session, V.ALREADY_ENOUGH, index, **facts)
    return Step(replace(session, last=index), verdict)


def _ask_which(session: Session, event: Scanned, fitting: list[Match], times: int) -> Step:
    """What the barcode says of the unit itself is kept: the digit that answers says only which."""
    offered = tuple(
        replace(match, units=units_of(event, match, times)) for match in fitting[:MOST_CHOICES]
    )
    said = said_by(event)
    asking = replace(session, state=State.ASKING_WHICH, choices=offered, pending=said)
    return Step(asking, answer(asking, V.AMBIGUOUS, scanned=event.code.text))


def said_by(event: Scanned) -> Count:
    """What a barcode says of its unit. A proof that was used before is asked for again."""
    code = event.code
    return Count(
        (),
        "" if event.serial_known else code.serial,
        code.lot,
        code.expires_on,
        "" if event.transparency_known else code.transparency,
        scale_g=event.scale_g,
    )


def scan_which(session: Session, event: Scanned) -> Step:
    """A digit chooses; any other scan is a fresh one, the question is dropped."""
    if not event.code.choice:
        return scan_item(replace(session, state=State.PACKING, choices=(), pending=None), event)
    choice, said = chosen(session, event.code.choice), session.pending or Count(())
    if choice is None:
        return not_now(session, event)
    going_on = replace(session, state=State.PACKING, choices=(), pending=None)
    count = counted(going_on, choice, choice.units)
    if count is None:  # cannot be: nothing was counted since it was asked
        return not_now(session, event)
    return _put_in(going_on, _with_proofs(count, said), event)


def count_it(session: Session, event: Scanned, match: Match, units: int) -> Step:
    """The article is wanted and there is room: count it once it proved what it must."""
    count = counted(session, match, units)
    assert count is not None
    code = event.code
    proofs = Count(
        (), code.serial, code.lot, code.expires_on, code.transparency, scale_g=event.scale_g
    )
    return _put_in(session, _with_proofs(count, proofs), event)


def _with_proofs(count: Count, said: Count) -> Count:
    return replace(
        count,
        serial=said.serial,
        lot=said.lot,
        expires_on=said.expires_on,
        transparency=said.transparency,
        scale_g=said.scale_g,
    )


def _put_in(session: Session, count: Count, event: Scanned) -> Step:
    if not_in_box(session, event):
        last = session.counts[-1].pieces[0][0]
        return Step(session, answer(session, V.NOT_IN_BOX, last, scanned=event.code.text))
    return prove(session, count, event)


def prove(session: Session, count: Count, event: Scanned) -> Step:
    """Ask for what the unit must still show; when it showed all, it is in."""
    asked = proved(session, count, event)
    return asked if asked is not None else _in(session, count, event)


def _in(session: Session, count: Count, event: Scanned) -> Step:
    """The unit is in: everything that follows is decided here."""
    index = count.pieces[0][0]
    packed = session.with_deed(count, index)
    if packed.state is not State.PACKING:
        packed = replace(packed, state=State.PACKING)
    facts: dict[str, Any] = {"scanned": event.code.text, "units": count.units}
    if not packed.complete:
        return Step(packed, answer(packed, V.COUNTED, index, **facts, **_told(count, event)))
    done = go_on(packed, **facts, sku=packed.lines[index].sku)
    told = _told(count, event).get("reason", "")
    if done.session.state is State.DONE and told == "earlier_lot":  # nothing follows to tell it
        return replace(done, verdict=replace(done.verdict, reason=told))
    return done


def _told(count: Count, event: Scanned) -> dict[str, Any]:
    """What is to be said besides: a kit, a substitute, an older lot that waits in stock."""
    if count.kit is not None:
        return {"reason": "kit", "came": count.kit}
    if count.instead is not None:
        return {"reason": "substitute", "came": count.instead}
    earlier = event.earlier_on
    if earlier and count.expires_on and earlier < count.expires_on:
        return {"reason": "earlier_lot"}
    return {}


# --- the unit's own codes ------------------------------------------------------------------------


def scan_serial(session: Session, event: Scanned) -> Step:
    """The unit's serial number. An article's own barcode is none: ask again."""
    serial, pending = serial_in(event), session.pending
    if pending is None or not serial or is_no_proof(session, event, serial):
        return _again(session, event, V.SERIAL_WANTED)
    if _not_its_own(session, pending, event):
        return _again(session, event, V.SERIAL_WANTED)
    return prove(session, replace(_answered(session, pending, event), serial=serial), event)


def scan_lot(session: Session, event: Scanned) -> Step:
    """The unit's lot, and with it its date where the barcode has one."""
    lot, pending = lot_in(event), session.pending
    if pending is None or not lot or is_no_proof(session, event, lot):
        return _again(session, event, V.LOT_WANTED)
    if _not_its_own(session, pending, event):
        return _again(session, event, V.LOT_WANTED)
    dated = event.code.expires_on or pending.expires_on
    unit = replace(_answered(session, pending, event), lot=lot, expires_on=dated)
    return prove(session, unit, event)


def scan_transparency(session: Session, event: Scanned) -> Step:
    """The unit's Transparency code; no other text is taken for one."""
    code, pending = event.code.transparency, session.pending
    if pending is None or not code or _not_its_own(session, pending, event):
        return _again(session, event, V.TRANSPARENCY_WANTED)
    unit = replace(_answered(session, pending, event), transparency=code)
    return prove(session, unit, event)


def _not_its_own(session: Session, pending: Count, event: Scanned) -> bool:
    other = session.rules > 1 and of_another(session, pending, event)
    return other or contradicts(session, pending, event)


def _answered(session: Session, pending: Count, event: Scanned) -> Count:
    """By the first rules an answer said nothing but what was asked for."""
    return pending if session.rules == 1 else answered(session, pending, event)


def _again(session: Session, event: Scanned, code: VerdictCode) -> Step:
    """The scan is no answer: why not is said, and the question stays."""
    pending = session.pending
    index = pending.pieces[0][0] if pending else session.following
    facts: dict[str, Any] = {"scanned": event.code.text, "reason": "no_proof"}
    if pending is not None and of_another(session, pending, event):
        facts |= {"reason": "another_item", "came": event.matches[0].sku}
    elif pending is not None and contradicts(session, pending, event):
        facts["reason"] = "another_unit"
    elif event.matches:
        facts["reason"] = "the_item"
    return Step(session, answer(session, code, index, **facts))
