"""Everybody presses n at once: how fast the next item is served, and whether each is served exactly once.

    python benchmarks/claims.py [--items N] [--sqlite PROCESSES] [--postgres PROCESSES] [--json FILE]

The same items are served several times on each store, each with its entry chained in the log:
- the pool's first in bare SQL: whatever stands first there, overdue or not, under a lease and a fence;
- the same claim in bare SQL: the choice of the service, written out by hand (overdue first, one's own, what lapsed, but
  not what was skipped), and the columns and the entry that the service writes, without routing, sight, holds, rights;
- on SQLite that claim once more, each process as it asked, which is what the service does; SQLite itself lets one run
  on, whose caches are warm, while the others wait for seconds;
- by `n`: the service.
The ratios say what share of each bare claim's rate it reaches.
PostgreSQL is a private server on a Unix socket, on a disk that syncs; it is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
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
from tui_coder.places import EmbeddedFile, Place, TeamDatabase
from tui_coder.resources import sqlite_module
from tui_coder.services import assigning, claiming, people, skipping
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


# ---- the same claim in bare SQL --------------------------------------------------------------------------------------


def _sqlite_choice() -> str:
    """The first in working order of the pool, of one's own and of what lapsed, as it was read."""
    unskipped = "NOT EXISTS (SELECT 1 FROM skip WHERE item_id = work_item.id AND person_id = :me AND at >= :since)"

    def head(index: str, which: str, order: str = "") -> str:
        return (
            f"(SELECT id FROM work_item INDEXED BY {index} WHERE {which} AND {unskipped} "
            f"ORDER BY {order} due, arrived_at, id LIMIT 1)"
        )

    def first_open(index: str, which: str, whose: str) -> str:
        late = ", ".join(head(index, f"{which} AND priority = {level} AND due < :today") for level in range(9, -1, -1))
        some = f"EXISTS (SELECT 1 FROM work_tally WHERE state = 'open' AND assignee_id = {whose} AND due < :today)"
        return f"coalesce(CASE WHEN {some} THEN coalesce({late}) END, {head(index, which, 'priority DESC,')})"

    overdue_first = "due < :today DESC, priority DESC,"
    lapsed = "state = 'in_work' AND lease_until < :now AND (assignee_id = :me OR from_pool)"
    heads = (
        head("ix_item_lapse", lapsed, overdue_first),
        first_open("ix_item_assigned", "assignee_id = :me AND state <> 'submitted' AND state = 'open'", ":me"),
        first_open("ix_item_pool", "state = 'open' AND assignee_id IS NULL", "0"),
    )
    return (
        "SELECT i.id, e.account, i.state, i.version, coalesce(p.name, '') FROM work_item i "
        "JOIN encounter e ON e.id = i.encounter_id LEFT JOIN person p ON p.id = i.assignee_id "
        f"WHERE i.id IN ({', '.join(heads)}) ORDER BY {overdue_first} due, arrived_at, i.id LIMIT 1"
    )


SQLITE_CHOICE = _sqlite_choice()
_AGAIN = "(state = 'in_work' AND assignee_id = {me})"
_WRITTEN = (
    "state = 'in_work', assignee_id = {me}, version = version + 1, fence = fence + 1, lease_until = {until}, "
    "leased_at = {now}, changed_by = {name}, changed_at = {now}, "
    f"from_pool = CASE WHEN {_AGAIN} THEN from_pool ELSE assignee_id IS DISTINCT FROM {{me}} END, "
    f"changed_documents = (changed_documents AND {_AGAIN}), "
    "given_by = CASE WHEN assignee_id = {me} THEN given_by ELSE '' END, "
    "given_why = CASE WHEN assignee_id = {me} THEN given_why ELSE '' END"
)
SQLITE_TAKING = (
    f"UPDATE work_item SET {_WRITTEN.format(me=':me', name=':name', now=':now', until=':until')} WHERE id = :id"
)


