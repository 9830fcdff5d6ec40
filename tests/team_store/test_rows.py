"""A team's rows defend themselves: what is tried with psql changes nothing, or is what the log says."""

from __future__ import annotations

import contextlib
import json
from datetime import timedelta

import psycopg
import pytest

from tests.team import TODAY, TeamOnServer
from tests.team_store.psql import E119, with_entry
from tui_coder.domain.dispute import DisputeKind, DisputeState
from tui_coder.domain.encounter import specialty_named
from tui_coder.domain.refusals import NotAllowed
from tui_coder.domain.work import HoldReason
from tui_coder.services import (
    assigning,
    checking,
    claiming,
    clients,
    disputes,
    handoffs,
    people,
    turning_back,
    waking,
)
from tui_coder.services.code_books import CodeBooks

REFUSED = {
    "read the words of a chart": "SELECT text FROM document",
    "read the log's table": "SELECT * FROM event",
    "write into the log": "INSERT INTO event SELECT * FROM event_seen",
    "write into the log's view": "INSERT INTO event_seen SELECT * FROM event_seen",
    "change the log's view": "UPDATE event_seen SET person = 'ann'",
    "empty the log": "TRUNCATE event",
    "switch triggers off": "ALTER TABLE event DISABLE TRIGGER ALL",
    "switch row security off": "ALTER TABLE work_item DISABLE ROW LEVEL SECURITY",
    "switch triggers off for the session": "SET session_replication_role = replica",
    "replace a function": "CREATE OR REPLACE FUNCTION tc_me() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "make a table in the way": "CREATE TABLE person2 (id integer)",
    "make a temporary table in the way": "CREATE TEMP TABLE person (id integer)",
    "make oneself a lead": "UPDATE person SET role = 'lead' WHERE name = 'bob'",
    "choose one's specialties": "UPDATE person SET specialties = '' WHERE name = 'bob'",
    "choose one's specialties by function": "SELECT tc_specialise('bob', '')",
    "make oneself a lead by function": "SELECT tc_person_put('bob', 'lead', '', '', true, true)",
    "take a colleague's code off": "DELETE FROM code_assignment WHERE person = 'ann' RETURNING id",
    "change a colleague's code": "UPDATE code_assignment SET code = 'E119' WHERE person = 'ann' RETURNING id",
    "take a colleague's chart": "UPDATE work_item SET assignee_id = tc_me() WHERE account_of = 1",
    "read a colleague's draft place": "SELECT * FROM reading_place WHERE person_id <> tc_me()",
    "read what a colleague has in hand": "SELECT * FROM stopping_point WHERE person_id <> tc_me()",
    "post a code on a colleague's chart":
        "INSERT INTO code_assignment (item_id, system, code, title, role, sequence, poa, modifiers, units, pointers, "
        "evidence, source, person, at) VALUES (1, 'icd10cm', 'E119', '', 'secondary', 9, '', '', 1, '', '[]', 'coder', "
        "'ann', now())",
    "raise a dispute in a colleague's name":
        "INSERT INTO dispute (item_id, code, kind, state, closed, reason, raised_by, raised_at, owner, due, amount_cents, "
        "carc, rarc) VALUES (2, '', 'coding', 'open', false, 'x', 'ann', now(), 'lena', now(), -1, '', '')",
    "hand off in a colleague's name":
        "INSERT INTO hand_off (sender, receiver, severity, summary, actions, contingencies, written_at, readback) "
        "VALUES ('ann', 'cy', 'stable', 'x', '[]', '[]', now(), '')",
    "change a code without a log entry": "UPDATE code_assignment SET code = 'E119' WHERE item_id = 2 RETURNING id",
    "drop a code without a log entry": "DELETE FROM code_assignment WHERE item_id = 2 RETURNING id",
    "submit without a log entry": "UPDATE work_item SET state = 'submitted', version = version + 1 WHERE id = 2 RETURNING id",
    "give a chart away without a log entry": "UPDATE work_item SET given_by = 'lena', version = version + 1 WHERE id = 2 RETURNING id",
    "rewrite a hold": "UPDATE hold SET note = 'x', person = 'ann' RETURNING id",
    "turn a fence back": "UPDATE work_item SET fence = 0 WHERE id = 2 RETURNING id",
}  # fmt: skip


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_what_a_coder_with_psql_tries_changes_nothing(at_work: TeamOnServer, statement: str) -> None:
    statement = statement.replace("WHERE account_of = 1", "WHERE id = 1 RETURNING id")
    before = at_work.contents()
    try:
        found = at_work.server.sql(at_work.database, statement, "bob")
    except psycopg.Error:
        found = []
    assert found == []
    assert at_work.contents() == before


