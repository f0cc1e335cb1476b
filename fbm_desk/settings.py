"""Where things are and how they are set: data folder, database, Amazon's address, resources.

Settings are read once, in `app` and `cli`, and handed on; nothing below reads the environment.
"""

from __future__ import annotations

import sys
from pathlib import Path


def resources_dir() -> Path:
    """The folder with fonts, icons, sounds, texts and pictures, wherever the program runs from."""
    frozen = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent
    places = [Path(frozen) / "resources"] if frozen else []
    places += [here / "resources", here.parent / "resources"]
    return next((place for place in places if place.is_dir()), places[-1])


def resource(*parts: str) -> Path:
    """The path of one resource, e.g. `resource("icons", "truck.svg")`."""
    return resources_dir().joinpath(*parts)
