"""The work table on a list of one million rows, beside Textual's DataTable on ten thousand, in the same run.

    python benchmarks/work_table.py [--json FILE] [--rounds N]

Each app runs in a pseudo-terminal of 120x40 without animation, in turns. It opens its list when it is told to; then
keys are sent and the bytes that come back are counted until the terminal is quiet. Prints a table.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.child_terminal import DOWN, PAGE_DOWN, ChildTerminal, child_terminal, until_reported

MANY, FEW, STOCK = 1_000_000, 100, 10_000
PRESSES = 20
F5 = b"\x1b[15~"
CASES = {"empty app": 0, "100 rows": FEW, "1,000,000 rows": MANY, "DataTable, 10,000 rows": STOCK}
SHOWN = ("account", "patient", "age", "sex", "setting", "service", "payer", "charges", "state", "who")


# ---- the list --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    cursor: tuple[int, int, int]
    values: tuple[str, ...]


def write_store(path: Path, rows: int) -> None:
    """A list of invented items with an index in working order."""
    payers, states = ("Medicare", "Aetna", "Medicaid", "self pay"), ("○ open", "◐ in work", "⚑ disputed")
    with contextlib.closing(sqlite3.connect(path)) as store, store:
        columns = ", ".join(f"{name} TEXT" for name in SHOWN)
        store.execute(f"CREATE TABLE item (id INTEGER PRIMARY KEY, priority INTEGER, due INTEGER, {columns})")
        places = ", ".join("?" * (3 + len(SHOWN)))
        store.executemany(
            f"INSERT INTO item VALUES ({places})",
            (
                (
                    n, n % 10, n * 7919 % 366, f"A{n:07}", f"Patient, Number {n}", str(n % 90), "FM"[n % 2], "IP",
                    f"11-{n % 28 + 1:02}", payers[n % 4], f"{n % 99_999:,}.00", states[n % 3], f"coder{n % 30}",
                )
                for n in range(rows)
            ),
        )  # fmt: skip
        store.execute("CREATE INDEX working_order ON item (priority, due, id)")


class Store:
    """Keyset pages of the list; a connection for each question, as the threads that ask differ."""

    def __init__(self, path: str) -> None:
        self._path = path

    def behind(self, cursor: tuple[int, int, int] | None, limit: int) -> list[Item]:
        return self._rows("> ", "", cursor, limit)

    def in_front(self, cursor: tuple[int, int, int] | None, limit: int) -> list[Item]:
        return self._rows("< ", "DESC", cursor, limit)[::-1]

    def _rows(self, side: str, way: str, cursor: tuple[int, int, int] | None, limit: int) -> list[Item]:
        where = f"WHERE (priority, due, id) {side} (?, ?, ?)" if cursor else ""
        query = (
            f"SELECT priority, due, id, {', '.join(SHOWN)} FROM item {where} "
            f"ORDER BY priority {way}, due {way}, id {way} LIMIT ?"
        )
        with contextlib.closing(sqlite3.connect(self._path)) as store:
            found = store.execute(query, (*(cursor or ()), limit)).fetchall()
        return [Item(str(row[2]), row[:3], row[3:]) for row in found]


# ---- the apps: these run in the child process ------------------------------------------------------------------------


def run_app(kind: str, path: str, report: str) -> None:
    from textual.app import App
    from textual.widgets import DataTable, Static

    from tui_coder.resources import shipped
    from tui_coder.ui.widgets.pages import KeysetSource
    from tui_coder.ui.widgets.work_table import Cell, Column, WorkTable

    def cell(place: int) -> Callable[[Item], Cell]:
        return lambda row: Cell(row.values[place])

    class Opener(App[None]):
        BINDINGS = [("f5", "open_list"), ("q", "quit")]  # noqa: RUF012
        ENABLE_COMMAND_PALETTE = False
        animation_level = "none"

        def __init__(self) -> None:
            super().__init__(css_path=[str(shipped("styles") / "work_table.tcss")])

        def compose(self) -> Any:
            yield Static("ready")

        def on_mount(self) -> None:
            self.theme = "ansi-dark"

        async def action_open_list(self) -> None:
            self.started = time.perf_counter()
            store = Store(path)
            if kind == "stock":
                stock: DataTable[str] = DataTable(cursor_type="row")
                stock.add_columns(*SHOWN)
                stock.add_rows(row.values for row in store.behind(None, STOCK))
                await self._put(stock)
                self.call_after_refresh(self._opened)
            else:
                columns = [
                    Column(key=name, title=name.title(), cell=cell(place), min=6, max=18)
                    for place, name in enumerate(SHOWN)
                ]
                await self._put(WorkTable(columns, KeysetSource(store.behind, store.in_front)))

        async def _put(self, widget: Any) -> None:
            await self.query_one(Static).remove()
            await self.mount(widget)
            widget.focus()

        def on_work_table_highlighted(self, event: WorkTable.Highlighted) -> None:
            if not Path(report).exists():
                event.table.call_after_refresh(self._opened)

        def _opened(self) -> None:
            Path(report).write_text(str((time.perf_counter() - self.started) * 1000))

    Opener().run()


def measure(case: str, path: Path, folder: Path) -> dict[str, float]:
    """One round of one case: milliseconds, bytes and megabytes by name."""
    report = folder / "opened"
    kind = "stock" if case.startswith("DataTable") else "ours"
    with child_terminal([sys.executable, __file__, "--child", kind, str(path), str(report)]) as child:
        if case == "empty app":
            return {"memory, MB": child.megabytes()}
        found = {"open, ms": until_reported(child, F5, report), "memory, MB": child.megabytes()}
        if CASES[case] > FEW:
            found |= keys(child)
            found["memory after 60 pages, MB"] = child.megabytes()
    return found


def keys(child: ChildTerminal) -> dict[str, float]:
    found: dict[str, float] = {}
    plan: Sequence[tuple[str, bytes, bytes]] = (
        ("down inside the page", b"", DOWN), ("down scrolling", DOWN * 40, DOWN), ("page down", b"", PAGE_DOWN),
    )  # fmt: skip
    for name, first, key in plan:
        if first:
            child.press(first, quiet=0.4)
        told = [child.press(key) for _ in range(PRESSES)]
        found[f"{name}, bytes"] = median(count for count, _ in told)
        found[f"{name}, ms"] = median(ms for _, ms in told)
    child.press(PAGE_DOWN * 40, quiet=0.6)
    return found


# ---- the table -------------------------------------------------------------------------------------------------------


def run(rounds: int) -> dict[str, dict[str, float]]:
    told: dict[str, dict[str, list[float]]] = {case: defaultdict(list) for case in CASES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stores = {rows: folder / f"{rows}.sqlite" for rows in CASES.values()}
        for rows, path in stores.items():
            write_store(path, rows)
        for _ in range(rounds):
            for case, rows in CASES.items():
                for what, value in measure(case, stores[rows], folder).items():
                    told[case][what].append(value)
    return {case: {what: median(values) for what, values in each.items()} for case, each in told.items()}


def show(found: dict[str, dict[str, float]]) -> None:
    many, stock = found["1,000,000 rows"], found["DataTable, 10,000 rows"]
    empty, few = found["empty app"]["memory, MB"], found["100 rows"]
    print(f"| {'120x40, medians':<43} | {'1,000,000 rows':>14} | {'DataTable 10,000':>16} | {'ratio':>6} |")
    print(f"|{'-' * 45}|{'-' * 16}|{'-' * 18}|{'-' * 8}|")
    for what in many:
        ours, theirs = many[what], stock[what]
        if what.startswith("memory"):
            ours, theirs = ours - empty, theirs - empty
            what = what.replace("memory", "memory over an empty app")
        print(f"| {what:<43} | {ours:>14,.1f} | {theirs:>16,.1f} | {ours / theirs:>6.2f} |")
    print(f"\nThe same table opens 100 rows in {few['open, ms']:.1f} ms.")


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        run_app(*sys.argv[2:5])
        return
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--json", type=Path, help="write the figures to this file as well")
    arguments.add_argument("--rounds", type=int, default=3, help="how often each app is started (3)")
    wanted = arguments.parse_args()
    found = run(wanted.rounds)
    show(found)
    if wanted.json:
        wanted.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
