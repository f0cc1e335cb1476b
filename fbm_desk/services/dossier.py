"""The dossier of an order: its history from everything written down, its label, its facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import Address, AmazonStatus, OrderId, Sku
from fbm_desk.domain.purchases import PurchaseState, void_by
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.printing.address_block import address_lines
from fbm_desk.services import dossier_steps as steps
from fbm_desk.services.amounts import price_text, weight_text
from fbm_desk.services.books import Books
from fbm_desk.services.dates import moment_text
from fbm_desk.services.label_picture import label_picture
from fbm_desk.services.substituting import is_known_for
from fbm_desk.services.today_view import DossierView, HistoryStep, ProofPicture
from fbm_desk.store import (
    articles,
    history,
    orders,
    parcels,
    print_jobs,
    priorities,
    privacy,
    purchases,
    scan_pictures,
    today,
)
from fbm_desk.store import dossier as store
from fbm_desk.store.database import Connection
from fbm_desk.store.dossier import News, Packed, Work
from fbm_desk.store.orders import OrderRow
from fbm_desk.store.parcels import ParcelRow, Unit
from fbm_desk.store.print_jobs import PrintJob
from fbm_desk.store.privacy import Private
from fbm_desk.store.purchases import Purchase
from fbm_desk.texts import has, say

_PLUS = " + "


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything written down about one order."""

    order: OrderRow
    stage: Stage
    units: int
    private: Private
    kept_until: datetime | None
    noted: Sequence[Any]
    works: list[Work]
    boxes: list[ParcelRow]
    box: ParcelRow | None
    leaving: list[ParcelRow]
    contents: list[Unit]
    labels: list[Purchase]
    paid: Purchase | None
    refused_offers: list[store.NotTaken]
    documents: dict[str, bytes]
    pictures: tuple[ProofPicture, ...]
    jobs: list[PrintJob]
    news: list[News]
    packed: Packed | None
    names: dict[str, str]
    unknown_status: str
    hazardous: str
    first: bool
    substitutes: bool | None


def dossier(books: Books, order_id: OrderId, zone: tzinfo | None = None) -> DossierView:
    """Everything known about one order. Raises `Invalid` "order_unknown".

    Steps carry their times; only ship-by in `facts` is said in `zone`, this computer's for None.
    """
    with books.reading() as connection:
        found = _everything(books, connection, order_id)
    box, order = found.box, found.order
    return DossierView(
        order_id=order_id,
        stage=found.stage,
        buyer=found.private.recipient.name if found.private.recipient else "",
        city=order.city,
        country=order.country,
        units=found.units,
        steps=_steps(found),
        facts=tuple(_facts(found, zone)),
        chain_intact=_intact(found.works),
        events=sum(len(work.events) for work in found.works),
        tracking=box.tracking if box else found.paid.tracking if found.paid else "",
        weight_g=_weight_g(found.leaving),
        label_picture=label_picture(found.documents),
        pictures=found.pictures,
        address_lines=_address_lines(found.private.recipient),
        duties=order.duties,
        first=found.first,
        substitutes=found.substitutes,
        address_until=found.kept_until.astimezone(zone).date() if found.kept_until else None,
    )


def _everything(books: Books, connection: Connection, order_id: OrderId) -> _Found:
    order = orders.find(connection, order_id)
    if order is None:
        raise Invalid("order_unknown")
    works = store.work_on(connection, order_id)
    boxes = parcels.of_order(connection, order_id)
    labels = purchases.of_order(connection, order_id)
    paid = _paid(labels)
    return _Found(
        order=order,
        stage=today.of_orders(connection, [order_id])[0].stage,
        units=_units(connection, order),
        private=privacy.find(connection, books.seal, order_id),
        kept_until=store.kept_until(connection, order_id),
        noted=history.of_order(connection, order_id),
        works=works,
        boxes=boxes,
        box=_box(boxes),
        leaving=_leaving(boxes),
        contents=[unit for box in boxes for unit in parcels.units_of(connection, box.id)],
        labels=labels,
        paid=paid,
        refused_offers=store.alternatives(connection, paid.id) if paid else [],
        documents=purchases.documents(connection, books.seal, paid.id) if paid else {},
        pictures=_pictures(books, connection, order_id),
        jobs=print_jobs.of_order(connection, order_id),
        news=store.news_of(connection, order_id),
        packed=store.newest_packed(connection, order_id),
        names=_names(connection, works),
        unknown_status=_unknown_status(connection, order_id),
        hazardous=_hazardous(connection, order_id),
        first=priorities.of_order(connection, order_id) > 0,
        substitutes=order.may_substitute if is_known_for(connection, order) else None,
    )


def _hazardous(connection: Connection, order_id: OrderId) -> str:
    """What is dangerous in it, by the catalogue of today; of kits their parts."""
    ordered = [line.sku for line in orders.lines_of(connection, order_id)]
    kits = articles.whole_kits(connection, ordered)
    skus = dict.fromkeys([*ordered, *(sku for parts in kits.values() for sku, _ in parts)])
    known = articles.find(connection, skus)
    found = (known[sku].hazardous for sku in skus if sku in known)
    return "; ".join(dict.fromkeys(text for text in found if text))


def _pictures(books: Books, connection: Connection, order_id: OrderId) -> tuple[ProofPicture, ...]:
    kept = scan_pictures.of_order(connection, books.seal, order_id)
    return tuple(ProofPicture(one.taken_at, one.sku, one.jpeg) for one in kept)


def _unknown_status(connection: Connection, order_id: OrderId) -> str:
    """Amazon's own word for the order's status, where this version does not know it."""
    status, text = orders.told_status(connection, order_id)
    return text if status is AmazonStatus.UNKNOWN else ""


