"""The shipped tables of abbreviations, like words and common codes: what they name exists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tui_coder.codebook.catalog import CodeBook
from tui_coder.codebook.phrases import pieces_of
from tui_coder.codebook.query import read_query
from tui_coder.codebook.synonyms import Synonyms, read_synonyms, read_word_forms
from tui_coder.domain.codes import CodeSystem, bare, guess_systems, printed
from tui_coder.resources import shipped

TABLES = shipped("codesets")
DAY = date(2026, 6, 1)


def lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def abbreviations() -> Iterator[tuple[str, str]]:
    for path in sorted((TABLES / "synonyms" / "abbreviations").glob("*.tsv")):
        for line in lines(path):
            typed, tab, told = line.partition("\t")
            assert all((tab, typed.strip(), told.strip())), f"{path.name}: {line}"
            for each in typed.split(","):
                assert each.strip(), f"{path.name}: {line}"
                yield each.strip(), told


def test_every_code_named_by_an_abbreviation_is_in_its_book(book: CodeBook) -> None:
    meanings = {meaning.strip() for _, told in abbreviations() for meaning in told.split("|")}
    absent = []
    for code in sorted(each.removeprefix("=") for each in meanings if each.startswith("=")):
        systems = [each for each in guess_systems(bare(code)) if printed(each, bare(code)) == code]
        if not any(book.entry(each, code) for each in systems):
            absent.append(code)
    assert absent == []


def test_every_abbreviation_is_known_as_it_is_typed(synonyms: Synonyms) -> None:
    unknown = []
    for typed, _ in abbreviations():
        pieces = pieces_of(typed)
        if synonyms.longest(pieces, finished=True)[0] != len(pieces):
            unknown.append(typed)
    assert unknown == []


def test_every_abbreviation_finds_something(book: CodeBook) -> None:
    """One of those that stand for the same: they are asked for by the same words."""
    typed_for = {told: typed for typed, told in abbreviations()}
    lost = [typed for typed in typed_for.values() if not book.search(f"{typed} ", on=DAY, limit=1)]
    assert [typed for typed in lost if not book.search(f"{typed} ", limit=1)] == []


def test_every_common_code_exists_and_may_be_reported(book: CodeBook) -> None:
    for path in sorted((TABLES / "ranking").glob("*.txt")):
        for line in lines(path):
            for code in line.partition("#")[0].split():
                found = book.entry(CodeSystem(path.stem), code)
                assert found is not None, code
                assert (found.billable, found.printed) == (True, code)


def test_like_words_and_word_forms_are_single_words(synonyms: Synonyms) -> None:
    for word, others in synonyms.alike.items():
        assert pieces_of(word) == [word]
        assert others
        assert word not in others
    for short, full in read_word_forms(TABLES / "synonyms" / "hcpcs-words.tsv").items():
        assert pieces_of(short) == [short]
        assert full


def test_meanings_of_several_tables_add_up(tmp_path: Path) -> None:
    folder = tmp_path / "abbreviations"
    folder.mkdir()
    (folder / "a.tsv").write_text("# remark\n\nGR/X\tgear rust | =I10\n", encoding="utf-8")
    (folder / "b.tsv").write_text("gr/x, gx\tgrinding\nold gr\told grinding\n", encoding="utf-8")
    (tmp_path / "alike.tsv").write_text("gear\tcog\n", encoding="utf-8")
    read = read_synonyms(tmp_path)
    taken, meanings = read.longest(["gr/x"], finished=True)
    assert taken == 1
    assert [(each.words, each.code) for each in meanings] == [(("gear", "rust"), ""), ((), "I10"), (("grinding",), "")]
    assert read.longest(["gr", "old"], finished=True)[0] == 2
    assert read.longest(["gr"], finished=False) == (0, ())
    assert [each.words for each in read.longest(["gx"], finished=True)[1]] == [("grinding",)]


def test_no_phrase_stands_twice_among_the_words_by_category() -> None:
    path = TABLES / "synonyms" / "abbreviations" / "words_by_category.tsv"
    keys = [" ".join(pieces_of(each)) for line in lines(path) for each in line.partition("\t")[0].split(",")]
    assert sorted(key for key, times in Counter(keys).items() if times > 1) == []


def test_the_words_of_one_system_are_left_out_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "abbreviations"
    folder.mkdir()
    (folder / "a.tsv").write_text("achilles\tpcs: lower leg tendon\nshin\ttibia | pcs: lower leg\n", encoding="utf-8")
    (tmp_path / "alike.tsv").write_text("gear\tcog\n", encoding="utf-8")
    read = read_synonyms(tmp_path)
    ((meaning,),) = (read.longest(["achilles"], finished=True)[1],)
    assert (meaning.words, meaning.system) == (("lower", "leg", "tendon"), CodeSystem.ICD10PCS)
    assert read.elsewhere.longest(["achilles"], finished=True) == (0, ())
    assert [each.words for each in read.elsewhere.longest(["shin"], finished=True)[1]] == [("tibia",)]


def test_names_of_operations_are_built_of_blocks(synonyms: Synonyms) -> None:
    taken, meanings = synonyms.longest(["cholangiopancreatectomy"], finished=True)
    assert taken == 1
    assert {each.words for each in meanings} == {
        ("resection", "bile", "duct"), ("excision", "bile", "duct"), ("resection", "pancreas"), ("excision", "pancreas"),
    }  # fmt: skip
    assert synonyms.longest(["anatomy"], finished=True) == (0, ())
    assert synonyms.longest(["xyzectomy"], finished=True) == (0, ())


@pytest.mark.parametrize("text", ["ear hurts", "ear aching", "painful ear"])
def test_a_phrase_is_known_in_any_form_of_its_words(synonyms: Synonyms, text: str) -> None:
    assert synonyms.longest(text.split(), finished=True) == synonyms.longest(["ear", "pain"], finished=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cut on my chin", ("laceration", "head", "other", "part")), ("my chin got cut", ("laceration", "head", "other", "part")),
        ("dog bit his leg", ("open", "bite", "lower", "leg")), ("ankles keep giving out", ("instability", "ankle")),
        ("legs feel numb", ("anesthesia", "of", "skin")), ("stiff thumbs", ("stiffness", "hand")),
        ("swollen knees and ankles", ("effusion", "knee")), ("swollen knees and ankles", ("effusion", "ankle")),
        ("cut between toes", ("laceration", "toe")),
        ("pinky finger broken", ("fracture", "phalanx", "little", "finger")), ("can't move my hip", ("stiffness", "hip")),
        ("lump under a toe", ("swelling", "mass", "lump", "lower", "limb")), ("burnt toes", ("burn", "unspecified", "degree", "toe")),
    ],
)  # fmt: skip
def test_every_part_of_the_body_goes_with_every_complaint(
    synonyms: Synonyms, text: str, words: tuple[str, ...]
) -> None:
    (unit,) = read_query(f"{text} ", synonyms).units
    assert words in unit.alternatives(CodeSystem.ICD10CM)


@pytest.mark.parametrize(
    ("text", "same"),
    [("trouble getting pregnant", "can't get pregnant"), ("eyes won't stop watering", "eyes watering"), ("tow pain", "toe hurts")],
)  # fmt: skip
def test_what_one_cannot_do_or_stop_is_the_same_however_it_is_said(synonyms: Synonyms, text: str, same: str) -> None:
    (one,), (other,) = (read_query(f"{each} ", synonyms).units for each in (text, same))
    assert one.meanings == other.meanings != ()


@pytest.mark.parametrize(
    "text", ["ring finger", "chin knee", "numb itch", "stomach locking", "and knee", "numb and itch"]
)
def test_what_is_no_complaint_of_a_part_stays_apart(synonyms: Synonyms, text: str) -> None:
    assert synonyms.complaints.told(text.split()) == ""


def test_what_a_part_tells_of_a_complaint_takes_the_place_of_what_is_told_of_any(synonyms: Synonyms) -> None:
    assert synonyms.complaints.told(["back", "spasm"]) == "=M62.830"
    assert synonyms.complaints.told(["calf", "spasm"]).startswith("=R25.2")


@pytest.mark.parametrize(
    ("tells", "asks"), [("parts-of-body.tsv", "complaints.tsv"), ("causes.tsv", "events.tsv")]
)  # fmt: skip
def test_every_name_a_complaint_asks_for_is_told_by_some_part(tells: str, asks: str) -> None:
    folder = TABLES / "synonyms"
    told = {each.partition(":")[0].strip() for line in lines(folder / tells)
            for each in line.partition("\t")[2].split("|")}  # fmt: skip
    asked = {name for line in lines(folder / asks) for name in re.findall(r"\{(\w+)\}", line)}
    assert told == asked


def test_every_code_told_of_a_complaint_is_in_its_book(book: CodeBook) -> None:
    folder = TABLES / "synonyms"
    named = [
        (line, code)
        for table in ("parts-of-body.tsv", "complaints.tsv", "causes.tsv")
        for line in lines(folder / table)
        for code in re.findall(r"=([A-Z0-9.]+)", line)
    ]
    assert len(named) > 100
    assert [each for each in named if not book.entry(CodeSystem.ICD10CM, each[1])] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("phosphorus too high", "=E83.39"), ("my magnesium dropped", "=E83.42"), ("pulse is really low", "=R00.1"),
     ("inflamed stomach", "=K29.70"), ("metastatic to my spine", "=C79.51"), ("tendon inflammation", "=M77.9")],
)  # fmt: skip
def test_a_value_may_be_high_or_low_and_an_organ_inflamed(synonyms: Synonyms, text: str, code: str) -> None:
    assert code in synonyms.complaints.told(pieces_of(text)).split(" | ")


def test_a_table_that_is_missing_is_an_error_but_word_forms_need_none(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"alike\.tsv"):
        read_synonyms(tmp_path)
    assert read_word_forms(tmp_path / "no-words.tsv") == {}


def test_tables_are_read_once_until_one_of_them_is_changed(tmp_path: Path) -> None:
    table, other = tmp_path / "abbreviations" / "a.tsv", tmp_path / "abbreviations" / "b.tsv"
    table.parent.mkdir()
    table.write_text("gx\tgrinding\n", encoding="utf-8")
    (tmp_path / "alike.tsv").write_text("gear\tcog\n", encoding="utf-8")
    read = read_synonyms(tmp_path)
    assert read_synonyms(tmp_path) is read
    table.write_text("gx\tgrinding\ngy\trust\n", encoding="utf-8")
    assert read_synonyms(tmp_path).longest(["gy"], finished=True)[0] == 1
    other.write_text("gz\tdust\n", encoding="utf-8")
    assert read_synonyms(tmp_path).longest(["gz"], finished=True)[0] == 1
    other.unlink()
    assert read_synonyms(tmp_path).longest(["gz"], finished=True)[0] == 0


def test_every_family_has_a_code_and_none_ends_before_it_begins(book: CodeBook) -> None:
    spans = [line.partition("\t")[0].split("-") for line in lines(TABLES / "synonyms" / "hcpcs-families.tsv")]
    assert [(first, last) for first, last in spans if first > last] == []
    codes = sorted(code for code, _ in book.codes_beginning(CodeSystem.HCPCS, "", None))
    assert [(first, last) for first, last in spans if not any(first <= code <= last for code in codes)] == []
