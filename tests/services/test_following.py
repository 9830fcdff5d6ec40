"""Everyone's screen follows the store: what a colleague does is noticed, what oneself does or others look at is not."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue

import pytest

from tests.server import WHY_NOT, programs, running_server
from tests.team import Team, TeamOnServer, found_on_server
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.services import assigning, chart, claiming, people, stopping
from tui_coder.services.following import Following, News

SECONDS = 20.0


@pytest.fixture
def heard(office: Team) -> Iterator[Queue[News]]:
    """What Ann hears of."""
    told: Queue[News] = Queue()
    following = Following(office.ann, told.put)
    following.start()
    following.doubt()
    assert told.get(timeout=SECONDS) == News(), "it follows now"
    yield told
    following.close()


def test_what_a_colleague_does_is_heard_of(office: Team, heard: Queue[News]) -> None:
    claiming.claim(office.bob, 1)
    assert heard.get(timeout=SECONDS) == News()
    assigning.give(office.lena, [2, 3], "ann")
    assert heard.get(timeout=SECONDS) == News()


def test_one_s_own_doings_and_others_looks_are_no_news(office: Team) -> None:
    def is_news_since(sequence: int) -> bool:
        with office.ann.reading() as unit:
            return unit.log.changed_by_others(sequence, "ann")

    start = office.events()[-1].sequence
    claiming.claim(office.ann, 1)
    chart.open_chart(office.bob, 2)
    stopping.keep(office.bob, "here", InHand(StoppingPoint("workbench", 2), note="half a note"))
    assert not is_news_since(start)
    claiming.claim(office.bob, 2)
    assert is_news_since(start)
    assert not is_news_since(office.events()[-1].sequence)


def test_who_is_removed_hears_that_it_is_over(office: Team, heard: Queue[News]) -> None:
    people.remove(office.lena, "ann")
    assert heard.get(timeout=SECONDS) == News(over="The sign-in name ann was switched off; ask a lead.")


def test_who_is_not_let_in_again_by_a_server_that_is_back_hears_that_it_is_over() -> None:
    if programs() is None:
        pytest.skip(WHY_NOT)
    with (
        running_server(synchronous_commit="on") as server,
        TeamOnServer(server, found_on_server(server)) as team,
    ):
        told: Queue[News] = Queue()
        following = Following(team.ann, told.put)
        following.start()
        following.doubt()
        assert told.get(timeout=SECONDS) == News()
        server.sql("postgres", "ALTER ROLE ann NOLOGIN")
        server.crash()
        news = told.get(timeout=SECONDS)
        while not news.over:
            news = told.get(timeout=SECONDS)
        assert news == News(over="The sign-in name ann was switched off; ask a lead.")
        following.close()


def test_a_server_that_is_gone_is_told_and_so_is_its_return() -> None:
    if programs() is None:
        pytest.skip(WHY_NOT)
    with (
        running_server(synchronous_commit="on") as server,
        TeamOnServer(server, found_on_server(server)) as team,
    ):
        (item,) = team.arrive("A1")
        told: Queue[News] = Queue()
        following = Following(team.ann, told.put)
        following.start()
        following.doubt()
        assert told.get(timeout=SECONDS) == News()
        server.stop("immediate")
        assert "is down" in told.get(timeout=SECONDS).down
        server.start()
        news = told.get(timeout=SECONDS)
        while news.down:
            news = told.get(timeout=SECONDS)
        claiming.claim(team.bob, item)
        assert told.get(timeout=SECONDS) == News()
        following.close()
