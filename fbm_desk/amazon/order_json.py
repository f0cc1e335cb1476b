"""Makes an order of the JSON of Orders 2026-01-01; leaves fetching it to `orders`.

Field names as in Amazon's model `orders_2026-01-01.json` of August 2026. Unknown statuses,
programs and fields do no harm; a field of the wrong type raises `BadJson`.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from fbm_desk.amazon.json_body import (
    BadJson,
    JsonObject,
    count,
    part,
    parts,
    required,
    text,
    texts,
    time,
)
from fbm_desk.domain.orders import (
    Address,
    AmazonStatus,
    DataSet,
    Duty,
    IncomingLine,
    IncomingOrder,
    KnownPackage,
    LineId,
    OrderId,
    Sku,
    Source,
)

_ORDER_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}").fullmatch
_PROGRAMS = {
    "PRIME": Duty.PRIME,
    "AMAZON_BUSINESS": Duty.BUSINESS,
    "FBM_SHIP_PLUS": Duty.SHIP_PLUS,
}
_CONSTRAINTS = {
    "signatureConfirmation": Duty.SIGNATURE,
    "recipientAgeVerification": Duty.AGE_CHECK,
    "recipientIdentityVerification": Duty.IDENTITY_CHECK,
    "cashOnDelivery": Duty.CASH_ON_DELIVERY,
}
_REPLACES = frozenset({"REPLACEMENT_ORIGINAL_ID", "EXCHANGE_ORIGINAL_ID"})
_TO_BE_PACKED = frozenset({AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED})


def order_from(order: JsonObject, included: frozenset[str]) -> IncomingOrder:
    """The order; `included` are the data sets that were asked for. Raises `BadJson`.

    What was not asked for is `untold`: unknown, never none. An order to be packed
    without an address, although RECIPIENT was asked for, means that this application may not see
    addresses; a pending order simply has none yet.
    """
    order_id = required(order, "orderId")
    if not _ORDER_ID(order_id):
        raise BadJson("orderId is no order id")
    fulfillment = part(order, "fulfillment")
    status_text = text(fulfillment, "fulfillmentStatus")
    status = _status(status_text)
    lines = tuple(_line(item) for item in parts(order, "orderItems"))
    if len({line.line_id for line in lines}) != len(lines):
        raise BadJson("orderItemId stands twice")
    recipient = _address(part(order, "recipient", "deliveryAddress"))
    duties = _order_duties(order)
    if "FULFILLMENT" not in included:
        duties.add(Duty.UNKNOWN_CONSTRAINTS)
    if recipient is None and "RECIPIENT" in included and status in _TO_BE_PACKED:
        duties.add(Duty.NO_ADDRESS_RIGHT)
    buyer = part(order, "buyer")
    return IncomingOrder(
        order_id=OrderId(order_id),
        source=Source.API,
        status=status,
        status_text=status_text,
        lines=lines,
        marketplace_id=text(part(order, "salesChannel"), "marketplaceId"),
        purchased_at=time(order, "createdTime"),
        updated_at=time(order, "lastUpdatedTime"),
        ship_by=time(part(fulfillment, "shipByWindow"), "latestDateTime"),
        deliver_by=time(part(fulfillment, "deliverByWindow"), "latestDateTime"),
        label_not_before=time(part(fulfillment, "labelPrintingWindow"), "earliestDateTime"),
        service_level=text(fulfillment, "fulfillmentServiceLevel"),
        duties=frozenset(duties),
        purchase_order_number=text(buyer, "buyerPurchaseOrderNumber"),
        recipient=recipient,
        buyer_email=text(buyer, "buyerEmail"),
        buyer_name=text(buyer, "buyerName"),
        packages=tuple(_package(package) for package in parts(order, "packages")),
        packages_told="PACKAGES" in included,
        cancel_requested=any(line.cancel_requested for line in lines),
        by_amazon=text(fulfillment, "fulfilledBy") == "AMAZON",
        programs=tuple(one for one in texts(order, "programs") if one not in _PROGRAMS),
        untold=frozenset(one for one in DataSet if one.name not in included),
    )


def _status(status_text: str) -> AmazonStatus:
    known = AmazonStatus.__members__.get(status_text)
    return known if known is not None else AmazonStatus.UNKNOWN


def _line(item: JsonObject) -> IncomingLine:
    product = part(item, "product")
    quantity, shipped = _quantities(item)
    gift = part(item, "fulfillment", "packing", "giftOption")
    return IncomingLine(
        line_id=LineId(required(item, "orderItemId")),
        sku=Sku(normalize("NFC", text(product, "sellerSku").strip())),
        title=text(product, "title"),
        quantity=quantity,
        shipped=shipped,
        asin=text(product, "asin"),
        duties=_line_duties(item),
        gift_message=text(gift, "giftMessage"),
        cancel_requested=_wants_to_cancel(part(item, "cancellation")),
        wish=text(part(product, "customization"), "customizedUrl"),
    )


def _quantities(item: JsonObject) -> tuple[int, int]:
    """Units of the line and units shipped; what was cancelled meanwhile is in neither."""
    ordered = count(item, "quantityOrdered")
    if ordered is None:
        raise BadJson("quantityOrdered is missing")
    fulfillment = part(item, "fulfillment")
    shipped = count(fulfillment, "quantityFulfilled") or 0
    if part(item, "cancellation", "cancellationExecution"):
        return shipped, shipped
    left = count(fulfillment, "quantityUnfulfilled")
    return (ordered if left is None else left + shipped), shipped


def _wants_to_cancel(cancellation: JsonObject) -> bool:
    """A request whose author is not named stops the packer too: asking is cheaper than shipping."""
    request = part(cancellation, "cancellationRequest")
    return bool(request) and text(request, "requester") in ("BUYER", "")


def _line_duties(item: JsonObject) -> frozenset[Duty]:
    packing = part(item, "fulfillment", "packing")
    gift = part(packing, "giftOption")
    serial = text(part(packing, "serialNumberRequirement"), "requirementType")
    customised = text(part(item, "product", "customization"), "customizedUrl")
    duties = {
        Duty.GIFT: bool(gift),
        Duty.GIFT_WRAP: bool(text(gift, "giftWrapLevel")),
        Duty.PERSONALISED: bool(customised),
        Duty.SERIAL: serial == "REQUIRED",
        Duty.TRANSPARENCY: "TRANSPARENCY" in texts(item, "programs"),
    }
    return frozenset(duty for duty, asked in duties.items() if asked)


def _order_duties(order: JsonObject) -> set[Duty]:
    """What binds the whole parcel: the order's programs and the constraints of any line."""
    programs = texts(order, "programs")
    duties = {duty for program, duty in _PROGRAMS.items() if program in programs}
    for item in parts(order, "orderItems"):
        constraints = part(item, "fulfillment", "shipping", "shippingConstraints")
        for name, duty in _CONSTRAINTS.items():
            if text(constraints, name) == "MANDATORY":
                duties.add(duty)
    linked = {text(other, "associationType") for other in parts(order, "associatedOrders")}
    if linked & _REPLACES:
        duties.add(Duty.REPLACEMENT)
    return duties


