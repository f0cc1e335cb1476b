"""A process of its own that asks for one order again and again: `… DATABASE AMAZON ORDER TIMES`.

It prints "ready", waits for a line, and says how each call was answered.
"""

from __future__ import annotations

import sys
from threading import Thread

from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.amazon.quota import Quota
from fbm_desk.domain.orders import OrderId
from fbm_desk.services.allowance import KeptAllowance
from fbm_desk.services.books import Books
from fbm_desk.store import database
from fbm_desk.store.sealed import Seal
from tests.amazon.amazon_calls import client

THREADS = 2


def ask(database_url: str, amazon_url: str, order_id: OrderId, times: int) -> None:
    """Ask from two threads that share one client, as fast as the allowance lets them."""
    engine = database.open_database(database_url)
    kept = KeptAllowance(Books(engine, Seal(b"k" * 32)), "A1EXAMPLE")
    to = client(amazon_url, quota=Quota(kept, clock=kept.seconds), patience_s=600)
    print("ready", flush=True)
    sys.stdin.readline()  # all begin together

    answers: list[str] = []

    def some() -> None:
        for _ in range(times // THREADS):
            answers.append(type(AmazonMarketplace(to).order(order_id)).__name__)

    threads = [Thread(target=some, name=f"asks {number}") for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(*answers, sep="\n")
    to.close()
    engine.dispose()


if __name__ == "__main__":
    ask(sys.argv[1], sys.argv[2], OrderId(sys.argv[3]), int(sys.argv[4]))
