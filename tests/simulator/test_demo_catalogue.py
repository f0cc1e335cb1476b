"""The demonstration shop's articles and people can be believed, and can be told apart."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fbm_desk.settings import resource
from fbm_desk.simulator.demo_catalogue import (
    BarcodeKind,
    DemoArticle,
    DemoFault,
    DemoTracking,
    load_demo_catalogue,
    read_demo_articles,
)
from fbm_desk.simulator.demo_people import DemoRole, load_demo_people, load_demo_sender
from fbm_desk.simulator.demonstration import DEFAULT_ORDERS, demo_shop
from fbm_desk.simulator.placed_order import Stage

NOW = datetime(2026, 4, 23, 9, 41, tzinfo=UTC)
#: What a phone's and an SVG Tiny renderer's common ground is; all pictures keep to it.
DRAWN_WITH = {"svg", "g", "path", "ellipse", "rect"}


def rows() -> list[dict[str, Any]]:
    """The catalogue file's articles as they are written."""
    raw: dict[str, list[dict[str, Any]]] = json.loads(
        resource("demo", "catalogue.json").read_text("utf-8")
    )
    return raw["articles"]


def article(sku: str) -> DemoArticle:
    return next(found for found in load_demo_catalogue() if found.sku == sku)


def mod_10(digits: str) -> int:
    """The weighted sum GS1 makes of a whole number, check digit included: 0 when it is right."""
    return sum(int(d) * (1 + 2 * (place % 2)) for place, d in enumerate(reversed(digits))) % 10


def test_the_shop_has_something_to_offer() -> None:
    articles = load_demo_catalogue()
    assert len(articles) >= 60
    assert len({a.category for a in articles}) >= 6
    assert len({a.supplier for a in articles}) >= 6
    assert sum(bool(a.note) for a in articles) >= 10


def test_every_gtin_and_case_has_its_check_digit() -> None:
    codes = [
        code.code
        for a in load_demo_catalogue()
        for code in a.barcodes
        if code.kind in (BarcodeKind.GTIN, BarcodeKind.CASE)
    ]
    assert [code for code in codes if mod_10(code)] == []


def test_gtins_are_from_the_ranges_kept_for_use_inside_a_shop() -> None:
    lengths = Counter(len(a.gtin) for a in load_demo_catalogue())
    assert set(lengths) == {12, 13}
    assert min(lengths.values()) > 40
    assert all(
        a.gtin.startswith("4") if len(a.gtin) == 12 else a.gtin.startswith("2")
        for a in load_demo_catalogue()
    )


def test_no_code_names_two_things() -> None:
    articles = load_demo_catalogue()
    codes = [a.sku for a in articles] + [c.code.zfill(14) for a in articles for c in a.barcodes]
    twice = [code for code, count in Counter(codes).items() if count > 1]
    meant = {code.zfill(14) for a in articles for code in a.shared}
    assert set(twice) == meant
    assert len(meant) == 1
    assert all(mod_10(code) == 0 for code in meant)


def test_the_most_urgent_orders_want_a_serial_a_lot_a_kit_and_a_barcode_of_two_articles() -> None:
    shop = demo_shop(7, DEFAULT_ORDERS, NOW)
    open_ones = [order for order in shop.orders() if order.stage is Stage.OPEN]
    urgent = sorted(open_ones, key=lambda order: order.ship_by.latest)[:10]
    known = {a.sku: a for a in load_demo_catalogue()}
    wanted = [[known[line.sku] for line in order.lines] for order in urgent]
    tracked = {article.tracking for lines in wanted for article in lines}
    assert {DemoTracking.SERIAL, DemoTracking.LOT} <= tracked
    assert any(article.is_kit for lines in wanted for article in lines)
    codes = [Counter(code for article in lines for code in article.shared) for lines in wanted]
    assert max((max(found.values(), default=0) for found in codes), default=0) == 2


@pytest.mark.parametrize("orders", [1, 3, 12])
def test_the_same_seed_is_the_same_shop_at_any_size(orders: int) -> None:
    first, again = (demo_shop(7, orders, NOW).orders() for _ in range(2))
    assert first == again
    ids = [line.line_id for order in first for line in order.lines]
    assert len(first) == orders
    assert len(set(ids)) == len(ids)


def test_a_case_of_mugs_is_twelve_mugs() -> None:
    case = next(c for c in article("MUG-BLU-350").barcodes if c.kind is BarcodeKind.CASE)
    assert len(case.code) == 14
    assert case.units == 12


def test_the_mug_is_known_by_all_its_codes() -> None:
    kinds = [code.kind for code in article("MUG-BLU-350").barcodes]
    assert kinds == [
        BarcodeKind.GTIN, BarcodeKind.ALIAS, BarcodeKind.ALIAS, BarcodeKind.CASE, BarcodeKind.ASIN,
    ]  # fmt: skip


