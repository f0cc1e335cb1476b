"""Countries are named in the language of whoever packs: on slips, in addresses and at the bench."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fbm_desk import texts
from fbm_desk.amazon.marketplaces import MARKETPLACES
from fbm_desk.domain.orders import Address
from fbm_desk.printing.address_block import address_lines

VIENNA = Address("Ada", "Gasse 1", city="Wien", postcode="1010", country="AT")


@pytest.fixture(autouse=True)
def english_after() -> Iterator[None]:
    yield
    texts.speak("en")


@pytest.mark.parametrize(("language", "country"), [("en", "Austria"), ("de", "Österreich")])
def test_an_address_ends_with_its_country_in_the_language_of_the_desk(
    language: str, country: str
) -> None:
    texts.speak(language)
    assert address_lines(VIENNA)[-2:] == ["1010 Wien", country]


def test_a_code_that_is_no_country_stands_as_it_came() -> None:
    assert address_lines(VIENNA._replace(country="Q9"))[-1] == "Q9"
    assert texts.country("at") == "Austria"
    assert texts.country("") == ""


@pytest.mark.parametrize("language", texts.languages())
def test_every_country_has_one_name_of_its_own(language: str) -> None:
    names = {
        key.partition(".")[2]: name
        for key, name in texts.catalogue(language).items()
        if key.startswith("country.")
    }
    assert len(names) == 250  # ISO 3166-1 has 249; Kosovo is written XK
    assert all(len(code) == 2 and code.isalpha() and code.isupper() for code in names)
    assert len(set(names.values())) == len(names)
    assert all(name == name.strip() and len(name) > 3 for name in names.values())
    assert {shop.country for shop in MARKETPLACES} <= set(names)