def test_who_did_what_is_written_by_the_server(at_work: TeamOnServer) -> None:
    """Bob may change his own chart with psql, but only as Bob and only with an entry."""
    forged = "UPDATE code_assignment SET code = 'E119', person = 'ann' WHERE item_id = 2"
    with_entry(at_work, "bob", forged, "codes: changed", E119, item_id=2, item="A2", person="ann")
    (row,) = at_work.server.sql(at_work.database, "SELECT code, person FROM code_assignment WHERE item_id = 2")
    assert row == ("E119", "bob")
    last = at_work.events()[-1]
    assert (last.person, last.os_account, last.what) == ("bob", "bob@local", "codes: changed")


@pytest.mark.parametrize(
    ("change", "what", "after"),
    [
        ("UPDATE code_assignment SET code = 'E119' WHERE item_id = 2", "codes: changed", '{"codes":[]}'),
        ("UPDATE code_assignment SET code = 'E119' WHERE item_id = 2", "codes: changed", "{}"),
        ("UPDATE code_assignment SET code = 'I119' WHERE item_id = 2", "codes: changed", E119),
        ("DELETE FROM code_assignment WHERE item_id = 2", "codes: changed", E119),
        ("DELETE FROM code_assignment WHERE item_id = 2", "chart read", '{"codes":[]}'),
        ("UPDATE work_item SET state = 'submitted', version = version + 1 WHERE id = 2", "opened", "{}"),
    ],
)
def test_an_entry_that_tells_something_else_does_not_cover_a_change(
    at_work: TeamOnServer, change: str, what: str, after: str
) -> None:
    before = at_work.contents()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="without its entry in the log"):
        with_entry(at_work, "bob", change, what, after, item_id=2, item="A2")
    assert at_work.contents() == before


TYPED = "Jane 50 % %s \\' \\\\ \"$$"


def _change_and_tell_of_another(team: TeamOnServer, item: int, told: int) -> None:
    with team.ann.writing() as unit:
        unit.items.write(unit.items.get(item), "ann", priority=9)
        team.ann.note(unit, "claimed", unit.items.get(told), after={"reason": TYPED})


def test_the_server_s_own_log_tells_nothing_that_was_typed(team: TeamOnServer) -> None:
    """It notes down every statement that it refuses; what is taken stands in the store as it was typed."""
    told, other = team.arrive("A1", "A2")
    with pytest.raises(NotAllowed, match="without its entry in the log"):
        _change_and_tell_of_another(team, other, told)
    noted = (team.server.folder / "log").read_text(encoding="utf-8")
    assert "without its entry in the log" in noted
    assert "Jane" not in noted
    assert team.item(other).priority == 5
    assigning.give(team.lena, [other], "bob", TYPED)
    assert (team.item(other).given_why, team.events(other)[-1].after["reason"]) == (TYPED, TYPED)


@pytest.mark.parametrize(
    "given",
    [
        "SELECT tc_person_put('bob', 'lead', '', '', true, true)",
        "INSERT INTO person_client SELECT p.id, c.id FROM person p, client c WHERE p.name = 'bob' LIMIT 1",
        "INSERT INTO routing SELECT id, 'outpatient', 'CPC' FROM client LIMIT 1",
        "SELECT tc_specialise('bob', 'oncology')",
    ],
)
def test_a_lead_with_psql_gives_no_rights_without_an_entry_that_says_so(at_work: TeamOnServer, given: str) -> None:
    before = at_work.contents()
    for what, after in (("opened", "{}"), ("person changed", '{"name":"cy","role":"coder"}')):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="who may do what without its entry"):
            with_entry(at_work, "lena", given, what, after)
    assert at_work.contents() == before


