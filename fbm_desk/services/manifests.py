"""The end of a day: each carrier's sums, and the paper on which its driver takes the parcels over.

A parcel stands on one manifest for good. Making a manifest again without new parcels gives the same
one again, so that a lost sheet or a jammed printer never doubles or drops a parcel.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from fbm_desk import texts
from fbm_desk.domain.errors import Invalid
from fbm_desk.services.books import Books
from fbm_desk.services.local_day import begin_of, span_of
from fbm_desk.services.today_view import CarrierDay
from fbm_desk.store import history, interceptions
from fbm_desk.store import manifests as store
from fbm_desk.store.database import Connection
from fbm_desk.store.manifests import Loaded, Made, Span, Sums

if TYPE_CHECKING:
    from fbm_desk.printing.documents import Manifest

CARRY_OVER_DAYS = 14
"""Parcels of earlier days go onto the next manifest for so long; older ones are long gone."""


def carriers(books: Books, on: date, zone: tzinfo | None) -> tuple[CarrierDay, ...]:
    """The sums of each carrier on a local day, by name.

    To a day belong the parcels closed on it, earlier ones that were on no manifest when it began,
    and the labels bought on it. A void label is settled: it counts as packed and confirmed, never
    as on a manifest, so that bought = packed = confirmed = on manifest + void when all is well.
    """
    span = day_span(on, zone)
    with books.reading() as connection:
        found = {one.carrier: one for one in store.sums(connection, span, on)}
        labels = store.labels_without_parcel(connection, span)
        stops = Counter(one.carrier for one in interceptions.open_ones(connection))
    nothing = {name: Sums(name, 0, 0, 0, 0, 0) for name in labels}
    return tuple(
        _carrier_day(one, *labels.get(name, (0, 0)), stops[name])
        for name, one in sorted((nothing | found).items())
    )


def _carrier_day(one: Sums, waiting: int, given_back: int, to_stop: int) -> CarrierDay:
    return CarrierDay(
        carrier=shown_name(one.carrier),
        bought=one.parcels + waiting + given_back,
        packed=one.parcels + given_back,
        confirmed=one.confirmed + given_back,
        manifested=one.manifested,
        void=one.void + given_back,
        weight_g=one.weight_g,
        to_stop=to_stop,
        unweighed=one.unweighed,
        named=bool(one.carrier),
    )


def shown_name(carrier: str) -> str:
    """A carrier as people read it; a shop may name none."""
    return carrier or texts.say("history.no_carrier")


def _kept_name(carrier: str) -> str:
    return "" if carrier == texts.say("history.no_carrier") else carrier


# --- the paper -----------------------------------------------------------------------------------


def make_manifest(
    books: Books,
    carrier: str,
    on: date,
    zone: tzinfo | None,
    user_id: int | None,
    from_name: str,
) -> tuple[Manifest, bytes]:
    """Put all parcels a carrier has still to take over on a manifest; it and its PDF.

    Without any it is the newest one of that day once more. Raises `Invalid` "no_parcels".
    """
    name = _kept_name(carrier)
    with books.writing() as connection:
        loaded = store.not_yet_on_one(connection, name, day_span(on, zone))
        if loaded:
            made = _make(books, connection, name, on, loaded, user_id)
        else:
            known = store.newest(connection, name, on)
            if known is None:
                raise Invalid("no_parcels")
            made, loaded = known, store.on_one(connection, known.id)
        void = _void_count(connection, name, on, zone)
    return _drawn(made, loaded, void, zone, from_name)


def preview_manifest(
    books: Books, carrier: str, on: date, zone: tzinfo | None, from_name: str
) -> tuple[Manifest, bytes]:
    """What `make_manifest` would give now; nothing is written down."""
    name = _kept_name(carrier)
    with books.reading() as connection:
        loaded = store.not_yet_on_one(connection, name, day_span(on, zone))
        known = None if loaded else store.newest(connection, name, on)
        if known is not None:
            loaded = store.on_one(connection, known.id)
        number = store.free_number(connection, _prefix(name, on))
        made = known or Made(0, number, name, on, books.now())
        void = _void_count(connection, name, on, zone)
    return _drawn(made, loaded, void, zone, from_name)


def _make(
    books: Books,
    connection: Connection,
    carrier: str,
    on: date,
    loaded: list[Loaded],
    user_id: int | None,
) -> Made:
    now = books.now()
    number = store.free_number(connection, _prefix(carrier, on))
    made = store.make(connection, number, carrier, on, loaded, user_id, now)
    order_ids = dict.fromkeys(parcel.order_id for parcel in loaded)
    history.add(connection, order_ids, "manifested", now, number, user_id)
    return made


def _prefix(carrier: str, on: date) -> str:
    """Day of the month and the carrier's initial, as far as a barcode can hold it: `22-K`."""
    letters = (letter for letter in carrier.upper() if letter.isascii() and letter.isalnum())
    return f"{on.day}-{next(letters, 'X')}"


def _void_count(connection: Connection, carrier: str, on: date, zone: tzinfo | None) -> int:
    span = day_span(on, zone)
    parcels = sum(one.void for one in store.sums(connection, span, on) if one.carrier == carrier)
    return parcels + store.labels_without_parcel(connection, span).get(carrier, (0, 0))[1]


def _drawn(
    made: Made, loaded: list[Loaded], void_count: int, zone: tzinfo | None, from_name: str
) -> tuple[Manifest, bytes]:
    from fbm_desk.printing.documents import Manifest, ManifestParcel
    from fbm_desk.printing.manifest_pdf import manifest_pdf

    manifest = Manifest(
        number=made.number,
        carrier=made.carrier,
        on_date=made.on_date,
        from_name=from_name,
        parcels=tuple(
            ManifestParcel(
                parcel.tracking,
                parcel.order_id,
                ", ".join(part for part in (parcel.city, parcel.country) if part),
                parcel.weight_g,
            )
            for parcel in loaded
        ),
        void_count=void_count,
        made_at_text=f"{made.made_at.astimezone(zone):%H:%M}",
    )
    return manifest, manifest_pdf(manifest)


def day_span(on: date, zone: tzinfo | None) -> Span:
    """A local day, and since when parcels that no manifest has may still stand in the house."""
    begin, end = span_of(on, zone)
    return Span(begin_of(on - timedelta(days=CARRY_OVER_DAYS), zone), begin, end)
