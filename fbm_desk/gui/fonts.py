"""The typeface by role: sizes, weights, figures and spacing; colours are the theme's affair.

Inter comes with the program: another version installed on the machine would set other widths.
"""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QFont, QFontDatabase

from fbm_desk.settings import resource

SCREEN_FONTS = (
    "InterVariable.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
)
LEAST_PERCENT, MOST_PERCENT = 100, 200
SCRIPTS = ("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai", "Noto Sans Devanagari")
#: Families for Han, kana and Hangul by platform and language: too large to bring along.
CJK: dict[str, dict[str, tuple[str, ...]]] = {
    "win32": {
        "ja": ("Yu Gothic UI", "Meiryo UI"),
        "zh": ("Microsoft YaHei UI",),
        "ko": ("Malgun Gothic",),
    },
    "darwin": {
        "ja": ("Hiragino Sans",),
        "zh": ("PingFang SC",),
        "ko": ("Apple SD Gothic Neo",),
    },
    "linux": {
        "ja": ("Noto Sans CJK JP",),
        "zh": ("Noto Sans CJK SC",),
        "ko": ("Noto Sans CJK KR",),
    },
}


@dataclass(frozen=True, slots=True)
class Face:
    """A size in px at scale 1, a weight, whether it sets codes (slashed zero, clear I l 1)…

    …and whether its figures are tabular: only in tables, where they are compared. Inter's tabular
    set widens spaces and dashes too and puts the 1 on a foot, which tears headings and codes apart.
    """

    px: int
    weight: int
    code: bool = False
    tabular: bool = False


class Role(Enum):
    """What a text is for. Bench roles first, then those of the desk."""

    COUNT = "count"  #: units in, the one number
    COUNT_OF = "count_of"  #: "of 3"
    SENTENCE = "sentence"  #: the next right thing, the verdict
    SENTENCE_LONG = "sentence_long"  #: the same in a longer language
    SENTENCE_BACK = "sentence_back"  #: on the red wall
    STOP = "stop"  #: Stop.
    STOP_WHY = "stop_why"  #: and why
    PLACE = "place"  #: where the article lies
    SCANNED = "scanned"  #: a code to be read out
    NAME = "name"  #: the article's name
    FIGURE = "figure"  #: numerals of the side column
    FIGURE_BIG = "figure_big"  #: orders left
    COUNTDOWN = "countdown"  #: time to the van
    ACTION = "action"  #: what to do now, or else
    ACTION_STRONG = "action_strong"  #: the one step
    TILE = "tile"  #: a choice
    STEP = "step"  #: second line
    STEP_STRONG = "step_strong"  #: second line, now
    STEP_CODE = "step_code"  #: second line with a SKU or place in it
    NOTE = "note"  #: a note
    NOTE_STRONG = "note_strong"  #: a short name beside a picture
    BENCH = "bench"  #: everything else at the bench
    BENCH_MEDIUM = "bench_medium"  #: the same, stronger
    BENCH_STRONG = "bench_strong"  #: names, values
    BENCH_BOLD = "bench_bold"  #: key words
    BENCH_CODE = "bench_code"  #: SKU, place

    TITLE = "title"  #: screen title
    HEADLINE = "headline"  #: headline in a detail
    FACT = "fact"  #: fact numeral
    LEAD = "lead"  #: name on a card
    BODY = "body"  #: cells, buttons, paragraphs
    PLAIN = "plain"  #: words alone, no figures to compare
    BODY_MEDIUM = "body_medium"  #: the same, stronger
    BODY_STRONG = "body_strong"  #: buttons, sums
    BODY_CODE = "body_code"  #: SKU, place, tracking in a cell
    CAPTION = "caption"  #: captions, axes, status line
    CAPTION_MEDIUM = "caption_medium"  #: the same, stronger
    CAPTION_STRONG = "caption_strong"  #: the same, strong
    TABLE_HEAD = "table_head"  #: column names
    TABLE_HEAD_SORTED = "table_head_sorted"  #: the sorted column
    ROOM = "room"  #: an entry of the rail
    ROOM_OPEN = "room_open"  #: the one that is open


