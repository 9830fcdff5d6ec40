"""Clocks that are off by an hour, and people who pause for any time between two steps."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from tests.faults.found import Found
from tests.faults.kills import looked_through
from tests.team import CODERS, Team
from tui_coder.domain.refusals import IllegalMove, NothingEligible, Refusal
from tui_coder.services import checking, claiming, coding
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Desk
from tui_coder.store import tables

OFF = {"ann": timedelta(hours=-1), "bob": timedelta(0), "cy": timedelta(hours=1)}


def finish_all(office: Team, books: CodeBooks, items: int, draw: random.Random) -> Found:
    """Three people whose clocks tell other times work all items off. Each counts as one time.

    To the clock that is an hour fast, everybody's lease looks lapsed: it takes charts over in the middle of the work.
    Whoever lost a chart so must not write to it any more.
    """
    told: dict[str, list[int]] = {name: [] for name in CODERS}
    seeds = {name: draw.randrange(1 << 30) for name in CODERS}
    workers = [
        threading.Thread(target=_work, args=(office, books, name, random.Random(seeds[name]), told[name]))
        for name in CODERS
    ]
    for name in CODERS:
        office.desk(name)
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    submitted = Counter(entry.item for entry in office.events() if entry.what == "submitted")
    said = Counter(item for mine in told.values() for item in mine)
    found = Found(times=items, acknowledged=said.total())
    found.lost = items - len(submitted)
    found.twice = sum(count > 1 for count in (*submitted.values(), *said.values()))
    looked_through(office, found)
    return found


def _work(office: Team, books: CodeBooks, name: str, draw: random.Random, told: list[int]) -> None:
    desk = replace(office.desk(name), clock=lambda: datetime.now(UTC) + OFF[name])
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            item = _one_to_do(desk)
            if item is None:
                return
            time.sleep(draw.uniform(0, 0.02))
            with suppress(IllegalMove):  # somebody who lost the chart meanwhile had posted it
                coding.post(desk, books, item, "Z79.4")
            time.sleep(draw.uniform(0, 0.02))
            checking.submit(desk, books, item)
            told.append(item)
        except Refusal:
            time.sleep(draw.uniform(0, 0.02))


def _one_to_do(desk: Desk) -> int | None:
    """The next, else one that is in this person's hands already, else any that lies with others; None: all is done."""
    try:
        return claiming.claim_next(desk).id
    except NothingEligible:
        with desk.reading() as unit:
            mine = [item.id for item in unit.items.open_of(desk.actor.id)]
            left = unit.connection.execute(select(tables.work_item.c.id).where(tables.IS_UNFINISHED)).scalars().all()
        return mine[0] if mine else claiming.claim(desk, left[0]).id if left else None
