"""The columns of the Sync screen: one kind of work a row, its state first in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from fbm_desk import texts
from fbm_desk.gui import figures
from fbm_desk.gui.cells import Cell, Column, Tone, said
from fbm_desk.gui.glyphs import State
from fbm_desk.gui.office_port import Work

Clock = Callable[[], datetime]
#: What people look at first stands first.
IN_ORDER = ("orders", "changes", "backlog", "gaps", "confirmations", "labels")


def columns(now: Clock) -> tuple[Column[Work], ...]:
    """What, its state, when it last went well, when it is tried again, how many calls are left."""
    say = texts.say
    return (
        Column("what", say("sync.what"), lambda one: Cell(one.name, bold=True), _rank, 176, grow=1),
        Column(
            "state",
            say("sync.state"),
            lambda one: state_cell(one, now()),
            lambda one: state_words(one, now()).casefold(),
            260,
            grow=2,
        ),
        Column(
            "last",
            say("sync.last_success"),
            lambda one: _last(one, now()),
            lambda one: one.last_success_at.timestamp() if one.last_success_at else None,
            104,
            trailing=True,
        ),
        Column(
            "next",
            say("sync.next"),
            lambda one: _next(one, now()),
            lambda one: one.next_turn_at.timestamp() if one.next_turn_at else None,
            66,
            trailing=True,
        ),
        Column("calls", say("sync.calls"), _calls, lambda one: one.calls_left, 90, trailing=True),
    )


def state_words(one: Work, now: datetime) -> str:
    """The trouble, that it rests, what waits, or that it is in order."""
    say = texts.say
    if one.late_at is not None:
        return _late_words(one, one.late_at - now, now)
    if one.trouble:
        return one.trouble[:1].upper() + one.trouble[1:]
    if one.paused:
        return say("sync.paused")
    if one.waiting:
        return queue_words(one, now)
    return say("sync.in_order" if one.last_success_at else "sync.not_yet")


def queue_words(one: Work, now: datetime) -> str:
    """How much waits and since when the oldest; "" when nothing does."""
    number = figures.number(one.waiting)
    if not one.waiting or one.oldest_at is None:
        return texts.say("sync.queued", number=number) if one.waiting else ""
    return texts.say("sync.queued_oldest", number=number, age=figures.age(now - one.oldest_at))


def _late_words(one: Work, left: timedelta, now: datetime) -> str:
    """What is in danger comes before why: the reason is told below the table."""
    key = "queued_late" if left > timedelta(0) else "queued_overdue"
    oldest = figures.age(now - (one.oldest_at or now))
    number = figures.number(one.waiting)
    return texts.say(f"sync.{key}", number=number, age=oldest, left=figures.age(left))


def state_cell(one: Work, now: datetime) -> Cell:
    """Glyph and words; only a trouble and what is late are coloured and bold."""
    words = state_words(one, now)
    if one.late_at is not None:
        return Cell(words, Tone.WRONG, bold=True, sign=State.HELD, sign_tone=Tone.WRONG)
    if one.trouble:
        return Cell(words, Tone.DOUBT, bold=True, sign=State.HELD, sign_tone=Tone.DOUBT)
    if one.paused:
        return Cell(words, Tone.SECOND, sign=State.WAITING, sign_tone=Tone.SECOND)
    if one.waiting:
        return Cell(words, sign=State.QUEUED, sign_tone=Tone.SECOND)
    if one.last_success_at is None:
        return Cell(words, Tone.SECOND, sign=State.WAITING, sign_tone=Tone.SECOND)
    return Cell(words, sign=State.CONFIRMED, sign_tone=Tone.GOOD)


def _rank(one: Work) -> float:
    kind = one.kind.value
    return float(IN_ORDER.index(kind) if kind in IN_ORDER else len(IN_ORDER))


def _last(one: Work, now: datetime) -> Cell:
    if one.last_success_at is None:
        return Cell(texts.say("sync.never"), Tone.DIM)
    tone = Tone.DOUBT if one.trouble else Tone.INK
    return Cell(figures.age(now - one.last_success_at), tone, bold=bool(one.trouble))


def _next(one: Work, now: datetime) -> Cell:
    if one.next_turn_at is None:
        return said("")
    left = one.next_turn_at - now
    return Cell(figures.age(left) if left.total_seconds() > 0 else texts.say("sync.soon"))


def _calls(one: Work) -> Cell:
    if one.calls_left is None or one.calls_most is None:
        return said("")
    left, most = figures.number(one.calls_left), figures.number(one.calls_most)
    tone = Tone.INK if one.calls_left else Tone.DOUBT
    return Cell(texts.say("sync.calls_of", left=left, most=most), tone)
