"""The packing of an order as one transition table: every event has an answer in every state.

`step` is the only way a session changes. A move that is not in the table changes nothing and
answers NOT_NOW, so the table is total; the picture in the docs is drawn from `TABLE`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fbm_desk.domain.answering import Rule, Step, answer, not_now
from fbm_desk.domain.barcodes import Command, HoldReason
from fbm_desk.domain.orders import LineId, Sku
from fbm_desk.domain.session import (
    ENDED,
    Commanded,
    Count,
    Effect,
    Event,
    LabelBought,
    LabelRefused,
    LabelSource,
    Match,
    Overruled,
    ReasonGiven,
    Resumed,
    Scanned,
    Session,
    State,
    Stopped,
)
from fbm_desk.domain.stopping import (
    label_too_late,
    overrule,
    resume,
    still_stopped,
    stop,
    stopped_again,
    supervisor_wanted,
    units_are_out,
)
from fbm_desk.domain.tracking import Fit, number_on_label, reads_like_tracking, same_tracking
from fbm_desk.domain.verdicts import VerdictCode

__all__ = ["COMMANDS", "TABLE", "Rule", "Step", "replay", "step"]

V = VerdictCode


def step(session: Session, event: Event) -> Step:
    """Decide one event. Never raises; what is impossible now is answered and changes nothing."""
    rule = TABLE.get((session.state, type(event)), not_now)
    return rule(session, event)


def replay(session: Session, events: Iterable[Event]) -> Session:
    """The session after all its events: what is on disk is enough to know where it stands."""
    for event in events:
        session = step(session, event).session
    return session


# --- units go in ---------------------------------------------------------------------------------


def _scan_item(session: Session, event: Scanned) -> Step:
    """An item comes while packing: the heart of the house."""
    text = event.code.text
    if event.code.order_id == session.order_id:
        return Step(session, answer(session, V.ALREADY_HERE, scanned=text))
    if event.code.order_id is not None:
        return not_now(session, event)
    if not event.matches:
        return Step(session, answer(session, V.UNKNOWN, scanned=text))
    here = [match for match in event.matches if _lines_for(session, match)]
    if not here:
        return _wrong_item(session, event)
    fitting = [match for match in here if _pieces(session, match, _units(event, match))]
    if not fitting:
        return _enough(session, event, here[0])
    if len(set(fitting)) > 1:
        return _ask_which(session, event, tuple(dict.fromkeys(fitting)))
    return _count(session, event, fitting[0])


def _wrong_item(session: Session, event: Scanned) -> Step:
    came, text = event.matches[0].sku, event.code.text
    verdict = answer(session, V.WRONG_ITEM, session.following, scanned=text, came=came)
    return Step(session, verdict)


def _enough(session: Session, event: Scanned, match: Match) -> Step:
    """Too many: of a kit, the part that is nearest to full is what people look for."""
    index = min(reversed(_lines_for(session, match)), key=session.missing)
    units = _units(event, match)
    verdict = answer(session, V.ALREADY_ENOUGH, index, scanned=event.code.text, units=units)
    return Step(replace(session, last=index), verdict)


def _ask_which(session: Session, event: Scanned, choices: tuple[Match, ...]) -> Step:
    """What the barcode says of the unit itself is kept: the digit that answers says only which."""
    code = event.code
    # A serial number that left the house before is asked for again, and then refused.
    said = Count((), "" if event.serial_known else code.serial, code.lot, code.expires_on)
    offered = tuple(Match(match.sku, _units(event, match)) for match in choices[:9])
    asking = replace(session, state=State.ASKING_WHICH, choices=offered, pending=said)
    return Step(asking, answer(session, V.AMBIGUOUS, scanned=code.text))


def _units(event: Scanned, match: Match) -> int:
    """Units one scan of `match` stands for; a count printed in the barcode multiplies them."""
    return match.units * max(1, event.code.count)


def _lines_for(session: Session, match: Match) -> list[int]:
    return [*session.of_sku(match.sku), *session.of_kit(match.sku)]


def _pieces(session: Session, match: Match, units: int) -> tuple[tuple[int, int], ...]:
    """Where `units` of an article go; nothing when they do not all fit: never part of a scan."""
    pieces: tuple[tuple[int, int], ...] = ()
    left = units
    for place in _places(session, match.sku):
        goes = min(left, *(session.missing(i) // each for i, each in place))
        if goes > 0:
            pieces, left = (*pieces, *((i, goes * each) for i, each in place)), left - goes
    return pieces if left == 0 else ()


def _places(session: Session, sku: Sku) -> list[tuple[tuple[int, int], ...]]:
    """Where one unit of an article may go: a line, or all the parts of one ordered kit at once."""
    kits: dict[LineId, tuple[tuple[int, int], ...]] = {}
    for i in session.of_kit(sku):
        line = session.lines[i]
        kits[line.line_id] = (*kits.get(line.line_id, ()), (i, line.per_kit))
    return [*(((i, 1),) for i in session.of_sku(sku)), *kits.values()]


def _count(session: Session, event: Scanned, match: Match) -> Step:
    """The article is wanted: count it, or ask for the serial number or the lot it must carry."""
    code = event.code
    pieces = _pieces(session, match, _units(event, match))
    count = Count(pieces, code.serial, code.lot, code.expires_on)
    return _with_proof(session, count, event)


def _with_proof(session: Session, count: Count, event: Scanned) -> Step:
    index = _to_prove(session, count)
    line = session.lines[index]
    text = event.code.text
    if count.expires_on and event.on and count.expires_on < event.on:
        return _drop(session, V.EXPIRED_LOT, index, text)
    if line.serial and count.units > 1:
        return _drop(session, V.SERIAL_WANTED, index, text)
    if line.serial and not count.serial:
        return _ask(session, State.ASKING_SERIAL, V.SERIAL_WANTED, count, text)
    if line.serial and (event.serial_known or _serial_in(session, index, count.serial)):
        return _drop(session, V.SAME_SERIAL, index, text)
    if line.lot and len({session.lines[i].sku for i, _ in count.pieces}) > 1:
        return _drop(session, V.LOT_WANTED, index, text)  # of a kit, that part is scanned itself
    if line.lot and not count.lot:
        return _ask(session, State.ASKING_LOT, V.LOT_WANTED, count, text)
    return _put_in(session, count, text)


def _to_prove(session: Session, count: Count) -> int:
    """The line of this scan that wants a serial number or a lot; else its first."""
    lines = [(i, session.lines[i]) for i, _ in count.pieces]
    wanting = [i for i, line in lines if line.serial] + [i for i, line in lines if line.lot]
    return wanting[0] if wanting else count.pieces[0][0]


def _serial_in(session: Session, index: int, serial: str) -> bool:
    sku = session.lines[index].sku
    return any(
        count.serial == serial and session.lines[count.pieces[0][0]].sku == sku
        for count in session.counts
    )


def _ask(session: Session, state: State, code: VerdictCode, count: Count, text: str) -> Step:
    index = count.pieces[0][0]
    asking = replace(session, state=state, pending=count, choices=(), last=index)
    return Step(asking, answer(session, code, index, scanned=text))


def _drop(session: Session, code: VerdictCode, index: int, text: str) -> Step:
    """The unit is refused; packing goes on without it."""
    going_on = replace(session, state=State.PACKING, pending=None, choices=(), last=index)
    return Step(going_on, answer(session, code, index, scanned=text))


def _put_in(session: Session, count: Count, text: str) -> Step:
    counted = replace(session.with_count(count), state=State.PACKING)
    index = count.pieces[0][0]
    if not counted.complete:
        kit = counted.lines[index].kit if _is_kit(counted, count) else None
        facts = {"units": count.units, "reason": "kit" if kit else "", "came": kit}
        verdict = answer(counted, V.COUNTED, index, scanned=text, **facts)
        return Step(counted, verdict)
    state, effects = _AFTER_LAST_UNIT[session.label_source]
    full = replace(counted, state=state)
    verdict = answer(full, V.ORDER_COMPLETE, scanned=text, units=count.units)
    return Step(full, replace(verdict, sku=counted.lines[index].sku), effects)


def _is_kit(session: Session, count: Count) -> bool:
    """True when one scan put several articles in."""
    return len({session.lines[index].sku for index, _units in count.pieces}) > 1


_AFTER_LAST_UNIT: dict[LabelSource, tuple[State, tuple[Effect, ...]]] = {
    LabelSource.BOUGHT: (State.FULL, (Effect.BUY_LABEL,)),
    LabelSource.SCANNED: (State.TRACKING_WANTED, ()),
    LabelSource.NONE: (State.DONE, (Effect.CLOSE_PARCEL,)),
}


# --- questions -----------------------------------------------------------------------------------


def _scan_which(session: Session, event: Scanned) -> Step:
    """A digit chooses; any other scan is a fresh one, the question is dropped."""
    if event.code.choice:
        if event.code.choice > len(session.choices):
            return not_now(session, event)
        chosen, said = session.choices[event.code.choice - 1], session.pending or Count(())
        count = replace(said, pieces=_pieces(session, chosen, chosen.units))
        return _with_proof(replace(session, choices=(), pending=None), count, event)
    going_on = replace(session, state=State.PACKING, choices=(), pending=None)
    return _scan_item(going_on, event)


def _scan_serial(session: Session, event: Scanned) -> Step:
    """The unit's serial number. An article's own barcode is none: ask again."""
    assert session.pending is not None
    serial = event.code.serial or ("" if _no_serial(event) else event.code.text)
    if not serial:
        index = session.pending.pieces[0][0]
        return Step(session, answer(session, V.SERIAL_WANTED, index, scanned=event.code.text))
    return _with_proof(session, replace(session.pending, serial=serial), event)


def _scan_lot(session: Session, event: Scanned) -> Step:
    assert session.pending is not None
    code = event.code
    lot = code.lot or ("" if _no_serial(event) else code.text)
    if not lot:
        index = session.pending.pieces[0][0]
        return Step(session, answer(session, V.LOT_WANTED, index, scanned=code.text))
    return _with_proof(
        session, replace(session.pending, lot=lot, expires_on=code.expires_on), event
    )


def _no_serial(event: Scanned) -> bool:
    return bool(event.matches) or event.code.order_id is not None or not event.code.text


def _give_reason(session: Session, event: ReasonGiven) -> Step:
    held = replace(session, state=State.HELD, reason=event.reason.value)
    verdict = answer(held, V.HELD, reason=event.reason.value)
    return Step(held, verdict, (Effect.HOLD, Effect.RELEASE))


def _scan_reason(session: Session, event: Scanned) -> Step:
    reasons = tuple(HoldReason)
    if 1 <= event.code.choice <= len(reasons):
        return _give_reason(session, ReasonGiven(reasons[event.code.choice - 1]))
    return not_now(session, event)


# --- commands ------------------------------------------------------------------------------------


def _command(session: Session, event: Commanded) -> Step:
    rule = COMMANDS.get((session.state, event.command), not_now)
    return rule(session, event)


def _undo(session: Session, event: Commanded) -> Step:
    """Take the last counted scan out again; a purchase that may have happened forbids it."""
    if session.unclear:
        return not_now(session, event)
    if not session.counts:
        return Step(session, answer(session, V.NOTHING_TO_UNDO))
    taken = session.counts[-1]
    index = taken.pieces[0][0]
    back = replace(session, state=State.PACKING, counts=session.counts[:-1], last=index, reason="")
    return Step(back, answer(back, V.UNDONE, index, units=taken.units))


def _drop_question(session: Session, _event: Commanded) -> Step:
    state = session.back_to if session.state is State.ASKING_REASON else State.PACKING
    back = replace(session, state=state, pending=None, choices=(), back_to=State.PACKING)
    return Step(back, answer(back, V.NEVER_MIND))


def _ask_reason(session: Session, _event: Commanded) -> Step:
    asking = replace(session, state=State.ASKING_REASON, back_to=session.state)
    return Step(asking, answer(asking, V.HOLD_ASKED))


def _put_down(session: Session, _event: Commanded) -> Step:
    down = replace(session, state=State.PUT_DOWN, pending=None, choices=())
    return Step(down, answer(down, V.PUT_DOWN), (Effect.RELEASE,))


def _buy_again(session: Session, event: Commanded) -> Step:
    """Ask for the label once more. The same intent is used, so nothing is bought twice."""
    if session.label_source is not LabelSource.BOUGHT:
        return not_now(session, event)
    trying = replace(session, state=State.FULL, reason="")
    return Step(trying, answer(trying, V.LABEL_WAITS), (Effect.BUY_LABEL,))


def _close_untracked(session: Session, _event: Commanded) -> Step:
    """Letters without a tracking number leave the house too."""
    done = replace(session, state=State.DONE)
    return Step(done, answer(done, V.PARCEL_CLOSED), (Effect.CLOSE_PARCEL,))


def _reprint(session: Session, _event: Commanded) -> Step:
    return Step(session, answer(session, V.REPRINTED), (Effect.REPRINT,))


# --- the label -----------------------------------------------------------------------------------


def _label_bought(session: Session, event: LabelBought) -> Step:
    known = replace(session, tracking=event.tracking, reason="", unclear=False)
    if not session.label_scan:
        done = replace(known, state=State.DONE)
        return Step(done, answer(done, V.PARCEL_CLOSED), (Effect.CLOSE_PARCEL,))
    labelled = replace(known, state=State.LABELLED)
    return Step(labelled, answer(labelled, V.LABEL_READY))


def _label_refused(session: Session, event: LabelRefused) -> Step:
    failed = replace(session, state=State.LABEL_FAILED, reason=event.reason, unclear=event.unclear)
    return Step(failed, answer(failed, V.LABEL_FAILED, reason=event.reason))


def _scan_label(session: Session, event: Scanned) -> Step:
    """The label is stuck on: is it this box's?"""
    text = event.code.text
    if same_tracking(text, session.tracking):
        done = replace(session, state=State.DONE)
        return Step(done, answer(done, V.PARCEL_CLOSED, scanned=text), (Effect.CLOSE_PARCEL,))
    if event.matches or event.code.order_id is not None:
        return not_now(session, event)
    return Step(session, answer(session, V.WRONG_LABEL, scanned=text))


