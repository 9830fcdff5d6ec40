"""Two versions, or two documents: what went, came, and was copied forward."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.comparing import documents_compared, versions_compared

OLD = "HPI\nCough for a week.\nASSESSMENT\nPneumonia.\nPLAN\nRest."
LINES = st.lists(st.text("ab \t", max_size=6), max_size=12).map("\n".join)


def test_versions_show_what_went_and_came() -> None:
    new = OLD.replace("Pneumonia.", "Bronchitis.")
    shown = versions_compared(OLD, new).splitlines()
    assert shown[0] == "line 1"
    assert "- Pneumonia." in shown and "+ Bronchitis." in shown
    assert shown.index("- Pneumonia.") < shown.index("+ Bronchitis.")


def test_the_same_version_shows_nothing() -> None:
    assert versions_compared(OLD, OLD) == ""


def test_copied_paragraphs_are_marked_and_short_likeness_is_not() -> None:
    long = "The patient has been seen for years for the same complaint, which was always mild and never treated."
    older, newer = f"PLAN\n{long}\nOld end.", f"PLAN\nNew start.\n{long}\nPLAN"
    shown = documents_compared(older, newer).splitlines()
    assert f"= {long}" in shown
    assert "  New start." in shown and "- Old end." in shown
    assert shown[0] == "1 of 4 lines stand in both documents and are marked =."
    assert not any(line == "= PLAN" for line in shown)


@given(LINES, LINES)
def test_both_texts_can_be_read_back_from_a_comparison(old: str, new: str) -> None:
    shown = documents_compared(old, new).split("\n")[2:]
    newer = [line[2:] for line in shown[: len(new.split("\n"))]]
    assert "\n".join(newer) == new
    if old == new:
        assert versions_compared(old, new) == ""
