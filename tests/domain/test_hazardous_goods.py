"""What an article's words about dangerous goods say to those who sell labels."""

from __future__ import annotations

import pytest

from fbm_desk.domain.hazardous import DangerousGoods, goods_of, together

BATTERY = DangerousGoods("UN3481", instruction="PI967_SECTION_II")


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("UN3481, PI 967 Section II", BATTERY),
        ("un 3481 – PI967-II", BATTERY),
        ("UN3481, PI 966 Abschnitt I", DangerousGoods("UN3481", instruction="PI966_SECTION_I")),
        ("UN3090, PI 968 Section IB", DangerousGoods("UN3090", instruction="PI968_SECTION_IB")),
        ("UN1950, class 2.1", DangerousGoods("UN1950", "2.1")),
        ("UN1993 Klasse 3, VG III", DangerousGoods("UN1993", "3", "III")),
        ("UN1950, class 2.1.", DangerousGoods("UN1950", "2.1")),
        ("UN0012, class 1.4S", DangerousGoods("UN0012")),  # 1 is another class
        ("contains a battery", DangerousGoods()),
        ("UN348, PI 967 Section III", DangerousGoods()),  # none of the known forms
        ("UN3481, PI 967 Section IB", DangerousGoods("UN3481")),  # no such section
        ("UN3481 or UN3091", DangerousGoods()),  # which one it is nobody says
        ("", None),
        ("  ", None),
    ],
)
def test_what_has_a_known_form_is_read_and_nothing_is_guessed(
    words: str, goods: DangerousGoods | None
) -> None:
    assert goods_of(words) == goods


def test_of_several_articles_only_what_they_share_is_said() -> None:
    other = DangerousGoods("UN3481", instruction="PI966_SECTION_II")
    assert together([BATTERY, other]) == DangerousGoods("UN3481")
    assert together([BATTERY, BATTERY]) == BATTERY
    assert together([BATTERY, DangerousGoods()]) == DangerousGoods()
    assert together([]) is None
