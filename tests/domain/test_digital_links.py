"""GS1 Digital Links: any domain, paths, questions, words, encodings, and what is no such link."""

from __future__ import annotations

from datetime import date

import pytest

from fbm_desk.domain.barcodes import CodeKind, read

GTIN = "09506000134352"


@pytest.mark.parametrize(
    "text",
    [
        f"https://id.gs1.org/01/{GTIN}/10/LOT7/21/SN9?17=271130",
        f"http://example.com/01/{GTIN}/10/LOT7/21/SN9?17=271130",
        f"HTTPS://EXAMPLE.COM/01/{GTIN}/10/LOT7/21/SN9?17=271130",
        f"https://example.com/shop/de/01/{GTIN}/10/LOT7/21/SN9?17=271130",
        f"https://example.com/gtin/{GTIN}/lot/LOT7/ser/SN9?exp=271130",
        "https://example.com/01/9506000134352/10/LOT7/21/SN9?17=271130",
        f"https://example.com/01/{GTIN}/10/LOT7/21/SN9/?17=271130#top",
        f"https://example.com/01/{GTIN}/10/LOT7/21/SN9?linkType=all&17=271130",
        f"https://example.com/01/{GTIN}/10/LOT7/21/SN9?17=271130;utm_source=box",
        f"https://example.com/01/{GTIN}/10/%4COT7/21/SN9?17=271130",
        f"https://example.com/01/{GTIN}/10/LOT7/21/SN9?17=271130&99&",
        f"https://example.com/01/{GTIN}?10=LOT7&21=SN9&17=271130",
        f"https://user@example.com:8443/01/{GTIN}/10/LOT7/21/SN9?17=271130",
        f"id.gs1.org/01/{GTIN}/10/LOT7/21/SN9?17=271130",
    ],
)
def test_links_that_say_the_same(text: str) -> None:
    code = read(text)
    assert (code.kind, code.trouble) == (CodeKind.DIGITAL_LINK, "")
    assert (code.keys, code.lot, code.serial) == ((GTIN,), "LOT7", "SN9")
    assert code.expires_on == date(2027, 11, 30)


def test_signs_with_a_meaning_in_addresses_are_encoded() -> None:
    code = read(f"https://example.com/01/{GTIN}/10/A%2FB%2525/21/%26%3F")
    assert (code.lot, code.serial) == ("A/B%25", "&?")


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        (f"https://example.com/01/{GTIN[:-1]}3", "check_digit"),
        ("https://example.com/01/12345", "gs1_length"),
        (f"https://example.com/01/{GTIN}/21/SN9/10/LOT7", "link_order"),
        (f"https://example.com/01/{GTIN}/10", "link_order"),
        (f"https://example.com/01/{GTIN}/235/T/10/L", "link_order"),
        (f"https://example.com/01/{GTIN}?17=271301", "gs1_date"),
        (f"https://example.com/01/{GTIN}?18=271130", "gs1_unknown"),
        (f"https://example.com/01/{GTIN}/10/%C3%9C", "gs1_signs"),
        (f"https://example.com/01/{GTIN}/10/{'x' * 21}", "gs1_length"),
        ("https://id.gs1.org/ARHKVAdpQg8zL4n1uwa", "link_packed"),
        (f"https://example.com/01/{GTIN}/ARHKVAdpQg8zL4n1uwa", "link_packed"),
    ],
)
def test_a_broken_link_says_why_and_is_no_article(text: str, trouble: str) -> None:
    code = read(text)
    assert (code.trouble, code.keys) == (trouble, (text.lower(),))


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com",
        "https://example.com/",
        "https://example.com/shop?01=1",
        "http://",
        "https:",
        f"ftp://example.com/01/{GTIN}",
        f"https://example.com/ 01/{GTIN}",
        "https://a/b/c/d",
    ],
)
def test_other_addresses_are_plain_texts(text: str) -> None:
    code = read(text)
    assert (code.kind, code.trouble) == (CodeKind.PLAIN, "")


def test_a_link_to_a_box_is_the_carriers() -> None:
    code = read("https://id.gs1.org/00/340434161094042557")
    assert (code.kind, code.sscc) == (CodeKind.TRACKING, "340434161094042557")
