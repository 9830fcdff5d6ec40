"""Typed text -> what to look for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.codebook.operations import as_operation
from tui_coder.codebook.query import read_query
from tui_coder.codebook.synonyms import Meaning, Synonyms
from tui_coder.domain.codes import CodeSystem


def words(text: str, synonyms: Synonyms) -> list[tuple[str, ...]]:
    return [unit.words for unit in read_query(text, synonyms).units]


@pytest.mark.parametrize(
    ("text", "code", "alone"),
    [
        ("e11.9", "E119", True), ("E119", "E119", True), (" s72.001a ", "S72001A", True), ("0dtj4zz", "0DTJ4ZZ", True),
        ("gzhzzzz", "GZHZZZZ", True), ("v58.11", "V5811", True), ("e11 9", "E119", False), ("e11.", "E11", True),
        ("htn", "", False), ("diabetes", "", False), ("type 2 diabetes", "", False), ("", "", False),
        ("e11.9 diabetes", "", False), ("12345678", "", False),
        ("t10 l2", "", False), ("t10", "T10", True), ("l4-l5", "", False),
    ],
)  # fmt: skip
def test_what_may_be_a_code(synonyms: Synonyms, text: str, code: str, alone: bool) -> None:
    query = read_query(text, synonyms)
    assert (query.code, query.begins_code) == (code, alone)


def test_an_abbreviation_takes_its_longest_form(synonyms: Synonyms) -> None:
    (unit,) = read_query("heart attack", synonyms).units
    assert unit.words == ("heart", "attack")
    assert ("i219",) in unit.alternatives(CodeSystem.ICD10CM)
    assert ("41091",) in unit.alternatives(CodeSystem.ICD9CM)
    assert ("i219",) not in unit.alternatives(CodeSystem.ICD9CM)


@pytest.mark.parametrize("text", ["hip fx left", "fx hip left", "left fx hip", "lt hip fx", "hip lt fx", "fx left hip"])
def test_the_side_may_stand_anywhere(synonyms: Synonyms, text: str) -> None:
    assert {frozenset(each) for each in words(text, synonyms)} == {frozenset(["left"]), frozenset(["hip", "fx"])}


def test_what_is_still_typed_is_taken_for_what_it_begins(synonyms: Synonyms) -> None:
    (unit,) = read_query("heart att", synonyms).units
    assert ("i219",) in unit.alternatives(CodeSystem.ICD10CM)
    assert not read_query("heart att ", synonyms).units[-1].meanings
    completed = read_query("torado", synonyms).completed(synonyms)
    assert completed is not None
    assert ("ketorolac",) in completed.units[0].alternatives(CodeSystem.HCPCS)
    assert read_query("torado ", synonyms).completed(synonyms) is None
    assert read_query("zzzzq", synonyms).completed(synonyms) is None


def test_words_that_say_nothing_fall_away_unless_alone(synonyms: Synonyms) -> None:
    assert words("sarcoma of the rib", synonyms) == [("sarcoma",), ("rib",)]
    assert words("the", synonyms) == [("the",)]


@pytest.mark.parametrize(
    "text",
    ["knee pain all the time", "really bad knee pain", "knee pain since yesterday", "knee pain for two weeks",
     "pt with knee pain", "I have a knee pain", "knee pain last night", "knee pain 3 days ago", "knee pain on and off",
     "knee pain won't go away", "my knee keeps hurting a lot"],
)  # fmt: skip
def test_how_long_and_how_badly_is_left_out(synonyms: Synonyms, text: str) -> None:
    pain = read_query("knee pain ", synonyms).units[-1].meanings
    assert [unit.meanings for unit in read_query(f"{text} ", synonyms).units if unit.words != ("with",)] == [pain]


@pytest.mark.parametrize(
    "text",
    ["had a stroke last year", "stroke 5 years ago", "stroke a few years back", "past stroke", "previous stroke",
     "stroke in 2019", "stroke years ago"],
)  # fmt: skip
def test_what_was_years_ago_is_history(synonyms: Synonyms, text: str) -> None:
    first = [unit.meanings[0] for unit in read_query(f"{text} ", synonyms).units if unit.meanings]
    assert Meaning(code="Z8673", system=CodeSystem.ICD10CM) in first


@given(text=st.text(max_size=400))
def test_any_text_is_read(synonyms: Synonyms, text: str) -> None:
    query = read_query(text, synonyms)
    assert len(query.units) <= 10
    for unit in query.units:
        assert all(word.isascii() and word.isalnum() for word in unit.words)
        assert len(unit.alike) == len(unit.words)
    query.as_typed()
    query.completed(synonyms)


@pytest.mark.parametrize("text", ["fluid on lungs", "fluid in the lungs", "lung fluid", "fluids on my lung"])
def test_a_phrase_is_known_however_it_is_put(synonyms: Synonyms, text: str) -> None:
    (unit,) = read_query(f"{text} ", synonyms).units
    assert ("pulmonary", "edema") in unit.alternatives(CodeSystem.ICD10CM)


def test_a_word_of_every_day_is_an_abbreviation_only_alone(synonyms: Synonyms) -> None:
    assert read_query("all", synonyms).abbreviated
    assert words("sarcoma all over", synonyms) == [("sarcoma",), ("over",)]


def test_left_and_right_are_bilateral(synonyms: Synonyms) -> None:
    assert words("left and right kneecap", synonyms)[0] == ("bilateral",)


@pytest.mark.parametrize(("text", "side"), [("r hip fx", ("right",)), ("fx l hip", ("left",)), ("l spine", ("l",))])
def test_a_letter_is_a_side_where_it_is_none_of_the_spine(synonyms: Synonyms, text: str, side: tuple[str, ...]) -> None:
    assert words(text, synonyms)[0][:1] == side


def test_the_opposite_of_what_is_typed(synonyms: Synonyms) -> None:
    assert read_query("acute hfref", synonyms).opposites == {"chronic"}
    assert read_query("acute on chronic hfref", synonyms).opposites == set()


@pytest.mark.parametrize("text", ["htn w/ ckd", "htn with ckd", "htn & ckd", "ckd and htn"])
def test_what_joins_words_says_nothing(synonyms: Synonyms, text: str) -> None:
    assert read_query(text, synonyms).units[0].meanings == read_query("htn ckd", synonyms).units[0].meanings


def test_what_is_absent_is_not_looked_for(synonyms: Synonyms) -> None:
    query = read_query("copd w/o exac", synonyms)
    assert [unit.words for unit in query.affirmed.units] == [("copd",)]
    assert read_query("no fever", synonyms).affirmed.units
    plain = read_query("copd exac", synonyms)
    assert plain.affirmed is plain


def test_a_look_is_no_more_diagnostic_for_being_called_so(synonyms: Synonyms) -> None:
    assert ("diagnostic",) not in [
        unit.words for unit in as_operation(read_query("colonoscopy diagnostic", synonyms)).units
    ]
    assert ("diagnostic",) in [unit.words for unit in as_operation(read_query("drainage diagnostic", synonyms)).units]
