"""A pretend hand with a scanner: which code it would scan next at a bench, right or wrong."""

from __future__ import annotations

from collections.abc import Callable

from fbm_desk.domain.session import Session, State
from fbm_desk.services.packing import Desk
from fbm_desk.services.taking import OnBench
from fbm_desk.simulator.demo_catalogue import DemoArticle, load_demo_catalogue
from fbm_desk.simulator.demo_people import load_demo_people


def hand_of(badge: str) -> Callable[[Desk, bool], str]:
    """A hand that signs in with this badge; with a packer's of the demonstration without one."""

    def scan(desk: Desk, wrong: bool) -> str:
        return badge if badge and desk.person is None else next_scan(desk, wrong)

    return scan


def next_scan(desk: Desk, wrong: bool = False) -> str:
    """The code to scan now; the empty text when there is nothing to scan."""
    if desk.person is None:
        return load_demo_people()[0].badge
    if desk.bench is None:
        return "NEXT"
    return _wrong(desk.bench) if wrong else _right(desk.bench)


def _right(bench: OnBench) -> str:
    session = bench.opened.session
    if session.state is State.PACKING:
        return code_of(session.lines[session.following].sku)
    if session.state is State.ASKING_SERIAL:
        return f"SN-{bench.opened.id:04d}-{session.packed_units + 1:02d}"
    if session.state is State.ASKING_LOT:
        return f"L{bench.opened.id:04d}"
    if session.state is State.ASKING_TRANSPARENCY:
        return f"AZ:{bench.opened.id:013d}{session.packed_units:013d}"
    return _ANSWERS.get(session.state, "") or session.tracking


_ANSWERS = {
    State.ASKING_WHICH: "1",
    State.ASKING_REASON: "SHORT",
    State.STOPPED: "FINISH",
    State.TASK_WANTED: "FINISH",
    State.LABEL_FAILED: "FINISH",
    State.TRACKING_WANTED: "HP204881200733",
}


def _wrong(bench: OnBench) -> str:
    """Something this order does not want, alike enough to be grabbed by mistake."""
    session = bench.opened.session
    if session.state is State.LABELLED:
        return "KP000000000000"
    inside = {line.sku for line in session.lines}
    others = [one for one in load_demo_catalogue() if one.sku not in inside and not one.is_kit]
    return _likest(session, others).gtin


def _likest(session: Session, others: list[DemoArticle]) -> DemoArticle:
    wanted = session.lines[session.following].sku
    return max(others, key=lambda one: _common_start(one.sku, wanted))


def _common_start(one: str, other: str) -> int:
    same = (a == b for a, b in zip(one, other, strict=False))
    return next((i for i, equal in enumerate(same) if not equal), min(len(one), len(other)))


def code_of(sku: str) -> str:
    """The barcode on an article of the demonstration, the maker's where there is one.

    An article of another shop is scanned by its SKU.
    """
    named = {one.sku: one for one in load_demo_catalogue()}
    return (*named[sku].shared, named[sku].gtin)[0] if sku in named else sku
