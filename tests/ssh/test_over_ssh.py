"""Two coders and a lead at once on one team's store, each logged in over SSH with a key of their own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import built_cache
from tests.ssh.host import FORCED, LEAD, PLAIN, Host, psql, running_host, why_not
from tests.terminal.terminal import Terminal

__all__ = ["built_cache"]

Login = Callable[[str], Terminal]
NOTE = "HISTORY\nHere for blood pressure.\n\nASSESSMENT\nEssential hypertension, controlled.\n"


@pytest.fixture(scope="module")
def host(built_cache: Path) -> Iterator[Host]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with running_host(built_cache) as running:
        charts = running.folder / "charts"
        charts.mkdir()
        (charts / "note.txt").write_text(NOTE, encoding="utf-8")
        rows = [f'A{n},M{n},"Okafor, Ada",professional,2026-08-1{n},{9 - n},note.txt' for n in range(1, 6)]
        (charts / "worklist.csv").write_text(
            "\n".join(["account,mrn,patient,setting,service_date,priority,documents", *rows]) + "\n", encoding="utf-8"
        )
        running.run("import", str(charts), account=LEAD)
        yield running


@pytest.fixture
def login(host: Host) -> Iterator[Login]:
    opened: list[Terminal] = []

    def log_in(person: str) -> Terminal:
        opened.append(host.open(person))
        return opened[-1]

    yield log_in
    for terminal in opened:
        terminal.close()


def test_a_shift_of_three_over_ssh(host: Host, login: Login) -> None:
    ann, bob, lena = login(PLAIN), login(FORCED), login(LEAD)
    for each in (ann, bob, lena):
        each.see("Queue", "pool 5")

    # No item is served twice, and everybody sees who has what.
    ann.press("n")
    ann.see("A1 is in work with you")
    bob.press("n")
    bob.see("A2 is in work with you")
    lena.press("6")
    lena.see("in work", PLAIN[:5], FORCED[:5])

    # The lead gives Ann's chart to Bob: both see it at once.
    lena.press("A", *"tcb", "enter")
    lena.see("A1 given to tcbob")
    ann.see("tclena took it out of your hands", "A1 is open with tcbob")
    bob.press("q")
    bob.see("mine 2")

    # Ann's line is cut in the middle of a word; what she typed is there when she comes back.
    ann.press("q", "n")
    ann.see("A3 is in work with you")
    ann.press("t")
    ann.see("Note on A3")
    ann.type("call dr ash about stage 3b, and the pota")
    ann.see("the pota")
    ann.kill()
    ann = login(PLAIN)
    ann.see("Queue", "mine 1")
    ann.press("1", "enter")
    ann.see("An unsaved note of yours is kept")
    ann.press("t")
    ann.see("call dr ash about stage 3b, and the pota")
    ann.press("esc")
    ann.see("The note is saved")

    # A hand-off is written and read back.
    ann.press("H", *"tcb", "enter")
    ann.type("stage to be told by Dr Ash")
    ann.press("enter", "s", "enter", "enter")
    ann.see("1 item handed to tcbob")
    bob.see("hand-offs 1 ◂", "mine 3")
    bob.press("g", "h")
    bob.see("stage to be told by Dr Ash", "Waiting for you")
    bob.press("a")
    bob.type("I wait for her call")
    bob.press("enter")
    bob.see("Accepted: 1 item from tcann")
    for each in (ann, bob, lena):
        each.press("q", "q", "q")

    (entry,) = json.loads(host.run("--json", "handoff", "list", account=LEAD))
    assert (entry["from"], entry["to"], entry["readback"]) == (PLAIN, FORCED, "I wait for her call")
    assert json.loads(host.run("--json", "log", "verify", account=LEAD))["ok"]
    history = json.loads(host.run("--json", "log", "show", "--item", "A1", account=LEAD))
    assert [(each["person"], each["what"]) for each in history["entries"] if each["what"] in ("claimed", "given")] == [
        (PLAIN, "claimed"), (LEAD, "given"),
    ]  # fmt: skip


def output(line: list[str]) -> tuple[int, str]:
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "select text from document",
        "select * from event",
        "delete from event",
        "update person set role = $$lead$$",
        "set role postgres",
        "set session authorization tcbob",
    ],
)
def test_a_shell_and_psql_open_no_other_door(host: Host, statement: str) -> None:
    code, told = output([*psql(host, statement)])
    assert code != 0
    assert "ERROR" in told


def test_nobody_logs_in_to_the_store_as_a_colleague(host: Host) -> None:
    spoofed = f"env PGUSER={FORCED} USER={FORCED} LOGNAME={FORCED} SUDO_USER={FORCED} {host.program}"
    code, told = output(host.ssh(PLAIN, f"{spoofed} --json queue next"))
    assert code in (0, 1), told
    entries = json.loads(host.run("--json", "log", "show", account=LEAD))["entries"]
    assert entries[-1]["person"] in (PLAIN, LEAD)
    asked = host.address.replace("///", f"//{FORCED}@/")
    code, told = output(host.ssh(PLAIN, f'{host.program} --db "{asked}" queue list'))
    assert (code, "does not let you in" in told) == (4, True), told
    code, told = output(host.ssh(PLAIN, f"{host.program} --as {FORCED} queue list"))
    assert (code, "nobody acts as someone else" in " ".join(told.split())) == (2, True), told


def test_who_is_forced_to_the_program_gets_nothing_else(host: Host) -> None:
    for person in (FORCED, LEAD):
        terminal = Terminal(host.ssh(person, "id; psql --version"), {})
        terminal.see("Queue")
        assert "uid=" not in terminal.text
        terminal.press("q")
        terminal.leave()
        terminal.close()
