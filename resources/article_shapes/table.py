"""What a table is laid with: mugs, cups, bowls, plates, glasses."""

from __future__ import annotations

from .svg import (
    BEECH,
    FOOT,
    PAPER,
    Body,
    box,
    dark,
    dots,
    ground,
    leaf,
    light,
    mix,
    oval,
    shape,
    solid,
    stroke,
)

_SPECKLES = (
    (103, 127, 3.5, 3.5),
    (139, 114, 5.5, 4.5),
    (196, 114, 3.5, 4.5),
    (171, 139, 6.5, 3.5),
    (94, 158, 5.5, 3.2),
    (123, 164, 3.5, 4.5),
    (155, 183, 5.5, 3.2),
    (103, 202, 3.5, 3.2),
    (189, 196, 6.5, 4.5),
    (164, 215, 6.5, 4.5),
    (135, 228, 5, 4.5),
    (173, 237, 6.5, 3.2),
)


def mug(colour: str, rim: str = "", speckle: str = "#FFFFFF") -> str:
    body = Body(72, 218, 90, 82, 208, radius=25)
    edge = rim or dark(colour, 0.42)
    return (
        ground(160, 106)
        + stroke("M214 120 H226 A44 44 0 0 1 226 208 H212", colour, 18)
        + solid(body, colour)
        + dots(_SPECKLES, speckle)
        + oval(145, 88, 74, 13.5, edge)
        + oval(145, 89, 64, 9.5, mix(edge, "#10161C", 0.5))
    )


def cup_and_saucer(colour: str) -> str:
    return (
        ground(156, 118, 266, 12)
        + oval(156, 252, 112, 14, dark(colour, 0.24))
        + oval(156, 247, 112, 14, light(colour, 0.14))
        + oval(156, 246, 60, 7, dark(colour, 0.14))
        + stroke("M218 158 H234 Q262 160 258 184 Q254 206 214 208", dark(colour, 0.08), 14)
        + shape("M84 140 Q86 216 130 246 H182 Q226 216 228 140Z", colour)
        + shape("M190 140 H228 Q226 216 182 246 H160 Q194 210 190 140Z", dark(colour))
        + shape("M98 152 Q102 204 124 228 Q132 226 122 212 Q112 192 112 152Z", light(colour, 0.3))
        + oval(156, 140, 72, 15, light(colour, 0.35))
        + oval(156, 141, 62, 11, "#4A2F21")
        + oval(146, 140, 34, 5, "#6B452F")
    )


def tumbler(glass: str, drink: str) -> str:
    return (
        ground(160, 84)
        + shape("M94 76 H226 L214 248 Q212 262 198 262 H122 Q108 262 106 248Z", light(glass, 0.45))
        + shape("M99 138 H221 L213 238 Q212 250 200 250 H120 Q108 250 107 238Z", drink)
        + shape("M182 138 H221 L213 238 Q212 250 200 250 H176Z", dark(drink))
        + oval(160, 138, 61, 10, light(drink, 0.3))
        + shape("M112 92 H126 L133 240 H122Z", "#FFFFFF")
        + oval(160, 76, 66, 11, glass)
        + oval(160, 77, 58, 7.5, light(glass, 0.7))
    )


def bowl(colour: str, inside: str = "") -> str:
    deep = inside or dark(colour, 0.2)
    return (
        ground(160, 96)
        + shape("M124 244 H196 V254 Q196 262 186 262 H134 Q124 262 124 254Z", dark(colour, 0.3))
        + shape("M52 150 Q58 226 122 250 H198 Q262 226 268 150Z", colour)
        + shape("M214 150 H268 Q262 226 198 250 H174 Q216 214 214 150Z", dark(colour))
        + shape("M66 164 Q76 208 106 228 Q114 228 104 216 Q88 196 84 164Z", light(colour, 0.3))
        + oval(160, 150, 108, 25, light(colour, 0.28))
        + oval(160, 152, 98, 19, deep)
        + shape("M68 160 Q160 196 252 160 Q220 171 160 171 Q100 171 68 160Z", light(deep, 0.16))
    )


