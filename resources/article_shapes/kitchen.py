"""What stands on the stove and hangs beside it; the table is laid in `table`."""

from __future__ import annotations

from .svg import (
    BEECH,
    BRASS,
    CHARCOAL,
    PAPER,
    STEEL,
    WOOD,
    Body,
    box,
    dark,
    dots,
    ground,
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


def kettle(colour: str, grip: str = CHARCOAL) -> str:
    body = "M66 246 L86 150 Q158 92 230 150 L252 246 Q254 262 238 262 H80 Q64 262 66 246Z"
    far = "M196 126 Q216 134 230 150 L252 246 Q254 262 238 262 H204 Q220 190 196 126Z"
    return (
        ground(160, 108)
        + stroke("M96 100 Q104 40 158 40 Q212 40 220 100", grip, 16)
        + stroke("M234 186 L272 142", dark(colour, 0.08), 23)
        + shape(body, colour)
        + shape(far, dark(colour, 0.12))
        + box(98, 154, 20, 92, light(colour, 0.4), 10)
        + oval(158, 122, 28, 8, grip)
        + oval(158, 109, 17, 12, grip)
    )


def teapot(colour: str) -> str:
    belly = (
        "M78 192 C78 142 114 120 158 120 C202 120 238 142 238 192 "
        "C238 238 208 262 158 262 C108 262 78 238 78 192Z"
    )
    far = "M200 130 C226 142 238 164 238 192 C238 238 208 262 158 262 C206 244 222 190 200 130Z"
    return (
        ground(158, 100)
        + stroke("M226 154 C292 136 296 230 222 230", dark(colour), 15)
        + shape("M104 238 C58 228 66 180 34 152 Q46 136 62 142 C88 162 92 172 108 176Z", colour)
        + shape(belly, colour)
        + shape(far, dark(colour))
        + oval(112, 176, 11, 25, light(colour, 0.3))
        + oval(158, 123, 50, 11, dark(colour, 0.3))
        + shape("M112 120 Q158 84 204 120 Q158 134 112 120Z", light(colour, 0.08))
        + oval(158, 92, 13, 12, dark(colour, 0.3))
    )


def pan(colour: str, grip: str = WOOD) -> str:
    return (
        ground(132, 94)
        + stroke("M226 206 L292 152", grip, 18)
        + stroke("M216 214 L240 195", dark(STEEL), 13)
        + shape("M34 190 L54 244 Q60 262 80 262 H186 Q206 262 212 244 L232 190Z", colour)
        + shape("M176 190 H232 L212 244 Q206 262 186 262 H166 Q180 226 176 190Z", dark(colour))
        + oval(133, 190, 99, 25, light(colour, 0.22))
        + oval(133, 192, 90, 20, dark(colour, 0.42))
        + shape("M52 200 Q133 236 214 200 Q180 212 133 212 Q86 212 52 200Z", dark(colour, 0.28))
    )


def casserole(colour: str) -> str:
    body = upright(68, 252, 166, radius=30)
    return (
        ground(160, 116)
        + stroke("M66 190 H50 Q38 190 38 202 Q38 214 52 214 H66", dark(colour), 13)
        + stroke("M254 190 H270 Q282 190 282 202 Q282 214 268 214 H254", dark(colour), 13)
        + solid(body, colour, lit=(0.1, 0.22))
        + shape("M62 160 Q70 110 160 110 Q250 110 258 160Z", colour)
        + shape("M206 117 Q252 130 258 160 H214 Q216 136 206 117Z", dark(colour))
        + shape("M92 140 Q104 124 132 121 L128 130 Q108 134 98 144Z", light(colour, 0.3))
        + box(56, 156, 208, 16, dark(colour, 0.3), 8)
        + box(150, 94, 20, 18, dark(BRASS))
        + oval(160, 90, 22, 12, BRASS)
    )


def spoon(wood: str) -> str:
    return ground(160, 98, 256) + turned(
        41,
        shape("M151 120 H169 L167 300 Q160 310 153 300Z", wood)
        + shape("M161 120 H169 L167 300 Q164 305 160 305Z", dark(wood))
        + oval(160, 76, 39, 52, wood)
        + shape("M160 24 A39 52 0 0 1 160 128 Q190 76 160 24Z", dark(wood, 0.1))
        + oval(160, 73, 26, 38, dark(wood, 0.26))
        + oval(156, 78, 19, 30, dark(wood, 0.17)),
    )


def turner(wood: str) -> str:
    slots = "".join(box(x, 42, 8, 54, dark(wood, 0.45), 4) for x in (141, 156, 171))
    return ground(160, 98, 256) + turned(
        41,
        shape("M151 126 H169 L167 300 Q160 310 153 300Z", wood)
        + shape("M161 126 H169 L167 300 Q164 305 160 305Z", dark(wood))
        + shape("M120 22 Q160 10 200 22 L190 112 Q178 132 160 132 Q142 132 130 112Z", wood)
        + shape("M184 18 L200 22 L190 112 Q178 132 160 132 Q180 92 184 18Z", dark(wood))
        + slots,
    )


def whisk(wood: str) -> str:
    loop = "M160 178 C{0} 140 {0} 28 160 24 C{1} 28 {1} 140 160 178"
    wires = "".join(stroke(loop.format(160 - w, 160 + w), STEEL, 6) for w in (62, 38, 14))
    return ground(156, 98, 256) + turned(
        41,
        wires
        + box(148, 172, 24, 16, dark(STEEL), 5)
        + shape("M149 186 H171 L174 292 Q160 312 146 292Z", wood)
        + shape("M161 186 H171 L174 292 Q168 301 160 302Z", dark(wood))
        + oval(160, 288, 4, 4, dark(wood, 0.5)),
    )


def board(wood: str) -> str:
    front = (
        "M84 96 Q84 80 100 80 H130 Q140 80 140 68 V52 Q140 40 152 40 H176 Q188 40 188 52 V68 "
        "Q188 80 198 80 H228 Q244 80 244 96 V246 Q244 262 228 262 H100 Q84 262 84 246Z "
        "M164 52 A9 9 0 1 0 164.1 52Z"
    )
    grain = "".join(
        stroke(path, dark(wood, 0.13), 4)
        for path in ("M106 108 V206", "M128 124 V240", "M152 96 V176", "M190 104 V140")
    )
    return (
        ground(164, 98)
        + ring(front, wood)
        + shape("M214 80 H228 Q244 80 244 96 V246 Q244 262 228 262 H206 V80Z", dark(wood, 0.12))
        + grain
        + stroke("M152 204 V240", dark(wood, 0.13), 4)
    )


def rolling_pin(wood: str) -> str:
    grip = mix(wood, "#7A4A2A", 0.45)
    return ground(160, 112, 240) + turned(
        -32,
        box(22, 148, 276, 24, grip, 12)
        + box(22, 161, 276, 11, dark(grip), 5)
        + box(70, 124, 180, 72, wood, 16)
        + box(82, 136, 156, 12, light(wood, 0.3), 6)
        + shape("M70 168 H250 V180 Q250 196 234 196 H86 Q70 196 70 180Z", dark(wood)),
    )


def knife(grip: str) -> str:
    return ground(160, 104, 244) + turned(
        -40,
        shape("M140 138 H272 Q300 140 312 152 Q286 180 216 180 H140Z", STEEL)
        + shape("M140 160 H304 Q280 180 216 180 H140Z", light(STEEL, 0.42))
        + box(128, 134, 16, 50, dark(STEEL, 0.3), 4)
        + shape("M14 146 Q12 138 24 138 H132 V178 H44 Q16 178 14 146Z", grip)
        + shape("M19 160 H132 V178 H44 Q26 178 19 160Z", dark(grip))
        + dots(((50, 156, 5, 5), (80, 156, 5, 5), (110, 156, 5, 5)), BRASS),
    )


def pepper_mill(wood: str) -> str:
    foot = "M118 262 Q110 262 110 250 Q112 214 132 184 Q138 172 132 158 H188 Q182 172 188 184 Q208 214 210 250 Q210 262 202 262Z"  # noqa: E501
    far = "M168 158 H188 Q182 172 188 184 Q208 214 210 250 Q210 262 202 262 H176 Q184 206 168 158Z"
    return (
        ground(160, 82)
        + shape(foot, wood)
        + shape(far, dark(wood))
        + shape("M134 176 Q130 214 126 246 Q120 250 122 238 Q124 206 134 176Z", light(wood, 0.22))
        + box(124, 146, 72, 15, dark(wood, 0.42), 7)
        + shape("M126 148 Q110 90 160 78 Q210 90 194 148Z", wood)
        + shape("M174 82 Q208 94 194 148 H174 Q186 112 174 82Z", dark(wood))
        + oval(140, 112, 6, 17, light(wood, 0.22))
        + oval(160, 68, 14, 13, BRASS)
        + shape("M164 55.6 A14 13 0 0 1 160 81 Q170 68 164 55.6Z", dark(BRASS))
    )


def grater(grip: str = CHARCOAL) -> str:
    body = Body(112, 208, 104, 88, 232, radius=12)
    rows = ((124, 4), (146, 4), (168, 5), (190, 5), (212, 6), (234, 6))
    holes = [
        (oval_x, y, 5.5, 4.0)
        for y, count in rows
        for oval_x in [_spread(y, count, i) for i in range(count)]
    ]
    return (
        ground(160, 92)
        + stroke("M128 100 Q128 58 160 58 Q192 58 192 100", grip, 15)
        + shape(body.section(0, 1), STEEL)
        + shape(body.section(0.72, 1), dark(STEEL, 0.2))
        + dots(holes, dark(STEEL, 0.55))
        + box(106, 94, 108, 16, grip, 7)
    )


def _spread(y: float, count: int, index: int) -> float:
    """Where hole `index` of a row lies on the grater's near face, which widens downwards."""
    down = (y - 104) / 158
    left, right = 112 - 24 * down, 181 + 11 * down
    return left + (right - left) * (index + 0.5) / count


def scale(colour: str) -> str:
    return (
        ground(160, 112)
        + shape("M60 190 H260 L272 246 Q274 262 258 262 H62 Q46 262 48 246Z", colour)
        + shape("M214 190 H260 L272 246 Q274 262 258 262 H222Z", dark(colour))
        + box(104, 208, 98, 34, dark(colour, 0.6), 8)
        + box(150, 217, 9, 16, "#BFE3C9", 3)
        + box(164, 217, 9, 16, "#BFE3C9", 3)
        + box(178, 217, 9, 16, "#BFE3C9", 3)
        + box(146, 168, 28, 24, dark(STEEL, 0.3))
        + oval(160, 166, 110, 18, dark(STEEL, 0.16))
        + oval(160, 160, 110, 18, light(STEEL, 0.25))
        + oval(160, 160, 92, 12, light(STEEL, 0.45))
    )


def timer(colour: str) -> str:
    ticks = "".join(turned(30 * i, box(158, 90, 4, 12, dark(PAPER, 0.6), 2), 160, 176)
                    for i in range(12))  # fmt: skip
    return (
        ground(160, 88)
        + box(150, 58, 20, 22, dark(STEEL, 0.25), 4)
        + box(138, 50, 44, 16, STEEL, 8)
        + oval(160, 170, 100, 100, dark(colour))
        + oval(157, 168, 97, 97, colour)
        + oval(160, 176, 74, 74, PAPER)
        + ticks
        + _hand()
    )


def _hand() -> str:
    return stroke("M160 176 L196 140", "#B5432F", 9) + oval(160, 176, 11, 11, CHARCOAL)


def mortar(stone: str, wood: str = BEECH) -> str:
    return (
        ground(160, 92)
        + stroke("M188 150 L236 66", wood, 24)
        + stroke("M196 152 L243 70", dark(wood), 8)
        + shape("M72 156 Q76 232 124 250 L118 262 H202 L196 250 Q244 232 248 156Z", stone)
        + shape("M204 156 H248 Q244 232 196 250 L202 262 H178 Q206 214 204 156Z", dark(stone))
        + oval(160, 156, 88, 21, light(stone, 0.3))
        + shape("M80 158 A80 16 0 0 0 240 158 A80 16 0 0 0 80 158Z", dark(stone, 0.5))
        + shape("M178 174 L190 140 L214 150 L204 171Z", wood)
    )
