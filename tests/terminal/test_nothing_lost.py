"""A line that drops, stalls or is garbled, and a process that is told to end or killed: what was typed is there again.

Each fault is injected while a note, a code line or a question stands half typed. `python -m tests.tools.faults` runs
these and prints what was injected, how often, and what was lost.
"""

from __future__ import annotations

import fcntl
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Fault
from tests.server import Server
from tests.small_disk import fill, small_disk
from tests.team import TeamOnServer
from tests.terminal.terminal import Terminal
from tests.terminal.watched import LEASE
from tui_coder.store.embedded import RESERVE

__all__ = ["small_disk"]

Open = Callable[..., Terminal]

WORDS = "ask Dr Ash about the stage of the kidney disease"


def gone(terminal: Terminal, how: str) -> float:
    """Inject the fault; the seconds until the process was gone."""
    if how == "closed terminal":
        terminal.hang_up()
    else:
        terminal.signal(getattr(signal, how))
    return terminal.seconds_until_gone()


def draft(store: Path) -> str:
    with sqlite3.connect(store) as raw:
        found = raw.execute("SELECT draft FROM note").fetchall()
    return str(found[0][0]) if found else ""


def until(holds: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.02)


def typing_a_note(open_terminal: Open, store: Path, watched: Path | None = None) -> Terminal:
    terminal = open_terminal("--db", str(store), "--as", "ann", columns=100, rows=30, watched=watched)
    terminal.see("pool 6")
    terminal.press("n")
    terminal.see("Okafor, Ada", "Essential hypertension")
    terminal.press("t")
    terminal.see("Note on A1")
    return terminal


HOWS = ("SIGHUP", "SIGTERM", "closed terminal")


@pytest.mark.parametrize("how", HOWS)
def test_the_last_letter_is_kept_and_the_process_goes(
    open_terminal: Open, clinic: Path, how: str, fault: Fault
) -> None:
    terminal = typing_a_note(open_terminal, clinic)
    terminal.type(WORDS)
    terminal.see(WORDS)
    seconds = gone(terminal, how)
    fault(f"{how} while a note is typed", lost=len(WORDS) - len(draft(clinic)), gone=seconds)
    assert draft(clinic) == WORDS
    assert seconds <= 3.0


def test_the_same_while_the_terminal_takes_nothing(open_terminal: Open, clinic: Path, fault: Fault) -> None:
    terminal = typing_a_note(open_terminal, clinic)
    terminal.stall()
    for letter in WORDS:  # each is painted, or would be
        terminal.type(letter)
        time.sleep(0.02)
    until(lambda: draft(clinic) == WORDS, "the note is kept though the terminal takes nothing")
    terminal.type(" today")
    time.sleep(0.3)
    seconds = gone(terminal, "closed terminal")  # the kernel then sends SIGHUP too
    kept = draft(clinic)
    fault("closed terminal while the terminal is stalled", lost=len(WORDS + " today") - len(kept), gone=seconds)
    assert (WORDS + " today").startswith(kept) and kept.startswith(WORDS)
    assert seconds <= 3.0


def test_a_kill_costs_at_most_the_last_second_of_typing(open_terminal: Open, clinic: Path, fault: Fault) -> None:
    terminal = typing_a_note(open_terminal, clinic)
    lost = killed_while_typing(terminal, lambda: draft(clinic))
    fault("SIGKILL while a note is typed", lost=lost)


def killed_while_typing(terminal: Terminal, kept: Callable[[], str]) -> int:
    """Type on and kill it; how many letters are lost. Fails where one is that stood there for longer than a second."""
    before, shown = kept(), []
    for letter in "abcdefghijklmnopqrstuvwxyz":
        terminal.type(letter)
        text = before + "abcdefghijklmnopqrstuvwxyz"[: len(shown) + 1]
        terminal.see(text)
        shown.append((time.monotonic(), text))
    killed = time.monotonic()
    terminal.kill()
    due = [text for at, text in shown if killed - at > 1.0]
    assert shown[-1][1].startswith(kept())
    assert len(kept()) >= len(due[-1] if due else before)
    return len(shown[-1][1]) - len(kept())