def plate(colour: str, line: str) -> str:
    return (
        ground(160, 84)
        + oval(164, 158, 104, 104, dark(colour, 0.2))
        + oval(157, 158, 104, 104, colour)
        + oval(157, 158, 95, 95, line)
        + oval(157, 158, 90, 90, colour)
        + oval(157, 158, 65, 65, dark(colour, 0.1))
        + oval(160, 161, 61, 61, light(colour, 0.35))
        + leaf(146, 170, 56, -38, line)
        + leaf(172, 148, 56, -38, line)
    )


def jug(colour: str) -> str:
    return (
        ground(150, 92)
        + stroke("M204 118 C276 104 270 216 212 218", dark(colour, 0.06), 16)
        + shape(
            "M70 66 L98 78 H212 Q204 116 214 142 Q232 186 226 226 Q222 262 190 262 H110 "
            "Q78 262 76 226 Q72 182 92 142 Q100 112 70 66Z",
            colour,
        )
        + shape(
            "M178 78 H212 Q204 116 214 142 Q232 186 226 226 Q222 262 190 262 H166 Q196 200 178 78Z",
            dark(colour),
        )
        + shape("M108 150 Q92 196 98 236 Q108 242 110 230 Q106 196 120 154Z", light(colour, 0.32))
        + shape("M70 66 L98 78 H212 Q214 66 202 62 H92 Q76 60 70 66Z", dark(colour, 0.36))
        + box(84, 196, 140, 7, light(colour, 0.5), 3.5)
    )


def egg_cups(first: str, second: str) -> str:
    return ground(160, 112) + _egg_cup(92, first, "#E8CFB4") + _egg_cup(204, second, PAPER)


def _egg_cup(cx: float, colour: str, egg: str) -> str:
    foot = Body(cx - 16, cx + 16, 218, cx - 34, cx + 34, FOOT, 10)
    return (
        shape(f"M{cx - 36} 164 C{cx - 36} 124 {cx - 20} 92 {cx} 92 C{cx + 20} 92 {cx + 36} 124 "
              f"{cx + 36} 164Z", egg)
        + shape(f"M{cx + 10} 96 C{cx + 28} 108 {cx + 36} 134 {cx + 36} 164 H{cx + 18} "
                f"Q{cx + 24} 124 {cx + 10} 96Z", dark(egg, 0.1))
        + solid(foot, dark(colour, 0.06), far=0.6)
        + shape(f"M{cx - 46} 156 Q{cx - 44} 226 {cx} 230 Q{cx + 44} 226 {cx + 46} 156Z", colour)
        + shape(f"M{cx + 20} 156 H{cx + 46} Q{cx + 44} 226 {cx} 230 Q{cx + 26} 206 {cx + 20} 156Z",
                dark(colour))
        + box(cx - 48, 151, 96, 11, light(colour, 0.25), 5.5)
    )  # fmt: skip


def coasters(colour: str) -> str:
    discs = ""
    for step, tone in enumerate((dark(colour, 0.1), colour, light(colour, 0.12), colour)):
        y = 246 - step * 20
        discs += oval(160, y + 3, 106, 22, dark(tone, 0.28)) + oval(160, y - 7, 106, 22, tone)
    return (
        ground(160, 116, 262, 14)
        + discs
        + oval(160, 179, 88, 17, light(colour, 0.3))
        + oval(160, 179, 80, 15, colour)
        + oval(160, 179, 30, 6, light(colour, 0.3))
    )


def napkin_ring_cloth(cloth: str, wood: str = BEECH) -> str:
    return (
        ground(160, 100)
        + shape("M150 168 Q94 116 76 62 Q108 88 124 74 Q136 100 160 84 Q186 102 198 74 "
                "Q214 88 246 62 Q226 116 170 168Z", cloth)
        + shape("M170 168 Q190 118 198 74 Q214 88 246 62 Q226 116 170 168Z", dark(cloth))
        + stroke("M146 154 Q130 118 124 86", dark(cloth, 0.14), 4)
        + stroke("M160 154 V98", dark(cloth, 0.14), 4)
        + shape("M146 190 Q96 226 92 262 H228 Q224 226 174 190Z", cloth)
        + shape("M174 190 Q224 226 228 262 H184 Q184 224 162 190Z", dark(cloth))
        + box(132, 160, 56, 38, wood, 10)
        + box(168, 160, 20, 38, dark(wood), 8)
    )  # fmt: skip
