"""An invented account and its background work, for looking at the Sync screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.selling import Participation
from fbm_desk.services.office_view import AccountView, NewAccount, WorkKind, WorkView
from fbm_desk.texts import say

PLACES = (
    Participation("A1F83G8C2ARO7P", "Amazon.co.uk", "GB", "GBP", active=True),
    Participation("A1PA6795UKMFR9", "Amazon.de", "DE", "EUR", active=True),
    Participation("A13V1IB3VIYZZH", "Amazon.fr", "FR", "EUR", active=True),
)


@dataclass(frozen=True, slots=True)
class SampleWhy:
    """An answer."""

    words: str
    is_here: bool = False


def work(now: datetime) -> tuple[WorkView, ...]:
    """Six kinds of work: one in trouble, one that rests, one with a queue."""

    def one(kind: WorkKind, ago_s: float | None, next_s: float | None, *rest: object) -> WorkView:
        last = now - timedelta(seconds=ago_s) if ago_s is not None else None
        following = now + timedelta(seconds=next_s) if next_s is not None else None
        name = say(f"sync.kind_{kind.value}")
        return WorkView(kind, name, last, following, *rest)  # type: ignore[arg-type]

    oldest = now - timedelta(seconds=40)
    return (
        one(WorkKind.ORDERS, 20, 40, 0, None, 18, 20),
        one(WorkKind.CHANGES, 20, None),
        one(WorkKind.BACKLOG, 32_400, None, 0, None, 15, 15, "", True),
        one(WorkKind.GAPS, 66, None, 0, None, 29, 30),
        one(WorkKind.CONFIRMATIONS, 64, 5, 2, oldest, 4, 10),
        one(WorkKind.LABELS, 1560, 120, 1, oldest, None, None, "no whole answer came in time"),
        one(WorkKind.QUANTITIES, 310, None, 3, oldest, 4, 5),
    )


def account(today: date) -> AccountView:
    """Connected, its secret near its end."""
    return AccountView(
        "A2B3C4D5E6F7G8",
        "eu",
        tuple(one.marketplace_id for one in PLACES),
        today + timedelta(days=26),
        say("sync.secret_ends", count=26),
        may_connect=True,
    )


class SampleSync:
    """Answers the Sync screen; without `connected` there is no account yet."""

    connected = True

    def __init__(self, now: datetime) -> None:
        self._now = now

    def work(self) -> Sequence[WorkView]:
        return work(self._now) if self.connected else ()

    def sync_now(self, text: str = "") -> None:
        del text

    def rest(self, kind: str, rests: bool) -> None:
        del kind, rests

    def why_not_here(self, text: str) -> SampleWhy:
        del text
        return SampleWhy(say("why.pending_payment"))

    def account(self) -> AccountView:
        return account(self._now.date()) if self.connected else AccountView(may_connect=True)

    def connect(self, wanted: NewAccount) -> tuple[Participation, ...]:
        if not wanted.refresh_token.startswith("Atzr"):
            raise Invalid("connect_refused")
        return PLACES
