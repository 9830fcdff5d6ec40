"""Proving a long log with two processes: the second begins where a row in the middle says that the chain stands."""

from __future__ import annotations

import os
import signal
from collections.abc import Collection

from sqlalchemy.exc import DBAPIError

from tui_coder.domain.audit import Walk, joined
from tui_coder.places import Place
from tui_coder.store.engine import StoreError
from tui_coder.store.unit_of_work import Store, UnitOfWork

LONG = 200_000
"""Entries; fewer are read over by one process before a second one has begun."""


def proved(store: Store, unit: UnitOfWork, wanted: Collection[int], long: int = LONG) -> Walk:
    """Read over the whole log as `EventLog.walk` does, and find the same; a long one in half the time."""
    entries, _ = unit.log.head()
    middle = entries // 2
    start = unit.log.digests((middle,)).get(middle) if entries >= long and (os.cpu_count() or 1) > 1 else None
    if start is None:
        return unit.log.walk(wanted)
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # A new interpreter: a fork would take the connections and the terminal along.
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_leave_ctrl_c_to_the_other) as other:
        later = other.submit(_walk_on, store.place, tuple(wanted), middle, start, entries)
        first = unit.log.walk(wanted, until=middle)
        if not first.holds:
            return first
        try:
            second = later.result()
        except (BrokenProcessPool, StoreError, DBAPIError):  # no second process, or no second line to the store
            second = unit.log.walk(wanted, middle, start)
    return joined(first, second)


def _walk_on(place: Place, wanted: Collection[int], behind: int, head: str, until: int) -> Walk:
    store = Store.open(place)
    try:
        with store.reading(store.now()) as unit:
            return unit.log.walk(wanted, behind, head, until)
    finally:
        store.close()


def _leave_ctrl_c_to_the_other() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
