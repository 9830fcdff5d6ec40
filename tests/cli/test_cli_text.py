"""Tables and paragraphs: never wider than asked, never anything that a terminal obeys."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tui_coder.cli.text import Column, cells, cut, one_line, paragraph, table

LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(st.tuples(LETTERS, LETTERS, st.integers(0, 10**9)), max_size=5)
COLUMNS = (Column("Name"), Column("What happened", wraps=True), Column("Minutes", right=True))


def obeyed(text: str) -> set[str]:
    return {each for each in text if unicodedata.category(each) == "Cc" or each in "\u202e\u2066\u200b\U000e0041"}


@given(st.text())
def test_one_line_is_one_line_and_harmless(text: str) -> None:
    line = one_line(text)
    assert not obeyed(line)
    assert one_line(line) == line


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert one_line(text) == text


@given(LETTERS, st.integers(0, 40))
def test_cut_fits_and_keeps_what_fits(text: str, width: int) -> None:
    text = one_line(text)
    shown = cut(text, width)
    assert cells(shown) <= width
    assert shown == text if cells(text) <= width else text.startswith(shown.removesuffix("…"))


@given(ROWS, st.integers(1, 120))
def test_a_table_is_never_wider_than_the_terminal(rows: list[tuple[str, str, int]], width: int) -> None:
    lines = table(COLUMNS, rows, width)
    assert len(lines) >= len(rows) + 1
    assert all(cells(line) <= width and not obeyed(line) for line in lines)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=20), st.integers(12, 60))
def test_a_paragraph_keeps_every_word(words: list[str], width: int) -> None:
    lines = paragraph(" ".join(words), width, "  ", hang="  ")
    assert " ".join(lines).split() == words
    assert all(cells(line) <= width for line in lines)


def test_a_table_as_a_person_reads_it() -> None:
    rows = [("ann", "given to bob and then taken back again", 7), ("Ödön 李", None, 12)]
    assert table(COLUMNS, rows, 36) == [
        "Name     What happened       Minutes",
        "ann      given to bob and          7",
        "         then taken back",
        "         again",
        "Ödön 李  -                        12",
    ]


def test_what_people_type_is_never_cut() -> None:
    lines = table([Column("Item", firm=True), Column("Patient")], [("north/A100234", "Okafor, Adaeze")], 22)
    assert lines[1] == "north/A100234  Okafor…"
