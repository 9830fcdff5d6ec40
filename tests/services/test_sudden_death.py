"""Processes that are killed at any moment: what was acknowledged is there, and the store is sound."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.team import Clock, Team
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.services import assigning, chart, claiming, intake, people, queue, turning_back
from tui_coder.services.desk import Desk
from tui_coder.store.soundness import trials
from tui_coder.store.unit_of_work import Store

Life = Callable[[Desk, Connection], None]


def type_a_note(desk: Desk, told: Connection) -> None:
    """A word more at every save, and a word to the parent once it is saved."""
    words = ""
    for number in range(1_000_000):
        words += f"{number} "
        chart.keep_draft(desk, 1, words)
        told.send(number)


def work_through_the_queue(desk: Desk, told: Connection) -> None:
    """Take, hold, release, undo, over and over; each is told once it is done."""
    while True:
        item = claiming.claim_next(desk)
        assigning.hold(desk, [item.id], HoldReason.LATE_REPORT)
        assigning.release(desk, [item.id])
        turning_back.undo(desk)
        assigning.release(desk, [item.id])
        with desk.reading() as unit:
            told.send(unit.log.head())


def take_charts(desk: Desk, told: Connection) -> None:
    """Charts come in, one import after the other; each is told once it is done."""
    folder = desk.store.path.parent / "charts"
    folder.mkdir(exist_ok=True)
    (folder / "note.txt").write_text("Essential hypertension.", encoding="utf-8")
    told.send(0)
    for number in range(1_000_000):
        rows = "".join(f"C{number}-{n},outpatient,2026-08-10,clinic,note.txt\n" for n in range(40))
        (folder / "worklist.csv").write_text(
            f"account,setting,service_date,facility,documents\n{rows}", encoding="utf-8"
        )
        told.send(intake.import_charts(desk, [folder]).encounters)


def stop_inside_a_write(desk: Desk, told: Connection) -> None:
    """Half of a change is written when the process stops."""
    with desk.writing() as unit:
        unit.items.write(unit.items.get(1), "ann", state=WorkState.SUBMITTED.value)
        told.send("inside")
        signal.pause()


def live(path: Path, name: str, life: Life, told: Connection) -> None:
    store = Store.open(path)
    life(people.sign_in(store, name, Clock()), told)


@contextmanager
def living(path: Path, life: Life, name: str = "ann") -> Iterator[tuple[Connection, Callable[[], None]]]:
    """A process that lives that life, what it tells, and the way to kill it."""
    apart = multiprocessing.get_context("forkserver")
    apart.set_forkserver_preload([__name__])
    here, there = apart.Pipe(duplex=False)
    process = apart.Process(target=live, args=(path, name, life, there), daemon=True)
    process.start()
    there.close()

    def kill() -> None:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
        assert process.exitcode == -signal.SIGKILL

    try:
        yield here, kill
    finally:
        if process.is_alive():
            kill()


def rest_of(told: Connection) -> list[object]:
    """What was told and not yet heard; the end of the process ends it, also in the middle of a word."""
    heard: list[object] = []
    try:
        while told.poll(5):
            heard.append(told.recv())
    except (EOFError, OSError):
        pass
    return heard


@pytest.fixture
def path(founded: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    place = Path(shutil.copy2(founded, folder / "team.db"))
    with Team(place) as team:
        team.arrive("A1", "A2", "A3")
    return place


def test_a_draft_that_was_saved_outlives_its_process(path: Path) -> None:
    with living(path, type_a_note) as (told, kill):
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
        with living(path, stop_inside_a_write) as (told, kill):
            assert told.recv() == "inside"
            kill()
        assert team.contents() == before
        assert claiming.claim(team.bob, 1).assignee == "bob"
        assert [each.name for each in trials(path) if each.faults] == []


def test_ten_deaths_at_any_moment_lose_nothing_that_was_done(path: Path) -> None:
    draw = random.Random(11)
    with Team(path) as team:
        for _ in range(10):
            with living(path, work_through_the_queue) as (told, kill):
                head = told.recv()
                time.sleep(draw.uniform(0, 0.05))  # any moment will do: nothing is waited for
                kill()
                head = (rest_of(told) or [head])[-1]
            sequence, digest = head
            with team.store.reading(team.clock()) as unit:
                assert [entry.digest for entry in unit.log.entries() if entry.sequence == sequence] == [digest]
                assert unit.log.first_bad() is None
                mine = unit.items.open_of(team.person("ann").id)
            assigning.release(team.ann, [item.id for item in mine])
        assert [each.name for each in trials(path) if each.faults] == []
        assert queue.counts(team.ann).pool == 3


def test_an_import_killed_at_any_moment_leaves_whole_charts(path: Path) -> None:
    draw = random.Random(12)
    with Team(path) as team:
        for _ in range(4):
            with living(path, take_charts, "lena") as (told, kill):
                heard = [told.recv()]
                time.sleep(draw.uniform(0, 0.3))
                kill()
                heard += rest_of(told)
            rows = team.contents()
            assert len(rows["encounter"]) == len(rows["work_item"]) == len(rows["document"])
            assert len(rows["encounter"]) >= 3 + sum(heard)
        assert [each.name for each in trials(path) if each.faults] == []
