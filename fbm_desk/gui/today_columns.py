"""The columns of Today: what each says, sorts by and exports for one order."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta

from fbm_desk import texts
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import figures
from fbm_desk.gui.cells import Cell, Column, Tone, said
from fbm_desk.gui.glyphs import State
from fbm_desk.gui.rows_index import folded, haystack
from fbm_desk.services.today_view import TodayRow

#: The order in which stages are sorted and offered as filters: an order's way through the house.
STAGES = (
    Stage.WAITING,
    Stage.ON_BENCH,
    Stage.LABELLED,
    Stage.PACKED,
    Stage.CONFIRMED,
    Stage.HELD,
    Stage.CANCELLED,
    Stage.HIDDEN,
    Stage.SHIPPED,
)
#: Packed wears the ring of what is queued: Amazon still has to be told.
SIGNS: dict[Stage, tuple[State, Tone]] = {
    Stage.HIDDEN: (State.WAITING, Tone.DIM),
    Stage.WAITING: (State.WAITING, Tone.SECOND),
    Stage.ON_BENCH: (State.ON_BENCH, Tone.NOW),
    Stage.HELD: (State.HELD, Tone.DOUBT),
    Stage.LABELLED: (State.LABELLED, Tone.SECOND),
    Stage.PACKED: (State.QUEUED, Tone.SECOND),
    Stage.CONFIRMED: (State.CONFIRMED, Tone.GOOD),
    Stage.CANCELLED: (State.CANCELLED, Tone.WRONG),
    Stage.SHIPPED: (State.CONFIRMED, Tone.SECOND),
}
#: Stages in which nothing can be late any more.
_SETTLED = frozenset({Stage.CONFIRMED, Stage.CANCELLED, Stage.SHIPPED, Stage.HIDDEN})
#: Stages in which the number is that of a box which is no parcel yet.
_AT_THE_BENCH = frozenset({Stage.ON_BENCH, Stage.LABELLED})
#: From here on the ship-by time is amber.
_SOON = timedelta(minutes=30)

Now = Callable[[], datetime]


def stage_word(stage: Stage) -> str:
    """The stage in one or two words."""
    return texts.say(f"stage.{stage.value}")


def state_word(row: TodayRow) -> str:
    """The row's stage; what only stands in a file is not called confirmed."""
    return texts.say("stage.in_file") if only_in_file(row) else stage_word(row.stage)


def only_in_file(row: TodayRow) -> bool:
    """True when a file tells of it and nothing of Amazon's says that it arrived."""
    return row.by_file and row.stage is Stage.CONFIRMED


def reason_words(code: str) -> str:
    """A hold's or a failed label's reason in words; an unknown code as it is, without dashes."""
    key = f"today.reason_{code.lower()}"
    return texts.say(key) if texts.has(key) else code.replace("_", " ")


def searched(row: TodayRow) -> str:
    """Everything of the row that the search field finds."""
    words = (row.buyer, row.city, row.country, row.packer, row.bench, state_word(row))
    rest = (row.order_id, row.tracking, row.carrier, reason_words(row.reason) if row.reason else "")
    return haystack(*words, *rest, row.found_by)


def stage_cell(row: TodayRow) -> Cell:
    """Glyph and word; only trouble is coloured and bold."""
    sign, tone = SIGNS[Stage.PACKED if only_in_file(row) else row.stage]
    loud = tone in (Tone.DOUBT, Tone.WRONG)
    word = state_word(row)
    return Cell(word, tone if loud else Tone.INK, bold=loud, sign=sign, sign_tone=tone)


def ship_by_cell(row: TodayRow, now: datetime) -> Cell:
    """The time, bold in amber when it is near and in red when it has passed unsettled."""
    if row.ship_by is None:
        return said("")
    text = figures.moment(row.ship_by, now)
    if row.stage in _SETTLED or row.ship_by - now > _SOON:
        return Cell(text, Tone.SECOND)
    return Cell(text, Tone.WRONG if row.ship_by < now else Tone.DOUBT, bold=True)


