"""The articles file: what comes in, what is refused and why; it comes out as it went in."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from fbm_desk import texts
from fbm_desk.domain import barcodes
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.stages import Role
from fbm_desk.services.article_columns import COLUMNS
from fbm_desk.services.article_export import export_articles
from fbm_desk.services.article_file import looks_like_articles
from fbm_desk.services.article_import import import_articles
from fbm_desk.services.books import Books
from fbm_desk.simulator.demonstration import stock_the_shop
from fbm_desk.store import articles, catalogue, database, migrate, people, taught
from fbm_desk.store.articles import Article, Barcode, Lot
from fbm_desk.store.sealed import Seal
from fbm_desk.store.sessions import Actor
from tests.services.articles_table import entry, reasons, skus, taken_in
from tests.services.warehouse import BADGE, Warehouse, line, order

EAN, OTHER_EAN, CASE = "4006381333931", "4006381333962", "14006381333938"


# --- what comes in -------------------------------------------------------------------------------


def test_a_row_says_everything_of_an_article(books: Books) -> None:
    result = taken_in(
        books,
        "sku,title,name,detail,asin,barcodes,cases,fnsku,shared_barcodes,place,note,ask_note,proof,"
        "transparency,may_count,weight_g,length_mm,width_mm,height_mm,fragile,upright,own_box,"
        "hazardous,picture,kit_contents,substitutes,stock,lots",
        "HONEY,,,,,,,,,,,,,,,,,,,,,,,,,,,",
        f'LENS,"Lens, 50 mm",Lens,50 mm,B0LENS0001,{EAN}; LENS-EAN,{CASE}×12,X00LENS001,MAKER-1,'
        'B-1,"Cap on\nfirst",yes,lot,ja,20,310,60,61,62,x,1,TRUE,"UN3481, PI 967 Section II",'
        "/pictures/lens.png,,HONEY,7,L1@2027-03-31×4; L2×3",
        "SET,Set,,,,,,,,,,,,,,,,,,,,,,,LENS×2; HONEY,,,",
    )
    assert (result.new, result.refused) == (3, ())
    lens, sku = entry(books, "LENS"), Sku("LENS")
    assert lens.article == Article(
        sku, "Lens, 50 mm", "Lens", "50 mm", "B0LENS0001", "B-1", "Cap on\nfirst",
        "/pictures/lens.png", "lot", 310, 60, 61, 62, 20, True, True, True, True, True,
        "UN3481, PI 967 Section II",
    )  # fmt: skip
    assert set(lens.codes) == {
        Barcode(EAN, sku, "gtin"),
        Barcode("LENS-EAN", sku, "alias"),
        Barcode(CASE, sku, "case", 12),
        Barcode("X00LENS001", sku, "fnsku"),
        Barcode("MAKER-1", sku, "shared"),
        Barcode("B0LENS0001", sku, "asin"),
    }
    assert lens.stock == 7
    assert lens.lots == (Lot(sku, "L1", date(2027, 3, 31), 4), Lot(sku, "L2", None, 3))
    assert lens.instead == ("HONEY",)
    assert sorted(entry(books, "SET").parts) == [("HONEY", 1), ("LENS", 2)]
    assert entry(books, "HONEY").article.title == "HONEY"


def test_only_the_columns_of_the_file_change(warehouse: Warehouse) -> None:
    books = warehouse.books
    before = entry(books, "MUG")
    result = taken_in(books, "sku,weight_g", "MUG,333", "SPOON,40")
    assert (result.new, result.updated, result.unchanged) == (0, 1, 1)
    after = entry(books, "MUG")
    assert after.article.weight_g == 333
    assert (after.codes, after.article.place) == (before.codes, before.article.place)
    assert "LAMP" in skus(books)


def test_an_empty_cell_clears_a_convenience_and_never_a_demand(books: Books) -> None:
    head = "sku,place,weight_g,barcodes,proof,transparency,hazardous,kit_contents,title"
    taken_in(books, head, f"A,B-1,5,{EAN},serial,yes,UN3481,,Lens", "K,,,,,,,A×2,Kit")
    taken_in(books, head, "A,,,,,,,,", "K,,,,,,,,")
    lens, kit = entry(books, "A"), entry(books, "K")
    assert (lens.article.place, lens.article.weight_g, lens.codes) == ("", None, ())
    assert (lens.article.proof, lens.article.transparency) == ("serial", True)
    assert (lens.article.hazardous, lens.article.title, kit.parts) == (
        "UN3481", "Lens", (("A", 2),),
    )  # fmt: skip
    taken_in(books, head, "A,,,,none,no,none,,", "K,,,,,,,none,")
    lens, kit = entry(books, "A"), entry(books, "K")
    assert (lens.article.proof, lens.article.transparency) == ("none", False)
    assert (lens.article.hazardous, kit.parts) == ("", ())


def test_what_a_bench_was_taught_stays(books: Books, warehouse: Warehouse) -> None:
    with books.writing() as connection:
        taught.teach(connection, "TAUGHT-1", Sku("MUG"), 1, Actor(warehouse.mara, 0, books.now()))
    taken_in(books, "sku,barcodes", "MUG,NEW-CODE")
    taken_in(books, "sku,barcodes", "MUG,")
    assert [code.printed for code in entry(books, "MUG").codes if code.units == 1] == ["TAUGHT-1"]


def test_a_taught_barcode_that_stands_on_another_article_too_becomes_shared(
    books: Books, warehouse: Warehouse
) -> None:
    """As its refusal advises: with the column shared_barcodes alone, and of an article's own."""
    with books.writing() as connection:
        taught.teach(connection, "MAKER", Sku("MUG"), 1, Actor(warehouse.mara, 0, books.now()))
    taken_in(books, "sku,barcodes", "CUP,MAKER-2")
    refused = reasons(taken_in(books, "sku,barcodes", "CUP,MAKER-2; MAKER"))
    assert refused == [(2, "barcodes", "barcode_other")]
    for updated in (2, 0):
        codes = "MAKER; MAKER-2"
        result = taken_in(books, "sku,shared_barcodes", f"CUP,{codes}", f"MUG,{codes}")
        assert (reasons(result), result.updated) == ([], updated)
    with books.reading() as connection:
        for code in ("maker", "maker-2"):
            found = catalogue.owners(connection, [code])[code]
            assert [(one.sku, one.kind, one.taught) for one in found] == [
                ("CUP", "shared", False), ("MUG", "shared", False),
            ]  # fmt: skip


