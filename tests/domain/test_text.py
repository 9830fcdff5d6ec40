"""Chart text: one form, nothing a terminal would obey, and offsets that stay true."""

from __future__ import annotations

import sys

from hypothesis import example, given
from hypothesis import strategies as st

from tui_coder.domain.text import PICTURES, canonical, find_all, fold, line_at, lines_of

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


def test_exactly_the_characters_of_the_table_are_replaced() -> None:
    newlines = {0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}
    for code in range(sys.maxunicode + 1):
        if code in newlines or code == 0xFEFF:
            continue
        cleaned = canonical("a" + chr(code))
        assert cleaned.text == "a" + PICTURES.get(code, chr(code)), hex(code)
        assert cleaned.controls == (code in PICTURES)


def test_the_newline_forms_become_one() -> None:
    assert canonical("\ufeffa\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\n").text == "a\nb\nc\nd\ne\nf\ng\nh\n"


@given(ANY_TEXT)
def test_doing_it_twice_changes_nothing(text: str) -> None:
    once = canonical(text)
    again = canonical(once.text)
    assert (again.text, again.controls) == (once.text, 0)
    assert not set(map(ord, once.text)) & (PICTURES.keys() - {0xFFFD})


@given(ANY_TEXT)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@example("", "", "¨")  # an accent alone: its base is a blank
@given(st.text(), st.text(), st.text(min_size=1).filter(lambda words: words.split() and not words[0].isspace()))
def test_words_that_stand_there_are_found_where_they_stand(before: str, after: str, words: str) -> None:
    text = f"{before} {words} {after}"
    places = find_all(text, words)
    assert any(fold(text[start:end]).split() == fold(words).split() for start, end in places)


def test_words_are_found_over_line_breaks_and_whatever_the_case_and_accents() -> None:
    assert find_all("Acute on\n  CHRONIC café", "chronic CAFE") == ((11, 23),)
    assert find_all("no such words", "") == ()


@given(st.text(alphabet="ab\n"), st.integers(0, 50))
def test_the_line_of_an_offset(text: str, offset: int) -> None:
    place = min(offset, len(text))
    assert line_at(lines_of(text), place) == text[:place].count("\n")
