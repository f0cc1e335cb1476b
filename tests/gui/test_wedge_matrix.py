"""The short form of the matrix of scans: a real keyboard's events into a real window."""

from __future__ import annotations

import pytest

from tests.gui import wedge_matrix
from tests.gui.pretend_scanner import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason="the computer has no screen for it")


@pytest.mark.parametrize(
    ("layout", "focus"), [("us", "question"), ("de", "field"), ("fr", "button")]
)
def test_every_scan_arrives_exactly_and_nothing_else_is_touched(layout: str, focus: str) -> None:
    for *_corner, count in wedge_matrix.matrix([layout], [focus], paces=(0, 5), lengths=(13, 40)):
        assert count.wrong == []
        assert count.touched == {}
        assert count.clean
