"""Proofs of the units that lie in boxes: a serial number or Transparency code is one unit's.

The table holds them unique, so of two benches that are shown the same one, one is refused. What
left the house before stands with its parcel (`sessions`, `parcels`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa

from fbm_desk.domain.orders import Sku
from fbm_desk.store.schema import parcel_units, parcels, unit_proofs


class ProofKind(Enum):
    """What proves a unit."""

    SERIAL = "serial"  #: its serial number, of its article
    TRANSPARENCY = "transparency"  #: its Transparency code, of no other unit anywhere


@dataclass(frozen=True, slots=True)
class Proof:
    """What one unit showed. `sku` is empty where the proof says it all."""

    kind: ProofKind
    sku: Sku | None
    text: str


class ProofUsed(Exception):
    """Another unit in a box of this house shows the same."""

    def __init__(self, proof: Proof) -> None:
        super().__init__(proof.kind.value)
        self.kind = proof.kind


def claim(connection: sa.Connection, session_id: int, proofs: Iterable[Proof]) -> None:
    """These lie in the session's boxes now. Raises `ProofUsed`."""
    for proof in proofs:
        row = {**_key(proof), "session_id": session_id}
        try:
            connection.execute(unit_proofs.insert().values(**row))
        except sa.exc.IntegrityError:
            raise ProofUsed(proof) from None


def free(connection: sa.Connection, session_id: int, proofs: Iterable[Proof]) -> None:
    """These were taken out of the session's boxes again."""
    for proof in proofs:
        mine = [unit_proofs.c[name] == value for name, value in _key(proof).items()]
        connection.execute(
            unit_proofs.delete().where(*mine, unit_proofs.c.session_id == session_id)
        )


def free_all(connection: sa.Connection, session_id: int) -> None:
    """Nothing lies in the session's boxes any more."""
    connection.execute(unit_proofs.delete().where(unit_proofs.c.session_id == session_id))


def free_parcel(connection: sa.Connection, parcel_id: int) -> None:
    """The units of a parcel were taken out of it: they may be packed again."""
    chosen = sa.select(
        parcels.c.session_id, parcel_units.c.sku, parcel_units.c.serial, parcel_units.c.transparency
    ).join(parcels, parcels.c.id == parcel_units.c.parcel_id)
    shown = sa.or_(parcel_units.c.serial != "", parcel_units.c.transparency != "")
    for row in connection.execute(chosen.where(parcels.c.id == parcel_id, shown)).all():
        free(connection, row.session_id, proofs_of(row.sku, row.serial, row.transparency))


def proofs_of(sku: Sku, serial: str, transparency: str) -> tuple[Proof, ...]:
    """What one unit showed, as it is kept."""
    found = []
    if serial:
        found.append(Proof(ProofKind.SERIAL, sku, serial))
    if transparency:
        found.append(Proof(ProofKind.TRANSPARENCY, None, transparency))
    return tuple(found)


def lies_elsewhere(connection: sa.Connection, session_id: int, proofs: Iterable[Proof]) -> bool:
    """True when a unit in a box of another session shows one of these."""
    return any(_holder(connection, proof) not in (None, session_id) for proof in proofs)


def _holder(connection: sa.Connection, proof: Proof) -> int | None:
    mine = [unit_proofs.c[name] == value for name, value in _key(proof).items()]
    holder: int | None = connection.scalar(sa.select(unit_proofs.c.session_id).where(*mine))
    return holder


def _key(proof: Proof) -> dict[str, str]:
    return {"kind": proof.kind.value, "sku": proof.sku or "", "proof": proof.text}
