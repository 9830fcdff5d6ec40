"""The queue of one million items beside one of a hundred, in the same run: what a person waits for.

    python benchmarks/queue_store.py [--items N] [--rounds N] [--json FILE]

Both stores are made in a temporary folder. Each question is asked of both in turns, through the services, and the
medians stand side by side; a ratio near 1 says that the size of the queue does not matter. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tui_coder.domain.queue_row import Cursor, Listing, Order, View
from tui_coder.domain.roles import Role
from tui_coder.resources import sqlite_module
from tui_coder.services import claiming, people, queue, team
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import Store

MANY, FEW, CODERS, PAGE = 1_000_000, 100, 40, 100
STATES = ("submitted", "open", "held", "in_work")
SHARES = (70, 28.5, 1, 0.5)
FAMILIES = ("Okafor", "Ruiz", "Lindqvist", "Osei", "Novak", "Haddad", "Berg", "Sand", "Lind", "Holm")


# ---- the two stores --------------------------------------------------------------------------------------------------


def make_store(path: Path, items: int) -> None:
    """A store with a team and so many invented items, written past the services: a million take a minute that way."""
    store = Store.open(path)
    owner = people.owner(store)
    for number in range(CODERS):
        people.add(owner, f"coder{number}", Role.CODER)
    people.add(owner, "lena", Role.LEAD)
    store.close()
    today = date.today()
    with contextlib.closing(sqlite_module().connect(path)) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        with _without_triggers(raw):
            raw.execute("INSERT INTO client VALUES (1, 'Clinic')")
            raw.execute("INSERT INTO facility VALUES (1, 'Clinic', 1)")
            raw.executemany(f"INSERT INTO encounter VALUES ({_places(15)})", _encounters(items, today))
            raw.executemany(f"INSERT INTO work_item VALUES ({_places(28)})", _items(items, today))
            raw.execute(
                "UPDATE work_item SET (patient, service_to, charges_cents) = "
                "(SELECT patient, service_to, charges_cents FROM encounter WHERE encounter.id = encounter_id)"
            )
            raw.execute(
                "INSERT INTO work_tally SELECT state, coalesce(assignee_id, 0), "
                "CASE state WHEN 'submitted' THEN '9999-12-31' ELSE due END AS day, client_id, count(*), sum(minutes), "
                "sum(returned), sum(open_disputes > 0) FROM work_item GROUP BY 1, 2, 3, 4"
            )
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _make_apart(path: Path, items: int) -> None:
    """In a process of its own, so that the memory measured later is what the questions take."""
    process = multiprocessing.get_context("spawn").Process(target=make_store, args=(path, items))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("The store could not be written.")


@contextlib.contextmanager
def _without_triggers(raw: Any) -> Iterator[None]:
    triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'work_item'")
    kept = triggers.fetchall()
    for name, _ in kept:
        raw.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in kept:
        raw.execute(sql)


def _places(count: int) -> str:
    return ", ".join("?" * count)


def _encounters(items: int, today: date) -> Iterator[tuple[Any, ...]]:
    draw = random.Random(1)
    for n in range(1, items + 1):
        patient = f"{draw.choice(FAMILIES)}, {draw.randrange(10**6):06}"
        day = (today - timedelta(days=draw.randrange(1, 400))).isoformat()
        account = f"A{n:07}"
        yield (
            n, 1, account, f"M{n}", patient, "1960-05-05", "F", "outpatient", day, day, "Medicare", "",
            draw.randrange(1_000_000), f"{account} {patient} m{n} medicare clinic outpatient op".lower(), "",
        )  # fmt: skip


def _items(items: int, today: date) -> Iterator[tuple[Any, ...]]:
    draw = random.Random(2)
    for n in range(1, items + 1):
        (state,) = draw.choices(STATES, SHARES)
        pooled = state == "open" and draw.random() < 0.8
        arrived = f"{today - timedelta(days=draw.randrange(30, 400))} 08:{n % 60:02}:00.000000"
        due = "9999-12-31" if draw.random() < 0.1 else (today + timedelta(days=draw.randrange(-10, 50))).isoformat()
        yield (
            n, n, state, draw.choice((5, 5, 5, 3, 7, 9, 1)), due, draw.randrange(4, 40),
            None if pooled else draw.randrange(1, CODERS + 1), arrived, 1,
            "2999-01-01 00:00:00.000000" if state == "in_work" else None, n % 97 == 0, 0, n % 499 == 0,
            "late_report" if state == "held" else "", None, "", None, "", "", 0, "outpatient", 1, 0, None, 0, "",
            "", "",
        )  # fmt: skip


# ---- the questions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seat:
    """A coder at a store, and places in its queue to ask from."""

    desk: Desk
    lead: Desk
    middle: Cursor
    some_item: int

    @classmethod
    def at(cls, path: Path) -> Seat:
        store = Store.open(path)
        desk, lead = people.sign_in(store, "coder7"), people.sign_in(store, "lena")
        with desk.reading() as unit:
            (pooled,) = unit.listings.page(Listing("pool"), desk.today, None, 1)
        rows = queue.page(desk, Listing("pool"), limit=40)
        return cls(desk, lead, rows[len(rows) // 2].cursor, pooled.item_id)

    def page(self, view: View, order: Order = "working", after: Cursor | None = None) -> int:
        return len(queue.page(self.desk, Listing(view, order, person_id=self.desk.actor.id), after, PAGE))


def reopen(seat: Seat) -> None:
    """What starting the queue takes: open the store, sign in, the first page, the header's figures."""
    store = Store.open(seat.desk.store.path)
    desk = people.sign_in(store, "coder7")
    queue.page(desk, Listing("my", person_id=desk.actor.id), limit=PAGE)
    queue.counts(desk)
    store.close()


