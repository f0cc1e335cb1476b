"""What three scans of the test code tell of a scanner."""

from __future__ import annotations

import pytest

from fbm_desk.devices.wedge import Scan, ScanAssembler, WedgeSettings
from fbm_desk.devices.wedge_learning import (
    TEST_CODE,
    Key,
    Learned,
    Recorder,
    Trouble,
    Typing,
    learn,
)

GERMAN = str.maketrans("YZyz/-", "ZYzy-ß")


def typed(
    text: str = TEST_CODE,
    gap_ms: float = 3,
    ender: str = "\r",
    computer: dict[int, int] | None = None,
) -> tuple[Key, ...]:
    """One scan; `computer` is what its layout makes of the letters."""
    shown = text.translate(computer or {})
    keys = [Key(a, b, at * gap_ms) for at, (a, b) in enumerate(zip(shown, text, strict=True))]
    return (*keys, *(Key(end, end, len(text) * gap_ms) for end in ender))


def three(**facts: object) -> Learned:
    return learn([typed(**facts)] * 3)  # type: ignore[arg-type]


def test_a_fast_scanner_is_known_without_other_thresholds() -> None:
    learned = three()
    assert learned == Learned(WedgeSettings(), Typing.SAME, "\r", "", 3, 3)


def test_a_slow_scanner_gets_thresholds_by_which_its_scans_are_whole() -> None:
    learned = three(gap_ms=40)
    assert learned.trouble is None
    for settings, whole in ((WedgeSettings(), False), (learned.settings, True)):
        assembler = ScanAssembler(settings)
        outcomes = [one for key in typed(gap_ms=40) for one in assembler.key(key.text, key.at_ms)]
        assert (outcomes == [Scan(TEST_CODE)]) is whole


def test_a_german_computer_and_an_american_scanner_are_told_apart_by_positions() -> None:
    assert three(computer=GERMAN).typing is Typing.BY_POSITION


def test_caps_lock_is_told() -> None:
    assert three(text=TEST_CODE.lower()).typing is Typing.CAPS


def test_a_prefix_and_a_missing_end_key_are_told() -> None:
    learned = three(text="]C0" + TEST_CODE, ender="")
    assert (learned.prefix, learned.ender) == ("]C0", "")
    assert learned.settings.prefix == ""  # AIM prefixes are understood with the code itself


@pytest.mark.parametrize(
    ("scans", "trouble"),
    [
        ([typed()] * 2, Trouble.DIFFERENT),
        ([typed(), typed(), typed("4006381333931")], Trouble.DIFFERENT),
        ([()] * 3, Trouble.DIFFERENT),
        ([typed("4006381333931")] * 3, Trouble.NOT_THE_CODE),
        ([typed(gap_ms=90)] * 3, Trouble.TOO_SLOW),
    ],
)
def test_what_cannot_be_learned_leaves_everything_as_it_was(
    scans: list[tuple[Key, ...]], trouble: Trouble
) -> None:
    learned = learn(scans, WedgeSettings(hold_gap_ms=50))
    assert learned.trouble is trouble
    assert learned.settings == WedgeSettings(hold_gap_ms=50)


def test_a_scanner_that_pauses_inside_a_code_is_told_so() -> None:
    keys = typed()
    stuttering = (*keys[:5], *(Key(k.text, k.position, k.at_ms + 400) for k in keys[5:]))
    assert learn([stuttering] * 3).trouble is Trouble.STUTTERS


def test_scans_are_recorded_whole_however_slow_they_come() -> None:
    recorder = Recorder()
    for begin in (0, 5_000):
        for key in typed(gap_ms=200, ender="\r\n"):
            recorder.key(Key(key.text, key.position, begin + key.at_ms))
    for key in typed(ender=""):
        recorder.key(Key(key.text, key.position, 20_000 + key.at_ms))
    assert recorder.begun
    recorder.over()
    assert ["".join(key.position for key in scan) for scan in recorder.scans] == [
        f"{TEST_CODE}\r",
        f"{TEST_CODE}\r",
        TEST_CODE,
    ]
