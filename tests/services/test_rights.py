"""Who may do what: what is denied changes nothing and stands in the log."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.team import TODAY, Team
from tui_coder.domain.dispute import DisputeKind, DisputeState
from tui_coder.domain.refusals import HeldByOther, Malformed, NotAllowed, NotFound
from tui_coder.domain.roles import Role
from tui_coder.domain.work import HoldReason
from tui_coder.services import (
    assigning,
    chart,
    checking,
    claiming,
    coding,
    disputes,
    handoffs,
    intake,
    log,
    people,
    queue_changes,
    spreading,
)
from tui_coder.services import team as board
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Desk

Action = Callable[[Desk, CodeBooks], object]
FREE, COLLEAGUES, DONE = 1, 2, 3
"""Items: in the pool, in work with Bob, submitted by Bob."""


def work_on(desk: Desk, books: CodeBooks) -> object:
    claiming.claim(desk, FREE)
    return coding.post(desk, books, FREE, "I10")


ANYONE = "coder lead auditor admin"
CODES = "coder lead admin"
LEADS = "lead admin"
AUDITS = "lead auditor admin"
ACTIONS: dict[str, tuple[str, Action]] = {
    "read a chart": (ANYONE, lambda desk, _: chart.open_chart(desk, FREE)),
    "look over a chart": (ANYONE, lambda desk, _: chart.overview(desk, FREE)),
    "look at a chart": (ANYONE, lambda desk, _: chart.look_again(desk, FREE)),
    "note on a chart": (ANYONE, lambda desk, _: chart.save_note(desk, FREE, "look at page 2")),
    "claim the next": (CODES, lambda desk, _: claiming.claim_next(desk)),
    "claim one": (CODES, lambda desk, _: claiming.claim(desk, FREE)),
    "post a code": (CODES, work_on),
    "check a case": (ANYONE, lambda desk, books: checking.check(desk, books, COLLEAGUES)),
    "accept a finding": (CODES, lambda desk, books: _accept(desk, books)),
    "see what was accepted": (AUDITS, lambda desk, _: checking.accepted(desk)),
    "give from the pool": (CODES, lambda desk, _: assigning.give(desk, [FREE], "cy")),
    "hold": (CODES, lambda desk, _: assigning.hold(desk, [FREE], HoldReason.UNSIGNED, TODAY + timedelta(days=1))),
    "release": (CODES, lambda desk, _: assigning.release(desk, [FREE])),
    "recall a colleague's": (LEADS, lambda desk, _: assigning.recall(desk, DONE, "addendum")),
    "take a colleague's chart over": (LEADS, lambda desk, _: claiming.take_over(desk, COLLEAGUES, "bob is away")),
    "plan a balance": (LEADS, lambda desk, _: spreading.plan_balance(desk, "bob", ["cy"])),
    "spread": (
        LEADS,
        lambda desk, _: spreading.carry_out(desk, spreading.plan_balance(desk, "bob", ["cy"]), "away"),
    ),
    "see the board": (ANYONE, lambda desk, _: board.board(desk)),
    "flag a dispute": (ANYONE, lambda desk, _: disputes.raise_flag(desk, FREE, DisputeKind.CODING, "sequence")),
    "resolve a dispute": (AUDITS, lambda desk, _: disputes.resolve(desk, 1, DisputeState.UPHELD, "as coded")),
    "withdraw a colleague's dispute": (AUDITS, lambda desk, _: disputes.resolve(desk, 1, DisputeState.WITHDRAWN, "no")),
    "take a dispute up": (AUDITS, lambda desk, _: disputes.take_up(desk, 1)),
    "give a dispute": (AUDITS, lambda desk, _: disputes.give_to(desk, 1, "omar")),
    "hand off": (CODES, lambda desk, _: handoffs.write(desk, "cy", [FREE], "labs pending")),
    "hand off without charts": (ANYONE, lambda desk, _: handoffs.write(desk, "cy", [], "the printer is broken")),
    "import": (LEADS, lambda desk, _: intake.import_charts(desk, [Path(__file__).with_name("nothing.csv")])),
    "add a person": (LEADS, lambda desk, _: people.add(desk, "dee", Role.CODER)),
    "see who there is": (ANYONE, lambda desk, _: people.everyone(desk)),
    "read the whole log": (AUDITS, lambda desk, _: log.show(desk)),
    "read another's log": (AUDITS, lambda desk, _: log.show(desk, person="bob")),
    "read one's own log": (ANYONE, lambda desk, _: log.show(desk, person=desk.actor.name)),
    "read an item's log": (ANYONE, lambda desk, _: log.show(desk, item="A1")),
    "verify the log": (AUDITS, lambda desk, _: log.verify(desk)),
}


def _accept(desk: Desk, books: CodeBooks) -> object:
    claiming.claim(desk, FREE)
    (failing, *_) = [each for each in checking.check(desk, books, FREE) if each.blocks]
    return checking.override(desk, books, FREE, failing.rule, failing.codes, "nothing to code")


@pytest.fixture(scope="session")
def busy_store(founded: Path, code_books: CodeBooks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A free chart, one in work with Bob, one that Bob submitted, and a dispute of Cy's that Bob owns."""
    path = Path(shutil.copy2(founded, tmp_path_factory.mktemp("busy") / "team.db"))
    with Team(path) as team:
        team.arrive("A1", "A2", "A3")
        for item in (COLLEAGUES, DONE):
            claiming.claim(team.bob, item)
        coding.post(team.bob, code_books, DONE, "I10")
        checking.submit(team.bob, code_books, DONE)
        disputes.raise_flag(team.cy, COLLEAGUES, DisputeKind.CODING, "which is principal", owner="bob")
    return path


