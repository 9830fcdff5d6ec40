"""A team on one host: how soon a colleague's doing is seen, what an idle session holds, sixty who type at once.

    python benchmarks/team_sessions.py [--sessions N] [--idle N] [--changes N] [--seconds S] [--json FILE]

Every session is the installed program in a pseudo-terminal of its own, on a private PostgreSQL server (the first table
also on an embedded store). Beside the typists stand as many sessions of an input of Textual's own, typed at as fast.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.child_terminal import ChildTerminal
from tests.server import WHY_NOT, Server, programs, running_server
from tui_coder.codebook.build import build
from tui_coder.domain.encounter import Encounter, Setting
from tui_coder.domain.intake import IncomingDocument
from tui_coder.domain.roles import Role
from tui_coder.places import EmbeddedFile, Place
from tui_coder.services import claiming, people
from tui_coder.store.postgres.schema import install
from tui_coder.store.unit_of_work import Store

PROGRAM = str(Path(sys.executable).with_name("tui-coder"))
KEYS_A_SECOND = 2.0
WORDS = (b"htn", b"ckd 3b", b"dm2", b"copd", b"i10", b"fem neck", b"chf", b"e11", b"uti", b"knee pain")
BACKSPACE = b"\x7f"
INPUT_ALONE = """
from textual.app import App
from textual.widgets import Input
class Alone(App):
    def compose(self):
        yield Input()
    def on_mount(self):
        self.query_one(Input).cursor_blink = False  # a blink would pass for an answer
Alone().run()
"""
NOTE = "HISTORY OF PRESENT ILLNESS\nHere for blood pressure.\n\nASSESSMENT\nEssential hypertension, controlled.\n"


# ---- a team ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Office:
    """A store with coders and charts. `address` is what stands behind --db for a coder, `acting` how they are named."""

    place: Callable[[int], Place]
    command: Callable[[int], list[str]]


def fill(store: Store, items: int) -> None:
    with store.writing(store.now()) as unit:
        clinic = unit.people.facility("Clinic", "Clinic")
        for number in range(items):
            encounter = Encounter(
                account=f"A{number}", facility="Clinic", setting=Setting.PROFESSIONAL, patient="Okafor, Ada",
                service_from=date(2026, 8, 3), service_to=date(2026, 8, 3),
            )  # fmt: skip
            key = unit.encounters.add(clinic, encounter)
            unit.encounters.add_document(key, IncomingDocument.of("note.txt", NOTE, title="Visit note"))
            unit.items.add(key, 5, None, 5)


def on_server(server: Server, coders: int, items: int) -> Office:
    database = server.new_database()
    install(server.place(database))
    for number in range(coders):
        server.sql(database, f"SELECT tc_person_put('coder{number}', 'coder', '', '', true, true)")
    store = Store.open(server.place(database))
    fill(store, items)
    store.close()
    return Office(
        lambda number: server.place(database, f"coder{number}"),
        lambda number: [PROGRAM, "--db", server.address(database, f"coder{number}")],
    )


def on_file(folder: Path, coders: int, items: int) -> Office:
    path = folder / "team.db"
    store = Store.open(path)
    owner = people.owner(store)
    for number in range(coders):
        people.add(owner, f"coder{number}", Role.CODER)
    fill(store, items)
    store.close()
    return Office(
        lambda number: EmbeddedFile(path), lambda number: [PROGRAM, "--db", str(path), "--as", f"coder{number}"]
    )


# ---- sessions --------------------------------------------------------------------------------------------------------


@dataclass
class Session:
    """A person at a terminal. `seen` are the last bytes that came."""

    child: ChildTerminal
    seen: bytes = b""
    sent_at: float | None = None
    waits: list[float] = field(default_factory=list)

    def take(self) -> None:
        """Take in what has come; the first bytes behind a key end its wait."""
        self.seen = (self.seen + os.read(self.child.tty, 1 << 16))[-20_000:]
        if self.sent_at is not None:
            self.waits.append((time.perf_counter() - self.sent_at) * 1000)
            self.sent_at = None

    def type(self, key: bytes) -> None:
        if self.sent_at is None:
            self.sent_at = time.perf_counter()
        os.write(self.child.tty, key)


def drain(sessions: Sequence[Session], seconds: float) -> None:
    end = time.perf_counter() + seconds
    by_tty = {each.child.tty: each for each in sessions}
    while (left := end - time.perf_counter()) > 0:
        for tty in select.select(list(by_tty), [], [], left)[0]:
            by_tty[tty].take()


def until_silent(sessions: Sequence[Session], seconds: float = 120) -> None:
    """Until nobody paints any more: what was typed is done with, and none of it is waited for by the next keys."""
    end, silent = time.perf_counter() + seconds, 0.0
    while silent < 3.0:
        if time.perf_counter() > end:
            raise SystemExit("The sessions never fell silent.")
        by_tty = {each.child.tty: each for each in sessions}
        came = select.select(list(by_tty), [], [], 0.5)[0]
        for tty in came:
            by_tty[tty].take()
        silent = 0.0 if came else silent + 0.5


def until_all(sessions: Sequence[Session], holds: Callable[[Session], bool], what: str, seconds: float = 240) -> None:
    end = time.perf_counter() + seconds
    while not all(map(holds, sessions)):
        if time.perf_counter() > end:
            raise SystemExit(f"{sum(not holds(each) for each in sessions)} sessions never came to: {what}")
        drain(sessions, 0.05)


@contextmanager
def open_sessions(commands: Sequence[list[str]]) -> Iterator[list[Session]]:
    """A few at a time, as people come in."""
    with ExitStack() as stack:
        sessions: list[Session] = []
        for command in commands:
            child = ChildTerminal(command)
            stack.callback(child.close)
            sessions.append(Session(child))
            if len(sessions) % 4 == 0:
                until_all(sessions, lambda each: bool(each.seen), "a first frame")
        yield sessions


def shown(words: bytes) -> Callable[[Session], bool]:
    return lambda each: words in each.seen


# ---- what is measured ------------------------------------------------------------------------------------------------


def until_on_screen(office: Office, changes: int) -> list[float]:
    """Milliseconds from a colleague's commit to the first bytes of it on a screen that shows the pool."""
    store = Store.open(office.place(1))
    bob = people.sign_in(store, "coder1")
    with open_sessions([office.command(0)]) as (session,):
        until_all([session], shown(b"pool"), "the queue")
        session.type(b"2")
        drain([session], 3.0)
        waits: list[float] = []
        for _ in range(changes):
            claiming.claim_next(bob)
            session.sent_at, session.waits = time.perf_counter(), []
            while not session.waits:
                drain([session], 0.02)
            waits += session.waits
            drain([session], 0.7 + random.random() / 2)
    store.close()
    return waits


