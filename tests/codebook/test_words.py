"""Words as the index knows them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.codebook.words import folded, indexed_lines, plain_form, singular, sound, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ménière's disease", ["menieres", "disease"]),
        ("Sjögren`s", ["sjogrens"]),
        ("Crohn’s, of COLON", ["crohns", "of", "colon"]),
        ("non-ST (NSTEMI)", ["non", "st", "nstemi"]),
        ("10 mg/mL", ["10", "mg", "ml"]),
        ("  \t ", []),
        ("İstanbul", ["istanbul"]),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_compounds_answer_in_one_piece_as_well() -> None:
    lines = indexed_lines(["X-ray of gastro-esophageal tract", "Ménière's\ndisease - left"])
    assert [line.split() for line in lines] == [
        ["x", "ray", "of", "gastro", "esophageal", "tract", "xray", "gastroesophageal"],
        ["menieres", "disease", "left"],
    ]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("fractures", "fracture"), ("arteries", "arter"), ("diabetes", "diabete"), ("pelvis", "pelvis"),
        ("virus", "virus"), ("abscess", "abscess"), ("legs", "legs"), ("pain", "pain"),
    ],
)  # fmt: skip
def test_plurals_are_looked_up_by_their_stem(word: str, stem: str) -> None:
    assert singular(word) == stem
    assert word.startswith(stem)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("diabetes", "diabetis"), ("diabetes", "diabeties"), ("pneumonia", "numonia"), ("psoriasis", "psoriasus"),
        ("schizophrenia", "skizofrenia"), ("psoriasis", "soriasis"), ("fracture", "frakture"),
        ("cholecystitis", "colesystitis"),
    ],
)  # fmt: skip
def test_misspellings_sound_as_the_word(right: str, wrong: str) -> None:
    assert sound(right)[:4] == sound(wrong)[:4]


@given(st.lists(st.text("aehkpstyz", min_size=1, max_size=6), min_size=1, max_size=8))
def test_words_sound_together_as_each_by_itself(words: list[str]) -> None:
    assert sound("\n".join(words)).split("\n") == [sound(word) for word in words]


@given(st.text())
def test_any_text_gives_plain_words_and_folding_is_done_once(text: str) -> None:
    assert all(re.fullmatch(r"[a-z0-9]+", word) for word in words_of(text))
    assert words_of(folded(text)) == words_of(text)
    (line,) = indexed_lines([text])
    assert set(words_of(text)) <= set(line.split())
    assert words_of(line) == line.split()


@pytest.mark.parametrize(
    ("word", "plain"),
    [("beating", "beat"), ("popped", "pop"), ("swelling", "swell"), ("sting", "sting"), ("bed", "bed"), ("red", "red")],
)
def test_forms_of_a_verb_are_one(word: str, plain: str) -> None:
    assert plain_form(word) == plain
