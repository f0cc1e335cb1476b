"""What stands behind the window: house, workshop, bench, office and the talk with Amazon.

It is opened as one and closed as one, by the threads of the window; the window is shown before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Event

from fbm_desk import account_works, app, settings
from fbm_desk.app import House
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.scan_source import BY_WEDGE, Origin
from fbm_desk.domain.stages import Role
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.host_works import Hosting
from fbm_desk.services import bench_look, connecting, host_account, proof_pictures
from fbm_desk.services.connecting import AccountDesk
from fbm_desk.services.desk_view import BenchView
from fbm_desk.services.exception_deeds import ExceptionDesk
from fbm_desk.services.office import Office
from fbm_desk.services.packing import Desk
from fbm_desk.services.ports import Marketplace
from fbm_desk.services.slips import BOX_IS_FULL
from fbm_desk.services.sync_office import SyncOffice
from fbm_desk.services.topics import Topic
from fbm_desk.services.workshop import Workshop
from fbm_desk.threads import Threads, Turns, aside

_END_S = 15.0
"""How long the end of the program waits for an account that is just beginning."""

LOOK_FOR_KEYS_S = 30.0
"""How often is looked whether another program connected an account, or gave it new keys."""

DemoHand = Callable[[Desk, bool], str]
"""What a demonstration's scanner sends next, right or wrong."""


Onlooker = Callable[[Desk], None]
"""Whom a demonstration has follow each answered scan."""


def no_hand(_desk: Desk, _wrong: bool) -> str:
    """Without a demonstration nobody scans by key."""
    return ""


def nobody(_desk: Desk) -> None:
    """Nobody looks on."""


def at_once(work: Callable[[], None]) -> None:
    """Do what nobody waits for."""
    work()


@dataclass
class BenchDesk:
    """The desk as the bench screen asks it; everything here runs on the database's thread."""

    desk: Desk
    shop: Workshop
    hand: DemoHand = no_hand
    onlooker: Onlooker = nobody
    later: Callable[[Callable[[], None]], None] = at_once
    look_again: Callable[[OrderId], None] = lambda _order_id: None
    _carried_on: bool = False
    look_now: Callable[[OrderId], None] = lambda _order_id: None
    has_missed: Callable[[OrderId], bool] = lambda _order_id: True
    _looked_at: tuple[OrderId | None, int] = (None, 0)  # and the full box
    _asked: Verdict | None = None

    def view(self) -> BenchView:
        """What the bench shows now; how old the order is while Amazon cannot be asked for it."""
        view = bench_look.look(self.desk)
        if view.order is not None and not self.has_missed(view.order.order_id):
            return replace(view, copy_age_s=None)
        return view

    def scan(self, text: str, scan_id: str, origin: Origin = BY_WEDGE) -> BenchView:
        """Answer one scan; the first sign-in goes on with what waits from before.

        What is on disk is never answered with an error, whatever fails after it: the packer would
        scan it again.
        """
        self.desk.scale_g = lambda: origin.scale_g
        before, books = self.desk.bench, self.desk.books
        view = self._answered(lambda: self.desk.scan(text, scan_id, origin.source), text)
        seen = proof_pictures.proof_of(books, before, self.desk.worked_on, origin.picture)
        if seen is not None:
            self.later(lambda: proof_pictures.keep(books, seen))
        return view

    def weighed(self, grams: int) -> BenchView:
        """What the full box weighs, answered as a scan is."""
        return self._answered(lambda: self.desk.weighed(grams))

    def _answered(self, have: Callable[[], object], text: str = "") -> BenchView:
        try:
            have()
        except Unavailable as trouble:
            logging.getLogger("fbm_desk").error("a scan was not saved: %s", trouble.code)
            self.desk.verdict = Verdict(VerdictCode.NOT_SAVED, scanned=text, reason=trouble.code)
            return bench_look.from_memory(self.desk)
        try:
            self._carry_on()
            self._look_again()
            self.onlooker(self.desk)
            return self.view()
        except Exception:
            logging.getLogger("fbm_desk").exception("what follows a scan failed")
            return bench_look.from_memory(self.desk)

    def sign_in_pin(self, person_id: int, pin: str) -> BenchView:
        """Sign in by a PIN instead of a badge."""
        return self._answered(lambda: self.desk.sign_in_pin(person_id, pin))

    def _carry_on(self) -> None:
        if self.desk.person is not None and not self._carried_on:
            self.shop.carry_on(self.desk)
            self._carried_on = True

    def _look_again(self) -> None:
        """Ask Amazon for an order that was taken, and once more for each box that is full.

        Nobody waits for it: what it finds stops the bench, or intercepts the closed parcel.
        REFRESH asks however new the copy is.
        """
        bench, verdict = self.desk.bench, self.desk.verdict
        done = verdict is not None and verdict.code is VerdictCode.ORDER_COMPLETE
        order_id = bench.order.order_id if bench else self.desk.last_order if done else None
        session = bench.opened.session if bench else None
        full = session.turn if session and session.state in BOX_IS_FULL else 1 if done else 0
        before, self._looked_at = self._looked_at, (order_id, full)
        if order_id is not None and (order_id != before[0] or full not in (0, before[1])):
            self.look_again(order_id)
        if verdict is not None and verdict is not self._asked and bench is not None:
            self._asked = verdict
            if verdict.code is VerdictCode.ASKING_AMAZON:
                self.look_now(bench.order.order_id)

    def refresh(self) -> BenchView:
        """Renew the claim and see what others did."""
        self.desk.refresh()
        return self.view()

    def lock(self) -> BenchView:
        """Sign the packer out; the order stays on the bench."""
        self.desk.lock()
        return self.view()

    def demo_scan(self, wrong: bool) -> str:
        """What a demonstration scanner sends next."""
        return self.hand(self.desk, wrong)

    def role(self) -> Role | None:
        """The role of who is signed in."""
        return self.desk.person.role if self.desk.person else None