QUESTIONS: dict[str, Callable[[Seat], object]] = {
    "open the store, first page, all counts": reopen,
    "first page: my": lambda seat: seat.page("my"),
    "first page: pool": lambda seat: seat.page("pool"),
    "first page: overdue": lambda seat: seat.page("overdue"),
    "first page: held": lambda seat: seat.page("held"),
    "first page: returned": lambda seat: seat.page("returned"),
    "first page: disputed": lambda seat: seat.page("disputed"),
    "first page: submitted": lambda seat: seat.page("submitted"),
    "first page: all": lambda seat: seat.page("all"),
    "next page: pool": lambda seat: seat.page("pool", after=seat.middle),
    "last page: all": lambda seat: queue.page_before(seat.desk, Listing("all"), limit=PAGE),
    "by patient: my": lambda seat: seat.page("my", "patient"),
    "by patient: pool": lambda seat: seat.page("pool", "patient"),
    "by patient: held": lambda seat: seat.page("held", "patient"),
    "by charges: overdue": lambda seat: seat.page("overdue", "charges"),
    "by charges: disputed": lambda seat: seat.page("disputed", "charges"),
    "by service: submitted": lambda seat: seat.page("submitted", "service"),
    "by age: all": lambda seat: seat.page("all", "age"),
    "the header's six counts": lambda seat: queue.counts(seat.desk),
    "count: all": lambda seat: queue.count(seat.desk, Listing("all")),
    "place of an item": lambda seat: queue.place_of(seat.desk, Listing("pool"), seat.some_item),
    "why it stands there": lambda seat: queue.why(seat.desk, seat.some_item),
    "the team board": lambda seat: team.board(seat.lead),
    "claim the next": lambda seat: claiming.claim_next(seat.desk),
    "filter by a patient's name: pool": lambda seat: queue.page(seat.desk, Listing("pool", filter="osei"), limit=PAGE),
}


def asked(seats: Iterable[Seat], question: Callable[[Seat], object], rounds: int) -> list[float]:
    """Median milliseconds per seat, asked in turns."""
    times: list[list[float]] = [[] for _ in seats]
    for _ in range(rounds):
        for seat, own in zip(seats, times, strict=True):
            start = time.perf_counter()
            question(seat)
            own.append((time.perf_counter() - start) * 1000)
    return [median(each[1:]) for each in times]


def resident_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    take = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    take.add_argument("--items", type=int, default=MANY)
    take.add_argument("--rounds", type=int, default=15)
    take.add_argument("--json", type=Path)
    given = take.parse_args()
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="tui-coder-") as folder:
        few, many = Path(folder) / "few.db", Path(folder) / "many.db"
        _make_apart(few, FEW)
        start = time.perf_counter()
        _make_apart(many, given.items)
        took, size = time.perf_counter() - start, many.stat().st_size / 1e6
        print(f"{given.items:,} items written in {took:.0f} s, {size:,.0f} MB\n")
        print(f"| question (medians of {given.rounds - 1}) | {FEW} items, ms | {given.items:,} items, ms | ratio |")
        print("|---|---|---|---|")
        seats = (Seat.at(few), Seat.at(many))
        before = resident_mb()
        for name, question in QUESTIONS.items():
            small, large = asked(seats, question, given.rounds)
            results[name] = {"few_ms": small, "many_ms": large, "ratio": large / small}
            print(f"| {name} | {small:.2f} | {large:.2f} | {large / small:.1f} |", flush=True)
        most = resident_mb()
        print(f"\nmemory: {most:.0f} MB at most, {most - before:.0f} MB more than before the questions")
    if given.json:
        given.json.write_text(json.dumps(results, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
