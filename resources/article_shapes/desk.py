"""What lies on a desk: paper, pens, tape, scissors."""

from __future__ import annotations

from .svg import (
    BEECH,
    BRASS,
    CHARCOAL,
    PAPER,
    STEEL,
    box,
    dark,
    far_end,
    ground,
    light,
    moved,
    oval,
    ring,
    shape,
    solid,
    stroke,
    turned,
    upright,
)


def notebook(colour: str, band: str = BRASS) -> str:
    return (
        ground(162, 106)
        + box(82, 48, 160, 214, dark(colour, 0.3), 9)
        + box(90, 238, 152, 18, PAPER, 4)
        + box(78, 48, 162, 204, colour, 9)
        + shape("M87 48 H108 V252 H87 Q78 252 78 243 V57 Q78 48 87 48Z", dark(colour, 0.24))
        + box(138, 88, 72, 46, PAPER, 6)
        + box(151, 102, 46, 6, dark(PAPER, 0.34), 3)
        + box(151, 116, 30, 6, dark(PAPER, 0.34), 3)
        + box(210, 48, 11, 204, band)
    )


def planner(colour: str, sheet: str = PAPER) -> str:
    """A spiral-bound planner with index tabs."""
    rings = "".join(stroke(f"M80 {y} H104", dark(STEEL, 0.3), 6) for y in range(72, 250, 22))
    tabs = "".join(
        box(226, y, 26, 34, tone, 6)
        for y, tone in ((74, "#C4673F"), (116, "#D5A13A"), (158, "#5B8C66"), (200, "#3D6A9F"))
    )
    return (
        ground(166, 106)
        + tabs
        + box(94, 50, 146, 212, dark(sheet, 0.16), 8)
        + box(90, 46, 146, 210, colour, 8)
        + shape("M206 46 H228 Q236 46 236 54 V248 Q236 256 228 256 H206Z", dark(colour, 0.14))
        + box(118, 96, 88, 62, sheet, 8)
        + box(132, 112, 60, 8, colour, 4)
        + box(132, 132, 38, 8, colour, 4)
        + rings
    )


def pencils(colours: tuple[str, str, str, str, str], sleeve: str) -> str:
    sticks = "".join(_pencil(80 + 33 * i, colour) for i, colour in enumerate(colours))
    return (
        ground(160, 104)
        + sticks
        + box(70, 168, 180, 94, sleeve, 8)
        + shape("M206 168 H242 Q250 168 250 176 V254 Q250 262 242 262 H206Z", dark(sleeve))
        + box(92, 192, 92, 44, PAPER, 8)
        + box(108, 205, 60, 6, sleeve, 3)
        + box(108, 219, 38, 6, sleeve, 3)
    )


def _pencil(x: float, colour: str) -> str:
    return (
        shape(f"M{x} 92 L{x + 14} 48 L{x + 28} 92Z", BEECH)
        + shape(f"M{x + 9.2} 63 L{x + 14} 48 L{x + 18.8} 63Z", dark(colour, 0.1))
        + box(x, 90, 28, 90, colour)
        + box(x + 19, 90, 9, 90, dark(colour))
        + box(x + 5, 90, 5, 90, light(colour, 0.25))
    )


def pen(colour: str) -> str:
    return ground(160, 102, 250) + turned(
        38,
        shape("M150 44 L160 12 L170 44Z", light(STEEL, 0.2))
        + shape("M160 12 L170 44 H160Z", STEEL)
        + stroke("M160 24 V42", CHARCOAL, 2)
        + shape("M149 44 H171 L176 86 H144Z", CHARCOAL)
        + box(142, 82, 36, 10, BRASS, 3)
        + box(142, 90, 36, 130, colour, 4)
        + box(166, 90, 12, 130, dark(colour), 3)
        + box(148, 94, 6, 120, light(colour, 0.28), 3)
        + box(140, 196, 40, 12, BRASS, 3)
        + shape("M142 206 H178 V290 Q178 302 160 302 Q142 302 142 290Z", dark(colour, 0.1))
        + shape("M166 206 H178 V290 Q178 300 166 301Z", dark(colour, 0.26))
        + box(150, 200, 8, 70, light(BRASS, 0.2), 4),
    )


def scissors(grip: str) -> str:
    loop = "M104 186 a34 41 0 1 0 0.1 0Z M104 202 a19 25 0 1 1 -0.1 0Z"
    return (
        ground(160, 96)
        + _half(STEEL, loop, dark(grip, 0.16))
        + f'<g transform="translate(320 0) scale(-1 1)">{_half(light(STEEL, 0.25), loop, grip)}</g>'
        + oval(160, 146, 10, 10, CHARCOAL)
        + oval(157, 143, 3.5, 3.5, STEEL)
    )


