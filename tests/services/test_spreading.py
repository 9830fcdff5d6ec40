"""Bulk moves: planned, shown, carried out as one thing, and taken back as one until somebody has worked on it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.team import TODAY, Team
from tui_coder.domain.balance import BalancePlan
from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import Malformed, NotAllowed
from tui_coder.domain.roles import Role
from tui_coder.domain.shares import Share
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.services import assigning, claiming, clients, people, spreading, turning_back

ALL = [1, 2, 3, 4, 5, 6]


def where(team: Team, *items: int) -> list[str | None]:
    return [team.item(item).assignee for item in items]


def targets(plan: BalancePlan) -> dict[int, str]:
    return {each.item_id: each.to for each in plan.moves}


def test_numbers_and_percents_of_the_pool_and_the_rest_by_minutes(office: Team) -> None:
    before = office.contents()
    plan = spreading.plan(office.lena, ALL, [Share("ann", items=1), Share("bob", percent=50), Share("cy")])
    assert office.contents() == before
    got = list(targets(plan).values())
    assert {name: got.count(name) for name in ("ann", "bob", "cy")} == {"ann": 1, "bob": 3, "cy": 2}
    outcome = spreading.carry_out(office.lena, plan, "the pool is full")
    assert not outcome.refused
    assert {item: office.item(item).assignee for item in ALL} == targets(plan)
    assert {office.item(item).came for item in ALL} == {"from lena: the pool is full"}
    assert office.events(1)[-1].after["reason"] == "the pool is full"


def test_one_undo_takes_all_back_but_what_somebody_has_worked_on(office: Team) -> None:
    assigning.give(office.lena, [1, 2], "bob", "first")
    spreading.carry_out(office.lena, spreading.plan(office.lena, ALL, [Share("cy")]), "then")
    assert where(office, *ALL) == ["cy"] * 6
    claiming.claim(office.cy, 4)
    label, outcome = turning_back.undo(office.lena)
    assert label == "spread over cy"
    assert [each.item_id for each in outcome.refused] == [4]
    assert "cy changed it since" in outcome.refused[0].reason
    assert where(office, *ALL) == ["bob", "bob", None, "cy", None, None]
    assert [office.item(item).came for item in (1, 3)] == ["from lena: first", ""]


def test_credentials_and_clients_are_respected_and_what_nobody_may_take_stays(office: Team) -> None:
    people.add(office.lena, "ann", Role.CODER, ["CIC"])
    people.add(office.lena, "bob", Role.CODER, ["CPC"])
    stay, ambulatory, other = (
        office.arrive(account, setting=setting, facility=facility)[0]
        for account, setting, facility in (
            ("S1", Setting.INPATIENT, "clinic"),
            ("C1", Setting.OUTPATIENT, "clinic"),
            ("P1", Setting.PROFESSIONAL, "elsewhere"),
        )
    )
    clients.let_see(office.lena, "bob", ["clinic"])
    plan = spreading.plan(office.lena, [1, stay, ambulatory, other], [Share("ann"), Share("bob")])
    assert targets(plan) == {1: "bob", stay: "ann"}
    assert [(each.account, each.reason) for each in plan.stays] == [
        ("C1", "none of those named may take it"), ("P1", "none of those named may take it"),
    ]  # fmt: skip
    assert not spreading.carry_out(office.lena, plan, "").refused


def test_nobody_is_given_a_share_of_another_specialty(office: Team) -> None:
    heart, cancer, none = (
        office.arrive(account, specialty=specialty)[0]
        for account, specialty in (("H1", "cardiology"), ("O1", "oncology"), ("N1", ""))
    )
    people.specialise(office.lena, "ann", ["cardiology"])
    people.specialise(office.lena, "bob", ["pain medicine"])
    plan = spreading.plan(office.lena, [heart, cancer, none], [Share("ann"), Share("bob")])
    assert targets(plan) == {heart: "ann", none: "bob"}
    assert [(each.account, each.reason) for each in plan.stays] == [("O1", "none of those named may take it")]


def test_what_is_held_moves_without_being_load_and_what_is_done_stays(office: Team) -> None:
    assigning.give(office.lena, [1, 2], "bob")
    assigning.hold(office.bob, [1], HoldReason.UNSIGNED)
    plan = spreading.plan(office.lena, [1, 2], [Share("cy")])
    assert {each.name: (each.before, each.after) for each in plan.load} == {"bob": (8, 0), "cy": (0, 8)}
    spreading.carry_out(office.lena, plan, "")
    assert (office.item(1).state, office.item(1).assignee) == (WorkState.HELD, "cy")


def test_who_is_away_is_passed_over_in_balancing_and_refused_by_name(office: Team) -> None:
    assigning.give(office.lena, ALL, "bob")
    people.mark_away(office.lena, "cy", TODAY + timedelta(days=2))
    assert set(targets(spreading.plan_balance(office.lena, "bob", ["ann", "cy"])).values()) == {"ann"}
    for wanted in (
        lambda: spreading.plan_balance(office.lena, "bob", ["cy"]),
        lambda: spreading.plan(office.lena, [1], [Share("cy")]),
        lambda: spreading.plan(office.lena, [1], [Share("omar")]),
    ):
        with pytest.raises(Malformed):
            wanted()
    people.mark_away(office.lena, "bob", TODAY + timedelta(days=2))
    assert spreading.usual_reason(office.lena, "bob") == f"bob is away until {TODAY + timedelta(days=2)}"


def test_a_coder_spreads_the_pool_and_their_own_alone(office: Team) -> None:
    assigning.give(office.lena, [1], "bob")
    plan = spreading.plan(office.ann, [1, 2], [Share("cy")])
    assert targets(plan) == {2: "cy"}
    assert plan.stays[0].reason == "it is with bob, and only a lead takes it from there"
    assert not spreading.carry_out(office.ann, plan, "").refused
    stolen = spreading.plan(office.lena, [1], [Share("cy")])
    assert "only a lead" in spreading.carry_out(office.ann, stolen, "").refused[0].reason
    with pytest.raises(NotAllowed):
        spreading.plan_from(office.ann, "bob", [Share("cy")])
