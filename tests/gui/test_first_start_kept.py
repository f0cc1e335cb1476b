"""What the first start asks is kept; what holds for one run alone, or for the books, is not."""

from __future__ import annotations

from pathlib import Path

from fbm_desk import app, settings
from fbm_desk.commands.first_start import begin
from fbm_desk.gui.start_screen import FirstStart
from fbm_desk.settings import AmazonSettings


def test_neither_the_environments_amazon_nor_a_hosts_account_is_kept(tmp_path: Path) -> None:
    environment = {
        "FBM_DESK_KEYRING": "no",
        "FBM_DESK_AMAZON_API_URL": "http://127.0.0.1:9",
    }
    house = app.open_house(tmp_path, environment=environment)
    try:
        answers = FirstStart("Mara", False, "Bench 7", "tcp://192.0.2.7:9100", "")
        begun = begin(house, answers)
        kept = settings.load(tmp_path, {})
        assert (begun.settings.bench, kept.bench) == ("Bench 7", "Bench 7")
        assert kept.amazon == AmazonSettings()
        assert kept.label_printer == "tcp://192.0.2.7:9100"
        assert begun.settings.amazon.seller_id  # for this run
    finally:
        house.close()
