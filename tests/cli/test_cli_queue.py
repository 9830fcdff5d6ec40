"""`queue`: the work queue, its pages, and how items change hands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import Office

from tui_coder.cli import cursors
from tui_coder.domain.refusals import Malformed

ROW = {
    "item", "account", "patient", "mrn", "setting", "service_date", "status", "assignee", "priority", "due",
    "age_days", "flags",
}  # fmt: skip
IN_ORDER = ["STAY1", "CLINIC1", "OFFICE1", "OLD1", "north/TWIN", "south/TWIN"]


def items(office: Office, *argv: str) -> list[str]:
    return [each["item"] for each in office.json("--as", "ann", "queue", "list", *argv)["items"]]


# ---- list ------------------------------------------------------------------------------------------------------------


def test_the_list_is_in_working_order_with_the_fields_of_the_contract(office: Office) -> None:
    document = office.json("--as", "ann", "queue", "list")
    assert set(document) >= {"total", "next", "items"}
    assert (document["total"], document["next"]) == (6, None)
    assert [each["item"] for each in document["items"]] == IN_ORDER
    first = document["items"][0]
    assert set(first) >= ROW
    assert (first["account"], first["patient"], first["mrn"]) == ("STAY1", "Okafor, Ada", "M1")
    assert (first["setting"], first["service_date"], first["due"]) == ("inpatient", "2026-05-19", "2020-01-01")
    assert (first["status"], first["assignee"], first["priority"]) == ("open", None, 8)
    assert first["flags"] == ["overdue"]
    assert first["age_days"] > 0


def test_what_the_list_calls_an_item_finds_it(office: Office) -> None:
    for each in office.json("--as", "ann", "queue", "list")["items"]:
        shown = office.json("--as", "ann", "item", "show", each["item"])
        assert shown["id"] == each["id"]
        assert office.json("--as", "ann", "item", "show", f"#{each['id']}")["item"] == each["item"]


def test_an_account_in_two_facilities_needs_its_facility(office: Office) -> None:
    ran = office.run("--as", "ann", "item", "show", "TWIN")
    assert (ran.code, ran.out) == (2, "")
    assert "FACILITY/TWIN" in ran.err


def test_the_views(office: Office) -> None:
    office.json("--as", "lena", "queue", "assign", "CLINIC1", "OFFICE1", "--to", "ann")
    office.json("--as", "lena", "queue", "hold", "OLD1", "--reason", "unsigned")
    assert items(office, "--mine") == ["CLINIC1", "OFFICE1"]
    assert items(office, "--assignee", "ann") == ["CLINIC1", "OFFICE1"]
    assert items(office, "--assignee", "bob") == []
    assert items(office, "--pool") == ["STAY1", "north/TWIN", "south/TWIN"]
    assert items(office, "--view", "held") == ["OLD1"]
    assert items(office, "--view", "overdue") == ["STAY1"]
    assert items(office, "--view", "all", "--filter", "okafor") == ["STAY1"]
    assert items(office, "--filter", "nobody at all") == []
    assert items(office, "--order", "patient")[0] == "north/TWIN"


def test_an_unknown_view_or_person(office: Office) -> None:
    for argv, word in ((["--view", "mine"], "pool"), (["--assignee", "zoe"], "zoe")):
        ran = office.run("--as", "ann", "queue", "list", *argv)
        assert (ran.code, ran.out) == (2, "")
        assert word in ran.err


@pytest.mark.parametrize("order", ["working", "patient", "service", "charges", "age"])
def test_pages_hold_every_item_once_in_the_order_of_the_whole_list(office: Office, order: str) -> None:
    whole = items(office, "--order", order)
    assert len(whole) == 6
    seen: list[str] = []
    onward: list[str] = []
    while True:
        page = office.json("--as", "ann", "queue", "list", "--order", order, "--limit", "2", *onward)
        assert page["total"] == 6
        seen += [each["item"] for each in page["items"]]
        if page["next"] is None:
            break
        onward = ["--after", page["next"]]
    assert seen == whole


def test_the_table_says_how_to_go_on(office: Office) -> None:
    ran = office.run("--as", "ann", "queue", "list", "--limit", "4")
    assert ran.out.count("\n") == 5
    assert "4 of 6" in ran.err and "--after" in ran.err
    assert "STAY1" in ran.out and "2020-01-01" in ran.out and "overdue" in ran.out


@given(st.text(max_size=40))
def test_any_word_is_a_place_or_a_sentence(word: str) -> None:
    try:
        cursor = cursors.read(word, "working")
    except Malformed as refusal:
        told = str(refusal)
    else:
        told = ""
        assert cursors.read(cursors.written(cursor), "working") == cursor
    assert not told or "next" in told or "priority" in told


@given(st.booleans(), st.integers(0, 9), st.dates(), st.datetimes(), st.integers(0, 2**63 - 1))
def test_a_cursor_comes_back_as_it_was(overdue: bool, priority: int, due: Any, arrived: Any, key: int) -> None:
    cursor = (overdue, priority, due, arrived, key)
    assert cursors.read(cursors.written(cursor), "working") == cursor
    with pytest.raises(Malformed):
        cursors.read(cursors.written(cursor), "patient")


def test_a_foreign_cursor_is_wrong_use(office: Office) -> None:
    ran = office.run("--as", "ann", "queue", "list", "--after", "nonsense")
    assert (ran.code, ran.out) == (2, "")
    assert "nonsense" in ran.err


# ---- taking and giving -----------------------------------------------------------------------------------------------


def test_next_claims_in_order_until_nothing_is_left(office: Office) -> None:
    for expected in IN_ORDER:
        claimed = office.json("--as", "ann", "queue", "next")
        assert set(claimed) >= ROW
        assert (claimed["item"], claimed["status"], claimed["assignee"]) == (expected, "in_work", "ann")
    ran = office.run("--as", "bob", "--json", "queue", "next")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing left" in ran.err
    assert office.run("--as", "ann", "queue", "next").code == 1


def test_an_auditor_does_not_claim(office: Office) -> None:
    ran = office.run("--as", "vera", "queue", "next")
    assert (ran.code, ran.out) == (5, "")


def test_assign_release_and_undo(office: Office) -> None:
    given_ = office.json(
        "--as", "lena", "queue", "assign", "STAY1", "south/TWIN", "--to", "bob", "--reason", "vacation"
    )
    assert [(each["item"], each["assignee"]) for each in given_["changed"]] == [("STAY1", "bob"), ("south/TWIN", "bob")]
    assert given_["refused"] == []
    back = office.json("--as", "lena", "queue", "release", "STAY1")
    assert [(each["item"], each["assignee"]) for each in back["changed"]] == [("STAY1", None)]
    undone = office.json("--as", "lena", "queue", "undo")
    assert [(each["item"], each["assignee"]) for each in undone["changed"]] == [("STAY1", "bob")]
    undone = office.json("--as", "lena", "queue", "undo")
    assert {each["assignee"] for each in undone["changed"]} == {None}
    ran = office.run("--as", "lena", "queue", "undo")
    assert (ran.code, ran.out) == (1, "")


def test_one_refusal_does_not_stop_the_others(office: Office) -> None:
    office.json("--as", "bob", "queue", "next")
    outcome = office.json("--as", "ann", "queue", "release", "#1", "CLINIC1", "NOPE", expect=1)
    assert [each["item"] for each in outcome["changed"]] == ["CLINIC1"]
    assert [each["item"] for each in outcome["refused"]] == ["#1", "NOPE"]
    assert "bob" in outcome["refused"][0]["reason"]
    spoken = office.run("--as", "ann", "queue", "release", "#1", "CLINIC1", "NOPE")
    assert (spoken.code, spoken.err.count("\n")) == (1, 2)
    assert "CLINIC1" in spoken.out and "#1" in spoken.err and "NOPE" in spoken.err


def test_names_that_nobody_knows_are_wrong_use(office: Office) -> None:
    for argv in (["release", "NOPE"], ["assign", "STAY1", "--to", "zoe"], ["hold", "#99", "--reason", "unsigned"]):
        ran = office.run("--as", "lena", "queue", *argv)
        assert (ran.code, ran.out) == (2, ""), argv


def test_hold_and_its_faults(office: Office) -> None:
    argv = ["--as", "ann", "queue", "hold", "STAY1", "--reason", "missing-document", "--note", "echo report"]
    held = office.json(*argv, "--until", "2999-01-01")
    assert [(each["status"], each["held_until"]) for each in held["changed"]] == [("held", "2999-01-01")]
    assert held["changed"][0]["held_reason"] == "missing_document"
    ran = office.run(*argv, "--until", "2020-01-01")
    assert (ran.code, ran.out) == (2, "")
    assert "2020-01-01" in ran.err


def test_balance_shows_then_moves_then_undoes(office: Office) -> None:
    office.json("--as", "lena", "queue", "assign", *IN_ORDER, "--to", "ann")
    argv = ["--as", "lena", "queue", "balance", "--from", "ann", "--to", "bob,cy"]
    plan = office.json(*argv, "--dry-run")
    assert {each["item"] for each in plan["moves"]} == set(IN_ORDER)
    assert all(set(each) >= {"item", "from", "to", "minutes"} for each in plan["moves"])
    assert len(items(office, "--mine")) == 6
    done = office.json(*argv)
    assert done["moves"] == plan["moves"] and done["load"] == plan["load"]
    load = {each["name"]: (each["before"], each["after"]) for each in done["load"]}
    assert load["ann"][1] == 0
    assert load["bob"][1] + load["cy"][1] == load["ann"][0]
    assert items(office, "--mine") == []
    assert len(office.json("--as", "lena", "queue", "undo")["changed"]) == 6
    assert len(items(office, "--mine")) == 6


def test_balance_is_for_leads_and_has_limits(office: Office) -> None:
    assert office.run("--as", "ann", "queue", "balance", "--from", "bob", "--to", "cy").code == 5
    assert office.run("--as", "lena", "queue", "balance", "--from", "bob", "--to", "cy").code == 1
    assert office.run("--as", "lena", "queue", "balance", "--from", "bob", "--to", "bob").code == 2
    assert office.run("--as", "lena", "queue", "balance", "--from", "bob", "--to", "vera").code == 2
    assert office.run("--as", "lena", "queue", "balance", "--from", "zoe", "--to", "cy").code == 2


# ---- taking over -----------------------------------------------------------------------------------------------------


def test_a_lead_takes_a_chart_over_with_a_reason(office: Office) -> None:
    office.json("--as", "ann", "queue", "next")
    ran = office.run("--as", "bob", "queue", "take", "STAY1", "--reason", "mine now")
    assert (ran.code, ran.out) == (5, "")
    told = office.json("--as", "lena", "queue", "take", "STAY1", "--reason", "ann is ill")
    assert [(each["item"], each["assignee"]) for each in told["changed"]] == [("STAY1", "lena")]
    ran = office.run("--as", "lena", "queue", "take", "STAY1", "--reason", "again")
    assert ran.code == 1 and "in work with you already" in ran.err
    ran = office.run("--as", "lena", "queue", "take", "OFFICE1", "--reason", "mine")
    assert ran.code == 1 and "OFFICE1 is open with nobody" in ran.err and "It is in the pool" in ran.err
    ran = office.run("--as", "lena", "queue", "take", "CLINIC1", "--reason", " ")
    assert ran.code == 2 and "needs a reason" in ran.err


def test_what_is_skipped_is_served_to_somebody_else(office: Office) -> None:
    served = office.json("--as", "ann", "queue", "next")["item"]
    told = office.json("--as", "ann", "queue", "skip", served, "--reason", "outside what I code")
    assert [(each["item"], each["status"], each["assignee"]) for each in told["changed"]] == [(served, "open", None)]
    assert office.json("--as", "ann", "queue", "next")["item"] != served
    assert office.json("--as", "bob", "queue", "next")["item"] == served
    assert office.run("--as", "ann", "queue", "skip", served, "--reason", "again").code == 1
    assert office.run("--as", "cy", "queue", "skip", "CLINIC1", "--reason", " ").code == 2


def test_a_hold_ends_by_an_answered_query_and_returns(office: Office) -> None:
    office.json("--as", "ann", "queue", "hold", "STAY1", "--reason", "unanswered-query")
    office.json("--as", "ann", "queue", "hold", "CLINIC1", "--reason", "unsigned")
    told = office.json("--as", "ann", "queue", "wake", "STAY1", "CLINIC1", "--answered", "--note", "stage 3b", expect=1)
    assert [(each["item"], each["assignee"]) for each in told["changed"]] == [("STAY1", "ann")]
    assert [each["item"] for each in told["refused"]] == ["CLINIC1"]
    assert "woken" in office.json("--as", "ann", "queue", "list", "--mine")["items"][0]["flags"]
    office.json("--as", "ann", "queue", "wake", "CLINIC1")
    assert office.json("--as", "ann", "queue", "list", "--mine")["total"] == 2


def test_who_is_away_gets_nothing(office: Office) -> None:
    assert office.run("--as", "cy", "people", "away", "bob", "--until", "2999-01-02").code == 5
    (bob,) = office.json("--as", "lena", "people", "away", "bob", "--until", "2999-01-02")
    assert bob["away_until"] == "2999-01-02"
    assert office.run("--as", "lena", "queue", "assign", "STAY1", "--to", "bob").code == 2
    assert "2999-01-02" in office.run("people", "list").out
    (bob,) = office.json("--as", "bob", "people", "back", "bob")
    assert bob["away_until"] is None
    assert office.run("--as", "lena", "people", "away", "bob", "--until", "2020-01-02").code == 2


def test_items_are_shared_out_by_number_percent_and_filter(office: Office) -> None:
    spread = ["--as", "lena", "queue", "spread"]
    planned = office.json(*spread, "--pool", "--to", "1 ann, 50% bo", "--dry-run")
    got = [each["to"] for each in planned["moves"]]
    assert (got.count("ann"), got.count("bob"), planned["dry_run"], planned["refused"]) == (1, 3, True, [])
    done = office.json(*spread, "--pool", "--to", "1 ann, 50% bo", "--reason", "month end")
    assert done["moves"] == planned["moves"]
    assert office.json("queue", "list", "--assignee", "bob")["total"] == 3
    told = office.json(*spread, "--filter", "okafor", "--to", "9 cy")
    assert [each["to"] for each in told["moves"]] == ["cy"]
    assert told["notes"] == ["cy gets 1 of 9: there are no more that they may take"]
    office.json("--as", "lena", "queue", "undo")
    office.json("--as", "lena", "queue", "undo")
    assert office.json("queue", "list", "--pool")["total"] == 6
    assert office.run(*spread, "--to", "cy").code == 2
    assert office.run(*spread, "--pool", "--to", "nobody").code == 2
    ran = office.run(*spread, "STAY1", "NOPE", "--to", "cy")
    assert (ran.code, "NOPE" in ran.err) == (1, True)
