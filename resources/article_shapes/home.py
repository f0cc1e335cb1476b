"""What makes a room: light, plants, soap, brushes, clocks; tools and toys are elsewhere."""

from __future__ import annotations

from .svg import (
    BEECH,
    BRASS,
    CHARCOAL,
    LEAF,
    PAPER,
    STEEL,
    WOOD,
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
    shape,
    solid,
    stroke,
    turned,
    upright,
)

_WAX = "#F5EBD6"


def _flame(cx: float, cy: float) -> str:
    return (
        shape(f"M{cx:g} {cy - 28:g} Q{cx + 17:g} {cy - 2:g} {cx + 9:g} {cy + 10:g} "
              f"Q{cx:g} {cy + 19:g} {cx - 9:g} {cy + 10:g} Q{cx - 17:g} {cy - 2:g} "
              f"{cx:g} {cy - 28:g}Z", "#EFA52F")
        + oval(cx, cy + 5, 4.5, 8, "#FBE3A0")
    )  # fmt: skip


def candle_jar(wax: str, sign: str = "") -> str:
    line = sign or dark(wax, 0.42)
    return (
        ground(160, 98)
        + solid(upright(90, 230, 116, radius=20), wax, lit=(0.0001, 0.17), far=0.82)
        + box(86, 102, 148, 34, _WAX, 15)
        + box(158, 78, 4, 30, CHARCOAL)
        + _flame(160, 62)
        + label(110, 166, 100, 66, line)
    )


def pillar_candles(first: str, second: str) -> str:
    return (
        ground(160, 108)
        + _pillar(64, 144, 132, first)
        + _pillar(158, 254, 176, second)
    )  # fmt: skip


def _pillar(left: float, right: float, top: float, colour: str) -> str:
    middle = (left + right) / 2
    return (
        solid(upright(left, right, top, radius=12), colour)
        + oval(middle, top, (right - left) / 2, 11, light(colour, 0.35))
        + oval(middle, top + 1, (right - left) / 2 - 12, 6, dark(colour, 0.08))
        + box(middle - 2, top - 20, 4, 22, CHARCOAL)
        + _flame(middle, top - 36)
    )


def taper_candles(colour: str, band: str) -> str:
    sticks = "".join(
        shape(f"M{x} 72 Q{x + 13} 58 {x + 26} 72 L{x + 30} 262 H{x - 4}Z", tone)
        + shape(f"M{x + 17} 65 Q{x + 23} 67 {x + 26} 72 L{x + 30} 262 H{x + 15}Z", dark(tone))
        + stroke(f"M{x + 13} 64 V46", dark(PAPER, 0.5), 4)
        for x, tone in ((98, colour), (146, light(colour, 0.12)), (194, colour))
    )
    return (
        ground(160, 88)
        + sticks
        + box(84, 158, 150, 46, PAPER, 5)
        + far_end(200, 158, 34, 46, dark(PAPER, 0.1), 5)
        + box(106, 172, 66, 7, band, 3.5)
        + box(106, 186, 40, 6, band, 3)
    )


def lamp(colour: str, shade: str) -> str:
    return (
        ground(160, 92)
        + oval(160, 254, 58, 12, dark(colour, 0.3))
        + oval(160, 248, 58, 12, colour)
        + box(152, 156, 16, 92, colour, 4)
        + box(161, 156, 7, 92, dark(colour), 3)
        + shape("M116 52 H204 L250 160 Q160 178 70 160Z", shade)
        + shape("M178 52 H204 L250 160 Q226 166 200 168Z", dark(shade, 0.13))
        + shape("M128 62 H140 L118 158 L96 154Z", light(shade, 0.35))
        + oval(160, 52, 44, 8, dark(shade, 0.22))
        + stroke("M196 168 V196", BRASS, 3)
        + oval(196, 201, 5, 6, BRASS)
    )


def potted_plant(pot: str, green: str = LEAF) -> str:
    blades = (
        ("M160 176 Q86 168 66 92 Q132 96 160 176Z", dark(green, 0.06)),
        ("M160 176 Q234 168 254 92 Q188 96 160 176Z", dark(green, 0.24)),
        ("M158 176 Q92 122 112 56 Q160 92 164 176Z", light(green, 0.1)),
        ("M162 176 Q228 122 208 56 Q160 92 156 176Z", dark(green, 0.14)),
        ("M160 178 Q128 104 160 38 Q192 104 160 178Z", green),
    )
    return (
        ground(160, 86)
        + "".join(shape(path, tone) for path, tone in blades)
        + stroke("M160 166 V76", light(green, 0.25), 3)
        + solid(Body(102, 218, 186, 118, 202, radius=12), pot)
        + box(94, 166, 132, 30, pot, 7)
        + box(94, 186, 132, 10, dark(pot, 0.2), 4)
        + shape("M196 166 H219 Q226 166 226 173 V189 Q226 196 219 196 H196Z", dark(pot))
    )


