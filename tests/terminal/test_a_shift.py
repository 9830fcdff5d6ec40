"""A coder's, a lead's and an auditor's work through the installed program, keyboard only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.terminal.conftest import run
from tests.terminal.terminal import Terminal

Open = Callable[..., Terminal]


def shown(home: Path, store: Path, account: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(home, store, "--json", "item", "show", account))
    return found


def codes_of(home: Path, store: Path, account: str) -> list[str]:
    codes = shown(home, store, account)["codes"]
    assert isinstance(codes, list)
    return [code["code"] for code in codes]


def status(home: Path, store: Path, account: str) -> tuple[str, str]:
    listed = json.loads(run(home, store, "--json", "queue", "list", "--view", "all", "--filter", account))
    (item,) = [each for each in listed["items"] if each["account"] == account]
    return item["status"], item["assignee"] or ""


def test_next_code_submit_next_takes_at_most_twelve_keys(open_terminal: Open, clinic: Path, home: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("Queue", "pool 6")
    terminal.keys_pressed = 0
    # Typed ahead in one go, as fingers that know the keys do over a slow line.
    terminal.press("n", "c")
    terminal.type("i1")
    terminal.press("enter")
    terminal.type("g0463")
    terminal.press("enter", "ctrl+f")
    terminal.see("A1 submitted", "Ruiz, Marco")
    assert terminal.keys_pressed <= 12
    assert codes_of(home, clinic, "A1") == ["I10", "G0463"]
    assert status(home, clinic, "A1") == ("submitted", "ann")
    assert status(home, clinic, "A2") == ("in_work", "ann")


def test_a_code_is_disputed_in_six_keys_and_text(open_terminal: Open, clinic: Path, home: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n", "c")
    terminal.type("i10")
    terminal.press("enter", "esc")
    terminal.see("I10 posted")
    terminal.keys_pressed = 0
    terminal.press("d", "c")
    words = "chart says secondary hypertension"
    terminal.type(words)
    terminal.press("enter")
    terminal.see("I10 flagged as disputed")
    assert terminal.keys_pressed - len(words) <= 6
    (dispute,) = json.loads(run(home, clinic, "--json", "dispute", "list"))
    assert (dispute["code"], dispute["kind"], dispute["owner"]) == ("I10", "coding", "lena")


def test_five_tagged_items_are_handed_over_in_six_keys_and_text(open_terminal: Open, clinic: Path, home: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("2")
    terminal.see("6 items")
    terminal.press("space", "space", "space", "space", "space")
    terminal.see("5 tagged")
    terminal.keys_pressed = 0
    texts = "bo", "rest of the clinic list"
    terminal.press("H")
    terminal.type(texts[0])
    terminal.press("enter")
    terminal.type(texts[1])
    terminal.press("enter", "s", "enter", "enter")
    terminal.see("5 items handed to bob")
    assert terminal.keys_pressed - sum(map(len, texts)) <= 6
    (entry,) = json.loads(run(home, clinic, "--json", "handoff", "list", "--open"))
    assert (entry["from"], entry["to"], len(entry["items"])) == ("ann", "bob", 5)

    receiver = open_terminal("--db", str(clinic), "--as", "bob")
    receiver.see("mine 5", "hand-offs 1 ◂")
    receiver.press("g", "h")
    receiver.see("rest of the clinic list", "Waiting for you")
    receiver.press("a")
    receiver.type("five clinic charts, all routine")
    receiver.press("enter")
    receiver.see("Accepted: 5 items from ann")
    (entry,) = json.loads(run(home, clinic, "--json", "handoff", "list"))
    assert entry["readback"] == "five clinic charts, all routine"


def holders(home: Path, store: Path) -> Counter[str]:
    """How many open items each person has."""
    listed = json.loads(run(home, store, "--json", "queue", "list", "--view", "all", "--limit", "100"))
    return Counter(each["assignee"] or "-" for each in listed["items"])


def test_a_lead_balances_forty_items_of_an_absent_coder_in_eight_keys(
    open_terminal: Open, clinic: Path, home: Path, tmp_path: Path
) -> None:
    for name in ("cy", "dot"):
        run(home, clinic, "people", "add", name, "--role", "coder")
    worklist = tmp_path / "more.csv"
    rows = [f"B{n},M{n},professional,2026-08-11,{5 + n % 7}" for n in range(34)]
    worklist.write_text("\n".join(["account,mrn,setting,service_date,minutes", *rows]) + "\n", encoding="utf-8")
    run(home, clinic, "import", str(worklist))
    accounts = [*(f"A{n}" for n in range(1, 7)), *(f"B{n}" for n in range(34))]
    run(home, clinic, "--as", "lena", "queue", "assign", *accounts, "--to", "ann")
    terminal = open_terminal("--db", str(clinic), "--as", "lena")
    terminal.see("Queue")
    terminal.keys_pressed = 0
    terminal.press("g", "t", "B", "space", "space", "space", "enter")
    terminal.see("40 items move", "bob", "cy", "dot")
    terminal.press("enter")
    terminal.see("40 items of ann moved to bob, cy, dot", "u undoes")
    assert terminal.keys_pressed <= 8
    after = holders(home, clinic)
    assert set(after) == {"bob", "cy", "dot"}
    assert sum(after.values()) == 40
    terminal.press("u")
    terminal.see("Undone: 40 items")
    assert holders(home, clinic) == {"ann": 40}


def test_submit_says_what_blocks_and_keeps_the_chart(open_terminal: Open, clinic: Path, home: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n", "s")
    terminal.see("block", "no codes")
    assert status(home, clinic, "A1") == ("in_work", "ann")


def test_what_hostile_text_says_is_shown_not_obeyed(open_terminal: Open, clinic: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("2", "down", "enter")
    terminal.see("[CC] [R] [/b]")


def test_roles_evidence_and_undo_by_single_keys(open_terminal: Open, clinic: Path, home: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n", "c")
    terminal.type("i10")
    terminal.press("enter")
    terminal.type("e119")
    terminal.press("enter", "esc")
    terminal.see("E11.9 posted")
    terminal.press("P")
    terminal.see("E11.9 made first-listed")
    assert codes_of(home, clinic, "A1") == ["E11.9", "I10"]
    terminal.press("j", "j", "j", "j", "a")
    terminal.see("evidence changed", "¶1")
    terminal.press("x")
    terminal.see("E11.9 removed")
    terminal.press("u")
    terminal.see("undone")
    assert codes_of(home, clinic, "A1") == ["E11.9", "I10"]
    codes = shown(home, clinic, "A1")["codes"]
    assert isinstance(codes, list)
    assert codes[0]["evidence"]


def test_the_work_survives_a_kill_and_a_resize(open_terminal: Open, clinic: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n")
    terminal.see("Okafor, Ada", "Essential hypertension")
    terminal.resize(80, 24)
    terminal.see("Okafor, Ada", "code")
    terminal.press("t")
    terminal.see("Note on A1")
    terminal.type("ask Dr Ash about stage")
    terminal.see("ask Dr Ash about stage")
    terminal.read(1.0)
    terminal.read(1.0)
    terminal.kill()

    again = open_terminal("--db", str(clinic), "--as", "ann", columns=80, rows=24)
    again.see("Okafor, Ada")
    again.press("enter")
    again.see("unsaved note of yours is kept")
    again.press("t")
    again.see("ask Dr Ash about stage")


def test_q_leaves_with_zero_and_restores_the_terminal(open_terminal: Open, clinic: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "omar")
    terminal.see("omar · auditor")
    terminal.press("n")
    terminal.see("does not take charts")
    terminal.press("q")
    assert terminal.leave() == 0
    assert b"\x1b[?1049l" in terminal.bytes_received


def test_esc_counts_however_fast_the_next_key_comes(open_terminal: Open, clinic: Path) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n", "c", "e", "esc", "f", "c", "esc", "/")
    terminal.type("controlled")
    terminal.press("enter")
    terminal.see("1 here, 1 in 1 document")
    terminal.press("esc", "q")
    assert terminal.leave() == 0
