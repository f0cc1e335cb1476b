"""`fbm-desk users add NAME`, `users list`, `users pin NAME`: who works here, badges and PINs."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys

from fbm_desk import app, texts
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.domain import barcodes
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.stages import Role
from fbm_desk.printing.code128 import can_encode
from fbm_desk.services import pins
from fbm_desk.store import articles, people
from fbm_desk.store.database import Connection

MOST_NAME_CHARS = 80


def arguments(parser: argparse.ArgumentParser) -> None:
    """`add` with a name, a role and a badge; `list`; `pin` with a name."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|pin")
    add = actions.add_parser("add", help="add a person")
    add.add_argument("name", type=plain_text, metavar="NAME")
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.PACKER.value)
    add.add_argument(
        "--badge", type=plain_text, metavar="CODE", help="what the badge's barcode says"
    )
    actions.add_parser("list", help="all people")
    pin = actions.add_parser("pin", help="give a person a PIN, read from standard input")
    pin.add_argument("name", type=plain_text, metavar="NAME")
    pin.add_argument("--remove", action="store_true", help="take the PIN away")


def run(chosen: argparse.Namespace) -> int:
    """Add a person, list them all, or set a PIN."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        if chosen.action == "pin":
            return _pin(house, chosen)
        return _add(house, chosen) if chosen.action == "add" else _list(house)
    finally:
        house.close()


def _add(house: app.House, chosen: argparse.Namespace) -> int:
    name = chosen.name
    if not 1 <= len(name) <= MOST_NAME_CHARS:
        raise Invalid("name_too_long" if name else "no_name")
    badge = f"BADGE-{secrets.token_hex(4).upper()}" if chosen.badge is None else chosen.badge
    if not can_encode(badge):
        raise Invalid("badge_code")
    try:
        with house.books.writing() as connection:
            _refuse_other_meaning(connection, badge)
            people.add(
                connection, house.books.seal, name, Role(chosen.role), badge, house.books.now()
            )
    except people.NameTaken:
        raise Invalid("name_taken") from None
    print(texts.say("cli.user_added", name=name, role=chosen.role, badge=badge))
    return 0


def _refuse_other_meaning(connection: Connection, badge: str) -> None:
    """Nobody could sign in with a badge that a bench takes for something else."""
    code = barcodes.read(badge)
    command = code.command or code.reason or code.order_id or code.choice
    if command or code.text != badge or articles.matches(connection, code.keys):
        raise Invalid("badge_means")


def _pin(house: app.House, chosen: argparse.Namespace) -> int:
    """A PIN is typed where nobody sees it, and never stands on a command line."""
    user_id = pins.user_of(house.books, chosen.name)
    if chosen.remove:
        pins.remove_pin(house.books, user_id)
    else:
        asked = texts.say("cli.pin_asked", name=chosen.name)
        typed = getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline()
        pins.set_pin(house.books, user_id, typed.strip())
    print(shown(texts.say("cli.pin_removed" if chosen.remove else "cli.pin_set", name=chosen.name)))
    return 0


def _list(house: app.House) -> int:
    with house.books.reading() as connection:
        everybody = people.everybody(connection)
    for person in everybody:
        badge = texts.say("cli.has_badge") if person.has_badge else texts.say("cli.no_badge")
        print(f"{shown(person.name)}\t{person.role.value}\t{badge}")
    if not everybody:
        print(texts.say("cli.no_users"))
    return 0
