"""What can have changed: every service says so by topic, screens refresh on theirs."""

from __future__ import annotations

from enum import Enum


class Topic(Enum):
    """One subject screens show."""

    ORDERS = "orders"  #: orders came, changed or were settled
    SESSION = "session"  #: a bench's pack session went on
    PRINTING = "printing"  #: a print job or a printer changed its state
    SYNC = "sync"  #: the talk with Amazon
    PEOPLE = "people"  #: somebody signed in or out, rights changed
    STOCK = "stock"  #: quantities of articles
