"""Hazardous goods as both sellers of labels are told of them, by Amazon's published models."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fbm_desk.amazon.merchant_fulfillment_json import LabelWanted, details
from fbm_desk.amazon.rates import ParcelItem, rates_request
from fbm_desk.domain.hazardous import PACKING_INSTRUCTIONS, DangerousGoods
from tests.amazon.amazon_calls import LINE_ID, ORDER_ID, SENDER, WANTED
from tests.simulator import published_models

GOODS = DangerousGoods("UN3481", "9", "II", "PI967_SECTION_II")
published = pytest.mark.skipif(
    not published_models.MODELS.exists(), reason="Amazon's published models are not here"
)


def shipping_item(goods: DangerousGoods | None) -> dict[str, Any]:
    """The item of a question for rates."""
    item = replace(WANTED.items[0], dangerous=goods)
    (sent,) = rates_request(replace(WANTED, items=(item,)))["packages"][0]["items"]
    return dict(sent)


def mfn_item(goods: DangerousGoods | None) -> dict[str, Any]:
    """The item of a question to Merchant Fulfillment."""
    items = (ParcelItem(LINE_ID, 2, dangerous=goods),)
    (sent,) = details(LabelWanted(ORDER_ID, SENDER, "", 750, 305, 200, 100, items))["ItemList"]
    return dict(sent)


def test_both_are_told_all_that_is_known() -> None:
    assert shipping_item(GOODS)["isHazmat"] is True
    assert shipping_item(GOODS)["dangerousGoodsDetails"] == {
        "unitedNationsRegulatoryId": "UN3481",
        "transportationRegulatoryClass": "9",
        "packingGroup": "II",
        "packingInstruction": "PI967_SECTION_II",
    }
    assert mfn_item(GOODS)["IsHazmat"] is True
    assert mfn_item(GOODS)["DangerousGoodsDetails"] == {
        "UnitedNationsRegulatoryId": "UN3481",
        "TransportationRegulatoryClass": "9",
        "PackingGroup": "II",
        "PackingInstruction": "PI967_SECTION_II",
    }


def test_what_is_not_known_is_not_said() -> None:
    assert shipping_item(DangerousGoods())["isHazmat"] is True
    assert "dangerousGoodsDetails" not in shipping_item(DangerousGoods())
    assert "DangerousGoodsDetails" not in mfn_item(DangerousGoods())
    assert "isHazmat" not in shipping_item(None)
    assert "IsHazmat" not in mfn_item(None)


@published
@pytest.mark.parametrize("goods", [None, DangerousGoods(), GOODS])
def test_the_items_are_as_published(goods: DangerousGoods | None) -> None:
    published_models.check(shipping_item(goods), published_models.SHIPPING, "Item")
    published_models.check(mfn_item(goods), published_models.MFN, "Item")


@published
def test_the_packing_instructions_are_those_of_both_models() -> None:
    for model, name in (
        (published_models.SHIPPING, "packingInstruction"),
        (published_models.MFN, "PackingInstruction"),
    ):
        goods = published_models.model(model)["definitions"]["DangerousGoodsDetails"]
        assert set(goods["properties"][name]["enum"]) == PACKING_INSTRUCTIONS
