"""The demo's opening scene: whoever signs in finds a morning's worth of work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.team import Clock
from tui_coder.domain.dispute import DisputeKind
from tui_coder.domain.roles import Role
from tui_coder.domain.shares import Share
from tui_coder.domain.work import WorkState
from tui_coder.services import demo, disputes, handoffs, people, queue, spreading
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import Store

SIGN_INS = {"coder": Role.CODER, "lead": Role.LEAD, "auditor": Role.AUDITOR}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, code_books: CodeBooks) -> Iterator[Store]:
    store = Store.open(demo.set_up(tmp_path_factory.mktemp("demo"), code_books, Clock()))
    yield store
    store.close()


def sign_in(scene: Store, wanted: str) -> Desk:
    return people.sign_in(scene, demo.sign_in_name(wanted), Clock())


@pytest.mark.parametrize(("wanted", "role"), SIGN_INS.items())
def test_each_sign_in_is_a_person_of_that_role(wanted: str, role: Role, scene: Store) -> None:
    assert sign_in(scene, wanted).actor.person.role is role


def test_any_other_word_is_a_name() -> None:
    assert demo.sign_in_name("keola") == "keola"


@pytest.mark.parametrize("wanted", SIGN_INS)
def test_everyone_sees_a_team_at_work(wanted: str, scene: Store) -> None:
    counts = queue.counts(sign_in(scene, wanted))
    assert counts.pool >= 8
    assert counts.overdue > 0
    assert counts.held == 2
    assert counts.disputed == 3


def test_the_coder_has_a_morning_of_work_and_a_hand_off_to_read(scene: Store) -> None:
    desk = sign_in(scene, "coder")
    counts = queue.counts(desk)
    assert 7 <= counts.mine <= 10
    assert counts.hand_offs == 1
    mine = queue.page(desk, queue.listing(desk, "my"))
    assert {row.setting.value for row in mine} == {"inpatient", "outpatient", "professional"}
    assert any(row.overdue(desk.today) for row in mine)
    assert any(row.due == desk.today for row in mine)


def test_someone_absent_has_work_to_be_spread(scene: Store) -> None:
    desk = sign_in(scene, "lead")
    loads = {
        person.name: queue.count(desk, queue.listing(desk, "assignee", person=person.name))
        for person in people.everyone(desk)
        if person.role is Role.CODER
    }
    assert len(loads) == 5
    assert max(loads.values()) >= 14
    assert min(loads.values()) >= 1


def test_what_is_spread_goes_to_whose_specialty_it_is(scene: Store) -> None:
    desk = sign_in(scene, "lead")
    accounts = ["NW-26-1207", "AV-26-1205", "AV-26-0714"]  # radiology, none, ophthalmology: all of them outpatient
    plan = spreading.plan(desk, [queue.find(desk, each).id for each in accounts], [Share("anneke")])
    assert {each.account for each in plan.moves} == {"NW-26-1207", "AV-26-1205"}
    assert [each.account for each in plan.stays] == ["AV-26-0714"]
    rows = queue.page(desk, queue.listing(desk, "all", filter="radiol"))
    assert {row.account for row in rows} == {"NW-26-1207", "NW-26-1208", "NW-26-1209"}


def test_the_lead_has_a_hand_off_too(scene: Store) -> None:
    assert queue.counts(sign_in(scene, "lead")).hand_offs == 1


def test_disputes_are_of_every_kind_and_one_stands_on_a_code(scene: Store) -> None:
    desk = sign_in(scene, "auditor")
    found = disputes.all_disputes(desk)
    assert {each.kind for each in found} == set(DisputeKind)
    assert [bool(each.code) for each in found].count(True) == 1
    assert all(2 <= each.days_left(desk.today) <= 20 for each in found)


def test_colleagues_have_coded_from_the_keys_with_evidence(scene: Store, code_books: CodeBooks) -> None:
    desk = sign_in(scene, "lead")
    submitted = queue.page(desk, queue.listing(desk, "submitted"))
    assert submitted
    with desk.reading() as unit:
        for row in submitted:
            assert row.state is WorkState.SUBMITTED
            codes = unit.codes.of(row.item_id)
            assert codes
            assert all(code.title and code.evidence for code in codes)


def test_hand_offs_name_what_they_hand_over(scene: Store) -> None:
    for entry in handoffs.all_hand_offs(sign_in(scene, "lead"), open_only=True):
        assert entry.accounts
        assert entry.actions
        assert entry.contingencies


def test_the_scene_is_played_without_code_books_too(tmp_path: Path) -> None:
    empty = tmp_path / "cache"
    empty.mkdir()
    store = Store.open(demo.set_up(tmp_path, CodeBooks(empty), Clock()))
    try:
        assert queue.counts(sign_in(store, "coder")).disputed == 3
    finally:
        store.close()
    assert list(empty.iterdir()) == []
