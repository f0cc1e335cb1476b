"""The PostgreSQL of the tests is a real one, and every test finds it empty."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_has_an_empty_database_of_its_own(postgres_url: str, time: str) -> None:
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        assert connection.execute(text("SHOW server_version_num")).scalar_one() >= "160000"
        connection.execute(text("CREATE TABLE orders (time text NOT NULL)"))
        connection.execute(text("INSERT INTO orders VALUES (:time)"), {"time": time})
        assert connection.execute(text("SELECT count(*) FROM orders")).scalar_one() == 1
    engine.dispose()