def proportional_megabytes(pid: int) -> float:
    """What of the machine's memory the process stands for: pages that it shares are shared out."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel does not tell the memory of the process")


def idle_megabytes(office: Office, sessions: int) -> list[float]:
    """Of sessions that have a chart open, have searched every code system, and rest."""
    with open_sessions([office.command(number) for number in range(sessions)]) as opened:
        until_all(opened, shown(b"pool"), "the queue")
        for each in opened:
            each.type(b"nc")
        drain(opened, 8.0)
        for word in WORDS:
            for each in opened:
                each.type(word + BACKSPACE * len(word))
            drain(opened, 2.0)
        drain(opened, 5.0)
        return [proportional_megabytes(each.child.pid) for each in opened]


def typed_at_once(commands: Sequence[list[str]], first: bytes, start: Callable[[Session], bool],
                  seconds: float) -> list[float]:  # fmt: skip
    """Milliseconds from each key to the first bytes it painted, everybody typing words and taking them back.

    It is taken in the middle of a shift: everybody has opened a chart and typed each of the words before.
    """
    with open_sessions(commands) as sessions:
        until_all(sessions, start, "its first screen")
        for each in sessions:
            each.type(first)
        drain(sessions, 12.0)
        for word in WORDS:
            for each in sessions:
                each.type(word + BACKSPACE * len(word))
            drain(sessions, 3.0)
        until_silent(sessions)
        for each in sessions:
            each.waits, each.sent_at = [], None
        keys = [_typing(random.Random(number)) for number in range(len(sessions))]
        due = [time.perf_counter() + random.random() / KEYS_A_SECOND for _ in sessions]
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            now = time.perf_counter()
            for number, each in enumerate(sessions):
                if due[number] <= now and each.sent_at is None:
                    each.type(next(keys[number]))
                    due[number] = now + random.uniform(0.5, 1.5) / KEYS_A_SECOND
            drain(sessions, max(0.001, min(due) - time.perf_counter()) if min(due) > now else 0.002)
        return [wait for each in sessions for wait in each.waits]


def _typing(chance: random.Random) -> Iterator[bytes]:
    while True:
        word = chance.choice(WORDS)
        for letter in word:
            yield bytes([letter])
        for _ in word:
            yield BACKSPACE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--idle", type=int, default=10)
    parser.add_argument("--changes", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    if programs() is None:
        raise SystemExit(WHY_NOT)
    figures: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory(prefix="tui-coder-team-") as folder,
        running_server(max_connections="400", synchronous_commit="on") as server,
    ):
        os.environ["TUI_CODER_HOME"] = folder
        build(Path(folder) / "cache")
        print("| a colleague takes a chart: until it is on my screen | changes | median ms | p95 ms |")
        print("|---|--:|--:|--:|")
        for name, office in (
            ("embedded store", on_file(Path(folder), 2, args.changes + 5)),
            ("PostgreSQL", on_server(server, 2, args.changes + 5)),
        ):
            waits = until_on_screen(office, args.changes)
            figures[f"seen_{name}_p95"] = quantiles(waits, n=20)[18]
            print(f"| {name} | {len(waits)} | {median(waits):.0f} | {figures[f'seen_{name}_p95']:.0f} |", flush=True)
        office = on_server(server, args.sessions, args.sessions + 5)
        held = idle_megabytes(office, args.idle)
        figures["idle_pss_mb"] = median(held)
        print(f"\n| of {args.idle} idle sessions, every code book open | MB |")
        print("|---|--:|")
        print(f"| memory of each (PSS), median | {median(held):.1f} |")
        print(f"| the largest | {max(held):.1f} |", flush=True)
        office = on_server(server, args.sessions, args.sessions + 5)
        alone = typed_at_once(
            [[sys.executable, "-c", INPUT_ALONE]] * args.sessions, b"", lambda each: bool(each.seen), args.seconds
        )
        ours = typed_at_once(
            [office.command(number) for number in range(args.sessions)], b"nc", shown(b"pool"), args.seconds
        )
        print(
            f"\n| {args.sessions} sessions, each typing {KEYS_A_SECOND:.0f} keys a second | keys | median ms | p95 ms |"
        )
        print("|---|--:|--:|--:|")
        for name, waits in (("an input of Textual alone", alone), ("the code line, every code book", ours)):
            print(f"| {name} | {len(waits)} | {median(waits):.1f} | {quantiles(waits, n=20)[18]:.1f} |")
        figures["typing_p95"], figures["input_p95"] = quantiles(ours, n=20)[18], quantiles(alone, n=20)[18]
    if args.json:
        args.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
