"""What holds for every test: it touches nothing of the user's and leaves nothing open.

Qt is optional here: all but `gui/` and `journeys/` also runs with PySide6 absent
(`pytest -p no:pytest-qt`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from tests import left_open, outside_world

pytest_plugins = ["tests.store.postgres_server"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Whatever keyring the machine has is the user's own; tests that need one bring it along.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# How long an example takes says nothing on a machine that others use as well.
settings.register_profile("fbm-desk", deadline=None)
settings.load_profile("fbm-desk")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know pytest-qt's setting in pyproject.toml also where the plugin is away."""
    if not pluginmanager.has_plugin("pytest-qt"):
        parser.addini("qt_log_level_fail", "read by pytest-qt")


def pytest_configure() -> None:
    """Watch the sockets from the first import on."""
    sys.addaudithook(outside_world.watch)


def _live_in(home: Path, environment: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        environment.setenv(name, str(home / name.lower()))


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Data and settings of a test run lie in its own folder, never in the user's."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        _live_in(home, environment)
        yield home


@pytest.fixture(autouse=True)
def _own_home(_home: Path) -> Iterator[None]:
    """A test finds no keys, data or settings of another one."""
    with pytest.MonkeyPatch.context() as environment:
        _live_in(_home / uuid4().hex, environment)
        yield


@pytest.fixture(autouse=True)
def _nothing_left_open() -> Iterator[None]:
    """Threads and connections that a test began end with it, and none speaks to the outside."""
    before = left_open.now()
    outside_world.attempts.clear()
    yield
    assert not outside_world.attempts, f"only loopback is allowed: {outside_world.attempts}"
    left = left_open.since(before)
    assert not left, f"left open: {', '.join(left)}"
