"""Reports in which an order would be taken wrong without a word: a shift, a contradiction, a state.

The order is refused, or its buyer's wish is heard; its neighbours come in.
"""

from __future__ import annotations

import pytest

from fbm_desk.amazon.order_report import (
    FileRefusal,
    OrderReport,
    RowRefusal,
    UnreadableReport,
    read_order_report,
)
from fbm_desk.domain.orders import IncomingOrder
from tests.amazon.report_samples import report, row

LAST = {"price-designation": "", "is-prime": ""}
SHIFTED = row(2, product_name="Mug\t3") | LAST


def numbers(read: OrderReport) -> list[str]:
    return [order.order_id[-1] for order in read.orders]


def reasons(read: OrderReport) -> list[RowRefusal]:
    return [fault.reason for fault in read.refused]


def only(data: bytes) -> IncomingOrder:
    read = read_order_report(data)
    assert not read.refused
    (order,) = read.orders
    return order


def with_tabs(data: bytes, *, header: int = 0, rows: int = 1) -> bytes:
    """The report with empty fields added at the end of its lines."""
    head, *below = data.decode().splitlines()
    return "\n".join([head + "\t" * header, *(line + "\t" * rows for line in below)]).encode()


# --- a tab inside a text -------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Mug\t3", "Mug\t", "\tMug", "Mug\tblue\t2"])
def test_a_tab_in_a_title_refuses_the_row_though_its_last_columns_are_empty(title: str) -> None:
    read = read_order_report(report(row(1) | LAST, row(2, product_name=title), row(3)))
    assert numbers(read) == ["1", "3"]
    assert [(fault.row, fault.reason) for fault in read.refused] == [(3, RowRefusal.COLUMNS)]


@pytest.mark.parametrize("orders", [1, 2, 3])
def test_a_tab_in_the_title_of_all_rows_is_no_habit_of_an_editor(orders: int) -> None:
    rows = [{**SHIFTED, **row(number, product_name="Mug\t3")} for number in range(orders)]
    assert set(reasons(read_order_report(report(*rows)))) == {RowRefusal.COLUMNS}


@pytest.mark.parametrize("tabs", [1, 3])
def test_empty_fields_that_an_editor_added_to_every_row_do_no_harm(tabs: int) -> None:
    good = report(row(1), row(2))
    assert read_order_report(with_tabs(good, rows=tabs)).orders == read_order_report(good).orders
    padded = with_tabs(good, header=tabs, rows=tabs)
    assert read_order_report(padded).orders == read_order_report(good).orders


def test_among_rows_with_added_fields_the_shifted_one_is_refused() -> None:
    read = read_order_report(with_tabs(report(row(1) | LAST, SHIFTED, row(3))))
    assert numbers(read) == ["1", "3"]
    assert reasons(read) == [RowRefusal.COLUMNS]


def test_fields_added_to_some_rows_only_are_refused() -> None:
    data = report(row(1), row(2)).rstrip() + b"\t\n"
    read = read_order_report(data)
    assert numbers(read) == ["1"]
    assert reasons(read) == [RowRefusal.COLUMNS]


def test_a_value_below_no_name_at_the_end_is_shifted() -> None:
    """A spreadsheet makes all rows as long as the longest, the header too."""
    head, one, two = report(row(1), row(2, product_name="Mug\t3")).decode().splitlines()
    read = read_order_report("\n".join((head + "\t", one + "\t", two)).encode())
    assert numbers(read) == ["1"]
    assert reasons(read) == [RowRefusal.COLUMNS]


def test_a_postcode_below_the_country_is_shifted() -> None:
    """Its empty last columns were left out, so the row with the tab is as long as the header."""
    head, one, two = report(row(1) | LAST, SHIFTED).decode().splitlines()
    read = read_order_report("\n".join((head, one, two.rstrip("\t"))).encode())
    assert numbers(read) == ["1"]
    assert reasons(read) == [RowRefusal.COLUMNS]


@pytest.mark.parametrize("rest", ["for you", "\tfor you"])
@pytest.mark.parametrize("by", ["\n", "\n\n"])
def test_a_line_break_in_a_gift_message_loses_no_wish_to_cancel(by: str, rest: str) -> None:
    asked = {
        "gift-message-text": f"Happy birthday{by}{rest}",
        "is-buyer-requested-cancellation": "true",
    }
    read = read_order_report(report(row(1), row(2) | asked, row(3)))
    assert numbers(read) == ["1", "3"]
    assert reasons(read) == [RowRefusal.COLUMNS, RowRefusal.ORDER_ID]


# --- rows that contradict each other -------------------------------------------------------------


@pytest.mark.parametrize(
    "otherwise", [{"quantity_purchased": "3", "quantity_to_ship": "3"}, {"sku": "MUG-RED"}]
)
def test_one_line_told_twice_in_two_ways_refuses_its_order(otherwise: dict[str, str]) -> None:
    read = read_order_report(report(row(1, 1), row(1, 1, **otherwise), row(1, 2), row(2)))
    assert numbers(read) == ["2"]
    assert reasons(read) == [
        RowRefusal.INCOMPLETE_ORDER, RowRefusal.CONTRADICTION, RowRefusal.INCOMPLETE_ORDER,
    ]  # fmt: skip
    assert read.refused[1].column == "order-item-id"


