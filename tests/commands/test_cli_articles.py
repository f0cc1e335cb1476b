"""`import-articles` and `export-articles` at the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fbm_desk.services.article_import import WRITTEN_AT_ONCE
from fbm_desk.store.first_look import FILE_NAME
from tests.commands.conftest import Program

TABLE = "sku,title,barcodes,weight_g,proof,mine\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two good articles, and one that weighs less than nothing."""
    path = tmp_path / "articles.csv"
    rows = "MUG,Mug,4006381333931,310,,\nLENS,Lens,LENS-1,90,serial,\nLAMP,Lamp,,-5,,\n"
    path.write_text(TABLE + rows, encoding="utf-8")
    return path


def test_import_says_in_json_what_became_of_each_row(program: Program, table: Path) -> None:
    ran = program("import-articles", str(table), "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {
        "articles": 2, "new": 2, "updated": 0, "unchanged": 0, "refused_rows": 1,
        "refused": [{"row": 4, "column": "weight_g", "reason": (
            "weight_g: This is not a whole number from 1 to 70000, without unit or fraction."
            " Nothing of this row was taken in."
        )}],
        "ignored_columns": ["mine"], "checked": False,
    }  # fmt: skip
    assert program("import-articles", str(table), "--json").json["unchanged"] == 2


def test_in_words_the_refused_row_is_named_on_standard_error(program: Program, table: Path) -> None:
    ran = program("import-articles", str(table))
    assert ran.code == 0
    assert ran.out.startswith("Articles: 2; new 2, updated 0, unchanged 0, rows refused 1.\n")
    assert "mine" in ran.out
    assert ran.err.startswith("Row 4: weight_g: ")


def test_a_check_writes_nothing_and_fails_by_a_refused_row(program: Program, table: Path) -> None:
    ran = program("import-articles", str(table), "--check", "--json")
    assert (ran.code, ran.json["new"], ran.json["checked"]) == (1, 2, True)
    assert program("import-articles", str(table), "--json").json["new"] == 2
    table.write_text(TABLE + "MUG,Mug,4006381333931,310,,\n", encoding="utf-8")
    assert program("import-articles", str(table), "--check").code == 0


def test_an_import_that_cannot_go_on_says_what_was_kept(
    program: Program, data_dir: Path, table: Path
) -> None:
    rows = "".join(f"S{i},,,,,\n" for i in range(WRITTEN_AT_ONCE + 1))
    table.write_text(TABLE + rows, encoding="utf-8")
    program("export-articles", str(data_dir.parent / "none.csv"))
    with closing(sqlite3.connect(data_dir / FILE_NAME)) as connection:
        connection.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON articles WHEN NEW.sku = 'S{WRITTEN_AT_ONCE}'"
            " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    ran = program("import-articles", str(table))
    assert (ran.code, ran.out) == (1, "")
    stopped, why = ran.err.splitlines()
    assert "each row whole" in stopped
    assert why.startswith("The disk is full.")
    with closing(sqlite3.connect(data_dir / FILE_NAME)) as connection:
        connection.execute("DROP TRIGGER full")
    done = program("import-articles", str(table), "--json").json
    assert (done["new"], done["unchanged"]) == (1, WRITTEN_AT_ONCE)


def test_a_file_without_end_is_not_read(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.truncate(600_000_001)
    assert "larger than 600 MB. Nothing" in program("import-articles", str(path)).refusal


def test_what_orders_named_is_written_filled_in_and_scanned(shop: Program, tmp_path: Path) -> None:
    path = tmp_path / "fill-in.csv"
    assert shop("export-articles", str(path)).out.startswith("3 articles written to fill-in.csv.")
    text = path.read_text("utf-8-sig")
    assert "Zoë" not in text
    head, *rows = text.splitlines()
    at = head.split(",").index("barcodes")
    filled = [row.split(",") for row in rows if row.startswith("SPOON-6,")]
    filled[0][at] = "4006381333931"
    path.write_text("\n".join([head, ",".join(filled[0])]), encoding="utf-8")
    assert shop("import-articles", str(path), "--json").json["updated"] == 1
    scans = "305-0000001-0000001\n4006381333931\n"
    answers = shop("pack", "--badge", "M1", "--json", stdin=scans).answers
    assert [one["code"] for one in answers][-1] == "counted"
    first = shop("export-articles", str(path), "--stock").code, path.read_bytes()
    shop("import-articles", str(path))
    assert (shop("export-articles", str(path), "--stock").code, path.read_bytes()) == first


def test_a_shop_without_articles_gets_the_header(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    assert "names of the columns only" in program("export-articles", str(path)).out
    assert path.read_text("utf-8-sig").startswith("sku,title,")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04x", b"a letter\n", "sku,title\nA,Öl\n".encode("cp1252")]
)
def test_a_file_that_is_none_is_refused_in_a_sentence(
    program: Program, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "articles.csv"
    path.write_bytes(content)
    assert "Nothing was taken in." in program("import-articles", str(path)).refusal
    assert "Nothing was taken in." in program("import-articles", str(tmp_path)).refusal


def test_a_folder_that_is_gone_gets_no_file(program: Program, tmp_path: Path) -> None:
    ran = program("export-articles", str(tmp_path / "gone" / "a.csv"))
    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_an_articles_file_among_order_reports_is_told_as_what_it_is(
    program: Program, table: Path
) -> None:
    assert "fbm-desk import-articles" in program("import-orders", str(table)).refusal


def test_an_order_report_among_articles_files_is_told_as_what_it_is(
    program: Program, report: Path
) -> None:
    assert "fbm-desk import-orders" in program("import-articles", str(report)).refusal
