"""Broken units: they leave the stock, do not count, and leave the box when they lay in one."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer, not_now
from fbm_desk.domain.boxes_open import (
    answer_which,
    ask_box,
    ask_which,
    asked_again,
    box_said,
    boxes_with,
    may_lie,
    move_from,
    showing,
    take,
    which_unit,
)
from fbm_desk.domain.deeds import Broken, Count, Match
from fbm_desk.domain.events import Act, Commanded, Effect, Scanned
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.putting_in import not_an_article, said_by, units_of
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import VerdictCode as V


def ask_what_broke(session: Session, _event: Commanded) -> Step:
    """DAMAGED: the next scanned unit is broken."""
    asking = replace(session, state=State.DAMAGING, times=0)
    return Step(asking, answer(asking, V.DAMAGED_ASKED))


def scan_broken(session: Session, event: Scanned) -> Step:
    """The broken unit: one in hand, or one that was in a box already. Where is asked."""
    if session.choices:
        return answer_which(session, event, scan_broken, _break)
    shown = showing(session, event)
    if shown:
        return _broken(session, Broken(session.sku_of(shown[0]), 1, shown), event.code.text)
    if not event.matches:
        return not_an_article(session, event)
    mine = _wanted_here(session)
    found = [
        replace(one, units=units_of(event, one))
        for one in dict.fromkeys(event.matches)
        if one.sku in mine
    ]
    if len(found) > 1:
        return ask_which(session, event, found)
    if not found:
        text, came = event.code.text, event.matches[0].sku
        return Step(session, answer(session, V.WRONG_ITEM, scanned=text, came=came))
    return _break(session, found[0], said_by(event), event)


def _break(session: Session, match: Match, said: Count, event: Scanned) -> Step:
    boxes = _may_be_from(session, match, said, event)
    if boxes:
        return ask_box(session, match, said, (0, *boxes), event)
    return _broken(session, _in_hand(match, said), event.code.text)


def _may_be_from(session: Session, match: Match, said: Count, event: Scanned) -> tuple[int, ...]:
    """The boxes in which it may have lain: by earlier rules none, where it has a serial number."""
    boxes, code = boxes_with(session, match), event.code
    serial = code.serial or said.serial
    if session.rules < 5:
        return () if serial else boxes
    told = replace(said, serial=serial, transparency=code.transparency or said.transparency)
    return tuple(box for box in boxes if may_lie(session, match, told, box))


def _in_hand(match: Match, said: Count) -> Broken:
    return Broken(match.sku, match.units, (), said.serial, said.lot, said.transparency)


def _wanted_here(session: Session) -> set[Sku]:
    """The articles of which units may be in hand here; a kit's parts are scanned themselves."""
    lines = [line for line in session.lines if not line.dropped]
    return {line.sku for line in lines} | {one.sku for line in lines for one in line.substitutes}


def _broken(session: Session, deed: Broken, text: str) -> Step:
    taken = deed.taken
    index = taken[0].index if taken else next(session.of_sku(deed.sku), -1)
    broken = replace(session.with_deed(deed, index), state=State.PACKING)
    verdict = answer(broken, V.DAMAGED, index, scanned=text, units=deed.units)
    effect = Effect(Act.DAMAGE, taken[0].box if taken else session.filling, deed.sku, deed.units)
    return Step(broken, replace(verdict, sku=deed.sku), (effect,))


def answer_box(session: Session, event: Scanned | Commanded) -> Step:
    """The digit, or the command of a box, says where the asked unit lay."""
    box = box_said(session, event)
    text = event.code.text if isinstance(event, Scanned) else ""
    if box is None:
        return not_now(session, event)
    if session.back_to is not State.DAMAGING:
        return move_from(session, box, text)
    match, said = session.choices[0], session.pending or Count(())
    back = asked_again(session)
    if box == 0:
        return _broken(back, _in_hand(match, said), text)
    return _broken_in(back, match, said, box, text)


def _broken_in(session: Session, match: Match, said: Count, box: int, text: str) -> Step:
    taken = take(session, match, said, box)
    if not taken:
        return Step(session, answer(session, which_unit(session, match, box), scanned=text))
    deed = Broken(match.sku, match.units, taken)
    if session.rules > 4:  # what it says of itself stays its own, though nobody knew it in the box
        deed = replace(_in_hand(match, said), taken=taken)
    return _broken(session, deed, text)
