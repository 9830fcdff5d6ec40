"""Who may do what: the whole table of roles and rights."""

from __future__ import annotations

from itertools import product

import pytest

from tui_coder.domain.refusals import NotAllowed
from tui_coder.domain.roles import CREDENTIALS, NEEDS_EVERY_CLIENT, RIGHTS, Actor, Person, Right, Role

# coder, lead, auditor, admin
TABLE: dict[Right, str] = {
    Right.READ: "yyyy",
    Right.CODE: "yy.y",
    Right.FLAG: "yyyy",
    Right.RESOLVE: ".yyy",
    Right.HAND_OFF: "yyyy",
    Right.ASSIGN_OTHERS: ".y.y",
    Right.IMPORT: ".y.y",
    Right.PEOPLE: ".y.y",
    Right.LOG: ".yyy",
    Right.TEAM_CODES: ".y.y",
    Right.CO_SIGN: "yy.y",
    Right.ROUTE: ".y.y",
    Right.CLIENTS: ".y.y",
    Right.BREAK_GLASS: "yyyy",
    Right.GLASS: ".y.y",
}


def actor(role: Role, active: bool = True) -> Actor:
    return Actor(Person(1, "ann", role, active=active), os_account="ann.host")


@pytest.mark.parametrize(("role", "right"), list(product(Role, Right)))
def test_every_right_of_every_role(role: Role, right: Right) -> None:
    allowed = TABLE[right][list(Role).index(role)] == "y"
    assert actor(role).may(right) is allowed
    if allowed:
        actor(role).require(right)
    else:
        with pytest.raises(NotAllowed) as refused:
            actor(role).require(right)
        assert right.value in str(refused.value)
        assert "ann" in str(refused.value)


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(Right)
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize(("role", "right"), list(product(Role, Right)))
def test_who_left_may_nothing(role: Role, right: Right) -> None:
    assert not actor(role, active=False).may(right)
    with pytest.raises(NotAllowed):
        actor(role, active=False).require(right)


@pytest.mark.parametrize("right", list(Right))
def test_who_sees_only_some_clients_does_not_decide_who_sees_what(right: Right) -> None:
    whole, part = actor(Role.LEAD), Actor(Person(1, "ann", Role.LEAD, every_client=False), "ann.host")
    assert part.may(right) is (whole.may(right) and right not in NEEDS_EVERY_CLIENT)
    if right in NEEDS_EVERY_CLIENT:
        with pytest.raises(NotAllowed, match="some clients only"):
            part.require(right)


def test_an_actor_is_the_person_and_the_account_they_came_from() -> None:
    someone = actor(Role.CODER)
    assert (someone.id, someone.name, someone.os_account) == (1, "ann", "ann.host")


def test_credentials_stand_once() -> None:
    assert len(CREDENTIALS) == len(set(CREDENTIALS))
    assert {"CPC", "COC", "CIC", "CCS", "CCS-P", "CCA"} <= set(CREDENTIALS)