def empty_pot(pot: str, saucer: str) -> str:
    return (
        ground(160, 104)
        + box(74, 240, 172, 22, saucer, 11)
        + far_end(198, 240, 48, 22, dark(saucer), 11)
        + solid(Body(88, 232, 116, 112, 208, 246, 10), pot)
        + box(78, 88, 164, 40, pot, 8)
        + box(78, 116, 164, 12, dark(pot, 0.22), 5)
        + shape("M206 88 H234 Q242 88 242 96 V120 Q242 128 234 128 H206Z", dark(pot))
        + oval(160, 89, 80, 11, light(pot, 0.2))
        + oval(160, 90, 68, 7.5, dark(pot, 0.55))
    )


def watering_can(colour: str) -> str:
    return (
        ground(164, 104)
        + stroke("M196 148 Q190 74 236 88 Q282 104 250 196", dark(colour, 0.14), 13)
        + stroke("M116 222 L56 118", dark(colour, 0.06), 18)
        + shape("M28 118 L70 88 Q78 104 72 110 L44 130 Q34 132 28 118Z", dark(colour, 0.24))
        + solid(Body(112, 240, 142, 104, 248, radius=18), colour)
        + oval(176, 142, 64, 13, dark(colour, 0.4))
        + shape("M112 142 A64 13 0 0 1 186 129.2 L176 142Z", light(colour, 0.2))
        + box(108, 186, 136, 6, dark(colour, 0.24))
    )


def soap(colour: str, wrap: str) -> str:
    return (
        ground(160, 118)
        + shape("M46 188 Q46 152 84 152 H236 Q274 152 274 188 V228 Q274 262 236 262 H84 "
                "Q46 262 46 228Z", dark(colour))
        + box(46, 146, 228, 84, colour, 36)
        + box(62, 154, 196, 56, light(colour, 0.26), 26)
        + box(112, 146, 96, 116, wrap)
        + box(112, 230, 96, 32, dark(wrap, 0.16))
        + leaf(160, 182, 52, -28, light(colour, 0.1))
        + box(136, 206, 48, 6, light(colour, 0.1), 3)
    )  # fmt: skip


def soap_bottle(glass: str, paper: str = PAPER) -> str:
    return (
        ground(160, 84)
        + stroke("M160 84 V64 H118 Q108 64 108 76", CHARCOAL, 11)
        + box(152, 84, 16, 26, dark(CHARCOAL, 0.3))
        + box(136, 102, 48, 24, CHARCOAL, 5)
        + shape("M112 150 Q114 124 140 124 H180 Q206 124 208 150 V248 Q208 262 194 262 H126 "
                "Q112 262 112 248Z", glass)
        + shape("M176 124 H180 Q206 124 208 150 V248 Q208 262 194 262 H184 V150 Q184 132 176 124Z",
                dark(glass))
        + box(121, 150, 10, 100, light(glass, 0.3), 5)
        + box(112, 166, 96, 70, paper)
        + box(184, 166, 24, 70, dark(paper, 0.1))
        + box(128, 184, 46, 7, glass, 3.5)
        + box(128, 200, 32, 7, glass, 3.5)
    )  # fmt: skip


def hand_brush(wood: str, hair: str = CHARCOAL) -> str:
    tufts = "".join(
        shape(f"M{x} 196 H{x + 15} L{x + 14} 262 H{x - 1}Z", dark(hair, 0.3) if x > 210 else hair)
        for x in range(66, 248, 19)
    )
    return (
        ground(160, 112)
        + tufts
        + shape("M52 196 Q50 128 160 128 Q270 128 268 196 Q268 206 258 206 H62 Q52 206 52 196Z",
                wood)
        + shape("M204 133 Q270 142 268 196 Q268 206 258 206 H222 Q228 160 204 133Z", dark(wood))
        + shape("M74 168 Q92 144 136 141 L134 151 Q100 155 84 174Z", light(wood, 0.35))
        + box(52, 192, 216, 14, dark(wood, 0.24), 6)
    )  # fmt: skip


def dish_brush(wood: str, hair: str = "#E9DDC3") -> str:
    tufts = "".join(
        turned(angle, box(155, 30, 10, 72, tone, 4), 160, 106)
        for angle, tone in zip(range(-60, 61, 12), (hair, dark(hair, 0.12)) * 6, strict=False)
    )
    return ground(152, 96, 254) + turned(
        38,
        tufts
        + oval(160, 108, 40, 24, wood)
        + shape("M172 85 Q200 92 200 108 Q198 130 160 132 Q184 118 172 85Z", dark(wood))
        + stroke("M160 134 V150", STEEL, 8)
        + shape("M150 148 H170 L172 288 Q160 308 148 288Z", wood)
        + shape("M161 148 H170 L172 288 Q167 296 161 298Z", dark(wood)),
    )