def test_a_code_may_move_to_another_column_and_to_another_article(books: Books) -> None:
    taken_in(books, "sku,barcodes,shared_barcodes", f"A,{EAN},S-1", "B,,")
    taken_in(books, "sku,barcodes,shared_barcodes", f"B,{EAN},", "A,S-1,")
    assert [code.printed for code in entry(books, "A").codes] == ["S-1"]
    assert [code.printed for code in entry(books, "B").codes] == [EAN]
    with books.reading() as connection:
        assert [one.sku for one in articles.matches(connection, ["0" + EAN])] == ["B"]


def test_a_makers_code_may_stand_on_several_articles(books: Books) -> None:
    result = taken_in(books, "sku,shared_barcodes", "A,MAKER", "B,MAKER", "C,MAKER")
    assert (result.new, result.refused) == (3, ())


def test_what_became_other_is_noted_and_a_count_is_a_movement(books: Books) -> None:
    taken_in(books, "sku,stock,weight_g", "A,5,10")
    taken_in(books, "sku,stock,weight_g", "A,3,10")
    with books.reading() as connection:
        steps = taught.steps_of(connection, Sku("A"))
        moved = connection.exec_driver_sql("SELECT units, reason FROM stock_movements").fetchall()
    assert [(step.kind, step.details) for step in steps] == [
        ("imported", "title, weight_g, stock"), ("imported", "stock"),
    ]  # fmt: skip
    assert [tuple(row) for row in moved] == [(5, "counted"), (-2, "counted")]


def test_kits_within_kits_come_down_to_their_parts(books: Books) -> None:
    taken_in(books, "sku,kit_contents", "OUTER,INNER×2;C", "INNER,B×3", "B,", "C,")
    taken_in(books, "sku,kit_contents", "INNER,B×5")
    with books.reading() as connection:
        found = connection.exec_driver_sql("SELECT * FROM kit_contents ORDER BY kit, sku")
        assert [tuple(row) for row in found] == [
            ("INNER", "B", 5), ("OUTER", "B", 10), ("OUTER", "C", 1),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8"), ("\t", "utf-16"), (";", "utf-8")],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_of_every_spreadsheet_are_read(
    books: Books, separator: str, encoding: str, end: str
) -> None:
    rows = [("SKU", "Weight g", "kit-contents", "mine"), ("Öl", "5", '"A×2;B"', "")]
    rows += [("A", "", "", ""), ("B", "", "", "")]
    data = end.join(separator.join(row) for row in rows) + end
    result = import_articles(books, data.encode(encoding))
    assert (result.new, result.refused, result.ignored) == (3, (), ("mine",))
    assert entry(books, "Öl").parts == (("A", 2), ("B", 1))


