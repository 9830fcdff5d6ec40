"""Real clinical notes as a queue; one of them from import to submission, by keyboard, through two people's hands."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import run
from tests.terminal.terminal import Terminal

Open = Callable[..., Terminal]

CHECKOUT = Path(__file__).resolve().parents[2]
NOTES = CHECKOUT.parent / "shared" / "data" / "inputs" / "aci-bench"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """The aci-bench notes as an import folder."""
    sources = sorted(NOTES.glob("*.jsonl.gz")) if NOTES.is_dir() else []
    if not sources:
        pytest.skip("the aci-bench notes are not here: ../shared/data/inputs/aci-bench holds them where they are")
    script = CHECKOUT / "tests" / "tools" / "notes_to_folder.py"
    folder = tmp_path / "notes"
    subprocess.run([sys.executable, str(script), str(sources[0]), str(folder)], check=True, capture_output=True)
    return folder


def test_a_real_note_is_coded_disputed_handed_off_and_submitted(
    open_terminal: Open, clinic: Path, home: Path, notes: Path
) -> None:
    store = clinic.parent / "notes.db"
    for name, role in (("ann", "coder"), ("bob", "coder"), ("lena", "lead")):
        run(home, store, "people", "add", name, "--role", role)
    taken = json.loads(run(home, store, "--json", "import", str(notes)))
    assert taken["rejected"] == []
    count = taken["encounters"]
    assert count >= 60

    ann = open_terminal("--db", str(store), "--as", "ann")
    ann.see(f"pool {count}")
    ann.press("n")
    ann.see("in work with you")
    first = json.loads(run(home, store, "--json", "queue", "list", "--assignee", "ann"))["items"][0]["account"]
    ann.press("c")
    ann.type("htn")
    ann.see("Essential (primary) hypertension")
    ann.press("enter")
    ann.see("I10 posted")
    ann.press("esc", "d", "c")
    ann.type("the note does not say it is treated")
    ann.press("enter")
    ann.see("I10 flagged as disputed")
    ann.press("H")
    ann.type("bo")
    ann.press("enter")
    ann.type("one code posted, query open")
    ann.press("enter", "s", "enter", "enter")
    ann.see("1 item handed to bob")
    ann.press("q")
    assert ann.leave() == 0

    bob = open_terminal("--db", str(store), "--as", "bob", columns=80, rows=24)
    bob.see("hand-offs 1")
    bob.press("g", "h", "a")
    bob.type("I take it: check the code, submit")
    bob.press("enter")
    bob.see("Accepted: 1 item from ann")
    bob.press("q", "1")
    bob.see(first)
    bob.press("enter")
    bob.press("s")
    bob.see(f"{first} submitted")

    shown = json.loads(run(home, store, "--json", "item", "show", first))
    assert [code["code"] for code in shown["codes"]] == ["I10"]
    assert [each["state"] for each in shown["disputes"]] == ["open"]
    assert [each["readback"] for each in shown["handoffs"]] == ["I take it: check the code, submit"]
    listed = json.loads(run(home, store, "--json", "queue", "list", "--view", "all", "--filter", first))
    assert listed["items"][0]["status"] == "submitted"
    run(home, store, "log", "verify")
