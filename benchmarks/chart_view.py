"""The chart viewer on long charts, beside Textual's read-only TextArea on a short one, in the same run.

    python benchmarks/chart_view.py [--rounds N]

Each app runs in a pseudo-terminal of 120x40 without animation, in turns. It opens its text when it is told to; then
keys are sent and the bytes that come back are counted until the terminal is quiet. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.child_terminal import DOWN, PAGE_DOWN, ChildTerminal, child_terminal, until_reported

OPEN, SEARCH = b"\x1b[15~", b"\x1b[17~"
PRESSES = 40


class Case(NamedTuple):
    lines: int
    spans: int = 0
    stock: bool = False


CASES = {
    "TextArea, 2,000 lines": Case(2_000, stock=True),
    "2,000 lines": Case(2_000),
    "50,000 lines, 20,000 marked words": Case(50_000, 20_000),
    "100,000 lines": Case(100_000),
}
WHAT = (
    "open, ms",
    "line down p95, ms",
    "line down, bytes",
    "page down, ms",
    "page down, bytes",
    "find all, ms",
    "next hit, ms",
)


def chart(lines: int) -> str:
    """An invented chart; every fifth line has the word that is searched."""
    return "\n".join(
        f"{n}. {'hypertension' if n % 5 == 0 else 'follow up'} reviewed, {n % 90} a minute, {'no ' * (n % 12)}change"
        for n in range(1, lines + 1)
    )


# ---- the apps: these run in the child process ------------------------------------------------------------------------


def run_app(lines: int, marked: int, stock: bool, report: str) -> None:
    from textual.app import App
    from textual.widget import Widget
    from textual.widgets import Static, TextArea

    from tui_coder.ui.widgets.chart_view import ChartView, Span

    text = chart(lines)
    starts = range(0, len(text), max(1, len(text) // marked)) if marked else []
    spans = [Span(start, start + 8, "evidence") for start in starts]

    class Opener(App[None]):
        BINDINGS = [("f5", "open_text"), ("f6", "find_all")]  # noqa: RUF012
        ENABLE_COMMAND_PALETTE = False
        animation_level = "none"

        def compose(self) -> Any:
            yield Static("ready")

        def on_mount(self) -> None:
            self.theme = "ansi-dark"

        async def action_open_text(self) -> None:
            await self.query_one(Static).remove()
            started = time.perf_counter()
            view: Widget
            if stock:
                view = TextArea(text, read_only=True, show_line_numbers=True)
                await self.mount(view)
            else:
                view = ChartView()
                await self.mount(view)
                view.open(text, spans=spans)
            view.focus()
            self.call_after_refresh(self._told, started)

        def action_find_all(self) -> None:
            started = time.perf_counter()
            self.query_one(ChartView).find("hypertension")
            self.call_after_refresh(self._told, started)

        def _told(self, started: float) -> None:
            Path(report).write_text(str((time.perf_counter() - started) * 1000))

    Opener().run()


# ---- measuring -------------------------------------------------------------------------------------------------------


def measure(case: Case, report: Path) -> dict[str, float]:
    child_arguments = [str(case.lines), str(case.spans), str(int(case.stock)), str(report)]
    with child_terminal([sys.executable, __file__, "--child", *child_arguments]) as child:
        found = {"open, ms": until_reported(child, OPEN, report)}
        child.press(DOWN * 45, quiet=0.4)
        counts, times = found_by(child, DOWN)
        found |= {"line down, bytes": mean(counts), "line down p95, ms": quantiles(times, n=20)[-1]}
        counts, times = found_by(child, PAGE_DOWN)
        found |= {"page down, bytes": median(counts), "page down, ms": median(times)}
        if not case.stock:
            found["find all, ms"] = until_reported(child, SEARCH, report)
            found["next hit, ms"] = median(found_by(child, b"n")[1])
    return found


def found_by(child: ChildTerminal, key: bytes) -> tuple[list[int], list[float]]:
    told = [child.press(key) for _ in range(PRESSES)]
    return [count for count, _ in told], [ms for _, ms in told]


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        lines, marked, stock, report = sys.argv[2:6]
        run_app(int(lines), int(marked), stock == "1", report)
        return
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=2, help="how often each app is started (2)")
    rounds: int = arguments.parse_args().rounds
    told: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in CASES}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for name, case in CASES.items():
                for what, value in measure(case, Path(folder) / "report").items():
                    told[name][what].append(value)
    print(f"| 120x40, medians of {rounds} | " + " | ".join(WHAT) + " |")
    print("|---|" + "--:|" * len(WHAT))
    for name, figures in told.items():
        cells = [f"{median(figures[what]):,.1f}" if what in figures else "-" for what in WHAT]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
