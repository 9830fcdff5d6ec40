"""The table of rights, right by right and role by role: through the services on both stores, and with psql."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from tests.team import Team, TeamOnServer
from tui_coder.domain.dispute import DisputeKind, DisputeState
from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import NotAllowed
from tui_coder.domain.roles import RIGHTS, Right, Role
from tui_coder.services import (
    chart,
    checking,
    claiming,
    clients,
    co_signing,
    coding,
    disputes,
    glass,
    handoffs,
    intake,
    log,
    own_codes,
    people,
)
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Desk

FREE, BOBS, STAY, ANNS, OTHERS = 1, 2, 3, 4, 5
"""Items: in the pool, in work with Bob, an inpatient stay, an apprentice's to be co-signed, of another client."""
WHY = "the floor asks for the list"

TELLING = {
    "item": {"what": "tried", "item_id": None, "item": "x", "before": "{}", "after": "{}"},
    "person": {"what": "tried", "item_id": None, "item": "", "before": "{}", "after": '{"name":"dee","role":"coder"}'},
    "client": {"what": "tried", "item_id": None, "item": "", "before": "{}", "after": '{"client":"clinic"}'},
}
"""Entries of the log without which the server takes no change: what is tested is the right, not the entry."""


@dataclass(frozen=True)
class Exercise:
    """How a right is used: through a service, and by a statement that writes rows (or reads what it opens)."""

    act: Callable[[Desk, Team], object]
    statement: str = ""
    item: int | None = None


def break_into(desk: Desk, team: Team) -> object:
    clients.let_see(team.lena, desk.actor.name, ["clinic"])
    try:
        return glass.break_glass(desk, "E5", WHY)
    finally:
        clients.let_see(team.lena, desk.actor.name, None)


EXERCISES = {
    Right.READ: Exercise(lambda desk, _: chart.look_again(desk, FREE), "SELECT id FROM work_item WHERE id = 1"),
    Right.CODE: Exercise(
        lambda desk, _: claiming.claim(desk, FREE),
        "UPDATE work_item SET priority = 9, version = version + 1 WHERE id = 1", FREE,
    ),
    Right.FLAG: Exercise(
        lambda desk, _: disputes.raise_flag(desk, FREE, DisputeKind.CODING, "sequence"),
        "INSERT INTO dispute (item_id, code, kind, state, closed, reason, raised_by, raised_at, owner, due, "
        "amount_cents, carc, rarc) VALUES (1, '', 'coding', 'open', false, 'x', session_user, now(), 'lena', now(), "
        "-1, '', '')", FREE,
    ),
    Right.RESOLVE: Exercise(
        lambda desk, _: disputes.resolve(desk, 1, DisputeState.UPHELD, "as coded"),
        "UPDATE dispute SET owner = session_user WHERE id = 1", BOBS,
    ),
    Right.HAND_OFF: Exercise(
        lambda desk, _: handoffs.write(desk, "cy", [], "the printer is broken"),
        "INSERT INTO hand_off (sender, receiver, severity, summary, actions, contingencies, written_at, readback) "
        "VALUES (session_user, 'cy', 'stable', 'x', '[]', '[]', now(), '')",
    ),
    Right.ASSIGN_OTHERS: Exercise(
        lambda desk, _: claiming.take_over(desk, BOBS, "bob went home"),
        "UPDATE work_item SET state = 'open', assignee_id = NULL, version = version + 1 WHERE id = 2", BOBS,
    ),
    Right.IMPORT: Exercise(
        lambda desk, _: intake.import_charts(desk, [Path("nothing.csv")]),
        "INSERT INTO encounter (facility_id, account, mrn, patient, sex, setting, service_from, service_to, payer, "
        "attending, charges_cents, words) VALUES (1, 'N1', '', '', 'U', 'payer', now(), now(), '', '', -1, '')",
    ),
    Right.PEOPLE: Exercise(
        lambda desk, _: people.add(desk, "dee", Role.CODER),
        "SELECT tc_person_put('dee', 'coder', 'CPC', '', true, true)",
    ),
    Right.LOG: Exercise(
        lambda desk, _: log.show(desk), "SELECT * FROM event_seen WHERE item_id IS NULL AND person <> session_user"
    ),
    Right.TEAM_CODES: Exercise(
        lambda desk, _: own_codes.keep_word(desk, "htn", "hypertension", for_team=True),
        "INSERT INTO own_word (person_id, typed, told) VALUES (NULL, 'dm', 'diabetes')",
    ),
    Right.CO_SIGN: Exercise(
        lambda desk, _: co_signing.co_sign(desk, [ANNS]),
        "UPDATE work_item SET state = 'submitted', version = version + 1 WHERE id = 4", ANNS,
    ),
    # What `next` serves is a default and no secret: the server keeps no chart of the pool from a coder.
    Right.ROUTE: Exercise(lambda desk, _: claiming.claim(desk, STAY)),
    Right.CLIENTS: Exercise(
        lambda desk, _: clients.wish(desk, "clinic", Setting.INPATIENT, []),
        "INSERT INTO routing (client_id, setting, credentials) VALUES (1, 'payer', '')",
    ),
    Right.BREAK_GLASS: Exercise(
        break_into,
        "INSERT INTO broken_glass (item_id, person_id, reason, at, until, seen_by) "
        "VALUES (5, tc_me(), 'I have to read this', now(), now(), '')", OTHERS,
    ),
    Right.GLASS: Exercise(
        lambda desk, _: glass.mark_seen(desk, [1]), "UPDATE broken_glass SET seen_by = session_user WHERE id = 1"
    ),
}  # fmt: skip


