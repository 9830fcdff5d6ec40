"""Whoever holds psql in their hand is still the person the server let in."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import psycopg
import pytest

from tests.team import CODERS, TeamOnServer
from tui_coder.domain.refusals import Malformed, NothingEligible
from tui_coder.domain.roles import Role
from tui_coder.services import (
    assigning,
    claiming,
    people,
)
from tui_coder.store.engine import StoreError
from tui_coder.store.unit_of_work import Store


def program(team: TeamOnServer, user: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line as its own process, asking to be a person of the team."""
    return subprocess.run(
        [sys.executable, "-m", "tui_coder", "--db", team.server.address(team.database, user), *words],
        capture_output=True, text=True, timeout=60, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("name", ["USER", "LOGNAME", "PGUSER", "SUDO_USER", "USERNAME", "PGOPTIONS"])
def test_no_variable_makes_someone_else_of_a_person(team: TeamOnServer, name: str) -> None:
    (item,) = team.arrive("A1")
    forged = "-c role=tui_coder_owner" if name == "PGOPTIONS" else "lena"
    done = program(team, "ann", "queue", "next", "--json", **{name: forged})
    assert done.returncode == 0, done.stderr
    assert team.item(item).assignee == "ann"
    assert {each.person for each in team.events(item)} == {"ann"}


def test_nobody_acts_as_someone_else(team: TeamOnServer) -> None:
    done = program(team, "ann", "--as", "lena", "queue", "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nobody acts as someone else: the server let you in as ann" in done.stderr
    with pytest.raises(Malformed):
        people.sign_in(team.store_of("ann"), "lena")


@pytest.mark.parametrize("role", ["lena", "postgres", "tui_coder_owner", "tui_coder_lead", "tui_coder_people"])
def test_no_other_role_is_put_on(team: TeamOnServer, role: str) -> None:
    for statement in (f"SET ROLE {role}", f"SET SESSION AUTHORIZATION {role}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            team.server.sql(team.database, statement, "ann")


@pytest.mark.parametrize(
    "pretence",
    ["SET ROLE tui_coder_coder", "SET application_name = 'lena'", "SET tui_coder.person = 'lena'",
     "SET SESSION AUTHORIZATION DEFAULT"],
)  # fmt: skip
def test_what_may_be_put_on_changes_nobody_s_name(team: TeamOnServer, pretence: str) -> None:
    (item,) = team.arrive("A1")
    with psycopg.connect(host=team.server.socket, dbname=team.database, user="ann", autocommit=True) as line:
        line.execute(pretence)
        told = json.dumps([{"what": "claimed", "item_id": item, "item": "A1", "before": "{}", "after": "{}"}])
        line.execute("SELECT tc_log_append(%s::json)", [told])
    assert team.events(item)[-1].person == "ann"


def test_who_is_no_person_of_the_store_does_not_come_in(team: TeamOnServer) -> None:
    team.server.sql("postgres", "DROP ROLE IF EXISTS stranger")
    team.server.sql("postgres", "CREATE ROLE stranger LOGIN")
    with pytest.raises(StoreError, match="you are no person of this store"):
        Store.open(team.server.place(team.database, "stranger"))


def test_who_has_left_is_out_at_once_and_their_work_is_the_pool_s(team: TeamOnServer) -> None:
    items = team.arrive("A1", "A2", "A3")
    people.add(team.lena, "dora", Role.CODER)  # roles are the whole server's: nobody of the team that others share
    dora = team.desk("dora")
    claiming.claim(dora, items[0])
    assigning.give(team.lena, [items[1]], "dora")
    gone, outcome = people.remove(team.lena, "dora")
    assert (gone.active, sorted(item.id for item in outcome.changed)) == (False, items[:2])
    assert [team.item(each).assignee for each in items] == [None, None, None]
    with pytest.raises(StoreError, match="switched off"):
        Store.open(team.server.place(team.database, "dora"))
    with pytest.raises(NothingEligible):  # an open window sees nothing any more, though three charts wait in the pool
        claiming.claim_next(dora)
    assert team.said()[-1] == "lena person removed"


def test_the_names_of_the_program_s_own_roles_are_nobody_s(team: TeamOnServer) -> None:
    with pytest.raises(Malformed, match="cannot be a sign-in name"):
        people.add(team.lena, "tui_coder_owner", Role.CODER)


def test_the_way_to_another_host_is_protected() -> None:
    from tui_coder.places import TeamDatabase, UnusablePlace, place_of

    for address in ("postgresql+psycopg://db.example/coding", "postgresql://db.example/coding?sslmode=require"):
        with pytest.raises(UnusablePlace, match="verify-full"):
            place_of(address)
    with pytest.raises(UnusablePlace, match="password"):
        place_of("postgresql+psycopg://ann:secret@db.example/coding?sslmode=verify-full")
    with pytest.raises(UnusablePlace, match="no kind of store"):
        place_of("mysql://db.example/coding")
    place = place_of("postgresql+psycopg://ann@db.example:6432/coding?sslmode=verify-full")
    assert isinstance(place, TeamDatabase)
    assert (place.host, place.port, place.user, place.is_local) == ("db.example", 6432, "ann", False)
    assert str(place) == "postgresql://db.example:6432/coding"
    assert str(place_of("postgresql+psycopg:///coding?port=5433")) == "postgresql://:5433/coding"
    assert str(place_of("postgresql+psycopg:///coding")) == "postgresql:///coding"


def test_everybody_is_someone(team: TeamOnServer) -> None:
    for name in CODERS:
        assert team.desk(name).actor.name == name