def tracking_cell(row: TodayRow) -> Cell:
    """The number, and how many parcels there are besides; without one the reason why it is held or
    has none."""
    if row.reason and not row.tracking:
        loud = row.stage is Stage.HELD
        return Cell(reason_words(row.reason), Tone.DOUBT if loud else Tone.SECOND)
    more = row.parcels - (row.stage not in _AT_THE_BENCH)
    text = texts.say("today.tracking_more", tracking=row.tracking, more=more)
    return said(text if more > 0 else row.tracking, Tone.SECOND, code=True)


def place(row: TodayRow) -> str:
    """`Malmö, SE`."""
    return ", ".join(part for part in (row.city, row.country) if part)


def columns(now: Now) -> tuple[Column[TodayRow], ...]:
    """All columns, in the language chosen; `now` tells what is late."""
    return (*_what_and_where(), *_when_and_who(now))


def _what_and_where() -> tuple[Column[TodayRow], ...]:
    say = texts.say
    ranks = {stage: float(rank) for rank, stage in enumerate(STAGES)}
    return (
        Column("state", say("today.state"), stage_cell, lambda row: ranks[row.stage], 124),
        Column("order", say("today.order"), _order_cell, lambda row: row.order_id, 201),
        Column("buyer", say("today.buyer"), _buyer_cell, _by(_buyer), 131, grow=4),
        Column("to", say("today.to"), _place_cell, _place_key, 118, grow=2),
        Column(
            "units",
            say("today.units"),
            lambda row: Cell(figures.number(row.units), Tone.SECOND),
            lambda row: float(row.units),
            52,
            trailing=True,
            plain=lambda row: str(row.units),
        ),
    )


def _when_and_who(now: Now) -> tuple[Column[TodayRow], ...]:
    say = texts.say
    return (
        Column(
            "ship_by",
            say("today.ship_by"),
            lambda row: ship_by_cell(row, now()),
            lambda row: row.ship_by.timestamp() if row.ship_by else None,
            84,
            trailing=True,
            plain=_plain_ship_by,
        ),
        Column("packer", say("today.packer"), _packer_cell, _packer_key, 100, grow=2),
        Column("bench", say("today.bench"), _bench_cell, _by(_bench), 74),
        Column(
            "tracking",
            say("today.tracking"),
            tracking_cell,
            _by(_tracking),
            174,
            grow=1,
            plain=_plain,
        ),
        Column(
            "weight",
            say("today.weight"),
            lambda row: said(figures.weight(row.weight_g) if row.weight_g else "", Tone.SECOND),
            lambda row: float(row.weight_g) if row.weight_g else None,
            92,
            trailing=True,
            plain=lambda row: str(row.weight_g) if row.weight_g else "",
            plain_title=say("today.weight_g"),
        ),
    )


#: Places and packers repeat; buyers do not, and their names are kept nowhere else.
_folded_place = functools.lru_cache(maxsize=20_000)(folded)


def _place_key(row: TodayRow) -> str | None:
    return _folded_place(place(row)) or None


def _packer_key(row: TodayRow) -> str | None:
    return _folded_place(row.packer) or None


def _by(text: Callable[[TodayRow], str]) -> Callable[[TodayRow], str | None]:
    return lambda row: folded(text(row)) or None


def _buyer(row: TodayRow) -> str:
    return row.buyer


def _bench(row: TodayRow) -> str:
    return row.bench


def _plain(row: TodayRow) -> str:
    return row.tracking or tracking_cell(row).text


def _tracking(row: TodayRow) -> str:
    return row.tracking


def _order_cell(row: TodayRow) -> Cell:
    return said(row.order_id)


def _buyer_cell(row: TodayRow) -> Cell:
    return said(row.buyer)


def _place_cell(row: TodayRow) -> Cell:
    return said(place(row), Tone.SECOND)


def _packer_cell(row: TodayRow) -> Cell:
    return said(row.packer, Tone.SECOND)


def _bench_cell(row: TodayRow) -> Cell:
    return said(row.bench, Tone.SECOND)


def _plain_ship_by(row: TodayRow) -> str:
    return f"{figures.local(row.ship_by):%Y-%m-%d %H:%M}" if row.ship_by else ""