def _address(address: JsonObject) -> Address | None:
    """The address, or None where name and street are missing or masked."""
    name, company = text(address, "name"), text(address, "companyName")
    line1, line2 = text(address, "addressLine1"), text(address, "addressLine2")
    if not (name or line1):
        return None
    if company and company != name:
        # An address has no field for the company, and without it the parcel may not arrive.
        line1, line2, line3 = company, line1, _joined(line2, text(address, "addressLine3"))
    else:
        line3 = text(address, "addressLine3")
    return Address(
        name=name,
        line1=line1,
        line2=line2,
        line3=line3,
        city=text(address, "city") or text(address, "municipality"),
        region=text(address, "stateOrRegion"),
        postcode=text(address, "postalCode"),
        country=text(address, "countryCode"),
        phone=text(address, "phone"),
    )


def _joined(*lines: str) -> str:
    return ", ".join(line for line in lines if line)


def _package(package: JsonObject) -> KnownPackage:
    status = part(package, "packageStatus")
    return KnownPackage(
        reference=required(package, "packageReferenceId"),
        carrier=text(package, "carrier"),
        tracking=text(package, "trackingNumber"),
        status=text(status, "status"),
        units=tuple(_packed(item) for item in parts(package, "packageItems")),
    )


def _packed(item: JsonObject) -> tuple[LineId, int]:
    return LineId(text(item, "orderItemId")), count(item, "quantity") or 0
