"""Papers that were kept instead of printed go after 30 days, nothing else does."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fbm_desk.services import old_papers

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_only_papers_older_than_thirty_days_go(tmp_path: Path) -> None:
    folder = tmp_path / old_papers.FOLDER
    folder.mkdir()
    for name, days in (("old.pdf", 31), ("new.pdf", 29)):
        path = folder / name
        path.write_text("paper", encoding="utf-8")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    elsewhere = tmp_path / "old.txt"
    elsewhere.write_text("mine", encoding="utf-8")
    os.utime(elsewhere, (0, 0))
    assert old_papers.remove_old(tmp_path, NOW) == 1
    assert [path.name for path in folder.iterdir()] == ["new.pdf"]
    assert elsewhere.exists()


def test_without_papers_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert old_papers.remove_old(tmp_path, NOW) == 0
