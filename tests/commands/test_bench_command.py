"""`bench` runs, and its JSON keeps its shape; how fast anything is, no test asks."""

from __future__ import annotations

import json

import pytest

from fbm_desk.cli import main
from fbm_desk.measuring.figures import Figure, as_json, percentile, table

FIGURES = [
    "slip",
    "camera_frames",
    "import_rows",
    "import_scans",
    "scan_transaction",
    "scan_painted_p50",
    "scan_painted",
    "painted_printing",
    "painted_devices",
    "sweep_lag",
    "sweep_worst",
    "sweep_scans",
    "shown",
    "ready",
    "memory",
]


def test_quick_run_measures_everything_in_its_stable_shape(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench", "--quick", "--orders", "300", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in measured] == FIGURES
    for one in measured:
        assert set(one) == set(as_json(Figure("slip", "ms", 1.0)))
        assert one["product"] > 0


def test_budget_on_the_ratio_looks_at_the_ratio() -> None:
    assert Figure("slip", "ms", product=5.0, raw=2.0, budget=3.0, of_raw=True).within
    assert not Figure("slip", "ms", product=7.0, raw=2.0, budget=3.0, of_raw=True).within


def test_budget_of_a_speed_is_the_least() -> None:
    fast = Figure("import_rows", "rows/s", 60_000, 90_000, budget=50_000, more_is_better=True)
    assert fast.within
    assert fast.ratio == pytest.approx(1.5)


def test_figure_without_a_budget_keeps_none() -> None:
    assert Figure("scan_painted_p50", "ms", product=5.0, raw=2.0).within is None


def test_percentile_is_a_sample() -> None:
    samples = [float(number) for number in range(100)]
    assert percentile(samples, 50) == 50.0
    assert percentile(samples, 99) == 99.0
    assert percentile([], 99) == 0.0


def test_table_names_every_figure_and_says_what_is_missed() -> None:
    lines = table([Figure("shown", "s", 0.7, budget=0.5), Figure("ready", "s", 0.8, budget=1.0)])
    head, shown, ready = lines.splitlines()
    assert head.split()[:2] == ["what", "product"]
    assert shown.endswith("no")
    assert ready.endswith("yes")
