"""What each network fault makes of each kind of call: `python -m tests.amazon.faults_table`.

Every case is played at a server on this machine; nothing is told from memory.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fbm_desk.domain.answers import Answer, NotSent, Refused
from tests.amazon.amazon_calls import CALLS, KINDS, SHORT, client
from tests.amazon.bad_days import BAD_DAYS, BadDay, place_of
from tests.amazon.fault_server import FaultServer

TOKEN = "token"
COLUMNS = (TOKEN, *KINDS)


@dataclass(frozen=True, slots=True)
class Case:
    """How one call ended: its class, its code, and whether it is as it must be."""

    word: str
    code: str
    right: bool
    took_s: float


def played(fault: str, kind: str, folder: Path) -> Case:
    """One call on one bad day; of the sign-in the call that spends money."""
    day = BAD_DAYS[fault]
    with FaultServer() as well, place_of(day, folder) as place:
        api, keys = (well.url, place.url) if kind == TOKEN else (place.url, well.url)
        signin = {"signin_url": f"{keys}/auth/o2/token"}
        to = client(api, bounds=day.bounds, account=signin, trusted=place.trusted)
        to.sign_in() if kind != TOKEN else None
        began = time.perf_counter()
        answer = (CALLS["purchase"] if kind == TOKEN else KINDS[kind])(to)
        took_s = time.perf_counter() - began
        to.close()
    word, code = classified(answer)
    return Case(word, code, (word, code) == wanted(day, kind), took_s)


def classified(answer: Answer[object]) -> tuple[str, str]:
    """Its class and its code."""
    code = answer.code if isinstance(answer, Refused) else str(getattr(answer, "reason", ""))
    return type(answer).__name__, code


def wanted(day: BadDay, kind: str) -> tuple[str, str]:
    """What an honest client says; without a token nothing was sent."""
    return (NotSent.__name__, day.sign_in) if kind == TOKEN else (day.verdict.__name__, day.code)


def main() -> int:
    """Play and print them all; 1 when one is not as it must be."""
    classes: Counter[str] = Counter()
    wrong, longest_s = 0, 0.0
    print("| fault |", " | ".join(COLUMNS), "|")
    print("| --- " * (len(COLUMNS) + 1) + "|")
    for fault in BAD_DAYS:
        cases = []
        for kind in COLUMNS:
            with tempfile.TemporaryDirectory() as folder:
                cases.append(played(fault, kind, Path(folder)))
        classes.update(case.word for case in cases)
        wrong += sum(not case.right for case in cases)
        longest_s = max(longest_s, *(case.took_s for case in cases))
        cells = [f"{case.word} {case.code}{'' if case.right else ' WRONG'}" for case in cases]
        print(f"| {fault} |", " | ".join(cells), "|", flush=True)
    print(f"{classes.total()} cases: {dict(classes)}; {wrong} wrong; the longest took "
          f"{longest_s:.2f} s of {SHORT.total_s} s")  # fmt: skip
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
