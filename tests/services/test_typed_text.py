"""Whatever is typed, pasted or half arrives: it is kept clean or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.team import TODAY, Team
from tui_coder.domain.dispute import DisputeKind, DisputeState
from tui_coder.domain.handoff import Action, Contingency
from tui_coder.domain.refusals import Malformed, NotAllowed, NotFound
from tui_coder.domain.roles import Role
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.domain.work import HoldReason
from tui_coder.services import (
    assigning,
    chart,
    checking,
    claiming,
    coding,
    disputes,
    handoffs,
    log,
    people,
    queue,
    stopping,
)
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.queue import Listing

RAW = "see\x1b[31m p\x00 2 \ud83d \u202egnp\x85"
HOSTILE = {*map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0)), "\u202e"} - {"\n", "\t"}
Doing = Callable[[Team, CodeBooks, str], object]

KEPT: dict[str, Doing] = {
    "reason of giving": lambda team, _, typed: assigning.give(team.lena, [1], "bob", typed),
    "note of a hold": lambda team, _, typed: assigning.hold(team.ann, [1], HoldReason.UNSIGNED, note=typed),
    "reason of a recall": lambda team, books, typed: _recall(team, books, typed),
    "reason of an acceptance": lambda team, books, typed: _accept(team, books, typed),
    "reason of a dispute": lambda team, _, typed: disputes.raise_flag(
        team.ann, 1, DisputeKind.CODING, typed, carc=typed
    ),
    "note of an outcome": lambda team, _, typed: _resolve(team, typed),
    "summary of a hand-off": lambda team, _, typed: handoffs.write(
        team.ann, "bob", [1], typed, actions=[Action(typed, typed, typed)], contingencies=[Contingency(typed, typed)]
    ),
    "read-back": lambda team, _, typed: _accept_hand_off(team, typed),
    "note": lambda team, _, typed: chart.save_note(team.ann, 1, typed),
    "draft": lambda team, _, typed: stopping.keep(team.ann, "here", InHand(StoppingPoint("workbench", 1), note=typed)),
    "answers in hand": lambda team, _, typed: stopping.keep(
        team.ann,
        "here",
        InHand(StoppingPoint("workbench", 1, {}, "workbench.handoff", ({"name": "bob"}, typed), typed)),
    ),
    "half-typed code": lambda team, _, typed: chart.keep_place(team.ann, 1, chart.Place(1, 5, typed)),
    "name of a view": lambda team, _, typed: queue.save_view(team.ann, typed, Listing("my", filter=typed)),
    "title of a person": lambda team, _, typed: people.add(team.lena, "dee", Role.CODER, title=typed),
}


def _recall(team: Team, books: CodeBooks, typed: str) -> None:
    claiming.claim(team.ann, 1)
    coding.post(team.ann, books, 1, "I10")
    checking.submit(team.ann, books, 1)
    assigning.recall(team.ann, 1, typed)


def _accept(team: Team, books: CodeBooks, typed: str) -> None:
    claiming.claim(team.ann, 1)
    (failing, *_) = [each for each in checking.check(team.ann, books, 1) if each.blocks]
    checking.override(team.ann, books, 1, failing.rule, failing.codes, typed)


def _resolve(team: Team, typed: str) -> None:
    flag = disputes.raise_flag(team.ann, 1, DisputeKind.CODING, "sequence")
    disputes.resolve(team.lena, flag.id, DisputeState.OVERTURNED, typed)


def _accept_hand_off(team: Team, typed: str) -> None:
    entry, _ = handoffs.write(team.ann, "bob", [1], "labs pending")
    handoffs.accept(team.bob, entry.id, typed)


@pytest.mark.parametrize("what", KEPT)
def test_text_is_kept_without_what_could_harm(team: Team, code_books: CodeBooks, what: str) -> None:
    team.arrive("A1")
    KEPT[what](team, code_books, RAW)
    words = [str(value) for rows in team.contents().values() for row in rows for value in row]
    assert any("see" in each for each in words)
    assert not [each for each in words if HOSTILE & set(each)]
    assert log.verify(team.lena).ok


MUST_BE_SAID = (
    "reason of a recall", "reason of an acceptance", "reason of a dispute", "note of an outcome",
    "summary of a hand-off", "read-back", "name of a view",
)  # fmt: skip


@pytest.mark.parametrize("what", MUST_BE_SAID)
@pytest.mark.parametrize("blank", ["", " \t\n "])
def test_what_must_be_said_is_not_left_blank(team: Team, code_books: CodeBooks, what: str, blank: str) -> None:
    team.arrive("A1")
    with pytest.raises(Malformed):
        KEPT[what](team, code_books, blank)


@pytest.mark.parametrize("name", ["\ud800", "A\x001", "#99999999999999999999", "#²", "#", "//", "", "' OR 1=1 --", "%"])
def test_no_name_of_an_item_is_more_than_unknown(team: Team, name: str) -> None:
    team.arrive("A1")
    with pytest.raises((NotFound, Malformed)):
        queue.find(team.ann, name)


def test_no_name_of_a_person_is_more_than_unknown(team: Team) -> None:
    team.arrive("A1")
    before = team.contents()
    for name in ("\ud800", "Bob", "b\0b", "", "'"):
        for act in (
            lambda name=name: assigning.give(team.lena, [1], name),
            lambda name=name: handoffs.write(team.ann, name, [1], "labs pending"),
            lambda name=name: people.sign_in(team.store, name or "?", team.clock),
            lambda name=name: queue.listing(team.ann, "assignee", person=name),
        ):
            with pytest.raises((NotFound, Malformed, NotAllowed)):
                act()
    for name in ("Bob", "b b", "-x", "x" * 33, "ünal", "\ud800"):
        with pytest.raises(Malformed, match="sign-in name"):
            people.add(team.lena, name, Role.CODER)
    after = team.contents()
    if team.store.signed_in is not None:  # there, being someone else is a denied attempt
        assert {each[4] for each in after["event"]} == {"denied"}
        after["event"] = before["event"]
    assert after == before


@pytest.mark.parametrize("amount", ["-0.01", "1e30", "NaN", "Infinity", "1000000000"])
def test_no_dispute_over_money_that_cannot_be(team: Team, amount: str) -> None:
    team.arrive("A1")
    before = team.contents()
    with pytest.raises(Malformed, match="money"):
        disputes.raise_flag(team.ann, 1, DisputeKind.CODING, "units", amount=Decimal(amount))
    assert team.contents() == before


def test_a_wake_date_lies_ahead(team: Team) -> None:
    team.arrive("A1")
    for day in (TODAY, TODAY - timedelta(days=1)):
        with pytest.raises(Malformed, match="not after today"):
            assigning.hold(team.ann, [1], HoldReason.UNSIGNED, day)


def test_a_saved_view_is_found_again(team: Team) -> None:
    wanted = queue.listing(team.ann, "assignee", "charges", "medicare", person="bob")
    queue.save_view(team.ann, " Bob's ", queue.listing(team.ann, "my"))
    queue.save_view(team.ann, "Bob's", wanted)
    assert queue.saved_views(team.ann) == {"Bob's": wanted}
    assert queue.saved_views(team.bob) == {}