def _paid(labels: Sequence[Purchase]) -> Purchase | None:
    """The newest label that was paid, one in force before one given back."""
    paid = [label for label in labels if label.state in steps.PAID]
    return max(paid, key=lambda one: (one.state is PurchaseState.BOUGHT, one.id), default=None)


def _box(boxes: Sequence[ParcelRow]) -> ParcelRow | None:
    """The newest parcel, one that leaves before one that is void."""
    return max(boxes, key=lambda one: (one.state is not ParcelState.VOID, one.id), default=None)


def _leaving(boxes: Sequence[ParcelRow]) -> list[ParcelRow]:
    """The parcels in force; where all are void, the newest one."""
    newest = _box(boxes)
    in_force = [box for box in boxes if box.state is not ParcelState.VOID]
    return in_force or ([newest] if newest else [])


def _weight_g(leaving: Sequence[ParcelRow]) -> int:
    """What all parcels weigh together; 0 where one of them is not known."""
    return sum(box.weight_g for box in leaving) if all(box.weight_g for box in leaving) else 0


def _units(connection: Connection, order: OrderRow) -> int:
    """Units ordered, those that Amazon counts as shipped by now among them; of a kit its parts."""
    lines = orders.lines_of(connection, order.order_id)
    kits = articles.kits(connection, [line.sku for line in lines])
    each = {kit: sum(quantity for _, quantity in parts) for kit, parts in kits.items()}
    return sum(line.quantity * each.get(line.sku, 1) for line in lines)


def _names(connection: Connection, works: Sequence[Work]) -> dict[str, str]:
    """The short names of everything that was scanned, kits among them."""
    skus = {Sku(event.sku) for work in works for event in work.events if event.sku}
    for work in works:
        for event in work.events:
            skus |= {Sku(str(match[0])) for match in event.facts.get("matches", ())}
    return {
        str(sku): article.name or article.title
        for sku, article in articles.find(connection, skus).items()
    }


def _steps(found: _Found) -> tuple[HistoryStep, ...]:
    return steps.in_order(
        steps.of_work(found.works, found.names),
        steps.of_purchases(found.labels),
        steps.of_history(found.noted, found.names),
        steps.of_print_jobs(found.jobs),
        steps.of_parcels(found.boxes, found.works),
        steps.of_news(found.news),
    )


def _intact(works: Sequence[Work]) -> bool | None:
    """Whether no event was changed or taken away; None before the first one."""
    return all(work.intact for work in works) if any(work.events for work in works) else None


def _address_lines(there: Address | None) -> tuple[str, ...]:
    if there is None:
        return ()
    return tuple(address_lines(there))


# --- facts ---------------------------------------------------------------------------------------


def _facts(found: _Found, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    """What stands beside the label, each with its name; what is not known is left out."""
    several = len(found.leaving) > 1
    told = (
        ("special", ", ".join(sorted(say(f"duty.{one.value}") for one in found.order.duties))),
        ("programs", ", ".join(found.order.programs)),
        ("hazardous", found.hazardous),
        ("status", found.unknown_status),
        *_label_facts(found),
        ("refund", _refund(found.paid, zone)),
        ("packer", found.packed.who if found.packed else ""),
        ("bench", found.packed.bench if found.packed else ""),
        ("parcels", ", ".join(box.tracking for box in found.leaving) if several else ""),
        ("weight", _PLUS.join(weight_text(box.weight_g) for box in found.leaving if box.weight_g)),
        *_proof_facts(found),
        ("ship_by", moment_text(found.order.ship_by, zone)),
        ("manifest", found.packed.manifest if found.packed else ""),
    )
    return ((say(f"history.fact_{name}"), value) for name, value in told if value)


def _label_facts(found: _Found) -> Iterator[tuple[str, str]]:
    label, box = found.paid, found.box
    if label is not None:
        yield "carrier", steps.service_text(label.carrier, label.service)
        if label.price_minor:
            price = price_text(label.price_minor, label.currency)
            once = sum(one.state in steps.PAID for one in found.labels) == 1
            each = _PLUS.join(
                price_text(one.price_minor, one.currency)
                for one in found.labels
                if one.state is PurchaseState.BOUGHT and one.price_minor
            )
            yield "bought", say("history.fact_bought_once", price=price) if once else each or price
        for offer in found.refused_offers:
            yield "refused", _not_taken(offer)
    elif box is not None:
        yield "carrier", steps.service_text(box.carrier, box.service)


def _not_taken(offer: store.NotTaken) -> str:
    """`Kestrel 24H, € 9.15, arrives too late`."""
    price = price_text(offer.price_minor, offer.currency) if offer.currency else ""
    key = f"history.not_taken_{offer.why}"
    why = offer.words or (say(key) if offer.why and has(key) else "")
    service = steps.service_text(offer.carrier, offer.service)
    return ", ".join(part for part in (service, price, why) if part)


def _refund(label: Purchase | None, zone: tzinfo | None) -> str:
    """How far the refund of a label is that was not needed."""
    if label is None or label.state is PurchaseState.BOUGHT:
        return ""
    if label.state is PurchaseState.VOID:
        return say("history.fact_refund_granted")
    if label.state is PurchaseState.VOID_REFUSED:
        return say("history.fact_refund_refused")
    last_at = void_by(label.answered_at, label.carrier) if label.answered_at else None
    return say("history.fact_refund_wanted", date=moment_text(last_at, zone))


def _proof_facts(found: _Found) -> Iterator[tuple[str, str]]:
    """The serial numbers and lots that lie in the parcel."""
    if not found.contents:
        return
    serials = [unit.serial for unit in found.contents if unit.serial]
    yield "serials", ", ".join(serials) or say("history.fact_no_serials")
    yield "lots", ", ".join(dict.fromkeys(unit.lot for unit in found.contents if unit.lot))
