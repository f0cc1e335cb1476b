"""What is eaten and drunk: tins, jars, bottles, bags and bars with paper labels."""

from __future__ import annotations

from .svg import (
    PAPER,
    Body,
    box,
    dark,
    far_end,
    ground,
    label,
    leaf,
    light,
    mix,
    oval,
    ring,
    shape,
    solid,
    stroke,
    turned,
    upright,
)

_LID = "#B9B3A9"
_CORK = "#C9A26D"


def tin(colour: str, sign: str = "#5F8A52") -> str:
    return (
        ground(160, 104)
        + solid(upright(96, 224, 86), colour, lit=(0.08, 0.18), far=0.72)
        + box(84, 62, 152, 34, _LID, 9)
        + box(84, 62, 152, 14, light(_LID, 0.42), 7)
        + box(116, 138, 88, 80, PAPER, 12)
        + leaf(160, 169, 58, -35, sign)
        + box(136, 198, 48, 6, colour, 3)
    )


def caddy(colour: str) -> str:
    """A square tea caddy with a round lid."""
    return (
        ground(160, 100)
        + shape("M86 122 Q86 110 100 108 H220 Q234 110 234 122 V248 Q234 262 220 262 H100 "
                "Q86 262 86 248Z", colour)
        + shape("M190 108 H220 Q234 110 234 122 V248 Q234 262 220 262 H190Z", dark(colour))
        + box(98, 120, 14, 126, light(colour, 0.2), 7)
        + box(118, 88, 84, 26, dark(colour, 0.3), 6)
        + box(112, 70, 96, 28, dark(colour, 0.08), 9)
        + box(112, 70, 96, 12, light(colour, 0.22), 6)
        + oval(154, 182, 34, 34, PAPER)
        + stroke("M154 200 V166 M154 182 Q142 180 140 168 M154 176 Q166 174 168 162", colour, 5)
    )  # fmt: skip


def jar(filling: str, lid: str, sign: str = "") -> str:
    body = (
        "M102 106 H218 Q238 118 238 142 V234 Q238 262 210 262 H110 Q82 262 82 234 V142 "
        "Q82 118 102 106Z"
    )
    return (
        ground(160, 102)
        + shape(body, filling)
        + shape("M198 106 H218 Q238 118 238 142 V234 Q238 262 210 262 H198Z", dark(filling))
        + box(94, 134, 16, 104, light(filling, 0.34), 8)
        + box(100, 96, 120, 14, light(filling, 0.45), 4)
        + box(92, 62, 136, 38, lid, 9)
        + box(92, 62, 136, 14, light(lid, 0.3), 7)
        + far_end(204, 62, 24, 38, dark(lid), 9)
        + box(120, 148, 80, 74, PAPER, 12)
        + (_comb(sign) if sign else _berry(filling))
        + box(138, 204, 44, 6, dark(filling), 3)
    )


def _comb(colour: str) -> str:
    cell = "M{0} {1} l9 5 v11 l-9 5 l-9 -5 v-11Z"
    return "".join(
        shape(cell.format(x, y), colour) for x, y in ((149, 160), (171, 160), (160, 177))
    )


def _berry(colour: str) -> str:
    return oval(160, 182, 15, 14, colour) + leaf(160, 164, 26, 0)


def bottle(glass: str, paper: str = PAPER, sign: str = "#5F8A52") -> str:
    body = (
        "M142 76 H178 V116 Q178 130 194 140 Q208 150 208 168 V248 Q208 262 194 262 H126 "
        "Q112 262 112 248 V168 Q112 150 126 140 Q142 130 142 116Z"
    )
    far = (
        "M168 76 H178 V116 Q178 130 194 140 Q208 150 208 168 V248 Q208 262 194 262 H184 V160 "
        "Q184 146 174 136 Q168 128 168 116Z"
    )
    return (
        ground(160, 78)
        + box(144, 42, 32, 36, _CORK, 5)
        + box(164, 42, 12, 36, dark(_CORK), 5)
        + shape(body, glass)
        + shape(far, dark(glass))
        + box(122, 164, 10, 84, light(glass, 0.3), 5)
        + box(139, 70, 42, 13, dark(glass, 0.2), 5)
        + box(112, 174, 96, 64, paper)
        + box(184, 174, 24, 64, dark(paper, 0.08))
        + leaf(158, 198, 44, -30, sign)
        + box(138, 220, 40, 6, mix(sign, "#33393F", 0.4), 3)
    )


