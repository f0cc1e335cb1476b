"""Where the units of a scan go: lines of the article, of a kit's parts, of what they may replace.

Units of one article are alike, on whatever line they are wanted. So a scan fits when there is room
for every unit of it in the whole order; a kit's own code needs, besides, a kit of which none was
counted by its own code yet. A scan that does not fit as a whole goes nowhere.
"""

from __future__ import annotations

from fbm_desk.domain.deeds import Count, Match
from fbm_desk.domain.orders import LineId, Sku
from fbm_desk.domain.session import Session

Pieces = tuple[tuple[int, int], ...]
"""Units by index of their line; empty where a scan does not fit."""


def lines_for(session: Session, match: Match) -> list[int]:
    """The lines that a match is about, whether they still miss units or not."""
    if match.instead_of is not None:
        return _replaceable(session, match.sku, match.instead_of)
    return [*session.of_sku(match.sku), *session.of_kit(match.sku)]


def meant(session: Session, match: Match, units: int) -> tuple[Match, ...]:
    """What a match of the catalogue may be in this order: wanted itself, or as a substitute.

    What is wanted itself and not all in is no substitute for something else, however many come.
    """
    lines = lines_for(session, match)
    own = (match,) if lines else ()
    if pieces_for(session, match, units) or any(session.missing(i) > 0 for i in lines):
        return own
    wanted = dict.fromkeys(line.sku for line in session.lines if not line.dropped)
    instead = (Match(match.sku, match.units, sku) for sku in wanted)
    return (*own, *(one for one in instead if lines_for(session, one)))


def progress(session: Session, match: Match) -> tuple[int, int]:
    """Units in and units wanted of the lines that a match is about."""
    mine = lines_for(session, match)
    return sum(map(session.packed, mine)), sum(session.lines[i].wanted for i in mine)


def pieces_for(session: Session, match: Match, units: int) -> Pieces:
    """Where `units` of an article go; nothing when they do not all fit: never part of a scan."""
    if match.instead_of is not None:
        return _filled(session, lines_for(session, match), units)
    own = list(session.of_sku(match.sku))
    if own:
        return _filled(session, own, units)
    return _kit_pieces(session, match.sku, units)


def _replaceable(session: Session, sku: Sku, wanted: Sku) -> list[int]:
    return [
        i
        for i in session.of_sku(wanted)
        if any(one.sku == sku for one in session.lines[i].substitutes)
    ]


def _filled(session: Session, lines: list[int], units: int) -> Pieces:
    if session.rules > 4 and len(lines) > 1:
        return _kit_by_kit(session, lines, units)
    pieces: Pieces = ()
    for i in lines:
        goes = min(units, session.missing(i))
        if goes > 0:
            pieces, units = (*pieces, (i, goes)), units - goes
    return pieces if units == 0 else ()


def _kit_by_kit(session: Session, lines: list[int], units: int) -> Pieces:
    """One order line after the other. An article that stands in a kit twice makes one kit whole
    before it goes into the next one; by earlier rules it filled all its first places."""
    turn = list(dict.fromkeys(session.lines[i].line_id for i in lines))
    room = {i: session.missing(i) for i in lines}
    goes = dict.fromkeys(room, 0)

    def kits(i: int) -> tuple[int, int]:
        line = session.lines[i]
        return turn.index(line.line_id), (line.wanted - room[i]) // line.per_kit

    for _ in range(units):
        free = [i for i in room if room[i] > 0]
        if not free:
            return ()
        i = min(free, key=kits)
        room[i], goes[i] = room[i] - 1, goes[i] + 1
    return tuple((i, number) for i, number in goes.items() if number)


# --- kits ----------------------------------------------------------------------------------------

_Group = dict[int, int]
"""The parts of one kit of an order line: units in one kit by index of their line."""


def _kit_pieces(session: Session, kit: Sku, kits: int) -> Pieces:
    groups = list(groups_of(session, kit).values())
    if not groups or kits <= 0:
        return ()
    if session.rules == 1:
        return _whole_groups(session, groups, kits)
    inner = _kits_within(session, kit)
    needs = {kit: kits, **{sku: each * kits for sku, each in inner.items()}}
    if any(_counted(session, sku) + units > _ordered(session, sku) for sku, units in needs.items()):
        return ()
    pieces: Pieces = ()
    for sku, each in _parts(session, groups[0]).items():
        own = [i for group in groups for i in group if session.lines[i].sku == sku]
        others = [i for i in session.of_sku(sku) if i not in own]
        filled = _filled(session, [*own, *others], each * kits)
        if not filled:
            return ()
        pieces = (*pieces, *filled)
    return pieces


