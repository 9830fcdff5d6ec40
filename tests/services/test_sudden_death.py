"""Processes that are killed at any moment: what was acknowledged is there, and the store is sound."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.faults.kills import kill_writers
from tests.faults.lives import living, rest_of, stop_inside_a_write, take_charts, type_a_note
from tests.team import Team
from tui_coder.services import chart, claiming, queue
from tui_coder.store.soundness import trials


@pytest.fixture
def path(founded: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    place = Path(shutil.copy2(founded, folder / "team.db"))
    with Team(place) as team:
        team.arrive("A1", "A2", "A3")
    return place


def test_a_draft_that_was_saved_outlives_its_process(path: Path) -> None:
    with living(str(path), type_a_note) as (told, kill):
        heard = [told.recv() for _ in range(20)]
        kill()
        heard += rest_of(told)
    with Team(path) as team:
        draft = chart.look_again(team.ann, 1).draft
        assert draft is not None
        words = draft.split()
        assert words == [str(number) for number in range(len(words))]
        assert len(words) in (len(heard), len(heard) + 1)


def test_a_process_killed_inside_a_write_leaves_nothing_behind(path: Path) -> None:
    with Team(path) as team:
        before = team.contents()
        with living(str(path), stop_inside_a_write) as (told, kill):
            assert told.recv() == "inside"
            kill()
        assert team.contents() == before
        assert claiming.claim(team.bob, 1).assignee == "bob"
        assert [each.name for each in trials(path) if each.faults] == []


def test_deaths_at_any_moment_lose_nothing_that_was_done(team: Team) -> None:
    """On both kinds of store; `python -m tests.faults` kills a thousand."""
    team.arrive(*(f"A{number}" for number in range(1, 7)))
    found = kill_writers(team, 6, random.Random(11))
    assert (found.times, found.nothing) == (6, True), found
    assert found.acknowledged >= 6
    assert queue.counts(team.lena).pool == 6


def test_an_import_killed_at_any_moment_leaves_whole_charts(path: Path) -> None:
    draw = random.Random(12)
    with Team(path) as team:
        for _ in range(4):
            with living(str(path), take_charts, "lena") as (told, kill):
                heard = [told.recv()]
                time.sleep(draw.uniform(0, 0.3))
                kill()
                heard += rest_of(told)
            rows = team.contents()
            assert len(rows["encounter"]) == len(rows["work_item"]) == len(rows["document"])
            assert len(rows["encounter"]) >= 3 + sum(heard)
        assert [each.name for each in trials(path) if each.faults] == []
