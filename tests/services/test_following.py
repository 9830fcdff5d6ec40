"""Everyone's screen follows the store: what a colleague does is noticed, what oneself does or others look at is not."""

from __future__ import annotations

import pytest

from tests.team import Team
from tui_coder.services import assigning, chart, claiming
from tui_coder.services.following import Following


@pytest.fixture
def followed(office: Team) -> tuple[Team, Following]:
    following = Following(office.ann)
    assert not following.news()
    return office, following


def test_what_a_colleague_does_is_noticed_once(followed: tuple[Team, Following]) -> None:
    office, following = followed
    assert not following.news()
    claiming.claim(office.bob, 1)
    assert following.news()
    assert not following.news()
    assigning.give(office.lena, [2, 3], "ann")
    claiming.claim(office.bob, 4)
    assert following.news()
    following.close()


def test_one_s_own_doings_and_others_looks_are_no_news(followed: tuple[Team, Following]) -> None:
    office, following = followed
    claiming.claim(office.ann, 1)
    assert not following.news()
    chart.open_chart(office.bob, 2)
    chart.keep_draft(office.bob, 2, "half a note")
    assert not following.news()
    following.close()