@pytest.mark.parametrize(
    ("told", "separator"), [("sep=;", ";"), ("sep=\t", "\t"), ('sep="', ","), ("sep=,", ",")]
)
def test_a_line_that_tells_the_separator_is_no_header(
    books: Books, told: str, separator: str
) -> None:
    result = taken_in(books, told, f"sku{separator}title", f"A{separator}Mug")
    assert (result.new, entry(books, "A").article.title) == (1, "Mug")


@pytest.mark.parametrize(
    ("written", "scan"),
    [
        ("4 006381 333931", "4006381333931"),
        ("978-3-16-148410-0", "9783161484100"),
        ("ISBN 3-16-148410-X", "9783161484100"),
        ("ISSN 0378-5955", "9770378595002"),
        ("(01)04006381333931(10)L1", "4006381333931"),
        ("04252614", "042100005264"),
        ("012345678905", "012345678905"),
        ("12345678905; 012345678905", "012345678905"),
        ("OWN-17", "own-17"),
        ("123456", "123456"),
    ],
)
def test_a_barcode_is_known_however_it_is_written_down(
    books: Books, written: str, scan: str
) -> None:
    for _ in range(2):
        assert taken_in(books, "sku,barcodes,cases", f"A,{written},").refused == ()
        with books.reading() as connection:
            found = articles.matches(connection, barcodes.read(scan).keys)
        assert [(one.sku, one.units) for one in found] == [("A", 1)]
    assert taken_in(books, "sku,barcodes", f"A,{written}").unchanged == 1
    case = written.replace(";", "×6;") + "×6"
    assert taken_in(books, "sku,barcodes,cases", f"A,,{case}").refused == ()
    with books.reading() as connection:
        found = articles.matches(connection, barcodes.read(scan).keys)
    assert [(one.sku, one.units) for one in found] == [("A", 6)]


# --- out and in again ----------------------------------------------------------------------------