def _half(steel: str, loop: str, grip: str) -> str:
    """One blade, pointing up and to the right, with its loop below to the left."""
    return (
        shape("M146 152 L174 140 L212 26 Q184 44 158 108Z", steel)
        + shape("M160 146 L174 140 L212 26 Q190 76 160 146Z", dark(steel, 0.18))
        + stroke("M158 150 L130 196", grip, 18)
        + turned(20, ring(loop, grip), 104, 227)
    )


def tapes(first: str, second: str) -> str:
    return ground(160, 112) + moved(-4, 0, _tape(first)) + moved(122, 92, _tape(second), 0.65)


def _tape(colour: str) -> str:
    hole = "M120 98 a82 82 0 1 0 0.1 0Z M120 136 a44 44 0 1 1 -0.1 0Z"
    core = "M120 128 a52 52 0 1 0 0.1 0Z M120 136 a44 44 0 1 1 -0.1 0Z"
    return (
        moved(16, 0, ring(hole, dark(colour, 0.24)))
        + ring(hole, colour)
        + ring(core, "#CDA877")
        + stroke("M62 138 Q82 112 112 108", light(colour, 0.35), 7)
    )


def cards(paper: str, seal: str) -> str:
    return (
        ground(160, 116)
        + turned(-6, box(70, 84, 180, 124, light(seal, 0.1), 6)
                 + box(86, 100, 148, 92, light(seal, 0.3), 4), 160, 150)
        + box(56, 128, 208, 134, paper, 8)
        + shape("M56 254 V136 L136 204Z", dark(paper, 0.07))
        + shape("M264 254 V136 L184 204Z", dark(paper, 0.13))
        + shape("M60 131 Q56 128 64 128 H256 Q264 128 260 131 L172 206 Q160 216 148 206Z",
                dark(paper, 0.2))
        + shape("M64 128 H256 Q262 128 258 131 L170 198 Q160 206 150 198 L62 131 Q58 128 64 128Z",
                light(paper, 0.3))
        + oval(160, 196, 21, 21, dark(seal))
        + oval(158, 194, 19, 19, seal)
        + stroke("M150 194 L156 201 L167 188", light(seal, 0.5), 4)
    )  # fmt: skip


def calendar(head: str) -> str:
    days = "".join(
        box(88 + 31 * column, 138 + 30 * row, 20, 18, dark(PAPER, 0.14), 4)
        for row in range(4)
        for column in range(5)
    )
    return (
        ground(160, 108)
        + box(76, 70, 182, 192, dark(PAPER, 0.24), 10)
        + box(68, 62, 184, 200, "#FBF6EC", 10)
        + shape("M78 62 H242 Q252 62 252 72 V114 H68 V72 Q68 62 78 62Z", head)
        + shape("M212 62 H242 Q252 62 252 72 V114 H212Z", dark(head))
        + box(90, 82, 78, 12, light(head, 0.6), 6)
        + days
        + box(150, 168, 20, 18, head, 4)
        + "".join(box(x, 46, 10, 30, dark(STEEL, 0.35), 5) for x in (100, 155, 210))
    )


def ink(colour: str) -> str:
    return (
        ground(160, 92)
        + shape("M92 168 Q94 142 122 136 H198 Q226 142 228 168 V246 Q228 262 212 262 H108 "
                "Q92 262 92 246Z", colour)
        + shape("M188 136 H198 Q226 142 228 168 V246 Q228 262 212 262 H188Z", dark(colour))
        + box(102, 162, 14, 84, light(colour, 0.3), 7)
        + box(130, 118, 60, 20, dark(colour, 0.35))
        + box(118, 74, 84, 48, CHARCOAL, 8)
        + box(118, 74, 84, 14, light(CHARCOAL, 0.18), 7)
        + far_end(182, 74, 20, 48, dark(CHARCOAL, 0.5), 8)
        + box(126, 178, 68, 54, PAPER, 8)
        + shape("M160 188 Q174 206 160 220 Q146 206 160 188Z", colour)
    )  # fmt: skip


def pencil_case(colour: str, zip_colour: str = BRASS) -> str:
    return (
        ground(160, 122)
        + shape("M74 136 Q48 136 48 160 H272 Q272 136 246 136Z", light(colour, 0.14))
        + solid(upright(48, 272, 158, radius=26), colour, lit=(0.03, 0.07), far=0.78)
        + box(48, 152, 224, 13, dark(colour, 0.42), 3)
        + "".join(box(x, 155, 7, 7, zip_colour) for x in range(62, 262, 14))
        + stroke("M84 164 V190", zip_colour, 7)
        + box(78, 186, 13, 26, zip_colour, 5)
        + box(144, 192, 78, 44, PAPER, 8)
        + box(160, 206, 46, 6, colour, 3)
        + box(160, 219, 30, 6, colour, 3)
    )
