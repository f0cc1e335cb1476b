"""Two computers share the books: one has the keys to Amazon, at the other one packs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fbm_desk.domain.orders import OrderId
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import simulated_shop
from fbm_desk.store import database, purchases
from tests.simulator.seller import ARTICLES, US

ROOT = Path(__file__).resolve().parents[2]
BADGE = "MARA-1"


class Computer:
    """A data folder of its own; the books are elsewhere."""

    def __init__(self, folder: Path, url: str, **environment: str) -> None:
        program = [sys.executable, "-m", "fbm_desk", "--data-dir", str(folder)]
        self.program = [*program, "--database-url", url]
        self.environment = {**os.environ, "FBM_DESK_KEYRING": "no", **environment}

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """The program with these words; it is ended when the test is."""
        with subprocess.Popen(
            [*self.program, *words], cwd=ROOT, text=True, env=self.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            try:
                yield process
            finally:
                process.kill()

    def said(self, *words: str, stdin: str = "", code: int = 0) -> str:
        """What the program says until its end."""
        with self.running(*words) as process:
            out, errors = process.communicate(stdin, timeout=120)
            assert (process.returncode, errors) == (code, "")
        return out


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return database.sqlite_url(tmp_path)


def tracking_in(url: str, order_id: str) -> str:
    """The number of the order's label, as the ledger has it."""
    engine = database.open_database(url)
    try:
        with database.reading(engine) as connection:
            return purchases.of_order(connection, OrderId(order_id))[-1].tracking
    finally:
        engine.dispose()


def test_a_bench_without_keys_packs_with_a_label_bought_elsewhere(url: str, tmp_path: Path) -> None:
    shop = simulated_shop(4, 0, ARTICLES, datetime.now(UTC))
    with AmazonSimulator(shop) as amazon:
        order_id = shop.place([("MUG-BLUE", 1)], US).order_id
        host = Computer(tmp_path / "host", url, FBM_DESK_AMAZON_API_URL=amazon.url)
        bench = Computer(tmp_path / "bench", url)
        host.said("users", "add", "Mara", "--badge", BADGE)
        with host.running("sync") as talking:
            assert talking.stdout is not None
            assert [bool(talking.stdout.readline()) for _ in range(2)] == [True, True]
            pack = ("pack", "--badge", BADGE, "--bench", "Bench 2", "--json")
            answers = bench.said(*pack, stdin=f"{order_id}\nMUG-BLUE\nNOTHING\n").splitlines()
            assert [json.loads(one)["code"] for one in answers][:2] == ["taken", "order_complete"]
            closed = bench.said(*pack, stdin=f"{tracking_in(url, order_id)}\n")
            assert json.loads(closed)["code"] == "parcel_closed"
            told = json.loads(bench.said("why", order_id, "--json"))
            assert told["is_here"]
            assert told["code"] in ("here_packed", "here_confirmed")  # Amazon is told meanwhile
            talking.terminate()
            assert talking.wait(timeout=60) == 130
        later = bench.said("why", "305-1234567-1234567", "--json", code=1)
        assert json.loads(later)["code"] == "not_reached"  # at once: the host has said good-bye
        assert len(amazon.requests.of("purchaseShipment")) == 1
        assert not (tmp_path / "bench" / "settings.toml").exists()
