"""The calls the desk makes and how often Amazon allows them; leaves counting to `quota`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Operation(Enum):
    """A call of the Selling Partner API, by Amazon's own name; the value names its allowance.

    Two APIs have a `cancelShipment`: Merchant Fulfillment's carries the API's name in front.
    """

    SEARCH_ORDERS = "searchOrders"  #: Orders 2026-01-01
    GET_ORDER = "getOrder"  #: Orders 2026-01-01
    CONFIRM_SHIPMENT = "confirmShipment"  #: Orders v0, which has no successor
    GET_RATES = "getRates"  #: Shipping v2
    PURCHASE_SHIPMENT = "purchaseShipment"  #: Shipping v2
    GET_SHIPMENT_DOCUMENTS = "getShipmentDocuments"  #: Shipping v2
    CANCEL_SHIPMENT = "cancelShipment"  #: Shipping v2
    GET_TRACKING = "getTracking"  #: Shipping v2
    GET_ELIGIBLE_SHIPMENT_SERVICES = "getEligibleShipmentServices"  #: Merchant Fulfillment v0
    GET_ADDITIONAL_SELLER_INPUTS = "getAdditionalSellerInputs"  #: Merchant Fulfillment v0
    CREATE_SHIPMENT = "createShipment"  #: Merchant Fulfillment v0, restricted
    GET_SHIPMENT = "getShipment"  #: Merchant Fulfillment v0, restricted
    MFN_CANCEL_SHIPMENT = "mfn.cancelShipment"  #: Merchant Fulfillment v0, restricted
    CREATE_REPORT = "createReport"  #: Reports 2021-06-30
    GET_REPORT = "getReport"  #: Reports 2021-06-30
    GET_REPORTS = "getReports"  #: Reports 2021-06-30
    GET_REPORT_DOCUMENT = "getReportDocument"  #: Reports 2021-06-30, restricted for order reports
    CREATE_FEED_DOCUMENT = "createFeedDocument"  #: Feeds 2021-06-30
    CREATE_FEED = "createFeed"  #: Feeds 2021-06-30
    GET_FEED = "getFeed"  #: Feeds 2021-06-30
    GET_FEEDS = "getFeeds"  #: Feeds 2021-06-30
    GET_FEED_DOCUMENT = "getFeedDocument"  #: Feeds 2021-06-30
    PATCH_LISTINGS_ITEM = "patchListingsItem"  #: Listings Items 2021-08-01
    CREATE_RESTRICTED_DATA_TOKEN = "createRestrictedDataToken"  #: Tokens 2021-03-01
    GET_MARKETPLACE_PARTICIPATIONS = "getMarketplaceParticipations"  #: Sellers v1
    GET_DESTINATIONS = "getDestinations"  #: Notifications v1, with the application's token
    CREATE_DESTINATION = "createDestination"  #: Notifications v1, with the application's token
    GET_SUBSCRIPTION = "getSubscription"  #: Notifications v1
    CREATE_SUBSCRIPTION = "createSubscription"  #: Notifications v1


@dataclass(frozen=True, slots=True)
class Allowance:
    """A token bucket: tokens per second refilled, and how many it holds."""

    rate_per_s: float
    burst: int


#: The documented defaults (SP-API usage plans, read 2026-11); answers correct them.
ALLOWANCES = {
    Operation.SEARCH_ORDERS: Allowance(0.0056, 20),
    Operation.GET_ORDER: Allowance(0.5, 30),
    Operation.CONFIRM_SHIPMENT: Allowance(2.0, 10),
    Operation.GET_RATES: Allowance(80.0, 100),
    Operation.PURCHASE_SHIPMENT: Allowance(80.0, 100),
    Operation.GET_SHIPMENT_DOCUMENTS: Allowance(80.0, 100),
    Operation.CANCEL_SHIPMENT: Allowance(80.0, 100),
    Operation.GET_TRACKING: Allowance(80.0, 100),
    Operation.GET_ELIGIBLE_SHIPMENT_SERVICES: Allowance(6.0, 12),
    Operation.GET_ADDITIONAL_SELLER_INPUTS: Allowance(1.0, 1),
    Operation.CREATE_SHIPMENT: Allowance(2.0, 2),
    Operation.GET_SHIPMENT: Allowance(1.0, 1),
    Operation.MFN_CANCEL_SHIPMENT: Allowance(1.0, 1),
    Operation.CREATE_REPORT: Allowance(0.0167, 15),
    Operation.GET_REPORT: Allowance(2.0, 15),
    Operation.GET_REPORTS: Allowance(0.0222, 10),
    Operation.GET_REPORT_DOCUMENT: Allowance(0.0167, 15),
    Operation.CREATE_FEED_DOCUMENT: Allowance(0.5, 15),
    Operation.CREATE_FEED: Allowance(0.0083, 15),
    Operation.GET_FEED: Allowance(2.0, 15),
    Operation.GET_FEEDS: Allowance(0.0222, 10),
    Operation.GET_FEED_DOCUMENT: Allowance(0.0222, 10),
    Operation.PATCH_LISTINGS_ITEM: Allowance(5.0, 5),
    Operation.CREATE_RESTRICTED_DATA_TOKEN: Allowance(1.0, 10),
    Operation.GET_MARKETPLACE_PARTICIPATIONS: Allowance(0.016, 15),
    Operation.GET_DESTINATIONS: Allowance(1.0, 5),
    Operation.CREATE_DESTINATION: Allowance(1.0, 5),
    Operation.GET_SUBSCRIPTION: Allowance(1.0, 5),
    Operation.CREATE_SUBSCRIPTION: Allowance(1.0, 5),
}

#: Calls of a burst that background work leaves to the benches, which ask for an order right before
#: its label is bought; nobody at a table waits for a gap to be filled. The long run is the same.
KEPT_FOR_BENCHES = {Operation.GET_ORDER: 10}