@dataclass
class Works:
    """Everything open behind one window."""

    house: House
    bench: BenchDesk
    office: Office
    threads: Threads
    announce: Callable[[frozenset[Topic]], None]
    clients: account_works.Clients | None = None
    sync: Turns | None = None
    hosting: Hosting | None = None
    refresh_order: Callable[[OrderId], object] = field(default=lambda _order_id: None)
    _give_up_talk: Callable[[], None] = field(default=lambda: None)
    _before: list[account_works.Clients] = field(default_factory=list)  # of accounts until now
    _beginning: Future[None] | None = None
    watch: Turns | None = None
    _known: tuple[int, str] = (0, "")

    def watch_account(self) -> None:
        """Begin anew when another program kept an account or its keys, as `fbm-desk connect`."""
        self._known = self._account_in_books()
        self.watch = Turns("keys", self._look_at_account, self._sync_died)
        self.watch.start()

    def _look_at_account(self) -> float:
        with suppress(Unavailable):  # then at the next look
            is_ours = self.is_account_kept or self.clients is None
            if is_ours and self._account_in_books() != self._known:
                self.begin_account()
        return LOOK_FOR_KEYS_S

    def _account_in_books(self) -> tuple[int, str]:
        """Differs from what it was when there is an account to take up. What other programs with
        keys of their own noted concerns only a bench without."""
        books = self.house.books
        noted = host_account.noted(books) if self.clients is None else ""
        return connecting.changes(books), noted

    @property
    def is_account_kept(self) -> bool:
        """True when this computer's own settings name an account."""
        return bool(settings.load(self.house.data_dir, {}).amazon.seller_id)

    def talk_with_amazon(self) -> None:
        """Start the background work of a connected account, on a thread of its own."""
        looks = account_works.bench_refresh(self.house, self.clients, self.threads.runs()["look"])
        if looks is not None:
            looks.changed = self.announce
            self.bench.look_again, self.bench.look_now = looks.ask, looks.ask_now
            self.bench.has_missed = looks.has_missed
        if self.clients is None:
            return
        work = account_works.sync_of(self.house, self.clients, self.bench.shop)
        work.changed = self.announce
        self.refresh_order = work.refresh
        self._give_up_talk = work.give_up
        self.sync = Turns("amazon", work.turn, self._sync_died)
        self.sync.start()
        if self.house.books.shared:  # other computers' benches may be without keys
            self.hosting = Hosting(
                self.house, self.clients, self._sync_died, self.sync.wake, self.announce
            )

    def begin_account(self) -> None:
        """Talk with the account that was just kept; nobody waits for the end of the talk before."""
        self._known = self._account_in_books()
        before = self._beginning
        self._beginning = aside("account", lambda: self._begin_after(before))

    def _begin_after(self, before: Future[None] | None) -> None:
        if before is not None:
            wait([before])
        try:
            self._begin_account()
        except Exception as error:  # said on the status line; the bench goes on
            self._sync_died(error)

    def _begin_account(self) -> None:
        self._end_talk()
        if self.house.stop.is_set():
            return
        account_works.read_account(self.house)
        clients = account_works.clients_of(self.house, Event())
        if self.clients is not None:
            self._before.append(self.clients)  # a label may just be bought through it
        self.clients = clients
        if clients is not None:
            self._known = self._known[0], ""
        rules = account_works.rules_of(self.house)
        shop, desk = self.bench.shop, self.bench.desk
        shop.labels = account_works.label_desk(self.house, clients) if clients else None
        shop.host = account_works.at_host(self.house)
        shop.rules = desk.rules = self.office.rules = rules
        self.office.exceptions = _exception_desk(self)
        self.talk_with_amazon()
        self.announce(frozenset({Topic.SYNC, Topic.SESSION, Topic.ORDERS}))

    def _end_talk(self) -> None:
        if self.clients is not None:
            self.clients.stop.set()
        if self.hosting is not None:
            self.hosting.stop()
        if self.sync is not None:
            self.sync.stop()
            with suppress(Unavailable):  # then it is free after three minutes
                self._give_up_talk()

    def _sync_died(self, error: BaseException) -> None:
        """Written down for the status line: the thread is gone until the next start."""
        logging.getLogger("fbm_desk").error("the talk with Amazon ended", exc_info=error)
        account_works.note_sync_died(self.house)
        self.announce(frozenset({Topic.SYNC}))

    def close(self) -> None:
        """Let the order be taken by others, finish what is queued, close the books."""
        self.house.stop.set()
        if self.watch is not None:
            self.watch.stop()
        if self._beginning is not None:
            wait([self._beginning], timeout=_END_S)
        self._end_talk()
        self.threads.books.ask(self.bench.desk.leave)
        self.threads.stop()
        for clients in filter(None, (*self._before, self.clients)):
            clients.close()
        self.house.close()


