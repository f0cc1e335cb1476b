"""A demonstration looks as this computer's own window: theme, text size, sound, language."""

from __future__ import annotations

from pathlib import Path

from fbm_desk import settings, texts
from fbm_desk.commands.demo import as_chosen, look_of
from fbm_desk.settings import Settings
from tests.commands.conftest import Program


def test_a_pinned_theme_and_text_size_hold_for_the_demonstration(tmp_path: Path) -> None:
    settings.save(tmp_path, Settings(theme="dark", text_size=150, sound_volume=20))
    look = look_of(tmp_path / "demonstration")
    shown = as_chosen(Settings(bench="Bench 3", demonstration=True), look)
    assert (shown.theme, shown.text_size, shown.sound_volume) == ("dark", 150, 20)
    assert (shown.bench, shown.demonstration) == ("Bench 3", True)


def test_settings_in_the_demonstrations_own_folder_come_first(tmp_path: Path) -> None:
    settings.save(tmp_path, Settings(theme="dark"))
    settings.save(tmp_path / "demonstration", Settings(theme="light"))
    assert look_of(tmp_path / "demonstration").theme == "light"


def test_a_shop_set_wrongly_keeps_no_demonstration_from_beginning(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("theme = 7", encoding="utf-8")
    assert look_of(tmp_path / "demonstration") == Settings()
    assert look_of(tmp_path / "elsewhere" / "demonstration") == Settings()


def test_a_demonstration_speaks_the_language_that_is_set(program: Program, data_dir: Path) -> None:
    data_dir.mkdir()
    settings.save(data_dir, Settings(language="de"))
    try:
        ran = program("demo", "--shift", "1", "--orders", "2")
    finally:
        texts.speak("en")
    assert (ran.code, ran.err) == (0, "")
    assert "Bestellung 1 von 1 ist gepackt" in ran.out