@pytest.mark.parametrize("store_answers", [True, False])
def test_the_last_line_says_whether_what_was_typed_is_kept(
    open_terminal: Open, clinic: Path, store_answers: bool
) -> None:
    terminal = typing_a_note(open_terminal, clinic)
    with open(clinic.with_name(clinic.name + ".lock"), "ab") as turn:
        if not store_answers:
            fcntl.flock(turn, fcntl.LOCK_EX)
        terminal.type(WORDS)
        terminal.see(WORDS)
        terminal.signal(signal.SIGTERM)
        terminal.leave()
    told = "What you typed is kept." if store_answers else "The last of what you typed could not be kept."
    assert f"tui-coder was ended (SIGTERM). {told}" in terminal.bytes_received.decode(errors="replace")
    assert (draft(clinic) == WORDS) is store_answers


def test_bytes_that_are_no_text_are_shown_as_such_and_end_nothing(
    open_terminal: Open, clinic: Path, fault: Fault
) -> None:
    terminal = typing_a_note(open_terminal, clinic)
    terminal.child.send(b"caf\xe9 \xff\xfe \xc3\xa9 \xf0\x9f ok")
    terminal.see("caf\ufffd", "\u00e9", "ok")
    terminal.child.send(b"\x1b[200~pasted \xe9\x80 end\x1b[201~")
    terminal.see("pasted", "end")
    terminal.press("esc")
    terminal.see("The note is saved")
    with sqlite3.connect(clinic) as raw:
        ((text,),) = raw.execute("SELECT text FROM note").fetchall()
    fault("invalid UTF-8 typed and pasted", lost=0)
    assert text.startswith("caf\ufffd") and "\u00e9" in text and text.endswith("end")


def test_a_terminal_that_takes_nothing_for_a_while_then_shows_what_is_there(
    open_terminal: Open, clinic: Path, tmp_path: Path, fault: Fault
) -> None:
    gaps = tmp_path / "gaps"
    terminal = typing_a_note(open_terminal, clinic, watched=gaps)
    terminal.type("before")
    terminal.see("before")
    terminal.stall()
    began = time.monotonic()
    while time.monotonic() < began + LEASE.total_seconds() + 0.5:  # whole frames, more than may wait
        terminal.press("esc", "ctrl+l", "t")
        time.sleep(0.1)
        assert lease_of("A1", clinic) > datetime.now(UTC), "the chart stays one's own while one is there"
    terminal.type(" and after")
    until(lambda: draft(clinic) == "before and after", "the work goes on meanwhile")
    terminal.stall_no_more()
    terminal.see("Note on A1", "before and after", "Okafor, Ada")
    still = longest_gap(gaps, began)
    terminal.press("esc")
    terminal.see("The note is saved")
    shown = terminal.text
    terminal.screen.reset()
    terminal.press("ctrl+l")
    terminal.see("The note is saved")
    terminal.wait_until(lambda text: text == shown, "the screen was whole before it was drawn anew")
    fault("terminal stalled for longer than a lease, and back", lost=0, still=still)
    assert still <= 1.0


def lease_of(account: str, store: Path) -> datetime:
    """Until when the chart belongs to whoever has it open."""
    with sqlite3.connect(store) as raw:
        ((lapses,),) = raw.execute(
            "SELECT lease_until FROM work_item JOIN encounter ON encounter.id = encounter_id WHERE account = ?",
            [account],
        ).fetchall()
    return datetime.fromisoformat(lapses).replace(tzinfo=UTC)


def longest_gap(told: Path, since: float) -> float:
    """For how many seconds the event loop stood still at most since a moment of the monotonic clock."""
    gaps = [tuple(map(float, line.split())) for line in told.read_text(encoding="ascii").splitlines()]
    return max((gap for at, gap in gaps if at > since), default=0.0)