@pytest.mark.parametrize("name", ["bob", "omar"])
def test_nobody_but_who_may_change_people_says_what_is_served(at_work: TeamOnServer, name: str) -> None:
    before = at_work.contents()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=f"{name} may not add or change people"):
        with_entry(at_work, name, f"SELECT tc_specialise('{name}', 'x')", "specialties changed", f'{{"name":"{name}"}}')
    assert at_work.contents() == before
    with_entry(at_work, "lena", "SELECT tc_specialise('bob', 'x')", "specialties changed", '{"name":"bob"}')
    assert at_work.server.sql(at_work.database, "SELECT specialties FROM person WHERE name = 'bob'") == [("x",)]


def test_specialties_named_with_psql_are_kept_as_the_program_keeps_them(at_work: TeamOnServer) -> None:
    def named(typed: str) -> None:
        told = f"SELECT tc_specialise('bob', E'{typed}')"
        with_entry(at_work, "lena", told, "specialties changed", '{"name":"bob"}')

    def kept() -> tuple[str, ...]:
        with at_work.lena.reading() as unit:
            return unit.people.named("bob").specialties

    typed = " Cardiology , ONKOLOGIE;Äußeres\\t,, cardiology, Onkologie ÄUSSERES, Τέλος, İç"
    named(typed)
    by_psql = kept()
    people.specialise(at_work.lena, "bob", typed.replace("\\t", "\t").split(","))
    assert by_psql == kept() == ("cardiology", "onkologie äusseres", "τέλοσ", specialty_named("İç"))
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="64 characters"):
        named("x" * 65)


def test_a_chart_of_a_specialty_that_psql_wrote_otherwise_is_served(at_work: TeamOnServer) -> None:
    (item,) = at_work.arrive("S1", priority=9, specialty=specialty_named("Straßenmedizin"))
    told = "SELECT tc_specialise('bob', 'Straßenmedizin')"
    with_entry(at_work, "lena", told, "specialties changed", '{"name":"bob"}')
    assert claiming.claim_next(at_work.bob).id == item


def test_who_sees_a_hand_off_between_others_hears_of_it_and_nobody_else(team: TeamOnServer) -> None:
    def is_news_to(name: str, since: int) -> bool:
        with team.desk(name).reading() as unit:
            return unit.log.changed_by_others(since, name)

    team.arrive("A1", facility="ours")
    (theirs,) = team.arrive("B1", facility="theirs")
    clients.let_see(team.lena, "ann", ["ours"])
    before = team.events()[-1].sequence
    entry, _ = handoffs.write(team.bob, "cy", [], "the printer is out")
    assert (is_news_to("omar", before), is_news_to("ann", before)) == (True, False)
    claiming.claim(team.bob, theirs)
    entry, _ = handoffs.write(team.bob, "cy", [theirs], "half coded")
    before = team.events()[-1].sequence
    handoffs.accept(team.cy, entry.id, "mine now")
    assert (is_news_to("bob", before), is_news_to("ann", before)) == (True, False)
    clients.let_see(team.lena, "ann", ["theirs"])
    before = team.events()[-1].sequence
    assert not is_news_to("ann", before)
    sql = team.server.sql
    for after in ("no json", '{"hand_off":99999999999}', f'{{"hand_off":{entry.id}}}'):
        told = json.dumps([{"what": "hand-off accepted", "item": "", "before": "{}", "after": after}])
        sql(team.database, f"SELECT tc_log_append('{told}'::json)", "cy")
        assert is_news_to("ann", before) == (str(entry.id) + "}" in after)


@pytest.mark.parametrize(
    "change",
    ["state = 'submitted', changed_by = 'ann'", "changed_by = 'ann', lease_until = lease_until",
     "charges_cents = 1, version = version + 1", "patient = 'X', version = version + 1",
     "setting = 'payer', version = version + 1", "specialty = 'x', version = version + 1",
     "minutes = 90, version = version + 1",
     "open_disputes = 3, version = version + 1", "open_disputes = 3", "given_why = 'lena said so'"],
)  # fmt: skip
def test_what_is_written_of_a_chart_is_not_forged(at_work: TeamOnServer, change: str) -> None:
    before = at_work.item(2)
    rows = at_work.server.sql(at_work.database, "SELECT * FROM work_item")
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):  # or the server writes what is so
        forged = f"UPDATE work_item SET {change} WHERE id = 2"
        with_entry(at_work, "bob", forged, "claimed", "{}", item_id=2, item="A2")
    assert at_work.item(2) == before
    assert at_work.server.sql(at_work.database, "SELECT * FROM work_item") == rows


