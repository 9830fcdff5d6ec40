"""A load of hundreds of thousands of lines says in a real terminal how far it has come, and leaves only its report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.terminal.terminal import Terminal

PAIRS = 250_000
HEAD = (
    "A line of copyright\t\t\t\t\t\t\nColumn1/Column2 Edits\t\t\t\t\t\t\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n"
)
FAR = re.compile(r"\r\x1b\[KNCCI PTP edits \(practitioner\) 2026q3: ([\d,]+) pairs")


def test_how_far_a_long_load_has_come_is_written_over_and_gone_at_the_end(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    handed = tmp_path / "ccipra-v322r0-f1.txt"
    with handed.open("w", encoding="ascii") as file:
        file.write(HEAD)
        file.writelines(f"X{n // 1000:04}\tY{n % 1000:04}\t\t20220101\t*\t1\tInvented\n" for n in range(PAIRS))
    terminal = open_terminal("codes", "load", str(handed))
    assert terminal.leave(seconds=60) == 0, terminal.text
    told = [int(each.replace(",", "")) for each in FAR.findall(terminal.bytes_received.decode())]
    assert len(told) >= 4
    assert told == sorted(set(told))
    assert [line for line in terminal.lines if line] == [
        f"ccipra-v322r0-f1.txt: NCCI PTP edits (practitioner) 2026q3, {PAIRS:,} pairs."
    ]
