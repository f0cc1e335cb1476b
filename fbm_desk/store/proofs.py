"""Proofs of the units that lie in boxes: a serial number or Transparency code is one unit's.

The table holds them unique, so of two benches that are shown the same one, one is refused. What
left the house before stands with its parcel (`sessions`, `parcels`). Serial numbers are kept in the
form in which they are compared; rows of earlier programs hold them as they were read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa

from fbm_desk.domain.orders import Sku
from fbm_desk.domain.proofs import serial_key
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
        if _holder(connection, proof) is not None:  # a row of an earlier program may be written so
            raise ProofUsed(proof)
        try:
            connection.execute(unit_proofs.insert().values(**row))
        except sa.exc.IntegrityError:
            raise ProofUsed(proof) from None


def free(connection: sa.Connection, session_id: int, proofs: Iterable[Proof]) -> None:
    """These were taken out of the session's boxes again."""
    for proof in proofs:
        its_own = unit_proofs.c.session_id == session_id
        texts = {proof.text, _text(proof)}
        connection.execute(
            unit_proofs.delete().where(*_of_article(proof), unit_proofs.c.proof.in_(texts), its_own)
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
    same: sa.ColumnElement[bool] = unit_proofs.c.proof.in_({proof.text, _text(proof)})
    if proof.kind is ProofKind.SERIAL:
        same = sa.or_(same, sa.func.lower(unit_proofs.c.proof) == _text(proof))
    chosen = sa.select(unit_proofs.c.session_id).where(*_of_article(proof), same)
    holder: int | None = connection.scalar(chosen.limit(1))
    return holder


def _of_article(proof: Proof) -> tuple[sa.ColumnElement[bool], ...]:
    return unit_proofs.c.kind == proof.kind.value, unit_proofs.c.sku == (proof.sku or "")


def _text(proof: Proof) -> str:
    return serial_key(proof.text) if proof.kind is ProofKind.SERIAL else proof.text


def _key(proof: Proof) -> dict[str, str]:
    return {"kind": proof.kind.value, "sku": proof.sku or "", "proof": _text(proof)}
