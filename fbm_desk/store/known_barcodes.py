"""Which of many texts are barcodes of articles here; what they stand for is `articles`."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from fbm_desk.store.database import Connection
from fbm_desk.store.schema import barcodes


def known(connection: Connection, keys: Collection[str]) -> set[str]:
    """Those of these keys (`barcode_key`) that an article is known by."""
    if not keys:
        return set()
    return set(connection.scalars(sa.select(barcodes.c.code).where(barcodes.c.code.in_(keys))))
