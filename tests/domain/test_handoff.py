"""Hand-offs: what is typed for actions and contingencies, and who may accept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.handoff import Action, Contingency, HandOff, Illness, accept, parse_action, parse_contingency
from tui_coder.domain.refusals import IllegalMove, Malformed


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("call Dr Ash @bob tomorrow noon", Action("call Dr Ash", "bob", "tomorrow noon")),
        ("call Dr Ash @bob", Action("call Dr Ash", "bob")),
        ("  call Dr Ash  ", Action("call Dr Ash")),
        ("call Dr Ash @ bob tomorrow", Action("call Dr Ash", "bob", "tomorrow")),
        ("call Dr Ash @", Action("call Dr Ash")),
    ],
)
def test_actions(text: str, action: Action) -> None:
    assert parse_action(text) == action


@pytest.mark.parametrize("text", ["", "   ", "@bob tomorrow"])
def test_an_action_needs_words(text: str) -> None:
    with pytest.raises(Malformed):
        parse_action(text)


@pytest.mark.parametrize(
    ("text", "condition", "response"),
    [
        ("path report comes: recode principal", "path report comes", "recode principal"),
        ("path report comes -> recode principal", "path report comes", "recode principal"),
        ("path report comes→recode principal", "path report comes", "recode principal"),
        ("if path report comes, then recode principal", "path report comes", "recode principal"),
        ("If path report comes then recode principal", "path report comes", "recode principal"),
        ("IF path report comes THEN recode principal", "path report comes", "recode principal"),
        ("no answer by 10:30: call again at 11:00", "no answer by 10:30", "call again at 11:00"),
        ("no answer by 10:30 then call again", "no answer by 10:30", "call again"),
        ("payer: CO-16 -> send the op note", "payer: CO-16", "send the op note"),
        ("the query is open: call, then hold", "the query is open", "call, then hold"),
    ],
)
def test_contingencies(text: str, condition: str, response: str) -> None:
    assert parse_contingency(text) == Contingency(condition, response)


@pytest.mark.parametrize("text", ["", "path report comes", "-> recode", "path report comes ->", ":", "call at 10:30"])
def test_a_contingency_needs_both_halves(text: str) -> None:
    with pytest.raises(Malformed):
        parse_contingency(text)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Malformed):
        what = parse_action(text).what
        assert what
        assert what == what.strip()
    with suppress(Malformed):
        read = parse_contingency(text)
        assert all(half and half == half.strip() for half in (read.condition, read.response))


words = st.text(alphabet="abcdefghij 0123456789", min_size=1).map(str.strip).filter(bool)


@given(words.filter(lambda text: " then " not in f" {text} " and not text.startswith("if ")), words)
def test_both_halves_come_back_as_typed(condition: str, response: str) -> None:
    assert parse_contingency(f"{condition} -> {response}") == Contingency(condition, response)
    assert parse_contingency(f"if {condition}, then {response}") == Contingency(condition, response)


OPEN = HandOff(3, "ann", "bob", Illness.WATCHER, "two queries open", datetime(2026, 11, 23, 16))


def test_only_the_receiver_accepts_once_and_in_their_own_words() -> None:
    accept(OPEN, "bob", "two queries, one due tomorrow")
    with pytest.raises(IllegalMove, match="for bob"):
        accept(OPEN, "ann", "mine")
    with pytest.raises(Malformed):
        accept(OPEN, "bob", "  ")
    accepted = replace(OPEN, accepted_at=datetime(2026, 11, 23, 17), readback="yes")
    assert OPEN.is_open
    assert not accepted.is_open
    with pytest.raises(IllegalMove, match="already"):
        accept(accepted, "bob", "again")


def test_severities_have_distinct_marks() -> None:
    assert len({severity.mark for severity in Illness}) == len(Illness) == 3
