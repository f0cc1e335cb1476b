"""The import contract of a room that may use the standard library and nothing else."""

from __future__ import annotations

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryContract(Contract):
    """Kept while whatever `room` (a package by its dotted name) imports is Python's or our own.

    Read by import-linter from `[tool.importlinter]` in pyproject.toml; which of our own rooms it
    may import is the business of the layers.
    """

    room = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect the room's imports of other people's libraries."""
        del verbose
        room = str(self.room)
        strangers = sorted(
            f"{module} imports {imported}"
            for module in {room, *graph.find_descendants(room)}
            for imported in graph.find_modules_directly_imported_by(module)
            if imported.split(".")[0] not in {*sys.stdlib_module_names, "fbm_desk"}
        )
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that has to go."""
        for stranger in check.metadata["strangers"]:
            output.print_error(stranger, bold=False)
