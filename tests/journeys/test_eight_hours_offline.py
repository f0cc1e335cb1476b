"""A bench packs without a network; back in touch all is told once, and nothing that was called off.

The long form is `python -m tests.journeys.eight_hours_offline`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.domain.answers import Answer
from fbm_desk.domain.shipping import Shipped
from fbm_desk.domain.tracking import Fit
from fbm_desk.services.sync import Sync
from tests.journeys import eight_hours_offline as shift
from tests.journeys.sped_up import SpedUp
from tests.simulator.seller import NOW

HALF_AN_HOUR_S = 1800.0


def test_forty_parcels_are_told_once_in_order_and_none_that_was_called_off(tmp_path: Path) -> None:
    back = shift.played(tmp_path, 40, HALF_AN_HOUR_S)
    assert back.as_promised, back.words()
    assert (back.packed, back.stopped, len(back.told)) == (40, 7, 33)


def test_the_numbers_on_the_labels_are_right() -> None:
    assert {shift.RULES.tracking_fit(shift.ups_number(n))[0] for n in range(200)} == {Fit.FITS}


# --- the judge -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TellsTwice(AmazonMarketplace):
    """Amazon as a program sees it that forgets what it told."""

    def confirm(self, shipped: Shipped) -> Answer[None]:
        """Tell, and tell again."""
        AmazonMarketplace.confirm(self, shipped)
        return AmazonMarketplace.confirm(self, shipped)


class Hasty(Sync):
    """Tells before it looks what was called off meanwhile."""

    def _out_of_touch(self) -> bool:
        return False


def twice(seller: SpedUp) -> None:
    seller.sync.marketplace = TellsTwice(seller.client)


def hasty(seller: SpedUp) -> None:
    seller.sync.__class__ = Hasty


@pytest.mark.parametrize("spoil", [twice, hasty])
def test_the_judge_sees_a_program_that_is_broken(
    tmp_path: Path, spoil: Callable[[SpedUp], None]
) -> None:
    back = shift.played(tmp_path, 12, HALF_AN_HOUR_S, spoil)
    assert not back.as_promised
    assert (max(back.told.values()) > 1) is (spoil is twice)
    assert (back.told_though_stopped > 0) is (spoil is hasty)


def test_the_judge_sees_what_is_told_in_the_wrong_order() -> None:
    first, second = NOW, NOW + timedelta(hours=1)
    assert shift.out_of_order([first, second, second]) == 0
    assert shift.out_of_order([second, first, second, first]) == 2
