"""The connected seller account at work: its clients, its allowance, what is asked of Amazon.

Only wiring stands here, as in `app` beneath it. What happens is decided in `services` and below.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fbm_desk import keys, settings
from fbm_desk.app import House, desk_rules, is_pretended, ship_from
from fbm_desk.domain.errors import Invalid
from fbm_desk.services import box_rules, host_account, label_rules
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import NewAccount

if TYPE_CHECKING:
    from fbm_desk.amazon.account import Account
    from fbm_desk.amazon.changes_queue import ChangesQueue, QueueAccess
    from fbm_desk.amazon.client import AmazonClient
    from fbm_desk.amazon.marketplace import AmazonMarketplace
    from fbm_desk.amazon.quota import Quota
    from fbm_desk.domain.answers import Answer
    from fbm_desk.domain.selling import Participation
    from fbm_desk.services.at_host import AtHost
    from fbm_desk.services.desk_rules import DeskRules
    from fbm_desk.services.host_questions import LabelPaper
    from fbm_desk.services.label_desk import LabelDesk
    from fbm_desk.services.ports import Changes
    from fbm_desk.services.quantities import Offers
    from fbm_desk.services.refresh import BenchRefresh
    from fbm_desk.services.sync import Sync
    from fbm_desk.services.workshop import Workshop

SECRETS = ("lwa_app_id", "lwa_client_secret", "refresh_token")
BACKGROUND = "sync"
"""The thread whose calls nobody waits for."""
QUEUE_SECRETS = ("aws_key_id", "aws_secret")
"""The key of the AWS account that may read the queue of news; kept as `amazon-aws_key_id`, …"""


def account(house: House) -> Account | None:
    """The seller's account; None when none is connected, or another program has its keys."""
    from fbm_desk.amazon.account import SIGN_IN_URL, Account, Region, WrongAddress

    amazon = house.settings.amazon
    if not amazon.seller_id or house.is_guest:
        return None
    secrets = _secrets(house)
    try:
        return Account(
            seller_id=amazon.seller_id,
            region=Region(amazon.region),
            marketplace_ids=amazon.marketplaces,
            api_url=amazon.api_url,
            signin_url=amazon.signin_url or SIGN_IN_URL,
            shipping_business=amazon.shipping_business,
            **secrets,
        )
    except (WrongAddress, ValueError) as error:
        raise Invalid("amazon_address", words=str(error)) from None


def try_account(house: House, wanted: NewAccount) -> Answer[tuple[Participation, ...]]:
    """Where an account sells that is not kept yet: the real call that tests its keys."""
    from fbm_desk.amazon.account import SIGN_IN_URL, Account, Region, WrongAddress
    from fbm_desk.amazon.client import AmazonClient
    from fbm_desk.amazon.sellers import AmazonAccount

    amazon = house.settings.amazon
    try:
        trial = Account(
            seller_id=wanted.seller_id,
            region=Region(wanted.region),
            marketplace_ids=(),
            api_url=amazon.api_url,
            signin_url=amazon.signin_url or SIGN_IN_URL,
            **{name: getattr(wanted, name) for name in SECRETS},
        )
    except (WrongAddress, ValueError) as error:
        raise Invalid("amazon_address", words=str(error)) from None
    client = AmazonClient(trial, stop=house.stop)
    try:
        return AmazonAccount(client).marketplaces()
    finally:
        client.close()


def _secrets(house: House) -> dict[str, str]:
    """The keys to Amazon. A pretended Amazon takes any."""
    if is_pretended(house.settings.amazon):
        return dict.fromkeys(SECRETS, "demonstration")
    if house.given_secrets:
        return house.given_secrets
    seller_id = house.settings.amazon.seller_id
    found = {name: house.keys.get(keys.of_account(seller_id, name)) for name in SECRETS}
    if missing := [name for name, secret in found.items() if secret is None]:
        raise Invalid("amazon_secret", field=missing[0])
    return {name: (secret or b"").decode() for name, secret in found.items()}


