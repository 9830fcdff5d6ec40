"""The form of a hand-off: what is drafted is what is read back, and what is wrong is told with its line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.handoff import RECEIVER, Action, Contingency, Illness
from tui_coder.domain.handoff_form import Draft, as_form, read_form
from tui_coder.domain.refusals import Malformed

words = st.text(alphabet="abcdefghij 0123456789.", min_size=1).map(lambda text: " ".join(text.split())).filter(bool)
names = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,9}", fullmatch=True)
drafts = st.builds(
    Draft,
    to=names,
    severity=st.sampled_from(Illness),
    summary=words,
    items=st.lists(names, unique=True).map(tuple),
    actions=st.lists(st.builds(Action, words, names, words)).map(tuple),
    contingencies=st.lists(st.builds(Contingency, words.filter(lambda text: not text.startswith("if ")), words)).map(
        tuple
    ),
)


@given(drafts)
def test_what_is_drafted_is_what_is_read(draft: Draft) -> None:
    assert read_form(as_form(draft)) == draft


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Malformed):
        read_form(text)


def test_a_form_as_a_person_types_it() -> None:
    assert read_form(
        "to: bob\n\n  # If: this happens -> do that \n#\nSEVERITY: Unstable\nSummary: two left: one query\nItems: A1, north/TWIN\n"
        "Items: A3\nDo: call Dr Ash @bob noon\nDo:\nDo: file the rest\nIf: labs come -> recode\n"
    ) == Draft(
        "bob", Illness.UNSTABLE, "two left: one query", ("A1", "north/TWIN", "A3"),
        (Action("call Dr Ash", "bob", "noon"), Action("file the rest")), (Contingency("labs come", "recode"),),
    )  # fmt: skip
    assert f"@{RECEIVER}" in as_form(Draft(actions=(Action("file the rest"),)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("To: bob\nhello", "Line 2: it begins with none of To:, Severity:"),
        ("To: bob\nTo: cy", "Line 2: To stands here twice"),
        ("Severity: bad", "Line 1: 'bad' is no severity: stable, watcher, unstable"),
        ("\nIf: labs come", "Line 2: A contingency needs both halves"),
        ("To: bob\n# If: this happens -> do that call the doctor", "Line 2: words behind a # are not sent; put"),
        ("#call the doctor", "Line 1: words behind a # are not sent"),
        ("Do: @bob noon", "Line 1: An action needs words"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_form(text)
    assert str(refused.value).startswith(told)
