"""The threads of a program that answers for benches without Amazon's keys: counters and a sign.

Only wiring stands here; what is answered is decided in `services.host`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from time import monotonic

from fbm_desk import account_works
from fbm_desk.account_works import Clients
from fbm_desk.app import House
from fbm_desk.domain.errors import Unavailable
from fbm_desk.services import host, host_account, sweep_lease
from fbm_desk.services.host import Counter, Sign
from fbm_desk.services.host_questions import LabelPaper
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.topics import Topic
from fbm_desk.threads import Turns

COUNTERS = 3
"""So many questions are answered at once: a call that hangs holds up one of them."""
_END_S = 10.0
"""So long all of them together are waited for."""


class Hosting:
    """Answers benches until it is stopped. `wake` has the background work begin a turn."""

    def __init__(
        self,
        house: House,
        clients: Clients,
        died: Callable[[BaseException], None],
        wake: Callable[[], None],
        changed: Callable[[frozenset[Topic]], None] = lambda _topics: None,
    ) -> None:
        host_account.note(house.books, house.settings)
        host.go_on_for_the_dead(house.books)
        self._sign = Sign(house.books, sweep_lease.here(), wake)
        self._turns = [Turns("host", self._sign.turn, died)]
        for number in range(COUNTERS):
            counter = _counter(house, clients, f"host-{number}")
            counter.changed = changed
            self._turns.append(Turns(f"host-{number}", counter.turn, died))
        for turns in self._turns:
            turns.start()

    def stop(self) -> None:
        """Take the sign away, then finish what was begun; a call that hangs is not waited for."""
        for turns in self._turns:
            turns.stopping.set()
        with suppress(Unavailable):  # then benches see within a minute that nobody is here
            self._sign.leave()
        ends_at_s = monotonic() + _END_S
        for turns in self._turns:
            turns.stop(max(0.0, ends_at_s - monotonic()))


def _counter(house: House, clients: Clients, name: str) -> Counter:
    @cache
    def labels_for(paper: LabelPaper) -> LabelDesk:
        return account_works.label_desk(house, clients, paper, name)

    return Counter(
        house.books,
        f"{sweep_lease.here()} {name}",
        labels_for,
        account_works.marketplace_of(clients, name),
        house.settings.amazon.marketplaces,
    )
