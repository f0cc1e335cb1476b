"""The three ways in which something asked for can fail that are nobody's bug.

Each carries a stable code; the words stand in the text catalogue under `error.<code>`.
"""

from __future__ import annotations


class Refusal(Exception):
    """Something that was asked for did not happen. `code` is stable, `facts` fill the sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotAllowed(Refusal):
    """This person or this moment may not do it."""


class Invalid(Refusal):
    """Something given is wrong; `facts["field"]` names it where there are several."""


class Unavailable(Refusal):
    """Network, printer, quota, disk: the job is kept and can be tried again."""
