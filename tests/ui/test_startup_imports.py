"""What the first frame needs to be loaded, and nothing more: each library before it is time a person waits."""

from __future__ import annotations

import subprocess
import sys

FIRST_FRAME = """
import sys
from tui_coder.cli import main
from tui_coder.cli.grammar import parser
import tui_coder.cli.call, tui_coder.cli.workstation, tui_coder.ui.app
print(*sys.modules)
"""
SECOND_FRAME = FIRST_FRAME.replace(
    "print", "import tui_coder.services.first_look, tui_coder.ui.screens.first_rows\nprint"
)
STORE = {"sqlmodel", "sqlalchemy", "pydantic", "alembic"}


def loaded(program: str) -> set[str]:
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    return set(told.stdout.split())


def test_the_first_frame_comes_before_the_store_the_table_and_the_code_book() -> None:
    names = loaded(FIRST_FRAME)
    assert "textual.app" in names
    ours = {name for name in names if name.startswith("tui_coder.")}
    assert not names & STORE
    assert not {name for name in ours if name.split(".")[1] in {"store", "services", "codebook", "interchange"}}
    assert "tui_coder.ui.widgets.work_table" not in ours


def test_the_first_rows_come_before_the_libraries_of_the_store() -> None:
    names = loaded(SECOND_FRAME)
    assert "tui_coder.ui.widgets.work_table" in names
    assert not names & STORE