def _whole_groups(session: Session, groups: list[_Group], kits: int) -> Pieces:
    """By the first rules each kit went onto the lines of one of its places, or nowhere."""
    pieces: Pieces = ()
    for group in groups:
        goes = min(kits, *(session.missing(i) // each for i, each in group.items()))
        if goes > 0:
            pieces = (*pieces, *((i, goes * each) for i, each in group.items()))
            kits -= goes
    return pieces if kits == 0 else ()


def groups_of(session: Session, kit: Sku) -> dict[tuple[LineId, tuple[Sku, ...]], _Group]:
    """The places of a kit: each order line and each way the kit is packed in others."""
    found: dict[tuple[LineId, tuple[Sku, ...]], _Group] = {}
    for i, line in enumerate(session.lines):
        names = tuple(sku for sku, _ in line.path)
        if kit in names and not line.dropped:
            depth = names.index(kit)
            found.setdefault((line.line_id, names[: depth + 1]), {})[i] = line.path[depth][1]
    return found


def parts_of(session: Session, kit: Sku) -> dict[Sku, int]:
    """The articles of one kit and how many of each; empty when this order has no such kit."""
    groups = list(groups_of(session, kit).values())
    return _parts(session, groups[0]) if groups else {}


def _parts(session: Session, group: _Group) -> dict[Sku, int]:
    parts: dict[Sku, int] = {}
    for i, each in group.items():
        sku = session.lines[i].sku
        parts[sku] = parts.get(sku, 0) + each
    return parts


def _ordered(session: Session, kit: Sku) -> int:
    """How many of this kit the order still holds, alone and within others."""
    groups = groups_of(session, kit).values()
    return sum(min(session.lines[i].wanted // each for i, each in one.items()) for one in groups)


def _counted(session: Session, kit: Sku) -> int:
    """How many of this kit were counted by its own code or by that of a kit around it."""
    return sum(
        count.kits * (1 if count.kit == kit else _kits_within(session, count.kit).get(kit, 0))
        for count in session.counts
        if count.kit is not None
    )


def _kits_within(session: Session, kit: Sku) -> dict[Sku, int]:
    """The kits that one of this kit holds, at any depth, and how many of each."""
    places = list(groups_of(session, kit))
    if not places:
        return {}
    within: dict[Sku, int] = {}
    seen: set[tuple[Sku, ...]] = set()
    for line in session.lines:
        names = tuple(sku for sku, _ in line.path)
        depth = len(places[0][1])
        if line.line_id != places[0][0] or names[:depth] != places[0][1]:
            continue
        for at in range(depth, len(names)):
            if names[: at + 1] not in seen:
                seen.add(names[: at + 1])
                ratio = line.path[depth - 1][1] // line.path[at][1]
                within[names[at]] = within.get(names[at], 0) + ratio
    return within


# --- what a count is of --------------------------------------------------------------------------


def counted(session: Session, match: Match, units: int) -> Count | None:
    """The count that a scan of `units` of a match makes; None when it does not fit."""
    pieces = pieces_for(session, match, units)
    if not pieces:
        return None
    box = session.filling
    if match.instead_of is not None:
        return Count(pieces, box=box, instead=match.sku)
    if not any(True for _ in session.of_sku(match.sku)):
        return Count(pieces, box=box, kit=match.sku, kits=units)
    return Count(pieces, box=box)


def choice_units(session: Session, choice: Match) -> int:
    """Units that a choice puts in, as its tile says it: of a kit those of its parts."""
    if choice.instead_of is not None or any(True for _ in session.of_sku(choice.sku)):
        return choice.units
    return choice.units * (sum(parts_of(session, choice.sku).values()) or 1)


def chosen(session: Session, digit: int) -> Match | None:
    """The choice that a digit names: by the number of its tile, else by its number of units.

    Where both would be right it is the tile, as the screen says; what several tiles say is none.
    """
    if 0 < digit <= len(session.choices):
        return session.choices[digit - 1]
    if session.rules < 5 or digit < 1:
        return None
    found = [one for one in session.choices if choice_units(session, one) == digit]
    return found[0] if len(found) == 1 else None
