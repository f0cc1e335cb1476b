"""The columns of the close-out: one carrier's parcels, those that differ in amber."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fbm_desk import texts
from fbm_desk.gui import figures
from fbm_desk.gui.cells import Cell, Column, Tone, said
from fbm_desk.gui.closeout_balance import Balance, balance
from fbm_desk.gui.glyphs import State
from fbm_desk.services.today_view import CarrierDay

Count = Callable[[CarrierDay], int]


def columns() -> tuple[Column[CarrierDay], ...]:
    """All columns, in the language chosen."""
    say = texts.say
    return (
        Column("carrier", say("closeout.carrier"), _carrier, _carrier_key, 145, grow=2),
        _count("bought", lambda day: day.bought, 72),
        _count("packed", lambda day: day.packed, 72, lambda one: one.not_packed != 0),
        _count("confirmed", lambda day: day.confirmed, 88, lambda one: one.not_told != 0),
        _count("manifested", lambda day: day.manifested, 102, lambda one: one.not_on_manifest != 0),
        _count("void", lambda day: day.void, 62),
        Column(
            "weight",
            say("closeout.weight"),
            _weight,
            lambda day: float(day.weight_g) if day.weight_g else None,
            100,
            trailing=True,
            plain=lambda day: str(day.weight_g),
            plain_title=say("closeout.weight_g"),
        ),
    )


def sums(day: CarrierDay) -> tuple[Cell, ...]:
    """The foot's cells for all carriers together."""
    counts = (day.bought, day.packed, day.confirmed, day.manifested, day.void)
    return (
        Cell(day.carrier, bold=True),
        *(Cell(figures.number(count), bold=True) for count in counts),
        replace(_weight(day), bold=True),
    )


def _weight(day: CarrierDay) -> Cell:
    """The parcels' weight together; at least so much where some were not weighed."""
    if day.unweighed and not day.weight_g:
        return said("")
    known = figures.total_weight(day.weight_g)
    return Cell(f"≥\u00a0{known}" if day.unweighed else known, Tone.SECOND)


def _carrier_key(day: CarrierDay) -> str:
    return day.carrier.casefold()


def _carrier(day: CarrierDay) -> Cell:
    if balance(day).balanced:
        return Cell(day.carrier, bold=True, sign=State.CONFIRMED, sign_tone=Tone.GOOD)
    return Cell(day.carrier, bold=True, sign=State.HELD, sign_tone=Tone.DOUBT)


def _count(
    name: str, count: Count, width: int, differs: Callable[[Balance], bool] = lambda _one: False
) -> Column[CarrierDay]:
    def cell(day: CarrierDay) -> Cell:
        loud = differs(balance(day))
        return Cell(figures.number(count(day)), Tone.DOUBT if loud else Tone.INK, bold=loud)

    return Column(
        name,
        texts.say(f"closeout.{name}"),
        cell,
        lambda day: float(count(day)),
        width,
        trailing=True,
        plain=lambda day: str(count(day)),
    )