def _sync_office(works: Works) -> SyncOffice:
    """What the Sync screen asks; for an order's reason Amazon is asked by a client of its own."""
    house = works.house

    def asking() -> Marketplace | None:
        clients = works.clients
        return account_works.marketplace_of(clients, "why") if clients else None

    def wake() -> None:
        if works.sync is not None:
            works.sync.wake()

    return SyncOffice(
        house.books,
        lambda: house.settings.amazon,
        asking,
        wake,
        lambda: account_works.at_host(house),
    )


def _exception_desk(works: Works) -> ExceptionDesk:
    """What the Exceptions screen asks; what a person says there is done by the workshop."""
    shop, desk = works.bench.shop, works.bench.desk
    return ExceptionDesk(
        works.house.books,
        shop.rules,
        shop,
        lambda: desk.person.id if desk.person else None,
        works.office.work,
        works.office.sync_now,
    )


def _account_desk(works: Works) -> AccountDesk:
    """Who connects the seller's account; it is talked with at once."""
    house, desk = works.house, works.bench.desk
    return AccountDesk(
        house.books,
        house.keys,
        house.data_dir,
        lambda: house.settings.amazon,
        lambda wanted: account_works.try_account(house, wanted),
        lambda: desk.person.role if desk.person else None,
        works.begin_account,
        lambda: house.is_guest,
    )


def open_works(
    house: House,
    threads: Threads,
    announce: Callable[[frozenset[Topic]], None],
    hand: DemoHand = no_hand,
    onlooker: Onlooker = nobody,
) -> Works:
    """Put everything up behind a window; called on the thread of the books."""
    clients = account_works.clients_of(house, Event())
    shop = account_works.workshop(house, clients, runs=threads.runs())
    shop.changed = announce
    desk = app.open_desk(house, shop)
    office = app.office(house, shop, desk)
    works = Works(
        house,
        BenchDesk(desk, shop, hand, onlooker, threads.runs()["desk"]),
        office,
        threads,
        announce,
        clients,
    )
    office.accounts = _account_desk(works)
    office.sync = _sync_office(works)
    office.exceptions = _exception_desk(works)
    works.talk_with_amazon()
    works.watch_account()
    return works