def test_the_whole_demonstration_comes_out_and_in_again(books: Books, tmp_path: Path) -> None:
    stock_the_shop(books)
    out, again = tmp_path / "out.csv", tmp_path / "again.csv"
    count = export_articles(books, out, stock=True)
    result = import_articles(books, out.read_bytes())
    assert (result.unchanged, result.refused, count) == (count, (), len(skus(books)))

    (tmp_path / "other").mkdir()
    engine = database.open_database(database.sqlite_url(tmp_path / "other"))
    migrate.upgrade(engine)
    other = Books(engine, Seal(b"o" * 32), books.now)
    result = import_articles(other, out.read_bytes())
    assert (result.new, result.refused) == (count, ())
    export_articles(other, again, stock=True)
    with books.reading() as one, other.reading() as two:
        for name in (
            "kit_parts",
            "kit_contents",
            "lots",
            "stock_levels",
            "substitutes",
            "articles",
        ):
            rows = [
                {tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")}
                for connection in (one, two)
            ]
            assert rows[0] == rows[1]
    engine.dispose()
    assert again.read_bytes() == out.read_bytes()


STRANGE = (
    "3-12",
    "12E5",
    "DEC-3",
    "1. Mai",
    "'1/2",
    "=1+1",
    "'=1",
    "''=2",
    "-5",
    "007",
    "Bob's",
    "a\nb",
    'q"q',
    "a;b",
    "a\\b",
    "\u00a0",
    "×",
)


@pytest.mark.parametrize("name", ["out.csv", "out.tsv"])
def test_no_cell_runs_in_a_spreadsheet_and_each_comes_back(
    books: Books, tmp_path: Path, name: str
) -> None:
    with books.writing() as connection:
        named = [Article(Sku(f"S{i}"), text, note=text) for i, text in enumerate(STRANGE)]
        kits = [(Sku("S0"), Sku("S;\\1×2"), 3), (Sku("S1"), Sku("=x"), 1)]
        named += [Article(Sku("S;\\1×2"), "x"), Article(Sku("=x"), "long ago\x07")]
        lot = Lot(Sku("S0"), "A@2027-01-01", None, -2)
        codes = [Barcode("1;2", Sku("S0"), "alias"), Barcode(EAN, Sku("S0"), "gtin")]
        articles.save(connection, named, codes, kits, [(Sku("S0"), -4)], [], [lot])
    path = tmp_path / name
    export_articles(books, path, stock=True)
    first = path.read_bytes()
    text = first.decode("utf-8-sig")
    assert "\n=" not in text.replace("\r", "")
    assert f"'{EAN}" not in text
    assert EAN in text
    assert not set(STRANGE[:4]) & {
        cell
        for row in csv.reader(
            io.StringIO(text, newline=""), delimiter="," if name == "out.csv" else "\t"
        )
        for cell in row
    }
    result = import_articles(books, first)
    assert (result.refused, result.unchanged) == ((), len(named))
    export_articles(books, path, stock=True)
    assert path.read_bytes() == first


@pytest.mark.parametrize("stock", [False, True])
def test_no_row_ends_with_an_empty_cell(books: Books, tmp_path: Path, stock: bool) -> None:
    """Excel leaves these off, sixteen rows at a time, and they would look like broken ones."""
    taken_in(books, "sku", "A", "B")
    export_articles(books, tmp_path / "out.csv", stock=stock)
    rows = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert not any(row.endswith(",") for row in rows)


def test_a_fresh_shop_gets_a_template_of_what_its_orders_name(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    assert export_articles(books, path) == 0
    head = path.read_text("utf-8-sig").strip()
    assert head.split(",") == [name for name in COLUMNS if name not in ("stock", "lots")]
    Warehouse(books).take_in(order(1, line("KNIFE", 2)))
    assert export_articles(books, path) == 5
    assert "\nKNIFE,KNIFE," in path.read_text("utf-8-sig").replace("\r", "")
    assert "Porto" not in path.read_text("utf-8-sig")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("weight_g", "-1", "number"),
        ("weight_g", "1,5", "number"),
        ("weight_g", "0", "number"),
        ("weight_g", "70001", "number"),
        ("weight_g", "٣", "number"),
        ("weight_g", "1e3", "number"),
        ("weight_g", "9" * 400, "number"),
        ("length_mm", "5001", "number"),
        ("width_mm", "-3", "number"),
        ("height_mm", "NaN", "number"),
        ("may_count", "1000", "number"),
        ("stock", "-1", "number"),
        ("fragile", "perhaps", "yes_no"),
        ("proof", "badge", "proof"),
        ("asin", "B0", "asin"),
        ("picture", "\\\\host\\x.png", "picture"),
        ("picture", "https://host/x.png", "picture"),
        ("title", "x" * 2001, "too_long"),
        ("title", "a\0b", "control"),
        ("note", "a\x1bb", "control"),
        ("title", "a\ufffdb", "garbled"),
        ("barcodes", "4006381333932", "barcode_check_digit"),
        ("barcodes", "4,00638E+12", "shortened"),
        ("barcodes", "12345678905", "barcode_zero"),
        ("shared_barcodes", "X-1; 12345678905", "barcode_zero"),
        ("cases", "12345678905×6", "barcode_zero"),
        ("barcodes", "UNDO", "barcode_means"),
        ("barcodes", "BOX-7", "barcode_means"),
        ("barcodes", "BADGE-X", "barcode_means"),
        ("barcodes", "305-0000001-0000001", "barcode_means"),
        ("barcodes", "AB", "barcode_too_short"),
        ("barcodes", "A" * 81, "too_long"),
        ("barcodes", EAN, "barcode_other"),
        ("barcodes", "lamp", "barcode_other"),
        ("shared_barcodes", "LAMP-EAN", "barcode_other"),
        ("barcodes", BADGE.removeprefix("BADGE-"), "barcode_badge"),
        ("cases", CASE, "case_units"),
        ("cases", f"{CASE}×1", "case_units"),
        ("cases", "14006381333939×6", "barcode_check_digit"),
        ("kit_contents", "GONE×2", "unknown_sku"),
        ("kit_contents", "THING×2", "kit_in_itself"),
        ("kit_contents", "MUG×0", "units"),
        ("kit_contents", "MUG×-1", "units"),
        ("kit_contents", "MUG; MUG×2", "item_twice"),
        ("substitutes", "THING", "substitute_itself"),
        ("substitutes", "GONE", "unknown_sku"),
        ("lots", "L1", "lot_units"),
        ("lots", "L1@2027-02-30×4", "day"),
        ("lots", "L1×4; L1×5", "item_twice"),
        ("lots", "L1×-4", "units"),
    ],
)
def test_a_cell_that_is_wrong_is_named_and_its_whole_row_stays_out(
    warehouse: Warehouse, column: str, cell: str, code: str
) -> None:
    books = warehouse.books
    with books.writing() as connection:
        people.add(connection, books.seal, "Ada", Role.PACKER, "MARA", books.now())
    before = skus(books)
    text = f"sku\tplace\t{column}\nTHING\tX-1\t{cell}\nGOOD\tX-2\t\n"
    result = import_articles(books, text.encode())
    assert reasons(result) == [(2, column, code)]
    assert (result.new, result.refused_rows) == (1, 1)
    assert skus(books) == sorted([*before, "GOOD"])
    assert "Ada" not in str(result)


