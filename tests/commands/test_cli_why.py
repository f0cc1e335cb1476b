"""`why` at the command line: one sentence, one code, whether the order is here."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk.simulator.server import AmazonSimulator
from tests.commands.conftest import Program
from tests.simulator.seller import mugs_and_spoons, quiet_shop

FIRST = "305-0000001-0000001"
NOBODYS = "305-7654321-7654321"


def test_what_a_report_brought_is_here(program: Program, report: Path) -> None:
    program("import-orders", str(report))
    ran = program("why", FIRST)
    assert (ran.code, ran.out) == (0, "It is here and waits to be packed.\n")


def test_without_an_account_nobody_can_be_asked(program: Program) -> None:
    ran = program("why", NOBODYS, "--json")
    assert ran.code == 1
    assert list(ran.json) == ["code", "text", "is_here"]
    assert (ran.json["code"], ran.json["is_here"]) == ("no_account", False)


def test_what_is_no_order_number_is_said(program: Program) -> None:
    assert program("why", "MUG", "--json").json["code"] == "no_number"


def test_a_connected_account_is_asked_and_the_order_comes(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = quiet_shop()
    placed = mugs_and_spoons(shop)
    with AmazonSimulator(shop) as amazon:
        monkeypatch.setenv("FBM_DESK_AMAZON_API_URL", amazon.url)
        assert program("why", placed.order_id, "--json").json["code"] == "never_swept"
        assert program("why", placed.order_id, "--json").json["code"] == "here_waiting"
        assert program("why", NOBODYS, "--json").json["code"] == "not_found"
