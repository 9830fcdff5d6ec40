"""A store in which work lies ready: charts that are coded and wait in the pool."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.server import Server
from tests.team import Team, TeamOnServer
from tui_coder.services import assigning, claiming, coding
from tui_coder.services.code_books import CodeBooks

ACCOUNTS = ("A1", "A2", "A3", "A4", "A5", "A6")


@pytest.fixture(scope="session")
def coded(founded: Path, code_books: CodeBooks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six charts in the pool, each with a code, so that nothing blocks their submission."""
    path = tmp_path_factory.mktemp("coded") / "team.db"
    with Team(Path(shutil.copy2(founded, path))) as team:
        bring_charts(team, code_books)
    return path


@pytest.fixture(scope="session")
def coded_on_server(server: Server, founded_on_server: str, code_books: CodeBooks) -> str:
    """The same in a team's database."""
    database = server.new_database(founded_on_server)
    team = TeamOnServer(server, database)
    bring_charts(team, code_books)
    team.leave()
    return database


def bring_charts(team: Team, code_books: CodeBooks) -> None:
    """Six charts in the pool, each with a code."""
    for number, account in enumerate(ACCOUNTS):
        (item,) = team.arrive(account, priority=5 + number % 3, minutes=5 + 3 * number, birth_date=date(1960, 1, 1))
        claiming.claim(team.cy, item)
        coding.post(team.cy, code_books, item, "I10")
        assigning.release(team.cy, [item])
    with team.cy.writing() as unit:
        unit.changes.forget("queue")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Team]:
    """The team with the six coded charts, on both kinds of store."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        with TeamOnServer(server, server.new_database(request.getfixturevalue("coded_on_server"))) as team:
            yield team
        return
    folder = tmp_path / "office"
    folder.mkdir(mode=0o700)
    with Team(Path(shutil.copy2(request.getfixturevalue("coded"), folder / "team.db"))) as team:
        yield team
