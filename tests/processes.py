"""The program as processes of its own, each with the libraries loaded beforehand.

A command takes a second to load the libraries of the store and a tenth of that for its own work. So one process loads
them once, and each command is a fork of it: the program itself is loaded there anew, with arguments, an environment,
streams and an exit code of its own. Nothing of the program may be imported here.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from subprocess import CompletedProcess

_LIBRARIES = [
    "alembic.migration",
    "alembic.operations",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlmodel",
]


@cache
def _libraries_loaded() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LIBRARIES)
    return context


def program(words: Sequence[str], environment: Mapping[str, str], seconds: float = 60) -> CompletedProcess[str]:
    """`python -m tui_coder WORDS`, waited for; what it reads is empty."""
    with tempfile.TemporaryDirectory() as folder:
        told, failed = Path(folder, "told"), Path(folder, "failed")
        process = _libraries_loaded().Process(target=_run, args=(words, dict(environment), told, failed))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"tui-coder {' '.join(words)} did not end within {seconds} s")
        return CompletedProcess(list(words), process.exitcode, told.read_text(), failed.read_text())


def _run(words: Sequence[str], environment: Mapping[str, str], told: Path, failed: Path) -> None:
    for stream, path in ((1, told), (2, failed)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, stream)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    assert not [name for name in sys.modules if name.split(".")[0] == "tui_coder"]
    sys.argv = ["tui-coder", *words]
    runpy.run_module("tui_coder", run_name="__main__", alter_sys=True)
