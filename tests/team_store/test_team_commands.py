"""From an empty database to a team at work, by commands alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.server import INSTALLER, Server

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    name = server.new_database()
    yield name
    server.drop(name)


@pytest.fixture
def run(server: Server, database: str, tmp_path: Path) -> Run:
    """A command by somebody of the server, as its own process."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)

    def ran(user: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tui_coder", "--db", server.address(database, user), *words],
            capture_output=True, text=True, timeout=60, env={**os.environ, "TUI_CODER_HOME": str(home)},
        )  # fmt: skip

    return ran


CHART = 'account,patient,setting,service_date,documents\nA1,"Lind, Per",professional,2026-05-02,note.txt\n'


def test_a_team_is_made_and_works(run: Run, server: Server, database: str, tmp_path: Path) -> None:
    folder = tmp_path / "charts"
    folder.mkdir()
    (folder / "worklist.csv").write_text(CHART, encoding="utf-8")
    (folder / "note.txt").write_text("Essential hypertension.", encoding="utf-8")

    done = run(INSTALLER, "team", "init")
    assert (done.returncode, "was made" in done.stdout) == (0, True), done.stderr
    for name, role in (("tina", "lead"), ("carl", "coder")):
        done = run(INSTALLER, "team", "add", name, "--role", role, "--credential", "CPC")
        assert done.returncode == 0, done.stderr
    done = run(INSTALLER, "--json", "people", "specialties", "carl", "--only", "Cardiology")
    assert json.loads(done.stdout)[0]["specialties"] == ["cardiology"], done.stderr
    assert run("tina", "import", str(folder)).returncode == 0
    done = run("carl", "--json", "queue", "next")
    assert json.loads(done.stdout)["item"] == "A1"
    board = {each["name"]: each for each in json.loads(run("tina", "--json", "team", "board").stdout)}
    assert (board["carl"]["items"]["in_work"], board["carl"]["specialties"]) == (1, ["cardiology"])
    assert run("carl", "item", "add", "A1", "I10").returncode == 0
    done = run("carl", "item", "complete", "A1")
    assert done.returncode == 0, done.stderr
    done = run("tina", "--json", "log", "verify")
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)
    told = json.loads(run("tina", "--json", "db", "check").stdout)
    assert told["ok"], told
    assert {each["name"] for each in told["checks"]} == {"schema", "guards", "counts", "log"}
    told = json.loads(run("carl", "--json", "db", "check").stdout)  # a coder sees a part of the log, which is no chain
    (of_log,) = [each for each in told["checks"] if each["name"] == "log"]
    assert (of_log["ok"], of_log["detail"][:8]) == (False, "not read")
    told = json.loads(run("tina", "--json", "doctor").stdout)
    assert [each["ok"] for each in told["checks"] if each["name"] in ("store", "way")] == [True, True]
    done = run("tina", "team", "remove", "carl")
    assert done.stdout == "carl signs in no more; 0 items went back to the pool.\n", done.stderr
    done = run("carl", "queue", "next")
    assert (done.returncode, "switched off" in done.stderr) == (4, True)
    people = [str(name) for (name,) in server.sql(database, "SELECT DISTINCT person FROM event ORDER BY 1")]
    assert people == ["carl", INSTALLER, "tina"]