def test_one_article_wants_a_serial_number_one_a_lot_and_one_has_amazons_label() -> None:
    articles = load_demo_catalogue()
    by_tracking = Counter(a.tracking for a in articles)
    assert by_tracking[DemoTracking.SERIAL] == 1
    assert by_tracking[DemoTracking.LOT] == 1
    assert sum(bool(a.fnsku) for a in articles) == 1


def test_a_kit_is_made_of_articles_on_the_shelf() -> None:
    kit = article("KIT-TEA-DUO")
    assert kit.is_kit
    assert [(part.sku, part.units) for part in kit.parts] == [
        ("TEA-MTN-250", 1),
        ("MUG-CRM-350", 2),
    ]
    assert kit.stock == 0


def test_there_are_articles_a_packer_can_mistake_for_another() -> None:
    names = {a.short_name for a in load_demo_catalogue()}
    assert {"Enamel mug, blue", "Enamel mug, green", "Enamel mug, cream"} <= names
    assert {"Wool socks, coral", "Wool socks, navy"} <= names
    assert {"Notebook, forest", "Notebook, ink"} <= names


def test_names_fit_the_screen() -> None:
    articles = load_demo_catalogue()
    assert max(len(a.short_name) for a in articles) <= 26
    assert max(len(a.note) for a in articles) <= 34
    assert max(len(a.title) for a in articles) <= 60


def test_every_article_has_its_own_place_and_picture() -> None:
    articles = load_demo_catalogue()
    assert len({a.place for a in articles}) == len(articles)
    assert len({a.picture for a in articles}) == len(articles)
    drawn = {path.name for path in resource("demo", "articles").iterdir()}
    assert drawn == {a.picture for a in articles}


def test_pictures_keep_to_what_svg_tiny_can_draw() -> None:
    for found in load_demo_catalogue():
        root = ElementTree.parse(found.picture_path).getroot()
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert root.get("viewBox") == "0 0 320 320"
        assert tags <= DRAWN_WITH, found.picture


def test_the_pictures_in_the_tree_are_the_ones_the_script_draws(tmp_path: Path) -> None:
    script = resource("make_articles.py")
    subprocess.run([sys.executable, str(script), "--to", str(tmp_path)], check=True, timeout=60)
    kept = {path.name: path.read_bytes() for path in resource("demo", "articles").iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("gtin", "421407001046", "check digit"),
        ("case", {"code": "10421407001044", "units": 1}, "case"),
        ("asin", "MUG", "misshapen"),
        ("place", "B-4-2", "misshapen"),
        ("fnsku", "X1", "FNSKU"),
        ("picture", "none.svg", "picture"),
        ("weight_g", 0, "believed"),
    ],
)
def test_an_article_with_a_fault_is_named(field: str, value: object, complaint: str) -> None:
    with pytest.raises(DemoFault, match=f"MUG-BLU-350.*{complaint}"):
        read_demo_articles([{**rows()[0], field: value}])


def test_a_code_used_twice_is_refused() -> None:
    first, second = rows()[:2]
    with pytest.raises(DemoFault, match="used twice"):
        read_demo_articles([first, {**second, "aliases": [first["gtin"]]}])


def test_a_kit_without_its_parts_is_refused() -> None:
    kit = next(row for row in rows() if row["parts"])
    with pytest.raises(DemoFault, match="not an article"):
        read_demo_articles([kit])


def test_a_kit_weighs_what_its_parts_weigh() -> None:
    kit = next(row for row in rows() if row["parts"])
    others = [row for row in rows() if not row["parts"]]
    with pytest.raises(DemoFault, match="weigh"):
        read_demo_articles([*others, {**kit, "weight_g": kit["weight_g"] + 1}])


def test_the_people_can_be_told_apart_by_badge_and_name() -> None:
    people = load_demo_people()
    assert len({p.name for p in people}) == len({p.badge for p in people}) == len(people)
    assert {p.role for p in people} == set(DemoRole)
    assert sum(p.role is DemoRole.PACKER for p in people) >= 4
    assert all(len(p.pin) == 4 and p.pin.isdigit() for p in people)


def test_the_peoples_names_are_written_in_several_scripts() -> None:
    names = " ".join(p.name for p in load_demo_people())
    for letter in "Ø小みأΛ":
        assert letter in names


def test_no_pin_is_shown_where_a_person_is_written_out() -> None:
    person = load_demo_people()[0]
    assert person.pin not in repr(person)


def test_the_shop_stands_in_porto() -> None:
    sender = load_demo_sender()
    assert (sender.name, sender.city, sender.country) == ("Hearthline Goods", "Porto", "PT")
    assert sender.email.endswith(".example")