def test_every_right_is_exercised() -> None:
    assert set(EXERCISES) == set(Right)


@pytest.fixture
def busy(team: Team, code_books: CodeBooks) -> Team:
    """A team with something to do for every right; Cy, who saw one client only, broke the glass for the other's."""
    people.add(team.lena, "ann", Role.CODER, ["CPC-A"])
    team.arrive("A1", "A2")
    team.arrive("A3", setting=Setting.INPATIENT)
    team.arrive("A4")
    team.arrive("E5", facility="elsewhere")
    claiming.claim(team.bob, BOBS)
    claiming.claim(team.ann, ANNS)
    coding.post(team.ann, code_books, ANNS, "I10")
    checking.submit(team.ann, code_books, ANNS)
    disputes.raise_flag(team.cy, BOBS, DisputeKind.CODING, "which is principal", owner="bob")
    clients.let_see(team.lena, "cy", ["clinic"])
    glass.break_glass(team.cy, "E5", WHY)
    clients.let_see(team.lena, "cy", None)
    if isinstance(team, TeamOnServer):  # the team's clock stands still, and the server's says that Bob's lease lapsed
        team.server.sql(team.database, f"UPDATE work_item SET lease_until = '2999-01-01' WHERE id = {BOBS}")
    return team


def newcomer(team: Team, role: Role) -> Desk:
    """Someone of a role who holds a CPC."""
    desk = team.newcomer(role)
    person = people.add(team.lena, desk.actor.name, role, ["CPC"])
    return replace(desk, actor=replace(desk.actor, person=person))


@pytest.mark.parametrize("role", list(Role))
def test_every_right_and_every_denial_of_a_role(busy: Team, role: Role) -> None:
    desk = newcomer(busy, role)
    for right in Right:
        exercise = EXERCISES[right]
        if isinstance(busy, TeamOnServer) and exercise.statement:
            done = rows_changed(busy, desk.actor.name, exercise)
            assert (done > 0) is (right in RIGHTS[role]), f"{role} with psql: {right}"
    for right in [each for each in Right if each not in RIGHTS[role]]:
        before = busy.contents()
        with pytest.raises(NotAllowed):
            EXERCISES[right].act(desk, busy)
        last = busy.events()[-1]
        assert (last.person, last.what) == (desk.actor.name, "denied"), right
        after = busy.contents()
        assert len(after.pop("event")) == len(before.pop("event")) + 1
        assert after == before, right
    for right in [each for each in Right if each in RIGHTS[role]]:
        EXERCISES[right].act(desk, busy)
        assert busy.said()[-1] != f"{desk.actor.name} denied", right


def rows_changed(team: TeamOnServer, name: str, exercise: Exercise) -> int:
    """How many rows a statement of this person reaches; what it did is taken back. 0 where the server refuses it."""
    told = [dict(each, item_id=exercise.item if kind == "item" else None) for kind, each in TELLING.items()]
    with psycopg.connect(host=team.server.socket, dbname=team.database, user=name) as line:
        try:
            line.execute("SELECT tc_log_append(%s::json)", [json.dumps(told)])
            reached = line.execute(exercise.statement).rowcount
            line.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.errors.InsufficientPrivilege:
            reached = 0
        line.rollback()
    return reached
