"""A database's address and its password are parted and put together as the driver reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from fbm_desk import database_address, only_one, settings

HUSH = "hu:sh/@ %+ü?&"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://bench@server/fbm",
        "postgresql+psycopg://bench@server:5433/fbm?sslmode=require",
        "postgresql://bench@[fd00::7]/fbm",
        "postgresql://server:5432/fbm",
        "postgresql+psycopg://bench@/fbm?host=/run/postgresql",
    ],
)
def test_a_password_goes_in_and_comes_out_again(address: str) -> None:
    whole = database_address.with_password(address, HUSH)
    parts = sa.make_url(whole)
    assert parts.password == HUSH
    assert (parts.host, parts.port) == (sa.make_url(address).host, sa.make_url(address).port)
    assert database_address.split(whole)[1] == HUSH
    shown = database_address.split(whole)[0]
    assert sa.make_url(shown.replace("//@", "//")) == sa.make_url(address)
    assert database_address.split(shown) == (shown, "")


@pytest.mark.parametrize(
    ("url", "address", "password"),
    [
        ("postgresql://b@s/f?password=x+y&a=1", "postgresql://b@s/f?a=1", "x y"),
        ("postgresql://b@s/f?a=1&password=hush", "postgresql://b@s/f?a=1", "hush"),
        ("postgresql://b:old@s/f?password=hush", "postgresql://b@s/f", "hush"),
        ("postgresql://b:@s/f", "postgresql://b@s/f", ""),
        ("sqlite:////srv/a:b@c/books.sqlite", "sqlite:////srv/a:b@c/books.sqlite", ""),
        ("sqlite:///C:/a@b/books.sqlite", "sqlite:///C:/a@b/books.sqlite", ""),
        ("nonsense", "nonsense", ""),
        ("", "", ""),
    ],
)
def test_a_password_is_found_wherever_it_stands(url: str, address: str, password: str) -> None:
    assert database_address.split(url) == (address, password)


def test_a_bench_is_the_same_with_the_password_in_the_address_and_without(tmp_path: Path) -> None:
    url = "postgresql://bench:hush@server/fbm"
    address, _ = database_address.split(url)
    assert only_one.bell_of(tmp_path, url, "B") == only_one.bell_of(tmp_path, address, "B")
    places = []
    for one in (url, address):
        held = only_one.hold_bench(tmp_path, one, "B")
        places.append(held.place)
        held.lock.release()
    assert len(set(places)) == 1
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("written", ["postgresql://bench:hush@server/fbm", "sqlite://"])
def test_a_setting_with_a_password_is_refused_without_telling_it(
    tmp_path: Path, written: str
) -> None:
    (tmp_path / settings.FILE_NAME).write_text(f'database = "{written}"', encoding="utf-8")
    with pytest.raises(settings.WrongSetting) as refused:
        settings.load(tmp_path, {})
    assert refused.value.name == "database"
    assert "hush" not in str(refused.value)


def test_the_database_is_known_whatever_else_is_wrong_with_the_settings(tmp_path: Path) -> None:
    assert settings.database_of(tmp_path) == ""
    file = tmp_path / settings.FILE_NAME
    file.write_text('database = "postgresql://s/f"\nlabel_scan = 1', encoding="utf-8")
    assert settings.database_of(tmp_path) == "postgresql://s/f"
    for text in ("database = 7", "database = = toml", ""):
        file.write_text(text, encoding="utf-8")
        assert settings.database_of(tmp_path) == ""
