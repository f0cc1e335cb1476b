"""What an error of the database means for the one who waits, as a stable code.

Only troubles that lie outside of the program have one; a mistake of ours stays what it is.
"""

from __future__ import annotations

import sqlalchemy as sa

_SQLITE_SAYS = (
    ("locked", "database_locked"),
    ("busy", "database_locked"),
    ("full", "disk_full"),
    ("readonly", "database_readonly"),
    ("malformed", "database_damaged"),
    ("not a database", "database_damaged"),
    ("could not decode", "database_damaged"),
    ("disk i/o", "disk_failed"),
    ("unable to open", "database_missing"),
)

_POSTGRESQL_STATES = (
    ("55P03", "database_locked"),  # lock_not_available: the lock time-out
    ("40P01", "database_locked"),  # deadlock_detected
    ("53100", "disk_full"),
    ("58030", "disk_failed"),
    ("25006", "database_readonly"),  # a stand-by
    ("42501", "database_readonly"),  # insufficient_privilege
    ("XX001", "database_damaged"),
    ("XX002", "database_damaged"),
    ("25P03", "database_unreachable"),  # cut off after a pause inside a transaction
    ("53300", "database_unreachable"),  # too_many_connections
    ("57P0", "database_unreachable"),  # shutting down, starting up
    ("08", "database_unreachable"),
)
"""Beginnings of SQLSTATE codes (PostgreSQL, appendix A)."""


_NOT_LET_IN = ("authentication", "no password supplied", "does not exist", "pg_hba.conf")


def _without_state(error: sa.exc.DBAPIError) -> str:
    """The driver's own word: there is no connection, or no longer one."""
    said = str(error.orig)
    if "invalid connection option" in said:
        return "database_address"
    if not isinstance(error, sa.exc.OperationalError):
        return ""
    refused = any(words in said for words in _NOT_LET_IN)
    return "database_refuses" if refused else "database_unreachable"


def code_of(error: sa.exc.DBAPIError) -> str:
    """The trouble's code; empty when it is a mistake of ours."""
    said: object = error.orig
    if not hasattr(said, "sqlstate"):
        return next((code for words, code in _SQLITE_SAYS if words in str(said).lower()), "")
    state = said.sqlstate
    if state is None:
        return _without_state(error)
    return next((code for begins, code in _POSTGRESQL_STATES if state.startswith(begins)), "")
