"""`fbm-desk connect`: connects a seller account; its keys go into the key store only."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import replace

from fbm_desk import account_works, app, settings, texts
from fbm_desk.commands.words import plain_text, some_text
from fbm_desk.domain.answers import Done
from fbm_desk.domain.errors import Invalid
from fbm_desk.keys import of_account
from fbm_desk.services import connecting

REGIONS = ("na", "eu", "fe")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is no secret; the three secrets are asked for, or read from standard input by line."""
    parser.add_argument("--seller-id", required=True, type=some_text, metavar="ID")
    parser.add_argument("--region", required=True, choices=REGIONS)
    parser.add_argument(
        "--marketplace", required=True, type=some_text, action="append", metavar="ID"
    )
    parser.add_argument("--shipping-business", type=plain_text, default="", metavar="NAME")


def run(chosen: argparse.Namespace) -> int:
    """Try the keys with a real sign-in; only keys that work are kept."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        amazon = replace(
            house.settings.amazon,
            seller_id=chosen.seller_id,
            region=chosen.region,
            marketplaces=tuple(chosen.marketplace),
            shipping_business=chosen.shipping_business,
        )
        house.settings, house.is_guest = replace(house.settings, amazon=amazon), False
        house.given_secrets = {name: ask(name) for name in account_works.SECRETS}
        _try_keys(house)
        for name, secret in house.given_secrets.items():
            house.keys.put(of_account(chosen.seller_id, name), secret.encode())
        # What the environment says holds for this run alone.
        kept = settings.load(house.data_dir, {})
        there = replace(amazon, api_url=kept.amazon.api_url, signin_url=kept.amazon.signin_url)
        settings.save(house.data_dir, replace(kept, amazon=there))
        connecting.note_entered(house.books)
    finally:
        house.close()
    print(texts.say("cli.connected", seller=chosen.seller_id))
    return 0


def ask(name: str, missing: str = "secret_not_given") -> str:
    """A secret, typed unseen or read as the next line. Raises `Invalid` with `missing` for none."""
    words = texts.say(f"cli.ask_{name}")
    by_hand = sys.stdin is not None and sys.stdin.isatty()
    secret = getpass.getpass(f"{words}: ") if by_hand else _next_line()
    if not secret.strip():
        raise Invalid(missing, field=name)
    return secret.strip()


def _next_line() -> str:
    return "" if sys.stdin is None else sys.stdin.readline()


def _try_keys(house: app.House) -> None:
    clients = account_works.clients_of(house)
    assert clients is not None
    try:
        answer = clients.get("connect").sign_in()
    finally:
        clients.close()
    if not isinstance(answer, Done):
        raise connecting.refusal(answer)
