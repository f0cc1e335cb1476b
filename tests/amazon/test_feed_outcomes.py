"""Processing reports as Amazon writes them, in several languages, and damaged ones."""

from __future__ import annotations

import json

import pytest

from fbm_desk.amazon.feed_outcomes import outcome_of
from fbm_desk.amazon.json_body import BadJson
from fbm_desk.domain.feeds import FeedOutcome, FeedRefusal

_HEAD = (
    "Feed Processing Summary:\n\tNumber of records processed\t\t{}\n"
    "\tNumber of records successful\t\t{}\n\n"
)
_SPANISH = (
    "Resumen de procesamiento de fichero:\n\tNúmero de registros procesados\t\t1\n"
    "\tNúmero de registros correctos\t\t0\n\n"
)
_BY_ORDER = (
    "original-record-number\torder-id\torder-item-id\terror-code\terror-type\terror-message\n"
)
_BY_SKU = "original-record-number\tsku\terror-code\terror-type\terror-message\n"


def flat(rows: int, taken: int, table: str = "") -> bytes:
    return (_HEAD.format(rows, taken) + table).encode()


def test_a_report_without_a_table_took_everything() -> None:
    assert outcome_of(flat(5, 5)) == FeedOutcome(5, 5, ())


def test_rows_are_named_by_order_and_line_where_the_report_has_them() -> None:
    table = _BY_ORDER + "14\t305-4471926-8830217\t61000000000001\t18052\tError\tToo many units.\n"
    assert outcome_of(flat(3, 2, table)).refused == (
        FeedRefusal(14, "18052", "Too many units.", "305-4471926-8830217", "61000000000001"),
    )


def test_a_summary_in_spanish_is_read_by_its_numbers() -> None:
    table = _BY_SKU + "1\tMUG\t6024\tError\tNo está autorizado.\n"
    for encoding in ("utf-8", "cp1252", "utf-8-sig", "utf-16"):
        found = outcome_of((_SPANISH + table).encode(encoding))
        assert (found.rows, found.taken) == (1, 0)
        assert found.refused == (FeedRefusal(1, "6024", "No está autorizado.", sku="MUG"),)


def test_warnings_refuse_nothing() -> None:
    table = _BY_SKU + "1\tMUG\t99040\tWarning\tNo picture.\n1\tCUP\t1\tError\tWrong.\n"
    assert [one.sku for one in outcome_of(flat(2, 1, table)).refused] == ["CUP"]
    german = _BY_SKU + "1\tMUG\t99040\tWarnung\tKein Bild.\n"
    assert outcome_of(flat(1, 1, german)).refused == ()


def test_a_file_refused_as_a_whole_is_told_from_refused_rows() -> None:
    table = _BY_SKU + "0\t\t90012\tFatal\tA column is missing.\n"
    assert outcome_of(flat(0, 0, table)).whole_file_refused
    row = _BY_SKU + "1\tMUG\t1\tError\tWrong.\n"
    assert not outcome_of(flat(1, 0, row)).whole_file_refused


def test_rows_that_are_missing_without_a_word_are_counted() -> None:
    table = _BY_ORDER + "2\t\t\t1\tError\tWrong.\n2\t\t\t2\tError\tAlso wrong.\n"
    assert outcome_of(flat(5, 2, table)).unexplained == 2


def test_windows_lines_and_short_rows_are_read() -> None:
    text = (_HEAD.format(2, 0) + _BY_ORDER + "1\t305-4471926-8830217\n2\n").replace("\n", "\r\n")
    found = outcome_of(text.encode())
    assert [(one.row, one.order_id) for one in found.refused] == [
        (1, "305-4471926-8830217"),
        (2, ""),
    ]


def test_the_json_report_names_message_and_sku() -> None:
    issue = {"messageId": 4, "sku": "Mug B", "code": "90220", "severity": "ERROR", "message": "No."}
    warning = {**issue, "severity": "WARNING"}
    whole = {"code": "1", "severity": "ERROR", "message": "The feed cannot be read."}
    summary = {"messagesProcessed": 20_000, "messagesAccepted": 19_999, "messagesInvalid": 1}
    report = {"header": {}, "issues": [issue, warning, whole], "summary": summary}
    for bytes_of in (json.dumps(report).encode(), json.dumps(report).encode("utf-8-sig")):
        found = outcome_of(bytes_of)
        assert (found.rows, found.taken) == (20_000, 19_999)
        assert found.refused == (
            FeedRefusal(4, "90220", "No.", sku="Mug B"),
            FeedRefusal(0, "1", "The feed cannot be read."),
        )


@pytest.mark.parametrize(
    "content",
    [
        b"", b"hello", b"{}", b'{"summary": {}}', b"<html></html>", b"\x1f\x8b\x00",
        b'{"summary": {"messagesProcessed": 1e99, "messagesAccepted": 0}}',
        b'{"summary": {"messagesProcessed": 1, "messagesAccepted": 1}, "issues": [1]}',
        b'{"summary": {"messagesProcessed": -1, "messagesAccepted": 1}}',
        b"\tNumber\t\t1\n", b'{"a":' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_processing_report_is_not_believed(content: bytes) -> None:
    with pytest.raises(BadJson):
        outcome_of(content)
