"""What a seller settles about labels in his settings, by marketplace and by currency."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk import app, settings
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.service_choice import ServiceRules
from fbm_desk.domain.session import LabelSource
from fbm_desk.services import label_rules
from fbm_desk.settings import Settings, WrongSetting

DE, JP, US, UK = "A1PA6795UKMFR9", "A1VC38T7YXB528", "ATVPDKIKX0DER", "A1F83G8C2ARO7P"
FILE = f"""
label_source = "bought"
[carriers]
{DE} = "merchant_fulfillment"
{UK} = "own"
[ceilings]
JPY = 900
EUR = 1200
[preferred]
all = ["DHL"]
{DE} = ["DPD Classic"]
[forbidden]
{US} = ["Hermes"]
"""


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    (tmp_path / settings.FILE_NAME).write_text(FILE, encoding="utf-8")
    return settings.load(tmp_path, {})


def test_a_seller_chooses_who_sells_labels_for_each_marketplace(chosen: Settings) -> None:
    rules = app.desk_rules(chosen)
    assert rules.source_for(DE) is LabelSource.BOUGHT
    assert rules.source_for(UK) is LabelSource.SCANNED
    assert rules.source_for(US) is LabelSource.BOUGHT  # as nothing is said


def test_a_ceiling_is_in_its_own_currency(chosen: Settings) -> None:
    rules = app.desk_rules(chosen)
    assert rules.ceiling_for(JP, yen=True) == 900
    assert rules.ceiling_for(DE, yen=False) == 1200
    assert rules.ceiling_for(US, yen=False) == 5_000
    assert app.desk_rules(Settings()).ceiling_for(JP, yen=True) == 7_500


def test_rules_of_services_hold_for_all_unless_a_marketplace_has_its_own(
    chosen: Settings,
) -> None:
    rules = label_rules.of_services(chosen)
    assert rules == {
        "": ServiceRules(("DHL",)),
        DE: ServiceRules(("DPD Classic",)),
        US: ServiceRules(("DHL",), ("Hermes",)),
    }


def test_what_was_settled_is_there_after_it_was_saved(tmp_path: Path, chosen: Settings) -> None:
    settings.save(tmp_path, chosen)
    assert settings.load(tmp_path, {}) == chosen


@pytest.mark.parametrize(
    "text",
    ["carriers = 1", "[carriers]\nX = 1", "[ceilings]\nEUR = '5'", "[preferred]\nall = 'DHL'"],
)
def test_a_table_of_another_kind_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / settings.FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(WrongSetting):
        settings.load(tmp_path, {})


def test_a_carrier_or_a_ceiling_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid):
        app.desk_rules(Settings(carriers={DE: "pigeon"}))
    with pytest.raises(Invalid):
        app.desk_rules(Settings(ceilings={"EUR": -1}))
