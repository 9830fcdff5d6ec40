"""A database server that crashes and comes up again under three people at work."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.found import Found
from tests.faults.kills import looked_through
from tests.team import CODERS, TeamOnServer
from tui_coder.domain.refusals import Refusal
from tui_coder.domain.work import HoldReason
from tui_coder.services import assigning, claiming
from tui_coder.store.engine import StoreError

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "wal_writer_delay": "10s"}
"""How a server is set up that keeps what it was told; the other tests' server is faster and does not. What was not
committed yet is not written by the way, so that a crash loses all of it."""


@dataclass
class _Told:
    """What a person was told of each command, by its mark: done, or that nothing was changed."""

    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def crash_server(team: TeamOnServer, times: int, draw: random.Random) -> Found:
    """Restart the server so many times without letting it finish anything, while people work."""
    found, over = Found(), threading.Event()
    told = {name: _Told() for name in CODERS}
    workers = [threading.Thread(target=_work, args=(team, name, told[name], over)) for name in CODERS]
    for desk in CODERS:
        team.desk(desk)
    for worker in workers:
        worker.start()
    for _ in range(times):
        before = sum(len(each.done) for each in told.values())
        _wait_until(lambda before=before: sum(len(each.done) for each in told.values()) > before + 5)
        time.sleep(draw.uniform(0, 0.05))  # any moment will do: nothing is waited for
        team.server.crash()
        found.times += 1
    over.set()
    for worker in workers:
        worker.join(60)
    marks: dict[str, int] = {}
    for entry in team.events():
        if entry.what == "held":
            mark = str(entry.after["note"])
            if mark:
                marks[mark] = marks.get(mark, 0) + 1
    for each in told.values():
        found.acknowledged += len(each.done)
        found.lost += sum(mark not in marks for mark in each.done)
        found.twice += sum(mark in marks for mark in each.refused)
    found.twice += sum(count > 1 for count in marks.values())
    looked_through(team, found)
    return found


def _work(team: TeamOnServer, name: str, told: _Told, over: threading.Event) -> None:
    desk, number = team.desk(name), 0
    while not over.is_set():
        number += 1
        mark = f"{name} {number}"
        try:
            item = claiming.claim_next(desk)
            try:
                held = assigning.hold(desk, [item.id], HoldReason.LATE_REPORT, note=mark).changed
            except StoreError as error:
                if "Nothing was changed" in str(error):
                    told.refused.append(mark)
                raise
            if held:
                told.done.append(mark)
            assigning.release(desk, [item.id])
        except (StoreError, Refusal):
            _tidy(team, name, over)


def _tidy(team: TeamOnServer, name: str, over: threading.Event) -> None:
    """Once the server is back: whatever is left in the person's hands goes back to the pool."""
    while not over.is_set():
        try:
            desk = team.desk(name)
            with desk.reading() as unit:
                mine = [item.id for item in unit.items.open_of(desk.actor.id)]
            assigning.release(desk, mine)
            return
        except (StoreError, Refusal):
            time.sleep(0.05)


def _wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "nobody gets anything done any more"
        time.sleep(0.01)