def _scan_tracking(session: Session, event: Scanned) -> Step:
    """The carrier's own label gives the tracking number, 17 digits of which look like an order."""
    text = event.code.text
    if event.matches or (event.code.order_id is not None and "-" in text):
        return not_now(session, event)
    number = number_on_label(text)
    if not reads_like_tracking(number):
        return Step(session, answer(session, V.TRACKING_WANTED, scanned=text))
    if event.serial_known:
        return Step(session, answer(session, V.LABEL_ALREADY_USED, scanned=text))
    if event.fit is not Fit.FITS and session.asked_number != number:
        return _doubt_tracking(session, event, number)
    done = replace(session, state=State.DONE, tracking=number)
    return Step(done, answer(done, V.PARCEL_CLOSED, scanned=text), (Effect.CLOSE_PARCEL,))


def _doubt_tracking(session: Session, event: Scanned, number: str) -> Step:
    """A misread or unknown number is refused; another carrier's is taken when scanned again."""
    asked = number if event.fit is Fit.OTHER else ""
    doubting = replace(session, asked_number=asked)
    text, why = event.code.text, event.fit.value
    doubt = answer(doubting, V.TRACKING_WANTED, scanned=text, reason=why, who=event.carrier)
    return Step(doubting, doubt)


# --- the table -----------------------------------------------------------------------------------

