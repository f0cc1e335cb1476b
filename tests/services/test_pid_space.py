"""Processes that see each other have one name for where they are; nobody else has it."""

from __future__ import annotations

import uuid
from pathlib import Path

from fbm_desk.services.pid_space import pid_space

BOOT = "8a4c9f52-5c0b-4a7e-9d55-0f7f0c2f7a11"


def computer(root: Path, boot: str = BOOT) -> Path:
    """What Linux tells its processes; a file's number stands for that of the PID namespace."""
    (root / "sys/kernel/random").mkdir(parents=True)
    (root / "sys/kernel/random/boot_id").write_text(f"{boot}\n")
    (root / "self/ns").mkdir(parents=True)
    (root / "self/ns/pid").touch()
    return root


def test_it_stays_the_same(tmp_path: Path) -> None:
    here = computer(tmp_path / "here")
    assert pid_space(here, "Linux") == pid_space(here, "Linux") != ""
    assert pid_space() == pid_space()


def test_a_container_on_the_same_computer_is_elsewhere(tmp_path: Path) -> None:
    host, container = computer(tmp_path / "host"), computer(tmp_path / "container")
    assert pid_space(host, "Linux") != pid_space(container, "Linux")


def test_another_boot_is_elsewhere(tmp_path: Path) -> None:
    here = computer(tmp_path / "here")
    before = pid_space(here, "Linux")
    (here / "sys/kernel/random/boot_id").write_text("b0b7b6c4-75d0-4d1d-8a09-3a5b1d1e0c22\n")
    assert pid_space(here, "Linux") != before


def test_nothing_is_said_where_the_namespace_cannot_be_known(tmp_path: Path) -> None:
    here = computer(tmp_path / "here")
    (here / "self/ns/pid").unlink()
    assert pid_space(here, "Linux") == ""
    assert pid_space(tmp_path / "nowhere", "Linux") == ""


def test_what_identifies_the_computer_is_not_in_it(tmp_path: Path) -> None:
    told = (pid_space(computer(tmp_path / "here"), "Linux"), pid_space(tmp_path, "Darwin"))
    assert {len(one) for one in told} == {12}
    for secret in (BOOT, BOOT.replace("-", ""), f"{uuid.getnode():x}", str(uuid.getnode())):
        assert all(secret[:8] not in one for one in told)
