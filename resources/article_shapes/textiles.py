"""What is woven, knitted and sewn."""

from __future__ import annotations

from .svg import (
    PAPER,
    WOOD,
    Body,
    box,
    dark,
    ground,
    leaf,
    light,
    mix,
    oval,
    shape,
    solid,
    stroke,
    turned,
)


def sock(colour: str, stripe: str) -> str:
    leg = (
        "M108 62 H208 V166 Q208 186 232 194 Q266 206 266 232 Q264 262 228 262 H140 "
        "Q106 262 106 226Z"
    )
    far = (
        "M166 62 H208 V166 Q208 186 232 194 Q266 206 266 232 Q264 262 228 262 H218 "
        "Q228 222 196 212 Q166 204 166 170Z"
    )
    return (
        ground(182, 96)
        + shape(leg, colour)
        + shape(far, dark(colour))
        + box(107, 84, 101, 10, stripe)
        + box(107, 104, 101, 10, stripe)
        + shape("M106 222 Q138 214 148 262 H140 Q106 262 106 226Z", dark(colour, 0.28))
        + box(100, 40, 116, 30, dark(colour, 0.3), 8)
        + box(166, 40, 50, 30, dark(colour, 0.4), 8)
    )


def towels(first: str, second: str) -> str:
    return (
        ground(160, 116)
        + _fold(214, first)
        + _fold(166, second)
        + _fold(118, first)
    )  # fmt: skip


def _fold(y: float, colour: str) -> str:
    """One folded towel, 48 high: a round fold to the left, layers to the right."""
    return (
        shape(f"M76 {y} H258 Q266 {y} 266 {y + 8} V{y + 40} Q266 {y + 48} 258 {y + 48} H76 "
              f"Q52 {y + 48} 52 {y + 24} Q52 {y} 76 {y}Z", colour)
        + shape(f"M60 {y + 34} Q66 {y + 48} 76 {y + 48} H258 Q266 {y + 48} 266 {y + 40} V{y + 34}Z",
                dark(colour))
        + box(80, y + 22, 186, 4, dark(colour, 0.22), 2)
        + box(206, y, 8, 48, light(colour, 0.5))
        + box(222, y, 8, 48, light(colour, 0.5))
    )  # fmt: skip


def apron(colour: str, strap: str = WOOD) -> str:
    body = (
        "M124 92 H196 Q198 136 232 150 V248 Q232 262 218 262 H102 Q88 262 88 248 V150 "
        "Q122 136 124 92Z"
    )
    return (
        ground(160, 96)
        + stroke("M128 96 Q122 34 160 34 Q198 34 192 96", strap, 9)
        + stroke("M92 158 Q62 166 60 204", strap, 8)
        + stroke("M228 158 Q258 166 260 204", strap, 8)
        + shape(body, colour)
        + shape("M180 92 H196 Q198 136 232 150 V248 Q232 262 218 262 H198 Q204 170 180 92Z",
                dark(colour))
        + box(124, 92, 72, 12, light(colour, 0.2))
        + box(116, 178, 88, 56, dark(colour, 0.28), 8)
        + box(116, 178, 88, 11, light(colour, 0.2), 5)
        + stroke("M160 192 V232", dark(colour, 0.1), 4)
    )  # fmt: skip


def throw(colour: str, check: str) -> str:
    """A folded wool throw with a fringe."""
    fringe = "".join(stroke(f"M{x} 232 V258", light(check, 0.1), 5) for x in range(76, 252, 12))
    return (
        ground(160, 112)
        + fringe
        + box(60, 86, 200, 152, colour, 14)
        + shape("M214 86 H246 Q260 86 260 100 V224 Q260 238 246 238 H214Z", dark(colour))
        + "".join(box(x, 86, w, 152, check) for x, w in ((92, 14), (112, 5), (176, 14), (196, 5)))
        + "".join(box(60, y, 200, h, light(check, 0.24)) for y, h in ((120, 12), (138, 5)))
        + "".join(box(x, 120, 14, 12, check) for x in (92, 176))
        + box(60, 176, 200, 62, mix(colour, "#101C2A", 0.1), 14)
        + "".join(box(x, 176, w, 62, dark(check)) for x, w in ((92, 14), (112, 5), (176, 14),
                                                              (196, 5)))
        + box(60, 206, 200, 12, light(check, 0.1))
        + stroke("M66 178 H254", dark(colour, 0.36), 4)
    )  # fmt: skip


def cushion(colour: str, motif: str) -> str:
    outline = (
        "M70 96 Q58 74 82 76 Q160 92 238 76 Q262 74 250 96 Q240 166 252 236 Q258 262 236 260 "
        "Q160 246 84 260 Q62 262 68 236 Q80 166 70 96Z"
    )
    far = "M206 82 Q230 78 238 76 Q262 74 250 96 Q240 166 252 236 Q258 262 236 260 L206 255 Q226 166 206 82Z"  # noqa: E501
    bands = "".join(
        stroke(f"M104 {y} Q130 {y - 22} 156 {y} Q182 {y + 22} 208 {y}", motif, 9)
        for y in (130, 168, 206)
    )
    return ground(160, 108) + shape(outline, colour) + shape(far, dark(colour, 0.13)) + bands


