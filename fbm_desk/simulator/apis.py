"""Every API of the pretend Amazon over one shop, and what they remember between calls."""

from __future__ import annotations

from fbm_desk.simulator.confirm_api import ConfirmApi
from fbm_desk.simulator.links import Links
from fbm_desk.simulator.orders_api import OrdersApi
from fbm_desk.simulator.queues import Queues
from fbm_desk.simulator.route import Route
from fbm_desk.simulator.shipping_api import ShippingApi
from fbm_desk.simulator.shop import Shop
from fbm_desk.simulator.signin import SignIn


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

    def routes(self) -> tuple[Route, ...]:
        """Every operation the simulator knows."""
        return (
            *self.sign_in.routes(),
            *self.links.routes(),
            *self.orders.routes(),
            *self.confirm.routes(),
            *self.shipping.routes(),
        )

    def catch_up(self) -> None:
        """Do what has become due by the simulator's clock."""
