"""Offices for the tests of the command line: see office.py."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from office import TEAM, Office, write_charts

from tests.commands import command


@pytest.fixture
def empty_office(
    tmp_path: Path, built_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    """A home folder in which nobody has worked yet."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(built_cache)
    for name in [name for name in os.environ if name.startswith("TUI_CODER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TUI_CODER_HOME", str(home))
    return Office(home, capsys)


@pytest.fixture(scope="session")
def staffed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the team and the charts, made once and copied for each test."""
    home = tmp_path_factory.mktemp("staffed")
    charts = write_charts(home / "charts")
    for name, role in TEAM:
        command(home, "people", "add", name, "--role", role)
    command(home, "import", str(charts))
    return home / "data" / "tui-coder.db"


@pytest.fixture
def office(empty_office: Office, staffed_store: Path) -> Office:
    """A home folder with a store that holds the team and the charts."""
    empty_office.store.parent.mkdir(mode=0o700)
    shutil.copy2(staffed_store, empty_office.store)
    return empty_office
