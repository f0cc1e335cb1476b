"""Which answers count as a packer's refused scan: those to scans that were turned down."""

from __future__ import annotations

import pytest

from fbm_desk.domain.verdicts import Verdict, VerdictCode

V = VerdictCode


@pytest.mark.parametrize("code", [V.WRONG_ITEM, V.ALREADY_ENOUGH, V.UNKNOWN, V.WRONG_LABEL])
def test_a_scan_turned_down_is_refused(code: VerdictCode) -> None:
    assert Verdict(code).refused


@pytest.mark.parametrize("code", [V.LABEL_FAILED, V.CANCELLED, V.NOT_NOW, V.COUNTED])
def test_what_is_not_the_packers_doing_is_not(code: VerdictCode) -> None:
    assert not Verdict(code).refused
