"""Who is let in no more is told so, in whatever language the server speaks."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.server import WHY_NOT, Server, programs, running_server
from tests.team import TeamOnServer, found_on_server
from tui_coder.store.engine import StoreError, SwitchedOff
from tui_coder.store.unit_of_work import Store

LANGUAGE = "de_DE.UTF-8"


@pytest.fixture(scope="module")
def foreign() -> Iterator[Server]:
    """A server that speaks German."""
    if programs() is None:
        pytest.skip(WHY_NOT)
    with (
        TemporaryDirectory(prefix="tc-languages-", dir="/tmp") as languages,
        pytest.MonkeyPatch.context() as environment,
    ):
        Path(languages).chmod(0o755)  # the server runs under another account
        if not _made(f"{languages}/{LANGUAGE}"):
            pytest.skip("no language can be made here (Debian: apt-get install locales)")
        environment.setenv("LOCPATH", languages)
        with running_server(lc_messages=f"'{LANGUAGE}'") as server:
            yield server


def _made(language: str) -> bool:
    words = ["localedef", "-i", "de_DE", "-f", "UTF-8", language]
    return bool(shutil.which(words[0])) and not subprocess.run(words, capture_output=True, check=False).returncode


@pytest.fixture
def abroad(foreign: Server) -> Iterator[TeamOnServer]:
    if "existiert nicht" not in _refusal(foreign):
        pytest.skip("PostgreSQL was built without other languages here")
    with TeamOnServer(foreign, foreign.new_database(found_on_server(foreign))) as team:
        yield team


def _refusal(server: Server) -> str:
    import psycopg

    with pytest.raises(psycopg.OperationalError) as refused:
        server.sql("postgres", "SELECT 1", "nobody_of_that_name")
    return str(refused.value)


def test_a_name_that_is_off_is_told_so(abroad: TeamOnServer) -> None:
    place = abroad.server.place(abroad.database, "ann")
    Store.open(place).close()
    abroad.server.sql("postgres", "ALTER ROLE ann NOLOGIN")
    with pytest.raises(SwitchedOff, match="sign-in name ann was switched off"):
        Store.open(place)


def test_another_refusal_is_not_taken_for_it(abroad: TeamOnServer) -> None:
    abroad.server.sql("postgres", "ALTER ROLE ann CONNECTION LIMIT 0")
    with pytest.raises(StoreError) as refused:
        Store.open(abroad.server.place(abroad.database, "ann"))
    abroad.server.sql("postgres", "ALTER ROLE ann CONNECTION LIMIT -1")
    assert not isinstance(refused.value, SwitchedOff)
