"""What every desk screen is given: who answers, where results are said, where files go."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QFileDialog, QWidget

from fbm_desk.domain.errors import Refusal
from fbm_desk.gui import figures
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.notice import Explain, Trouble, explain_file
from fbm_desk.gui.office_port import OfficePort
from fbm_desk.gui.table import Memory

T = TypeVar("T")


class Files(Protocol):
    """Asks a person for a file; None if they changed their mind."""

    def to_save(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None: ...
    def to_open(self, parent: QWidget, title: str, kinds: str) -> Path | None: ...


class SystemFiles:
    """The system's own file dialogs."""

    def to_save(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, kinds)
        return Path(chosen) if chosen else None

    def to_open(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, "", kinds)
        return Path(chosen) if chosen else None


def now() -> datetime:
    """This moment, aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`say` shows a result for eight seconds, `tell` a trouble until it is closed."""

    bridge: Bridge
    office: OfficePort
    memory: Memory
    files: Files
    say: Callable[[str], None]
    tell: Callable[[Trouble], None]
    explain: Explain
    now: Callable[[], datetime] = now

    def ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[], None] = lambda: None,
        *,
        takes_long: bool = False,
    ) -> None:
        """Have `work` done on the database's thread; a failure is told in words, then `failed`.

        Work that takes long has a thread of its own: no scan waits behind it.
        """

        def told(error: BaseException) -> None:
            if not isinstance(error, (Refusal, OSError)):
                logging.getLogger("fbm_desk").error("unexpected", exc_info=error)
            words = explain_file(error) if isinstance(error, OSError) else self.explain(error)
            self.tell(words)
            failed()

        ask = self.bridge.ask_aside if takes_long else self.bridge.ask
        ask(work, then, told)

    def today(self) -> date:
        """Today where this computer stands."""
        return figures.local(self.now()).date()
