"""Column types of our own: aware UTC times, kept alike by every database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.store.moments import from_ms, to_ms


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware UTC time, kept as a 64-bit count of milliseconds."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else from_ms(value)
