"""How columns share a width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tui_coder.ui.widgets.columns import MARKS, Column, header_strip, lay_out, row_strip

any_text = st.text(max_size=60) | st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30)


@st.composite
def some_columns(draw: st.DrawFn) -> list[Column[str]]:
    columns = []
    for number in range(draw(st.integers(1, 10))):
        fixed, least = draw(st.booleans()), draw(st.integers(1, 20))
        columns.append(
            Column[str](
                key=str(number),
                title=draw(any_text),
                cell=lambda row: row,
                width=least if fixed else None,
                min=least,
                max=None if draw(st.booleans()) else least + draw(st.integers(0, 20)),
                align=draw(st.sampled_from(["left", "right"])),
                drop=draw(st.integers(0, 9)),
            )
        )
    return columns


@given(columns=some_columns(), width=st.integers(0, 200))
def test_columns_fill_the_width_and_go_in_the_order_stated(columns: list[Column[str]], width: int) -> None:
    layout = lay_out(columns, width)
    shown = {column.key: cells for column, cells in layout.columns}
    dropped = [column for column in columns if column.key not in shown]
    kept = [column for column in columns if column.key in shown]
    assert all(column.drop for column in dropped)
    assert list(shown) == [column.key for column in kept], "the order of the columns stays"
    if dropped:
        assert max((column.drop for column in kept), default=0) <= min(column.drop for column in dropped)
    for column in kept:
        assert shown[column.key] >= column.least
        if column.width is not None:
            assert shown[column.key] == column.width
        elif column.max is not None:
            assert shown[column.key] <= max(column.max, column.min)
    used = MARKS + sum(shown.values()) + layout.gap * (len(shown) - 1)
    grows = any(column.width is None and (column.max is None or shown[column.key] < column.max) for column in kept)
    if used > width:
        assert not any(column.drop for column in kept), "too wide only when no column may go"
    elif grows:
        assert used == width, "nothing is left over while a column can grow"


@given(columns=some_columns(), width=st.integers(1, 120), text=any_text)
def test_every_line_is_exactly_as_wide_as_the_table(columns: list[Column[str]], width: int, text: str) -> None:
    layout = lay_out(columns, width)
    for strip in (
        header_strip(layout, Style(), width),
        row_strip(layout, text, ("▸* ", Style()), Style(), width),
    ):
        assert strip.cell_length == cell_len(strip.text) == width
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in strip.text)


def test_numbers_stand_right_and_words_left() -> None:
    columns = [
        Column[str](key="a", title="Who", cell=lambda row: row, width=6),
        Column[str](key="b", title="Sum", cell=lambda row: row, width=6, align="right"),
    ]
    layout = lay_out(columns, 20)
    assert header_strip(layout, Style(), 20).text == "   Who        Sum   "
    assert row_strip(layout, "12", ("   ", Style()), Style(), 20).text == "   12          12   "
