"""Every API of the pretend Amazon over one shop, and what they remember between calls."""

from __future__ import annotations

from fbm_desk.simulator.collection_api import CollectionApi
from fbm_desk.simulator.confirm_api import ConfirmApi
from fbm_desk.simulator.direct_labels_api import DirectLabelsApi
from fbm_desk.simulator.feeds import Feeds
from fbm_desk.simulator.feeds_api import FeedsApi
from fbm_desk.simulator.links import Links
from fbm_desk.simulator.listings import Listings
from fbm_desk.simulator.listings_api import ListingsApi
from fbm_desk.simulator.messaging_api import MessagingApi
from fbm_desk.simulator.mfn_api import MfnApi
from fbm_desk.simulator.notifications import Notifications
from fbm_desk.simulator.notifications_api import NotificationsApi
from fbm_desk.simulator.orders_api import OrdersApi
from fbm_desk.simulator.orders_v0_api import OrdersV0Api
from fbm_desk.simulator.queues import Queues
from fbm_desk.simulator.regulated_api import RegulatedApi
from fbm_desk.simulator.reports import Reports
from fbm_desk.simulator.reports_api import ReportsApi
from fbm_desk.simulator.route import Route
from fbm_desk.simulator.sellers_api import SellersApi
from fbm_desk.simulator.shipping_api import ShippingApi
from fbm_desk.simulator.shop import Shop
from fbm_desk.simulator.signin import SignIn
from fbm_desk.simulator.sqs_api import SqsApi
from fbm_desk.simulator.tokens_api import TokensApi


class Apis:
    """One of each."""

    def __init__(self, shop: Shop, sign_in: SignIn) -> None:
        self.shop = shop
        self.sign_in = sign_in
        self.links = Links(shop.clock)
        self.queues = Queues(shop.clock)
        self.orders = OrdersApi(shop)
        self.confirm = ConfirmApi(shop)
        self.shipping = ShippingApi(shop)
        self.direct_labels = DirectLabelsApi(self.shipping)
        self.collection = CollectionApi(shop, self.shipping)
        self.mfn = MfnApi(shop)
        self.orders_v0 = OrdersV0Api(shop, sign_in)
        self.regulated = RegulatedApi(shop)
        self.tokens = TokensApi(sign_in)
        self.sellers = SellersApi()
        self.messaging = MessagingApi(shop)
        self.notifications = Notifications(shop, self.queues)
        self.notifications_api = NotificationsApi(self.notifications)
        self.sqs = SqsApi(self.queues, self.links)
        self.reports = Reports(shop)
        self.reports_api = ReportsApi(self.reports, self.links, sign_in)
        self.listings = Listings(shop)
        self.listings_api = ListingsApi(self.listings)
        self.feeds = Feeds(shop, self.listings)
        self.feeds_api = FeedsApi(self.feeds, self.links)

    def routes(self) -> tuple[Route, ...]:
        """Every operation the simulator knows."""
        return (
            *self.sign_in.routes(),
            *self.links.routes(),
            *self.orders.routes(),
            *self.confirm.routes(),
            *self.shipping.routes(),
            *self.direct_labels.routes(),
            *self.collection.routes(),
            *self.mfn.routes(),
            *self.orders_v0.routes(),
            *self.regulated.routes(),
            *self.tokens.routes(),
            *self.sellers.routes(),
            *self.messaging.routes(),
            *self.notifications_api.routes(),
            *self.sqs.routes(),
            *self.reports_api.routes(),
            *self.listings_api.routes(),
            *self.feeds_api.routes(),
        )

    def catch_up(self) -> None:
        """Do what has become due by the simulator's clock."""
        self.reports.catch_up()
        self.feeds.catch_up()
