"""What the driver is asked by itself is what SQLAlchemy would ask, and so is what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, Integer, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import SQLModel

from tests.team import TODAY, Team
from tui_coder.domain.work import HoldReason
from tui_coder.services import assigning, chart, claiming, skipping
from tui_coder.store import tables
from tui_coder.store.prepared import Prepared

EASTERN = timezone(-timedelta(hours=5))


@pytest.fixture
def worked(embedded_team: Team) -> Iterator[Connection]:
    """A write on a store that holds something of every kind: days, moments, switches, amounts, and none of each."""
    team = embedded_team
    team.arrive("A1", due=TODAY - timedelta(days=1))
    team.arrive("A2", "A3")
    item = claiming.claim_next(team.ann)
    chart.save_note(team.ann, item.id, "naïve")
    assigning.hold(team.ann, [item.id], HoldReason.LATE_REPORT, until=TODAY + timedelta(days=2))
    skipping.skip(team.ann, claiming.claim_next(team.ann).id, "too long")
    with team.store.writing(team.clock()) as unit:
        yield unit.connection


def stored(connection: Connection, table: str) -> list[Any]:
    """The rows as they lie in the file, whatever SQLAlchemy makes of them."""
    raw = connection.connection.cursor()
    return list(raw.execute(f"SELECT * FROM {table} ORDER BY 1"))


def test_every_column_of_every_table_comes_back_as_sqlalchemy_brings_it(worked: Connection) -> None:
    filled = set()
    for table in SQLModel.metadata.sorted_tables:
        usual = worked.execute(select(table)).all()
        ours = Prepared(select(table)).rows(worked, {})
        assert [tuple(row) for row in ours] == [tuple(row) for row in usual]
        assert [row._fields for row in ours] == [row._fields for row in usual]
        filled |= {table.name} if ours else set()
    assert {"person", "encounter", "work_item", "work_tally", "hold", "skip", "event"} <= filled


CHANGES = {
    "due": date(2027, 2, 28), "lease_until": datetime(2026, 11, 23, 20, 0, 0, 7, tzinfo=EASTERN), "returned": True,
    "from_pool": False, "changed_by": "ann", "assignee_id": None, "charges_cents": 2**40, "held_reason": "é",
}  # fmt: skip


def test_what_is_written_lies_there_as_sqlalchemy_writes_it(worked: Connection) -> None:
    item = tables.work_item
    statement = (
        update(item)
        .where(item.c.id == bindparam("this"), item.c.version > 0)
        .values({name: bindparam(f"new_{name}") for name in CHANGES})
        .returning(item)
    )
    told = {"this": 2, **{f"new_{name}": value for name, value in CHANGES.items()}}
    seen = []
    for write in (worked.execute, lambda each, values: Prepared(each).rows(worked, values)):
        with worked.begin_nested() as part:
            answer: Any = write(statement, told)  # type: ignore[operator]
            seen.append(([tuple(row) for row in answer], stored(worked, "work_item")))
            part.rollback()
    assert seen[0] == seen[1]
    assert seen[1][0][0][item.c.keys().index("lease_until")] == datetime(2026, 11, 24, 1, 0, 0, 7, tzinfo=UTC)


def test_a_write_tells_how_many_rows_it_changed(worked: Connection) -> None:
    item = tables.work_item
    write = Prepared(update(item).where(item.c.id <= bindparam("last")).values(priority=7))
    assert [write.run(worked, {"last": last}) for last in (0, 1, 3)] == [0, 1, 3]


def test_an_insert_takes_every_column(worked: Connection) -> None:
    row = {"id": 70, "item_id": 1, "reason": "x", "note": "", "until": TODAY, "person": "ann",
           "at": datetime(2026, 11, 23, tzinfo=UTC), "ended_at": None}  # fmt: skip
    seen = []
    for write in (worked.execute, lambda each, values: Prepared(each).run(worked, values)):
        with worked.begin_nested() as part:
            write(insert(tables.hold), row)  # type: ignore[operator]
            seen.append(stored(worked, "hold"))
            part.rollback()
    assert seen[0] == seen[1]
    assert seen[1][-1][0] == 70


def test_a_list_may_have_any_length(worked: Connection) -> None:
    item = tables.work_item.c
    some = Prepared(select(item.id).where(item.id.in_(bindparam("some", type_=Integer, expanding=True))))
    assert [len(some.rows(worked, {"some": ids})) for ids in ([], [1], [1, 2, 3])] == [0, 1, 3]


def test_what_sqlite_refuses_is_raised_as_sqlalchemy_raises_it_and_names_no_value(worked: Connection) -> None:
    double = Prepared(update(tables.person).values(name=bindparam("called")))
    with pytest.raises(IntegrityError, match=r"UNIQUE constraint failed: person\.name") as refused:
        double.run(worked, {"called": "lena"})
    assert "lena" not in str(refused.value)
    worked.connection.cursor().execute("DROP INDEX ix_item_wakes")
    hinted = Prepared(select(tables.work_item.c.id).with_hint(tables.work_item, "INDEXED BY ix_item_wakes", "sqlite"))
    with pytest.raises(OperationalError, match="no such index"):
        hinted.rows(worked, {})
