"""Checkpoints: each is bound to its interval and to the one before, and a log that was altered contradicts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.audit import Walk
from tui_coder.domain.checkpoint import (
    LONGEST,
    MOST_ENTRIES,
    Checkpoint,
    contradictions,
    following,
    is_due,
    odd_one,
    wanted,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def head(entry: int) -> str:
    """The digest of an entry, as it were."""
    return f"{entry:064x}"


def made(*ends: int) -> list[Checkpoint]:
    """Checkpoints up to these entries."""
    kept: list[Checkpoint] = []
    for end in ends:
        last = kept[-1] if kept else None
        each = following(last, Walk(end, head(end)), head(1), NOON, "lena", "k1")
        kept.append(replace(each, signature=f"signed {end}"))
    return kept


def log(last: int, first_bad: int | None = None, **other: str) -> Walk:
    """A log of so many entries, whose digests are as they were but for those named (`e7`)."""
    digests = {entry: other.get(f"e{entry}", head(entry)) for entry in range(1, last + 1)}
    return Walk(last, head(last), first_bad, digests)


ends = st.lists(st.integers(1, 60), min_size=2, max_size=6, unique=True).map(sorted)


@given(ends)
def test_checkpoints_follow_one_another_and_fit_their_log(ends: list[int]) -> None:
    kept = made(*ends)
    assert odd_one(kept) == ""
    assert [each.first for each in kept] == [1, *(end + 1 for end in ends[:-1])]
    assert contradictions(kept, log(ends[-1] + 3)) == ()
    assert wanted(kept) == {1, *ends}


@given(ends, st.data())
def test_one_taken_out_of_the_middle_put_twice_or_changed_is_told(ends: list[int], data: st.DataObject) -> None:
    kept = made(*ends, 70)
    place = data.draw(st.integers(1, len(kept) - 2))
    assert f"checkpoint {place + 1}" in odd_one(kept[:place] + kept[place + 1 :])
    assert f"checkpoint {place + 2}" in odd_one([*kept[: place + 1], *kept[place:]])
    changed = replace(kept[place], head=head(99))
    assert f"checkpoint {place + 2}" in odd_one([*kept[:place], changed, *kept[place + 1 :]])


@pytest.mark.parametrize("field", ["origin", "first", "last", "head", "at", "by", "previous", "key"])
def test_every_field_is_signed(field: str) -> None:
    (one,) = made(7)
    other = replace(one, **{field: 8 if field in ("first", "last") else "other"})
    assert (one.body != other.body, one.digest != other.digest) == (True, True)


@given(ends, st.data())
def test_a_log_that_was_cut_or_computed_anew_contradicts(ends: list[int], data: st.DataObject) -> None:
    kept = made(*ends)
    cut = data.draw(st.integers(0, ends[-1] - 1))
    (told,) = contradictions(kept, log(cut))
    assert f"ends at entry {cut}" in told
    end = data.draw(st.sampled_from(ends))
    if end > 1:
        (told,) = contradictions(kept, log(ends[-1], **{f"e{end}": "f" * 64}))
        first = next(each.first for each in kept if each.last == end)
        assert f"entries {first} to {end} are not those" in told


def test_another_log_contradicts() -> None:
    (told,) = contradictions(made(7), log(7, e1="f" * 64))
    assert "of another log" in told


def test_what_is_behind_a_break_of_the_chain_is_not_compared() -> None:
    assert contradictions(made(7, 20), Walk(9, head(9), 10, {1: head(1), 7: head(7)})) == ()


def test_a_list_may_begin_late() -> None:
    """A system log is put away in time; the later checkpoints vouch for all that came before them."""
    kept = made(7, 20, 30)[1:]
    assert odd_one(kept) == ""
    assert contradictions(kept, log(30)) == ()
    assert contradictions(kept, log(30, e20="f" * 64)) != ()


def test_a_checkpoint_is_due_before_the_limits_are_reached() -> None:
    assert not is_due(0, timedelta(days=1))
    assert not is_due(1, timedelta(seconds=30))
    assert is_due(1, LONGEST - timedelta(seconds=30))
    assert is_due(MOST_ENTRIES - 1, timedelta(0))
