"""What the Sync screen asks: nothing without an account, wishes kept and heard at once."""

from __future__ import annotations

import pytest

from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import OrderId
from fbm_desk.services import sync_wishes
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind
from fbm_desk.services.sync_office import SyncOffice
from fbm_desk.settings import AmazonSettings


class Woken:
    """Counts how often the background work was woken."""

    count = 0

    def __call__(self) -> None:
        self.count += 1


def office(books: Books, seller_id: str = "A2SELLER") -> tuple[SyncOffice, Woken]:
    woken = Woken()
    settings = AmazonSettings(seller_id=seller_id)
    return SyncOffice(books, lambda: settings, lambda: None, woken), woken


def test_without_an_account_there_is_no_work(books: Books) -> None:
    assert office(books, "")[0].work() == ()
    assert {one.kind for one in office(books)[0].work()} == set(WorkKind)


def test_a_wish_is_kept_and_the_work_is_woken(books: Books) -> None:
    one, woken = office(books)
    one.sync_now()
    one.sync_now(" 305-1234567-1234567 ")
    assert woken.count == 2
    wishes = sync_wishes.asked_for(books)
    assert wishes.everything
    assert wishes.orders == (OrderId("305-1234567-1234567"),)


def test_what_is_no_order_number_is_refused(books: Books) -> None:
    one, woken = office(books)
    with pytest.raises(Invalid):
        one.sync_now("MUG-BLU-350")
    assert woken.count == 0


def test_a_kind_of_work_rests_until_it_goes_on(books: Books) -> None:
    one, _woken = office(books)
    one.rest("orders", True)
    assert next(view for view in one.work() if view.kind is WorkKind.ORDERS).paused
    one.rest("orders", False)
    assert not any(view.paused for view in one.work())


def test_why_asks_nobody_without_an_account(books: Books) -> None:
    assert office(books)[0].why_not_here("305-1234567-1234567").code == "no_account"
