"""Composes the window: which thread does what, what its screens ask for, how it ends."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fbm_desk import app, log, settings
from fbm_desk.app import House
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Role
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import bench_look, old_papers, whole_file
from fbm_desk.services.command_sheet import command_sheet
from fbm_desk.services.desk_view import BenchView
from fbm_desk.services.packing import Desk
from fbm_desk.services.topics import Topic
from fbm_desk.services.workshop import Workshop
from fbm_desk.threads import Turns, Worker

if TYPE_CHECKING:
    from fbm_desk.gui.shell import Shell
    from fbm_desk.gui.sounds import Sounds
    from fbm_desk.gui.start_screen import FirstStart

DemoHand = Callable[[Desk, bool], str]


def no_hand(_desk: Desk, _wrong: bool) -> str:
    """Without a demonstration nobody scans by key."""
    return ""


@dataclass
class BenchDesk:
    """The desk as the bench screen asks it; everything here runs on the database's thread."""

    desk: Desk
    shop: Workshop
    hand: DemoHand = no_hand
    _carried_on: bool = False

    def view(self) -> BenchView:
        """What the bench shows now."""
        return bench_look.look(self.desk)

    def scan(self, text: str, scan_id: str) -> BenchView:
        """Answer one scan; the first sign-in goes on with what waits from before.

        What is on disk is never answered with an error, whatever fails after it: the packer would
        scan it again.
        """
        try:
            self.desk.scan(text, scan_id)
        except Unavailable as trouble:
            logging.getLogger("fbm_desk").error("a scan was not saved: %s", trouble.code)
            self.desk.verdict = Verdict(VerdictCode.NOT_SAVED, scanned=text, reason=trouble.code)
            return bench_look.from_memory(self.desk)
        try:
            self._carry_on()
            return self.view()
        except Exception:
            logging.getLogger("fbm_desk").exception("what follows a scan failed")
            return bench_look.from_memory(self.desk)

    def _carry_on(self) -> None:
        if self.desk.person is not None and not self._carried_on:
            self.shop.carry_on(self.desk)
            self._carried_on = True

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
class Threads:
    """The window's threads besides the interface: each has a name and is ended on closing."""

    books: Worker = field(default_factory=lambda: Worker("books"))
    labels: Worker = field(default_factory=lambda: Worker("labels"))
    paper: Worker = field(default_factory=lambda: Worker("paper"))

    def runs(self) -> dict[str, Callable[[Callable[[], None]], None]]:
        """Who runs what follows a scan."""
        return {
            "label": lambda work: _queue(self.labels, work),
            "print": lambda work: _queue(self.paper, work),
            "desk": lambda work: _queue(self.books, work),
        }

    def stop(self) -> None:
        """Finish what is queued, then end."""
        for worker in (self.labels, self.paper, self.books):
            worker.stop()


def _queue(worker: Worker, work: Callable[[], None]) -> None:
    """Run work nobody waits for; an error of ours goes to the log, the thread lives on."""

    def guarded() -> None:
        try:
            work()
        except Exception:
            logging.getLogger("fbm_desk").exception("work in the thread %s failed", worker.name)

    worker.ask(guarded)


@dataclass
class Window:
    """An open window with everything that belongs to it."""

    house: House
    hand: DemoHand = no_hand
    sounds: Sounds | None = None  # the loudspeaker, unless another ear listens
    threads: Threads = field(default_factory=Threads)
    shell: Shell = field(init=False)
    sync: Turns | None = None
    refresh_order: Callable[[OrderId], object] = field(default=lambda _order_id: None)
    _clients: app.Clients | None = None

    def __post_init__(self) -> None:
        log.configure(self.house.data_dir / "logs")
        self._clients = app.clients_of(self.house)
        shop = app.workshop(self.house, self._clients, runs=self.threads.runs())
        self.shell = self._make_shell(shop)
        shop.changed = self.shell.bridge.announce
        if self._clients is not None:
            self.sync = self._start_sync(self._clients, shop)

    def _make_shell(self, shop: Workshop) -> Shell:
        from fbm_desk.gui.shell import Rooms, Shell

        chosen = self.house.settings
        desk = self.threads.books.ask(lambda: app.open_desk(self.house, shop)).result()
        bench = BenchDesk(desk, shop, self.hand)
        rooms = Rooms(
            bench,
            app.office(self.house, shop, desk),
            language=chosen.language,
            theme=chosen.theme,
            volume=chosen.sound_volume / 100,
        )
        return Shell(rooms, self.threads.books, self.sounds)

    def _start_sync(self, clients: app.Clients, shop: Workshop) -> Turns:
        work = app.sync_of(self.house, clients, shop)
        work.changed = self.shell.bridge.announce
        self.refresh_order = work.refresh
        turns = Turns("amazon", work.turn, self._sync_died)
        turns.start()
        return turns

    def _sync_died(self, error: BaseException) -> None:
        """Written down for the status line: the thread is gone until the next start."""
        logging.getLogger("fbm_desk").error("the talk with Amazon ended", exc_info=error)
        app.note_sync_died(self.house)
        self.shell.bridge.announce(frozenset({Topic.SYNC}))

    def run(self) -> int:
        """Show it and stay until it is closed."""
        from fbm_desk.gui import shell

        return shell.run(self.shell, self.close)

    def close(self) -> None:
        """End the threads, let the order be taken by others, close the books."""
        self.house.stop.set()
        if self.sync is not None:
            self.sync.stop()
        desk = self.shell.rooms.desk
        if isinstance(desk, BenchDesk):
            self.threads.books.ask(desk.desk.leave)
        self.threads.stop()
        if self._clients is not None:
            self._clients.close()
        self.house.close()
        log.close()


def begin(house: House, answers: FirstStart) -> House:
    """Keep what was answered at the first start."""
    papers = f"folder:{(house.data_dir / old_papers.FOLDER).absolute()}"
    chosen = replace(
        house.settings,
        bench=answers.bench,
        label_printer=answers.label_printer or papers,
        slip_printer=answers.slip_printer or papers,
    )
    settings.save(house.data_dir, chosen)
    return replace(house, settings=chosen)


def first_start(house: House) -> FirstStart | None:
    """The three questions of the first start; None when the window was closed instead."""
    from fbm_desk.gui.first_start import FirstDesk, ask
    from fbm_desk.printing.queues_found import system_queues

    def write_sheet(path: Path, name: str, badge: str) -> None:
        whole_file.write(path, command_sheet(name, badge, house.settings.shop_name))

    printers = tuple((f"queue://{name}", name) for name in system_queues())
    return ask(FirstDesk(lambda name: app.first_person(house, name), write_sheet, printers))
