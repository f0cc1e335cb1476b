"""Sellers v1: where the account may sell, which is also the test of a connection.

Leaves asking seldom to its callers: Amazon allows it once a minute.
"""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.amazon.answers import read
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.json_body import BadJson, JsonObject, part, parts, required, text
from fbm_desk.amazon.operations import Operation
from fbm_desk.domain.answers import Answer
from fbm_desk.domain.selling import Participation


@dataclass(frozen=True, slots=True)
class AmazonAccount:
    """One seller's account."""

    client: AmazonClient

    def marketplaces(self) -> Answer[tuple[Participation, ...]]:
        """Where it may sell, in Amazon's order. `Done` proves that keys and region fit."""
        answer = self.client.call(
            Operation.GET_MARKETPLACE_PARTICIPATIONS,
            lambda api: api.get_marketplace_participation(),
        )
        return read(answer, _participations)


def _participations(body: JsonObject) -> tuple[Participation, ...]:
    if not isinstance(body.get("payload"), list):
        raise BadJson("payload is missing")
    return tuple(_participation(one) for one in parts(body, "payload"))


def _participation(body: JsonObject) -> Participation:
    place, state = part(body, "marketplace"), part(body, "participation")
    active, suspended = state.get("isParticipating"), state.get("hasSuspendedListings")
    if not isinstance(active, bool) or not isinstance(suspended, bool):
        raise BadJson("participation is no yes or no")
    return Participation(
        marketplace_id=required(place, "id"),
        name=text(place, "name"),
        country=text(place, "countryCode"),
        currency=text(place, "defaultCurrencyCode"),
        active=active,
        suspended=suspended,
    )
