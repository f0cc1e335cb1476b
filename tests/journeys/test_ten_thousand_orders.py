"""Many orders come in as fast as Amazon's allowances let them, each once.

The long form is `python -m tests.journeys.ten_thousand_orders`. Times are the shared clock's.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from fbm_desk.amazon.operations import Operation
from tests.journeys import ten_thousand_orders as many
from tests.journeys.sped_up import sped_up


def as_promised(came: many.CameIn) -> bool:
    return came.ratio <= many.AT_MOST and not (came.too_quick or came.repeated or came.wrong)


def test_a_full_bucket_brings_2000_orders_at_once(tmp_path: Path) -> None:
    came = many.by_sweep(tmp_path, 2_000)
    assert as_promised(came), came
    assert (came.took_s, came.calls["searchOrders"]) == (0.0, 20)


def test_more_come_page_by_page_within_a_tenth_of_the_limit(tmp_path: Path) -> None:
    came = many.by_sweep(tmp_path, 2_300)
    assert as_promised(came), came
    assert came.limit_s == many.limit_s(Operation.SEARCH_ORDERS, 23) > 500


def test_with_a_report_all_are_there_long_before_they_are_told_in_full(tmp_path: Path) -> None:
    came = many.by_report(tmp_path, 2_200)
    assert as_promised(came), came
    assert came.calls["createReport"] == 1
    assert came.in_books_s < came.took_s / 3


def test_the_limits_are_those_of_the_plan() -> None:
    assert many.hours(many.limit_s(Operation.SEARCH_ORDERS, 100)) == "3.97 h"
    assert many.limit_s(Operation.SEARCH_ORDERS, 20) == 0.0
    assert many.hours(many.limit_s(Operation.GET_ORDER, 8_000)) == "4.43 h"


def test_the_judge_sees_a_client_that_is_too_quick(tmp_path: Path) -> None:
    came = many.by_sweep(tmp_path, 2_300, too_fast=2.0)
    assert came.too_quick > 0
    assert not as_promised(came)


def test_the_judge_sees_a_line_that_is_missing(tmp_path: Path) -> None:
    with sped_up(tmp_path, many.shop_of(30)) as seller:
        seller.turn()
        assert many.difference(seller) == ""
        with seller.books.writing() as connection:
            connection.execute(sa.text("DELETE FROM order_lines"))
        assert "0 in the books" in many.difference(seller)
