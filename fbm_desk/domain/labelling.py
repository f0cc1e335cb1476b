"""The label of the box whose turn it is: bought or scanned, and proved by a scan of the box."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer, not_now
from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.events import Act, Commanded, Effect, LabelBought, LabelRefused, Scanned
from fbm_desk.domain.finishing import close_box, go_on
from fbm_desk.domain.session import Ask, LabelSource, Session, State
from fbm_desk.domain.tracking import (
    Check,
    Fit,
    is_another,
    number_on_label,
    reads_like_tracking,
    recognise,
    same_tracking,
)
from fbm_desk.domain.verdicts import VerdictCode as V


def label_bought(session: Session, event: LabelBought) -> Step:
    """The label of this box came. One that came too late for its box is not needed."""
    if event.box not in (0, session.box):
        refused = not_now(session, event)
        return Step(session, refused.verdict, (Effect(Act.VOID_LABEL, event.box),))
    known = replace(session, tracking=event.tracking, reason="", unclear=False)
    if _task_first(known):
        return go_on(known)
    if not session.label_scan:
        return close_box(known)
    labelled = replace(known, state=State.LABELLED)
    return Step(labelled, answer(labelled, V.LABEL_READY))


def _task_first(session: Session) -> bool:
    """True while a buyer's wish that came after the label is not seen to."""
    return session.rules > 4 and session.complete and bool(session.tasks_left)


def label_refused(session: Session, event: LabelRefused) -> Step:
    """There is no label for this box."""
    failed = replace(session, state=State.LABEL_FAILED, reason=event.reason, unclear=event.unclear)
    return Step(failed, answer(failed, V.LABEL_FAILED, reason=event.reason))


def buy_again(session: Session, event: Commanded) -> Step:
    """Ask for the label once more. The same intent is used, so nothing is bought twice."""
    if session.label_source is LabelSource.NONE and session.rules > 3:
        return go_on(session)
    if session.label_source is not LabelSource.BOUGHT:
        return not_now(session, event)
    trying = replace(session, state=State.FULL, reason="")
    return Step(trying, answer(trying, V.LABEL_WAITS), (Effect(Act.BUY_LABEL, session.box),))


def scan_label(session: Session, event: Scanned) -> Step:
    """The label is stuck on: is it this box's?"""
    text = event.code.text
    if same_tracking(text, session.tracking):
        return go_on(session) if _task_first(session) else close_box(session, text)
    if event.matches or event.code.order_id is not None:
        return not_now(session, event)
    if session.rules > 4 and not _is_anothers(session, event):
        number_first = answer(session, V.NOT_NOW, scanned=text, reason=ITS_NUMBER)
        return Step(session, number_first)
    return Step(session, answer(session, V.WRONG_LABEL, scanned=text))


ITS_NUMBER = "its_number"
"""Labels say more than their number, in barcodes of their own, and a key may slip: nobody is to
take the right label off for that."""


def _is_anothers(session: Session, event: Scanned) -> bool:
    """True for the number of another label: one that left, a closed box's, or by its form."""
    number = number_on_label(event.code.text)
    if not (may_be_label(event.code) and reads_like_tracking(number)):
        return False
    closed = any(one.tracking and same_tracking(number, one.tracking) for one in session.closed)
    return event.serial_known or closed or is_another(number, session.tracking)


_NO_CARRIERS = frozenset(
    {
        CodeKind.ASIN,
        CodeKind.FNSKU,
        CodeKind.DIGITAL_LINK,
        CodeKind.DATA_FIELDS,
        CodeKind.TRANSPARENCY,
        CodeKind.BADGE,
        CodeKind.TOTE,
        CodeKind.BOX,
    }
)
_ALSO_CARRIERS = frozenset({CodeKind.GTIN, CodeKind.GS1})
"""Digits that some carriers print too; their own check digit tells."""


def may_be_label(code: Code) -> bool:
    """False for what is an article's, a person's or a box's code, whoever knows it."""
    if code.kind in _ALSO_CARRIERS:
        return any(one.checked is Check.RIGHT for one in recognise(number_on_label(code.text)))
    return code.kind not in _NO_CARRIERS


def scan_tracking(session: Session, event: Scanned) -> Step:
    """The carrier's own label gives the tracking number, 17 digits of which look like an order."""
    text = event.code.text
    if event.matches or (event.code.order_id is not None and "-" in text):
        return not_now(session, event)
    number = number_on_label(text)
    article = session.rules > 3 and not may_be_label(event.code)
    if article or not reads_like_tracking(number):
        return Step(session, answer(session, V.TRACKING_WANTED, scanned=text))
    if event.serial_known or any(one.tracking == number for one in session.closed):
        return Step(session, answer(session, V.LABEL_ALREADY_USED, scanned=text))
    if event.fit is not Fit.FITS and session.asked_number != number:
        return _doubt_tracking(session, event, number)
    return close_box(replace(session, tracking=number), text)


def _doubt_tracking(session: Session, event: Scanned, number: str) -> Step:
    """A misread or unknown number is refused; another carrier's is taken when scanned again."""
    asked = number if event.fit is Fit.OTHER else ""
    doubting = replace(session, asked_number=asked)
    text, why = event.code.text, event.fit.value
    doubt = answer(doubting, V.TRACKING_WANTED, scanned=text, reason=why, who=event.carrier)
    return Step(doubting, doubt)


def close_untracked(session: Session, _event: Commanded) -> Step:
    """Letters without a tracking number leave the house too."""
    return close_box(replace(session, tracking=""))


def reprint(session: Session, _event: Commanded) -> Step:
    """The label of this box once more: why? By earlier rules nobody asked."""
    if session.rules < 3:
        return print_again(session)
    asking = replace(session, state=State.ASKING_WHY, asks=Ask.REPRINT, back_to=session.state)
    return Step(asking, answer(asking, V.WHY_ASKED, reason=Ask.REPRINT.value))


def print_again(session: Session, why: str = "") -> Step:
    """The label comes once more; the first copy is void."""
    back = replace(session, state=State.LABELLED, asks=None, back_to=State.PACKING)
    verdict = answer(back, V.REPRINTED, reason=why)
    return Step(back, verdict, (Effect(Act.REPRINT, session.box, why=why),))


def label_instead(session: Session, event: Scanned) -> Step:
    """The label is there after all: its scan drops the question why it should come once more."""
    back = replace(session, state=State.LABELLED, asks=None, back_to=State.PACKING)
    return scan_label(back, event)
