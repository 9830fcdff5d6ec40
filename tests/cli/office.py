"""An office: a home folder of its own, a team, a few charts, and the program to work on them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui_coder.cli import main

WORKLIST = """\
account,mrn,patient,birth_date,sex,setting,service_date,admit_date,discharge_date,payer,facility,charges,priority,due,minutes,documents,document_type
STAY1,M1,"Okafor, Ada",1959-03-02,F,inpatient,,2026-05-14,2026-05-19,Medicare,north,48210.00,8,2020-01-01,20,stay.txt,discharge summary
CLINIC1,M2,"Ruiz, Marco",1980-05-05,M,outpatient,2026-05-18,,,Aetna,north,1180,7,2030-12-31,5,clinic.txt,clinic note
OFFICE1,M3,"Lind, Per",1950-01-01,M,professional,2026-05-02,,,Medicare,north,182.50,6,,,clinic.txt,
OLD1,M4,"Sand, Eva",1941-01-01,F,outpatient,2014-12-01,,,Medicare,north,,5,,,clinic.txt,
TWIN,M5,"Berg, Ida",1990-10-01,F,professional,2026-05-02,,,,north,,4,,,clinic.txt,
TWIN,M6,"Holm, Nils",1991-10-01,M,professional,2026-05-02,,,,south,,3,,,clinic.txt,
"""
STAY = "DISCHARGE SUMMARY\nAcute on chronic systolic heart failure. Hypertension.\n"
CLINIC = "CLINIC NOTE\nType 2 diabetes, no complications.\n"
TEAM = (("ann", "coder"), ("bob", "coder"), ("cy", "coder"), ("lena", "lead"), ("vera", "auditor"))


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def program() -> list[str]:
    """The installed console script of this interpreter."""
    script = Path(sys.executable).with_name("tui-coder")
    if not script.exists():
        pytest.skip("the console script is not installed beside this Python: pip install -e .")
    return [str(script)]


class Office:
    """A home folder and the command line on it."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    @property
    def store(self) -> Path:
        return self.home / "data" / "tui-coder.db"

    @property
    def environ(self) -> dict[str, str]:
        return dict(os.environ)

    def run(self, *argv: str) -> Ran:
        """In this process: fast."""
        self._capsys.readouterr()
        code = main(argv)
        told = self._capsys.readouterr()
        return Ran(code, told.out, told.err)

    def json(self, *argv: str, expect: int = 0) -> Any:
        """The JSON document that a command prints."""
        ran = self.run("--json", *argv)
        assert ran.code == expect, ran.err
        return ran.json

    def program(self, *argv: str, **more: Any) -> Ran:
        """As a process of its own: the installed console script, with no terminal."""
        done = subprocess.run(
            [*program(), *argv], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, check=False,
            env=self.environ, **more,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def on_a_terminal(self, columns: int, *argv: str) -> list[str]:
        """The lines that the console script writes on a terminal so wide."""
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (24, columns))
        with subprocess.Popen([*program(), *argv], stdin=theirs, stdout=theirs, env=self.environ):
            os.close(theirs)
            written = b"".join(iter(lambda: _read(ours), b""))
        os.close(ours)
        return written.decode().splitlines()


def _read(terminal: int) -> bytes:
    """What came; nothing once all who wrote have ended."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def write_charts(folder: Path, worklist: str = WORKLIST) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "worklist.csv").write_text(worklist, encoding="utf-8")
    (folder / "stay.txt").write_text(STAY, encoding="utf-8")
    (folder / "clinic.txt").write_text(CLINIC, encoding="utf-8")
    return folder
