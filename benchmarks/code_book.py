"""What the code book costs a session: opening it, its memory, and a key until its hits stand on the screen.

    python benchmarks/code_book.py [--sessions N] [--cache FOLDER]

Opening and memory are taken in processes of their own, several at once, as coders share a machine: what counts is a
session's own memory (private pages, and its share of those shared). The reference opens the same files and reads one
row of each. Keys are typed into the demo's code line in a pseudo-terminal, beside a minimal Textual app that answers
each key of an input with six lines. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.child_terminal import ChildTerminal, child_terminal
from tui_coder.paths import Paths
from tui_coder.resources import sqlite_module
from tui_coder.services.code_books import CodeBooks

TYPED = ("chf", "fem neck fx left", "type 2 diabetes", "e11.65", "0DTJ4ZZ", "walker", "knee pain", "hypertenshun")
PATIENCE = 0.06
"""Seconds without a byte after which a key's answer is taken as painted."""
MINIMAL = """
from textual.app import App
from textual.widgets import Input, Static
class Minimal(App):
    def compose(self):
        yield Input()
        yield Static("", id="hits")
    def on_mount(self):
        self.query_one(Input).cursor_blink = False  # a blink would pass for an answer
        self.watch(self.query_one(Input), "value", self.told, init=False)
    def told(self, text):
        self.query_one("#hits").update("\\n".join(f"{text} hit {n} of this line" for n in range(6)))
Minimal().run()
"""


# ---- one session, as a process of its own ----------------------------------------------------------------------------


def session(cache: Path) -> None:
    """Prints what a session costs at each step, then waits until its input ends, so that all hold theirs at once."""
    steps: list[dict[str, Any]] = [_step("with the program's modules imported", 0.0)]
    books = CodeBooks(cache)
    for what, text in (("the books opened", None), ("one search", "chest pain"), ("eight texts, key by key", TYPED)):
        begun = time.perf_counter()
        if text is None:
            books.prepare()
        else:
            for each in [text] if isinstance(text, str) else text:
                for length in range(1, len(each) + 1):
                    books.search(each[:length], limit=30)
        steps.append(_step(what, (time.perf_counter() - begun) * 1000))
    print(json.dumps(steps), flush=True)
    sys.stdin.read()


def plain_session(cache: Path) -> None:
    """The same files, each opened and one row read."""
    steps = [_step("plain", 0.0)]
    begun = time.perf_counter()
    opened = []
    for built in sorted((cache / "codebook").glob("*.sqlite")):
        connection = sqlite_module().connect(f"{built.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.execute("select * from sqlite_schema").fetchall()
        opened.append(connection)
    steps.append(_step("plain files opened", (time.perf_counter() - begun) * 1000))
    print(json.dumps(steps), flush=True)
    sys.stdin.read()


def _step(what: str, milliseconds: float) -> dict[str, Any]:
    told = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, _, amount = line.partition(":")
        told[name] = int(amount.split()[0]) / 1024
    private = told["Private_Clean"] + told["Private_Dirty"]
    return {"what": what, "ms": milliseconds, "private": private, "share": told["Pss"]}


def sessions_at_once(kind: str, cache: Path, count: int) -> list[list[dict[str, Any]]]:
    running = [
        subprocess.Popen(
            [sys.executable, __file__, f"--{kind}", "--cache", str(cache)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(count)
    ]  # fmt: skip
    told = []
    for each in running:
        assert each.stdout is not None
        told.append(json.loads(each.stdout.readline()))
    for each in running:
        each.communicate("")
    return told


# ---- a key until it is painted ---------------------------------------------------------------------------------------


def keys_painted(child: ChildTerminal) -> list[float]:
    times = []
    for text in TYPED:
        times += [child.press(letter.encode(), quiet=PATIENCE)[1] for letter in text]
        for _ in text:
            child.press(b"\x7f", quiet=PATIENCE)
    return times


def product_keys(cache: Path) -> list[float]:
    with tempfile.TemporaryDirectory(prefix="tui-coder-keys-") as folder:
        home = Path(folder)
        (home / "cache").symlink_to(cache.absolute())
        os.environ["TUI_CODER_HOME"] = str(home)
        with child_terminal([str(Path(sys.executable).with_name("tui-coder")), "demo"]) as child:
            child.listen(time.perf_counter(), 3.0)
            for key in (b"n", b"c", b"x", b"\x7f"):  # the next chart, the code line, a first search that waits once
                child.press(key, quiet=1.5)
            return keys_painted(child)


def minimal_keys() -> list[float]:
    with child_terminal([sys.executable, "-c", MINIMAL]) as child:
        return keys_painted(child)


# ---- the report ------------------------------------------------------------------------------------------------------


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[94]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=6, help="how many share the machine (6)")
    parser.add_argument("--cache", type=Path, default=Paths.of().cache, help="where the code books are built")
    parser.add_argument("--session", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--plain", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.session or asked.plain:
        (session if asked.session else plain_session)(asked.cache)
        return
    CodeBooks(asked.cache).prepare(lambda step: print(f"\r{step.message}", end="", file=sys.stderr))
    ours = sessions_at_once("session", asked.cache, asked.sessions)
    plain = sessions_at_once("plain", asked.cache, asked.sessions)
    base = median(each[0]["private"] for each in ours)
    print(f"| of {asked.sessions} sessions at once, each (median) | ms | own memory added, MB |\n|---|--:|--:|")
    reference = median(each[1]["ms"] for each in plain)
    print(f"| the same files opened plainly, one row each | {reference:.1f} | |")
    for place in range(1, len(ours[0])):
        took = median(each[place]["ms"] for each in ours)
        added = median(each[place]["private"] for each in ours) - base
        print(f"| {ours[0][place]['what']} | {took:.1f} | {added:.1f} |")
    keys, least = product_keys(asked.cache), minimal_keys()
    print("\n| a key until its hits are painted | keys | median ms | p95 ms |\n|---|--:|--:|--:|")
    print(f"| an input over six lines, Textual alone | {len(least)} | {median(least):.1f} | {_p95(least):.1f} |")
    print(f"| the code line, every code book | {len(keys)} | {median(keys):.1f} | {_p95(keys):.1f} |")


if __name__ == "__main__":
    main()
