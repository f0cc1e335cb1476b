"""Toys, games, and the boxes that hold sets of things."""

from __future__ import annotations

from .svg import (
    BEECH,
    CHARCOAL,
    PAPER,
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


def bear(fur: str, muzzle: str = "#EAD8BC", scarf: str = "#B5432F") -> str:
    return (
        ground(160, 100)
        + oval(102, 240, 34, 22, dark(fur, 0.12))
        + oval(218, 240, 34, 22, dark(fur, 0.24))
        + oval(160, 206, 62, 56, fur)
        + shape("M194 160 Q222 178 222 206 Q218 262 160 262 Q214 236 194 160Z", dark(fur))
        + oval(158, 214, 35, 35, muzzle)
        + turned(30, oval(96, 190, 20, 36, fur), 96, 190)
        + turned(-30, oval(224, 190, 20, 36, dark(fur)), 224, 190)
        + oval(112, 66, 25, 25, fur)
        + oval(208, 66, 25, 25, dark(fur))
        + oval(112, 67, 13, 13, muzzle)
        + oval(208, 67, 13, 13, dark(muzzle, 0.1))
        + oval(160, 108, 70, 60, fur)
        + shape("M196 57 Q230 76 230 108 Q226 164 164 168 Q222 134 196 57Z", dark(fur))
        + oval(160, 126, 32, 26, muzzle)
        + oval(160, 114, 12, 8, CHARCOAL)
        + stroke("M160 122 V132 M148 137 Q154 142 160 134 Q166 142 172 137", CHARCOAL, 4)
        + oval(132, 98, 7, 8, CHARCOAL)
        + oval(188, 98, 7, 8, CHARCOAL)
        + shape("M104 152 Q160 184 216 152 L220 168 Q160 204 100 168Z", scarf)
        + shape("M184 176 L206 170 L214 220 L190 222Z", dark(scarf))
    )


def blocks(first: str, second: str, third: str) -> str:
    return (
        ground(164, 116)
        + _block(50, 168, first)
        + _block(156, 168, second)
        + _block(98, 74, third)
        + leaf(138, 122, 44, -40, PAPER)
        + oval(90, 216, 19, 19, PAPER)
        + shape("M196 196 L220 236 H172Z", PAPER)
    )


def _block(x: float, y: float, colour: str) -> str:
    """A cube with its near face at (x, y), 80 wide; top and right side seen."""
    return (
        box(x, y + 14, 80, 80, colour, 5)
        + shape(f"M{x + 2} {y + 14} L{x + 24} {y - 6} H{x + 104} L{x + 80} {y + 16}Z",
                light(colour, 0.24))
        + shape(f"M{x + 79} {y + 17} L{x + 104} {y - 6} V{y + 70} L{x + 79} {y + 93}Z",
                dark(colour, 0.22))
    )  # fmt: skip


def carton(colour: str, inner: str) -> str:
    """A lidded box seen from three quarters; `inner` is drawn on its near face, 40–228 × 96–262."""
    return (
        ground(158, 116)
        + shape("M40 100 L66 78 H264 L232 100Z", light(colour, 0.26))
        + shape("M228 100 L264 78 V234 Q264 240 260 243 L228 262Z", dark(colour, 0.24))
        + box(40, 98, 190, 164, colour, 6)
        + inner
    )


def puzzle(colour: str, sky: str, hill: str) -> str:
    seams = (
        "M108 114 V138 q14 -6 14 8 q0 14 -14 8 V224 M162 114 V174 q-14 -6 -14 8 q0 14 14 8 V224 "
        "M56 150 H74 q-6 -14 8 -14 q14 0 8 14 H128 q-6 14 8 14 q14 0 8 -14 H214 "
        "M56 188 H128 q-6 -14 8 -14 q14 0 8 14 H180 q-6 14 8 14 q14 0 8 -14 H214"
    )
    return carton(
        colour,
        box(56, 114, 158, 110, sky, 4)
        + oval(184, 142, 14, 14, "#F4CF7A")
        + shape("M56 200 L98 144 L132 188 L158 162 L214 212 V220 Q214 224 210 224 H60 Q56 224 "
                "56 220Z", hill)
        + shape("M56 214 Q120 190 214 214 V220 Q214 224 210 224 H60 Q56 224 56 220Z", dark(hill))
        + stroke(seams, light(sky, 0.5), 2.5)
        + box(56, 237, 92, 9, PAPER, 4.5),
    )  # fmt: skip


def gift_box(colour: str, ribbon: str) -> str:
    return (
        ground(160, 114)
        + box(64, 138, 192, 124, colour, 6)
        + shape("M212 138 H250 Q256 138 256 144 V256 Q256 262 250 262 H212Z", dark(colour))
        + box(140, 138, 38, 124, ribbon)
        + box(166, 138, 12, 124, dark(ribbon))
        + box(52, 106, 216, 42, light(colour, 0.12), 7)
        + shape("M220 106 H261 Q268 106 268 113 V141 Q268 148 261 148 H220Z", dark(colour, 0.08))
        + box(140, 106, 38, 42, light(ribbon, 0.12))
        + shape("M158 106 Q92 112 90 76 Q94 48 126 60 Q152 72 158 106Z", ribbon)
        + shape("M160 106 Q226 112 228 76 Q224 48 192 60 Q166 72 160 106Z", dark(ribbon))
        + shape("M150 100 Q112 100 110 80 Q118 66 132 76 Q146 86 150 100Z", dark(ribbon, 0.34))
        + shape("M168 100 Q206 100 208 80 Q200 66 186 76 Q172 86 168 100Z", dark(ribbon, 0.46))
        + oval(159, 102, 15, 14, light(ribbon, 0.1))
    )


def car(colour: str) -> str:
    return (
        ground(160, 124)
        + shape("M92 166 Q100 110 124 106 H192 Q214 110 232 166Z", colour)
        + shape("M112 164 Q118 126 130 124 H154 V164Z", "#D5E4EA")
        + shape("M166 124 H188 Q200 128 212 164 H166Z", "#BFD3DC")
        + shape("M34 196 Q34 164 62 162 H262 Q290 168 288 204 V222 Q288 236 274 236 H48 "
                "Q34 236 34 222Z", colour)
        + shape("M34 212 H288 V222 Q288 236 274 236 H48 Q34 236 34 222Z", dark(colour))
        + box(262, 182, 26, 16, "#F6DC94", 8)
        + box(130, 184, 26, 7, dark(colour, 0.3), 3.5)
        + "".join(
            oval(x, 232, 32, 32, BEECH) + oval(x, 232, 20, 20, dark(BEECH, 0.14))
            + oval(x, 232, 7, 7, CHARCOAL)
            for x in (94, 228)
        )
    )  # fmt: skip


def spinning_top(colour: str, band: str) -> str:
    return ground(150, 82) + turned(
        9,
        shape("M154 46 Q160 38 166 46 L168 108 H152Z", BEECH)
        + shape("M161 42 Q164 42 166 46 L168 108 H161Z", dark(BEECH))
        + shape("M58 142 Q70 106 160 104 Q250 106 262 142 Q246 184 176 250 Q160 266 144 250 "
                "Q74 184 58 142Z", colour)
        + shape("M206 108 Q254 116 262 142 Q246 184 176 250 Q166 260 160 262 Q222 180 206 108Z",
                dark(colour))
        + shape("M62 152 Q160 184 258 152 Q250 168 238 182 Q160 204 82 182 Q70 168 62 152Z", band)
        + shape("M217 162 Q240 158 258 152 Q250 168 238 182 Q226 186 212 188Z", dark(band))
        + oval(160, 124, 70, 11, light(colour, 0.26)),
        160, 262,
    )  # fmt: skip


def playing_cards(back: str, suit: str = "#B5432F") -> str:
    heart = "M160 196 Q122 166 130 142 Q142 126 160 146 Q178 126 190 142 Q198 166 160 196Z"
    return (
        ground(160, 104)
        + turned(-16, box(92, 66, 124, 182, back, 12)
                 + box(104, 78, 100, 158, light(back, 0.18), 8)
                 + box(114, 88, 80, 138, back, 6), 160, 250)
        + turned(12, box(104, 66, 124, 186, "#FBF6EC", 12)
                 + shape("M200 66 H216 Q228 66 228 78 V240 Q228 252 216 252 H200Z",
                         dark("#FBF6EC", 0.06))
                 + turned(0, shape(heart, suit))
                 + oval(122, 88, 7, 7, suit)
                 + oval(210, 230, 7, 7, suit), 160, 250)
    )  # fmt: skip


def rainbow(outer: str, middle: str, inner: str, core: str) -> str:
    arcs = ""
    for radius, colour in ((116, outer), (88, middle), (60, inner), (32, core)):
        hole = radius - 28
        path = (
            f"M{160 - radius} 262 V234 A{radius} {radius} 0 0 1 {160 + radius} 234 V262 "
            f"H{160 + hole} V234 A{hole} {hole} 0 0 0 {160 - hole} 234 V262Z"
            if hole > 8
            else f"M{160 - radius} 262 V234 A{radius} {radius} 0 0 1 {160 + radius} 234 V262Z"
        )
        half = radius * 0.7071
        far = (
            f"M{160 + half:.1f} {234 - half:.1f} A{radius} {radius} 0 0 1 {160 + radius} 234 "
            f"V262 H{160 + hole} V234 A{hole} {hole} 0 0 0 {160 + hole * 0.7071:.1f} "
            f"{234 - hole * 0.7071:.1f}Z"
        )
        arcs += shape(path, colour) + shape(far, dark(colour))
    return ground(160, 126) + arcs


def kite(first: str, second: str) -> str:
    return (
        ground(160, 78)
        + stroke("M160 206 Q120 224 152 240 Q186 252 150 262", CHARCOAL, 4)
        + shape("M160 34 L236 110 L160 212 L84 110Z", first)
        + shape("M160 34 L236 110 L160 110Z", second)
        + shape("M84 110 L160 110 L160 212Z", light(second, 0.1))
        + shape("M160 110 L236 110 L160 212Z", dark(first))
        + stroke("M160 40 V206 M90 110 H230", dark(BEECH, 0.3), 4)
        + shape("M136 222 l14 8 l-14 10 l-4 -10Z", second)
        + shape("M166 240 l16 -2 l-4 14 l-12 -4Z", first)
    )