#: How each role is set.
FACES: dict[Role, Face] = {
    Role.COUNT: Face(176, 700),
    Role.COUNT_OF: Face(64, 500),
    Role.SENTENCE: Face(52, 700),
    Role.SENTENCE_LONG: Face(44, 700),
    Role.SENTENCE_BACK: Face(56, 700),
    Role.STOP: Face(84, 800),
    Role.STOP_WHY: Face(60, 700),
    Role.PLACE: Face(52, 700, code=True),
    Role.SCANNED: Face(60, 700),
    Role.NAME: Face(44, 700),
    Role.FIGURE: Face(46, 700),
    Role.FIGURE_BIG: Face(92, 700),
    Role.COUNTDOWN: Face(34, 600),
    Role.ACTION: Face(34, 600),
    Role.ACTION_STRONG: Face(36, 700),
    Role.TILE: Face(32, 700),
    Role.STEP: Face(28, 400),
    Role.STEP_STRONG: Face(28, 600),
    Role.STEP_CODE: Face(28, 400, code=True),
    Role.NOTE: Face(26, 500),
    Role.NOTE_STRONG: Face(26, 600),
    Role.BENCH: Face(24, 400),
    Role.BENCH_MEDIUM: Face(24, 500),
    Role.BENCH_STRONG: Face(24, 600),
    Role.BENCH_BOLD: Face(24, 700),
    Role.BENCH_CODE: Face(24, 500, code=True),
    Role.TITLE: Face(26, 700),
    Role.HEADLINE: Face(22, 700),
    Role.FACT: Face(24, 700, tabular=True),
    Role.LEAD: Face(18, 600),
    Role.BODY: Face(15, 400, tabular=True),
    Role.PLAIN: Face(15, 400),
    Role.BODY_MEDIUM: Face(15, 500, tabular=True),
    Role.BODY_STRONG: Face(15, 600, tabular=True),
    Role.BODY_CODE: Face(15, 400, code=True),
    Role.CAPTION: Face(14, 400, tabular=True),
    Role.CAPTION_MEDIUM: Face(14, 500, tabular=True),
    Role.CAPTION_STRONG: Face(14, 600, tabular=True),
    Role.TABLE_HEAD: Face(14, 500, tabular=False),
    Role.TABLE_HEAD_SORTED: Face(14, 600, tabular=False),
    Role.ROOM: Face(15, 500, tabular=False),
    Role.ROOM_OPEN: Face(15, 600, tabular=False),
}


@functools.cache
def load() -> tuple[str, ...]:
    """Bring the program's fonts into Qt once; gives the families Qt found in them."""
    families: list[str] = []
    for name in SCREEN_FONTS:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(families)


def fallbacks(language: str = "en") -> tuple[str, ...]:
    """Families for the scripts Inter does not write; Han in the shapes of `language` first."""
    by_language = CJK.get(sys.platform, CJK["linux"])
    first = sorted(by_language, key=lambda one: one != language)
    return SCRIPTS + tuple(family for one in first for family in by_language[one])


def missing_scripts() -> tuple[str, ...]:
    """Languages whose Han, kana or Hangul no installed family writes, for `doctor`."""
    known = set(QFontDatabase.families())
    by_language = CJK.get(sys.platform, CJK["linux"])
    return tuple(
        one
        for one, families in by_language.items()
        if not known.intersection(families) and not QFontDatabase.families(_WRITING[one])
    )


_WRITING = {
    "ja": QFontDatabase.WritingSystem.Japanese,
    "zh": QFontDatabase.WritingSystem.SimplifiedChinese,
    "ko": QFontDatabase.WritingSystem.Korean,
}


_text_scale = [1.0]
_language = ["en"]


def choose_language(language: str) -> None:
    """Han, kana and Hangul in the shapes of this language; before the first widget is made."""
    _language[0] = language


def choose_text_size(percent: int) -> None:
    """Enlarge every text, 100 to 200 %; before the first widget is made."""
    _text_scale[0] = min(max(percent, LEAST_PERCENT), MOST_PERCENT) / 100


def text_scale() -> float:
    """How much larger than designed people want their texts, 1 to 2."""
    return _text_scale[0]


def px(length: int) -> int:
    """A height or width that grows with the texts in it."""
    return int(length * _text_scale[0] + 0.5)


def font(role: Role | str, scale: float | None = None) -> QFont:
    """The font of a role, e.g. `font(Role.BODY)` or `font("body")`, in the text size chosen.

    The bench, that counts in px of its own design, says its `scale` instead.
    """
    face = FACES[Role(role)]
    px = max(1, int(face.px * (text_scale() if scale is None else scale) + 0.5))
    return _font(face, px, _language[0])


@functools.cache
def _font(face: Face, px: int, language: str) -> QFont:
    load()
    made = QFont()
    made.setFamilies(["Inter", *fallbacks(language)])
    made.setPixelSize(px)
    # The weight goes to the font's own axis: setWeight would smear a regular into a false bold.
    made.setVariableAxis(QFont.Tag("wght"), float(face.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    spacing_px = px * _spacing_percent(face.px) / 100
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing_px)
    # Tight letters want a little air between the words, a 1 above all.
    made.setWordSpacing(px * 0.045 if face.px >= 32 else 0.0)
    for feature, value in _features(face).items():
        made.setFeature(QFont.Tag(feature), value)
    return made


def _features(face: Face) -> dict[str, int]:
    # Said even when off: a font without a word on features takes over those of its widget.
    features = {"tnum": int(face.tabular)}
    return features | {"zero": 1, "ss02": 1, "case": 1} if face.code else features


def _spacing_percent(px: int) -> float:
    for least_px, percent in ((60, -2.2), (36, -1.8), (22, -1.0)):
        if px >= least_px:
            return percent
    return 0.0
