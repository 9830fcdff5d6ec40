"""The rows of the first look are those of the listing that follows it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.queue_oracle import Drawn, queues, write
from tests.team import TODAY, Team
from tui_coder.domain.encounter import Setting, Sex
from tui_coder.services import claiming, queue
from tui_coder.store.first_look import rows_of


@settings(max_examples=40)
@given(drawn=queues, limit=st.integers(1, 30))
def test_it_shows_what_the_queue_will_show(founded: Path, drawn: list[Drawn], limit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy2(founded, Path(folder) / "team.db"))
        with Team(path) as team:
            write(team, drawn)
            listed = queue.page(team.ann, queue.listing(team.ann, "my"), limit=limit)
            seen = rows_of(path, "ann", TODAY, limit)
        assert seen == tuple(replace(row, cursor=()) for row in listed)


def test_it_shows_every_fact_of_a_row(embedded_team: Team) -> None:
    (item,) = embedded_team.arrive(
        "A1", priority=7, due=TODAY, patient="Okafor, Ada", mrn="M1", payer="Medicare", birth_date=date(1960, 2, 29),
        sex=Sex.FEMALE, setting=Setting.INPATIENT, service_from=date(2026, 11, 3), service_to=date(2026, 11, 9),
        charges=Decimal("1204.50"), specialty="cardiology",
    )  # fmt: skip
    claiming.claim(embedded_team.ann, item)
    (row,) = queue.page(embedded_team.ann, queue.listing(embedded_team.ann, "my"))
    assert rows_of(embedded_team.path, "ann", TODAY, 5) == (replace(row, cursor=()),)


def test_a_person_who_is_unknown_or_gone_sees_nothing(embedded_team: Team) -> None:
    (item,) = embedded_team.arrive("A1")
    claiming.claim(embedded_team.ann, item)
    assert rows_of(embedded_team.path, "nobody", TODAY, 5) == ()
    with embedded_team.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET active = 0 WHERE name = 'ann'")
    assert rows_of(embedded_team.path, "ann", TODAY, 5) == ()


@pytest.mark.parametrize("content", [None, b"", b"not a database, but long enough to be read as one" * 50])
def test_what_is_no_store_shows_nothing_and_stays_as_it_was(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "team.db"
    if content is not None:
        path.write_bytes(content)
    assert rows_of(path, "ann", TODAY, 5) == ()
    assert (path.read_bytes() if path.exists() else None) == content
    assert [each.name for each in tmp_path.iterdir()] == ([] if content is None else ["team.db"])
