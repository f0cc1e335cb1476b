"""What `doctor` says of Amazon: asked for real, on a pretended one, and of what still waits."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fbm_desk import account_works, app, keys
from fbm_desk.amazon.account import Account, Region
from fbm_desk.commands.checkup import amazon
from fbm_desk.commands.checkup.finding import Finding, Health
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.settings import AmazonSettings, Settings
from fbm_desk.simulator.demonstration import demo_shop
from fbm_desk.simulator.faults import ANY, FaultKind
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.store import purchases, sync_state
from tests.commands.conftest import Program
from tests.nobody_listens import nobody_listens

NO_KEYRING = {"FBM_DESK_KEYRING": "no"}


@pytest.fixture(scope="module")
def simulated() -> Iterator[AmazonSimulator]:
    with AmazonSimulator(demo_shop(7, 3, datetime.now(UTC))) as running:
        yield running


def account_at(url: str, sign_in_url: str = "") -> Account:
    return Account(
        seller_id="A1", region=Region.EUROPE, marketplace_ids=("A1PA6795UKMFR9",), api_url=url,
        signin_url=sign_in_url or f"{url}/auth/o2/token", lwa_app_id="app",
        lwa_client_secret="open-sesame", refresh_token="Atzr|sesame",
    )  # fmt: skip


def reached(account: Account, ahead: timedelta = timedelta()) -> dict[str, Finding]:
    found = amazon.reached(account, lambda: datetime.now(UTC) + ahead)
    return {one.check: one for one in found}


def test_an_account_that_works_is_in_order_and_spends_no_quota(simulated: AmazonSimulator) -> None:
    found = reached(account_at(simulated.url))
    assert {name: one.health for name, one in found.items()} == {
        "sign_in": Health.OK, "endpoint": Health.OK, "clock": Health.OK,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "health", "code"),
    [
        (2, Health.NOTE, "clock_ahead"),
        (-2, Health.NOTE, "clock_behind"),
        (7, Health.BROKEN, "clock_ahead"),
        (-7, Health.BROKEN, "clock_behind"),
    ],
)
def test_a_clock_that_is_off_is_held_against_amazons(
    simulated: AmazonSimulator, minutes: int, health: Health, code: str
) -> None:
    found = reached(account_at(simulated.url), timedelta(minutes=minutes, seconds=5))["clock"]
    assert (found.health, found.code) == (health, code)
    assert f"{abs(minutes)} min" in found.seen or f"{abs(minutes) - 1} min" in found.seen
    assert "timedatectl" in found.mend


def test_keys_that_are_refused_lead_back_to_connect(simulated: AmazonSimulator) -> None:
    simulated.sign_in.client_secret = "another one"
    try:
        found = reached(account_at(simulated.url))
    finally:
        simulated.sign_in.client_secret = ""
    assert (found["sign_in"].health, found["sign_in"].code) == (
        Health.BROKEN, "amazon_sign_in_refused",
    )  # fmt: skip
    assert "fbm-desk connect" in found["sign_in"].mend
    assert found["endpoint"].health is Health.OK
    assert "sesame" not in repr(found)


def test_amazon_that_cannot_be_reached_is_told_and_packing_goes_on() -> None:
    with nobody_listens() as port:
        found = reached(account_at(f"http://127.0.0.1:{port}"))
    assert {one.code for one in found.values()} == {"amazon_offline"}
    assert "Packing goes on." in found["sign_in"].means
    assert "clock" not in found


def test_amazon_that_does_not_answer_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        found = reached(account_at(f"http://127.0.0.1:{mute.getsockname()[1]}"))
    assert found["sign_in"].seen == "no answer in 3 s"
    assert found["endpoint"].health is Health.BROKEN


def test_a_fault_on_amazons_side_is_told_apart(simulated: AmazonSimulator) -> None:
    simulated.faults.add(ANY, FaultKind.HTML_503, times=2)
    try:
        found = reached(account_at(simulated.url))
    finally:
        simulated.faults.clear()
    assert found["sign_in"].code == "amazon_sign_in"
    assert found["endpoint"].seen == "a fault on Amazon’s side"
    assert "Look again" in found["endpoint"].mend


def place(folder: Path, **amazon_settings: str) -> Installation:
    chosen = Settings(amazon=AmazonSettings(seller_id="A1", **amazon_settings))  # type: ignore[arg-type]
    store = keys.find_keys(folder / "keys", use_keyring=False)
    return Installation(folder, settings=chosen, keys=store)


def test_keys_that_were_never_kept_are_missed(tmp_path: Path) -> None:
    (found,) = amazon.account(place(tmp_path))
    assert (found.health, found.code) == (Health.BROKEN, "account_secret")


def test_an_address_that_is_not_amazons_gets_no_keys(tmp_path: Path) -> None:
    there = place(tmp_path, api_url="https://amazon.example.net", region="eu")
    assert there.keys is not None
    for name in account_works.SECRETS:
        there.keys.put(keys.of_account("A1", name), b"sesame")
    (found,) = amazon.account(there)
    assert (found.health, found.code) == (Health.BROKEN, "account_address")
    assert "api_url" in found.mend


def test_without_an_account_nothing_is_broken(tmp_path: Path) -> None:
    (found,) = amazon.account(Installation(tmp_path))
    assert found.health is Health.NOTE
    assert "order reports" in found.means


@pytest.fixture
def opened(shop: Program, data_dir: Path) -> Iterator[Installation]:
    """A shop with one parcel that Amazon is still to be told of."""
    scans = "305-0000001-0000002\nLAMP\nKP4881200731\n"
    assert shop("pack", "--badge", "M1", stdin=scans).code == 0
    house = app.open_house(data_dir, environment=NO_KEYRING)
    yield Installation(data_dir, books=house.books, keys=house.keys)
    house.close()


def work(there: Installation, *, later: timedelta = timedelta()) -> dict[str, Finding]:
    assert there.books is not None
    there.books = replace(there.books, now=lambda: datetime.now(UTC) + later)
    return {one.check: one for one in amazon.work(there)}


def test_parcels_to_be_told_by_file_say_how_many_and_since_when(opened: Installation) -> None:
    found = work(opened, later=timedelta(hours=3))["confirmations"]
    assert (found.health, found.seen) == (Health.NOTE, "1 waits, for 3 h")
    assert "export-confirmations" in found.mend


def test_confirmations_that_wait_long_are_worth_knowing(opened: Installation) -> None:
    opened.settings = Settings(amazon=AmazonSettings(seller_id="A1"))
    assert work(opened)["confirmations"].health is Health.OK
    found = work(opened, later=timedelta(hours=2))["confirmations"]
    assert (found.health, found.code) == (Health.NOTE, "confirmations_late")
    assert "fbm-desk sync" in found.mend


def test_the_last_sweep_has_its_age(opened: Installation) -> None:
    opened.settings = Settings(amazon=AmazonSettings(seller_id="A1"))
    assert work(opened)["sweep"].code == "sweep_never"
    assert opened.books is not None
    with opened.books.writing() as connection:
        sync_state.save_mark(connection, "orders", last_success_at=datetime.now(UTC))
    assert work(opened)["sweep"].health is Health.OK
    late = work(opened, later=timedelta(minutes=40))["sweep"]
    assert (late.health, late.seen) == (Health.NOTE, "40 min ago")
    assert "cancellations" in late.means


def test_a_label_that_was_perhaps_paid_waits_for_a_supervisor(opened: Installation) -> None:
    assert opened.books is not None
    long_ago = datetime.now(UTC) - timedelta(minutes=12)
    with opened.books.writing() as connection:
        wanted = purchases.want(
            connection, OrderId("305-0000001-0000001"), 1, "key-1", 900, 1, 1, long_ago
        )
        purchases.settle(connection, wanted, PurchaseState.UNCLEAR)
    found = work(opened)["labels"]
    assert (found.health, found.seen) == (
        Health.NOTE, "1 purchase has no clear outcome, for 12 min",
    )  # fmt: skip
    assert "supervisor" in found.mend
