"""An apprentice's work counts as submitted once somebody else has signed it too."""

from __future__ import annotations

import json

import psycopg
import pytest

from tests.team import Team, TeamOnServer
from tui_coder.domain.encounter import Setting
from tui_coder.domain.queue_row import Listing
from tui_coder.domain.refusals import IllegalMove, Malformed, NotAllowed, NothingEligible
from tui_coder.domain.roles import Role
from tui_coder.domain.work import WorkItem, WorkState
from tui_coder.services import (
    assigning,
    checking,
    claiming,
    clients,
    co_signing,
    people,
    queue,
    turning_back,
)
from tui_coder.services.code_books import CodeBooks

CHART = 1


@pytest.fixture
def presented(office: Team, code_books: CodeBooks) -> Team:
    """Ann, a CPC-A, has finished a professional chart; Bob holds a CPC, Cy a CIC."""
    for name, held in (("ann", "CPC-A"), ("bob", "CPC"), ("cy", "CIC")):
        people.add(office.lena, name, Role.CODER, [held])
    claiming.claim(office.ann, CHART)
    item, _ = checking.submit(office.ann, code_books, CHART)
    assert (item.state, item.assignee) == (WorkState.CO_SIGN, "ann")
    return office


def standing(item: WorkItem) -> tuple[WorkState, str | None, bool]:
    return item.state, item.assignee, item.returned


def test_what_an_apprentice_finishes_waits_and_is_counted(presented: Team) -> None:
    assert presented.said(CHART)[-1] == "ann presented for co-sign"
    assert queue.counts(presented.bob).co_signs == 1
    assert [row.item_id for row in queue.page(presented.bob, queue.listing(presented.bob, "co_sign"))] == [CHART]
    assert queue.count(presented.ann, Listing("submitted")) == 0
    assert queue.why(presented.bob, CHART)[-1] == (
        "not served: ann is an apprentice, and a second coder has to sign it"
    )
    assert CHART not in [claiming.upcoming(desk).id for desk in (presented.ann, presented.bob)]


def test_an_apprentice_without_work_is_told_what_waits_for_its_co_sign(presented: Team) -> None:
    pooled = [row.item_id for row in queue.page(presented.lena, queue.listing(presented.lena, "pool"))]
    assigning.give(presented.lena, pooled, "bob")
    with pytest.raises(NothingEligible, match="1 of yours waiting for a co-sign"):
        claiming.claim_next(presented.ann)


def test_a_second_signature_makes_it_submitted_with_both_names_in_the_log(presented: Team) -> None:
    (item,) = co_signing.co_sign(presented.bob, [CHART]).changed
    assert standing(item) == (WorkState.SUBMITTED, "ann", False)
    last = presented.events(CHART)[-1]
    assert (last.person, last.what, last.after["assignee"]) == ("bob", "co-signed", "ann")
    assert queue.counts(presented.bob).co_signs == 0
    assert queue.count(presented.lena, Listing("submitted")) == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [("ann", "their own"), ("cy", "by who holds a full CPC or CCA or CCS-P")],
)
def test_not_everybody_s_signature_counts(presented: Team, name: str, reason: str) -> None:
    desk = presented.desk(name)
    for outcome in (co_signing.co_sign(desk, [CHART]), co_signing.send_back(desk, [CHART], "why not")):
        assert reason in outcome.refused[0].reason
        assert presented.said(CHART)[-1] == f"{name} denied"
    assert presented.item(CHART).state is WorkState.CO_SIGN
    with pytest.raises(NotAllowed):
        co_signing.co_sign(presented.omar, [CHART])


def test_a_lead_signs_anything_but_their_own(presented: Team, code_books: CodeBooks) -> None:
    assert co_signing.co_sign(presented.lena, [CHART]).changed
    people.add(presented.lena, "lena", Role.LEAD, ["COC-A"])
    claiming.claim(presented.lena, 2)
    assert checking.submit(presented.lena, code_books, 2)[0].state is WorkState.CO_SIGN
    assert "their own" in co_signing.co_sign(presented.lena, [2]).refused[0].reason


def test_another_apprentice_does_not_sign(presented: Team) -> None:
    people.add(presented.lena, "bob", Role.CODER, ["CPC-A"])
    assert "full CPC" in co_signing.co_sign(presented.bob, [CHART]).refused[0].reason


def test_what_is_sent_back_says_why_and_comes_again(presented: Team, code_books: CodeBooks) -> None:
    with pytest.raises(Malformed, match="reason"):
        co_signing.send_back(presented.bob, [CHART], " ")
    (item,) = co_signing.send_back(presented.bob, [CHART], "laterality").changed
    assert standing(item) == (WorkState.OPEN, "ann", True)
    assert item.came == "from bob: laterality"
    assert presented.events(CHART)[-1].after["reason"] == "laterality"
    assert [row.item_id for row in queue.page(presented.ann, queue.listing(presented.ann, "returned"))] == [CHART]
    claiming.claim(presented.ann, CHART)
    assert checking.submit(presented.ann, code_books, CHART)[0].state is WorkState.CO_SIGN


def test_undo_takes_either_back_and_redo_does_it_again(presented: Team) -> None:
    for act, became in (
        (lambda: co_signing.co_sign(presented.bob, [CHART]), WorkState.SUBMITTED),
        (lambda: co_signing.send_back(presented.bob, [CHART], "laterality"), WorkState.OPEN),
    ):
        act()
        assert [item.state for item in turning_back.undo(presented.bob)[1].changed] == [WorkState.CO_SIGN]
        assert [item.state for item in turning_back.redo(presented.bob)[1].changed] == [became]
        turning_back.undo(presented.bob)
    assert presented.item(CHART).assignee == "ann"


