"""Evidence across versions of a document: it stands, its words are carried, or they changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.assignment import Assignment, CodeRole, Evidence
from tui_coder.domain.carried import WordsState, carried, states, words_behind
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Document
from tui_coder.domain.text import fold

OLD = "HPI\nType 2 diabetes, on insulin.\nPLAN\nType 2 diabetes: continue insulin."


def document(number: int, text: str, version: int, *, superseded: bool = False, name: str = "note.txt") -> Document:
    return Document(number, "Note", "note", text, "", version=version, superseded=superseded, name=name)


def code(*spans: Evidence) -> Assignment:
    return Assignment(7, CodeSystem.ICD10CM, "E119", CodeRole.FIRST_LISTED, 1, evidence=spans)


def at(words: str, text: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def test_words_are_found_again_in_their_surroundings() -> None:
    new = "Addendum: Type 2 diabetes was discussed.\n" + OLD
    assert carried(OLD, new, *at("Type 2 diabetes", OLD, 1)) == at("Type 2 diabetes", new, 2)
    assert carried(OLD, new, *at("Type 2 diabetes", OLD)) == at("Type 2 diabetes", new, 1)


def test_wrapped_and_recased_words_are_the_same() -> None:
    new = "HPI\nTYPE 2\ndiabetes, on insulin."
    assert carried(OLD, new, *at("Type 2 diabetes", OLD)) == at("TYPE 2\ndiabetes", new)


def test_words_that_are_gone_changed() -> None:
    assert carried(OLD, "HPI\nType 1 diabetes.", *at("Type 2 diabetes", OLD)) is None


def test_a_code_knows_what_became_of_its_words() -> None:
    old = document(1, OLD, 1, superseded=True)
    span = Evidence(1, *at("on insulin", OLD))
    assert states([code(span)], [document(1, OLD, 1)]) == {7: WordsState.STAND}
    (found,) = words_behind(code(span), [old, document(2, f"NEW\n{OLD}", 2)])
    assert (found.state, found.now) == (WordsState.CARRIED, Evidence(2, span.start + 4, span.end + 4))
    other = [old, document(2, "Diet alone.", 2), document(3, OLD, 1, name="another.txt")]
    assert states([code(span)], other) == {7: WordsState.CHANGED}
    both = code(span, Evidence(3, 0, 3))
    assert states([both], other) == {7: WordsState.CHANGED}, "the worst is told"
    assert states([code()], other) == {}


@given(st.text(), st.text(), st.text("abc ", min_size=1).filter(str.strip), st.text(), st.text())
def test_words_that_stand_in_the_new_text_are_found_as_they_are(
    before: str, after: str, words: str, new_before: str, new_after: str
) -> None:
    old, new = f"{before} {words} {after}", f"{new_before} {words} {new_after}"
    place = carried(old, new, len(before) + 1, len(before) + 1 + len(words))
    assert place is not None
    assert fold(new[slice(*place)]).split() == words.split()
