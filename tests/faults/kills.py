"""Killed writers: of three people at work in processes of their own, one is stopped at any moment, again and again."""

from __future__ import annotations

import random
import time
from contextlib import ExitStack

from tests.faults.found import Found
from tests.faults.lives import living, rest_of, work_through_the_queue
from tests.server import INSTALLER
from tests.team import CODERS, Team, TeamOnServer
from tui_coder.services import assigning
from tui_coder.store import soundness
from tui_coder.store.postgres import soundness as soundness_on_server


def kill_writers(team: Team, times: int, draw: random.Random) -> Found:
    """Kill so many writers; what each was told last to be done is looked for at once."""
    found = Found()
    with ExitStack() as office:
        living_now = {
            name: office.enter_context(living(team.address(name), work_through_the_queue, name)) for name in CODERS
        }
        for _ in range(times):
            name = draw.choice(CODERS)
            told, kill = living_now[name]
            heard = [told.recv()]
            time.sleep(draw.uniform(0, 0.03))  # any moment will do: nothing is waited for
            kill()
            heard += rest_of(told)
            found.times += 1
            found.acknowledged += len(heard)
            with team.store.reading(team.clock()) as unit:
                kept = unit.log.digests([sequence for sequence, _ in heard])
            found.lost += sum(kept.get(sequence) != digest for sequence, digest in heard)
            _lay_down(team, name)
            living_now[name] = office.enter_context(living(team.address(name), work_through_the_queue, name))
    for name in CODERS:
        _lay_down(team, name)
    looked_through(team, found)
    return found


def _lay_down(team: Team, name: str) -> None:
    """What was in somebody's hands when they were killed is the pool's again."""
    with team.store.reading(team.clock()) as unit:
        mine = unit.items.open_of(team.person(name).id)
    assigning.release(team.desk(name), [item.id for item in mine])


def looked_through(team: Team, found: Found) -> None:
    """Add what the store itself complains of."""
    faults = soundness.told(_trials(team))
    if faults:
        found.unsound.append(faults)


def _trials(team: Team) -> tuple[soundness.Trial, ...]:
    if isinstance(team, TeamOnServer):
        return soundness_on_server.trials(team.server.place(team.database, INSTALLER))
    return soundness.trials(team.path)