def pouch(paper: str, sign: str, bean: bool = True) -> str:
    """A standing paper bag, its top folded and clipped."""
    body = Body(102, 218, 84, 88, 232, radius=12)
    return (
        ground(160, 100)
        + solid(body, paper, lit=(0.06, 0.14), far=0.78)
        + box(96, 56, 128, 34, light(paper, 0.12), 6)
        + box(96, 78, 128, 12, dark(paper, 0.16), 4)
        + box(90, 66, 14, 12, dark(paper, 0.45), 3)
        + box(216, 66, 14, 12, dark(paper, 0.45), 3)
        + box(116, 128, 84, 92, PAPER, 10)
        + (_bean(sign) if bean else _ear(sign))
        + box(134, 198, 48, 7, sign, 3.5)
    )


def _bean(colour: str) -> str:
    cut = stroke("M158 144 Q146 160 158 166 Q170 174 158 190", PAPER, 5)
    return turned(24, oval(158, 166, 19, 25, colour) + cut, 158, 166)


def _ear(colour: str) -> str:
    grains = "".join(leaf(158 + s * 10, y, 24, s * -55, colour)
                     for y in (150, 164, 178) for s in (-1, 1))  # fmt: skip
    return stroke("M158 190 V144", colour, 4) + grains


def chocolate(wrapper: str, cocoa: str = "#5A3826") -> str:
    squares = "".join(
        box(104 + 39 * column, 66 + 30 * row, 34, 26, light(cocoa, 0.1), 4)
        for row in range(2)
        for column in range(3)
    )
    return ground(160, 96) + turned(
        -8,
        box(98, 60, 124, 120, cocoa, 8)
        + squares
        + shape("M90 116 l12 -9 l12 9 l12 -9 l12 9 l12 -9 l12 9 l12 -9 l12 9 l12 -9 l12 9 l10 -7 "
                "V150 H90Z", light(_LID, 0.4))
        + box(88, 124, 144, 134, wrapper, 6)
        + shape("M200 124 H226 Q232 124 232 130 V252 Q232 258 226 258 H200Z", dark(wrapper))
        + label(108, 160, 84, 62, wrapper),
        160, 190,
    )  # fmt: skip


def spice_tin(colour: str, spice: str) -> str:
    return (
        ground(160, 106)
        + shape("M62 176 V238 Q62 264 160 264 Q258 264 258 238 V176Z", colour)
        + shape("M214 176 H258 V238 Q258 258 206 262 Q214 220 214 176Z", dark(colour))
        + box(74, 196, 14, 50, light(colour, 0.4), 7)
        + oval(160, 176, 98, 25, light(colour, 0.3))
        + oval(160, 176, 88, 20, spice)
        + ring("M104 172 Q136 160 168 168 Q196 162 220 174 Q190 186 160 182 Q124 188 104 172Z",
               light(spice, 0.18))
        + oval(192, 126, 74, 56, dark(colour, 0.22))
        + oval(190, 122, 74, 56, light(colour, 0.1))
        + oval(190, 122, 58, 43, light(colour, 0.3))
        + box(160, 108, 60, 10, spice, 5)
        + box(172, 126, 36, 8, dark(colour, 0.2), 4)
    )  # fmt: skip


def pasta(sauce: str) -> str:
    """A window box of long pasta."""
    lines = "".join(stroke(f"M{x} 112 V206", dark("#E3BC6A", 0.14), 3) for x in range(132, 192, 11))
    return (
        ground(160, 78)
        + box(108, 44, 104, 218, sauce, 8)
        + shape("M184 44 H204 Q212 44 212 52 V254 Q212 262 204 262 H184Z", dark(sauce))
        + box(108, 44, 104, 30, light(sauce, 0.16), 8)
        + box(122, 100, 76, 118, PAPER, 12)
        + box(128, 106, 64, 106, "#E3BC6A", 8)
        + lines
        + box(132, 232, 48, 8, PAPER, 4)
    )