def _postgres_claim() -> str:
    """One message: the choice, what is not taken left unlocked, the item and its entry."""
    now = "(now() AT TIME ZONE 'UTC')"
    mine = "(SELECT id FROM person WHERE name = %(name)s)"
    place = "({0}.due >= %(today)s, -{0}.priority, {0}.due, {0}.arrived_at, {0}.id)"
    unskipped = f"NOT EXISTS (SELECT FROM skip s WHERE s.item_id = w.id AND s.person_id = {mine} AND s.at >= %(since)s)"
    pool = (
        "w.state = 'open' AND w.assignee_id IS NULL "
        f"AND NOT EXISTS (SELECT FROM own WHERE {place.format('own')} < {place.format('w')}) "
        f"AND {unskipped}"
    )
    written = _WRITTEN.format(me=mine, name="%(name)s", now=now, until=f"{now} + interval '30 minutes'")
    return f"""
        WITH own AS (
            SELECT w.* FROM work_item w
            WHERE {unskipped} AND ((w.assignee_id = {mine} AND w.state = 'open')
                OR (w.state = 'in_work' AND w.lease_until < {now} AND (w.assignee_id = {mine} OR w.from_pool)))
            ORDER BY w.due < %(today)s DESC, w.priority DESC, w.due, w.arrived_at, w.id LIMIT 1
        ), late AS (
            SELECT found.id FROM generate_series(9, 0, -1) level, LATERAL (
                SELECT w.id FROM work_item w WHERE w.priority = level AND w.due < %(today)s AND {pool}
                ORDER BY w.due, w.arrived_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED
            ) found LIMIT 1
        ), pooled AS (
            SELECT w.id FROM work_item w WHERE NOT EXISTS (SELECT FROM late) AND {pool}
            ORDER BY w.priority DESC, w.due, w.arrived_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED
        ), old AS (
            SELECT w.id, w.state AS was, w.version AS seen, e.account, coalesce(p.name, '') AS holder FROM work_item w
            JOIN encounter e ON e.id = w.encounter_id LEFT JOIN person p ON p.id = w.assignee_id
            WHERE w.id = coalesce((SELECT id FROM late), (SELECT id FROM pooled), (SELECT id FROM own))
        ), taken AS (
            UPDATE work_item w SET {written} FROM old WHERE w.id = old.id AND w.version = old.seen
            RETURNING old.*
        )
        SELECT id, tc_log_append(json_build_array(json_build_object(
            'what', 'claimed', 'item_id', id, 'item', account,
            'before', format('{{"assignee":"%%s","state":"%%s","version":%%s}}', holder, was, seen),
            'after', format('{{"assignee":"%%s","state":"in_work","version":%%s}}', %(name)s::text, seen + 1)
        ))) FROM taken"""


POSTGRES_SAME_CLAIM = _postgres_claim()


@dataclass
class Served:
    """What one process was served, how long each claim took, what went wrong, and when its last claim was done."""

    items: list[int]
    seconds: list[float]
    errors: list[str]
    until: float = 0.0


