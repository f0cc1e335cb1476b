"""Several boxes: the next one, an earlier one again, and units that go from one into another.

Nothing is guessed: of units that show different lots or numbers the very one is asked for, and a
unit that may lie in several boxes is asked for its box.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fbm_desk.domain.answering import Rule, Step, answer, not_now
from fbm_desk.domain.deeds import BoxChosen, BoxOpened, Count, Lying, Match, Moved
from fbm_desk.domain.events import BoxScanned, Commanded, Scanned
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.places import chosen, parts_of
from fbm_desk.domain.proofs import serial_key
from fbm_desk.domain.putting_in import MOST_CHOICES, not_an_article, said_by, units_of
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.domain.verdicts import VerdictCode as V

MOST_BOXES = 99


def open_box(session: Session, event: Commanded) -> Step:
    """The next box, or the one of this number."""
    number = event.box or session.boxes + 1
    plain = replace(session, times=0)
    if number == session.filling:
        return Step(plain, answer(plain, V.BOX_OPEN))
    if number > min(session.boxes + 1, MOST_BOXES):
        return Step(plain, answer(plain, V.NO_SUCH_BOX, box=number))
    if number > session.boxes and not session.in_box(session.filling):
        return Step(plain, answer(plain, V.BOX_EMPTY))
    opened = session.with_deed(BoxOpened(number))
    return Step(opened, answer(opened, V.BOX_OPEN))


def choose_box(session: Session, event: BoxScanned) -> Step:
    """The packer takes this box of the seller's for the one that is open."""
    chosen = session.with_deed(BoxChosen(session.filling, event.name, event.tare_g))
    return Step(chosen, answer(chosen, V.BOX_CHOSEN, scanned=event.name))


def ask_what_moves(session: Session, _event: Commanded) -> Step:
    """MOVE: the next scanned unit goes into the box that is open now."""
    if not any(one.box != session.filling for one in session.lying):
        plain = replace(session, times=0)
        return Step(plain, answer(plain, V.NOTHING_TO_MOVE))
    asking = replace(session, state=State.MOVING, times=0)
    return Step(asking, answer(asking, V.MOVE_ASKED))


def scan_moving(session: Session, event: Scanned) -> Step:
    """The unit that moves: by its own number, else by its article."""
    if session.choices:
        return answer_which(session, event, scan_moving, _move)
    shown = showing(session, event)
    if shown:
        return _moved(session, shown, event.code.text)
    if not event.matches:
        return not_an_article(session, event)
    found = wanted_units(session, event)
    if session.rules > 4:
        found = [one for one in found if _others_with(session, one)]
    if len(found) > 1:
        return ask_which(session, event, found)
    if not found:
        return _not_there(session, event, V.NOTHING_TO_MOVE)
    return _move(session, found[0], said_by(event), event)


def _move(session: Session, match: Match, said: Count, event: Scanned) -> Step:
    return _from_box(session, match, said, _others_with(session, match), event)


def _not_there(session: Session, event: Scanned, code: VerdictCode) -> Step:
    return Step(session, answer(session, code, scanned=event.code.text))


def _from_box(
    session: Session, match: Match, said: Count, boxes: tuple[int, ...], event: Scanned
) -> Step:
    if not boxes:
        return _not_there(session, event, V.NOTHING_TO_MOVE)
    if len(boxes) > 1:
        return ask_box(session, match, said, boxes, event)
    taken = take(session, match, said, boxes[0])
    if not taken:
        return _not_there(session, event, which_unit(session, match, boxes[0]))
    return _moved(session, taken, event.code.text)


def _moved(session: Session, taken: tuple[Lying, ...], text: str) -> Step:
    if taken[0].box == session.filling:
        return Step(session, answer(session, V.NOTHING_TO_MOVE, scanned=text))
    index, units = taken[0].index, sum(one.units for one in taken)
    deed = Moved(taken, session.filling)
    moved = replace(session.with_deed(deed, index), state=State.PACKING)
    return Step(moved, answer(moved, V.MOVED, index, scanned=text, units=units))


def _others_with(session: Session, match: Match) -> tuple[int, ...]:
    return tuple(box for box in boxes_with(session, match) if box != session.filling)


# --- which unit it is ----------------------------------------------------------------------------

_Goes = Callable[[Session, Match, Count, Scanned], Step]


def ask_which(session: Session, event: Scanned, found: list[Match]) -> Step:
    """A barcode of several articles, or of a unit and a case: a digit says what moves or broke."""
    if session.rules < 5:
        return _not_there(session, event, V.AMBIGUOUS)
    asking = replace(session, choices=tuple(found[:MOST_CHOICES]), pending=said_by(event))
    return Step(asking, answer(asking, V.AMBIGUOUS, scanned=event.code.text))


def answer_which(session: Session, event: Scanned, scan: Rule, goes: _Goes) -> Step:
    """`goes` with what the digit names; any other scan is a fresh one, the question is dropped."""
    free = replace(session, choices=(), pending=None)
    if not event.code.choice:
        return scan(free, event)
    choice = chosen(session, event.code.choice)
    if choice is None:
        refused = not_now(session, event)
        return replace(refused, verdict=replace(refused.verdict, reason=State.ASKING_WHICH.value))
    return goes(free, choice, session.pending or Count(()), event)


