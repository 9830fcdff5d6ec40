"""What a person and a team keep of the code book, and code sets posted as one change."""

from __future__ import annotations

from datetime import date

import pytest

from tests.team import Team
from tui_coder.domain.code_set import CodeSet
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.refusals import Malformed, NotAllowed, UnknownCode
from tui_coder.services import claiming, coding, own_codes
from tui_coder.services.code_books import CodeBooks

CM, HCPCS = CodeSystem.ICD10CM, CodeSystem.HCPCS


def working(team: Team, account: str = "A1") -> int:
    (item,) = team.arrive(account)
    claiming.claim(team.ann, item)
    return item


def test_a_favourite_is_turned_on_and_off_for_one_person(team: Team) -> None:
    assert own_codes.turn_favourite(team.ann, CM, "I10")
    assert own_codes.of(team.ann).favourites == {(CM, "I10")}
    assert own_codes.of(team.bob).favourites == frozenset()
    assert not own_codes.turn_favourite(team.ann, CM, "I10")
    assert own_codes.of(team.ann).favourites == frozenset()
    assert team.said()[-2:] == ["ann favourite kept", "ann favourite dropped"]


def test_ones_own_words_come_before_the_team_s(team: Team) -> None:
    own_codes.keep_word(team.lena, "bpx", "hypertension", for_team=True)
    own_codes.keep_word(team.ann, " BPX ", "=I10")
    assert own_codes.of(team.ann).words == {"bpx": "=I10"}
    assert own_codes.of(team.bob).words == {"bpx": "hypertension"}
    own_codes.keep_word(team.ann, "bpx", "")
    assert own_codes.of(team.ann).words == {"bpx": "hypertension"}


@pytest.mark.parametrize("typed", ["", "  ", "x" * 61])
def test_a_word_that_nobody_could_type_is_refused(team: Team, typed: str) -> None:
    with pytest.raises(Malformed):
        own_codes.keep_word(team.ann, typed, "hypertension")
    assert own_codes.of(team.ann).words == {}


def test_only_leads_keep_words_and_sets_for_the_team(team: Team, code_books: CodeBooks) -> None:
    codes = coding.post(team.ann, code_books, working(team), "I10").codes
    with pytest.raises(NotAllowed):
        own_codes.keep_word(team.ann, "bpx", "hypertension", for_team=True)
    with pytest.raises(NotAllowed):
        own_codes.keep_set(team.ann, "bp visit", codes, for_team=True)
    own_codes.keep_set(team.lena, "bp visit", codes, for_team=True)
    assert [(each.name, each.of_team) for each in own_codes.code_sets(team.bob)] == [("bp visit", True)]


def test_what_one_uses_weighs_more_than_what_the_team_uses(team: Team, code_books: CodeBooks) -> None:
    item = working(team)
    coding.post(team.ann, code_books, item, "I10")
    mine, theirs = own_codes.of(team.ann).used, own_codes.of(team.bob).used
    assert mine[CM, "I10"] == pytest.approx(0.5)
    assert theirs[CM, "I10"] == pytest.approx(0.25)
    team.clock.turn(days=130)
    assert own_codes.of(team.ann).used == {}


def test_a_set_is_posted_whole_and_undone_whole(team: Team, code_books: CodeBooks) -> None:
    first = working(team)
    coding.post(team.ann, code_books, first, "I10")
    codes = coding.post(team.ann, code_books, first, "G0463-25 x2").codes
    own_codes.keep_set(team.ann, "bp visit", codes)
    (kept,) = own_codes.code_sets(team.ann)
    assert kept.lines == ((CM, "I10"), (HCPCS, "G0463-25 x2"))
    second = working(team, "A2")
    posted = coding.post_set(team.ann, code_books, second, kept.name, kept.lines).codes
    assert [(each.printed, each.modifiers, each.units) for each in posted] == [("I10", (), 1), ("G0463", ("25",), 2)]
    assert len({each.id for each in posted}) == 2
    assert coding.undo(team.ann, second).codes == ()


def test_a_set_leaves_diagnoses_that_stand_there_already(team: Team, code_books: CodeBooks) -> None:
    item = working(team)
    coding.post(team.ann, code_books, item, "I10")
    posted = coding.post_set(team.ann, code_books, item, "two", [(CM, "I10"), (CM, "E11.9")]).codes
    assert [each.printed for each in posted] == ["I10", "E11.9"]


def test_a_set_with_a_code_that_is_none_posts_nothing_and_names_it(team: Team, code_books: CodeBooks) -> None:
    item = working(team)
    with pytest.raises(UnknownCode, match=r"old ones was not posted: Z99\.?999"):
        coding.post_set(team.ann, code_books, item, "old ones", [(CM, "I10"), (CM, "Z99.999")])
    assert coding.post(team.ann, code_books, item, "I10").codes[0].printed == "I10"


def test_a_set_without_codes_is_forgotten(team: Team, code_books: CodeBooks) -> None:
    codes = coding.post(team.ann, code_books, working(team), "I10").codes
    own_codes.keep_set(team.ann, "bp", codes)
    own_codes.keep_set(team.ann, "bp", ())
    assert own_codes.code_sets(team.ann) == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [("S72.001", "7th character: A initial encounter"), ("E11", "E11.0"), ("S72.00", "S72.001")],
)
def test_an_incomplete_code_is_never_posted(team: Team, code_books: CodeBooks, typed: str, told: str) -> None:
    item = working(team)
    with pytest.raises(Malformed) as refused:
        coding.post(team.ann, code_books, item, typed)
    assert told in str(refused.value)
    with team.store.reading(team.clock()) as unit:
        assert unit.codes.of(item) == ()


def test_members_of_a_set_that_are_out_of_force_are_named(code_books: CodeBooks) -> None:
    kept = CodeSet("mixed", False, ((CM, "I10"), (CM, "Z99.999"), (CodeSystem.ICD9CM, "401.9"), (HCPCS, "G0463-25 x2")))
    assert own_codes.out_of_force(code_books, kept, date(2026, 6, 1)) == ("Z99.999", "401.9")
