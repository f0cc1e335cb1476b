"""`fbm-desk`: the window."""

from __future__ import annotations

import argparse

from fbm_desk import app


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing more is asked on the command line; the first start asks its questions itself."""


def run(chosen: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    from fbm_desk.window import open_window

    return open_window(app.open_house(chosen.data_dir, chosen.database_url))
