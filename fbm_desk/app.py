"""Composition root: settings in, books, desk, labels, printers and background work out.

Only wiring stands here. What happens is decided in `services` and below.
"""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fbm_desk import database_address, keys, only_one, settings, texts
from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.domain.orders import Address
from fbm_desk.domain.session import LabelSource, ScaleRules
from fbm_desk.services import (
    box_rules,
    forgetting,
    host_account,
    joining,
    label_rules,
    old_papers,
)
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.settings import Settings
from fbm_desk.store import database, installation, migrate
from fbm_desk.store.sealed import Seal

if TYPE_CHECKING:
    from fbm_desk.services.office import Office
    from fbm_desk.services.packing import Desk
    from fbm_desk.services.workshop import Workshop

PRETENDED_MARKETPLACES = ("ATVPDKIKX0DER", "A1F83G8C2ARO7P", "A1PA6795UKMFR9", "A1VC38T7YXB528")


@dataclass
class House:
    """One opened installation: where it lies, how it is set, its books and its keys."""

    data_dir: Path
    settings: Settings
    books: Books
    keys: keys.Keys
    stop: threading.Event = field(default_factory=threading.Event)
    given_secrets: dict[str, str] = field(default_factory=dict, repr=False)  # not yet kept
    database_url: str = field(default="", repr=False)
    benches: dict[str, only_one.HeldBench] = field(default_factory=dict)
    is_guest: bool = False  # the books are of an account whose keys another program has

    def look_for_host(self) -> None:
        """Where these settings name no account, take up the one that the books are of."""
        self.is_guest = False
        if not self.settings.amazon.seller_id:
            amazon = host_account.with_noted(self.books, self.settings.amazon)
            self.settings = replace(self.settings, amazon=amazon)
            self.is_guest = bool(amazon.seller_id)

    def place_of(self, bench: str) -> str:
        """Have a bench to ourselves; where it is open. Raises `Unavailable`."""
        if bench not in self.benches or not self.benches[bench].lock.held:
            held = only_one.hold_bench(self.data_dir, self.database_url, bench)
            self.benches[bench] = held
        return self.benches[bench].place

    def close(self) -> None:
        """Let go of the benches and the database."""
        self.stop.set()
        self.books.engine.dispose()
        for held in self.benches.values():
            held.lock.release()


def open_house(
    data_dir: Path,
    database_url: str = "",
    environment: Mapping[str, str] = os.environ,
    given: Settings | None = None,
) -> House:
    """Open the books of a data folder, made when there are none. Raises `Unavailable`."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Unavailable("data_dir", folder=data_dir.name) from None
    chosen = given or settings.load(data_dir, environment)
    texts.speak(chosen.language)
    place = keys_of(data_dir, use_keyring=wants_keyring(environment))
    url = with_password(database_url or database.sqlite_url(data_dir), place)
    try:
        engine = database.open_database(url)
    except database.Trouble as trouble:
        raise Unavailable(trouble.code) from None
    try:
        books = Books(engine, Seal(_key_of(_up_to_date(engine), place)))
        forgetting.forget(books)
        joining.forget(books)
        old_papers.remove_old(data_dir, books.now())
    except BaseException:
        engine.dispose()
        raise
    house = House(data_dir, with_pretended_amazon(chosen), books, place, database_url=database_url)
    house.look_for_host()
    return house


def keys_of(data_dir: Path, *, use_keyring: bool) -> keys.Keys:
    """Where the secrets of a data folder are kept; a demonstration's go when its folder goes."""
    own = settings.demonstration_keys_dir(data_dir)
    return keys.find_keys(own or settings.keys_dir(), use_keyring=use_keyring and own is None)


def _up_to_date(engine: database.Engine) -> Books:
    """The books in the newest schema, still closed. Raises `Unavailable`, a damaged file too."""
    closed = Books(engine, Seal(b""))
    try:
        with closed.reading():  # which tells in words what is wrong with the database
            migrate.upgrade(engine)
    except migrate.NewerDatabase:
        raise Unavailable("database_newer") from None
    return closed


def with_password(address: str, place: keys.Keys) -> str:
    """The address with the password that was kept for it. Raises `NoSecret` when it is closed."""
    if not database_address.is_server(address) or database_address.split(address)[1]:
        return address
    try:
        kept = place.get(password_name(address))
    except keys.NoSecret:
        raise keys.NoSecret(texts.say("error.database_password")) from None
    return database_address.with_password(address, kept.decode()) if kept else address


def password_name(address: str) -> str:
    """Under which name the password of a database is kept; its address tells none."""
    return f"database-{address}"


def wants_keyring(environment: Mapping[str, str]) -> bool:
    """Tests and services without a desktop say no, so that no keyring asks for a password."""
    return environment.get("FBM_DESK_KEYRING", "yes") != "no"


def _key_of(books: Books, place: keys.Keys) -> bytes:
    """Each set of books has its own key; its name is in the books, the key is not.

    A new key is never made for old books: nobody could sign in, no address could be read, and the
    first slip would say so. Raises `NoSecret`.
    """
    with books.reading() as connection:
        name = joining.key_name(connection)
    if not name:
        fresh = uuid.uuid4().hex
        place.get_or_make(secret_name(fresh))  # before its name: a crash must not part them
        with books.writing() as connection:
            name = installation.get(connection, "key_name") or fresh
            installation.put(connection, "key_name", name)
    key = place.get(secret_name(name))
    if key is None:
        raise keys.NoSecret(texts.say("error.no_key"))
    return key


