"""The sentence around the words behind a code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.passages import passage


@pytest.mark.parametrize(
    ("text", "words", "before", "after"),
    [
        ("Cough. Denies pneumonia today. Afebrile.", "pneumonia", " Denies ", " today"),
        ("Denies chest pain,\nshortness of breath, pneumonia.", "pneumonia", "Denies chest pain,\nshortness of breath, ", ""),
        ("No fever\nPneumonia\nCough", "Pneumonia", "\n", ""),
        ("Rule out\npneumonia here", "pneumonia", "Rule out\n", " here"),
        ("1. COPD\n2. Pneumonia, likely\n3. Gout", "Pneumonia", " ", ", likely"),
        ("- no gout\n- pneumonia\n- cough", "pneumonia", "\n- ", ""),
        ("A1c 8.1 with diabetes", "diabetes", "A1c 8.1 with ", ""),
        ("PLAN\n\npneumonia\n\nnext", "pneumonia", "", ""),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_a_reader_ends_it(text: str, words: str, before: str, after: str) -> None:
    start = text.index(words)
    found = passage(text, start, start + len(words))
    assert (found.before.strip(" \n-0123456789."), found.words, found.after) == (
        before.strip(" \n-0123456789."), words, after
    )  # fmt: skip


@given(st.text(), st.data())
def test_a_passage_is_the_text_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = passage(text, start, end)
    whole = found.before + found.words + found.after
    assert whole in text and found.words == text[start:end]
    assert text[:start].endswith(found.before) and text[end:].startswith(found.after)