def test_disputes_are_counted_by_the_server(at_work: TeamOnServer) -> None:
    raised = disputes.raise_flag(at_work.bob, 2, DisputeKind.CODING, "sequence")
    count = "SELECT open_disputes FROM work_item ORDER BY id"
    assert at_work.server.sql(at_work.database, count) == [(0,), (1,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        at_work.server.sql(at_work.database, "SELECT tc_count_disputes(id) FROM work_item", "bob")
    disputes.resolve(at_work.lena, raised.id, DisputeState.UPHELD, "as coded")
    assert at_work.server.sql(at_work.database, count) == [(0,), (0,)]


def test_a_dispute_that_is_raised_or_moved_with_psql_is_counted_at_once(at_work: TeamOnServer) -> None:
    count = "SELECT open_disputes FROM work_item ORDER BY id"
    raised = (
        "INSERT INTO dispute (item_id, kind, reason, raised_by, raised_at, owner, due, state, closed, code, "
        "amount_cents, carc, rarc) VALUES (2, 'coding', 'x', 'bob', now(), 'lena', current_date, 'open', false, '', "
        "0, '', '')"
    )
    with_entry(at_work, "bob", raised, "dispute raised", "{}", item_id=2, item="A2")
    assert at_work.server.sql(at_work.database, count) == [(0,), (1,)]
    with_entry(at_work, "bob", "UPDATE dispute SET item_id = 1", "dispute raised", "{}", item_id=1, item="A1")
    assert at_work.server.sql(at_work.database, count) == [(1,), (0,)]
    with_entry(at_work, "bob", "UPDATE dispute SET closed = true", "dispute withdrawn", "{}", item_id=1, item="A1")
    assert at_work.server.sql(at_work.database, count) == [(0,), (0,)]


def test_what_a_colleague_can_undo_is_theirs_until_the_chart_is_finished(
    at_work: TeamOnServer, code_books: CodeBooks
) -> None:
    kept = "SELECT scope FROM change WHERE person_id = (SELECT id FROM person WHERE name = 'ann')"
    at_work.server.sql(at_work.database, "DELETE FROM change RETURNING id", "bob")
    with psycopg.connect(host=at_work.server.socket, dbname=at_work.database, user="bob") as line:
        line.execute("DELETE FROM change")
    assert at_work.server.sql(at_work.database, kept) == [("item:1",)]
    claiming.take_over(at_work.lena, 1, "ann went home")
    checking.submit(at_work.lena, code_books, 1)
    assert at_work.server.sql(at_work.database, kept) == []


def test_another_code_is_signed_by_who_puts_it_there(at_work: TeamOnServer) -> None:
    assigning.give(at_work.bob, [2], "ann")
    claiming.claim(at_work.ann, 2)
    change = "UPDATE code_assignment SET code = 'E119' WHERE item_id = 2 AND person = 'bob'"
    with_entry(at_work, "ann", change, "codes: changed", E119, item_id=2, item="A2")
    (row,) = at_work.server.sql(at_work.database, "SELECT code, person FROM code_assignment WHERE item_id = 2")
    assert row == ("E119", "ann")


@pytest.mark.parametrize(
    "change",
    ["UPDATE document SET text = 'Diabetes.'", "UPDATE document SET title = 'Consult'",
     "SELECT tc_person_put('tui_coder_people', 'lead', '', '', true, true)",
     "SELECT tc_person_put('pg_read_all_data', 'coder', '', '', true, true)"],
)  # fmt: skip
def test_what_a_lead_with_psql_tries_changes_nothing(at_work: TeamOnServer, change: str) -> None:
    before = at_work.contents()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        with_entry(at_work, "lena", change, "person added", '{"name":"tui_coder_people","role":"lead"}')
    assert at_work.contents() == before


HELD_BY_ANN = "UPDATE work_item SET {}, version = version + 1 WHERE id = 1"


@pytest.mark.parametrize(
    "change",
    ["assignee_id = tc_me()", "state = 'open', held_reason = '', assignee_id = tc_me()",
     "state = 'open', held_reason = '', assignee_id = NULL", "state = 'in_work', assignee_id = tc_me()"],
)  # fmt: skip
@pytest.mark.parametrize("woken", [False, True])
def test_a_colleague_s_hold_that_is_due_is_ended_and_no_more(at_work: TeamOnServer, change: str, woken: bool) -> None:
    assigning.hold(at_work.ann, [1], HoldReason.UNSIGNED, TODAY + timedelta(days=1))
    at_work.clock.turn(days=1)
    if woken:
        assert waking.wake_due(at_work.bob) == 1
        assert (at_work.item(1).assignee, at_work.item(1).changed_by) == ("ann", "ann")
    before = at_work.item(1)
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):  # or no row is reached
        with_entry(at_work, "bob", HELD_BY_ANN.format(change), "hold ended", "{}", item_id=1, item="A1")
    assert at_work.item(1) == before


def test_a_hold_of_who_came_back_is_not_woken_to_the_pool(at_work: TeamOnServer) -> None:
    """Only who is away today gets nothing back; that they once were says nothing."""
    assigning.hold(at_work.ann, [1], HoldReason.UNSIGNED, TODAY + timedelta(days=1))
    to_pool = HELD_BY_ANN.format("state = 'open', held_reason = '', assignee_id = NULL")
    away = "UPDATE person SET away_until = current_date + {} WHERE name = 'ann'"
    at_work.server.sql(at_work.database, away.format("-1"))
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="moved by a lead alone"):
        with_entry(at_work, "bob", to_pool, "hold ended", "{}", item_id=1, item="A1")
    at_work.server.sql(at_work.database, away.format("1"))
    with_entry(at_work, "bob", to_pool, "hold ended", "{}", item_id=1, item="A1")
    assert at_work.item(1).assignee is None


