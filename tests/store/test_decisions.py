"""Orders in question are found by their own small index, however many orders wait."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from fbm_desk.store import database, decisions, migrate


def test_the_few_in_question_are_found_without_looking_at_all_that_wait(tmp_path: Path) -> None:
    engine = database.open_database(database.sqlite_url(tmp_path))
    migrate.upgrade(engine)
    asked: list[tuple[str, object]] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _note(_c: object, _cursor: object, text: str, values: object, *_more: object) -> None:
        asked.append((text, values))

    with database.reading(engine) as connection:
        assert decisions.count(connection) == 0
        statement, values = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()  # type: ignore[arg-type]
    engine.dispose()
    assert "ix_orders_cancel_requested" in " ".join(row[3] for row in plan)
