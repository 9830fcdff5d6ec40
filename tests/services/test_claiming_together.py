"""Twelve people press n at the same time, each in a process of their own."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import pytest

from tests.team import TODAY, Clock, Team, TeamOnServer
from tui_coder.domain.refusals import NothingEligible
from tui_coder.domain.roles import Role
from tui_coder.domain.work import WorkState, working_order
from tui_coder.places import Place
from tui_coder.services import assigning, claiming, people, queue
from tui_coder.store.unit_of_work import Store

PEOPLE, ITEMS = 12, 120
Answer = tuple[str, list[int], str]


def press_next_until_nothing_is_left(place: Place, name: str, ready: Barrier, told: Queue[Answer]) -> None:
    """What each process does; the sentence that ends it goes back with the items it was served."""
    store = Store.open(place)
    desk = people.sign_in(store, name, Clock())
    served: list[int] = []
    ready.wait(60)
    while True:
        try:
            served.append(claiming.claim_next(desk).id)
        except NothingEligible as nothing:
            told.put((name, served, str(nothing)))
            store.close()
            return


@pytest.fixture
def crowded(team: Team) -> Team:
    """Twelve coders and a hundred and twenty items of every priority, some overdue, six of them assigned to one coder."""
    for number in range(PEOPLE):
        people.add(team.lena, f"coder{number}", Role.CODER)
    for number in range(ITEMS):
        due = None if number % 3 else TODAY + timedelta(days=number % 7 - 3)
        team.arrive(f"A{number}", priority=number * 7 % 10, due=due)
    assigning.give(team.lena, range(1, ITEMS, 20), "coder3")
    assert queue.count(team.lena, queue.listing(team.lena, "pool")) == ITEMS - 6
    return team


def test_every_item_is_served_once_and_in_working_order(crowded: Team) -> None:
    apart = multiprocessing.get_context("forkserver")  # processes of their own that import the program only once
    apart.set_forkserver_preload([__name__])
    ready, told = apart.Barrier(PEOPLE), apart.Queue()
    names = [f"coder{number}" for number in range(PEOPLE)]
    team = crowded
    order = {item_id: working_order(team.item(item_id), TODAY) for item_id in range(1, ITEMS + 1)}
    workers = [
        apart.Process(target=press_next_until_nothing_is_left, args=(team.place_of(name), name, ready, told))
        for name in names
    ]
    for worker in workers:
        worker.start()
    answers: list[Answer] = [told.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * PEOPLE
    served = {name: items for name, items, _ in answers}
    assert sorted(item for items in served.values() for item in items) == sorted(order)
    assert set(range(1, ITEMS, 20)) <= set(served["coder3"])
    for name, items in served.items():
        assert items == sorted(items, key=order.__getitem__), name
        assert all(team.item(item).assignee == name for item in items)
    assert all("pool is empty" in nothing for _, _, nothing in answers)
    assert {team.item(item).state for item in order} == {WorkState.IN_WORK}
    claims = [event for event in team.events() if event.what == "claimed"]
    assert len(claims) == len({event.item for event in claims}) == ITEMS
    if not isinstance(team, TeamOnServer):  # there several commit at once, and who is first is first in the log
        pool_claims = [event.item for event in claims if event.person != "coder3"]
        accounts = {f"A{item_id - 1}": place for item_id, place in order.items()}
        assert pool_claims == sorted(pool_claims, key=accounts.__getitem__)
    with team.store.reading(team.clock()) as unit:
        assert unit.log.first_bad() is None