def test_a_killed_session_is_gone_on_with_at_its_open_question(open_terminal: Open, clinic: Path, fault: Fault) -> None:
    terminal = open_terminal("--db", str(clinic), "--as", "ann")
    terminal.see("pool 6")
    terminal.press("n")
    terminal.see("Okafor, Ada")
    terminal.press("H")
    terminal.type("bo")
    terminal.press("enter")
    terminal.see("Summary")
    terminal.type(WORDS)
    terminal.see(WORDS)
    until(lambda: WORDS in points(clinic), "the summary is kept while it is typed")
    terminal.kill()

    again = open_terminal("--db", str(clinic), "--as", "ann", columns=80, rows=24)
    again.see("You stopped on A1, in the middle of 'hand off'", "c go on")
    again.press("c")
    again.see("Okafor, Ada", "Summary", WORDS)
    again.type(", then submit")
    again.press("enter", "s", "enter", "enter")
    again.see("1 item handed to bob")
    with sqlite3.connect(clinic) as raw:
        assert raw.execute("SELECT receiver, summary FROM hand_off").fetchall() == [("bob", f"{WORDS}, then submit")]
    until(lambda: points(clinic) == "", "nothing is left to go on with")
    fault("SIGKILL in the middle of a hand-off", lost=0)


def test_on_a_full_disk_typing_goes_on_and_when_there_is_room_again_it_is_set_aside_again(
    open_terminal: Open, first_clinic: Path, small_disk: Path, fault: Fault
) -> None:
    store = Path(shutil.copy2(first_clinic, small_disk / "clinic.db"))
    reserve = store.with_name("clinic.db.reserve")
    terminal = typing_a_note(open_terminal, store)
    terminal.type("before; ")
    until(lambda: draft(store) == "before; ", "the note is kept")
    assert reserve.exists()
    fill(small_disk)
    terminal.type(WORDS)
    terminal.see(WORDS, "The disk under the store is full", "still kept")
    assert not reserve.exists()
    terminal.type("; still typing")
    until(lambda: draft(store) == f"before; {WORDS}; still typing", "what is typed on a full disk is kept")
    (small_disk / "filler").unlink()
    terminal.type("; room")
    terminal.see("What you type is kept again")
    assert reserve.stat().st_size == RESERVE
    terminal.press("esc")
    terminal.see("The note is saved")
    fault("disk full while a note is typed", lost=0)


def test_on_a_team_s_server_what_is_typed_outlives_a_restart_a_closed_terminal_and_a_kill(
    open_terminal: Open, server: Server, founded_on_server: str, fault: Fault
) -> None:
    with TeamOnServer(server, server.new_database(founded_on_server)) as team:
        team.arrive("A1")
        open_again = partial(open_terminal, "--db", team.address("ann"), "--as", "ann", columns=100, rows=30)

        def kept() -> str:
            return "".join(str(row[0]) for row in server.sql(team.database, "SELECT draft FROM note"))

        terminal = open_again()
        terminal.see("pool 1")
        terminal.press("n")
        terminal.see("A1 is in work with you")
        terminal.press("t")
        terminal.see("Note on A1")
        terminal.type("one")
        until(lambda: kept() == "one", "the note is kept")
        server.stop()
        terminal.type(" two")
        terminal.see("one two", "What you type is not kept at the moment")
        server.start()
        terminal.see("What you type is kept again")
        assert kept() == "one two"
        fault("restart of the server while a note is typed", lost=0)

        terminal.type(" three")
        terminal.see("one two three")
        seconds = gone(terminal, "closed terminal")
        fault(
            "closed terminal while a note is typed, PostgreSQL", lost=len("one two three") - len(kept()), gone=seconds
        )
        assert kept() == "one two three"
        assert seconds <= 3.0
        terminal = open_again()
        terminal.see("c goes on exactly there")
        terminal.press("c")
        terminal.see("Note on A1", "one two three")
        lost = killed_while_typing(terminal, kept)
        fault("SIGKILL while a note is typed, PostgreSQL", lost=lost)


def points(store: Path) -> str:
    """What the sessions that have not ended have in hand."""
    with sqlite3.connect(store) as raw:
        return "".join(row[0] for row in raw.execute("SELECT point FROM stopping_point"))