def test_one_person_s_store_becomes_the_team_s(run: Run, server: Server, database: str, tmp_path: Path) -> None:
    folder, file = tmp_path / "charts", tmp_path / "mine.db"
    folder.mkdir()
    (folder / "worklist.csv").write_text(CHART, encoding="utf-8")
    (folder / "note.txt").write_text("Essential hypertension.", encoding="utf-8")
    for words in (["people", "add", "tina", "--role", "lead"], ["--as", "tina", "import", str(folder)]):
        assert run(INSTALLER, "--db", str(file), *words).returncode == 0
    address = server.address(database, INSTALLER)
    done = run(INSTALLER, "db", "move", str(file), address)
    assert done.returncode == 0, done.stderr
    assert "They sign in to the server now, without a password so far: tina." in done.stdout
    assert f'db = "postgresql+psycopg:///{database}?host={server.socket}"' in done.stderr
    told = json.loads(run("tina", "--json", "log", "show").stdout)
    assert [each["what"] for each in told["entries"]] == ["person added", "imported", "import", "store moved"]
    assert (told["ok"], run("tina", "db", "check").returncode) == (True, 0)
    done = run(INSTALLER, "db", "backup", str(tmp_path / "evening.db"))
    assert (done.returncode, "Its log ends at entry 4" in done.stdout) == (0, True), done.stderr
    done = run("tina", "db", "backup", str(tmp_path / "taken.db"))
    assert (done.returncode, "who looks after the server makes it" in done.stderr) == (4, True)


def test_init_once_more_renews_the_guards(run: Run, server: Server, database: str) -> None:
    assert run(INSTALLER, "team", "init").returncode == 0
    assert run(INSTALLER, "team", "add", "tina", "--role", "lead").returncode == 0
    server.sql(database, "ALTER TABLE work_item DISABLE ROW LEVEL SECURITY")
    server.sql(database, "ALTER TABLE event DISABLE TRIGGER event_append_only")
    server.sql(database, "GRANT INSERT ON event TO tui_coder_member")
    done = run("tina", "db", "check")
    assert done.returncode == 1
    for told in ("row security of work_item is off", "event_append_only", "may INSERT the log"):
        assert told in " ".join(done.stdout.split())
    done = run(INSTALLER, "db", "upgrade")
    assert "its functions and guards were renewed" in done.stdout and "nothing" not in done.stdout
    assert run("tina", "db", "check").returncode == 0


def test_only_who_looks_after_the_server_makes_a_store(run: Run, server: Server) -> None:
    server.sql("postgres", "DROP ROLE IF EXISTS stranger")
    server.sql("postgres", "CREATE ROLE stranger LOGIN")
    done = run("stranger", "team", "init")
    assert (done.returncode, "needs an account that may make roles" in done.stderr) == (4, True)


def test_a_database_without_a_store_says_so(run: Run) -> None:
    done = run(INSTALLER, "queue", "list")
    assert (done.returncode, done.stdout) == (4, "")
    assert "tui-coder team init" in done.stderr


def test_an_embedded_store_needs_no_init(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_coder", "--db", str(tmp_path / "mine.db"), "team", "init"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, "needs no init" in done.stderr) == (2, True)


def test_a_lead_adds_people_but_takes_over_no_other_login_of_the_server(run: Run, server: Server) -> None:
    assert run(INSTALLER, "team", "init").returncode == 0
    assert run(INSTALLER, "team", "add", "tina", "--role", "lead").returncode == 0
    server.sql("postgres", "DROP ROLE IF EXISTS billing")
    server.sql("postgres", "CREATE ROLE billing LOGIN")
    done = run("tina", "team", "add", "carl", "--role", "coder")
    assert done.returncode == 0, done.stderr
    done = run("tina", "team", "add", "billing", "--role", "coder")
    assert (done.returncode, "its administrator has to add it" in done.stderr) == (5, True)
    done = run("tina", "team", "add", INSTALLER, "--role", "coder")  # who is a member of every role of the server
    assert (done.returncode, "its administrator has to add it" in done.stderr) == (5, True)
    done = run("carl", "team", "add", "eve", "--role", "lead")
    assert (done.returncode, done.stdout) == (5, "")


def test_no_server_is_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_coder", "--db", f"postgresql+psycopg:///coding?host={tmp_path}", "queue", "list"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (4, "", False)
    assert "no server answers on that socket" in done.stderr


def test_the_database_lets_in_its_members_alone(run: Run, server: Server, database: str) -> None:
    assert run(INSTALLER, "team", "init").returncode == 0
    server.sql("postgres", "DROP ROLE IF EXISTS stranger")
    server.sql("postgres", "CREATE ROLE stranger LOGIN")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        server.sql(database, "SELECT 1", "stranger")
