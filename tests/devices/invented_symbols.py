"""Barcodes drawn for tests and laid into pictures: tilted, blurred, noisy, unevenly lit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey


@dataclass(frozen=True, slots=True)
class Symbol:
    """What is drawn: zxing's name of the kind, what goes in, and what must come out."""

    kind: str
    content: str
    text: str
    gs1: bool = False


_GS1 = "(01)04006381333931(10)AB12(21)XY9"
_GS1_TEXT = "010400638133393110AB12\x1d21XY9"
SYMBOLS = (
    Symbol("UPCA", "036000291452", "036000291452"),
    Symbol("EAN13", "4006381333931", "4006381333931"),
    Symbol("EAN8", "96385074", "96385074"),
    Symbol("UPCE", "01234565", "01234565"),
    Symbol("ITF", "15400141288763", "15400141288763"),
    Symbol("Code128", "X001ABCDE9", "X001ABCDE9"),
    Symbol("Code128", _GS1, _GS1_TEXT, gs1=True),
    Symbol("Code39", "MUG-BLU-350", "MUG-BLU-350"),
    Symbol(
        "QRCode", "https://id.example/01/04006381333931", "https://id.example/01/04006381333931"
    ),
    Symbol("DataMatrix", "AZ:4D4CQ2XB9ZNT7LK3V8PRW0YHSF", "AZ:4D4CQ2XB9ZNT7LK3V8PRW0YHSF"),
    Symbol("DataMatrix", _GS1, _GS1_TEXT, gs1=True),
    Symbol("PDF417", "CARRIER 00340434161094042557", "CARRIER 00340434161094042557"),
)


def drawn(symbol: Symbol, pixels: int = 4) -> Grey:
    """The bare symbol with its quiet zone, `pixels` for each module."""
    import zxingcpp

    extra: dict[str, Any] = {"gs1": True} if symbol.gs1 else {}
    kind = getattr(zxingcpp.BarcodeFormat, symbol.kind)
    made = zxingcpp.create_barcode(symbol.content, kind, **extra)
    return np.array(zxingcpp.write_barcode_to_image(made, scale=pixels))


@dataclass(frozen=True, slots=True)
class Scene:
    """How a picture is taken. Lengths in pixels, the angle in degrees against the clock."""

    module_px: float = 3.0
    angle: float = 0.0
    blur_px: float = 0.0
    noise: float = 6.0
    low: float = 1.0  # so much of its height is left
    tilt: float = 0.0  # by this part the far side is shorter
    shade: float = 0.3  # by this part the right edge is darker
    seed: int = 1
    width: int = 1280
    height: int = 720


_DRAWN_AT = 8


def taken(symbol: Symbol | None, scene: Scene) -> Grey:
    """A camera's picture of a symbol lying among words on cardboard; of the words alone if None."""
    import cv2

    chance = np.random.default_rng(scene.seed)
    picture = np.full((scene.height, scene.width), 200, np.uint8)
    for line in range(12):
        at = (int(chance.integers(0, scene.width)), int(chance.integers(20, scene.height)))
        cv2.putText(picture, f"Keep dry {line} this side up", at, 0, 0.7, 60, 2)
    if symbol is not None:
        picture = _laid(picture, drawn(symbol, _DRAWN_AT), scene)
    if scene.blur_px:
        picture = cv2.GaussianBlur(picture, (0, 0), scene.blur_px)
    light = np.linspace(1, 1 - scene.shade, scene.width)[None, :]
    noisy = picture * light + chance.normal(0, scene.noise, picture.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _laid(picture: Grey, symbol: Grey, scene: Scene) -> Grey:
    import cv2

    high, wide = symbol.shape
    factor = scene.module_px / _DRAWN_AT
    half_w, half_h = wide * factor / 2, high * factor * scene.low / 2
    near = 1 - scene.tilt
    flat = np.array([[-half_w, -half_h * near], [half_w, -half_h], [half_w, half_h],
                     [-half_w, half_h * near]])  # fmt: skip
    turn = np.radians(-scene.angle)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = flat @ spin.T + [scene.width / 2, scene.height / 2]
    soft = cv2.GaussianBlur(symbol, (0, 0), max(0.01, 0.45 / factor))
    whole = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    lens = cv2.getPerspectiveTransform(whole, corners.astype(np.float32))
    size = (scene.width, scene.height)
    above = cv2.warpPerspective(soft, lens, size, flags=cv2.INTER_LINEAR, borderValue=255)
    mask = cv2.warpPerspective(np.full_like(symbol, 255), lens, size, flags=cv2.INTER_NEAREST)
    return np.where(mask > 0, above, picture).astype(np.uint8)