def test_rows_that_contradict_each_other_are_refused(books: Books) -> None:
    result = taken_in(
        books, "sku,barcodes,kit_contents",
        "A,X-1,", "A,X-2,", "B,x-1,", ",,A", "K1,,K2", "K2,,K1×2", "K3,,K1", "a,,", "K4,,A",
    )  # fmt: skip
    assert reasons(result) == [
        (3, "sku", "twice"), (4, "barcodes", "barcode_twice"), (5, "sku", "no_sku"),
        (6, "kit_contents", "kit_in_itself"), (7, "kit_contents", "kit_in_itself"),
        (8, "kit_contents", "unknown_sku"), (9, "sku", "barcode_twice"),
    ]  # fmt: skip
    assert skus(books) == ["A", "K4"]


def test_kits_that_would_multiply_without_end_are_refused(books: Books) -> None:
    rows = [f"K{i},K{i - 1}×2; P{i - 1}" for i in range(1, 300)]
    taken_in(books, "sku", *(f"P{i}" for i in range(300)), "K0")
    result = taken_in(books, "sku,kit_contents", *rows)
    assert {code for _, _, code in reasons(result)} == {"kit_too_large"}
    assert result.new == 12  # 2 + 1, 2 × 3 + 1, … up to 8,191 units of 9,999


@pytest.mark.parametrize(
    ("rows", "wrong", "good"),
    [
        (['A,"open', "B,x", "C,y"], [2], ["B", "C"]),
        (["A,x", 'B,"b"ad', "C,y"], [3], ["A", "C"]),
        (['A,"' + "x" * 140_000 + '"', "B,y"], [2], ["B"]),
        (["A,x,y", "B", "C,y"], [2, 3], ["C"]),
        (['A,"open', *(f"N{i},x" for i in range(100)), 'Z,"shut"'], [2], None),
    ],
)
def test_a_broken_row_swallows_no_other(
    books: Books, rows: list[str], wrong: list[int], good: list[str] | None
) -> None:
    result = taken_in(books, "sku,title", *rows)
    assert [line for line, _, _ in reasons(result)] == wrong
    assert result.new == len(rows) - len(wrong)
    assert good is None or skus(books) == good


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "articles_empty"),
        (b"\0" * 500, "articles_empty"),
        (b"\xef\xbb\xbf", "articles_empty"),
        (b"PK\x03\x04rest", "articles_workbook"),
        (b"a letter\n", "articles_no_sku"),
        (b"sku,title,Title\nA,b,c\n", "articles_column_twice"),
        ("sku,title\nA,Öl\n".encode("cp1252"), "articles_encoding"),
        (b'"sku,title\nA,b\n', "articles_no_sku"),
        (b"order-id\tsku\ttitle\n1\tA\tb\n", "articles_orders_here"),
        (b"amazon-order-id\tsku\n1\tA\n", "articles_orders_here"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(books: Books, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        import_articles(books, data)
    assert refused.value.code == code
    assert texts.has(f"error.{code}")
    assert skus(books) == []


def test_a_check_writes_nothing(books: Books) -> None:
    said = taken_in(books, "sku,weight_g", "A,5", "B,-5", check=True)
    assert (said.new, reasons(said), skus(books)) == (1, [(3, "weight_g", "number")], [])


def test_so_many_refusals_are_counted_and_not_all_told(books: Books) -> None:
    result = taken_in(books, "sku,weight_g", *(f"S{i},x" for i in range(10_050)), "GOOD,5")
    assert (result.refused_rows, len(result.refused), result.new) == (10_050, 10_000, 1)


def test_an_articles_file_is_told_from_an_order_report() -> None:
    assert looks_like_articles(b"sku;weight_g\nA;5\n")
    assert not looks_like_articles(b"sku;price\nA;5\n")
    assert not looks_like_articles(b"order-id\tsku\ttitle\n1\tA\tb\n")
    assert not looks_like_articles(b"\xff\xd8\xff")