def showing(session: Session, event: Scanned) -> tuple[Lying, ...]:
    """The one unit that shows the serial number or the Transparency code of this scan."""
    code = event.code
    skus = {match.sku for match in event.matches}
    serials = {_serial(session, text) for text in (code.serial, code.text)}
    found = [
        one
        for one in session.lying
        if (one.serial and _serial(session, one.serial) in serials)
        or (one.transparency and one.transparency == code.transparency)
    ]
    if skus:
        found = [one for one in found if session.sku_of(one) in skus]
    return (found[0],) if len(found) == 1 and found[0].units == 1 else ()


def wanted_units(session: Session, event: Scanned) -> list[Match]:
    """The articles and kits of this order that a scan may mean, as many of each as it says."""
    matches = (replace(one, units=units_of(event, one)) for one in event.matches)
    return [one for one in dict.fromkeys(matches) if boxes_with(session, one)]


def needs_of(session: Session, match: Match) -> dict[Sku, int]:
    """The units of each article that a match stands for: a kit stands for its parts."""
    if any(session.sku_of(one) == match.sku for one in session.lying):
        return {match.sku: match.units}
    return {sku: each * match.units for sku, each in parts_of(session, match.sku).items()}


def boxes_with(session: Session, match: Match) -> tuple[int, ...]:
    """The boxes in which all that a match stands for lies."""
    needs = needs_of(session, match)
    return tuple(
        box
        for box in session.full_boxes
        if needs and all(_number(session, box, sku) >= units for sku, units in needs.items())
    )


def _number(session: Session, box: int, sku: Sku) -> int:
    return sum(one.units for one in session.in_box(box) if session.sku_of(one) == sku)


def take(session: Session, match: Match, said: Count, box: int) -> tuple[Lying, ...]:
    """The units taken out of a box; none when they show different things and the scan says none.

    Units of one article that show the same are alike; those that differ are never mixed up.
    """
    taken: list[Lying] = []
    for sku, units in needs_of(session, match).items():
        there = [one for one in session.in_box(box) if session.sku_of(one) == sku]
        fits = [one for one in there if _fits(session, one, said)]
        shows = {(one.serial, one.lot, one.expires_on, one.transparency) for one in fits}
        available = sum(one.units for one in fits)
        if available < units or (len(shows) > 1 and available > units):
            return ()
        for one in reversed(fits):
            goes = min(units, one.units)
            if goes:
                taken.append(replace(one, units=goes))
                units -= goes
    return tuple(taken)


def _fits(session: Session, one: Lying, said: Count) -> bool:
    """What nobody knows of a unit contradicts nothing."""
    serials = (_serial(session, one.serial), _serial(session, said.serial))
    lots = (_serial(session, one.lot), _serial(session, said.lot))
    shown = (serials, lots, (one.transparency, said.transparency))
    return all(not mine or not told or mine == told for mine, told in shown)


def may_lie(session: Session, match: Match, said: Count, box: int) -> bool:
    """True when so many units lie there which nothing that the scan says contradicts."""
    fits = [one for one in session.in_box(box) if _fits(session, one, said)]
    return all(
        sum(one.units for one in fits if session.sku_of(one) == sku) >= units
        for sku, units in needs_of(session, match).items()
    )


def _serial(session: Session, text: str) -> str:
    """A serial number or a lot as it is compared; earlier rules told capitals and small letters
    apart here."""
    return serial_key(text) if session.rules > 4 else text


def which_unit(session: Session, match: Match, box: int) -> VerdictCode:
    """What is asked for when an article's barcode does not say which of its units it is."""
    skus = needs_of(session, match)
    there = [one for one in session.in_box(box) if session.sku_of(one) in skus]
    if any(one.serial for one in there):
        return V.SERIAL_WANTED
    return V.TRANSPARENCY_WANTED if any(one.transparency for one in there) else V.LOT_WANTED


# --- the question for the box --------------------------------------------------------------------


def ask_box(
    session: Session, match: Match, said: Count, boxes: tuple[int, ...], event: Scanned
) -> Step:
    """In which of these boxes did it lie? A digit answers, or the command of a box; 0 is none."""
    asking = replace(
        session,
        state=State.ASKING_BOX,
        choices=(match,),
        pending=said,
        boxes_asked=boxes,
        back_to=session.state,
    )
    return Step(asking, answer(asking, V.WHICH_BOX_ASKED, scanned=event.code.text))


def asked_again(session: Session) -> Session:
    """The session before the question for the box."""
    return replace(
        session,
        state=session.back_to,
        choices=(),
        pending=None,
        boxes_asked=(),
        back_to=State.PACKING,
    )


def box_said(session: Session, event: Scanned | Commanded) -> int | None:
    """The box that an answer names; None when it names none of those asked about."""
    if isinstance(event, Commanded):
        named = event.box or session.rules < 5  # the next box is none of them
        return event.box if named and event.box in session.boxes_asked else None
    choice = event.code.choice
    return session.boxes_asked[choice - 1] if 0 < choice <= len(session.boxes_asked) else None


def move_from(session: Session, box: int, text: str) -> Step:
    """The box is known out of which the asked unit moves."""
    match, said = session.choices[0], session.pending or Count(())
    back = asked_again(session)
    taken = take(back, match, said, box)
    if not taken:
        return Step(back, answer(back, which_unit(back, match, box), scanned=text))
    return _moved(back, taken, text)
