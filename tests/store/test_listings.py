"""Pages of the queue: every item once, in order, whatever the view, the order and the size of the page."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.queue_oracle import Drawn, expected, filters, queues, write
from tests.team import TODAY, Team
from tui_coder.domain.encounter import Setting
from tui_coder.domain.queue_row import ORDERS, VIEWS, Cursor, Listing, QueueRow
from tui_coder.domain.refusals import Malformed, NotFound
from tui_coder.domain.roles import Role
from tui_coder.domain.routing import route_of
from tui_coder.services import clients, people, queue
from tui_coder.services.desk import clean


@contextmanager
def team_with(founded: Path, drawn: list[Drawn]) -> Iterator[tuple[Team, list[Drawn]]]:
    """A team whose queue is the drawn one."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Team(Path(shutil.copy2(founded, Path(folder) / "team.db"))) as team,
    ):
        yield team, write(team, drawn)


def walked(ask: Callable[[Cursor | None], tuple[QueueRow, ...]], end: int) -> list[list[QueueRow]]:
    """Page after page until an empty one; `end` is the row of a page whose cursor leads on."""
    pages: list[list[QueueRow]] = []
    cursor: Cursor | None = None
    while rows := ask(cursor):
        pages.append(list(rows))
        cursor = rows[end].cursor
    return pages


def let_see_the_clinic_alone(team: Team, name: str) -> None:
    """Of the two clients from now on only one; not by the service, which would take work back."""
    with team.store.writing(team.clock()) as unit:
        unit.people.let_see(team.person(name), [unit.clients.named("clinic").id])


@settings(max_examples=80)
@given(
    drawn=queues, view=st.sampled_from(VIEWS), order=st.sampled_from(ORDERS), typed=filters, limit=st.integers(1, 30),
    some=st.booleans(),
)  # fmt: skip
def test_pages_show_each_item_once_in_order(
    founded: Path, drawn: list[Drawn], view: str, order: str, typed: str, limit: int, some: bool
) -> None:
    with team_with(founded, drawn) as (team, placed):
        if some:
            let_see_the_clinic_alone(team, "ann")
            placed = [each for each in placed if each.facility == "clinic"]
        wanted = queue.listing(team.ann, view, order, typed)
        right = expected(placed, Listing(wanted.view, wanted.order, clean(typed)), "ann")
        forward = walked(lambda cursor: queue.page(team.ann, wanted, cursor, limit), -1)
        backward = walked(lambda cursor: queue.page_before(team.ann, wanted, cursor, limit), 0)
        assert [row.item_id for page in forward for row in page] == right
        assert [row.item_id for page in reversed(backward) for row in page] == right
        assert all(len(page) == limit for page in (*forward[:-1], *backward[:-1]))
        assert queue.count(team.ann, wanted) == len(right)
        for row in (row for page in forward for row in page):
            assert queue.place_of(team.ann, wanted, row.item_id) == row.cursor


@settings(max_examples=40)
@given(drawn=queues, view=st.sampled_from(VIEWS), order=st.sampled_from(ORDERS))
def test_a_place_is_known_only_where_the_item_is(founded: Path, drawn: list[Drawn], view: str, order: str) -> None:
    with team_with(founded, drawn) as (team, placed):
        wanted = queue.listing(team.ann, view, order)
        inside = set(expected(placed, wanted, "ann"))
        known = {each.id for each in placed if queue.place_of(team.ann, wanted, each.id) is not None}
        assert known == inside
        assert queue.place_of(team.ann, wanted, 10_000) is None


@settings(max_examples=40)
@given(drawn=queues)
def test_the_header_counts_what_the_views_list(founded: Path, drawn: list[Drawn]) -> None:
    with team_with(founded, drawn) as (team, placed):
        let_see_the_clinic_alone(team, "cy")
        for view, number in (("pool", queue.counts(team.cy).pool), ("overdue", queue.counts(team.cy).overdue)):
            seen = [each for each in placed if each.facility == "clinic"]
            assert number == len(expected(seen, Listing(view), "cy"))
        told = queue.counts(team.bob)
        for view, number in (
            ("my", told.mine), ("pool", told.pool), ("overdue", told.overdue), ("held", told.held),
            ("disputed", told.disputed),
        ):  # fmt: skip
            assert number == len(expected(placed, Listing(view), "bob")), view  # type: ignore[arg-type]
        with team.store.reading(team.clock()) as unit:
            assert list(unit.tally.differences()) == []


@settings(max_examples=60)
@given(
    drawn=queues, held=st.sampled_from(["", "CPC", "CCS", "COC CPC", "RHIA", "CPC-P"]), some=st.booleans(),
    wish=st.one_of(st.none(), st.tuples(st.sampled_from(Setting), st.sampled_from([(), ("CPC",), ("CIC", "CCS")]))),
)  # fmt: skip
def test_next_is_the_first_of_what_one_may_take(
    founded: Path, drawn: list[Drawn], held: str, some: bool, wish: tuple[Setting, tuple[str, ...]] | None
) -> None:
    with team_with(founded, drawn) as (team, placed):
        people.add(team.lena, "ann", Role.CODER, held.split())
        if wish is not None:
            clients.wish(team.lena, "hospital", *wish)
        ann = team.person("ann")
        if some:
            let_see_the_clinic_alone(team, "ann")
        with team.store.reading(team.clock()) as unit:
            ids = {each.name: each.id for each in unit.clients.all()}
            route = route_of(held.split(), unit.viewer.wishes)
        placed = [each for each in placed if not some or each.facility == "clinic"]

        def is_served(each: Drawn) -> bool:
            mine = each.assignee == "ann"
            pooled = each.assignee is None and route.serves(ids[each.facility], each.setting)
            return each.state == "open" and (mine or pooled)

        order = expected(placed, Listing("all"), "ann")
        served = {each.id for each in placed if is_served(each)}
        first = next((item for item in order if item in served), None)
        with team.store.reading(team.clock()) as unit:
            unit.viewer.become(ann.id)
            found = unit.items.next_for(ann.id, TODAY, unit.now)
        assert (found.id if found else None) == first


def test_a_row_tells_the_item(team: Team) -> None:
    (item_id,) = team.arrive("A1", priority=7, patient="Okafor, Ada", mrn="M1", payer="Medicare")
    (row,) = queue.page(team.ann, queue.listing(team.ann, "pool"))
    assert (row.item_id, row.account, row.patient, row.mrn, row.payer) == (
        item_id,
        "A1",
        "Okafor, Ada",
        "M1",
        "Medicare",
    )
    assert (row.priority, row.due, row.assignee, row.charges, row.version) == (7, None, None, None, 1)


@pytest.mark.parametrize("typed", ["\udc80", "a\0b", "\x1b[31m"])
def test_a_filter_of_unkeepable_characters_finds_nothing_and_harms_nothing(team: Team, typed: str) -> None:
    team.arrive("A1")
    assert queue.page(team.ann, Listing("pool", filter=typed)) == ()
    assert queue.count(team.ann, queue.listing(team.ann, "pool", filter=typed)) == 0


def test_unknown_views_orders_and_people_are_named(team: Team) -> None:
    for told, word in (({"view": "mine"}, "mine"), ({"view": "my", "order": "luck"}, "luck")):
        with pytest.raises(Malformed, match=word):
            queue.listing(team.ann, **told)
    with pytest.raises(NotFound, match="zed"):
        queue.listing(team.ann, "assignee", person="zed")
    with pytest.raises(Malformed, match="surrogate"):
        queue.listing(team.ann, "assignee", person="\ud800")
