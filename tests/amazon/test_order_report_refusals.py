"""Files and rows that cannot be used are refused in words, and their neighbours are unharmed."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from fbm_desk.amazon.order_report import (
    FileRefusal,
    RowRefusal,
    UnreadableReport,
    iter_order_report,
    read_order_report,
)
from tests.amazon.report_samples import ROW, report, row, text_report


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", FileRefusal.EMPTY),
        (b"\r\n \n", FileRefusal.EMPTY),
        (b"\xef\xbb\xbf", FileRefusal.EMPTY),
        (b"\xff\xfe", FileRefusal.EMPTY),
        (b"\0" * 5000, FileRefusal.EMPTY),
        (archive(), FileRefusal.WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, FileRefusal.WORKBOOK),
        (gzip.compress(report(row())), FileRefusal.COMPRESSED),
        (b"%PDF-1.7\n", FileRefusal.OTHER_DOCUMENT),
        (b"<!DOCTYPE html><title>Sign in</title>", FileRefusal.OTHER_DOCUMENT),
        (b"\xef\xbb\xbf<?xml version='1.0'?><AmazonEnvelope/>", FileRefusal.OTHER_DOCUMENT),
        (report(row()).replace(b"\t", b","), FileRefusal.NOT_TABS),
        (report(row()).replace(b"\t", b";"), FileRefusal.NOT_TABS),
        (b"amazon-order-id\tpurchase-date\n1\t2\n", FileRefusal.OTHER_REPORT),
        (bytes(range(256)) * 40, FileRefusal.OTHER_REPORT),
        (b"MZ\x90\x00" + b"\xff\x00\x13" * 999, FileRefusal.OTHER_REPORT),
        (report(row(), without=("sku",)), FileRefusal.MISSING_COLUMN),
        (report(row(), without=("order-item-id",)), FileRefusal.MISSING_COLUMN),
        (
            report(row(), without=("quantity-purchased", "quantity-to-ship")),
            FileRefusal.MISSING_COLUMN,
        ),
        (report(row(SKU="X")), FileRefusal.COLUMN_TWICE),
    ],
)
def test_a_file_that_is_no_order_report_is_refused_whole(data: bytes, code: FileRefusal) -> None:
    with pytest.raises(UnreadableReport) as refused:
        read_order_report(data)
    assert refused.value.code is code
    assert "Download the report again" in refused.value.words


def test_streaming_refuses_a_file_before_the_first_batch() -> None:
    with pytest.raises(UnreadableReport):
        iter_order_report(b"")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"order-id": "305-4471926"}, RowRefusal.ORDER_ID),
        ({"order-id": ""}, RowRefusal.ORDER_ID),
        ({"order-id": "٣٠٥-4471926-8830217"}, RowRefusal.ORDER_ID),
        ({"order-id": "../../etc/passwd"}, RowRefusal.ORDER_ID),
        ({"order-item-id": ""}, RowRefusal.LINE_ID),
        ({"order-item-id": "6.1E+13"}, RowRefusal.LINE_ID),
        ({"order-item-id": "6" * 65}, RowRefusal.LINE_ID),
        ({"sku": "  "}, RowRefusal.SKU),
        *(
            ({"quantity-purchased": text, "quantity-to-ship": text}, RowRefusal.QUANTITY)
            for text in (
                "0", "-1", "1.5", "1,0", "1e9", "NaN", "10000", str(2**31), str(2**63),
                "٣", "１", "1_0", "²", "0x1", "two",
            )
        ),
        ({"quantity-to-ship": "1e1"}, RowRefusal.QUANTITY),
        ({"quantity-to-ship": "3"}, RowRefusal.QUANTITY),
        ({"quantity-shipped": "-1"}, RowRefusal.QUANTITY),
        ({"quantity-shipped": "3", "quantity-to-ship": ""}, RowRefusal.QUANTITY),
        ({"quantity-to-ship": "0"}, RowRefusal.NOTHING_TO_SHIP),
        *(
            ({"promise-date": text}, RowRefusal.SHIP_BY)
            for text in (
                "02/03/04", "24.11.2026 10:00", "2026-11-24", "2026-11-24T10:00:00",
                "2026-02-30T10:00:00Z", "1969-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
                "0001-01-01T00:00:00+14:00", "tomorrow morning UTC",
            )
        ),
        ({"product-name": "Mug\tblue"}, RowRefusal.COLUMNS),
        ({"product-name": "x" * 200_000}, RowRefusal.TOO_LONG),
        ({"product-name": "Mug\0"}, RowRefusal.NUL),
        ({"sku": "MUG\ufffd"}, RowRefusal.GARBLED),
        ({"ship-address-1": "Stra\ufffde 1"}, RowRefusal.GARBLED),
        ({"fulfilled-by": "Amazon"}, RowRefusal.NOT_OURS),
    ],
)  # fmt: skip
def test_a_faulty_row_is_refused_and_its_neighbours_come_in(
    fields: dict[str, str], reason: RowRefusal
) -> None:
    read = read_order_report(report(row(1), {**row(2), **fields}, row(3)))
    assert [order.order_id[-1] for order in read.orders] == ["1", "3"]
    (fault,) = read.refused
    assert fault.row == 3
    assert fault.reason is reason
    assert fault.words


def test_a_garbled_title_alone_keeps_nobody_from_packing() -> None:
    assert read_order_report(report(row(product_name="Mug \ufffd"))).orders


def test_a_faulty_row_takes_its_whole_order_out() -> None:
    read = read_order_report(report(row(1, 1), row(1, 2, quantity_purchased="x"), row(2)))
    assert [order.order_id[-1] for order in read.orders] == ["2"]
    assert [(fault.row, fault.reason) for fault in read.refused] == [
        (2, RowRefusal.INCOMPLETE_ORDER),
        (3, RowRefusal.QUANTITY),
    ]


def test_the_same_line_twice_counts_once() -> None:
    read = read_order_report(report(row(1, 1), row(1, 1, quantity_purchased="2"), row(1, 2)))
    (order,) = read.orders
    assert len(order.lines) == 2
    assert [fault.reason for fault in read.refused] == [RowRefusal.DUPLICATE_LINE]


def test_a_line_with_nothing_to_ship_leaves_the_rest_of_its_order() -> None:
    read = read_order_report(report(row(1, 1), row(1, 2, quantity_to_ship="0")))
    assert [len(order.lines) for order in read.orders] == [1]
    assert [fault.reason for fault in read.refused] == [RowRefusal.NOTHING_TO_SHIP]


def test_short_rows_are_filled_and_blank_ones_skipped() -> None:
    header, line = text_report(row()).splitlines()
    fields = line.split("\t")[: list(ROW).index("quantity-purchased") + 1]
    read = read_order_report("\n".join([header, "", "\t" * 13, "\t".join(fields), ""]).encode())
    assert len(read.orders) == 1
    assert [fault.reason for fault in read.refused] == [RowRefusal.ORDER_ID]


def test_a_title_with_a_line_break_spoils_only_its_own_order() -> None:
    data = report(row(1), row(2, product_name="Blue\nmug"), row(3))
    read = read_order_report(data)
    assert [order.order_id[-1] for order in read.orders] == ["1", "3"]
    assert [fault.row for fault in read.refused] == [3, 4]


def test_ten_thousand_lines_in_one_order_are_one_order() -> None:
    read = read_order_report(report(*(row(1, number) for number in range(10_000))))
    assert [len(order.lines) for order in read.orders] == [10_000]


def test_a_file_of_one_endless_line_is_refused_without_hanging() -> None:
    data = report(row()) + b"x" * 5_000_000
    read = read_order_report(data)
    assert len(read.orders) == 1
    assert [fault.row for fault in read.refused] == [3]


@pytest.mark.parametrize("by_number", [False, True])
@pytest.mark.parametrize("spoil", ["\0", "\t", "\ufffd", "x" * 5_000])
def test_a_refused_row_is_named_by_its_line_wherever_it_stands(spoil: str, by_number: bool) -> None:
    for before in (0, 1, 399, 400, 700):
        rows = [row(number) for number in range(1_000, 1_900)]
        rows[before] = row(1_000 + before, 1, ship_address_1=f"3 Mews{spoil}3")
        batches = iter_order_report(report(*rows), batch=100, by_number=by_number)
        assert [fault.row for batch in batches for fault in batch.refused] == [before + 2]


def test_a_first_row_as_long_as_a_block_keeps_the_count_of_lines() -> None:
    rows = row(1, 1, product_name="x" * 400_000), row(2), row(3, 1, sku="")
    assert [fault.row for fault in read_order_report(report(*rows)).refused] == [2, 4]


def test_refusals_name_no_value_of_the_row() -> None:
    read = read_order_report(report(row(1, recipient_name="Wilma Quandt", quantity_purchased="x")))
    assert "Quandt" not in repr(read)
    assert "Quandt" not in read.refused[0].words
