"""How many of what, in English."""

from __future__ import annotations

from tui_coder.domain.counting import count_of


def test_one_and_many() -> None:
    assert [count_of(n, "item") for n in (0, 1, 1204)] == ["0 items", "1 item", "1,204 items"]
    assert [count_of(n, "person") for n in (1, 2)] == ["1 person", "2 people"]
    assert [count_of(n, "entry") for n in (1, 2)] == ["1 entry", "2 entries"]
