"""What an import brings along: no Qt outside the window, nothing heavy before it is shown."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture import house

#: Libraries that cost tens of milliseconds and megabytes each and are imported where they are used.
HEAVY = "cv2 numpy PIL reportlab escpos sp_api httpx pyzbar zxingcpp pypdfium2 miniaudio keyring"


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a few lines in a fresh interpreter in the project's folder."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def outside_the_window() -> list[str]:
    """Modules of the package that have no business with Qt; migrations are run by Alembic alone."""
    elsewhere = ("fbm_desk.gui", "fbm_desk.store.migrations", "fbm_desk.__main__")
    names = [house.module_name(path) for path in house.python_files("fbm_desk")]
    return [name for name in names if not name.startswith(elsewhere)]


def test_everything_but_the_window_can_be_imported_without_qt() -> None:
    code = "import sys, importlib, tests.architecture.without_qt\n"
    code += "for name in sys.argv[1:]: importlib.import_module(name)"
    result = python(code, *outside_the_window())
    assert result.returncode == 0, result.stderr


def test_tests_of_all_but_the_window_are_collected_without_qt() -> None:
    code = "import sys, pytest, tests.architecture.without_qt\nsys.exit(pytest.main(sys.argv[1:]))"
    options = ["--collect-only", "-qq", "-p", "no:pytest-qt", "-p", "no:xdist", "tests"]
    result = python(code, *options, "--ignore=tests/gui", "--ignore=tests/journeys")
    assert result.returncode == 0, result.stdout[-3000:]


def test_the_command_starts_without_heavy_libraries() -> None:
    code = "import sys, fbm_desk.cli\nprint(*{name.split('.')[0] for name in sys.modules})"
    result = python(code)
    assert result.returncode == 0, result.stderr
    assert set(result.stdout.split()) & {*HEAVY.split(), "PySide6"} == set()


def test_the_window_is_shown_without_the_books() -> None:
    """The window is there before the database is opened: nothing it shows may load it."""
    result = python("import sys, fbm_desk.window, fbm_desk.gui.shell\nprint(*sys.modules)")
    assert result.returncode == 0, result.stderr
    loaded = set(result.stdout.split())
    assert loaded & {*HEAVY.split(), "sqlalchemy", "alembic", "cryptography"} == set()
    assert not [name for name in loaded if name.startswith(("fbm_desk.store", "fbm_desk.app"))]
