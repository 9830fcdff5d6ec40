"""Inject every fault and print the table of what it cost: `python -m tests.tools.faults [PYTEST OPTION ...]`.

The faults stand in the tests that take the fixture `fault` (see tests/conftest.py); each tells what it injected, how
often, and what was lost. Ends with pytest's exit code.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
PLACES = (
    "terminal/test_nothing_lost.py", "services/test_disk_full.py", "services/test_sudden_death.py",
)  # fmt: skip
_HEAD = ("fault", "times", "lost, at worst", "process gone after, at worst", "event loop still, at worst", "")


@dataclass
class Row:
    times: int = 0
    lost: str = ""
    worst: int = -1
    gone: float | None = None
    still: float | None = None
    failed: bool = False


class Table:
    """Listens to a test run."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.skipped.append(f"{report.nodeid.split('::')[-1]}: {report.longrepr[2]}")  # type: ignore[index]
        if report.when != "call":
            return
        for name, told in report.user_properties:
            if name == "fault":
                what, times, lost, unit, gone, still = told
                row = self.rows.setdefault(what, Row())
                row.times += times
                row.failed = row.failed or report.failed
                if lost > row.worst:
                    row.worst, row.lost = lost, f"{lost} {unit}"
                row.gone, row.still = _worse(row.gone, gone), _worse(row.still, still)

    def lines(self) -> list[str]:
        cells: list[tuple[str, ...]] = [_HEAD]
        for what, row in sorted(self.rows.items()):
            seconds = ("" if each is None else f"{each:.2f} s" for each in (row.gone, row.still))
            cells.append((what, f"{row.times:,}", row.lost, *seconds, "FAILED" if row.failed else ""))
        widths = [max(len(row[n]) for row in cells) for n in range(len(_HEAD))]
        drawn = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
        ]
        return [drawn[0], "-" * len(drawn[0]), *drawn[1:], *(f"not tried: {each}" for each in self.skipped)]


def _worse(one: float | None, other: float | None) -> float | None:
    return max((each for each in (one, other) if each is not None), default=None)


def main(options: Sequence[str]) -> int:
    table = Table()
    places = [str(TESTS / each) for each in PLACES if (TESTS / each).exists()]
    code = pytest.main([*places, *options], plugins=[table])
    print("\n" + "\n".join(table.lines()))
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
