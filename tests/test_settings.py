"""Settings are read by name, said by name when wrong, and written without losing anything."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from fbm_desk import settings

NEWER = """
holograms = true
bench = "Bench 9"
ratio = 0.5
since = 2026-11-23T05:00:00Z
"odd key" = ["a", {x = 1, y = [1.5, true]}]

[amazon]
seller_id = "A1"
warp = 9

[future.deep]
text = "two\\nlines"
"""


def test_what_a_newer_version_wrote_stays_when_an_older_one_saves(tmp_path: Path) -> None:
    file = tmp_path / settings.FILE_NAME
    file.write_text(NEWER, encoding="utf-8")
    before = tomllib.loads(NEWER)
    chosen = settings.load(tmp_path, {})
    settings.save(tmp_path, replace(chosen, language="de"))
    after = tomllib.loads(file.read_text(encoding="utf-8"))
    assert after["amazon"]["warp"] == 9
    assert {name: after[name] for name in before.keys() - {"amazon"}} == {
        name: before[name] for name in before.keys() - {"amazon"}
    }
    assert settings.load(tmp_path, {}) == replace(chosen, language="de")


@pytest.mark.parametrize(
    "text", ["", 'a "b" \\ c', "tab\tline\nend", "\x7f\x01", "青い é 👩", "#[x]="]
)
def test_any_text_comes_back_as_it_was_saved(tmp_path: Path, text: str) -> None:
    chosen = replace(settings.Settings(), shop_name=text, label_scan=False, label_ceiling=0)
    chosen = replace(chosen, amazon=replace(chosen.amazon, marketplaces=(text, "B")))
    settings.save(tmp_path, chosen)
    assert settings.load(tmp_path, {}) == chosen
    assert [one.name for one in tmp_path.iterdir()] == [settings.FILE_NAME]


@pytest.mark.parametrize("written", ["no = = toml", "amazon = 7", "bench = {x = 1}"])
def test_what_cannot_be_read_is_replaced_by_what_is_saved(tmp_path: Path, written: str) -> None:
    (tmp_path / settings.FILE_NAME).write_text(written, encoding="utf-8")
    settings.save(tmp_path, settings.Settings())
    assert settings.load(tmp_path, {}) == settings.Settings()
