"""Keys lie sealed in a file of their own where there is no keyring, and open here only."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from fbm_desk import keys
from fbm_desk.keys import KeyPlace, Keys, NoSecret, find_keys


class PocketKeyring(KeyringBackend):  # type: ignore[misc]
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def pocket() -> Iterator[PocketKeyring]:
    """The system's keyring, for one test."""
    before, made = keyring.get_keyring(), PocketKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine_id = tmp_path / "machine-id"
    machine_id.write_text("0f00baa0\n")
    monkeypatch.setattr(keys, "_MACHINE_IDS", (machine_id,))
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config" / "keys"


def sealed_files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_key_is_made_once_and_found_again(folder: Path) -> None:
    made = find_keys(folder).get_or_make("personal-data")
    assert len(made) == 32
    assert find_keys(folder).get_or_make("personal-data") == made
    assert find_keys(folder).get_or_make("other") != made
    assert find_keys(folder).get("nothing") is None


def test_the_file_is_the_owners_alone_and_holds_the_key_sealed(folder: Path) -> None:
    made = find_keys(folder).get_or_make("personal-data")
    (path,) = sealed_files(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert made not in path.read_bytes()
    assert "personal" not in path.name


@pytest.mark.parametrize("contents", [b"", b"short", b"x" * 60])
def test_a_damaged_file_is_no_key_and_is_not_replaced(folder: Path, contents: bytes) -> None:
    find_keys(folder).get_or_make("personal-data")
    (path,) = sealed_files(folder)
    path.write_bytes(contents)
    with pytest.raises(NoSecret):
        find_keys(folder).get_or_make("personal-data")
    assert path.read_bytes() == contents


def test_on_another_machine_the_file_does_not_open(folder: Path, tmp_path: Path) -> None:
    find_keys(folder).get_or_make("personal-data")
    (tmp_path / "machine-id").write_text("another\n")
    with pytest.raises(NoSecret) as refused:
        find_keys(folder).get("personal-data")
    assert "machine" in str(refused.value)


def test_a_file_under_another_name_does_not_open(folder: Path) -> None:
    here = find_keys(folder)
    here.put("one", b"1" * 32)
    (path,) = sealed_files(folder)
    here.put("two", b"2" * 32)
    (other,) = set(sealed_files(folder)) - {path}
    path.replace(other)
    with pytest.raises(NoSecret):
        here.get("two")


def test_the_service_managers_credential_seals_better_than_the_machine(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_keys(folder, use_keyring=False).place is KeyPlace.MACHINE
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "fbm-desk").write_bytes(b"from the service manager")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    sealed = find_keys(folder, use_keyring=False)
    assert sealed.place is KeyPlace.CREDENTIAL
    made = sealed.get_or_make("personal-data")
    assert sealed.get("personal-data") == made
    (credentials / "fbm-desk").write_bytes(b"another")
    with pytest.raises(NoSecret):
        sealed.get("personal-data")


def test_the_systems_keyring_comes_first_and_no_file_is_written(
    folder: Path, pocket: PocketKeyring
) -> None:
    found = find_keys(folder)
    assert found.place is KeyPlace.KEYRING
    made = found.get_or_make("personal-data")
    assert find_keys(folder).get("personal-data") == made
    assert pocket.kept == {("fbm-desk", "personal-data"): made.hex()}
    assert not folder.exists()
    assert find_keys(folder, use_keyring=False).place is KeyPlace.MACHINE


def test_programs_that_start_together_agree_on_one_key(folder: Path) -> None:
    for number in range(20):
        name, here = f"key-{number}", find_keys(folder)
        with ThreadPoolExecutor(4) as together:
            made = list(together.map(here.get_or_make, [name] * 4))
        assert len(set(made)) == 1
        assert Keys(folder, KeyPlace.MACHINE).get(name) == made[0]


def test_the_accounts_of_one_computer_do_not_share_a_secret(folder: Path) -> None:
    store = find_keys(folder, use_keyring=False)
    store.put(keys.of_account("A1", "refresh_token"), b"of the first")
    store.put(keys.of_account("A2", "refresh_token"), b"of the second")
    assert store.get(keys.of_account("A1", "refresh_token")) == b"of the first"
