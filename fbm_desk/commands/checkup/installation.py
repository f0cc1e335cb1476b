"""What is looked at: a data folder, its settings and, once they are open, its books and its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fbm_desk.keys import Keys
from fbm_desk.services.books import Books
from fbm_desk.settings import Settings


@dataclass
class Installation:
    """One installation as far as it can be opened. `books` is None while they are closed."""

    data_dir: Path
    database_url: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    write_trouble: str = ""  # why nothing can be written into the data folder
    books: Books | None = None
    keys: Keys | None = None
    key_opens: bool = False

    def close(self) -> None:
        """Let go of the database."""
        if self.books is not None:
            self.books.engine.dispose()
