"""`fbm-desk users add NAME` and `users list`: the people who work here and their badges."""

from __future__ import annotations

import argparse
import secrets

from fbm_desk import app, texts
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.stages import Role
from fbm_desk.store import people


def arguments(parser: argparse.ArgumentParser) -> None:
    """`add` with a name, a role and a badge; `list`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list")
    add = actions.add_parser("add", help="add a person")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.PACKER.value)
    add.add_argument("--badge", default="", metavar="CODE", help="what the badge's barcode says")
    actions.add_parser("list", help="all people")


def run(chosen: argparse.Namespace) -> int:
    """Add a person or list them all."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        return _add(house, chosen) if chosen.action == "add" else _list(house)
    finally:
        house.close()


def _add(house: app.House, chosen: argparse.Namespace) -> int:
    name = " ".join(chosen.name.split())
    if not name:
        raise Invalid("no_name")
    badge = chosen.badge.strip() or f"BADGE-{secrets.token_hex(4).upper()}"
    try:
        with house.books.writing() as connection:
            people.add(
                connection, house.books.seal, name, Role(chosen.role), badge, house.books.now()
            )
    except people.NameTaken:
        raise Invalid("name_taken") from None
    print(texts.say("cli.user_added", name=name, role=chosen.role, badge=badge))
    return 0


def _list(house: app.House) -> int:
    with house.books.reading() as connection:
        everybody = people.everybody(connection)
    for person in everybody:
        badge = texts.say("cli.has_badge") if person.has_badge else texts.say("cli.no_badge")
        print(f"{person.name}\t{person.role.value}\t{badge}")
    if not everybody:
        print(texts.say("cli.no_users"))
    return 0
