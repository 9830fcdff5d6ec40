"""The code books as the workstation holds them: asked before they are built, from many threads, and closed."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tui_coder.codebook.build import Progress
from tui_coder.codebook.errors import CodeBookError
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import UnknownCode
from tui_coder.services.code_books import CodeBooks

DAY = date(2026, 6, 1)


@pytest.fixture
def small_books(tmp_path: Path, small_codesets: Path) -> CodeBooks:
    return CodeBooks(tmp_path / "cache", small_codesets)


def test_asked_before_it_is_built(small_books: CodeBooks) -> None:
    assert not small_books.built
    assert small_books.standing_on(DAY) == "ICD-10-CM"
    assert not small_books.built
    heard: list[Progress] = []
    small_books.prepare(heard.append)
    assert small_books.built
    assert heard[-1].done == heard[-1].total
    assert small_books.standing_on(DAY) == "ICD-10-CM 2026-04"


def test_the_first_question_builds_and_the_next_only_opens(small_books: CodeBooks, tmp_path: Path) -> None:
    assert small_books.search("grinding", on=DAY)[0].code == "I10"
    again = CodeBooks(tmp_path / "cache", tmp_path / "codesets")
    heard: list[Progress] = []
    again.prepare(heard.append)
    assert heard == []
    assert [each.system for each in again.releases()] == [
        CodeSystem.ICD10CM, CodeSystem.ICD10PCS, CodeSystem.ICD9CM, CodeSystem.HCPCS,
    ]  # fmt: skip


def test_what_the_first_search_reads_can_be_read_before(small_books: CodeBooks, small_codesets: Path) -> None:
    """Taking the tables away afterwards shows that they are not read again."""
    small_books.read_words()
    shutil.rmtree(small_codesets / "synonyms")
    assert small_books.search("egr", on=DAY)[0].code == "I10"


def test_a_listener_that_fails_stops_the_build_and_leaves_the_books_usable(small_books: CodeBooks) -> None:
    class ScreenGone(Exception):
        pass

    def gone(step: Progress) -> None:
        raise ScreenGone

    with pytest.raises(ScreenGone):
        small_books.prepare(gone)
    assert not small_books.built
    assert small_books.search("egr", on=DAY)[0].code == "I10"


def test_many_threads_ask_while_one_builds(small_books: CodeBooks) -> None:
    start = threading.Barrier(6)

    def ask(text: str) -> tuple[str, ...]:
        start.wait()
        return tuple(hit.code for _ in range(20) for hit in small_books.search(text, on=DAY)[:1])

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, ["egr", "grindng", "big oiling", "I11.9", "broken gear", "resection"]))
    assert [set(each) for each in answers] == [{"I10"}, {"I10"}, {"A0002"}, {"I119"}, {"I121XXA"}, {"0DTJ4ZZ"}]


def test_threads_searching_the_shipped_books_get_what_one_gets(code_books: CodeBooks) -> None:
    texts = ["htn", "hypertenshun", "fx hip left", "e11", "wheelchair", "type 2 diab", "0dtj", "copd w exac"] * 3
    alone = [code_books.search(text, on=DAY) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: code_books.search(text, on=DAY), texts))
    assert together == alone
    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(code_books.show, ["I10", "E11.9", "S72.001A"] * 8))
    assert [entry.printed for entry in shown] == ["I10", "E11.9", "S72.001A"] * 8


def test_a_closed_book_answers_nothing_from_memory(small_books: CodeBooks) -> None:
    book = small_books.prepare()
    assert book.search("grinding", on=DAY, systems=[CodeSystem.ICD10CM])
    small_books.close()
    with pytest.raises(CodeBookError, match="is closed"):
        book.search("grinding", on=DAY, systems=[CodeSystem.ICD10CM])


def test_closing_ends_nothing_that_is_under_way_and_is_no_damage(small_books: CodeBooks) -> None:
    book = small_books.prepare()
    stop = threading.Event()
    failures: list[str] = []

    def ask() -> None:
        while not stop.is_set():
            try:
                assert book.search("grinding", on=DAY)[0].code == "I10"
            except CodeBookError as error:
                failures.append(str(error))
                return

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    small_books.close()
    for thread in threads:
        thread.join(timeout=30)
    stop.set()
    assert not any(thread.is_alive() for thread in threads)
    assert len(failures) == 3
    assert all(each.endswith("is closed.") for each in failures)
    assert small_books.built
    assert small_books.search("grinding", on=DAY)[0].code == "I10"
    small_books.close()
    small_books.close()


def test_damage_is_told_once_and_the_next_session_builds_anew(small_books: CodeBooks, tmp_path: Path) -> None:
    small_books.prepare()
    small_books.close()
    for built in (tmp_path / "cache" / "codebook").glob("icd10cm*.sqlite"):
        built.chmod(0o600)
        built.write_bytes(built.read_bytes()[:8192])
    assert not small_books.built
    assert small_books.search("grinding", on=DAY)[0].code == "I10"


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2014, 9, 30), "ICD-9-CM v32 *"), (date(2015, 9, 30), "ICD-9-CM v32"),
        (date(2015, 10, 1), "ICD-10-CM 2026-04 *"), (date(2026, 4, 1), "ICD-10-CM 2026-04"),
        (date(2026, 9, 30), "ICD-10-CM 2026-04"), (date(2026, 10, 1), "ICD-10-CM 2026-04 *"),
    ],
)  # fmt: skip
def test_the_code_set_of_a_day_and_a_star_where_none_covers_it(code_books: CodeBooks, on: date, told: str) -> None:
    assert code_books.standing_on(on) == told


def test_a_system_without_a_book(code_books: CodeBooks, small_books: CodeBooks) -> None:
    assert code_books.release_for(CodeSystem.CPT, DAY) is None
    assert code_books.entry(CodeSystem.CPT, "99213", DAY) is None
    assert small_books.release_for(CodeSystem.ICD9PCS, DAY) is None


@pytest.mark.parametrize(
    ("typed", "system", "on", "found"),
    [
        ("e11.9", None, DAY, (CodeSystem.ICD10CM, "E11.9")), ("4019", None, DAY, (CodeSystem.ICD9CM, "401.9")),
        ("4019", CodeSystem.ICD9PCS, DAY, (CodeSystem.ICD9PCS, "40.19")),
        ("g0463", None, DAY, (CodeSystem.HCPCS, "G0463")), ("0dtj4zz", None, DAY, (CodeSystem.ICD10PCS, "0DTJ4ZZ")),
        ("v58.11", None, date(2015, 9, 30), (CodeSystem.ICD9CM, "V58.11")),
        ("E11", None, None, (CodeSystem.ICD10CM, "E11")),
    ],
)  # fmt: skip
def test_show_finds_a_typed_code(
    code_books: CodeBooks, typed: str, system: CodeSystem | None, on: date | None, found: tuple[CodeSystem, str]
) -> None:
    entry = code_books.show(typed, system, on)
    assert (entry.system, entry.printed) == found


IN_USE = "CPT, HCPCS, ICD-10-CM, ICD-10-PCS"


@pytest.mark.parametrize(
    ("typed", "system", "sentence"),
    [
        ("e11.99", None, f"E11.99 is not a code in force on 2026-06-01 ({IN_USE})."),
        ("zzz", None, f"ZZZ is not a code in force on 2026-06-01 ({IN_USE})."),
        ("E11.9", CodeSystem.HCPCS, "E11.9 is not a code in force on 2026-06-01 (HCPCS)."),
        ("99213", CodeSystem.CPT, "99213 is not in CPT; no release of CPT is here that could tell."),
        ("99213", None, "99213 is not in any code book here; no release of CPT is here that could tell."),
    ],
)  # fmt: skip
def test_show_refuses_what_no_book_holds(
    code_books: CodeBooks, typed: str, system: CodeSystem | None, sentence: str
) -> None:
    with pytest.raises(UnknownCode) as refused:
        code_books.show(typed, system, DAY)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("typed", "on", "setting", "found"),
    [
        ("e11.9", DAY, Setting.PROFESSIONAL, (CodeSystem.ICD10CM, "Type 2 diabetes mellitus without complications")),
        ("99213", DAY, Setting.PROFESSIONAL, (CodeSystem.CPT, "")),
        ("4019", date(2015, 9, 30), Setting.PROFESSIONAL, (CodeSystem.ICD9CM, "Unspecified essential hypertension")),
        ("g0463", DAY, Setting.OUTPATIENT, (CodeSystem.HCPCS, "Hospital outpt clinic visit")),
    ],
)  # fmt: skip
def test_a_code_to_be_posted_is_known_by_system_and_title(
    code_books: CodeBooks, typed: str, on: date, setting: Setting, found: tuple[CodeSystem, str]
) -> None:
    assert code_books.identify(typed, on, setting) == found


def test_a_code_no_book_holds_is_not_posted(code_books: CodeBooks) -> None:
    with pytest.raises(UnknownCode, match=r"E11\.99 is not a code in force on 2026-06-01 .*it was not posted"):
        code_books.identify("e11.99", DAY, Setting.PROFESSIONAL)


def test_what_the_edits_are_told(code_books: CodeBooks) -> None:
    facts = code_books.references.facts(CodeSystem.ICD10CM, "F0280", DAY)
    assert (facts.exists, facts.valid, facts.billable, facts.manifestation) == (True, True, True, True)
    assert facts.code_first
    absent = code_books.references.facts(CodeSystem.ICD10CM, "E1199", DAY)
    assert (absent.exists, absent.valid, absent.release) == (False, False, "2026-04")
    late = code_books.references.facts(CodeSystem.ICD10CM, "E1199", date(2026, 11, 23))
    assert (late.exists, late.valid) == (False, None)
    unknown = code_books.references.facts(CodeSystem.CPT, "99213", DAY)
    assert (unknown.exists, unknown.valid, unknown.release) == (None, None, "")
    assert code_books.references.facts(CodeSystem.ICD10CM, "F0280", DAY) is facts
