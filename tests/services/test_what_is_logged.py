"""What has to be in the log is in it, on both kinds of store: looking, searching, exporting, being denied, taking over,
and every change of who may do what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.team import Team, TeamOnServer
from tui_coder.domain.audit import Asked, Event
from tui_coder.domain.queue_row import Listing
from tui_coder.domain.refusals import Malformed, NotAllowed
from tui_coder.domain.roles import Role
from tui_coder.services import chart, checking, claiming, disputes, log, people, queue, searching
from tui_coder.services.accounts import operating_system_account
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Desk


@pytest.fixture
def charts(team: Team) -> Team:
    """Two patients of one family, one of another, and many whom nobody looks for."""
    for account, patient in (("A1", "Okafor, Ada"), ("A2", "Okafor, Ben"), ("A3", "Ruiz, Marco")):
        team.arrive(account, patient=patient, mrn=f"M-{account}")
    return team


def searches(team: Team) -> list[Event]:
    return [each for each in team.events() if each.what == "patient searched"]


def find(desk: Desk, typed: str, view: str = "all") -> list[str]:
    return [row.account for row in queue.page(desk, queue.listing(desk, view, filter=typed))]


# ---- looking at a chart ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["look_again", "to_compare", "check"])
def test_a_chart_that_is_read_without_being_opened_is_logged_once_in_an_hour(
    charts: Team, code_books: CodeBooks, look: str
) -> None:
    opened = chart.open_chart(charts.bob, 1)
    acts: dict[str, Callable[[Desk], object]] = {
        "look_again": lambda desk: chart.look_again(desk, 1),
        "to_compare": lambda desk: chart.to_compare(desk, 1, opened.documents[0]),
        "check": lambda desk: checking.check(desk, code_books, 1),
    }
    for desk in (charts.bob, charts.ann, charts.ann):
        acts[look](desk)
    assert charts.said(1) == ["bob opened", "ann chart read"]
    charts.clock.turn(days=30)
    acts[look](charts.ann)
    assert charts.said(1) == ["bob opened", "ann chart read", "ann chart read"]


# ---- searching a patient ---------------------------------------------------------------------------------------------


def test_a_search_says_which_charts_came_up_and_never_what_was_typed(charts: Team) -> None:
    assert find(charts.ann, "Okafor ada") == ["A1"]
    (entry,) = searches(charts)
    assert (entry.person, entry.item) == ("ann", "")
    assert entry.after == {"where": "queue", "words": 2, "found": 1, "more": False, "items": ["#1"]}
    queue.save_view(charts.ann, "mine", queue.listing(charts.ann, "all", filter="Okafor"))
    told = repr([(each.what, each.item, each.before, each.after) for each in charts.events()]).lower()
    assert "okafor" not in told and "ada" not in told


def test_who_types_on_or_looks_again_does_not_search_anew(charts: Team) -> None:
    for typed in ("r", "ru", "rui", "ruiz", "rui", "ruiz"):
        assert "A3" in find(charts.ann, typed)
    assert [each.after["items"] for each in searches(charts)] == [["#1", "#2", "#3"], ["#3"]]
    find(charts.ann, "")
    find(charts.ann, "ruiz")
    assert len(searches(charts)) == 3
    find(charts.bob, "ruiz")
    assert [each.person for each in searches(charts)] == ["ann", "ann", "ann", "bob"]


def test_a_search_that_finds_nobody_is_one_too(charts: Team) -> None:
    assert find(charts.ann, "nobody") == []
    assert searches(charts)[0].after["found"] == 0


def test_many_are_counted_not_named(charts: Team) -> None:
    many = charts.arrive(*(f"B{n}" for n in range(searching.FEW)), patient="Okafor, Cy")
    for typed in ("oka", "okaf", "okafor"):
        assert len(find(charts.ann, typed)) == searching.FEW + 2
    (entry,) = searches(charts)
    assert (entry.after["found"], entry.after["items"]) == (searching.FEW + 2, [])
    assert len(many) == searching.FEW


def test_a_page_that_is_turned_and_a_list_that_is_not_narrowed_are_no_searches(charts: Team) -> None:
    whole = Listing("all")
    first = queue.page(charts.ann, whole, limit=2)
    queue.page(charts.ann, whole, first[-1].cursor, 2)
    narrowed = replace(whole, filter="okafor")
    (row,) = queue.page(charts.ann, narrowed, limit=1)
    queue.page(charts.ann, narrowed, row.cursor, 1)
    (entry,) = searches(charts)
    assert (entry.after["items"], entry.after["more"]) == (["#1"], True)
    assert queue.page_before(charts.bob, narrowed, limit=5) != ()
    assert [each.person for each in searches(charts)] == ["ann", "bob"]


def test_an_item_s_log_says_to_leads_who_searched_for_it(charts: Team) -> None:
    find(charts.ann, "ruiz")
    assert [each.what for each in log.each(charts.lena, Asked(), "A3")] == ["patient searched"]
    assert list(log.each(charts.lena, Asked(), "A1")) == []
    assert list(log.each(charts.bob, Asked(), "A3")) == []
    assert list(chart.history(charts.lena, 3)) == []


# ---- denied attempts, rights -----------------------------------------------------------------------------------------


def test_a_denied_attempt_is_logged_and_changes_nothing_else(charts: Team) -> None:
    with pytest.raises(NotAllowed):
        people.add(charts.ann, "zoe", Role.LEAD)
    with pytest.raises(NotAllowed):
        claiming.claim_next(charts.omar)
    assert charts.said()[-2:] == ["ann denied", "omar denied"]
    assert charts.events()[-2].after == {"right": "add or change people"}


def test_who_tries_to_be_someone_else_is_logged(charts: Team) -> None:
    if isinstance(charts, TeamOnServer):
        tried, store = "lena", charts.store_of("ann")
    else:
        tried, store = operating_system_account(), charts.store
        people.add(charts.lena, tried, Role.CODER)
        people.remove(charts.lena, tried)
    with pytest.raises((NotAllowed, Malformed)):
        people.sign_in(store, tried if isinstance(charts, TeamOnServer) else None, charts.clock)
    last = charts.events()[-1]
    assert (last.what, last.after) == ("denied", {"sign in as": tried})


def test_every_change_of_who_may_do_what_is_logged_with_before_and_after(charts: Team) -> None:
    people.add(charts.lena, "zed", Role.CODER, ("CPC",))
    people.add(charts.lena, "zed", Role.AUDITOR)
    people.remove(charts.lena, "zed")
    told = [(each.what, each.before.get("role"), each.after.get("role")) for each in charts.events()[-3:]]
    assert told == [("person added", None, "coder"), ("person changed", "coder", "auditor"),
                    ("person removed", "auditor", None)]  # fmt: skip


# ---- taking over, exporting ------------------------------------------------------------------------------------------


def test_taking_a_chart_over_is_logged_with_whose_it_was(charts: Team) -> None:
    claiming.claim(charts.ann, 1)
    claiming.take_over(charts.lena, 1, "ann is ill")
    last = charts.events(1)[-1]
    assert (last.person, last.what, last.before["assignee"], last.after["assignee"]) == (
        "lena", "taken over", "ann", "lena",
    )  # fmt: skip


def test_narrowing_the_disputes_to_a_patient_is_a_search(charts: Team) -> None:
    assert disputes.all_disputes(charts.ann) == ()
    searching.note(charts.ann, "disputes", "Ruiz", [3])
    searching.note(charts.ann, "disputes", "", [])
    assert [each.after["where"] for each in searches(charts)] == ["disputes"]


def test_log_entries_that_go_out_are_logged(charts: Team) -> None:
    log.note_export(charts.omar, Asked(person="ann"), None)
    last = charts.events()[-1]
    assert (last.person, last.what, last.after["person"]) == ("omar", "log exported", "ann")
