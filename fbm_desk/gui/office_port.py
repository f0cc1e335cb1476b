"""What the desk's screens ask for, as one protocol; who answers is the composition's matter.

Every call runs on the database's thread (through `bridge.Bridge.ask`), none may touch Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.selling import Participation
from fbm_desk.domain.stages import Role
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.services.exceptions_view import Deed, Matter
from fbm_desk.services.office_view import (
    AccountView,
    Colleague,
    Interception,
    NewAccount,
    NewBadge,
    Outcome,
)
from fbm_desk.services.today_view import CarrierDay, DossierView, Orphan, TodayView

#: Told how many rows of how many are done; answers False to stop.
Progress = Callable[[int, int], bool]


class Paper(Enum):
    """What can be printed once more for an order."""

    LABEL = "label"  #: the shipping label
    SLIP = "slip"  #: the packing slip


class ReprintReason(Enum):
    """Why paper is wanted once more; goes into the order's history."""

    MISSING = "missing"  #: it did not come out of the printer
    SPOILT = "spoilt"  #: torn, smudged or not readable
    LOST = "lost"  #: it came out and cannot be found


class ImportResult(Protocol):
    """What an order report brought; `refused` are (line of the file, reason in words)."""

    @property
    def orders(self) -> int: ...
    @property
    def lines(self) -> int: ...
    @property
    def new(self) -> int: ...
    @property
    def updated(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def refused(self) -> tuple[tuple[int, str], ...]: ...


class Kind(Protocol):
    """A kind of work by its stable name."""

    @property
    def value(self) -> str: ...


class Work(Protocol):
    """One kind of background work as people see it.

    `calls_left` of `calls_most` may be made at once, None where not counted; `trouble` is a
    sentence, empty when the last turn went well; `waiting` is the length of its queue.
    """

    @property
    def kind(self) -> Kind: ...
    @property
    def name(self) -> str: ...
    @property
    def last_success_at(self) -> datetime | None: ...
    @property
    def next_turn_at(self) -> datetime | None: ...
    @property
    def waiting(self) -> int: ...
    @property
    def oldest_at(self) -> datetime | None: ...
    @property
    def calls_left(self) -> int | None: ...
    @property
    def calls_most(self) -> int | None: ...
    @property
    def trouble(self) -> str: ...
    @property
    def paused(self) -> bool: ...
    @property
    def late_at(self) -> datetime | None: ...


class Why(Protocol):
    """Why an order is not here, in a sentence; `is_here` when it is in the books by now."""

    @property
    def words(self) -> str: ...
    @property
    def is_here(self) -> bool: ...


class SyncPort(Protocol):
    """Reads and deeds of the Sync screen."""

    def work(self) -> Sequence[Work]:
        """Every kind of background work; none without an account."""
        ...

    def sync_now(self, text: str = "") -> None:
        """Ask for everything, or for the order of this number, at the next turn."""
        ...

    def rest(self, kind: str, rests: bool) -> None:
        """Let one kind of work pause, or go on."""
        ...

    def why_not_here(self, text: str) -> Why:
        """Why the order of this number is not here; may ask Amazon, so it takes long."""
        ...

    def account(self) -> AccountView:
        """Which seller account is connected."""
        ...

    def connect(self, wanted: NewAccount) -> tuple[Participation, ...]:
        """Try an account by a real call, then keep it: where it sells. Takes long."""
        ...


class OfficePort(SyncPort, Protocol):
    """Reads and deeds of the supervisor's and the office's screens."""

    def today(self, on: date, most: int | None = None) -> TodayView:
        """Every order of that day; of a larger day only the `most` urgent ones."""
        ...

    def day_counts(self, on: date) -> TodayView:
        """That day without its rows: how many orders are at which stage, what waits."""
        ...

    def search(self, text: str) -> TodayView:
        """Orders of any day by number, tracking, serial number, postcode, SKU or barcode."""
        ...

    def dossier(self, order_id: OrderId) -> DossierView:
        """Everything known about one order."""
        ...

    def expedite(self, order_id: OrderId) -> None:
        """This order before all others."""
        ...

    def as_usual(self, order_id: OrderId) -> None:
        """This order in its turn again."""
        ...

    def substitutes(self, order_id: OrderId, allowed: bool) -> bool:
        """What may be put in instead, or no more; False where a box begun does not know it."""
        ...

    def carriers(self, on: date) -> tuple[CarrierDay, ...]:
        """The day's parcels by carrier."""
        ...

    def orphans(self, on: date) -> tuple[Orphan, ...]:
        """The boxes that keep the day from adding up, each once."""
        ...

    def to_stop(self) -> tuple[Interception, ...]:
        """Closed parcels that must not leave."""
        ...

    def settle(self, interception_id: int, outcome: Outcome) -> None:
        """What became of one of them; a supervisor's to say."""
        ...

    def matters(self) -> tuple[Matter, ...]:
        """Everything that waits for a person, the gravest first."""
        ...

    def do(self, key: str, deed: Deed, text: str = "") -> str:
        """Do something about one of them; what came of it, as a code. May ask Amazon."""
        ...

    def preview_manifest(self, carrier: str, on: date) -> bytes:
        """The manifest as PDF; prints and records nothing."""
        ...

    def print_manifest(self, carrier: str, on: date, destination: Path | None) -> bytes:
        """Put the parcels on the manifest; print it, or write its PDF to `destination`."""
        ...

    def import_orders(self, data: bytes, name: str, progress: Progress) -> ImportResult:
        """Take in an order report file's content."""
        ...

    def export_confirmations(self, path: Path, again_on: date | None = None) -> int:
        """Write what Amazon is still to be told as Seller Central's file; how many parcels.

        With `again_on` also what the files of that day told.
        """
        ...

    def status(self) -> tuple[StatusEntry, ...]:
        """The status line, worst first."""
        ...

    def people(self) -> tuple[Colleague, ...]:
        """Everybody who works here."""
        ...

    def roles_to_give(self) -> tuple[Role, ...]:
        """Which roles who is signed in may give to others."""
        ...

    def add_person(self, name: str, role: Role) -> NewBadge:
        """Add a person with a new badge."""
        ...

    def replace_badge(self, user_id: int) -> NewBadge:
        """A new badge for a lost one; lets back in who had left."""
        ...

    def let_go(self, user_id: int) -> None:
        """Nobody signs in as this person any more."""
        ...

    def badge_sheet(self, badge: NewBadge) -> bytes:
        """The badge and the command sheet as PDF."""
        ...

    def is_badge(self, text: str) -> bool:
        """True when somebody signs in with this scan."""
        ...

    def reprint(self, order_id: OrderId, paper: Paper, reason: ReprintReason) -> None:
        """Print a paper of the order's newest parcel once more."""
        ...