def test_an_undo_that_the_server_denies_of_one_chart_takes_back_the_others(at_work: TeamOnServer) -> None:
    """Lena, who leads no more, may not put Ann's chart back into Ann's work; the other chart goes back all the same."""
    (third,) = at_work.arrive("A3")
    assigning.give(at_work.lena, [third, 1], "cy", "ann went home")
    at_work.server.sql(at_work.database, "SELECT tc_person_put('lena', 'coder', '', '', true, true)")
    try:
        _, outcome = turning_back.undo(at_work.again().lena)
    finally:
        at_work.server.sql(at_work.database, "SELECT tc_person_put('lena', 'lead', '', '', true, true)")
    assert [item.id for item in outcome.changed] == [third]
    assert [(each.item_id, each.reason) for each in outcome.refused] == [
        (1, "A chart is taken into work by who works on it.")
    ]
    assert (at_work.item(third).assignee, at_work.item(1).assignee) == (None, "cy")


def test_a_lease_taken_with_psql_ends_like_any(at_work: TeamOnServer) -> None:
    at_work.server.sql(at_work.database, "UPDATE work_item SET lease_until = '2999-01-01' WHERE id = 2", "bob")
    (row,) = at_work.server.sql(
        at_work.database,
        "SELECT lease_until < (now() AT TIME ZONE 'UTC') + interval '32 minutes' FROM work_item WHERE id = 2",
    )
    assert row == (True,)


def test_clients_that_are_not_one_s_own_are_not_seen(team: TeamOnServer) -> None:
    (ours,) = team.arrive("A1", facility="ours")
    (theirs,) = team.arrive("B1", facility="theirs")
    sql = team.server.sql
    sql(team.database, "SELECT tc_person_put('ann', 'coder', '', '', true, false)")
    sql(team.database, "INSERT INTO person_client SELECT p.id, c.id FROM person p, client c "
                       "WHERE p.name = 'ann' AND c.name = 'ours'")  # fmt: skip
    for table, column in (("work_item", "id"), ("encounter", "account"), ("document", "encounter_id")):
        assert len(sql(team.database, f"SELECT {column} FROM {table}", "ann")) == 1
    assert sql(team.database, f"SELECT * FROM tc_texts({theirs})", "ann") == []
    assert len(sql(team.database, f"SELECT * FROM tc_texts({ours})", "ann")) == 1
    assert [each.what for each in team.events(ours)] == ["chart read"]
    raised = disputes.raise_flag(team.bob, theirs, DisputeKind.CODING, "sequence")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql(team.database, "INSERT INTO dispute_step (dispute_id, state, person, at, note) "
                           f"VALUES ({raised.id}, 'upheld', 'ann', now(), 'x')", "ann")  # fmt: skip
    assert claiming.claim_next(team.ann).id == ours