@dataclass
class Told:
    """The whole run: `seconds` from when all were let go until the last claim was done."""

    seconds: float
    by_process: list[Served]

    @property
    def rate(self) -> float:
        return sum(len(each.seconds) for each in self.by_process) / self.seconds

    def row(self, name: str, items: int, shares: Iterable[str], order: dict[int, Any] | None) -> str:
        """`shares`: of the rate of each bare claim; `order`: None where it serves in none."""
        waits = sorted(second * 1000 for each in self.by_process for second in each.seconds)
        served = Counter(item for each in self.by_process for item in each.items)
        twice = sum(count - 1 for count in served.values())
        errors = sum(len(each.errors) for each in self.by_process)
        unordered = (
            "-" if order is None
            else str(sum(each.items != sorted(each.items, key=order.__getitem__) for each in self.by_process))
        )  # fmt: skip
        return (
            f"| {name} | {self.rate:,.0f} | {' | '.join(shares)} | {median(waits):.1f} | "
            f"{quantiles(waits, n=100)[98]:.1f} | {waits[-1]:.0f} | {twice} | {items - len(served)} | {unordered} | "
            f"{errors} |"
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


def check_choice() -> None:
    """Leave with a message where the hand-written statement chooses otherwise than the service: of a pool, of charts
    given to somebody, of some that they skipped, and of claims that they and a colleague let lapse."""
    with on_file(120, 2) as (place_of, _):
        store = Store.open(place_of(0))
        desk, colleague = (people.sign_in(store, f"coder{number}") for number in range(2))
        assigning.give(colleague, range(1, 120, 9), "coder0")
        for each, some in ((desk, range(5, 120, 18)), (colleague, range(8, 120, 18))):
            for _ in range(5):
                skipping.skip(each, claiming.claim_next(each).id, "another time")
            for item in some:
                claiming.claim(replace(each, lease=timedelta(seconds=-1)), item)
        line, (today, since) = _on_sqlite(place_of(0)), _day()
        fixed = {"me": desk.actor.id, "today": str(today), "since": since.isoformat(" ", "microseconds")}
        with suppress(NothingEligible):
            while True:
                asked = {**fixed, "now": datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")}
                chosen, served = line.execute(SQLITE_CHOICE, asked).fetchone(), claiming.claim_next(desk).id
                if chosen is None or chosen[0] != served:
                    sys.exit(f"The statement chose item {chosen and chosen[0]}, and the service item {served}.")
        line.close()
        store.close()


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
    """The pool's first."""
    if isinstance(place, EmbeddedFile):
        line = _on_sqlite(place)

        def claim() -> int | None:
            line.execute("BEGIN IMMEDIATE")
            found = line.execute(SQLITE_CLAIM).fetchone()
            if found:
                at = datetime.now(UTC).isoformat(timespec="milliseconds")
                _chain(line, at, "coder", found[0], "A", "{}", "{}")
            line.execute("COMMIT")
            return found and found[0]
    else:
        server = _on_postgres(place)

        def claim() -> int | None:
            found = server.execute(POSTGRES_CLAIM).fetchone()
            return found and int(found[0])

    _claim_all(claim, Served([], [], []), ready, told)


def by_same_claim(place: Place, number: int, ready: Barrier, told: Queue[Served]) -> None:
    """What the service chooses and writes."""
    if isinstance(place, EmbeddedFile):
        claim = _same_claim_on_sqlite(_on_sqlite(place), number)
    else:
        (today, since), server = _day(), _on_postgres(place)
        told_of = {"name": f"coder{number}", "today": today, "since": since}

        def claim() -> int | None:
            found = server.execute(POSTGRES_SAME_CLAIM, told_of, prepare=True).fetchone()
            return found and int(found[0])

    _claim_all(claim, Served([], [], []), ready, told)


def by_same_claim_in_turn(place: EmbeddedFile, number: int, ready: Barrier, told: Queue[Served]) -> None:
    """The same, each as they asked: SQLite itself lets one process run on while the others sleep for longer and longer.
    The disk is waited for behind the turn."""
    line = _on_sqlite(place)
    line.execute("PRAGMA synchronous = NORMAL")
    claim_at_once = _same_claim_on_sqlite(line, number)
    turn, log = (os.open(f"{place.path}{end}", os.O_RDWR | os.O_CREAT, 0o600) for end in (".turn", "-wal"))

    def claim() -> int | None:
        fcntl.flock(turn, fcntl.LOCK_EX)
        found = claim_at_once()
        fcntl.flock(turn, fcntl.LOCK_UN)
        os.fdatasync(log)
        return found

    _claim_all(claim, Served([], [], []), ready, told)


def _same_claim_on_sqlite(line: Any, number: int) -> Callable[[], int | None]:
    name, (today, since) = f"coder{number}", _day()
    me = line.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchone()[0]
    fixed = {"me": me, "name": name, "today": str(today), "since": since.isoformat(" ", "microseconds")}

    def claim() -> int | None:
        at = datetime.now(UTC)
        now, until = (
            each.replace(tzinfo=None).isoformat(" ", "microseconds") for each in (at, at + timedelta(minutes=30))
        )
        line.execute("BEGIN IMMEDIATE")
        found = line.execute(SQLITE_CHOICE, {**fixed, "now": now}).fetchone()
        if found:
            item, account, state, version, holder = found
            line.execute(SQLITE_TAKING, {**fixed, "now": now, "until": until, "id": item})
            before = f'{{"assignee":"{holder}","state":"{state}","version":{version}}}'
            after = f'{{"assignee":"{name}","state":"in_work","version":{version + 1}}}'
            _chain(line, at.isoformat(timespec="milliseconds"), name, item, account, before, after)
        line.execute("COMMIT")
        return found and int(found[0])

    return claim


def _day() -> tuple[date, datetime]:
    """Today, and when it began as the stores hold it."""
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.date(), midnight.astimezone(UTC).replace(tzinfo=None)


def _on_sqlite(place: EmbeddedFile) -> Any:
    """With what the store promises of itself: on the disk when it is answered, and no row without its person."""
    line = sqlite_module().connect(place.path, timeout=60, isolation_level=None)
    for setting in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
        line.execute(f"PRAGMA {setting}")
    return line


def _on_postgres(place: TeamDatabase) -> Any:
    """As the installer: the guards of rows are for people."""
    import psycopg

    return psycopg.connect(host=place.host, dbname=place.database, user="postgres", autocommit=True)


def _chain(line: Any, at: str, person: str, item: int, account: str, before: str, after: str) -> None:
    last, previous = line.execute(SQLITE_HEAD).fetchone()
    digest = digest_of(previous, last + 1, at, person, "coder", "claimed", f"#{item} {account}", before, after)
    line.execute(
        SQLITE_ENTRY, (last + 1, at, person, "coder", "claimed", item, account, before, after, previous, digest)
    )


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
        served.until = time.perf_counter()  # one clock for all processes of a machine
        served.seconds.append(served.until - begun)
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
    for worker in workers:
        worker.join(60)
    return Told(max(each.until for each in answers) - begun, answers)


# ---- the table -------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--sqlite", type=int, default=64, help="processes on the embedded store")
    parser.add_argument("--postgres", type=int, default=200, help="processes on PostgreSQL")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    check_choice()
    rows: list[str] = []
    figures: dict[str, float] = {}

    def all_ways(name: str, store: Callable[[int, int], Any], processes: int, in_turn: bool) -> None:
        told: dict[str, Told] = {}
        ways: list[tuple[str, str, Callable[..., None]]] = [
            ("first", f"{name}, {processes} at once, the pool's first in bare SQL", by_statement),
            ("same", "the same claim in bare SQL", by_same_claim),
            ("in_turn", "the same claim in bare SQL, each as they asked", by_same_claim_in_turn),
            ("n", "the same by `n`", by_service),
        ]
        for key, label, work in ways:
            if key == "in_turn" and not in_turn:
                continue
            with store(args.items, processes) as (place_of, order):
                told[key] = run(work, place_of, processes)
            shares = (
                f"{told[key].rate / told[each].rate:.2f}" if each in told else "-"
                for each in ("first", "same", "in_turn")
            )
            rows.append(told[key].row(label, args.items, shares, None if work is by_statement else order))
            for error in {error for each in told[key].by_process for error in each.errors}:
                print(error, file=sys.stderr)
        ours = told.pop("n")
        figures[f"{name}_claims"] = ours.rate
        figures.update({f"{name}_ratio_{key}": ours.rate / each.rate for key, each in told.items()})

    if args.sqlite:
        all_ways("SQLite", on_file, args.sqlite, in_turn=True)
    if programs() is None:
        print(WHY_NOT, file=sys.stderr)
    elif args.postgres:
        with running_server(
            fsync="on", synchronous_commit="on", full_page_writes="on", max_connections="1000", shared_buffers="256MB"
        ) as server:
            all_ways("PostgreSQL", partial(on_server, server), args.postgres, in_turn=False)
    print(f"{args.items:,} items, each process until nothing is left\n")
    print(
        "| store | claims/s | of the pool's first | of the same claim | of the same as asked | median ms | p99 ms "
        "| worst ms | twice | not served | out of order | errors |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    print("\n".join(rows))
    if args.json:
        args.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
