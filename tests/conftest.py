"""What all tests share: how Hypothesis runs, the code books built once, and a team at work on a store of its own."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.server import WHY_NOT, Server, programs, running_server
from tests.team import Team, TeamOnServer, found, found_on_server
from tui_coder.services.code_books import CodeBooks

# Machines differ in speed, so there are no deadlines; a build that runs by itself draws the same examples each time.
# Explaining a failure traces every line and takes minutes where a store is at work.
_PHASES = [each for each in Phase if each is not Phase.explain]
settings.register_profile("tui-coder", deadline=None, phases=_PHASES, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("tui-coder"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "tui-coder")


def pytest_collection_finish() -> None:
    """All that is loaded by now stays to the end, and need not be looked through for garbage again and again."""
    gc.freeze()


class Fault(Protocol):
    """Tells the table of faults (`python -m tests.tools.faults`) what was injected and what it cost."""

    def __call__(
        self,
        what: str,
        *,
        lost: int,
        unit: str = "characters",
        times: int = 1,
        gone: float | None = None,
        still: float | None = None,
    ) -> None:
        """`lost` of what was typed or acknowledged; seconds: `gone` until the process had ended, `still` no key acted."""


@pytest.fixture
def fault(record_property: Callable[[str, object], None]) -> Fault:
    def tell(
        what: str,
        *,
        lost: int,
        unit: str = "characters",
        times: int = 1,
        gone: float | None = None,
        still: float | None = None,
    ) -> None:
        record_property("fault", (what, times, lost, unit, gone, still))

    return tell


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


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A private PostgreSQL server; tests that need it skip where its programs are not installed."""
    if programs() is None:
        pytest.skip(WHY_NOT)
    with running_server() as running:
        yield running


@pytest.fixture(scope="session")
def founded_on_server(server: Server) -> str:
    """A team's database that knows the team and nothing else, made once and copied for each test."""
    return found_on_server(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def team(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Team]:
    """Ann, Bob and Cy code, Lena leads, Omar audits; the clock stands still. On both kinds of store."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        with TeamOnServer(server, server.new_database(request.getfixturevalue("founded_on_server"))) as present:
            yield present
        return
    with _embedded(request.getfixturevalue("founded"), tmp_path / "team") as present:
        yield present


@pytest.fixture
def embedded_team(founded: Path, tmp_path: Path) -> Iterator[Team]:
    """The team on the embedded store, for what is said of its file."""
    with _embedded(founded, tmp_path / "team") as present:
        yield present


def _embedded(founded: Path, folder: Path) -> Team:
    folder.mkdir(mode=0o700)
    return Team(Path(shutil.copy2(founded, folder / "team.db")))
