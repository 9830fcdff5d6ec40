"""Everybody presses n at once: how fast the next item is served, and whether each is served exactly once.

    python benchmarks/claims.py [--items N] [--sqlite PROCESSES] [--postgres PROCESSES] [--json FILE]

The same items are served twice on each store: by the service (rights, routing, holds, skips, clients, one's own charts,
what lapsed), and by the same claim in bare SQL, which hands the pool's first item to somebody under a lease and a fence
and chains its entry in the log. The ratio says what the rest costs.
PostgreSQL is a private server on a Unix socket, on a disk that syncs; it is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.server import WHY_NOT, Server, programs, running_server
from tui_coder.domain.audit import digest_of
from tui_coder.domain.encounter import Encounter, Setting
from tui_coder.domain.refusals import NothingEligible
from tui_coder.domain.roles import Role
from tui_coder.domain.work import working_order
from tui_coder.places import EmbeddedFile, Place
from tui_coder.resources import sqlite_module
from tui_coder.services import claiming, people
from tui_coder.store.postgres.schema import install
from tui_coder.store.unit_of_work import Store

FIRST = (
    "SELECT id FROM work_item {index} WHERE state = 'open' AND assignee_id IS NULL "
    "ORDER BY priority DESC, due, arrived_at, id LIMIT 1"
)
HANDED = (
    "UPDATE work_item SET state = 'in_work', assignee_id = 1, fence = fence + 1, version = version + 1, "
    "lease_until = {until}, changed_by = 'coder', changed_at = {now} WHERE id = ({first}) RETURNING id"
)
SQLITE_CLAIM = HANDED.format(
    until="datetime('now', '+30 minutes')", now="datetime('now')", first=FIRST.format(index="INDEXED BY ix_item_pool")
)
SQLITE_HEAD = "SELECT sequence, digest FROM event ORDER BY sequence DESC LIMIT 1"
SQLITE_ENTRY = (
    "INSERT INTO event (sequence, at, person, os_account, what, item_id, item, before, after, previous, digest) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
POSTGRES_CLAIM = (
    "WITH taken AS ("
    + HANDED.format(
        until="now() + interval '30 minutes'", now="now()", first=FIRST.format(index="") + " FOR UPDATE SKIP LOCKED"
    )
    + ") SELECT id, tc_log_append(json_build_array(json_build_object('what', 'claimed', 'item_id', id, 'item', 'A', "
    "'before', '{}', 'after', '{}'))) FROM taken"
)


@dataclass
class Served:
    """What one process was served, how long each claim took, and what went wrong."""

    items: list[int]
    seconds: list[float]
    errors: list[str]


@dataclass
class Told:
    """The whole run."""

    seconds: float
    by_process: list[Served]

    @property
    def rate(self) -> float:
        return sum(len(each.seconds) for each in self.by_process) / self.seconds

    def row(self, name: str, items: int, ratio: str, order: dict[int, Any] | None) -> str:
        waits = sorted(second * 1000 for each in self.by_process for second in each.seconds)
        served = Counter(item for each in self.by_process for item in each.items)
        twice = sum(count - 1 for count in served.values())
        errors = sum(len(each.errors) for each in self.by_process)
        unordered = (
            "-" if order is None
            else str(sum(each.items != sorted(each.items, key=order.__getitem__) for each in self.by_process))
        )  # fmt: skip
        return (
            f"| {name} | {self.rate:,.0f} | {ratio} | {median(waits):.1f} | {quantiles(waits, n=100)[98]:.1f} | "
            f"{waits[-1]:.0f} | {twice} | {items - len(served)} | {unordered} | {errors} |"
        )


# ---- the stores ------------------------------------------------------------------------------------------------------


def fill(store: Store, items: int) -> dict[int, Any]:
    """So many items of every priority in the pool, some overdue; returns the working order of each."""
    today = date.today()
    with store.writing(store.now()) as unit:
        clinic = unit.people.facility("Clinic", "Clinic")
        for number in range(items):
            encounter = Encounter(
                account=f"A{number}", facility="Clinic", setting=Setting.PROFESSIONAL, service_from=today,
                service_to=today,
            )  # fmt: skip
            due = None if number % 3 else today + timedelta(days=number % 7 - 3)
            unit.items.add(unit.encounters.add(clinic, encounter), number * 7 % 10, due, 5)
    with store.reading(store.now()) as unit:
        return {item.id: working_order(item, today) for item in unit.items.many(range(1, items + 1))}


@contextmanager
def on_file(items: int, coders: int) -> Iterator[tuple[Callable[[int], Place], dict[int, Any]]]:
    with tempfile.TemporaryDirectory(prefix="tui-coder-claims-") as folder:
        path = Path(folder) / "team.db"
        store = Store.open(path)
        owner = people.owner(store)
        for number in range(coders):
            people.add(owner, f"coder{number}", Role.CODER)
        order = fill(store, items)
        store.close()
        yield (lambda number: EmbeddedFile(path)), order


@contextmanager
def on_server(server: Server, items: int, coders: int) -> Iterator[tuple[Callable[[int], Place], dict[int, Any]]]:
    database = server.new_database()
    install(server.place(database))
    for number in range(coders):
        server.sql(database, f"SELECT tc_person_put('coder{number}', 'coder', '', '', true, true)")
    store = Store.open(server.place(database))
    order = fill(store, items)
    store.close()
    server.sql(database, "ANALYZE")
    yield (lambda number: server.place(database, f"coder{number}")), order
    server.drop(database)


# ---- the processes ---------------------------------------------------------------------------------------------------


def by_service(place: Place, number: int, ready: Barrier, told: Queue[Served]) -> None:
    store = Store.open(place)
    desk = people.sign_in(store, f"coder{number}")
    served = Served([], [], [])

    def claim() -> int | None:
        try:
            return claiming.claim_next(desk).id
        except NothingEligible:
            return None

    _claim_all(claim, served, ready, told)
    store.close()


def by_statement(place: Place, number: int, ready: Barrier, told: Queue[Served]) -> None:
    served = Served([], [], [])
    if isinstance(place, EmbeddedFile):
        line = sqlite_module().connect(place.path, timeout=60, isolation_level=None)
        line.execute("PRAGMA synchronous = FULL")

        def claim() -> int | None:
            line.execute("BEGIN IMMEDIATE")
            found = line.execute(SQLITE_CLAIM).fetchone()
            if found:
                last, previous = line.execute(SQLITE_HEAD).fetchone()
                at = datetime.now(UTC).isoformat(timespec="milliseconds")
                told = (last + 1, at, "coder", "coder", "claimed", f"#{found[0]} A", "{}", "{}")
                digest = digest_of(previous, *told)
                line.execute(SQLITE_ENTRY, (*told[:5], found[0], "A", "{}", "{}", previous, digest))
            line.execute("COMMIT")
            return found and found[0]
    else:
        import psycopg

        # As the installer: the guards of rows are for people.
        server = psycopg.connect(host=place.host, dbname=place.database, user="postgres", autocommit=True)

        def claim() -> int | None:
            found = server.execute(POSTGRES_CLAIM).fetchone()
            return found and int(found[0])

    _claim_all(claim, served, ready, told)


def _claim_all(claim: Callable[[], int | None], served: Served, ready: Barrier, told: Queue[Served]) -> None:
    _warm_up(claim, served)
    ready.wait(300)
    while True:
        begun = time.perf_counter()
        try:
            item = claim()
        except Exception as error:  # whatever it is, it is counted
            served.errors.append(repr(error)[:200])
            if len(served.errors) > 5:
                break
            continue
        if item is None:
            break
        served.seconds.append(time.perf_counter() - begun)
        served.items.append(item)
    told.put(served)


def _warm_up(claim: Callable[[], int | None], served: Served) -> None:
    """Each has claimed once before the clock starts: what is loaded and put together then is no matter of the queue."""
    item = claim()
    if item is not None:
        served.items.append(item)


def run(work: Callable[..., None], place_of: Callable[[int], Place], processes: int) -> Told:
    apart = multiprocessing.get_context("forkserver")
    apart.set_forkserver_preload(["benchmarks.claims"])
    ready, told = apart.Barrier(processes + 1), apart.Queue()
    workers = [apart.Process(target=work, args=(place_of(number), number, ready, told)) for number in range(processes)]
    for worker in workers:
        worker.start()
    ready.wait(300)
    begun = time.perf_counter()
    answers = [told.get(timeout=600) for _ in workers]
    seconds = time.perf_counter() - begun
    for worker in workers:
        worker.join(60)
    return Told(seconds, answers)


# ---- the table -------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--sqlite", type=int, default=64, help="processes on the embedded store")
    parser.add_argument("--postgres", type=int, default=200, help="processes on PostgreSQL")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows: list[str] = []
    figures: dict[str, float] = {}

    def both(name: str, store: Callable[[int, int], Any], processes: int) -> None:
        with store(args.items, processes) as (place_of, order):
            bare = run(by_statement, place_of, processes)
        with store(args.items, processes) as (place_of, order):
            ours = run(by_service, place_of, processes)
        rows.append(bare.row(f"{name}, {processes} at once, in bare SQL", args.items, "1.00", None))
        rows.append(ours.row("the same by `n`", args.items, f"{ours.rate / bare.rate:.2f}", order))
        figures[f"{name}_ratio"], figures[f"{name}_claims"] = ours.rate / bare.rate, ours.rate
        for error in {error for each in (*ours.by_process, *bare.by_process) for error in each.errors}:
            print(error, file=sys.stderr)

    if args.sqlite:
        both("SQLite", on_file, args.sqlite)
    if programs() is None:
        print(WHY_NOT, file=sys.stderr)
    elif args.postgres:
        with running_server(
            fsync="on", synchronous_commit="on", full_page_writes="on", max_connections="1000", shared_buffers="256MB"
        ) as server:
            both("PostgreSQL", lambda items, coders: on_server(server, items, coders), args.postgres)
    print(f"{args.items:,} items, each process until nothing is left\n")
    print("| store | claims/s | ratio | median ms | p99 ms | worst ms | twice | not served | out of order | errors |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    print("\n".join(rows))
    if args.json:
        args.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
