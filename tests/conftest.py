"""What all tests share: how Hypothesis runs, the code books built once, and a team at work on a store of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.team import Team, found
from tui_coder.services.code_books import CodeBooks

# Machines differ in speed, so there are no deadlines; a build that runs by itself draws the same examples each time.
# Explaining a failure traces every line and takes minutes where a store is at work.
_PHASES = [each for each in Phase if each is not Phase.explain]
settings.register_profile("tui-coder", deadline=None, phases=_PHASES, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("tui-coder"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "tui-coder")


@pytest.fixture(scope="session")
def built_cache() -> Path:
    """The code books, built once and kept between runs."""
    folder = Path(tempfile.gettempdir()) / f"tui-coder-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    CodeBooks(folder).prepare()
    return folder


@pytest.fixture(scope="session")
def code_books(built_cache: Path) -> CodeBooks:
    """The code books, open."""
    books = CodeBooks(built_cache)
    books.prepare()
    return books


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that knows the team and nothing else, made once and copied for each test."""
    return found(tmp_path_factory.mktemp("founded") / "team.db")


@pytest.fixture
def team(founded: Path, tmp_path: Path) -> Iterator[Team]:
    """Ann, Bob and Cy code, Lena leads, Omar audits; the store is a file and the clock stands still."""
    folder = tmp_path / "team"
    folder.mkdir(mode=0o700)
    with Team(Path(shutil.copy2(founded, folder / "team.db"))) as present:
        yield present
