"""The log: how long it takes to prove a million entries, and to append one while thirty people do.

    python benchmarks/log.py [--entries N] [--writers N] [--actions N] [--json FILE]

Proving (chain and checkpoints) stands beside reading the same rows from the bare driver and doing nothing with them;
appending, by the services, beside a bare INSERT with its COMMIT by the same processes, first all the one and then all
the other. Each writer acts once a second, which is more than a coder does, and then all as fast as they can. PostgreSQL
is a private server on a Unix socket, on a disk that syncs; it is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.server import WHY_NOT, Server, programs, running_server
from tui_coder.domain.audit import GENESIS, Stored, canonical_json, digest_of, whole_item
from tui_coder.domain.roles import Role
from tui_coder.places import EmbeddedFile, Place
from tui_coder.resources import sqlite_module
from tui_coder.services import anchor_keys, anchoring, log, people
from tui_coder.services.anchoring import Anchor
from tui_coder.services.desk import Desk
from tui_coder.settings import CheckpointSettings
from tui_coder.store.event_log import STORED
from tui_coder.store.postgres.schema import install
from tui_coder.store.unit_of_work import Store

ENTRIES, WRITERS, ACTIONS, FLAT_OUT = 1_000_000, 30, 20, 40
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "256MB"}


# ---- a long log ------------------------------------------------------------------------------------------------------


def entries(count: int) -> Iterator[Stored]:
    """What forty coders do to ten thousand charts, rightly chained."""
    draw, previous = random.Random(5), GENESIS
    at = datetime(2026, 1, 5, 8, 0, tzinfo=UTC).isoformat(timespec="milliseconds")
    for sequence in range(1, count + 1):
        person, item = f"coder{draw.randrange(40)}", draw.randrange(1, 10_000)
        before = canonical_json({"state": "open", "assignee": "", "version": sequence % 9})
        after = canonical_json({"state": "in_work", "assignee": person, "version": sequence % 9 + 1})
        told = (at, person, f"{person}@local", "claimed")
        named = f"A{item:07}"
        digest = digest_of(previous, sequence, *told, whole_item(item, named), before, after)
        yield (sequence, *told, item, named, before, after, previous, digest)
        previous = digest


def write_to_file(path: Path, count: int) -> None:
    with closing(sqlite_module().connect(path)) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("DROP TRIGGER event_follows")
        raw.executemany(f"INSERT INTO event ({STORED}) VALUES ({', '.join('?' * 11)})", entries(count))
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write_to_server(server: Server, database: str, count: int) -> None:
    import psycopg

    with psycopg.connect(host=server.socket, dbname=database, user="postgres") as line:
        with line.cursor().copy(f"COPY event ({STORED}) FROM STDIN") as rows:
            for entry in entries(count):
                rows.write_row(entry)
        line.commit()
    server.sql(database, "VACUUM ANALYZE event")


# ---- proving it ------------------------------------------------------------------------------------------------------


def prove(desk: Desk, where: CheckpointSettings) -> None:
    proof = log.verify(desk, anchoring.known(where))
    if not proof.ok or proof.unanchored:
        raise SystemExit(f"The log does not hold: {proof}")


def read_file(path: Path) -> None:
    with closing(sqlite_module().connect(path)) as raw:
        for _ in raw.execute(f"SELECT {STORED} FROM event ORDER BY sequence"):
            pass


def read_server(server: Server, database: str) -> None:
    import psycopg

    with psycopg.connect(host=server.socket, dbname=database, user="lena") as line:
        for _ in line.cursor().stream(f"SELECT {STORED} FROM event_seen ORDER BY sequence", size=1_000):
            pass


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def proving(desk: Desk, where: CheckpointSettings, read: Callable[[], None], rounds: int = 3) -> tuple[float, float]:
    """Medians of reading alone and of proving, in turns."""
    Anchor(desk, where).make()
    times = [(seconds(read), seconds(lambda: prove(desk, where))) for _ in range(rounds)]
    return median(each[0] for each in times), median(each[1] for each in times)


# ---- appending to it -------------------------------------------------------------------------------------------------


def writer(place: Place, number: int, actions: int, pause: float, ready: Barrier, told: Queue[Any]) -> None:
    """Acts so often by a bare statement, and then by the service; tells the seconds that each took.

    All begin either together: who is in the midst of the one would keep others from the other.
    """
    store = Store.open(place)
    desk = people.sign_in(store, f"coder{number}")
    bare, draw = bare_insert(place), random.Random(number)

    def append() -> None:
        with desk.writing() as unit:
            desk.note(unit, "looked out of the window")

    times: list[list[float]] = []
    for act in (bare, append):
        act()
        ready.wait(300)
        times.append([])
        for _ in range(actions):
            time.sleep(draw.random() * 2 * pause)
            times[-1].append(seconds(act))
    told.put(times)
    store.close()


def bare_insert(place: Place) -> Callable[[], object]:
    """One row of the same size into a table of no meaning, committed."""
    row = "x" * 400
    if isinstance(place, EmbeddedFile):
        line = sqlite_module().connect(place.path.with_name("bare.db"), timeout=60, isolation_level=None)
        line.execute("PRAGMA synchronous = FULL")

        def insert() -> None:
            line.execute("BEGIN IMMEDIATE")
            line.execute("INSERT INTO bare VALUES (?)", (row,))
            line.execute("COMMIT")

        return insert
    import psycopg

    server = psycopg.connect(host=place.host, dbname=place.database, user="postgres", autocommit=True)
    return lambda: server.execute("INSERT INTO bare VALUES (%s)", (row,))


def appending(
    place_of: Callable[[int], Place], writers: int, actions: int, pause: float
) -> tuple[list[float], list[float]]:
    """Milliseconds of bare statements, and of appends."""
    apart = multiprocessing.get_context("forkserver")
    apart.set_forkserver_preload(["benchmarks.log"])
    ready, told = apart.Barrier(writers), apart.Queue()
    processes = [
        apart.Process(target=writer, args=(place_of(number), number, actions, pause, ready, told))
        for number in range(writers)
    ]
    for process in processes:
        process.start()
    answers = [told.get(timeout=600) for _ in processes]
    for process in processes:
        process.join(60)
    bare, own = ([1000 * each for times in answers for each in times[which]] for which in (0, 1))
    return bare, own


# ---- the stores ------------------------------------------------------------------------------------------------------


@contextmanager
def on_file(folder: Path, writers: int) -> Iterator[Callable[[int], Place]]:
    path = folder / "team.db"
    store = Store.open(path)
    owner = people.owner(store)
    for number in range(writers):
        people.add(owner, f"coder{number}", Role.CODER)
    store.close()
    with closing(sqlite_module().connect(path.with_name("bare.db"))) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE bare (row)")
    yield lambda number: EmbeddedFile(path)


@contextmanager
def on_server(server: Server, writers: int) -> Iterator[Callable[[int], Place]]:
    database = server.new_database()
    install(server.place(database))
    server.sql(database, "SELECT tc_person_put('lena', 'lead', '', '', true, true)")
    for number in range(writers):
        server.sql(database, f"SELECT tc_person_put('coder{number}', 'coder', '', '', true, true)")
    server.sql(database, "CREATE TABLE bare (row text)")
    yield lambda number: server.place(database, f"coder{number}")
    server.drop(database)


# ---- the tables ------------------------------------------------------------------------------------------------------


class Report:
    """Collects the rows and the figures."""

    def __init__(self, count: int, writers: int) -> None:
        self.count, self.writers = count, writers
        self.proofs: list[str] = []
        self.appends: list[str] = []
        self.figures: dict[str, float] = {}

    def proof(self, name: str, read: float, proved: float) -> None:
        self.proofs.append(f"| {name}: the rows read by the driver | {read:.1f} | 1.00 |")
        self.proofs.append(f"| {name}: proved, chain and checkpoints | {proved:.1f} | {proved / read:.2f} |")
        self.figures |= {f"{name}_verify_s": proved, f"{name}_verify_ratio": proved / read}

    def append(self, name: str, how: str, told: tuple[list[float], list[float]]) -> None:
        bare, own = told
        tails = [quantiles(each, n=100)[94] for each in (bare, own)]
        for what, times, tail in (("a bare INSERT", bare, tails[0]), ("an entry of the log", own, tails[1])):
            ratio = tail / tails[0]
            self.appends.append(
                f"| {name}, {how}: {what} | {median(times):.1f} | {tail:.1f} | {max(times):.0f} | {ratio:.2f} |"
            )
        self.figures |= {f"{name}_{how}_append_p95_ms": tails[1], f"{name}_{how}_bare_p95_ms": tails[0]}

    def show(self) -> None:
        print(f"| {self.count:,} entries | s | ratio |\n|---|--:|--:|")
        print("\n".join(self.proofs))
        print(f"\n| {self.writers} writers | median ms | p95 ms | worst ms | ratio of p95 |\n|---|--:|--:|--:|--:|")
        print("\n".join(self.appends))


def appends(report: Report, name: str, place_of: Callable[[int], Place], actions: int) -> None:
    report.append(name, "one action a second each", appending(place_of, report.writers, actions, 1.0))
    report.append(name, "as fast as they can", appending(place_of, report.writers, FLAT_OUT, 0.0))


def main() -> None:
    take = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    take.add_argument("--entries", type=int, default=ENTRIES)
    take.add_argument("--writers", type=int, default=WRITERS)
    take.add_argument("--actions", type=int, default=ACTIONS, help="of each writer, one a second")
    take.add_argument("--json", type=Path)
    given = take.parse_args()
    report = Report(given.entries, given.writers)
    with tempfile.TemporaryDirectory(prefix="tui-coder-log-") as made:
        folder = Path(made)
        anchor_keys.make(folder / "key")

        def where(name: str) -> CheckpointSettings:
            return CheckpointSettings(folder / name, folder / "key", folder / "key.pub")

        with on_file(folder, given.writers) as place_of:
            appends(report, "SQLite", place_of, given.actions)
        long = folder / "long.db"
        store = Store.open(long)
        write_to_file(long, given.entries)
        desk = people.owner(store)
        report.proof("SQLite", *proving(desk, where("file"), lambda: read_file(long)))
        store.close()
        long.unlink()
        if programs() is None:
            print(WHY_NOT, file=sys.stderr)
        else:
            with running_server(**DURABLE) as server:
                with on_server(server, given.writers) as place_of:
                    appends(report, "PostgreSQL", place_of, given.actions)
                with on_server(server, 0) as place_of:
                    database = str(place_of(0).database)  # type: ignore[union-attr]
                    write_to_server(server, database, given.entries)
                    store = Store.open(server.place(database, "lena"))
                    told = proving(people.sign_in(store), where("server"), lambda: read_server(server, database))
                    report.proof("PostgreSQL", *told)
                    store.close()
    report.show()
    if given.json:
        given.json.write_text(json.dumps(report.figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
