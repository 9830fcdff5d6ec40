"""From what a chart says to the complete code, and from the index to a procedure, keyboard only."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.codebook.small_books import PROCEDURES, TABLES
from tests.terminal.conftest import run
from tests.terminal.terminal import Terminal
from tests.terminal.test_a_shift import codes_of

Open = Callable[..., Terminal]


def test_a_fracture_is_found_by_its_words_and_complete(open_terminal: Open, clinic: Path, home: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n", "c")
    terminal.type("fem neck fx left, first visit")
    terminal.see("S72.002A", "encounter for closed fracture")
    terminal.press("enter")
    terminal.see("S72.002A posted")
    assert codes_of(home, clinic, "A1") == ["S72.002A"]


def test_from_an_index_term_to_a_procedure(open_terminal: Open, clinic: Path, home: Path, tmp_path: Path) -> None:
    for name, text in (("index.xml", PROCEDURES), ("tables.xml", TABLES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        run(home, clinic, "codes", "load", str(tmp_path / name))
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n", "I")
    terminal.see("procedures 2026")
    terminal.type("hip exch")
    terminal.see("0SR9", "Replacement, Right Hip Joint")
    terminal.press("enter")
    terminal.see("pcs:", "Open")
    terminal.type("0ja")
    terminal.see("0SR90JA")
    terminal.press("enter")
    terminal.see("0SR90JA posted")
    assert codes_of(home, clinic, "A1") == ["0SR90JA"]


def test_a_letter_paints_only_the_code_line_and_its_hits(open_terminal: Open) -> None:
    terminal = open_terminal("demo")  # its charts are longer than the screen, so there is a scrollbar to leave alone
    terminal.see("1-9 of 9")
    terminal.press("n", "c")
    terminal.see("code:", "Abernathy")
    terminal.type("ast")
    terminal.see("code: ast", "asthma")
    _settle(terminal)  # what opening the chart still causes
    before = len(terminal.bytes_received)
    terminal.type("h")
    terminal.see("code: asth")
    _settle(terminal)
    painted = {int(row) for row in re.findall(rb"\x1b\[(\d+);\d+H", terminal.bytes_received[before:])}
    (prompt,) = [number for number, line in enumerate(terminal.lines, start=1) if "code:" in line]
    assert painted and min(painted) >= prompt, f"rows {sorted(painted)} were painted, the code line is row {prompt}"


def _settle(terminal: Terminal) -> None:
    """Draw on for half a second."""
    for _ in range(5):
        terminal.read(0.1)