@pytest.fixture
def busy(busy_store: Path, tmp_path: Path) -> Iterator[Team]:
    """The team at a copy of that store."""
    folder = tmp_path / "busy"
    folder.mkdir(mode=0o700)
    with Team(Path(shutil.copy2(busy_store, folder / "team.db"))) as team:
        yield team


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_by_each_role(busy: Team, code_books: CodeBooks, action: str, role: Role) -> None:
    allowed, act = ACTIONS[action]
    desk = busy.newcomer(role)
    if role.value in allowed.split():
        act(desk, code_books)
        assert f"{desk.actor.name} denied" not in busy.said()
        return
    before = busy.contents()
    with pytest.raises(NotAllowed) as denied:
        act(desk, code_books)
    after = busy.contents()
    last = busy.events()[-1]
    assert (last.person, last.os_account, last.what) == (desk.actor.name, desk.actor.os_account, "denied")
    (told,) = last.after.values()
    assert str(told) in str(denied.value)
    after["event"] = [row for row in after["event"] if row[0] != last.sequence]
    assert after == before


@pytest.mark.parametrize(
    ("what", "act"),
    [
        ("given", lambda desk: assigning.give(desk, [FREE, COLLEAGUES], "cy")),
        ("held", lambda desk: assigning.hold(desk, [FREE, COLLEAGUES], HoldReason.UNSIGNED)),
        ("released", lambda desk: assigning.release(desk, [FREE, COLLEAGUES])),
    ],
)
def test_a_colleague_s_item_among_several_is_refused_and_told_by_itself(
    busy: Team, what: str, act: Callable[[Desk], queue_changes.Outcome]
) -> None:
    before = busy.item(COLLEAGUES)
    outcome = act(busy.ann)
    assert [item.id for item in outcome.changed] == [FREE]
    assert [(each.item_id, each.account) for each in outcome.refused] == [(COLLEAGUES, "A2")]
    assert "only a lead" in outcome.refused[0].reason
    assert busy.item(COLLEAGUES) == before
    assert busy.said(FREE)[-1] == f"ann {what}"
    assert busy.said(COLLEAGUES)[-1] == "ann denied"
    by_lead = act(busy.lena)
    assert COLLEAGUES in [item.id for item in by_lead.changed]


def test_a_colleague_s_chart_is_read_but_not_written(busy: Team, code_books: CodeBooks) -> None:
    chart.open_chart(busy.ann, COLLEAGUES)
    before = busy.contents()
    for act in (
        lambda: coding.post(busy.ann, code_books, COLLEAGUES, "I10"),
        lambda: checking.submit(busy.ann, code_books, COLLEAGUES),
        lambda: coding.undo(busy.ann, COLLEAGUES),
        lambda: claiming.keep(busy.ann, COLLEAGUES),
        lambda: claiming.claim(busy.ann, COLLEAGUES),
    ):
        with pytest.raises(HeldByOther, match="bob"):
            act()
    assert busy.contents() == before


def test_who_raised_a_dispute_does_not_resolve_it(busy: Team) -> None:
    flag = disputes.raise_flag(busy.lena, FREE, DisputeKind.CODING, "units")
    with pytest.raises(NotAllowed, match="R40"):
        disputes.resolve(busy.lena, flag.id, DisputeState.UPHELD, "as coded")
    assert busy.said()[-1] == "lena denied"
    assert disputes.resolve(busy.lena, flag.id, DisputeState.WITHDRAWN, "my mistake").state is DisputeState.WITHDRAWN


def test_who_has_left_does_not_sign_in_and_is_given_nothing(busy: Team) -> None:
    with busy.store.writing(busy.clock()) as unit:
        cy = unit.people.named("cy")
        unit.people.change(cy.id, cy.role, cy.credentials, cy.title, active=False)
    with pytest.raises(NotFound, match="cy"):
        people.sign_in(busy.store, "cy", busy.clock)
    with pytest.raises(NotFound, match="cy"):
        assigning.give(busy.lena, [FREE], "cy")
    with pytest.raises(Malformed, match="auditor"):
        assigning.give(busy.lena, [FREE], "omar")


def test_the_first_at_a_new_store_is_its_admin(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir(mode=0o700)
    with Team(folder / "new.db") as nobody:
        desk = people.sign_in(nobody.store, clock=nobody.clock)
        assert (desk.actor.person.role, desk.actor.name) == (Role.ADMIN, people.operating_system_account())
        assert nobody.said() == [f"{desk.actor.name} person added"]
        assert people.sign_in(nobody.store, clock=nobody.clock).actor == desk.actor
        assert len(nobody.events()) == 1
