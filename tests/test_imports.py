"""What importing costs: neither the services nor the command line load the terminal app; help loads no SQL either."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import tui_coder.cli
import tui_coder.services


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{statement}\nprint('LOADED', *sys.modules)"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return {name.split(".")[0] for name in told.stdout.split("LOADED")[1].split()}


def modules_of(package: str, folder: list[str]) -> list[str]:
    return [package, *(each.name for each in pkgutil.walk_packages(folder, f"{package}."))]


@pytest.mark.parametrize(
    ("package", "folder"),
    [("tui_coder.services", tui_coder.services.__path__), ("tui_coder.cli", tui_coder.cli.__path__)],
)
def test_all_of_it_loads_no_textual(package: str, folder: list[str]) -> None:
    modules = modules_of(package, folder)
    assert len(modules) > 5
    loaded = loaded_by("\n".join(f"import {each}" for each in modules))
    assert not loaded & {"textual", "rich"}


@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["queue", "--help"], ["item", "add", "--help"], ["help"]])
def test_help_and_version_load_neither_textual_nor_sql(argv: list[str]) -> None:
    loaded = loaded_by(f"from tui_coder.cli import main\nassert main({argv!r}) == 0")
    assert not loaded & {"textual", "rich", "sqlmodel", "sqlalchemy", "alembic", "pydantic", "sqlite3", "pysqlite3"}


def test_the_code_books_alone_wait_for_no_sql_libraries() -> None:
    loaded = loaded_by("import tui_coder.cli.codes")
    assert "tui_coder" in loaded
    assert not loaded & {"sqlmodel", "sqlalchemy", "pydantic"}


def test_the_package_itself_loads_nothing_else() -> None:
    folder = Path(tui_coder.__file__).parent
    assert folder.is_dir()
    told = subprocess.run(
        [sys.executable, "-c", "import sys, tui_coder; print([m for m in sys.modules if m.startswith('tui_coder')])"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "['tui_coder']"


def test_the_settings_load_the_lists_and_the_policy_of_the_edits_but_none_of_the_rules() -> None:
    """Read before the first frame: the rules themselves come with the first chart."""
    told = subprocess.run(
        [sys.executable, "-c", "import sys, tui_coder.settings; print(*sys.modules)"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    of_the_edits = {name for name in told.stdout.split() if name.startswith("tui_coder.domain.edits.")}
    assert of_the_edits == {"tui_coder.domain.edits.lists", "tui_coder.domain.edits.policy"}