def secret_name(name: str) -> str:
    """Under which name the key of these books, called `name` in them, is kept."""
    return f"personal-data-{name}"


def desk_rules(chosen: Settings) -> DeskRules:
    """The rules of this installation's benches. Raises `Invalid` for a setting that is none."""
    try:
        hour, minute = (int(part) for part in chosen.cut_off.split(":"))
        cut_off = time(hour, minute)
    except ValueError:
        raise Invalid("setting", field="cut_off") from None
    source = chosen.label_source
    if source == "auto":
        source = "bought" if chosen.amazon.seller_id else "none"
    if source not in [one.value for one in LabelSource]:
        raise Invalid("setting", field="label_source")
    if chosen.unit_weight_g < 1:
        raise Invalid("setting", field="unit_weight_g")
    return DeskRules(
        label_source=LabelSource(source),
        label_scan=chosen.label_scan,
        ceiling_minor=chosen.label_ceiling,
        cut_off=cut_off,
        unit_weight_g=chosen.unit_weight_g,
        label_sources=label_rules.sources(chosen),
        ceilings=label_rules.ceilings(chosen),
        unknown_tracking=chosen.unknown_tracking,
        carrier=chosen.carrier,
        put_back_to=chosen.put_back_to,
        shop_name=chosen.shop_name,
        shop_address=shop_lines(chosen),
        label_printer=chosen.label_printer,
        slip_printer=chosen.slip_printer,
        receipt_printer=chosen.receipt_printer,
        boxes=box_rules.boxes_of(chosen),
        scale=scale_rules(chosen),
        has_scale=bool(chosen.scale.protocol),
        connected=bool(chosen.amazon.seller_id),
        demonstration=chosen.demonstration,
    )


def scale_rules(chosen: Settings) -> ScaleRules:
    """How exact the weight of a full box must be."""
    return ScaleRules(
        packaging_g=chosen.packaging_weight_g,
        box_g=chosen.weight_tolerance_g,
        box_percent=chosen.weight_tolerance_percent,
    )


# --- Amazon --------------------------------------------------------------------------------------


def is_pretended(amazon: settings.AmazonSettings) -> bool:
    """True when "Amazon" is on this computer: a simulator, which takes any keys."""
    return urlsplit(amazon.api_url).hostname in ("127.0.0.1", "localhost", "::1")


def with_pretended_amazon(chosen: Settings) -> Settings:
    """A simulator on this computer needs no account: what is not set is filled in for it."""
    amazon = chosen.amazon
    if not is_pretended(amazon):
        return chosen
    amazon = replace(
        amazon,
        seller_id=amazon.seller_id or "SIMULATOR",
        marketplaces=amazon.marketplaces or PRETENDED_MARKETPLACES,
        shipping_business=amazon.shipping_business or "AmazonShipping_UK",
        signin_url=amazon.signin_url or f"{amazon.api_url.rstrip('/')}/auth/o2/token",
    )
    if not chosen.shop_name:
        from fbm_desk.simulator.demonstration import with_demo_sender

        chosen = with_demo_sender(chosen)
    return replace(chosen, amazon=amazon)


def ship_from(chosen: Settings) -> Address:
    """The seller's own address, as carriers want it."""
    return Address(
        name=chosen.shop_name,
        line1=chosen.shop_street,
        city=chosen.shop_city,
        region=chosen.shop_region or chosen.shop_city,
        postcode=chosen.shop_postcode,
        country=chosen.shop_country,
        phone=chosen.shop_phone,
    )


def shop_lines(chosen: Settings) -> tuple[str, ...]:
    """The shop's address as it stands on a slip, which has the name elsewhere."""
    from fbm_desk.printing.address_block import address_lines

    return tuple(address_lines(ship_from(chosen)._replace(name="", region=chosen.shop_region)))


def open_desk(house: House, shop: Workshop, bench: str = "") -> Desk:
    """A bench of this installation, with the order it had when it was last seen.

    Raises `Unavailable` while it is open in another process or on another computer.
    """
    from fbm_desk.services.packing import Desk

    name = bench or house.settings.bench
    return Desk(house.books, name, shop.rules, shop, house.place_of(name))


# --- first start and office ----------------------------------------------------------------------


def is_empty(house: House) -> bool:
    """True when nobody works here yet: the very first start."""
    from fbm_desk.store import people

    with house.books.reading() as connection:
        return not people.everybody(connection)


def first_person(house: House, name: str) -> str:
    """Make the first person, who may do everything; the code of the badge."""
    import secrets

    from fbm_desk.domain.stages import Role
    from fbm_desk.store import people

    badge = f"BADGE-{secrets.token_hex(4).upper()}"
    with house.books.writing() as connection:
        people.add(connection, house.books.seal, name, Role.ADMIN, badge, house.books.now())
    return badge


def office(house: House, shop: Workshop, desk: Desk) -> Office:
    """What the supervisor's and the office's screens ask."""
    from fbm_desk.services.office import Office

    return Office(
        house.books,
        shop.rules,
        print_job=shop.print_job,
        # Who is told is known only once there is a window.
        changed=lambda topics: shop.changed(topics),
        user_id=lambda: desk.person.id if desk.person else None,
    )
