"""Order reports as Amazon writes them become the orders they stand for."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from fbm_desk.amazon.order_report import (
    OrderReport,
    ReportKind,
    iter_order_report,
    read_order_report,
)
from fbm_desk.domain.orders import AmazonStatus, Duty, IncomingLine, IncomingOrder, Source
from tests.amazon.report_samples import ROW, many_rows, report, row, saved_report, text_report


def the_order(data: bytes) -> IncomingOrder:
    read = read_order_report(data)
    assert not read.refused
    (order,) = read.orders
    return order


def the_line(**fields: str) -> IncomingLine:
    changed = {name.replace("_", "-"): value for name, value in fields.items()}
    (line,) = the_order(report(changed)).lines
    return line


def test_unshipped_report_of_the_us_joins_the_rows_of_an_order() -> None:
    read = read_order_report(saved_report("unshipped_us.txt"))
    assert read.kind is ReportKind.UNSHIPPED
    mug_order, lamp_order = read.orders
    assert [(line.sku, line.quantity) for line in mug_order.lines] == [
        ("MUG-BLUE-330", 2),
        ("SPOON-OAK", 1),
    ]
    assert mug_order.source is Source.REPORT
    assert mug_order.ship_by == datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)
    assert mug_order.recipient is not None
    assert mug_order.recipient.line2 == "Apt 4"
    assert mug_order.lines[0].title == 'Ceramic mug 12" tall gift set, blue'
    assert lamp_order.duties == {Duty.PRIME}
    assert lamp_order.ship_by == datetime(2026, 11, 24, 6, 59, 59, tzinfo=UTC)


def test_new_orders_report_of_the_uk_knows_business_signature_and_marketplace() -> None:
    read = read_order_report(saved_report("new_orders_uk.txt"))
    assert read.kind is ReportKind.NEW_ORDERS
    signed, business = read.orders
    assert signed.duties == {Duty.SIGNATURE}
    assert signed.lines[0].quantity == 3
    assert business.duties == {Duty.BUSINESS}
    assert business.purchase_order_number == "PO-4711"
    assert business.marketplace_id == "A1F83G8C2ARO7P"
    assert business.deliver_by == datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)
    assert business.buyer_email == "x1y2z3@marketplace.amazon.co.uk"


def test_german_report_tells_gifts_partial_shipments_and_cancel_wishes() -> None:
    gift, partial, cancelled = read_order_report(saved_report("unshipped_de.txt")).orders
    assert gift.marketplace_id == "A1PA6795UKMFR9"
    assert gift.lines[0].duties == {Duty.GIFT, Duty.GIFT_WRAP}
    assert gift.lines[0].gift_message == "Für dich, liebe Änne!"
    assert partial.status is AmazonStatus.PARTIALLY_SHIPPED
    assert (partial.lines[0].quantity, partial.lines[0].shipped) == (5, 2)
    assert partial.lines[0].wanted == 3
    assert partial.lines[0].duties == {Duty.TRANSPARENCY}
    assert cancelled.cancel_requested
    assert cancelled.lines[0].duties == {Duty.PERSONALISED}


@pytest.mark.parametrize(
    ("name", "codec", "recipient"),
    [
        ("unshipped_fr_cp1252.txt", "cp1252", "Éloïse Façonneau"),
        ("unshipped_jp_cp932.txt", "cp932", "架空 太郎"),
        ("unshipped_spreadsheet_utf16.txt", "utf-16-le", "Çağla Öztürk"),
        ("new_orders_uk.txt", "utf-8", "Zoë Ashdown-Peel"),
        ("unshipped_tr_eu.txt", "utf-8", "Çağla Öztürk"),
    ],
)
def test_each_encoding_gives_the_right_name(name: str, codec: str, recipient: str) -> None:
    read = read_order_report(saved_report(name))
    assert read.encoding == codec
    assert read.orders[0].recipient is not None
    assert read.orders[0].recipient.name == recipient
    assert not read.refused


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig"])
def test_unicode_with_and_without_mark_reads_alike(codec: str) -> None:
    text = text_report(row(recipient_name="Žofie Ňouma", product_name="Čaj"), end="\r\n")
    order = the_order(text.encode(codec))
    assert order.lines[0].title == "Čaj"


def test_the_documents_own_charset_comes_before_guessing() -> None:
    data = text_report(row(product_name="Ã¼")).encode("cp1252")  # is also valid UTF-8: "ü"
    announced = read_order_report(data, header_charset="ISO-8859-1")
    assert announced.orders[0].lines[0].title == "Ã¼"
    assert read_order_report(data).orders[0].lines[0].title == "ü"


def test_a_charset_the_bytes_deny_or_nobody_knows_is_not_believed() -> None:
    data = text_report(row(product_name="Müsli")).encode("cp1252")
    for charset in ("utf-8", "rot13", "no-such-thing"):
        read = read_order_report(data, header_charset=charset)
        assert read.orders[0].lines[0].title == "Müsli"


def test_a_few_foreign_bytes_do_not_garble_a_utf8_file() -> None:
    good = [row(n, product_name="Größe Ölçü Türkçe", recipient_name="Jürgen") for n in range(9)]
    data = report(*good) + report(row(99, recipient_name="J")).splitlines(True)[1].replace(
        b"\tJ\t", b"\tJ\xfcrg\t"
    )
    read = read_order_report(data)
    assert read.encoding == "utf-8"
    assert len(read.orders) == 9
    assert [fault.reason.value for fault in read.refused] == ["garbled"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_orders(end: str) -> None:
    data = report(row(1), row(2), end=end)
    assert len(read_order_report(data).orders) == 2
    assert len(read_order_report(data.rstrip()).orders) == 2


def test_line_separators_inside_a_title_do_not_part_the_row() -> None:
    assert the_line(product_name="Tea\u2028pot\x85").title == "Tea\u2028pot"


def test_columns_are_found_by_name_in_any_case_order_and_company() -> None:
    header = "SKU\tIs-Prime\tmystery\tOrder-ID\tORDER-ITEM-ID\tQuantity-Purchased"
    body = "MUG\tTRUE\t?\t305-4471926-8830217\t7\t3"
    read = read_order_report(f"{header}\n{body}\n".encode())
    assert read.ignored_columns == ("mystery",)
    (order,) = read.orders
    assert order.lines[0].wanted == 3
    assert order.duties == {Duty.PRIME}
    assert order.recipient is None
    assert order.ship_by is None


def test_quotes_around_a_whole_field_go_and_inch_marks_stay() -> None:
    assert the_line(product_name='"Blue mug"').title == "Blue mug"
    assert the_line(product_name='Frame 12"').title == 'Frame 12"'
    assert the_line(product_name='"Frame 12"" wide"').title == 'Frame 12" wide'
    assert the_line(product_name='"').title == '"'


def test_an_unclosed_quote_does_not_swallow_the_rows_below() -> None:
    read = read_order_report(report(row(1, product_name='"Blue mug'), row(2)))
    assert len(read.orders) == 2


def test_formulas_are_text() -> None:
    assert the_line(product_name="=cmd|' /C calc'!A0").title == "=cmd|' /C calc'!A0"


def test_sku_keeps_its_case_loses_outer_spaces_and_is_composed() -> None:
    assert the_line(sku=" mug-Blue ").sku == "mug-Blue"
    assert the_line(sku="THE\u0301").sku == "THÉ"
    assert the_line(sku="mug blue").sku == "mug blue"


def test_what_is_left_to_ship_counts_even_after_a_part_was_cancelled() -> None:
    line = the_line(quantity_purchased="5", quantity_shipped="1", quantity_to_ship="2")
    assert (line.quantity, line.shipped, line.wanted) == (3, 1, 2)


def test_an_order_wholly_shipped_says_so() -> None:
    order = the_order(report(row(quantity_shipped="2", quantity_to_ship="0")))
    assert order.status is AmazonStatus.SHIPPED
    assert order.lines[0].wanted == 0


@pytest.mark.parametrize(
    "ship_by",
    ["2026-11-24T22:59:59Z", "2026-11-24T22:59:59+00:00", "2026-11-25T07:59:59+09:00"],
)
def test_ship_by_is_read_with_its_offset(ship_by: str) -> None:
    order = the_order(report(row(promise_date=ship_by)))
    assert order.ship_by == datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)


def test_a_purchase_date_that_cannot_be_read_stays_unknown() -> None:
    assert the_order(report(row(purchase_date="02/03/04"))).purchased_at is None


def test_rows_that_leave_out_the_address_take_it_from_the_others_and_the_earliest_ship_by() -> None:
    nowhere = dict.fromkeys((name for name in ROW if name.startswith(("ship", "recip"))), "")
    order = the_order(
        report(
            row(1, 1, promise_date="2026-11-25T10:00:00Z") | nowhere,
            row(1, 2, recipient_name="WILMA QUANDT", promise_date="2026-11-24T10:00:00Z"),
            row(1, 3),
        )
    )
    assert order.recipient is not None
    assert order.recipient.name == "WILMA QUANDT"
    assert order.ship_by == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_an_order_whose_rows_are_scattered_comes_once_and_whole() -> None:
    data = report(row(1, 1), row(2, 1), row(1, 2), row(3, 1), row(1, 3))
    orders = [order for batch in iter_order_report(data, batch=1) for order in batch.orders]
    assert sorted(order.order_id[-1] for order in orders) == ["1", "2", "3"]
    assert {order.order_id[-1]: len(order.lines) for order in orders} == {"1": 3, "2": 1, "3": 1}


def test_scattered_rows_are_found_when_the_order_id_stands_elsewhere_or_in_quotes() -> None:
    header = "sku\torder-id\torder-item-id\tquantity-purchased\n"
    cells = [("1", "11"), ("2", "21"), ("1", "12")]
    for quote in ("", '"'):
        rows = [f"MUG\t{quote}305-0000000-000000{o}{quote}\t{i}\t1\n" for o, i in cells]
        read = read_order_report((header + "".join(rows)).encode())
        assert sorted(len(order.lines) for order in read.orders) == [1, 2]


def test_batches_hold_about_as_many_orders_as_asked_and_miss_none() -> None:
    data = many_rows(3000)
    batches = list(iter_order_report(data, batch=100))
    assert max(len(batch.orders) for batch in batches) == 100
    assert batches[-1].rows_read == 3000
    whole: OrderReport = read_order_report(data)
    assert [o for batch in batches for o in batch.orders] == list(whole.orders)


def test_by_number_neighbours_come_together_and_nothing_else_changes() -> None:
    numbers = [number * 3_571 % 10_007 for number in range(8_000)]
    rows = [row(number, 9 - line) for number in numbers for line in (1, 2)]
    data = report(*rows, row(numbers[0], 5))  # one order is scattered
    batches = list(iter_order_report(data, batch=500, by_number=True))
    orders = [order for batch in batches for order in batch.orders]
    ids = [order.order_id for order in orders]
    assert ids[1_400] < ids[1_450] < ids[1_499]
    assert sum(one < other for one, other in pairwise(ids)) >= len(ids) - 4
    assert batches[-1].rows_read == len(rows) + 1
    assert sorted(orders, key=by_id) == sorted(read_order_report(data).orders, key=by_id)


@pytest.mark.parametrize("lines", [2_999, 3_000, 25_500, 70_000])
def test_by_number_an_order_longer_than_what_is_sorted_at_once_stays_one(lines: int) -> None:
    head, one, two = report(row(2), row(1)).decode().splitlines()
    long = [one.replace("\t201\t", f"\t{number}\t") for number in range(lines)]
    data = "\n".join((head, *long, two)).encode()
    batches = iter_order_report(data, by_number=True)
    orders = [order for batch in batches for order in batch.orders]
    assert [len(order.lines) for order in sorted(orders, key=by_id)] == [1, lines]
    assert [line.line_id for line in max(orders, key=by_id).lines[:3]] == ["0", "1", "2"]


def by_id(order: IncomingOrder) -> str:
    """To compare orders whatever their turn."""
    return order.order_id


ODD_FIELDS = [
    {"product_name": '"Mug, blue"'},
    {"product_name": " Mug, blue"},
    {"product_name": "Mug, blue "},
    {"order_id": '"305-0000000-0000777"'},
    {"ship_country": '"GB"'},
    {"ship_country": "GB "},
    {"order_id": " 305-0000000-0000777"},
]


@pytest.mark.parametrize("odd", ODD_FIELDS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_odd_row_reads_alike_whatever_stands_around_it(odd: dict[str, str], end: str) -> None:
    """Lines are split many at once where nothing is odd: a row may stand at either end of them."""
    (tidy,) = read_order_report(report(row(777, 1, product_name="Mug, blue"))).orders
    for before in (0, 1, 398, 399, 400):
        rows = [row(number + 1_000) for number in range(before)]
        after = [row(number + 3_000) for number in range(800 - before)]
        data = report(*rows, row(777, 1, **{"product_name": "Mug, blue", **odd}), *after, end=end)
        read = read_order_report(data)
        assert not read.refused
        assert read.orders[before] == tidy
        assert len(read.orders) == 801


def test_a_header_without_rows_is_a_report_without_orders() -> None:
    read = read_order_report(report())
    assert read.orders == ()
    assert read.refused == ()


def test_the_repr_of_what_was_read_tells_nothing_of_the_buyer() -> None:
    shown = repr(read_order_report(saved_report("unshipped_de.txt")))
    for secret in ("Jürgen", "Erfundene", "Köln", "Änne", "01067"):
        assert secret not in shown


def test_an_order_that_is_picked_up_in_a_store_says_so_as_the_orders_api_does() -> None:
    header = "order-id\torder-item-id\tsku\tquantity-purchased\tis-ispu-order"
    rows = ["701-0000001-0000001\t1\tMUG\t1\ttrue", "701-0000002-0000002\t2\tMUG\t1\tfalse"]
    report = read_order_report("\n".join((header, *rows)).encode())
    assert [order.programs for order in report.orders] == [("IN_STORE_PICK_UP",), ()]
