"""A home with the code book built, a small clinic's store, and terminals on it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands import command
from tests.conftest import built_cache
from tests.terminal.terminal import Terminal, program

__all__ = ["built_cache"]

WATCHED = str(Path(__file__).with_name("watched.py"))

NOTES = {
    "A1": ("Okafor, Ada", "HISTORY OF PRESENT ILLNESS\nHere for blood pressure. Known essential hypertension.\n\n"
                          "ASSESSMENT\nEssential hypertension, controlled on lisinopril.\n"),
    "A2": ("Ruiz, Marco", "HISTORY OF PRESENT ILLNESS\nType 2 diabetes, no complications. [CC] [R] [/b]\n\n"
                          "ASSESSMENT\nType 2 diabetes mellitus without complications.\n"),
    "A3": ("Lindqvist, Per", "HISTORY OF PRESENT ILLNESS\nCough for three days.\n\nASSESSMENT\nAcute bronchitis.\n"),
    "A4": ("Osei, Kofi", "HISTORY OF PRESENT ILLNESS\nLeft knee pain.\n\nASSESSMENT\nPrimary osteoarthritis, left knee.\n"),
    "A5": ("Novak, Jana", "HISTORY OF PRESENT ILLNESS\nRefill visit.\n\nASSESSMENT\nHypothyroidism.\n"),
    "A6": ("Haddad, Rami", "HISTORY OF PRESENT ILLNESS\nHeadache.\n\nASSESSMENT\nMigraine without aura.\n"),
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, built_cache: Path) -> Path:
    """A TUI_CODER_HOME whose cache is the one built for all tests."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "cache").symlink_to(built_cache)
    return folder


@pytest.fixture
def clinic(first_clinic: Path, tmp_path: Path) -> Path:
    """A copy of the clinic's store for one test."""
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    return Path(shutil.copy2(first_clinic, folder / "clinic.db"))


@pytest.fixture(scope="session")
def first_clinic(tmp_path_factory: pytest.TempPathFactory, built_cache: Path) -> Path:
    """A store with four people and six charts, made once by commands of the program."""
    place = tmp_path_factory.mktemp("clinic")
    home = place / "home"
    home.mkdir(mode=0o700)
    (home / "cache").symlink_to(built_cache)
    charts = place / "charts"
    charts.mkdir()
    rows = ["account,mrn,patient,birth_date,sex,setting,service_date,payer,facility,priority,documents"]
    for number, (account, (patient, note)) in enumerate(NOTES.items()):
        (charts / f"{account}.txt").write_text(note, encoding="utf-8")
        rows.append(
            f'{account},M{number},"{patient}",1959-03-02,F,professional,2026-08-1{number},Medicare,Clinic,'
            f"{9 - number},{account}.txt"
        )
    (charts / "worklist.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    store = place / "clinic.db"
    run(home, store, "people", "add", "ann", "--role", "coder", "--credential", "CPC", "--title", "Ann Reyes")
    run(home, store, "people", "add", "bob", "--role", "coder", "--title", "Bob Tran")
    run(home, store, "people", "add", "lena", "--role", "lead", "--title", "Lena Fox")
    run(home, store, "people", "add", "omar", "--role", "auditor", "--title", "Omar Diaz")
    run(home, store, "import", str(charts))
    return store


def run(home: Path, store: Path, *words: str) -> str:
    """What a command tells of the store."""
    return command(home, "--db", str(store), *words)


@pytest.fixture
def open_terminal(home: Path) -> Iterator[Callable[..., Terminal]]:
    """Open terminals; they are closed at the end of the test."""
    opened: list[Terminal] = []

    def open_one(
        *arguments: str, columns: int = 120, rows: int = 40, watched: Path | None = None, **environment: str
    ) -> Terminal:
        """`watched`: the file into which the program tells when its event loop stood still (see `watched.py`)."""
        started = [program()] if watched is None else [sys.executable, WATCHED, str(watched)]
        terminal = Terminal(
            [*started, *arguments], {"TUI_CODER_HOME": str(home), **environment}, columns=columns, rows=rows
        )
        opened.append(terminal)
        return terminal

    yield open_one
    for terminal in opened:
        terminal.close()
