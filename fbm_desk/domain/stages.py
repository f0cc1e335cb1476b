"""How far an order is in this house, and how far a parcel is; Amazon's own word is kept apart."""

from __future__ import annotations

from enum import Enum


class Stage(Enum):
    """An order's place between Amazon and the van."""

    HIDDEN = "hidden"  #: not to be shipped: payment pending, pre-order, not ours
    WAITING = "waiting"  #: to be packed
    ON_BENCH = "on_bench"  #: a bench has it
    HELD = "held"  #: put on hold with a reason
    LABELLED = "labelled"  #: packed and labelled, the label not yet scanned on the box
    PACKED = "packed"  #: the parcel is closed; Amazon is still to be told
    CONFIRMED = "confirmed"  #: Amazon knows, or was told by file
    CANCELLED = "cancelled"  #: by the buyer, by Amazon or by the seller
    SHIPPED = "shipped"  #: shipped before it came here, or somewhere else


class ParcelState(Enum):
    """A parcel's way to the van."""

    LABELLED = "labelled"  #: has a label
    CLOSED = "closed"  #: the right label is on the right box
    MANIFESTED = "manifested"  #: on a manifest
    VOID = "void"  #: label void, units taken out


class Role(Enum):
    """What a person may do here."""

    PACKER = "packer"  #: packs
    SUPERVISOR = "supervisor"  #: packs, overrides, closes the day
    OFFICE = "office"  #: stock, orders, buyers
    ADMIN = "admin"  #: everything, people and settings included


MAY_DECIDE = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Who may let an order go on that is stopped, as what they do is theirs to answer for."""
