"""Starting the installed workstation, beside a minimal Textual app, in a pseudo-terminal, in the same run.

    python benchmarks/start_up.py [--rounds N]

All start in turns. What counts is when words can be read on the screen: the first frame, and the first row of a
queue of a thousand items. The code books are built before. Prints a Markdown table of medians.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from fcntl import ioctl
from pathlib import Path
from statistics import median
from termios import TIOCSWINSZ

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("minimal and ready")
Minimal().run()
"""
PATIENCE = 60.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=9, help="how often each is started (9)")
    rounds: int = arguments.parse_args().rounds
    program = str(Path(sys.executable).with_name("tui-coder"))
    with tempfile.TemporaryDirectory(prefix="tui-coder-start-") as folder:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        environ = {**os.environ, "TUI_CODER_HOME": str(home), "TERM": "xterm-256color"}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that people use is compiled once, not at every start
        _prepare(program, environ, Path(folder))
        started: dict[str, Callable[[], dict[str, float]]] = {
            "minimal": lambda: _start([sys.executable, "-c", MINIMAL], ["minimal and ready"], environ),
            "queue": lambda: _start([program, "--as", "ann"], ["Queue", "A0999"], environ),
            "demo": lambda: _start([program, "demo"], ["Queue", "1 My work"], environ),
        }
        found: dict[str, list[dict[str, float]]] = {name: [] for name in started}
        for turn in range(rounds + 1):
            for name, start in started.items():
                times = start()
                if turn:  # the first start of each warms the file cache
                    found[name].append(times)
    _show(found, rounds)


def _prepare(program: str, environ: dict[str, str], folder: Path) -> None:
    worklist = folder / "worklist.csv"
    rows = [f"A{n:04},M{n},professional,2026-06-01,{n % 10}" for n in range(999, -1, -1)]
    worklist.write_text("\n".join(["account,mrn,setting,service_date,priority", *rows]) + "\n", encoding="utf-8")
    everyone = " ".join(f"A{n:04}" for n in range(999, 899, -1)).split()
    for command in (
        ["codes", "build"], ["people", "add", "ann", "--role", "coder"], ["people", "add", "lena", "--role", "lead"],
        ["import", str(worklist)], ["--as", "lena", "queue", "assign", *everyone, "--to", "ann"],
    ):  # fmt: skip
        subprocess.run([program, *command], env=environ, check=True, stdout=subprocess.DEVNULL)


def _start(command: Sequence[str], words: Iterable[str], environ: dict[str, str]) -> dict[str, float]:
    """Seconds until each of the words stood on the screen."""
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], list(command), environ)
    try:
        ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        return _watch(terminal, list(words), begun)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _watch(terminal: int, words: list[str], begun: float) -> dict[str, float]:
    seen = b""
    times: dict[str, float] = {}
    while len(times) < len(words):
        if time.perf_counter() - begun > PATIENCE:
            sys.exit(f"never saw {[word for word in words if word not in times]} in {seen[-2000:]!r}")
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 65_536)
            for word in words:
                if word not in times and word.encode() in seen:
                    times[word] = time.perf_counter() - begun
    return times


def _show(found: dict[str, list[dict[str, float]]], rounds: int) -> None:
    def middle(name: str, word: str) -> float:
        return median(times[word] for times in found[name])

    minimal = middle("minimal", "minimal and ready")
    rows = [
        ("a minimal Textual app: first frame", minimal),
        ("workstation: first frame", middle("queue", "Queue")),
        ("workstation: first of 1,000 queue rows", middle("queue", "A0999")),
        ("demo: first frame", middle("demo", "Queue")),
        ("demo: the queue", middle("demo", "1 My work")),
    ]
    print(f"| from start to (medians of {rounds}) | ms | ratio |")
    print("|---|--:|--:|")
    for what, seconds in rows:
        print(f"| {what} | {seconds * 1000:,.0f} | {seconds / minimal:.2f} |")


if __name__ == "__main__":
    main()