@dataclass
class Clients:
    """One client per thread and shipping business, all of one account on one allowance."""

    account: Account
    stop: threading.Event
    books: Books
    _made: dict[tuple[str, str], AmazonClient] = field(default_factory=dict)
    _quota: Quota | None = None
    queue: ChangesQueue | None = None

    def get(self, thread: str, business: str = "") -> AmazonClient:
        """The client of a thread."""
        from fbm_desk.amazon.client import AmazonClient

        if self._quota is None:
            self._quota = self._shared_quota()
        key = (thread, business)
        if key not in self._made:
            theirs = replace(self.account, shipping_business=business) if business else self.account
            self._made[key] = AmazonClient(
                theirs, quota=self._quota, stop=self.stop, background=thread == BACKGROUND
            )
        return self._made[key]

    def _shared_quota(self) -> Quota:
        """The allowance as all programs on these books share it: no restart fills a bucket."""
        from fbm_desk.amazon.quota import Quota
        from fbm_desk.services.allowance import KeptAllowance

        kept = KeptAllowance(self.books, self.account.seller_id)
        return Quota(kept, clock=kept.seconds)

    def close(self) -> None:
        """End all connections."""
        for client in self._made.values():
            client.close()
        if self.queue is not None:
            self.queue.close()


def label_paper(house: House) -> LabelPaper:
    """What the label printer of this computer understands."""
    from fbm_desk.services.host_questions import LabelPaper

    chosen = house.settings
    return LabelPaper(chosen.label_printer.startswith("tcp://"), chosen.label_dpi)


def at_host(house: House) -> AtHost | None:
    """Who asks the program that has Amazon's keys; None where they are here, or nowhere."""
    from fbm_desk.services.at_host import AtHost

    return AtHost(house.books, label_paper(house), house.stop) if house.is_guest else None


def label_desk(
    house: House, clients: Clients, paper: LabelPaper | None = None, thread: str = "labels"
) -> LabelDesk:
    """Who buys labels, in a form that a printer understands: this computer's, if no other."""
    from fbm_desk.amazon.label_seller import AmazonLabels
    from fbm_desk.amazon.marketplace import AmazonMarketplace
    from fbm_desk.amazon.merchant_fulfillment_labels import MerchantFulfillmentLabels
    from fbm_desk.carriers.own import OwnCarrier
    from fbm_desk.services.label_desk import LabelDesk

    chosen, sender = house.settings, ship_from(house.settings)
    paper = paper or label_paper(house)
    email, business = chosen.shop_email, chosen.amazon.shipping_business
    shipping = AmazonLabels(
        lambda at: clients.get(thread, at), business, sender, email, paper.thermal
    )
    client = clients.get(thread)
    merchant = MerchantFulfillmentLabels(lambda: client, sender, email, paper.thermal, paper.dpi)
    others = (merchant, OwnCarrier())
    rules = label_rules.of_services(chosen)
    return LabelDesk(
        house.books,
        shipping,
        AmazonMarketplace(client),
        others,
        chosen.carriers,
        rules,
        box_rules.boxes_of(chosen),
    )


def rules_of(house: House) -> DeskRules:
    """The rules of a computer's benches. Raises `Invalid` for a setting that is none."""
    chosen = house.settings
    if house.is_guest:
        chosen = host_account.with_label_rules(house.books, chosen)
    return desk_rules(chosen)


def workshop(
    house: House,
    clients: Clients | None,
    *,
    runs: Mapping[str, Callable[[Callable[[], None]], None]] | None = None,
) -> Workshop:
    """What follows scans: at once, or on the threads handed in as label, print and desk."""
    from fbm_desk.printing.printers import Printers
    from fbm_desk.services.workshop import Workshop, at_once

    runs = runs or {}
    return Workshop(
        house.books,
        rules_of(house),
        Printers(stop=house.stop),
        label_desk(house, clients) if clients else None,
        at_host(house),
        label_run=runs.get("label", at_once),
        print_run=runs.get("print", at_once),
        desk_run=runs.get("desk", at_once),
    )


def clients_of(house: House, stop: threading.Event | None = None) -> Clients | None:
    """The clients of the connected account, None without one; `stop` ends their talk alone."""
    theirs = account(house)
    return Clients(theirs, stop or house.stop, house.books) if theirs else None


def read_account(house: House) -> None:
    """The account as it is kept now; where Amazon is stays as it was said at the start."""
    kept, running = settings.load(house.data_dir, {}).amazon, house.settings.amazon
    there = replace(kept, api_url=running.api_url, signin_url=running.signin_url)
    house.settings = replace(house.settings, amazon=there)
    house.look_for_host()


def marketplace_of(clients: Clients, thread: str = "asking") -> AmazonMarketplace:
    """The account's orders, for a thread of their own."""
    from fbm_desk.amazon.marketplace import AmazonMarketplace

    return AmazonMarketplace(clients.get(thread))


