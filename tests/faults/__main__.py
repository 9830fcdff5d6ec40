"""Brings the faults about as often as is promised, and prints what was lost: nothing, or this fails.

    python -m tests.faults [--kills N] [--cuts N] [--restarts N] [--clocks N] [--rounds N] [--seed N] [--json FILE]

0 leaves one out. The database server is a private one on a Unix socket, set up to keep what it is told.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.faults import clocks, power
from tests.faults.found import Found
from tests.faults.kills import kill_writers
from tests.faults.restarts import DURABLE, crash_server
from tests.server import WHY_NOT, programs, running_server
from tests.services.conftest import ACCOUNTS, bring_charts
from tests.team import Team, TeamOnServer, found, found_on_server
from tui_coder.services.code_books import CodeBooks

MORNINGS = 10
"""Power cuts are spread over so many recorded mornings."""


def main() -> int:
    asked = _asked()
    draw = random.Random(asked.seed)
    rows: dict[str, Found] = {}
    print("| fault | times | acknowledged | lost | done twice | unsound | s |")
    print("|---|--:|--:|--:|--:|--:|--:|")

    def row(name: str, bring: Callable[[], Found]) -> None:
        began = time.monotonic()
        seen = rows[name] = bring()
        print(f"| {name} | {seen.times:,} | {seen.acknowledged:,} | {seen.lost} | {seen.twice} | {len(seen.unsound)} "
              f"| {time.monotonic() - began:.0f} |", flush=True)  # fmt: skip

    with tempfile.TemporaryDirectory(prefix="tc-faults-") as folder:
        with _embedded(Path(folder) / "one") as team:
            if asked.kills:
                row("SIGKILL of a writer, SQLite", lambda: kill_writers(team, asked.kills, draw))
        if asked.cuts:
            row("power cut, SQLite", lambda: _cuts(Path(folder), asked.cuts, asked.rounds, draw))
        if asked.clocks:
            books = CodeBooks(Path(folder) / "cache")
            books.prepare()
            row(
                "clocks an hour apart, SQLite",
                lambda: _clocks(lambda: _embedded(Path(folder) / "off", 0), books, asked.clocks, draw),
            )
        if programs() is None:
            print(WHY_NOT, file=sys.stderr)
            return 1
        with running_server(**DURABLE) as server:
            with TeamOnServer(server, found_on_server(server)) as team:
                team.arrive(*(f"A{number}" for number in range(9)))
                if asked.kills:
                    row("SIGKILL of a writer, PostgreSQL", lambda: kill_writers(team, asked.kills, draw))
                if asked.restarts:
                    row("crash of the database server", lambda: crash_server(team, asked.restarts, draw))
            if asked.clocks:
                row(
                    "clocks an hour apart, PostgreSQL",
                    lambda: _clocks(lambda: TeamOnServer(server, found_on_server(server)), books, asked.clocks, draw),
                )
    if asked.json:
        asked.json.write_text(json.dumps({name: asdict(seen) for name, seen in rows.items()}, indent=2), "utf-8")
    return 0 if all(seen.nothing for seen in rows.values()) else 1


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.split("\n")[0])
    asked.add_argument("--kills", type=int, default=1_000, metavar="N")
    asked.add_argument("--cuts", type=int, default=1_000, metavar="N")
    asked.add_argument("--restarts", type=int, default=20, metavar="N")
    asked.add_argument("--clocks", type=int, default=20, metavar="N", help="offices of six charts")
    asked.add_argument("--rounds", type=int, default=30, metavar="N", help="how long a recorded morning is")
    asked.add_argument("--seed", type=int, default=1, metavar="N")
    asked.add_argument("--json", type=Path, metavar="FILE")
    return asked.parse_args()


@contextmanager
def _embedded(folder: Path, items: int = 9) -> Iterator[Team]:
    folder.mkdir(mode=0o700)
    with Team(found(folder / "team.db")) as team:
        team.arrive(*(f"A{number}" for number in range(items)))
        yield team
    shutil.rmtree(folder)


def _cuts(folder: Path, times: int, rounds: int, draw: random.Random) -> Found:
    whole = Found()
    with _embedded(folder / "before") as team:
        team.store.close()  # all of it is in the file now
        for number in range(min(MORNINGS, times)):
            share = times // MORNINGS + (number < times % MORNINGS)
            whole += power.cut(team.path, power.recorded(team.path, rounds), share, draw)
    return whole


def _clocks(
    office: Callable[[], AbstractContextManager[Team]], books: CodeBooks, times: int, draw: random.Random
) -> Found:
    whole = Found()
    for _ in range(times):
        with office() as team:
            bring_charts(team, books)
            whole += clocks.finish_all(team, books, len(ACCOUNTS), draw)
    return whole


if __name__ == "__main__":
    sys.exit(main())
