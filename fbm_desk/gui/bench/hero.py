"""What is to be put in: picture, name, count, pips, place and a note, always in these places."""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.domain.verdicts import Family, VerdictCode
from fbm_desk.gui.bench.beside_count import note_of, paint_beside_count
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import ELLIPSIS, Paper, balanced, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.pips import paint_pips
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import ArticleView, LineView
from fbm_desk.texts import say

PICTURE, LEAST_PICTURE = 316.0, 200.0
LEAST_TEXT_W = 400.0
RADIUS = 14.0
BETWEEN = " · "
LEAST_DETAIL_W = 90.0
PLACE_ROLES = (Role.PLACE, Role.ACTION_STRONG, Role.STEP_CODE)


@dataclass(frozen=True, slots=True)
class _NameSize:
    """How a name is set: its role and lines, the first baseline, their pitch, the detail's."""

    role: Role
    lines: int
    first: float
    pitch: float
    before_detail: float = 0


NAME_SIZES = (
    _NameSize(Role.NAME, 2, 37, 50, -5),
    _NameSize(Role.ACTION_STRONG, 2, 33, 43),
    _NameSize(Role.STEP_STRONG, 3, 28, 35),
)
_GOES_BACK = frozenset({VerdictCode.ALREADY_ENOUGH, VerdictCode.UNDONE, VerdictCode.SAME_SERIAL})


@dataclass(frozen=True, slots=True)
class HeroPlaces:
    """Where the parts stand: the picture's edges, the text column, the three lower lines."""

    x: float
    top: float
    picture: float
    text_x: float
    text_w: float
    count_baseline: float
    pips_y: float
    place_baseline: float
    note_baseline: float


def places(layout: Layout) -> HeroPlaces:
    """A taller window gives its height to the picture first, a narrow one takes it from there."""
    card = layout.card
    spare = layout.height - 768
    height = min(max(PICTURE + spare, LEAST_PICTURE), PICTURE + 84)
    picture = min(height, max(LEAST_PICTURE, card.inner_w - 40 - LEAST_TEXT_W))
    top = layout.body_top + 28
    text_x = card.inner_x + picture + 40
    bottom = top + height
    return HeroPlaces(
        x=card.inner_x,
        top=top,
        picture=picture,
        text_x=text_x,
        text_w=card.inner_right - text_x,
        count_baseline=bottom - 7,
        pips_y=bottom + 28,
        place_baseline=bottom + 71,
        note_baseline=card.bottom - 33,
    )


