"""What a bench says aloud after a scan: how many are still to come, or what is wrong."""

from __future__ import annotations

from fbm_desk.domain.verdicts import Family, VerdictCode
from fbm_desk.gui.bench.wording import spoken
from fbm_desk.services.desk_view import BenchView
from fbm_desk.texts import say

_GRAVE = frozenset({Family.BACK, Family.ENOUGH, Family.STOP, Family.ASK})


def said_aloud(view: BenchView) -> str:
    """The words; empty where a tone says enough."""
    verdict = view.verdict
    if verdict is None:
        return ""
    if verdict.code is VerdictCode.COUNTED:
        return say("spoken.more", count=verdict.left) if verdict.left else say("spoken.line")
    if verdict.code is VerdictCode.ORDER_COMPLETE:
        return say("spoken.order")
    return spoken(view).words if verdict.family in _GRAVE or verdict.dropped else ""
