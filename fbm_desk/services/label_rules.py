"""What the settings say of labels: who sells them, what they may cost, which services are liked."""

from __future__ import annotations

from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.service_choice import ServiceRules
from fbm_desk.domain.session import LabelSource
from fbm_desk.settings import Settings

CARRIERS = ("amazon_shipping", "merchant_fulfillment", "own")
"""Who sells labels, in the settings' words; the first where nothing is said."""
EVERYWHERE = "all"


def sources(chosen: Settings) -> dict[str, LabelSource]:
    """Where labels come from, by marketplace. Raises `Invalid` for a carrier that is none."""
    if wrong := [at for at, name in chosen.carriers.items() if name not in CARRIERS]:
        raise Invalid("setting", field=f"carriers.{wrong[0]}")
    return {
        at: LabelSource.SCANNED if name == "own" else LabelSource.BOUGHT
        for at, name in chosen.carriers.items()
    }


def ceilings(chosen: Settings) -> dict[str, int]:
    """The most a label may cost, by marketplace, from what is said by currency."""
    if not chosen.ceilings:
        return {}
    from fbm_desk.amazon.marketplaces import MARKETPLACES

    said = chosen.ceilings
    if wrong := [currency for currency, minor in said.items() if minor < 0]:
        raise Invalid("setting", field=f"ceilings.{wrong[0]}")
    return {shop.id: said[shop.currency] for shop in MARKETPLACES if shop.currency in said}


def of_services(chosen: Settings) -> dict[str, ServiceRules]:
    """The seller's own rules of services, by marketplace; what holds for all is under ''."""
    every = ServiceRules(chosen.preferred.get(EVERYWHERE, ()), chosen.forbidden.get(EVERYWHERE, ()))
    named = {*chosen.preferred, *chosen.forbidden} - {EVERYWHERE}
    return {"": every} | {
        at: ServiceRules(
            chosen.preferred.get(at, every.preferred), chosen.forbidden.get(at, every.forbidden)
        )
        for at in named
    }
