"""Checkpoints as lines: what is written is read, alone and among the lines of a system log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.checkpoint import Checkpoint
from tui_coder.domain.refusals import Malformed
from tui_coder.interchange.checkpoints import MARK, line_of, read_lines

texts = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12)
some = st.builds(
    Checkpoint, origin=texts, first=st.integers(1, 10**9), last=st.integers(1, 10**9), head=texts, at=texts, by=texts,
    previous=texts, key=texts, signature=texts,
)  # fmt: skip


@given(st.lists(some, max_size=4))
def test_what_is_written_is_read(kept: list[Checkpoint]) -> None:
    lines = [line_of(each) for each in kept]
    assert all("\n" not in line for line in lines)
    assert read_lines(lines, "f") == tuple(kept)
    assert read_lines([f"Nov 23 12:00:00 host tui-coder[7]: {MARK}{line}\n" for line in lines], "f") == tuple(kept)


ONE = line_of(Checkpoint("o", 1, 2, "h", "t", "lena", "p", "k", "s"))


def test_other_lines_of_a_system_log_are_passed_over() -> None:
    lines = ["Nov 23 sshd[1]: Accepted publickey for ann", "", f"Nov 23 tui-coder[7]: {MARK}{ONE}"]
    assert len(read_lines(lines, "auth.log")) == 1


@pytest.mark.parametrize(
    "line",
    [ONE[:-1], "{}", "{" * 9_999, ONE.replace('"first":1', '"first":"1"'), ONE.replace('"by"', '"from"'),
     ONE.replace('"first":1', '"first":true')],
    ids=["cut", "empty", "deep", "text for a number", "another name", "a truth for a number"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_named_by_its_line(line: str) -> None:
    with pytest.raises(Malformed, match=r"f, line 2: this is no checkpoint"):
        read_lines([ONE, line], "f")
