"""Amazon's allowance is not full again because the program was started again."""

from __future__ import annotations

import threading

from fbm_desk.account_works import Clients
from fbm_desk.amazon.account import Account, Region
from fbm_desk.amazon.operations import Operation
from fbm_desk.services.books import Books


def clients(books: Books) -> Clients:
    account = Account(
        seller_id="A1",
        region=Region.EUROPE,
        marketplace_ids=("A1PA6795UKMFR9",),
        lwa_app_id="app",
        lwa_client_secret="secret",
        refresh_token="token",
        api_url="http://127.0.0.1:9",
        signin_url="http://127.0.0.1:9/auth/o2/token",
    )
    return Clients(account, threading.Event(), books)


def test_what_was_used_stays_used_over_a_restart(books: Books) -> None:
    first = clients(books)
    quota = first.get("sync").quota
    for _ in range(20):
        assert quota.take(Operation.SEARCH_ORDERS) == 0
    assert quota.take(Operation.SEARCH_ORDERS) > 0
    first.close()

    again = clients(books)
    assert again.get("sync").quota.take(Operation.SEARCH_ORDERS) > 0
    assert again.get("sync").quota.take(Operation.GET_ORDER) == 0
    again.close()
