"""A team on a server of its own, and two of them at work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server import Server
from tests.team import TeamOnServer
from tui_coder.services import chart, claiming, coding
from tui_coder.services.code_books import CodeBooks


@pytest.fixture
def team(server: Server, founded_on_server: str) -> Iterator[TeamOnServer]:
    with TeamOnServer(server, server.new_database(founded_on_server)) as present:
        yield present


@pytest.fixture
def at_work(team: TeamOnServer, code_books: CodeBooks) -> TeamOnServer:
    """Ann and Bob each have a chart in work with a code on it."""
    first, second = team.arrive("A1", "A2")
    for desk, item in ((team.ann, first), (team.bob, second)):
        claiming.claim(desk, item)
        coding.post(desk, code_books, item, "I10")
    chart.save_note(team.ann, first, "call the floor")
    return team
