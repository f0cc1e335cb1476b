"""The window of a stopped order: it says why, whatever was scanned since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.session import ASKS_TO_CANCEL
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui.bench.stop_window import stopped_why
from fbm_desk.gui.gallery_views import PACKING
from fbm_desk.services.desk_view import BenchScreen


@pytest.mark.parametrize(
    "since",
    [
        None,
        Verdict(VerdictCode.ORDER_AWAITS_DECISION),
        Verdict(VerdictCode.SIGNED_IN),
        Verdict(VerdictCode.CANCELLED, reason=ASKS_TO_CANCEL),
    ],
)
def test_a_buyer_who_asks_to_cancel_has_not_cancelled(since: Verdict | None) -> None:
    stopped = replace(
        PACKING, screen=BenchScreen.STOPPED, verdict=since, stopped_why=ASKS_TO_CANCEL
    )
    assert stopped_why(stopped) == ASKS_TO_CANCEL
