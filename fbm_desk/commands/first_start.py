"""The very first start: three questions, and what becomes of their answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fbm_desk import app, settings
from fbm_desk.app import House
from fbm_desk.services import old_papers, whole_file
from fbm_desk.services.command_sheet import command_sheet

if TYPE_CHECKING:
    from fbm_desk.gui.start_screen import FirstStart
    from fbm_desk.settings import Settings


def first_start(house: House) -> FirstStart | None:
    """Ask the three questions; None when the window was closed instead."""
    from fbm_desk.gui.first_start import FirstDesk, ask
    from fbm_desk.printing.queues_found import system_queues

    def write_sheet(path: Path, name: str, badge: str) -> None:
        whole_file.write(path, command_sheet(name, badge, house.settings.shop_name))

    printers = tuple((f"queue://{name}", name) for name in system_queues())
    return ask(FirstDesk(lambda name: app.first_person(house, name), write_sheet, printers))


def begin(house: House, answers: FirstStart) -> House:
    """Keep what was answered."""
    papers = f"folder:{(house.data_dir / old_papers.FOLDER).absolute()}"

    def with_answers(chosen: Settings) -> Settings:
        return replace(
            chosen,
            bench=answers.bench,
            label_printer=answers.label_printer or papers,
            slip_printer=answers.slip_printer or papers,
        )

    # What the environment says, and whose account the books are of, is not kept as this folder's.
    settings.save(house.data_dir, with_answers(settings.load(house.data_dir, {})))
    return replace(house, settings=with_answers(house.settings))
