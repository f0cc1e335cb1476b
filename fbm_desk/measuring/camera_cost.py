"""How many frames a second the bench's camera looks at, beside zxing-cpp alone on the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import process_time
from typing import TYPE_CHECKING

from fbm_desk.devices.camera_eye import CameraEye
from fbm_desk.devices.zxing_reader import BENCH
from fbm_desk.measuring.figures import Figure

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey

WIDTH, HEIGHT = 1280, 720
LEAST_PER_S = 25.0
_EACH_SHOWN = 10
_SYMBOLS = (("EAN13", "4006381333931"), ("Code128", "X001ABCDE9"), ("QRCode", "MUG-BLU-350"),
            ("DataMatrix", "AZ:4D4CQ2XB9ZNT7LK3V8PRW0YHSF"))  # fmt: skip


def camera_cost(frames: int) -> Figure:
    """Frames a second over `frames` frames of a working bench.

    By processor time, which is one core's whatever else the computer does. Half the frames show a
    code, half only words.
    """
    scenes = bench_frames()
    shown = [scenes[at // _EACH_SHOWN % len(scenes)] for at in range(frames)]
    raw_per_s, product_per_s = _per_s(_raw_ms(shown)), _per_s(_product_ms(shown))
    return Figure(
        "camera_frames", "1/s", product_per_s, raw_per_s, LEAST_PER_S, more_is_better=True
    )


def _per_s(took_ms: Sequence[float]) -> float:
    return 1000 * len(took_ms) / sum(took_ms)


def _product_ms(frames: Sequence[Grey]) -> list[float]:
    eye, took_ms = CameraEye(), []
    eye.look(frames[0], 0)  # the libraries are loaded by the first
    for number, frame in enumerate(frames):
        began = process_time()
        eye.look(frame, number / LEAST_PER_S)
        took_ms.append((process_time() - began) * 1000)
    return took_ms


def _raw_ms(frames: Sequence[Grey]) -> list[float]:
    """The shortest program that reads the same kinds: upright, by one engine, once."""
    import zxingcpp

    formats = [getattr(zxingcpp.BarcodeFormat, name) for name in BENCH]
    took_ms = []
    for frame in frames:
        began = process_time()
        zxingcpp.read_barcodes(frame, formats=formats, try_downscale=False, try_invert=False)
        took_ms.append((process_time() - began) * 1000)
    return took_ms


def bench_frames() -> list[Grey]:
    """Frames of a bench: every other one shows a code."""
    return list(_scenes())


def _scenes() -> Iterator[Grey]:
    """A bench with each symbol on it in turn, and without one between."""
    for seed, (kind, content) in enumerate(_SYMBOLS):
        yield _scene(kind, content, seed)
        yield _scene("", "", seed + 50)


def _scene(kind: str, content: str, seed: int) -> Grey:
    import cv2
    import numpy as np
    import zxingcpp

    chance = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH), 190, np.uint8)
    for line in range(40):
        at = (int(chance.integers(0, WIDTH - 200)), int(chance.integers(20, HEIGHT)))
        cv2.putText(picture, f"Keep dry {line} this side up", at, 0, 0.6, 50, 1)
    if kind:
        made = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind))
        symbol = np.array(zxingcpp.write_barcode_to_image(made, scale=3))
        top, left = int(chance.integers(60, 400)), int(chance.integers(60, 700))
        picture[top : top + symbol.shape[0], left : left + symbol.shape[1]] = symbol
    light = np.linspace(1, 0.7, WIDTH)[None, :]
    grainy = picture * light + chance.normal(0, 6, picture.shape)
    return np.clip(grainy, 0, 255).astype(np.uint8)