def test_two_addresses_in_one_order_refuse_it() -> None:
    read = read_order_report(report(row(1, 1), row(1, 2, ship_address_1="9 Invented Mews"), row(2)))
    assert numbers(read) == ["2"]
    assert reasons(read) == [RowRefusal.INCOMPLETE_ORDER, RowRefusal.CONTRADICTION]


def test_an_order_of_which_amazon_ships_a_part_itself_is_refused() -> None:
    read = read_order_report(report(row(1, 1), row(1, 2) | {"fulfilled-by": "Amazon"}))
    assert reasons(read) == [RowRefusal.INCOMPLETE_ORDER, RowRefusal.NOT_OURS]


# --- what Amazon or the buyer says of it ---------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "state"),
    [
        ("order-status", "Cancelled"),
        ("order-status", "Pending"),
        ("item-status", "Canceled"),
        ("shipment-status", "Shipped"),
    ],
)
def test_what_amazon_calls_closed_or_not_paid_is_not_packed(column: str, state: str) -> None:
    read = read_order_report(report(row(1) | {column: state}, row(2) | {column: "Unshipped"}))
    assert numbers(read) == ["2"]
    assert reasons(read) == [RowRefusal.NOTHING_TO_SHIP]


@pytest.mark.parametrize(
    ("flag", "reason", "asked"),
    [
        ("true", "", True),
        ("Yes", "", True),
        ("Requested", "", True),
        ("", "Bought by mistake", True),
        ("false", "", False),
        ("No", "Bought by mistake", False),
        ("", "", False),
    ],
)
def test_a_buyer_who_may_want_to_cancel_is_heard(flag: str, reason: str, asked: bool) -> None:
    told = {"is-buyer-requested-cancellation": flag, "buyer-requested-cancel-reason": reason}
    assert only(report(row() | told)).cancel_requested is asked


def test_the_ship_by_time_may_stand_in_the_other_column() -> None:
    other = {"latest-ship-date": "2026-11-24T10:00:00Z"}
    order = only(report(row(promise_date="") | other))
    assert order.ship_by is not None
    assert order.ship_by.hour == 10
    (fault,) = read_order_report(
        report(row(promise_date="") | {"latest-ship-date": "soon"})
    ).refused
    assert fault.column == "latest-ship-date"


def test_columns_named_with_underscores_or_spaces_count_too() -> None:
    """A quantity to ship that went unread would send what was cancelled."""
    data = report(row(quantity_purchased="5", quantity_to_ship="2"))
    for sign in (b"_", b" "):
        head, below = data.split(b"\n", 1)
        told = only(head.replace(b"-", sign) + b"\n" + below)
        assert told == only(data)
        assert told.lines[0].wanted == 2


# --- signs nobody can mean -----------------------------------------------------------------------


@pytest.mark.parametrize("control", ["\x07", "\x1b[31m", "\x7f", "\x9b"])
def test_a_control_character_refuses_a_sku_and_leaves_a_title(control: str) -> None:
    read = read_order_report(
        report(row(1, sku=f"MUG{control}"), row(2, product_name=f"Mug{control}"))
    )
    assert numbers(read) == ["2"]
    assert reasons(read) == [RowRefusal.GARBLED]
    assert read.orders[0].lines[0].title == "Mug" + control[1:]


def test_line_breaks_of_other_kinds_become_spaces_in_what_is_printed() -> None:
    texts = {"product-name": "Mug\x0bblue", "gift-message-text": "To\x0byou"}
    order = only(report(row(ship_address_1="3 Invented\x0bMews\x07") | texts))
    assert order.lines[0].title == "Mug blue"
    assert order.lines[0].gift_message == "To you"
    assert order.recipient is not None
    assert order.recipient.line1 == "3 Invented Mews"


def test_an_address_in_an_encoding_nobody_knows_is_refused() -> None:
    data = report(row(ship_address_1="@")).replace(b"@", b"\x81\x8d 3 \xe9")
    assert reasons(read_order_report(data)) == [RowRefusal.GARBLED]


JAPANESE = {
    "product-name": "\u9752\u3044\u30de\u30b0\u30ab\u30c3\u30d7",
    "recipient-name": "\u67b6\u7a7a \u592a\u90ce",
    "ship-city": "\u67b6\u7a7a\u5e02",
}


@pytest.mark.parametrize("country", ["JP", ""])
def test_euc_jp_is_not_taken_for_half_width_katakana(country: str) -> None:
    data = report(row() | JAPANESE | {"ship-country": country, "is-prime": ""}).decode()
    with pytest.raises(UnreadableReport) as refused:
        read_order_report(data.encode("euc-jp"))
    assert refused.value.code is FileRefusal.NOT_TEXT
    assert only(data.encode("cp932")) == only(data.encode())
    assert read_order_report(data.encode("euc-jp"), header_charset="EUC-JP").orders == (
        only(data.encode()),
    )


def test_half_width_katakana_in_a_japanese_file_is_no_reason_to_refuse_it() -> None:
    shop = row() | {
        "ship-country": "JP",
        "is-prime": "",
        "product-name": "\uff8f\uff78\uff9e\uff76\uff6f\uff8c\uff9f",
    }
    assert only(report(shop).decode().encode("cp932")) == only(report(shop))


def test_a_personalised_line_brings_the_page_that_shows_how_else_the_link() -> None:
    link, page = "https://files.example/1", "https://page.example"
    both = only(report(row(1, customized_url=link, customized_page=page))).lines[0]
    assert both.wish == page
    assert only(report(row(1, customized_url=link, customized_page=""))).lines[0].wish == link
    assert "example" not in repr(both)
