"""Holds end by their day, a new document, an answered query or by hand, and the chart returns to whose it was."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.server import Server
from tests.team import TODAY, Team, TeamOnServer
from tui_coder.domain.queue_row import Listing
from tui_coder.domain.refusals import HeldByOther, Malformed, NotAllowed
from tui_coder.domain.waking import wakes_by_document
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.services import assigning, claiming, intake, people, queue, turning_back, waking

TOMORROW = TODAY + timedelta(days=1)


def test_a_chart_of_the_pool_returns_to_whoever_put_it_on_hold(office: Team) -> None:
    assigning.hold(office.ann, [1], HoldReason.LATE_REPORT, TOMORROW)
    assert waking.wake_due(office.bob) == 0
    office.clock.turn(days=1)
    assert waking.wake_due(office.omar) == 0  # an auditor changes nothing by looking
    assert waking.wake_due(office.bob) == 1
    item = office.item(1)
    assert (item.state, item.assignee, item.came) == (WorkState.OPEN, "ann", "back from hold: its day has come")
    assert office.events(1)[-1].after["reason"] == "back from hold: its day has come"
    (row,) = queue.page(office.ann, Listing("my", person_id=office.ann.actor.id))
    assert row.flags(office.ann.today) == ("woken",)


def test_what_a_lead_holds_for_somebody_returns_to_them(office: Team) -> None:
    assigning.give(office.lena, [1], "bob")
    assigning.hold(office.lena, [1], HoldReason.PRE_BILL_AUDIT, TOMORROW)
    office.clock.turn(days=1)
    waking.wake_due(office.cy)
    assert (office.item(1).state, office.item(1).assignee) == (WorkState.OPEN, "bob")


def test_who_has_left_or_is_away_gets_nothing_back(office: Team) -> None:
    for item, desk in ((1, office.ann), (2, office.bob)):
        claiming.claim(desk, item)
        assigning.hold(desk, [item], HoldReason.LATE_REPORT, TOMORROW)
    back = date(2999, 1, 1)  # a team's server goes by its own calendar
    people.mark_away(office.lena, "ann", back)
    office.clock.turn(days=1)
    claiming.claim_next(office.cy)
    assert (office.item(1).assignee, office.item(2).assignee) == (None, "bob")
    assert office.item(1).came == f"back from hold: its day has come (ann is away until {back})"


def test_a_hold_whose_day_comes_at_midnight_is_served_to_who_took_work_just_before(office: Team) -> None:
    assigning.hold(office.bob, [3], HoldReason.LATE_REPORT, TOMORROW)
    office.clock.now = datetime.combine(TODAY, time(23, 59, 40)).astimezone()
    assert claiming.claim_next(office.bob).id != 3
    office.clock.turn(seconds=30)
    assert claiming.claim_next(office.bob).id == 3


def test_a_look_for_holds_that_was_given_up_with_its_transaction_is_not_counted_as_one(office: Team) -> None:
    assigning.hold(office.ann, [1], HoldReason.LATE_REPORT, TOMORROW)
    claiming.claim(office.cy, 2)
    office.clock.turn(days=1)
    claiming.keep(office.cy, 2)
    with pytest.raises(HeldByOther):
        claiming.claim(office.bob, 2)
    assert office.item(1).state is WorkState.HELD
    claiming.claim(office.bob, 3)
    assert office.item(1).state is WorkState.OPEN


def chart_folder(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "late.txt").write_text(text, encoding="utf-8")
    header = "account,patient,setting,service_date,facility,documents"
    (folder / "worklist.csv").write_text(f'{header}\nH1,"Doe, Jo",outpatient,2026-10-05,clinic,late.txt\n')
    return folder


@pytest.mark.parametrize(("reason", "wakes"), [(HoldReason.LATE_REPORT, True), (HoldReason.CHARGE_MISSING, False)])
def test_a_new_document_wakes_what_waits_for_words(team: Team, tmp_path: Path, reason: HoldReason, wakes: bool) -> None:
    intake.import_charts(team.lena, [chart_folder(tmp_path / "charts", "Note.")])
    item = queue.find(team.ann, "H1").id
    assigning.hold(team.ann, [item], reason)
    intake.import_charts(team.lena, [chart_folder(tmp_path / "charts", "Note, and the late report.")])
    now = team.item(item)
    assert now.changed_documents
    assert wakes_by_document(reason.value) is wakes
    if wakes:
        assert (now.state, now.assignee, now.came) == (WorkState.OPEN, "ann", "back from hold: a document arrived")
        assert team.said(item)[-2:] == ["lena import updated", "lena hold ended"]
    else:
        assert (now.state, now.assignee) == (WorkState.HELD, None)


def test_an_answered_query_wakes_only_what_waits_for_one(office: Team) -> None:
    claiming.claim(office.ann, 1)
    assigning.hold(office.ann, [1], HoldReason.UNANSWERED_QUERY, note="type of heart failure?")
    assigning.hold(office.ann, [2], HoldReason.UNSIGNED)
    outcome = waking.query_answered(office.lena, [1, 2, 3], "acute on chronic")
    assert [(item.id, item.assignee) for item in outcome.changed] == [(1, "ann")]
    assert [each.reason for each in outcome.refused] == [
        "A2 does not wait for a query; it is on hold for: unsigned.", "A3 is open; it is not on hold.",
    ]  # fmt: skip
    assert office.item(1).came == "back from hold: the query was answered (acute on chronic)"
    turning_back.undo(office.lena)
    assert (office.item(1).state, office.item(1).came) == (WorkState.HELD, "")
    waking.wake(office.ann, [1])
    assert office.item(1).came == "back from hold: taken off hold"


def test_undo_brings_a_hold_back_with_who_held_it(office: Team) -> None:
    assigning.hold(office.ann, [1], HoldReason.UNSIGNED, TOMORROW, "sign-off")
    assigning.release(office.lena, [1])
    turning_back.undo(office.lena)
    office.clock.turn(days=1)
    waking.wake_due(office.bob)
    assert office.item(1).assignee == "ann"


def test_others_holds_are_woken_by_leads_alone(office: Team) -> None:
    claiming.claim(office.ann, 1)
    assigning.hold(office.ann, [1], HoldReason.UNSIGNED)
    outcome = waking.wake(office.bob, [1])
    assert "only a lead" in outcome.refused[0].reason
    with pytest.raises(NotAllowed):
        waking.wake(office.omar, [1])


def test_two_who_wake_the_same_hold_at_once_do_not_meet(server: Server, coded_on_server: str) -> None:
    with TeamOnServer(server, server.new_database(coded_on_server)) as office:
        assigning.hold(office.ann, [1, 2], HoldReason.LATE_REPORT, TOMORROW)
        office.clock.turn(days=1)
        with office.ann.writing() as unit:
            assert waking.by_date(office.ann, unit) == 2
            assert waking.wake_due(office.bob) == 0  # it neither waits nor fails
            assert claiming.claim(office.bob, 3).assignee == "bob"
        assert [office.item(item).state for item in (1, 2)] == [WorkState.OPEN] * 2
        assert office.said(1).count("ann hold ended") == office.said(2).count("ann hold ended") == 1


# ---- away ------------------------------------------------------------------------------------------------------------


def test_who_is_away_is_given_nothing(office: Team) -> None:
    back = TODAY + timedelta(days=3)
    assert people.mark_away(office.lena, "bob", back).away_until == back
    with pytest.raises(Malformed, match=f"bob is away until {back}"):
        assigning.give(office.lena, [1], "bob")
    assert {each.name: each.away_until for each in people.everyone(office.ann)}["bob"] == back
    assert (office.events()[-1].what, office.events()[-1].after) == ("away", {"name": "bob", "until": str(back)})
    office.clock.turn(days=3)
    assigning.give(office.lena, [1], "bob")
    people.mark_away(office.bob, "bob", back + timedelta(days=1))
    people.mark_away(office.bob, "bob", None)
    assert assigning.give(office.lena, [2], "bob").changed[0].assignee == "bob"


@pytest.mark.parametrize("day", [TODAY, date(2020, 1, 1)])
def test_nobody_is_away_until_a_day_that_has_come(office: Team, day: date) -> None:
    with pytest.raises(Malformed, match="not after today"):
        people.mark_away(office.lena, "bob", day)


def test_a_coder_says_of_themselves_alone_that_they_are_away(office: Team) -> None:
    with pytest.raises(NotAllowed):
        people.mark_away(office.ann, "bob", TOMORROW)