def test_its_coder_recalls_what_waits_and_nothing_else_moves_it(presented: Team) -> None:
    for act in (
        lambda: assigning.give(presented.lena, [CHART], "bob"),
        lambda: assigning.release(presented.lena, [CHART]),
    ):
        assert "waiting for its co-sign" in act().refused[0].reason
    with pytest.raises(IllegalMove, match="waiting for its co-sign"):
        claiming.claim(presented.ann, CHART)
    back = assigning.recall(presented.ann, CHART, "forgot a code")
    assert standing(back) == (WorkState.IN_WORK, "ann", True)


def test_a_full_credential_for_the_setting_needs_no_second_signature(office: Team, code_books: CodeBooks) -> None:
    people.add(office.lena, "ann", Role.CODER, ["CPC-A", "CCS-P"])
    claiming.claim(office.ann, CHART)
    assert checking.submit(office.ann, code_books, CHART)[0].state is WorkState.SUBMITTED
    clients.wish(office.lena, "clinic", Setting.PROFESSIONAL, ["CPC-A", "CPC"])
    claiming.claim(office.ann, 2)
    assert checking.submit(office.ann, code_books, 2)[0].state is WorkState.CO_SIGN


def test_the_work_of_an_apprentice_who_left_is_still_signed_or_goes_to_the_pool(presented: Team) -> None:
    people.add(presented.lena, "dora", Role.CODER, ["CPC"])
    assert people.remove(presented.lena, "ann")[1].changed == ()
    assert standing(presented.item(CHART)) == (WorkState.CO_SIGN, "ann", False)
    (item,) = co_signing.send_back(presented.bob, [CHART], "laterality").changed
    assert standing(item) == (WorkState.OPEN, None, True)


def test_only_what_waits_is_sent_back(presented: Team) -> None:
    assert "in the pool" not in co_signing.send_back(presented.bob, [2], "no").refused[0].reason
    assert "only what waits for a co-sign" in co_signing.send_back(presented.bob, [2], "no").refused[0].reason
    assert "cannot be co-signed" in co_signing.co_sign(presented.bob, [2]).refused[0].reason


# ---- with psql -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("ann", "state = 'submitted'"),
        ("ann", "state = 'open'"),
        ("cy", "state = 'submitted'"),
        ("cy", "state = 'open', assignee_id = tc_me()"),
        ("bob", "state = 'held', held_reason = 'unsigned'"),
        ("bob", "state = 'open', assignee_id = tc_me()"),
        ("lena", "assignee_id = (SELECT id FROM person WHERE name = 'bob')"),
        ("lena", "state = 'submitted', assignee_id = tc_me()"),
    ],
)
def test_no_statement_goes_round_the_second_signature(presented: Team, who: str, change: str) -> None:
    assert isinstance(presented, TeamOnServer)
    before = presented.item(CHART)
    assert changed_with_entry(presented, who, CHART, change) == 0
    assert presented.item(CHART) == before


BOB = "(SELECT id FROM person WHERE name = 'bob')"
ANN = "(SELECT id FROM person WHERE name = 'ann')"
LAPSED, POOLED = 2, 3


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("who", "item", "change"),
    [
        ("ann", LAPSED, f"assignee_id = {BOB}, lease_until = '2000-01-01'"),
        ("ann", LAPSED, f"state = 'submitted', assignee_id = {BOB}"),
        ("ann", LAPSED, f"state = 'co_sign', assignee_id = {BOB}"),
        ("ann", POOLED, f"state = 'in_work', assignee_id = {BOB}"),
        ("bob", POOLED, f"state = 'co_sign', assignee_id = {ANN}"),
        ("bob", LAPSED, "state = 'submitted'"),
        ("bob", LAPSED, "state = 'co_sign'"),
        ("bob", LAPSED, "state = 'submitted', assignee_id = tc_me()"),
        ("bob", LAPSED, "state = 'open', assignee_id = tc_me()"),
        ("lena", LAPSED, "state = 'submitted'"),
    ],
)
def test_nobody_submits_in_a_colleague_s_name(presented: Team, who: str, item: int, change: str) -> None:
    assert isinstance(presented, TeamOnServer)
    claiming.claim(presented.ann, LAPSED)
    lapse = f"UPDATE work_item SET lease_until = '2000-01-01' WHERE id = {LAPSED}"
    presented.server.sql(presented.database, lapse)
    before = presented.item(item)
    assert changed_with_entry(presented, who, item, change) == 0
    assert presented.item(item) == before


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "change", ["assignee_id = tc_me()", "state = 'open'", "state = 'in_work', assignee_id = tc_me()"]
)
def test_what_somebody_signed_is_not_theirs_to_move(presented: Team, change: str) -> None:
    assert isinstance(presented, TeamOnServer)
    co_signing.co_sign(presented.bob, [CHART])
    before = presented.item(CHART)
    assert changed_with_entry(presented, "bob", CHART, change) == 0
    assert presented.item(CHART) == before


def changed_with_entry(team: TeamOnServer, who: str, item: int, change: str) -> int:
    """How many rows a change of a chart with its entry in the log, sent with psql, reaches."""
    told = json.dumps([{"what": "submitted", "item_id": item, "item": "A1", "before": "{}", "after": "{}"}])
    with psycopg.connect(host=team.server.socket, dbname=team.database, user=who) as line:
        try:
            changed = line.execute(f"UPDATE work_item SET {change}, version = version + 1 WHERE id = {item}").rowcount
            line.execute("SELECT tc_log_append(%s::json)", [told])
        except psycopg.errors.InsufficientPrivilege:
            line.rollback()
            return 0
    return changed