def bench_refresh(
    house: House, clients: Clients | None, run: Callable[[Callable[[], None]], None]
) -> BenchRefresh | None:
    """Who looks at Amazon for the order on a bench; None where nobody can."""
    from fbm_desk.services.refresh import BenchRefresh, fetching

    if clients is not None:
        fetch = fetching(house.books, marketplace_of(clients, "looks"))
        return BenchRefresh(house.books, fetch, run)
    host = at_host(house)
    return BenchRefresh(house.books, host.order, run) if host else None


def sync_of(house: House, clients: Clients, shop: Workshop | None = None) -> Sync:
    """The background work of the connected account."""
    from datetime import timedelta

    from fbm_desk.amazon.feeds import AmazonFeeds
    from fbm_desk.amazon.marketplace import AmazonMarketplace
    from fbm_desk.amazon.reports import AmazonReports
    from fbm_desk.services import sweep_lease
    from fbm_desk.services.sync import Sync

    marketplace = AmazonMarketplace(clients.get(BACKGROUND))
    return Sync(
        house.books,
        marketplace,
        AmazonReports(clients.get(BACKGROUND)),
        feeds=AmazonFeeds(clients.get(BACKGROUND)),
        changes=_changes(house, clients),
        offers=_offers(house, clients),
        void_labels=shop.look_after_labels if shop else lambda: 0,
        stop=clients.stop,  # ends with the talk, be it for another account only
        sweep_every=timedelta(seconds=60 if house.settings.demonstration else 180),
        who=sweep_lease.here(),
        account=marketplace.account,
    )


def queue_access(house: House, secrets: Mapping[str, str] | None = None) -> QueueAccess | None:
    """How the queue of news is read, None without one. Raises `Invalid`."""
    from fbm_desk.amazon.account import WrongAddress
    from fbm_desk.amazon.changes_queue import QueueAccess

    amazon = house.settings.amazon
    if not amazon.queue_url or not amazon.seller_id:
        return None
    found = secrets or {
        name: (house.keys.get(keys.of_account(amazon.seller_id, name)) or b"").decode()
        for name in QUEUE_SECRETS
    }
    if missing := [name for name in QUEUE_SECRETS if not found.get(name)]:
        raise Invalid("queue_secret", field=missing[0])
    try:
        return QueueAccess(
            amazon.queue_url,
            amazon.queue_region,
            amazon.seller_id,
            found["aws_key_id"],
            found["aws_secret"],
            amazon.queue_endpoint,
        )
    except (WrongAddress, ValueError) as error:
        raise Invalid("queue_address", words=str(error)) from None


def _changes(house: House, clients: Clients) -> Changes | None:
    """The queue of news, None without one. One that cannot be read holds up nothing: the sweep
    brings the same, and the Sync screen says why."""
    from fbm_desk.amazon.changes_queue import ChangesQueue
    from fbm_desk.store import sync_state

    access, reason = None, ""
    try:
        access = queue_access(house)
    except (Invalid, keys.NoSecret) as refused:
        reason = refused.code if isinstance(refused, Invalid) else "queue_secret"
    with house.books.reading() as connection:
        noted = sync_state.mark(connection, "changes").reason
    if access is None and noted != reason:
        with house.books.writing() as connection:
            sync_state.save_mark(connection, "changes", reason=reason, words="")
    if access is None:
        return None
    clients.queue = ChangesQueue(access, stop=clients.stop)
    return clients.queue


def _offers(house: House, clients: Clients) -> Offers:
    """What the account offers, by the seller's own rules. Raises `Invalid` for one that is none."""
    from fbm_desk.amazon.feeds import AmazonFeeds
    from fbm_desk.amazon.listings import AmazonListings
    from fbm_desk.domain.quantities import OfferRules
    from fbm_desk.services.quantities import Offers

    chosen, to = house.settings, clients.get(BACKGROUND)
    for name in ("quantity_buffer", "quantity_most"):
        if getattr(chosen, name) < 0:
            raise Invalid("setting", field=name)
    if any(units < 0 for units in chosen.quantity_buffers.values()):
        raise Invalid("setting", field="quantity_buffers")
    rules = OfferRules(
        chosen.tell_quantities,
        chosen.quantity_buffer,
        chosen.quantity_most,
        chosen.quantity_buffers,
    )
    ids, listings, feeds = to.account.marketplace_ids, AmazonListings(to), AmazonFeeds(to)
    return Offers(house.books, rules, to.account.seller_id, ids, listings, feeds)


def note_sync_died(house: House) -> None:
    """Say on the status line that the talk with Amazon ended."""
    from fbm_desk.store import sync_state

    with house.books.writing() as connection:
        sync_state.save_mark(connection, "orders", reason="thread_died", words="")
