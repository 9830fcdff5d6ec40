"""What a misspelled word may mean, among the words a release uses."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui_coder.codebook.build import forget
from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.release_file import ReleaseFile
from tui_coder.codebook.vocabulary import Lines, Vocabulary, edit_distance
from tui_coder.codebook.words import sound
from tui_coder.codebook.writer import Wording, write_edition
from tui_coder.domain.codebook import Release
from tui_coder.domain.codes import CodeSystem

WORDS = (
    "anemia", "artery", "asthma", "bronchitis", "cataract", "chest", "chronic", "colitis", "diabetes", "diabetic",
    "disease", "fracture", "gout", "heart", "hypertension", "hypertensive", "kidney", "pneumonia", "psoriasis",
    "seizure", "sepsis", "syncope", "ulcer", "unspecified", "x10",
)  # fmt: skip
vocabulary = Vocabulary(WORDS, Lines("\n".join(sorted(f"{sound(word)} {word}" for word in WORDS if word.isalpha()))))


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("hypertenshun", "hypertension"), ("diabtes", "diabetes"), ("pnuemonia", "pneumonia"), ("astma", "asthma"),
        ("siezure", "seizure"), ("bronkitis", "bronchitis"), ("fracure", "fracture"), ("pnuem", "pneumonia"),
        ("anemea", "anemia"), ("cateract", "cataract"),
    ],
)  # fmt: skip
def test_usual_misspellings(typed: str, word: str) -> None:
    meant = vocabulary.meant(typed)
    assert meant
    assert word.startswith(meant[0])


@pytest.mark.parametrize("typed", ["", "hea", "x1o0", "zzzzzzzz", "a" * 25, "12345"])
def test_what_is_too_short_too_long_or_strange_means_nothing(typed: str) -> None:
    assert vocabulary.meant(typed) == ()


def test_beginnings() -> None:
    assert vocabulary.knows("hyper")
    assert vocabulary.knows("")
    assert not vocabulary.knows("hyperx")
    assert list(vocabulary.beginning("hyperten", 2)) == ["hypertension", "hypertensive"]
    assert list(vocabulary.beginning("hyperten", 1)) == []
    assert list(vocabulary.beginning("zz", 5)) == []


@given(
    st.sampled_from([word for word in WORDS if len(word) > 4]), st.integers(0, 30),
    st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
    st.sampled_from(["lost", "added", "wrong", "swapped"]),
)  # fmt: skip
def test_one_slip_in_a_word_still_finds_it(word: str, place: int, letter: str, slip: str) -> None:
    place %= len(word) - 1
    typed = {
        "lost": word[:place] + word[place + 1 :],
        "added": word[:place] + letter + word[place:],
        "wrong": word[:place] + letter + word[place + 1 :],
        "swapped": word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    }[slip]
    assume(not vocabulary.knows(typed))
    assert any(word.startswith(start) for start in vocabulary.meant(typed))


def plain_distance(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    if one[-1] == other[-1]:
        return plain_distance(one[:-1], other[:-1])
    ways = [plain_distance(one[:-1], other), plain_distance(one, other[:-1]), plain_distance(one[:-1], other[:-1])]
    if one[-2:] == other[-2:][::-1] and len(one) > 1 and len(other) > 1:
        ways.append(plain_distance(one[:-2], other[:-2]))
    return 1 + min(ways)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 6))
def test_the_distance_is_the_fewest_edits(one: str, other: str, most: int) -> None:
    fewest = plain_distance(one, other)
    told = edit_distance(one, other, most)
    assert told == fewest if fewest <= most else told > most


def test_what_few_codes_have_is_rare() -> None:
    counted = Vocabulary(("artery", "asthma", "asthmatic"), Lines(""), (400, 405, 406), 1000)
    assert counted.rarity("artery") < counted.rarity("asthma") <= counted.rarity("asthmatic") <= counted.rarity("zz")
    assert Vocabulary(("artery",), Lines("")).rarity("artery") == counted.rarity("zz")


def test_a_code_is_a_word_only_where_a_text_names_it(tmp_path: Path) -> None:
    titles = {
        "I10": "Grinding",
        "I11": "Grinding with i10",
        "I12": "Squeaks (I12)",
        "I13": "Xi13",
        "I14": "Xi14 or I14",
    }
    release = Release(
        CodeSystem.ICD10CM,
        "2026",
        "Invented",
        "",
        "",
        "",
        date(2026, 1, 1),
        date(2026, 12, 31),
        len(titles),
        len(titles),
    )
    edition = Edition([Listed(code, title) for code, title in titles.items()])
    built = tmp_path / "book.sqlite"
    write_edition(built, edition, dict.fromkeys(titles, 1.0), Wording(), lambda written: None)
    assert [path.name for path in tmp_path.iterdir()] == ["book.sqlite"]
    file = ReleaseFile(built, release, forget)
    words = file.vocabulary
    file.close()
    assert [code for code in titles if words.has(code.lower())] == ["I10", "I12", "I14"]
    every = ("grinding", "i10", "i12", "i14", "or", "squeaks", "with", "xi13", "xi14")
    assert list(words.beginning("", len(every))) == list(every)
    assert words.rarity("i12") > words.rarity("grinding") == words.rarity("i10")


def test_two_slips_are_looked_for_only_widely() -> None:
    assert vocabulary.meant("bromchetis") == ()
    assert vocabulary.meant("bromchetis", widely=True)[0] == "bronchitis"


@given(
    st.lists(st.text("ab -", min_size=1, max_size=5), min_size=1, max_size=12), st.integers(0, 14), st.integers(0, 14)
)
def test_lines_are_those_of_the_text(lines: list[str], first: int, last: int) -> None:
    kept = Lines("\n".join(lines))
    assert list(kept) == lines
    assert kept[first:last] == lines[first:last]


@given(st.lists(st.text("ab -", min_size=1, max_size=5), max_size=12), st.text("ab -{", max_size=5))
def test_sorted_lines_are_found_by_their_beginning(lines: list[str], start: str) -> None:
    kept = Lines("\n".join(sorted(lines)))
    assert kept.first_from(start) == bisect_left(sorted(lines), start)
    assert list(kept.beginning(start)) == [line for line in sorted(lines) if line.startswith(start)]


def test_no_text_has_no_lines() -> None:
    assert list(Lines("")) == []
