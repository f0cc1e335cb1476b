"""What a bench without Amazon's keys may ask of the program that has them, as it is kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from fbm_desk.domain.session import LabelBought, LabelRefused
from fbm_desk.services.why_not_here import Why
from fbm_desk.store import sync_state
from fbm_desk.store.database import Connection


class Question(Enum):
    """What is asked; the subject is a purchase's number, else an order's."""

    LABEL = "label"  #: buy the label of a full box
    LABEL_AGAIN = "label_again"  #: ask once more what became of a label
    ORDER = "order"  #: take an order in as it is now
    WHY = "why"  #: why is this order not here


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """What the label printer of a bench understands: ZPL at `dpi` dots per inch, or pages."""

    thermal: bool = False
    dpi: int = 203


# --- the host's sign of life ---------------------------------------------------------------------

SIGN_EVERY_S = 20.0
SEEN_WITHIN = timedelta(seconds=60)
"""A host whose last sign is older than this is taken to be away."""
_SIGN = "host"


def give_sign(connection: Connection, who: str, now: datetime) -> None:
    """Say that questions are answered here; `now` by the database's clock, where it has one."""
    sync_state.save_mark(connection, _SIGN, value=who, last_success_at=now)


def leave(connection: Connection, who: str) -> None:
    """Say that they are not answered any more, unless another program does by now."""
    if sync_state.held_mark(connection, _SIGN).value == who:
        sync_state.save_mark(connection, _SIGN, value="", last_success_at=None)


def last_sign(connection: Connection) -> datetime | None:
    """When a host was last seen, by the database's clock."""
    return sync_state.mark(connection, _SIGN).last_success_at


def is_there(connection: Connection, now: datetime) -> bool:
    """True when somebody answers questions; `now` by the database's clock, where it has one."""
    seen_at = last_sign(connection)
    return seen_at is not None and now - seen_at < SEEN_WITHIN


# --- as they are kept ----------------------------------------------------------------------------


def paper_kept(paper: LabelPaper) -> str:
    """What a bench's printer understands, as it is kept."""
    return json.dumps(asdict(paper))


def paper_read(kept: str) -> LabelPaper:
    """The same, read back."""
    return LabelPaper(**json.loads(kept)) if kept else LabelPaper()


def label_kept(outcome: LabelBought | LabelRefused) -> str:
    """What became of a label that was asked for."""
    return json.dumps({"bought": isinstance(outcome, LabelBought), **asdict(outcome)})


def label_read(kept: str) -> LabelBought | LabelRefused:
    """The same, read back; of an empty answer nobody knows what was done."""
    if not kept:
        return LabelRefused("crashed", unclear=True)
    told: dict[str, Any] = json.loads(kept)
    return (LabelBought if told.pop("bought") else LabelRefused)(**told)


def why_kept(why: Why) -> str:
    """Why an order is not here: its code and facts, so that each bench says it in its language."""
    return json.dumps([why.code, why.is_here, why.facts])


def why_read(kept: str) -> Why | None:
    """The same, read back; None where there is no answer."""
    if not kept:
        return None
    code, is_here, facts = json.loads(kept)
    return Why.of(code, is_here=is_here, **facts)
