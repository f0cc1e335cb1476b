"""An AWS queue of the seller's, connected and read: a changed order is here without a sweep."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fbm_desk import account_works, app, cli, settings
from fbm_desk.domain.orders import OrderId
from fbm_desk.services.topics import Topic
from fbm_desk.settings import AmazonSettings, Settings
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.store import orders, sync_state
from fbm_desk.threads import Turns
from tests.simulator.seller import US, mugs_and_spoons, quiet_shop

ARN = "arn:aws:sqs:eu-west-1:000000000000:order-news"
QUIET = {"FBM_DESK_KEYRING": "no"}
SECRETS = "AKIAEXAMPLE\nexample-secret\n"


@pytest.fixture
def amazon() -> Iterator[AmazonSimulator]:
    shop = quiet_shop()
    shop.clock = Clock(datetime.now(UTC))
    with AmazonSimulator(shop) as simulator:
        simulator.apis.notifications.add_destination("desk", ARN)
        yield simulator


@pytest.fixture
def folder(tmp_path: Path, amazon: AmazonSimulator) -> Path:
    """A seller's data folder, connected to the pretend Amazon."""
    there = AmazonSettings("A2PRETENDSELLER", "na", (US,), api_url=amazon.url)
    settings.save(tmp_path, Settings(amazon=there))
    return tmp_path


def connect_queue(
    folder: Path,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    secrets: str = SECRETS,
    name: str = "order-news",
) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(secrets))
    where = ["--queue-url", f"{url}/000000000000/{name}", "--region", "eu-west-1"]
    return cli.main(["--data-dir", str(folder), "connect-queue", *where])


def test_a_changed_order_is_here_in_seconds_without_a_sweep(
    folder: Path, amazon: AmazonSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert connect_queue(folder, amazon.url, monkeypatch) == 0
    assert "example-secret" not in (folder / settings.FILE_NAME).read_text()
    house = app.open_house(folder, environment=QUIET)
    clients = account_works.clients_of(house)
    assert clients is not None
    work, here = account_works.sync_of(house, clients), threading.Event()
    work.turn()  # the sweep, and what waits in the queue
    swept = len(amazon.requests.of("searchOrders"))
    work.changed = lambda topics: here.set() if Topic.ORDERS in topics else None
    order_id = OrderId(mugs_and_spoons(amazon.shop).order_id)
    turns = Turns("amazon", work.turn, lambda error: pytest.fail(str(error)))
    turns.start()
    assert here.wait(30)
    house.stop.set()
    turns.stop()
    with house.books.reading() as connection:
        assert orders.find(connection, order_id) is not None
    assert len(amazon.requests.of("searchOrders")) == swept
    clients.close()
    house.close()


def test_a_queue_that_cannot_be_read_is_not_kept(
    folder: Path,
    amazon: AmazonSimulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert connect_queue(folder, amazon.url, monkeypatch, name="none") == 1
    assert "AWS knows no such queue" in capsys.readouterr().err
    assert connect_queue(folder, "https://sqs.example.com", monkeypatch) == 1
    assert "not an address of an AWS queue" in capsys.readouterr().err
    assert connect_queue(folder, amazon.url, monkeypatch, "AKIAEXAMPLE\n") == 1
    assert "give the key id and the secret" in capsys.readouterr().err
    assert settings.load(folder, {}).amazon.queue_url == ""


def test_without_its_key_the_sweep_goes_on_and_the_screen_says_why(
    folder: Path, amazon: AmazonSimulator
) -> None:
    kept = settings.load(folder, {})
    queue = replace(kept.amazon, queue_url=f"{amazon.url}/000000000000/q", queue_region="eu-west-1")
    settings.save(folder, replace(kept, amazon=queue))
    order_id = OrderId(mugs_and_spoons(amazon.shop).order_id)
    house = app.open_house(folder, environment=QUIET)
    clients = account_works.clients_of(house)
    assert clients is not None
    account_works.sync_of(house, clients).turn()
    with house.books.reading() as connection:
        assert orders.find(connection, order_id) is not None
        assert sync_state.mark(connection, "changes").reason == "queue_secret"
    clients.close()
    house.close()
