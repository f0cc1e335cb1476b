"""When a box on the scale is judged: the hands are given time, a right weight passes at once."""

from __future__ import annotations

from fbm_desk.services.scale_watch import PATIENCE_S, REST_S, ScaleWatch

DUE_G = 1_000


class Tray:
    """A box whose turn it is, and what the scale shows, ten times a second."""

    def __init__(self) -> None:
        self.watch = ScaleWatch()
        self.at_s = 0.0
        self.judged: list[int] = []

    def shows(self, grams: int | None, seconds: float, box: int = 1) -> None:
        """The scale shows this for a while."""
        for _ in range(round(seconds * 10)):
            told = self.watch.shown(box, DUE_G, grams, self.at_s)
            if told is not None:
                self.judged.append(told)
            self.at_s += 0.1


def test_the_right_weight_passes_as_soon_as_it_stands_still() -> None:
    tray = Tray()
    tray.shows(DUE_G, REST_S + 0.2)
    assert tray.judged == [DUE_G]


def test_a_unit_that_is_still_in_the_hand_is_waited_for() -> None:
    tray = Tray()
    tray.shows(700, PATIENCE_S - 0.5)
    tray.shows(None, 0.5)
    tray.shows(DUE_G, 1.0)
    assert tray.judged == [DUE_G]


def test_a_wrong_weight_that_does_not_move_is_told_in_the_end() -> None:
    tray = Tray()
    tray.shows(700, PATIENCE_S + 0.5)
    assert tray.judged == [700]


def test_a_wrong_weight_is_told_once_and_the_mended_box_is_weighed_again() -> None:
    tray = Tray()
    tray.shows(700, PATIENCE_S + 2)
    tray.shows(701, 2)
    tray.shows(None, 0.4)
    tray.shows(850, 1)
    tray.shows(None, 0.4)
    tray.shows(DUE_G, 1)
    assert tray.judged == [700, 850, DUE_G]


def test_a_swinging_scale_is_not_believed() -> None:
    tray = Tray()
    for grams in range(700, 1_300, 20):
        tray.shows(grams, 0.1)
    assert tray.judged == []


def test_an_empty_scale_is_no_box() -> None:
    tray = Tray()
    tray.shows(700, 0.2)
    tray.shows(0, PATIENCE_S * 2)
    assert tray.judged == []


def test_the_next_box_is_weighed_though_it_weighs_the_same() -> None:
    tray = Tray()
    tray.shows(DUE_G, 1)
    tray.watch.nobody_waits()
    tray.shows(DUE_G, 1, box=2)
    assert tray.judged == [DUE_G, DUE_G]
