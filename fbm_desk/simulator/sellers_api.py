"""Sellers v1: where the seller sells, and what kind of account it is."""

from __future__ import annotations

from typing import Any

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.answers import Answer, Call, json_answer
from fbm_desk.simulator.marketplaces import Marketplace
from fbm_desk.simulator.route import Route, route

_LANGUAGES = {"US": "en_US", "GB": "en_GB", "DE": "de_DE", "JP": "ja_JP"}
STORE = "Pretend Goods"


class SellersApi:
    """Two reads; the desk's connection test is the first."""

    def routes(self) -> tuple[Route, ...]:
        """Participations and account."""
        path = "/sellers/v1"
        participations = f"{path}/marketplaceParticipations"
        return (
            route("GET", participations, "getMarketplaceParticipations", self.participations),
            route("GET", f"{path}/account", "getAccount", self.account),
        )

    def participations(self, _call: Call) -> Answer:
        """GET /sellers/v1/marketplaceParticipations."""
        return json_answer({"payload": [_participation(one) for one in marketplaces.ALL]})

    def account(self, _call: Call) -> Answer:
        """GET /sellers/v1/account."""
        payload = {
            "businessType": "PRIVATE_LIMITED",
            "sellingPlan": "PROFESSIONAL",
            "marketplaceParticipationList": [_participation(one) for one in marketplaces.ALL],
        }
        return json_answer({"payload": payload})


def _participation(place: Marketplace) -> dict[str, Any]:
    return {
        "marketplace": {
            "id": place.marketplace_id,
            "name": place.name,
            "countryCode": place.country,
            "defaultCurrencyCode": place.currency,
            "defaultLanguageCode": _LANGUAGES[place.country],
            "domainName": f"www.{place.name.lower()}",
        },
        "participation": {"isParticipating": True, "hasSuspendedListings": False},
        "storeName": STORE,
    }
