"""What a check found: how the thing is, what that means for the packer, how to mend it.

The words stand in the catalogue under `doctor.<code>`, `…_means` and `…_mend`; what is the same for
all findings of a check under `doctor.<check>_means` and `doctor.<check>_mend`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fbm_desk import texts


class Health(Enum):
    """How a thing is."""

    OK = "ok"  #: works
    NOTE = "worth_knowing"  #: works, or is not needed to work; somebody may want to know
    BROKEN = "broken"  #: does not work until somebody mends it


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's. `check` and `code` are stable; the words may be empty but `seen`.

    `detail` is for whoever helps from afar: it stands in the JSON form only.
    """

    check: str
    health: Health
    code: str
    seen: str
    means: str = ""
    mend: str = ""
    detail: str = ""


def ok(check: str, code: str, **facts: object) -> Finding:
    """It works."""
    return Finding(check, Health.OK, code, texts.say(f"doctor.{code}", **facts))


def note(check: str, code: str, **facts: object) -> Finding:
    """It works, and yet."""
    return _with_advice(check, Health.NOTE, code, facts)


def broken(check: str, code: str, **facts: object) -> Finding:
    """It does not work."""
    return _with_advice(check, Health.BROKEN, code, facts)


def _with_advice(check: str, health: Health, code: str, facts: dict[str, object]) -> Finding:
    seen = texts.say(f"doctor.{code}", **facts)
    means, mend = (_advice(check, code, kind, facts) for kind in ("means", "mend"))
    return Finding(check, health, code, seen, means, mend)


def _advice(check: str, code: str, kind: str, facts: dict[str, object]) -> str:
    """The words of this finding; else those that all findings of the check have."""
    keys = (f"doctor.{code}_{kind}", f"doctor.{check}_{kind}")
    key = next((key for key in keys if texts.has(key)), "")
    return texts.say(key, **facts) if key else ""
