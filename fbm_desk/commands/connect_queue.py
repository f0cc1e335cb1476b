"""`fbm-desk connect-queue`: has Amazon tell of changed orders by an AWS queue of the seller's."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace

from fbm_desk import account_works, app, settings, texts
from fbm_desk.commands.connect import ask
from fbm_desk.commands.words import plain_text, some_text
from fbm_desk.domain.answers import Done, NotSent, Refused
from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.keys import of_account
from fbm_desk.services import connecting
from fbm_desk.services.sweep import reason_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the queue is; the key that may read it is asked for, or read from standard input."""
    parser.add_argument("--queue-url", required=True, type=some_text, metavar="URL")
    parser.add_argument("--region", required=True, type=some_text, metavar="REGION")
    parser.add_argument("--endpoint", type=plain_text, default="", metavar="URL")


def run(chosen: argparse.Namespace) -> int:
    """Read the queue, subscribe it at Amazon, then keep it: a queue that does not work is not."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        if house.is_guest:
            raise Invalid("keys_elsewhere")
        amazon = replace(
            house.settings.amazon,
            queue_url=chosen.queue_url,
            queue_region=chosen.region,
            queue_endpoint=chosen.endpoint,
        )
        if not amazon.seller_id:
            raise Invalid("no_account")
        house.settings = replace(house.settings, amazon=amazon)
        secrets = {
            name: ask(name, "queue_secret_not_given") for name in account_works.QUEUE_SECRETS
        }
        _try(house, secrets)
        for name, secret in secrets.items():
            house.keys.put(of_account(amazon.seller_id, name), secret.encode())
        kept = settings.load(house.data_dir, {})
        there = replace(
            kept.amazon,
            queue_url=chosen.queue_url,
            queue_region=chosen.region,
            queue_endpoint=chosen.endpoint,
        )
        settings.save(house.data_dir, replace(kept, amazon=there))
        with house.books.writing() as connection:
            connecting.note_changed(connection)
    finally:
        house.close()
    print(texts.say("cli.queue_connected"))
    return 0


def _try(house: app.House, secrets: Mapping[str, str]) -> None:
    """Read the queue once, then see to it that Amazon fills it."""
    from fbm_desk.amazon.changes_queue import ChangesQueue
    from fbm_desk.amazon.subscriptions import AmazonSubscriptions

    access = account_works.queue_access(house, secrets)
    assert access is not None
    queue = ChangesQueue(access, wait_s=0)
    try:
        answer = queue.receive()
    finally:
        queue.close()
    if isinstance(answer, NotSent) and answer.reason == "no_queue_reader":
        raise Unavailable("no_queue_reader")
    if not isinstance(answer, Done):
        raise Unavailable("queue_not_read", reason=_words(reason_of(answer)))
    clients = account_works.clients_of(house)
    assert clients is not None
    try:
        told = AmazonSubscriptions(clients.get("connect")).tell_of_changes(access.arn)
    except ValueError:
        raise Invalid("queue_address", words=texts.say("cli.no_queue_address")) from None
    finally:
        clients.close()
    if not isinstance(told, Done):
        if isinstance(told, Refused) and told.code == "conflict":
            raise Invalid("queue_conflict")
        raise connecting.refusal(told)


def _words(reason: str) -> str:
    reason = f"queue_{reason}" if texts.has(f"cli.why_queue_{reason}") else reason
    key = f"cli.why_{reason}"
    return texts.say(key) if texts.has(key) else reason
