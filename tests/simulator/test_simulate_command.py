"""`fbm-desk simulate` runs the pretend Amazon at the speed and with the models it is given."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from fbm_desk.cli import main


def test_it_serves_at_its_speed_with_its_models_until_it_is_interrupted(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"paths": {}}')
    (tmp_path / "other.json").write_text("[1, 2]")
    words = ["simulate", "--port", "0", "--orders", "2", "--speed", "60", "--models", str(tmp_path)]
    command = [sys.executable, "-m", "fbm_desk", *words, "--sandbox"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())
        assert found is not None
        assert httpx.get(f"{found.group()}/admin/time", timeout=60).json()["speed"] == 60
        assert len(httpx.get(f"{found.group()}/admin/orders", timeout=60).json()["orders"]) == 2
        running.terminate()


@pytest.mark.parametrize(
    "words",
    [
        ("--speed", "fast"),
        ("--speed", "-1"),
        ("--speed", "inf"),
        ("--models", "/nowhere/at/all"),
        ("--models", ""),
        ("--sandbox",),
    ],
)
def test_wrong_words_are_wrong_usage(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", "--port", "0", *words])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: fbm-desk simulate")
