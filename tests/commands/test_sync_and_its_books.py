"""`fbm-desk sync` outlives a database server that is away for a while, as when it is begun anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from fbm_desk import app
from fbm_desk.commands import sync
from fbm_desk.services import connecting
from fbm_desk.services.sync import HELD_UP_S, Sync
from fbm_desk.settings import AmazonSettings, Settings, save
from tests.services.marketplace import FakeMarketplace

SOCKET = ".s.PGSQL.5432"


def test_a_server_that_is_away_is_told_and_its_return_is_noticed(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = make_url(postgres_url)
    door = tmp_path / SOCKET
    door.symlink_to(Path(str(address.query["host"])) / SOCKET)
    here = address.set(query={"host": str(tmp_path)}).render_as_string(hide_password=False)
    save(tmp_path, Settings(amazon=AmazonSettings(seller_id="A1")))
    house = app.open_house(tmp_path, here, {"FBM_DESK_KEYRING": "no"})
    try:
        work, known = Sync(house.books, FakeMarketplace()), connecting.changes(house.books)
        sync.turn(house, work)
        assert capsys.readouterr().out.startswith("In step with Amazon.")
        there = door.readlink()
        door.unlink()
        house.books.engine.dispose()
        assert sync.turn(house, work) == HELD_UP_S
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert said.err.startswith("The database server cannot be reached.")
        assert not sync.is_over(house, known)
        door.symlink_to(there)
        sync.turn(house, work)
        assert capsys.readouterr().out.startswith("In step with Amazon.")
        connecting.note_entered(house.books)
        assert sync.is_over(house, known)
    finally:
        house.close()
