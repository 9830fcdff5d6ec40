"""What goes over the line: colours a terminal has, and nothing of a patient when the program stops."""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

from tests.terminal.terminal import Terminal

Open = Callable[..., Terminal]

STYLES = re.compile(rb"\x1b\[([0-9;]*)m")


def style_numbers(output: bytes) -> set[int]:
    """Every number in every SGR sequence."""
    return {int(number) for found in STYLES.findall(output) for number in found.split(b";") if number}


def coding_with(terminal: Terminal) -> None:
    terminal.see("pool 6")
    terminal.press("n", "c")
    terminal.type("hyp")
    terminal.see("I10")
    terminal.press("esc", "esc", "q")
    assert terminal.leave() == 0


def test_no_color_means_none(open_terminal: Open, clinic: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann", NO_COLOR="1")
    coding_with(terminal)
    numbers = style_numbers(terminal.bytes_received)
    assert not [each for each in numbers if (30 <= each <= 49 and each not in (39, 49)) or 90 <= each <= 107]


def test_sixteen_colours_are_enough(open_terminal: Open, clinic: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann", TERM="xterm-16color")
    coding_with(terminal)
    assert {38, 48}.isdisjoint(style_numbers(terminal.bytes_received)), "a 256-colour or RGB sequence was sent"


def test_a_store_that_breaks_in_use_is_told_in_a_sentence_without_a_patient(open_terminal: Open, clinic: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    with sqlite3.connect(clinic) as store:
        store.execute("PRAGMA foreign_keys = OFF")
        store.execute("ALTER TABLE work_item RENAME TO gone")
        store.execute("ALTER TABLE work_tally RENAME TO gone_too")
    terminal.press("n")
    terminal.see("could not take that")
    assert "SELECT" not in terminal.text, "the words of the database's own error may hold what was typed"
    terminal.press("q")
    assert terminal.leave() == 0, "the work goes on, and ends when the person leaves"
    farewell = terminal.bytes_received.split(b"\x1b[?1049l")[-1].decode()
    assert "Traceback" not in farewell
    for secret in ("Okafor", "Ruiz", "1959", "hypertension", "SELECT"):
        assert secret not in farewell


def test_no_patient_in_title_clipboard_arguments_or_core_and_files_are_their_owners_alone(
    open_terminal: Open, clinic: Path
) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n")
    terminal.see("Okafor, Ada")
    process = Path(f"/proc/{terminal.child.pid}")
    for told in ((process / "cmdline").read_bytes(), (process / "environ").read_bytes()):
        assert b"Okafor" not in told
    assert re.search(r"Max core file size +1 +1 ", (process / "limits").read_text())
    set_by_program = set(re.findall(rb"\x1b\](\d+)", terminal.bytes_received))
    assert set_by_program <= {b"22"}, "more than the pointer's shape was set: a title, the clipboard, a link"
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in clinic.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert f"{clinic.name}.reserve" in modes
