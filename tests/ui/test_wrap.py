"""Wrapping: nothing is lost, nothing is wider than the pane, and every offset leads back to the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_coder.domain.text import canonical, line_at, lines_of
from tui_coder.ui.widgets.wrap import _cuts, _plain_cuts, wrap

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("ab .,\t\n\n漢字é\u0301👍"), st.characters(exclude_categories=())), max_size=400
).map(lambda text: canonical(text).text)


@given(TEXTS, st.integers(2, 60))
def test_every_character_but_the_newlines_stands_in_exactly_one_row(text: str, width: int) -> None:
    starts = lines_of(text)
    rows = wrap(text, starts, width)
    for line, start in enumerate(starts):
        end = starts[line + 1] - 1 if line + 1 < len(starts) else len(text)
        own = [row for row in range(len(rows)) if rows.lines[row] == line]
        assert "".join(text[rows.starts[row] : rows.ends[row]] for row in own) == text[start:end]
        assert own == list(range(own[0], own[-1] + 1))


@given(TEXTS.filter(lambda text: "\t" not in text), st.integers(2, 60))
def test_no_row_is_wider_than_the_pane(text: str, width: int) -> None:
    rows = wrap(text, lines_of(text), width)
    assert all(cell_len(text[start:end].rstrip()) <= width for start, end in zip(rows.starts, rows.ends, strict=True))


@given(TEXTS, st.integers(2, 60), st.data())
def test_an_offset_is_found_in_the_row_that_holds_it(text: str, width: int, data: st.DataObject) -> None:
    starts = lines_of(text)
    rows = wrap(text, starts, width)
    offset = data.draw(st.integers(0, len(text)))
    row = rows.row_of(offset)
    assert rows.starts[row] <= offset
    assert row + 1 == len(rows) or offset < rows.starts[row + 1]
    assert rows.lines[row] == line_at(starts, offset)
    assert rows.lines[rows.first_of_line(rows.lines[row])] == rows.lines[row]


@given(st.text("ab  .", min_size=2, max_size=60), st.integers(1, 30))
def test_plain_lines_are_cut_as_all_others_are(line: str, width: int) -> None:
    if len(line) > width:
        assert list(_plain_cuts(line, width)) == list(_cuts(line, width))


def test_words_are_kept_whole_where_they_fit() -> None:
    text = "alpha beta gamma"
    rows = wrap(text, lines_of(text), 11)
    assert [text[a:b] for a, b in zip(rows.starts, rows.ends, strict=True)] == ["alpha beta", " gamma"]
