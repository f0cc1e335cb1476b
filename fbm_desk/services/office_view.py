"""What the office's screens show and are told, as plain values: nothing is loaded for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Role

MOST_NAME_CHARS = 80
"""Of a person's name, which stands on a badge."""


class WorkKind(Enum):
    """One kind of background work; the value is the name of its mark too."""

    CHANGES = "changes"  #: news of changed orders that Amazon pushes
    ORDERS = "orders"  #: orders in by sweep
    BACKLOG = "backlog"  #: the report of all unshipped orders
    CONFIRMATIONS = "confirmations"  #: telling what was shipped
    LABELS = "labels"  #: money of labels back
    QUANTITIES = "quantities"  #: telling how many of each article are offered
    CANCELLATIONS = "cancellations"  #: telling which orders the seller cancels
    GAPS = "gaps"  #: what a report leaves out, order by order


@dataclass(frozen=True, slots=True)
class WorkView:
    """One kind of work. `calls_left` of `calls_most` may be made at once, None where not counted.

    `trouble` is a sentence, empty when the last turn went well; `waiting` is a queue's length.
    `late_at` is the ship-by that may be missed, None while there is time enough.
    """

    kind: WorkKind
    name: str
    last_success_at: datetime | None
    next_turn_at: datetime | None
    waiting: int = 0
    oldest_at: datetime | None = None
    calls_left: int | None = None
    calls_most: int | None = None
    trouble: str = ""
    paused: bool = False
    late_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountView:
    """The account as people see it. `secret_ends_on` is None when nobody noted its first day.

    `begins_anew` says that another one is kept than the one that is talked with until a restart,
    `keys_elsewhere` that another computer talks with it for this one.
    """

    seller_id: str = ""
    region: str = ""
    marketplaces: tuple[str, ...] = ()
    secret_ends_on: date | None = None
    secret_warning: str = ""
    begins_anew: bool = False
    keys_elsewhere: bool = False
    may_connect: bool = False


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is typed in; the seller id is Seller Central's merchant token."""

    region: str  # na, eu, fe
    seller_id: str
    lwa_app_id: str = field(repr=False)
    lwa_client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here, and at which bench now; who is not `active` does not any more."""

    name: str = field(repr=False)
    role: Role
    has_badge: bool
    bench: str = ""
    id: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class NewBadge:
    """A badge just made; its code is kept nowhere."""

    name: str = field(repr=False)
    code: str = field(repr=False)
    role: Role


class Outcome(Enum):
    """What became of the parcel."""

    TAKEN_OUT = "taken_out"  #: it was found and unpacked
    GONE = "gone"  #: the van had it already
    LET_GO = "let_go"  #: a supervisor lets it leave all the same
    WITHDRAWN = "withdrawn"  #: the buyer does not ask to cancel any more


@dataclass(frozen=True, slots=True)
class Interception:
    """One parcel that must not leave; `words` say why, `do` says what to do with it now."""

    id: int
    order_id: OrderId
    reason: str
    words: str
    do: str
    raised_at: datetime
    carrier: str = ""
    tracking: str = ""
    manifest: str = ""
