"""The command line in this process, for what a test needs before it begins or looks up afterwards."""

from __future__ import annotations

import os
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from tui_coder.cli import main


def command(home: Path, *words: str, code: int = 0) -> str:
    """What a command prints that has nothing but its home folder; fails unless it ends with `code`.

    A process of its own would load the libraries of the store each time.
    """
    told, failed = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(told), redirect_stderr(failed):
        for name in [name for name in os.environ if name.startswith("TUI_CODER_")]:
            environment.delenv(name)
        environment.setenv("TUI_CODER_HOME", str(home))
        ended = main(words)
    assert ended == code, failed.getvalue() + told.getvalue()
    return told.getvalue()