def tote(cloth: str, sign: str) -> str:
    body = Body(82, 238, 122, 74, 246, radius=16)
    return (
        ground(160, 104)
        + stroke("M118 128 Q116 42 160 42 Q204 42 202 128", dark(cloth, 0.18), 11)
        + solid(body, cloth, lit=(0.05, 0.05))
        + box(82, 120, 156, 13, dark(cloth, 0.12), 3)
        + stroke("M152 240 V172", sign, 6)
        + leaf(134, 200, 50, 38, sign)
        + leaf(170, 186, 50, -38, sign)
        + leaf(152, 156, 46, -90, sign)
    )


def oven_mitt(colour: str, cuff: str = PAPER) -> str:
    outline = (
        "M102 226 V112 Q102 44 152 44 Q202 44 202 112 V138 Q214 118 236 120 Q262 126 254 152 "
        "Q244 182 214 200 V226Z"
    )
    far = (
        "M176 54 Q202 70 202 112 V138 Q214 118 236 120 Q262 126 254 152 Q244 182 214 200 V226 H176Z"
    )
    quilt = (
        "M112 76 L168 132 M106 106 L168 168 M106 142 L168 204 M106 178 L140 212 "
        "M106 132 L162 76 M106 168 L168 106 M106 204 L168 142 M134 212 L168 178"
    )
    return (
        ground(164, 88)
        + shape(outline, colour)
        + stroke(quilt, light(colour, 0.16), 3)
        + shape(far, dark(colour))
        + stroke("M202 140 V162", dark(colour, 0.36), 4)
        + box(94, 218, 128, 44, cuff, 10)
        + shape("M184 218 H212 Q222 218 222 228 V252 Q222 262 212 262 H184Z", dark(cuff, 0.12))
        + stroke("M106 240 H210", colour, 5)
    )


def beanie(colour: str, bobble: str = PAPER) -> str:
    ribs = "".join(box(x, 202, 5, 56, dark(colour, 0.36), 2.5) for x in range(82, 240, 18))
    return (
        ground(160, 106)
        + oval(160, 68, 34, 32, bobble)
        + shape("M172 38 Q196 44 194 70 Q190 100 160 100 Q186 78 172 38Z", dark(bobble, 0.12))
        + shape("M76 206 Q76 90 160 90 Q244 90 244 206Z", colour)
        + shape("M188 95 Q244 108 244 206 H206 Q212 140 188 95Z", dark(colour))
        + stroke("M124 112 Q110 146 108 192 M160 104 V192", dark(colour, 0.14), 4)
        + box(64, 194, 192, 68, dark(colour, 0.16), 16)
        + ribs
    )


def slippers(colour: str, fleece: str = PAPER) -> str:
    return (
        ground(160, 112)
        + turned(-7, _slipper(60, colour, fleece), 105, 262)
        + turned(7, _slipper(170, dark(colour, 0.05), fleece), 215, 262)
    )


def _slipper(x: float, colour: str, fleece: str) -> str:
    """One slipper seen from above, its toe to the viewer; `x` is its left side, 90 wide."""
    return (
        box(x, 58, 90, 204, "#8A6A4C", 44)
        + box(x + 4, 58, 82, 194, fleece, 40)
        + box(x + 18, 74, 54, 130, dark(fleece, 0.14), 27)
        + shape(f"M{x} 150 Q{x + 45} 178 {x + 90} 150 V212 Q{x + 86} 258 {x + 45} 258 "
                f"Q{x + 4} 258 {x} 212Z", colour)
        + shape(f"M{x + 62} 164 Q{x + 78} 160 {x + 90} 150 V212 Q{x + 86} 258 {x + 45} 258 "
                f"Q{x + 74} 232 {x + 62} 164Z", dark(colour))
        + stroke(f"M{x + 3} 153 Q{x + 45} 180 {x + 87} 153", fleece, 13)
    )  # fmt: skip


def yarn(colour: str) -> str:
    threads = (
        "M92 142 Q150 104 226 150", "M80 172 Q150 128 240 182", "M84 204 Q150 156 236 214",
        "M104 236 Q156 190 214 242",
    )  # fmt: skip
    across = ("M120 112 Q104 170 138 244", "M146 100 Q136 130 140 140")
    return (
        ground(168, 104)
        + stroke("M226 248 Q262 262 286 250", dark(colour, 0.1), 7)
        + oval(160, 176, 88, 86, colour)
        + shape("M196 98 Q248 124 248 176 Q246 256 160 262 Q240 210 196 98Z", dark(colour))
        + "".join(stroke(path, light(colour, 0.28), 6) for path in threads)
        + "".join(stroke(path, dark(colour, 0.22), 6) for path in across)
    )
