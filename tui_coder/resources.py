"""What the program finds on the machine: the files shipped with it and the SQLite library it links."""

from __future__ import annotations

import importlib
from pathlib import Path, PurePath
from types import ModuleType

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder shipped under `name` ("styles", "codesets"): inside an installed wheel, else beside a checkout.

    Raises FileNotFoundError where the installation lacks it.
    """
    installed = _PACKAGE / "_shipped" / name
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise FileNotFoundError(f"The folder '{name}' is missing from this installation of tui-coder: install it again.")


def styles() -> list[str | PurePath]:
    """The style sheets of all screens, the shared one first. Raises FileNotFoundError where they are missing."""
    return [str(shared_style()), *sorted(map(str, shipped("styles").glob("*.tcss")))]


def shared_style() -> Path:
    """The one style sheet that the first frame needs. Raises FileNotFoundError where it is missing."""
    return shipped("styles") / "base.tcss"


def sqlite_module() -> ModuleType:
    """The one DB-API module through which the program speaks to SQLite.

    pysqlite3 carries a current SQLite. The one linked into Python may be any from 3.7.0 to 3.51.2, whose
    WAL reset can lose acknowledged writes; it serves only where no pysqlite3 wheel exists for the platform.
    """
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3")


def practice() -> Path:
    """The practice charts: an import folder of our own invented encounters with their answer keys.

    Raises FileNotFoundError where the installation lacks it.
    """
    folder = _PACKAGE / "practice"
    if not folder.is_dir():
        raise FileNotFoundError("The practice charts are missing from this installation: install tui-coder again.")
    return folder