S = State

TABLE: dict[tuple[State, type[Event]], Rule] = {
    (S.PACKING, Scanned): _scan_item,
    (S.ASKING_WHICH, Scanned): _scan_which,
    (S.ASKING_SERIAL, Scanned): _scan_serial,
    (S.ASKING_LOT, Scanned): _scan_lot,
    (S.ASKING_REASON, Scanned): _scan_reason,
    (S.ASKING_REASON, ReasonGiven): _give_reason,
    (S.LABELLED, Scanned): _scan_label,
    (S.TRACKING_WANTED, Scanned): _scan_tracking,
    (S.STOPPED, Scanned): still_stopped,
    (S.STOPPED, Stopped): stopped_again,
    (S.STOPPED, Overruled): overrule,
    (S.FULL, LabelBought): _label_bought,
    (S.FULL, LabelRefused): _label_refused,
    (S.LABEL_FAILED, LabelBought): _label_bought,
    (S.STOPPED, LabelBought): label_too_late,
    (S.HELD, Resumed): resume,
    (S.PUT_DOWN, Resumed): resume,
    **{(state, Commanded): _command for state in State if state not in ENDED},
    **{(state, Stopped): stop for state in State if state not in ENDED | {S.STOPPED}},
}

COMMANDS: dict[tuple[State, Command], Rule] = {
    (S.PACKING, Command.UNDO): _undo,
    (S.LABEL_FAILED, Command.UNDO): _undo,
    (S.TRACKING_WANTED, Command.UNDO): _undo,
    (S.ASKING_WHICH, Command.UNDO): _drop_question,
    (S.ASKING_SERIAL, Command.UNDO): _drop_question,
    (S.ASKING_LOT, Command.UNDO): _drop_question,
    (S.ASKING_REASON, Command.UNDO): _drop_question,
    (S.PACKING, Command.HOLD): _ask_reason,
    (S.LABEL_FAILED, Command.HOLD): _ask_reason,
    (S.TRACKING_WANTED, Command.HOLD): _ask_reason,
    (S.LABELLED, Command.HOLD): _ask_reason,
    (S.PACKING, Command.LATER): _put_down,
    (S.LABEL_FAILED, Command.LATER): _put_down,
    (S.TRACKING_WANTED, Command.LATER): _put_down,
    (S.LABELLED, Command.LATER): _put_down,
    (S.LABEL_FAILED, Command.FINISH): _buy_again,
    (S.TRACKING_WANTED, Command.FINISH): _close_untracked,
    (S.LABELLED, Command.REPRINT): _reprint,
    (S.STOPPED, Command.FINISH): units_are_out,
    (S.STOPPED, Command.RESUME): supervisor_wanted,
}