def paint_hero(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The line of this frame."""
    line = scene.line
    if line is None:
        return
    at = places(layout)
    paint_picture(paper, line.article, at.x, at.top, at.picture, at.picture, RADIUS)
    _paint_name(paper, at, line.article)
    _paint_count(paper, at, line, scene)
    _paint_place(paper, at, line.article)
    _paint_note(paper, at, line, scene, layout)


def hero_title(article: ArticleView) -> str:
    """The article's title without what its detail line says anyway."""
    title = article.title or article.name or article.sku
    shorter = title.removesuffix(article.detail).rstrip(" ,-–")
    return shorter or title


def _paint_name(paper: Paper, at: HeroPlaces, article: ArticleView) -> None:
    lines, how = _name_lines(paper, article, at.text_w)
    baseline = at.top + how.first
    for line in lines:
        paper.text(at.text_x, baseline, line, how.role, paper.tokens.ink, at.text_w)
        baseline += how.pitch
    _paint_detail(paper, at, article, baseline + how.before_detail)


def _name_lines(
    paper: Paper, article: ArticleView, room: float
) -> tuple[tuple[str, ...], _NameSize]:
    """The title as large as it fits whole; else the short name; else the title with its end.

    The end of a long title is where colour and size are.
    """
    title = hero_title(article)
    for how in NAME_SIZES:
        lines = balanced(title, how.role, paper.scale, room, how.lines)
        if all(ELLIPSIS not in line for line in lines):
            return lines, how
        if article.name and how is NAME_SIZES[0]:
            return balanced(article.name, how.role, paper.scale, room, how.lines), how
    return lines, how


def _paint_detail(paper: Paper, at: HeroPlaces, article: ArticleView, baseline: float) -> None:
    """ "350 ml · MUG-BLU-350": the SKU is set as a code and never shortened for the detail."""
    tokens, x, room = paper.tokens, at.text_x, at.text_w
    plain, code = Role.STEP, Role.STEP_CODE
    whole = f"{article.detail}{BETWEEN}{article.sku}"
    if article.detail and paper.measure(whole, code) > room:
        plain, code = Role.BENCH, Role.BENCH_CODE
    sku_w = paper.measure(article.sku, code)
    detail_room = room - sku_w - paper.measure(BETWEEN, plain)
    if article.detail and detail_room >= LEAST_DETAIL_W:
        x += paper.text(x, baseline, article.detail, plain, tokens.ink2, detail_room)
        x += paper.text(x, baseline, BETWEEN, plain, tokens.ink2)
    left = at.text_x + room - x
    sku = both_ends(article.sku, code, paper.scale, left)
    paper.text(x, baseline, sku, code, tokens.ink2, left)


def _paint_count(paper: Paper, at: HeroPlaces, line: LineView, scene: Scene) -> None:
    tokens = paper.tokens
    packed = str(line.packed)
    width = paper.inked(at.text_x, at.count_baseline, packed, Role.COUNT, tokens.ink)
    of = say("bench.of", wanted=line.wanted)
    paper.text(
        at.text_x + width + 27,
        at.count_baseline,
        of,
        Role.COUNT_OF,
        tokens.ink2,
        max(60, at.text_w - width - 27),
    )
    end = at.text_x + at.text_w
    begin = at.text_x + width + 27 + paper.measure(of, Role.COUNT_OF) + 16
    grows = end - beside_room(paper, at, line) - begin
    paint_beside_count(paper, begin, end, at.count_baseline + 4, scene, line, grows)
    verdict = scene.view.verdict
    surplus = int(scene.spoken.family is Family.ENOUGH and line.complete)
    green = min(line.packed, verdict.units) if scene.just_counted and verdict else 0
    paint_pips(paper, at.text_x, at.pips_y, at.text_w, line.packed, line.wanted, green, surplus)


def beside_room(paper: Paper, at: HeroPlaces, line: LineView) -> float:
    """How much room there is right of the count, however far it goes: nothing jumps there."""
    of = say("bench.of", wanted=line.wanted)
    widest = "0" * max(len(str(line.wanted)), len(str(line.packed)))
    count = paper.measure(widest, Role.COUNT) + 27 + paper.measure(of, Role.COUNT_OF)
    return at.text_w - count - 10


def _paint_place(paper: Paper, at: HeroPlaces, article: ArticleView) -> None:
    if not article.place:
        return
    paper.icon("map-pin", at.x - 2, at.place_baseline - 38, 36, paper.tokens.ink2)
    room = at.picture - 45 + 28
    role = paper.fitting(room, (article.place,), *PLACE_ROLES)
    paper.text(at.x + 44.5, at.place_baseline, article.place, role, paper.tokens.ink, room)


def _paint_note(paper: Paper, at: HeroPlaces, line: LineView, scene: Scene, layout: Layout) -> None:
    now = scene.spoken
    words = now.hint or note_of(paper, line, beside_room(paper, at, line))
    if not words:
        return
    tokens = paper.tokens
    back = takes_back(scene)
    due = now.family is Family.ASK
    colour = tokens.blue if due else tokens.ink2
    x, room = at.x + 45, layout.card.inner_right - at.x - 45
    lines = balanced(words, Role.NOTE, paper.scale, room)
    first = at.note_baseline - (0 if len(lines) == 1 else 20)
    paper.icon("undo-2" if back else "info", at.x + 2, first - 23, 28, colour)
    for number, part in enumerate(lines):
        paper.text(x, first + number * 31, part, Role.NOTE, colour, room)


def takes_back(scene: Scene) -> bool:
    """True when the hint says what goes back."""
    verdict = scene.view.verdict
    return bool(scene.spoken.hint) and verdict is not None and verdict.code in _GOES_BACK
