"""When a code was added, revised and deleted, as releases side by side show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.codebook import Release, Standing
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.validity import Turn, history


def year(number: int) -> Release:
    """A fiscal year."""
    return Release(
        system=CodeSystem.ICD10CM, release=str(number), title="", publisher="CMS", source="", licence="",
        valid_from=date(number - 1, 10, 1), valid_to=date(number, 9, 30), codes=1, billable=1,
    )  # fmt: skip


def stands(release: Release, title: str = "Invented", billable: bool = True, last: date | None = None) -> Standing:
    return Standing(
        system=release.system, code="X99", title=title, billable=billable, valid=None, valid_from=release.valid_from,
        valid_to=last or release.valid_to, in_force=False, release=release.release,
    )  # fmt: skip


def told(*pairs: tuple[Release, Standing | None]) -> list[str]:
    listed = {release.release: standing for release, standing in pairs if standing is not None}
    return [each.told for each in history([release for release, _ in pairs], listed)]


def test_a_code_that_comes_and_goes() -> None:
    a, b, c = year(2024), year(2025), year(2026)
    assert told((a, None), (b, stands(b)), (c, None)) == ["added 2024-10-01 (2025)", "deleted 2025-10-01 (2026)"]


def test_a_gap_between_releases_is_told() -> None:
    a, b = year(2017), year(2026)
    assert told((a, None), (b, stands(b))) == ["added after 2017-09-30, by 2025-10-01 (2026)"]


def test_a_revision_names_what_was() -> None:
    a, b = year(2025), year(2026)
    assert told((a, stands(a, "Old words")), (b, stands(b, "New words"))) == [
        "revised 2025-10-01 (2026); before: Old words"
    ]
    assert told((a, stands(a)), (b, stands(b, billable=False))) == [
        "revised 2025-10-01 (2026); before: a code that could be billed"
    ]


def test_a_title_that_only_lost_its_end_is_no_revision() -> None:
    a, b = year(2025), year(2026)
    assert told((a, stands(a, "Words, left side")), (b, stands(b, "words"))) == []


def test_a_code_may_end_within_its_release() -> None:
    a = year(2025)
    assert told((a, stands(a, last=date(2025, 3, 31)))) == ["deleted 2025-04-01 (2025)"]


def test_nothing_is_said_of_what_no_release_shows() -> None:
    a = year(2025)
    assert told((a, stands(a))) == []
    assert told((a, None)) == []


@given(st.lists(st.booleans(), min_size=1, max_size=9))
def test_additions_and_deletions_alternate_and_end_as_the_newest_release_says(listed: list[bool]) -> None:
    releases = [year(2010 + number) for number in range(len(listed))]
    standings = {each.release: stands(each) for each, there in zip(releases, listed, strict=True) if there}
    turns = [each.turn for each in history(releases, standings)]
    assert all(one != other for one, other in pairwise(turns))
    assert set(turns) <= {Turn.ADDED, Turn.DELETED}
    if turns:
        assert (turns[-1] is Turn.ADDED) == listed[-1]


def test_a_short_and_a_long_title_of_hcpcs_are_no_revision() -> None:
    a, b = (replace(year(number), system=CodeSystem.HCPCS) for number in (2025, 2026))
    long = "A walking aid of four legs, adjustable or fixed"
    assert told((a, stands(a, "Walking aid, four legs")), (b, stands(b, long))) == []
    assert told((a, stands(a, long)), (b, stands(b, f"{long}, each"))) == []
    assert len(told((a, stands(a, "Walking aid, four legs")), (b, stands(b, "Aid, four legs")))) == 1
