"""Who works at a bench: signed in by a badge, changed by another's, signed out by a lock."""

from __future__ import annotations

from fbm_desk.domain.barcodes import Code
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import claim_news, healing
from fbm_desk.services.open_bench import OpenElsewhere
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, people
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person


def sign_in(place: Workplace, code: Code, scan_id: str | None) -> Verdict:
    """The first scan at a locked bench: a badge, or it is told that one is wanted."""
    with place.books.writing() as connection:
        person = people.by_badge(connection, place.books.seal, code.text)
        if person is None:
            mended = healing.healed(place, connection, code)
            person = people.by_badge(connection, place.books.seal, mended.text)
        if person is None:
            command = code.command or code.reason or code.order_id
            known = command or articles.matches(connection, code.keys)
            refused = VerdictCode.SIGN_IN_FIRST if known else VerdictCode.BADGE_UNKNOWN
            place.note_stray(connection, refused, scan_id)
            return Verdict(refused, scanned=code.text)
        return seat(place, connection, person)


def has_left(place: Workplace, connection: Connection) -> bool:
    """Sign out somebody who does not work here any more; the order stays on the bench."""
    if place.person is None or people.is_here(connection, place.person.id):
        return False
    place.person, place.locked_here = None, True
    return True


def seat(place: Workplace, connection: Connection, person: Person, by_pin: bool = False) -> Verdict:
    """This person works here from now on; the order stays where it is."""
    place.here.hold(connection)
    people.sit_down(connection, place.id, person.id, place.books.now())
    place.person, place.by_pin = person, by_pin
    session = place.bench.opened.session if place.bench else None
    return Verdict(
        VerdictCode.SIGNED_IN,
        who=person.name,
        order_id=session.order_id if session else None,
        packed=session.packed_units if session else 0,
        wanted=session.wanted_units if session else 0,
    )


def lock(place: Workplace) -> Verdict:
    """Sign the packer out. The order stays on the bench, its counts stay counted."""
    verdict = Verdict(VerdictCode.LOCKED)
    try:
        with place.books.writing() as connection:
            place.here.hold(connection)
            people.sit_down(connection, place.id, None, place.books.now())
    except OpenElsewhere:
        verdict = claim_news.open_elsewhere(place)
    place.person, place.locked_here = None, True
    place.question = place.unknown = place.taught = None
    place.verdict = verdict
    return verdict
