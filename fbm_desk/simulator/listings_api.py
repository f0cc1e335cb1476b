"""Listings Items 2021-08-01: what is on offer, and quantities that change."""

from __future__ import annotations

from typing import Any

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.answers import (
    Answer,
    Call,
    Refused,
    checked_words,
    json_answer,
    json_object,
    not_found,
    timestamp,
    whole_number,
)
from fbm_desk.simulator.listings import Listing, Listings, Problem
from fbm_desk.simulator.route import Route, route

MOST_IDENTIFIERS = 20
LARGEST_PAGE = 20
_ITEM_DATA = frozenset(
    "summaries attributes issues offers fulfillmentAvailability procurement relationships "
    "productTypes".split()
)
_ANSWER_DATA = frozenset({"identifiers", "issues"})
_PREFIX = "/attributes/"


class ListingsApi:
    """The five operations; the seller's id in the path is taken as it comes."""

    def __init__(self, listings: Listings) -> None:
        self._listings = listings

    def routes(self) -> tuple[Route, ...]:
        """One listing, and the search."""
        items = "/listings/2021-08-01/items/ID"
        return (
            route("GET", items, "searchListingsItems", self.search),
            route("GET", f"{items}/ID", "getListingsItem", self.get),
            route("PATCH", f"{items}/ID", "patchListingsItem", self.patch),
            route("PUT", f"{items}/ID", "putListingsItem", self.put),
            route("DELETE", f"{items}/ID", "deleteListingsItem", self.delete),
        )

    def get(self, call: Call) -> Answer:
        """GET …/{sku}."""
        found = self._listings.of(call.part, _marketplaces(call))
        if not found:
            raise not_found("The listing was not found.")
        return json_answer(item_json(found, _included(call)))

    def search(self, call: Call) -> Answer:
        """GET …/{sellerId}: by SKU or ASIN, at most 20 on a page."""
        wanted, kind = call.values("identifiers"), call.value("identifiersType")
        if len(wanted) > MOST_IDENTIFIERS or (wanted and kind not in ("SKU", "ASIN")):
            raise _bad(f"identifiers takes up to {MOST_IDENTIFIERS} values of a known type.")
        size = whole_number(call, "pageSize", 10, LARGEST_PAGE)
        found = [
            one
            for one in self._listings.all(_marketplaces(call))
            if not wanted or (one[0].sku if kind == "SKU" else one[0].asin) in wanted
        ]
        first = _offset(call.value("pageToken"))
        included = _included(call)
        page = [item_json(one, included) for one in found[first : first + size]]
        content: dict[str, Any] = {"numberOfResults": len(found), "items": page}
        if first + size < len(found):
            content["pagination"] = {"nextToken": f"page-{first + size}"}
        return json_answer(content)

    def patch(self, call: Call) -> Answer:
        """PATCH …/{sku}."""
        return self._submit(call, patched(json_object(call)))

    def put(self, call: Call) -> Answer:
        """PUT …/{sku}: all attributes at once, of a listing that is there."""
        return self._submit(call, json_object(call).get("attributes"))

    def delete(self, call: Call) -> Answer:
        """DELETE …/{sku}."""
        places = _marketplaces(call)
        self._listings.remove(call.part, places)
        return json_answer(self._said(call.part, "ACCEPTED", []))

    def _submit(self, call: Call, changes: Any) -> Answer:
        places, preview = _marketplaces(call), call.value("mode")
        checked_words(call, "includedData", _ANSWER_DATA)
        if preview not in (None, "VALIDATION_PREVIEW"):
            raise _bad("mode is not supported.")
        if not isinstance(json_object(call).get("productType"), str):
            raise _bad("productType is missing.")
        problems = self._listings.problems(call.part, places, changes)
        if preview:
            return json_answer(self._said(call.part, "INVALID" if problems else "VALID", problems))
        if not problems:
            self._listings.change(call.part, places, changes)
        return json_answer(self._said(call.part, "INVALID" if problems else "ACCEPTED", problems))

    def _said(self, sku: str, status: str, problems: list[Problem]) -> dict[str, Any]:
        return {
            "sku": sku,
            "status": status,
            "submissionId": self._listings.submission_id(),
            "issues": [_issue(problem) for problem in problems],
        }


def patched(body: dict[str, Any]) -> dict[str, Any] | None:
    """The attributes that the patches of a body set; None when a patch cannot be understood."""
    changes: dict[str, Any] = {}
    patches = body.get("patches")
    for one in patches if isinstance(patches, list) else [None]:
        content = one if isinstance(one, dict) else {}
        path, value = str(content.get("path")), content.get("value")
        if content.get("op") not in ("add", "replace", "merge", "delete"):
            return None
        if not path.startswith(_PREFIX) or (content["op"] != "delete" and not value):
            return None
        changes[path.removeprefix(_PREFIX)] = [] if content["op"] == "delete" else value
    return changes


def item_json(listings: list[Listing], included: frozenset[str]) -> dict[str, Any]:
    """The listings of one article as the API writes them."""
    first = listings[0]
    availability = [{"fulfillmentChannelCode": "DEFAULT", "quantity": first.quantity}]
    places = [{"marketplaceId": one.marketplace.marketplace_id} for one in listings]
    known = {
        "summaries": [_summary(one) for one in listings],
        "attributes": {"item_name": [{"value": first.title}], **first.attributes},
        "issues": [],
        "offers": [_offer(one) for one in listings],
        "fulfillmentAvailability": availability,
        "relationships": [{**place, "relationships": []} for place in places],
        "productTypes": [{**place, "productType": first.product_type} for place in places],
    }
    return {"sku": first.sku, **{name: known[name] for name in known if name in included}}


def _summary(listing: Listing) -> dict[str, Any]:
    return {
        "marketplaceId": listing.marketplace.marketplace_id,
        "asin": listing.asin,
        "productType": listing.product_type,
        "conditionType": "new_new",
        "status": ["BUYABLE", "DISCOVERABLE"] if listing.quantity else ["DISCOVERABLE"],
        "itemName": listing.title,
        "createdDate": timestamp(listing.created_at),
        "lastUpdatedDate": timestamp(listing.changed_at),
    }


def _offer(listing: Listing) -> dict[str, Any]:
    price = {"currencyCode": listing.price.currency, "amount": listing.price.amount}
    place = listing.marketplace.marketplace_id
    return {"marketplaceId": place, "offerType": "B2C", "price": price}


def _issue(problem: Problem) -> dict[str, Any]:
    names = {"attributeNames": [problem.attribute]} if problem.attribute else {}
    return {
        "code": problem.code,
        "message": problem.message,
        "severity": "ERROR",
        "categories": ["INVALID_ATTRIBUTE"],
        **names,
    }


def _marketplaces(call: Call) -> tuple[str, ...]:
    found = call.values("marketplaceIds")
    if not found or not set(found) <= marketplaces.BY_ID.keys():
        raise _bad("marketplaceIds is missing or has one this seller does not sell in.")
    return found


def _included(call: Call) -> frozenset[str]:
    return checked_words(call, "includedData", _ITEM_DATA) or frozenset({"summaries"})


def _offset(token: str | None) -> int:
    number = (token or "page-0").removeprefix("page-")
    if not number.isascii() or not number.isdigit():
        raise _bad("pageToken is not known.")
    return int(number)


def _bad(message: str) -> Refused:
    return Refused(400, "BAD_REQUEST", "Invalid input", message)
