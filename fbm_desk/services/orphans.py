"""Which boxes keep a day from adding up: each one once, by name, with what settles it."""

from __future__ import annotations

from datetime import date, tzinfo

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import Stage
from fbm_desk.services import interceptions
from fbm_desk.services.books import Books
from fbm_desk.services.local_day import span_of
from fbm_desk.services.manifests import day_span, shown_name
from fbm_desk.services.office_view import Interception
from fbm_desk.services.today_view import Orphan, OrphanKind
from fbm_desk.services.wording import first
from fbm_desk.store import manifests as store
from fbm_desk.store.manifests import OpenBox, OpenParcel
from fbm_desk.texts import say


def orphans(
    books: Books, on: date, zone: tzinfo | None, connected: bool = True
) -> tuple[Orphan, ...]:
    """The boxes of a local day that do not add up, those nearest to the van last.

    What must not leave comes first, of whichever day it is.

    Several things may be missing of one box; the first of them is told, as it comes first.
    Without a `connected` account Amazon is told by a file that somebody writes.
    """
    span = day_span(on, zone)
    with books.reading() as connection:
        boxes = store.open_boxes(connection, span)
        parcels = store.open_parcels(connection, span, on)
    return (
        *map(_to_stop, interceptions.open_ones(books)),
        *map(_of_box, boxes),
        *(_of_parcel(parcel, connected) for parcel in parcels),
    )


def untracked(books: Books, on: date, zone: tzinfo | None) -> tuple[OrderId, ...]:
    """The orders of a local day whose parcels were closed without a tracking number."""
    with books.reading() as connection:
        return tuple(store.untracked(connection, *span_of(on, zone)))


def _to_stop(one: Interception) -> Orphan:
    carrier = shown_name(one.carrier)
    kind = OrphanKind.MUST_NOT_LEAVE
    return Orphan(one.order_id, kind, carrier, one.tracking, one.words, one.do)


def _of_box(box: OpenBox) -> Orphan:
    held = box.stage is Stage.HELD
    kind = OrphanKind.HELD if held else OrphanKind.NOT_CLOSED
    key = first(f"orphan.held_{box.reason}", "orphan.held") if held else "orphan.not_closed"
    words, action = say(key), say("orphan.do_close", order=box.order_id)
    return Orphan(box.order_id, kind, shown_name(box.carrier), box.tracking, words, action)


def _of_parcel(parcel: OpenParcel, connected: bool) -> Orphan:
    kind, words, action = _missing(parcel, connected)
    carrier = shown_name(parcel.carrier)
    return Orphan(
        parcel.order_id, kind, carrier, parcel.tracking, say(f"orphan.{words}"),
        say(f"orphan.{action}", carrier=carrier),
    )  # fmt: skip


def _missing(parcel: OpenParcel, connected: bool) -> tuple[OrphanKind, str, str]:
    if not parcel.on_manifest:
        return OrphanKind.NOT_ON_MANIFEST, "not_on_manifest", "do_manifest"
    if parcel.news is OutboxState.REFUSED:
        return OrphanKind.REFUSED, "refused", "do_refused"
    return OrphanKind.NOT_TOLD, "not_told", "do_wait" if connected else "do_file"
