"""How often Amazon lets each operation be called, by default (amazon's "Usage Plan" figures)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """`rate` calls a second in the long run, `burst` at once."""

    rate: float
    burst: int


#: Read from the published models of 2026-08. Two APIs have a getOrder and a cancelShipment each;
#: the older one's name begins with the API's.
_FIGURES: dict[tuple[float, int], str] = {
    (0.0056, 20): "searchOrders",
    (0.5, 30): (
        "getOrder v0.getOrder getOrderBuyerInfo getOrderAddress getOrderItems "
        "getOrderItemsBuyerInfo getOrderRegulatedInfo updateVerificationStatus"
    ),
    (0.0167, 20): "getOrders",
    (5.0, 15): "updateShipmentStatus",
    (2.0, 10): "confirmShipment",
    (80.0, 100): (
        "getRates purchaseShipment oneClickShipment directPurchaseShipment getAdditionalInputs "
        "getShipmentDocuments cancelShipment getTracking generateCollectionForm "
        "getCollectionForm getCollectionFormHistory getUnmanifestedShipments"
    ),
    (6.0, 12): "getEligibleShipmentServices",
    (2.0, 2): "createShipment",
    (1.0, 1): "getAdditionalSellerInputs getShipment mfn.cancelShipment",
    (0.0167, 15): "createReport getReportDocument",
    (2.0, 15): "getReport getFeed cancelFeed",
    (0.0222, 10): (
        "getReports cancelReport createReportSchedule getReportSchedule getReportSchedules "
        "cancelReportSchedule getFeeds getFeedDocument"
    ),
    (0.5, 15): "createFeedDocument",
    (0.0083, 15): "createFeed",
    (5.0, 5): "patchListingsItem searchListingsItems deleteListingsItem",
    (5.0, 10): "getListingsItem putListingsItem",
    (1.0, 10): "createRestrictedDataToken",
    (0.016, 15): "getMarketplaceParticipations getAccount",
    (1.0, 5): (
        "getMessagingActionsForOrder confirmCustomizationDetails createConfirmDeliveryDetails "
        "createLegalDisclosure createConfirmOrderDetails createConfirmServiceDetails "
        "CreateWarranty GetAttributes createDigitalAccessKey createUnexpectedProblem sendInvoice "
        "getSolicitationActionsForOrder createProductReviewAndSellerFeedbackSolicitation "
        "getSubscriptions getSubscription createSubscription getSubscriptionById "
        "deleteSubscriptionById sendTestNotification getDestinations createDestination "
        "getDestination deleteDestination"
    ),
}
PLANS = {
    operation: Plan(rate, burst)
    for (rate, burst), operations in _FIGURES.items()
    for operation in operations.split()
}
