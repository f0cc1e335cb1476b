"""Small tools and useful boxes: hammer, screwdriver, tape measure, torch, twine, matches."""

from __future__ import annotations

from .svg import (
    BEECH,
    BRASS,
    CHARCOAL,
    LEAF,
    PAPER,
    STEEL,
    WOOD,
    box,
    dark,
    ground,
    leaf,
    light,
    oval,
    shape,
    stroke,
    turned,
)


def hammer(wood: str = WOOD) -> str:
    return ground(160, 102, 252) + turned(
        36,
        shape("M150 96 H170 L173 292 Q160 306 147 292Z", wood)
        + shape("M161 96 H170 L173 292 Q168 298 161 299Z", dark(wood))
        + shape("M96 54 H118 V106 H96 Q90 106 90 100 V60 Q90 54 96 54Z", dark(STEEL, 0.34))
        + shape("M118 62 H188 Q226 58 252 82 Q230 84 214 98 H118Z", dark(STEEL, 0.14))
        + shape("M118 82 H244 Q228 86 214 98 H118Z", dark(STEEL, 0.36))
        + box(146, 50, 28, 60, dark(STEEL, 0.24), 5),
    )


def screwdriver(grip: str) -> str:
    return ground(160, 102, 252) + turned(
        40,
        box(153, 26, 14, 134, STEEL)
        + box(161, 26, 6, 134, dark(STEEL, 0.2))
        + shape("M153 40 L150 14 H170 L167 40Z", dark(STEEL, 0.3))
        + box(146, 150, 28, 16, dark(STEEL, 0.4), 4)
        + shape("M138 176 Q140 162 152 162 H168 Q180 162 182 176 L186 280 Q186 302 160 302 "
                "Q134 302 134 280Z", grip)
        + shape("M166 162 H168 Q180 162 182 176 L186 280 Q186 298 166 301Z", dark(grip))
        + box(147, 182, 8, 96, light(grip, 0.3), 4),
    )  # fmt: skip


def tape_measure(colour: str) -> str:
    marks = "".join(box(230 + 13 * i, 232, 3, 12 if i % 2 else 18, CHARCOAL) for i in range(5))
    return (
        ground(170, 116)
        + box(206, 230, 92, 24, "#EFC75A", 3)
        + box(292, 226, 9, 34, dark(STEEL, 0.3), 3)
        + marks
        + shape("M56 150 Q56 92 114 92 H160 Q222 92 222 152 V244 Q222 262 204 262 H80 "
                "Q56 262 56 238Z", colour)
        + shape("M178 95 Q222 106 222 152 V244 Q222 262 204 262 H186 Q200 170 178 95Z",
                dark(colour))
        + oval(132, 172, 54, 54, dark(colour, 0.36))
        + oval(130, 170, 50, 50, PAPER)
        + box(102, 156, 56, 9, colour, 4.5)
        + box(112, 174, 36, 8, dark(PAPER, 0.3), 4)
        + box(90, 78, 42, 18, CHARCOAL, 6)
    )  # fmt: skip


def torch(colour: str) -> str:
    return ground(160, 104, 244) + turned(
        -34,
        box(24, 138, 172, 48, colour, 12)
        + shape("M24 168 H196 V186 H36 Q24 186 24 174Z", dark(colour))
        + box(40, 146, 140, 8, light(colour, 0.3), 4)
        + shape("M190 138 L232 118 H244 V206 H232 L190 186Z", dark(colour, 0.14))
        + shape("M190 168 H244 V206 H232 L190 186Z", dark(colour, 0.3))
        + box(242, 112, 26, 100, CHARCOAL, 8)
        + oval(268, 162, 12, 46, "#F8E3A6")
        + box(98, 130, 38, 14, CHARCOAL, 6),
    )


def twine(thread: str, wood: str = BEECH) -> str:
    rows = "".join(
        stroke(f"M98 {y + 7} L222 {y}", light(thread, 0.18) if i % 2 else dark(thread, 0.1), 6)
        for i, y in enumerate(range(112, 222, 12))
    )
    return (
        ground(160, 96)
        + box(92, 98, 136, 136, thread, 10)
        + rows
        + shape("M196 98 H218 Q228 98 228 108 V224 Q228 234 218 234 H196Z", dark(thread, 0.14))
        + box(76, 66, 168, 34, wood, 12)
        + box(76, 88, 168, 12, dark(wood), 6)
        + box(76, 230, 168, 32, wood, 12)
        + box(76, 250, 168, 12, dark(wood), 6)
        + stroke("M222 206 Q262 216 254 244 Q250 256 268 260", thread, 6)
        + oval(160, 74, 20, 4, dark(wood, 0.4))
    )


def matches(sleeve: str) -> str:
    sticks = "".join(
        box(x, 88, 9, 62, BEECH) + oval(x + 4.5, 86, 8, 11, "#A4453B")
        for x in (88, 108, 128, 148, 168, 188, 208)
    )
    return (
        ground(160, 112)
        + sticks
        + box(74, 122, 172, 40, light(PAPER, 0.2), 4)
        + box(74, 150, 172, 10, dark(PAPER, 0.16))
        + box(60, 148, 200, 114, sleeve, 6)
        + box(60, 238, 200, 24, dark(sleeve, 0.4), 6)
        + shape("M222 148 H254 Q260 148 260 154 V238 H222Z", dark(sleeve))
        + oval(142, 192, 34, 34, PAPER)
        + shape("M142 168 Q162 192 154 206 Q142 220 130 206 Q122 192 142 168Z", "#EFA52F")
        + oval(142, 204, 5, 8, "#FBE3A0")
    )


def trowel(grip: str) -> str:
    return ground(160, 100, 254) + turned(
        38,
        shape("M160 10 Q204 52 196 112 Q190 142 160 146 Q130 142 124 112 Q116 52 160 10Z", STEEL)
        + shape("M160 10 Q204 52 196 112 Q190 142 160 146Z", dark(STEEL, 0.16))
        + stroke("M160 138 V184", dark(STEEL, 0.3), 10)
        + box(144, 178, 32, 112, grip, 14)
        + shape("M162 178 H166 Q176 182 176 194 V276 Q176 288 162 290Z", dark(grip))
        + box(150, 190, 6, 82, light(grip, 0.3), 3)
        + box(142, 174, 36, 14, dark(STEEL, 0.4), 5),
    )


def seed_packet(paper: str, sign: str) -> str:
    return ground(160, 86) + turned(
        -5,
        box(92, 58, 136, 202, paper, 6)
        + shape("M200 58 H222 Q228 58 228 64 V254 Q228 260 222 260 H200Z", dark(paper, 0.1))
        + box(92, 58, 136, 42, sign, 6)
        + box(116, 74, 74, 10, PAPER, 5)
        + stroke("M158 238 Q156 196 158 168", dark(LEAF), 6)
        + leaf(136, 208, 46, 32, "#6F9A5F")
        + leaf(180, 198, 46, -32, "#5F8A52")
        + "".join(turned(a, oval(158, 134, 9, 19, sign), 158, 154) for a in range(0, 360, 45))
        + oval(158, 154, 11, 11, BRASS),
        160, 262,
    )  # fmt: skip