def vase(colour: str, stem: str = "#B79A63") -> str:
    ears = "".join(
        leaf(x, y, 30, angle, tone)
        for x, y, angle, tone in (
            (108, 66, 58, stem), (122, 44, 62, light(stem, 0.2)), (160, 40, 90, stem),
            (160, 68, 90, light(stem, 0.2)), (202, 46, 118, stem), (214, 70, 122, dark(stem)),
        )
    )  # fmt: skip
    return (
        ground(160, 80)
        + "".join(stroke(path, dark(stem, 0.1), 4)
                  for path in ("M152 146 L112 56", "M160 146 V50", "M168 146 L208 56"))
        + ears
        + shape("M136 124 H184 Q180 152 200 172 Q224 196 216 232 Q210 262 180 262 H140 "
                "Q110 262 104 232 Q96 196 120 172 Q140 152 136 124Z", colour)
        + shape("M168 124 H184 Q180 152 200 172 Q224 196 216 232 Q210 262 180 262 H166 "
                "Q208 214 168 124Z", dark(colour))
        + shape("M128 180 Q112 202 116 232 Q126 236 126 222 Q124 202 138 184Z", light(colour, 0.3))
        + oval(160, 124, 24, 6, dark(colour, 0.42))
    )  # fmt: skip


def frame(wood: str) -> str:
    return (
        ground(160, 96)
        + box(76, 48, 172, 214, dark(wood, 0.24), 4)
        + box(72, 48, 168, 214, wood, 4)
        + box(86, 62, 140, 186, "#FBF6EC", 2)
        + box(108, 88, 96, 134, "#C9DCE4")
        + oval(178, 116, 13, 13, "#F0C46A")
        + shape("M108 190 L140 138 L164 174 L182 152 L204 184 V222 H108Z", "#6E8F86")
        + shape("M108 206 Q150 186 204 208 V222 H108Z", "#4C6F5E")
    )


def clock(colour: str) -> str:
    ticks = "".join(
        turned(30 * i, box(157.5, 76, 5, 16 if i % 3 == 0 else 9, CHARCOAL, 2), 160, 156)
        for i in range(12)
    )
    return (
        ground(160, 84)
        + oval(164, 158, 104, 104, dark(colour, 0.3))
        + oval(158, 156, 104, 104, colour)
        + oval(160, 156, 88, 88, "#FBF6EC")
        + ticks
        + stroke("M160 156 L160 100", CHARCOAL, 7)
        + stroke("M160 156 L200 178", CHARCOAL, 7)
        + oval(160, 156, 8, 8, "#B5432F")
    )


def doormat(colour: str, line: str) -> str:
    rows = "".join(
        stroke(f"M{96 - 10 * i} {170 + 22 * i} H{224 + 10 * i}", line, 7) for i in range(4)
    )
    return (
        ground(160, 128, 262, 14)
        + shape("M84 142 H236 Q244 142 248 150 L290 244 Q296 258 282 258 H38 Q24 258 30 244 "
                "L72 150 Q76 142 84 142Z", dark(colour, 0.3))
        + shape("M84 138 H236 Q244 138 248 146 L290 238 Q294 250 282 250 H38 Q26 250 30 238 "
                "L72 146 Q76 138 84 138Z", colour)
        + rows
    )  # fmt: skip


def lantern(metal: str) -> str:
    return (
        ground(160, 84)
        + stroke("M128 84 Q128 36 160 36 Q192 36 192 84", metal, 8)
        + shape("M120 104 L140 76 H180 L200 104Z", metal)
        + box(108, 102, 104, 16, dark(metal, 0.2), 4)
        + box(118, 118, 84, 124, mix("#EFCB80", "#FFFFFF", 0.2))
        + solid(upright(138, 182, 186, 242, 4), _WAX)
        + box(158, 174, 4, 14, CHARCOAL)
        + _flame(160, 158)
        + "".join(box(x, 118, 9, 126, metal) for x in (114, 197))
        + box(155, 118, 10, 8, dark(metal, 0.2))
        + box(102, 240, 116, 22, metal, 5)
        + far_end(184, 240, 34, 22, dark(metal, 0.2), 5)
    )


def coat_hooks(wood: str = WOOD) -> str:
    hooks = "".join(
        stroke(f"M{x} 150 V186 Q{x} 210 {x + 22} 208 Q{x + 30} 204 {x + 28} 194", CHARCOAL, 10)
        + oval(x, 148, 13, 13, CHARCOAL)
        + oval(x - 2, 146, 5, 5, light(CHARCOAL, 0.25))
        for x in (92, 160, 228)
    )
    return (
        ground(160, 124, 262, 11)
        + box(38, 112, 244, 72, wood, 12)
        + shape("M38 166 H282 V172 Q282 184 270 184 H50 Q38 184 38 172Z", dark(wood))
        + stroke("M58 128 H128", light(BEECH, 0.2), 4)
        + hooks
        + oval(54, 148, 4, 4, BRASS)
        + oval(266, 148, 4, 4, BRASS)
    )
