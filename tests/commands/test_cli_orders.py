"""`import-orders`, `orders`, `export-confirmations` and `manifest` at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Program

FIXTURES = Path(__file__).parents[1] / "fixtures" / "order_reports"
FIRST, SECOND = "305-0000001-0000001", "305-0000001-0000002"


# --- import-orders -------------------------------------------------------------------------------


def test_import_says_in_json_what_became_of_the_file(program: Program, report: Path) -> None:
    ran = program("import-orders", str(report), "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {
        "orders": 2, "lines": 3, "new": 2, "updated": 0, "unchanged": 0, "refused": [],
    }  # fmt: skip
    assert list(ran.json) == ["orders", "lines", "new", "updated", "unchanged", "refused"]


def test_importing_again_and_a_newer_file_never_double(program: Program, report: Path) -> None:
    program("import-orders", str(report))
    again = program("import-orders", str(report), "--json").json
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, 2)
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("\t3\t3\t", "\t5\t5\t"), encoding="utf-8")
    newer = program("import-orders", str(report), "--json").json
    assert (newer["new"], newer["updated"], newer["unchanged"]) == (0, 1, 1)
    assert program("orders", "--json").json[0]["lines"][0]["wanted"] == 5


def test_refused_rows_are_named_and_the_good_ones_stay(program: Program, report: Path) -> None:
    text = report.read_text(encoding="utf-8").replace(
        "LAMP\tLamp, brass\t1\t1", "LAMP\tLamp\tmany\t1"
    )
    report.write_text(text, encoding="utf-8")
    ran = program("import-orders", str(report), "--json")
    assert (ran.code, ran.json["orders"], len(ran.json["refused"])) == (0, 1, 1)
    (refused,) = ran.json["refused"]
    assert list(refused) == ["row", "reason"]
    assert refused["row"] == 4
    in_words = program("import-orders", str(report))
    assert "unchanged 1," in in_words.out
    assert in_words.err == f"Row 4: {refused['reason']}\n"
    for private in ("Zoë", "Ana", "Rua Nova", "4000"):
        assert private not in in_words.out + in_words.err


@pytest.mark.parametrize("file", sorted(path.name for path in FIXTURES.glob("*.txt")))
def test_reports_of_every_country_come_in(program: Program, file: str) -> None:
    ran = program("import-orders", str(FIXTURES / file), "--json")
    assert ran.code == 0
    assert ran.json["new"] == ran.json["orders"] > 0
    assert len(program("orders", "--json").json) == ran.json["orders"]


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 500, b"%PDF-1.7\n", b"just a letter\n\n", b"\xff\xfe"]
)
def test_a_file_that_is_no_order_report_is_refused(
    program: Program, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    assert program("import-orders", str(path)).refusal
    assert program("orders", "--json").json == []


def test_a_missing_file_and_a_folder_are_refused(program: Program, tmp_path: Path) -> None:
    missing = program("import-orders", str(tmp_path / "gone.txt")).refusal
    folder = program("import-orders", str(tmp_path)).refusal
    assert missing == "There is no such file. Nothing was taken in."
    assert folder == "This is not an ordinary file. Nothing was taken in."


def test_a_file_whose_every_row_is_refused_is_refused_as_a_whole(
    program: Program, report: Path
) -> None:
    rows = report.read_text(encoding="utf-8").splitlines()
    report.write_text("\n".join([rows[0], rows[3].replace(SECOND, "no number")]), encoding="utf-8")
    ran = program("import-orders", str(report), "--json")
    assert (ran.code, ran.json["orders"], len(ran.json["refused"])) == (1, 0, 1)


# --- orders --------------------------------------------------------------------------------------


def test_orders_are_listed_with_lines_barcodes_and_states(shop: Program) -> None:
    assert shop("orders", "--json").json == [
        {
            "order_id": FIRST,
            "state": "waiting",
            "ship_by": "2026-04-23T16:30:00+00:00",
            "lines": [
                {"sku": "MUG", "title": "Caneca azul, 350 ml", "wanted": 3, "packed": 0,
                 "barcodes": ["MUG"]},
                {"sku": "SPOON-6", "title": "Spoon", "wanted": 1, "packed": 0,
                 "barcodes": ["SPOON-6"]},
            ],
        },
        {
            "order_id": SECOND,
            "state": "waiting",
            "ship_by": "2026-04-24T16:30:00+00:00",
            "lines": [
                {"sku": "LAMP", "title": "Lamp, brass", "wanted": 1, "packed": 0,
                 "barcodes": ["LAMP"]},
            ],
        },
    ]  # fmt: skip


def test_the_list_follows_the_packing(shop: Program) -> None:
    shop("pack", "--badge", "M1", stdin=f"{FIRST}\nMUG\nMUG\n")
    first = shop("orders", "--json").json[0]
    assert (first["state"], [line["packed"] for line in first["lines"]]) == ("on_bench", [2, 0])
    shop("pack", "--badge", "M1", stdin="MUG\nSPOON-6\n")
    first = shop("orders", "--json").json[0]
    assert (first["state"], [line["packed"] for line in first["lines"]]) == ("packed", [3, 1])


def test_orders_in_words_name_no_buyer(shop: Program) -> None:
    ran = shop("orders")
    assert FIRST in ran.out
    assert "0/3  MUG  Caneca azul, 350 ml  [MUG]" in ran.out
    assert "Zoë" not in ran.out


def test_without_orders_the_list_says_how_they_come(program: Program) -> None:
    assert program("orders", "--json").json == []
    assert "import-orders" in program("orders").out


# --- export-confirmations and manifest -----------------------------------------------------------


def test_confirmations_are_written_once(shop: Program, tmp_path: Path) -> None:
    out = tmp_path / "confirm.txt"
    assert shop("export-confirmations", str(out)).out.startswith("There is nothing to tell")
    assert not out.exists()
    shop("pack", "--badge", "M1", stdin=f"{SECOND}\nLAMP\nKP4881200731\n")
    ran = shop("export-confirmations", str(out))
    assert (ran.code, ran.err) == (0, "")
    assert "confirm.txt" in ran.out
    text = out.read_text(encoding="utf-8")
    assert SECOND in text
    assert "KP4881200731" in text
    assert shop("export-confirmations", str(tmp_path / "again.txt")).out.startswith(
        "There is nothing"
    )
    assert shop("orders", "--json").json[1]["state"] == "confirmed"


def test_confirmations_that_cannot_be_written_count_as_not_told(
    shop: Program, tmp_path: Path
) -> None:
    shop("pack", "--badge", "M1", stdin=f"{SECOND}\nLAMP\n")
    assert shop("export-confirmations", str(tmp_path / "no" / "folder.txt")).refusal
    assert shop("export-confirmations", str(tmp_path)).refusal
    assert shop("export-confirmations", str(tmp_path / "now.txt")).code == 0


def test_a_manifest_is_a_pdf_of_the_carriers_parcels(shop: Program, tmp_path: Path) -> None:
    out = tmp_path / "manifest.pdf"
    assert shop("manifest", "--carrier", "Kestrel", "--out", str(out)).refusal
    settings = tmp_path / "data" / "settings.toml"
    settings.write_text('carrier = "Kestrel"\n', encoding="utf-8")
    shop("pack", "--badge", "M1", stdin=f"{SECOND}\nLAMP\n")
    ran = shop("manifest", "--carrier", "Kestrel", "--out", str(out))
    assert (ran.code, ran.err) == (0, "")
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "23.04.2026"])
def test_a_day_is_written_as_year_month_day(shop: Program, tmp_path: Path, day: str) -> None:
    out = str(tmp_path / "manifest.pdf")
    refusal = shop("manifest", "--carrier", "K", "--on", day, "--out", out).refusal
    assert refusal == "The date must be written as YYYY-MM-DD."
