"""What a site loaded, used: releases beside the shipped ones, each on its days, and honest about what is not known."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.codebook.handed import ORDER, hcpcs_record, order_file, put
from tests.codebook.small_sets import TABULAR
from tui_coder.codebook.build import Progress, build
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import Stated
from tui_coder.domain.codebook import NoteKind, Release
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import UnknownCode
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.upkeep import past

SPRING, WINTER, NEXT_WINTER = date(2026, 6, 1), date(2025, 12, 1), date(2026, 12, 1)
NEWER = (*ORDER, ("I120XXB", 1, "Broken cogwheel, left, new", "Broken cogwheel, left, new kind of repair"))


@pytest.fixture
def books(tmp_path: Path, small_codesets: Path) -> Iterator[CodeBooks]:
    books = CodeBooks(tmp_path / "cache", small_codesets, tmp_path / "site")
    yield books
    books.close()


def load(books: CodeBooks, path: Path, stated: Stated | None = None) -> None:
    assert books.load(path, stated or Stated()).complete


def releases(books: CodeBooks, system: CodeSystem = CodeSystem.ICD10CM) -> list[str]:
    return [each.release for each in books.releases() if each.system is system]


def test_a_loaded_release_answers_on_its_days_and_survives_a_new_session(
    books: CodeBooks, tmp_path: Path, small_codesets: Path
) -> None:
    heard: list[Progress] = []
    report = books.load(put(tmp_path, "icd10cm_order_2027.txt", order_file(NEWER)), Stated(), heard.append)
    assert report.complete
    assert "ICD-10-CM 2027: 8 of 8 codes" in {step.message for step in heard}
    assert releases(books) == ["2026-04", "2027"]
    books.prepare()  # what is shipped waited until here
    assert books.standing_on(NEXT_WINTER) == "ICD-10-CM 2027"
    assert books.identify("i12.0xxb", NEXT_WINTER, Setting.OUTPATIENT)[1] == "Broken cogwheel, left, new kind of repair"
    again = CodeBooks(tmp_path / "cache", small_codesets, tmp_path / "site")
    assert again.built
    entry = again.entry(CodeSystem.ICD10CM, "I120XXB", NEXT_WINTER)
    assert entry is not None
    assert (entry.valid, entry.standing.in_force, entry.release) == (True, True, "2027")
    again.close()


def test_another_session_takes_up_what_was_loaded_without_a_new_start(
    books: CodeBooks, tmp_path: Path, small_codesets: Path
) -> None:
    other = CodeBooks(tmp_path / "cache", small_codesets, tmp_path / "site")
    assert not other.renew()  # nothing was opened yet
    other.prepare()
    assert not other.renew()
    edits = other.references
    load(books, put(tmp_path, "icd10cm_order_2027.txt", order_file(NEWER)))
    assert not other.renew()  # perhaps the load goes on
    assert other.renew()
    assert releases(other) == ["2026-04", "2027"]
    assert other.search("new kind of repair", on=NEXT_WINTER)[0].code == "I120XXB"
    assert other.references is not edits
    assert not other.renew()
    other.close()


def test_a_shelf_that_stays_unreadable_says_so_once_until_it_changes(
    books: CodeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.prepare()
    for why in ("Input/output error", "Stale file handle"):
        with monkeypatch.context() as broken:
            broken.setattr(Path, "glob", _failing_with(why))
            with pytest.raises(CodeBookError, match=why):
                books.renew()
            assert not books.renew()
    assert not books.renew()  # it is back, as it was
    with monkeypatch.context() as broken:
        broken.setattr(Path, "glob", _failing_with("Stale file handle"))
        with pytest.raises(CodeBookError, match="Stale file handle"):
            books.renew()


def _failing_with(why: str) -> Callable[[Path, str], Iterator[Path]]:
    def glob(folder: Path, pattern: str) -> Iterator[Path]:
        raise OSError(errno.EIO, why)

    return glob


def test_of_two_releases_that_cover_a_day_the_later_one_answers(books: CodeBooks, tmp_path: Path) -> None:
    load(books, put(tmp_path, "icd10cm_order_2026.txt", order_file()))
    answers = {
        on: books.release_for(CodeSystem.ICD10CM, on) for on in (WINTER, date(2026, 3, 31), date(2026, 4, 1), SPRING)
    }
    assert [each.release for each in answers.values() if each] == ["2026", "2026", "2026-04", "2026-04"]


def test_a_list_without_notes_shows_those_of_another_release_and_names_it(books: CodeBooks, tmp_path: Path) -> None:
    load(books, put(tmp_path, "icd10cm_order_2027.txt", order_file(NEWER)))
    entry = books.entry(CodeSystem.ICD10CM, "I110", NEXT_WINTER)
    assert entry is not None
    assert (entry.release, entry.notes_release) == ("2027", "2026-04")
    assert [note.text for note in entry.notes[NoteKind.CODE_FIRST]] == ["the spring itself (I10)"]
    assert [each.code for each in entry.parents] == ["I00-I99", "I10-I19", "I11"]
    assert books.search("high gear pressure", on=NEXT_WINTER)[0].code == "I10"
    new = books.entry(CodeSystem.ICD10CM, "I120XXB", NEXT_WINTER)
    assert new is not None
    assert [note.origin for note in new.notes[NoteKind.SEVENTH]] == ["I12"]
    own = books.entry(CodeSystem.ICD10CM, "I110", SPRING)
    assert own is not None
    assert (own.release, own.notes_release) == ("2026-04", "2026-04")
    tabular = TABULAR.replace("<ICD10CM.tabular>", "<ICD10CM.tabular><version>2027</version>")
    load(books, put(tmp_path, "tabular.xml", tabular.replace("the spring itself", "the new spring")))
    entry = books.entry(CodeSystem.ICD10CM, "I110", NEXT_WINTER)
    assert entry is not None
    assert entry.notes_release == "2027"
    assert [note.text for note in entry.notes[NoteKind.CODE_FIRST]] == ["the new spring (I10)"]


def test_the_same_release_loaded_again_takes_the_place_of_the_old(books: CodeBooks, tmp_path: Path) -> None:
    load(books, put(tmp_path, "icd10cm_order_2027.txt", order_file()))
    load(books, put(tmp_path, "icd10cm_order_2027.txt", order_file(NEWER)))
    assert releases(books) == ["2026-04", "2027"]
    assert len(list((tmp_path / "cache" / "codebook").glob("loaded-*.sqlite"))) == 1
    assert books.entry(CodeSystem.ICD10CM, "I120XXB", NEXT_WINTER) is not None


def test_a_list_of_a_shipped_release_completes_it_and_hides_no_notes(books: CodeBooks, tmp_path: Path) -> None:
    load(books, put(tmp_path, "icd10cm-order-april-2026.txt", order_file(NEWER)))
    assert releases(books) == ["2026-04"]
    assert books.entry(CodeSystem.ICD10CM, "I120XXB", SPRING) is not None
    entry = books.entry(CodeSystem.ICD10CM, "I110", SPRING)
    assert entry is not None
    assert (entry.notes_release, NoteKind.CODE_FIRST in entry.notes) == ("2026-04", True)


def test_a_quarter_does_not_hide_the_years_that_a_shipped_release_of_its_name_holds(
    books: CodeBooks, tmp_path: Path
) -> None:
    load(books, put(tmp_path, "HCPC2026_APR.txt", hcpcs_record("A0002", 3, "Can of the quarter", adddt="20190701")))
    assert releases(books, CodeSystem.HCPCS) == ["2026-04", "2026-04"]
    titles = [entry.title for on in (WINTER, SPRING) if (entry := books.entry(CodeSystem.HCPCS, "A0002", on))]
    assert titles == ["Oiling can, large", "Can of the quarter"]


def refusal(books: CodeBooks, code: str, on: date) -> str:
    with pytest.raises(UnknownCode) as refused:
        books.identify(code, on, Setting.OUTPATIENT)
    return str(refused.value)


def test_a_code_not_in_force_is_told_with_what_the_releases_know(books: CodeBooks, tmp_path: Path) -> None:
    old = (*ORDER, ("I199", 1, "Grinding of old", "Grinding of old"))
    load(books, put(tmp_path, "icd10cm_order_2026.txt", order_file(old)), Stated(last=date(2026, 3, 31)))
    load(books, put(tmp_path, "icd10cm_order_2027.txt", order_file(NEWER)))
    names = "(CPT, HCPCS, ICD-10-CM, ICD-10-PCS)"
    assert refusal(books, "I19.9", SPRING) == (
        f"I19.9 is not a code in force on 2026-06-01 {names}; it was valid until 2026-03-31 (ICD-10-CM 2026); it was "
        "not posted."
    )
    with pytest.raises(UnknownCode) as refused:
        books.show("i199", on=SPRING)
    assert str(refused.value) == (
        f"I199 is not a code in force on 2026-06-01 {names}; it was valid until 2026-03-31 (ICD-10-CM 2026)."
    )
    assert "; it is valid from 2026-10-01 (ICD-10-CM 2027); it was not posted." in refusal(books, "I12.0XXB", SPRING)
    assert "; it was valid until 2026-03-31 at least (ICD-10-CM 2026);" in refusal(books, "I19.9", NEXT_WINTER)
    late = refusal(books, "I55.5", date(2028, 1, 1))
    assert "no release here covers that day (ICD-10-CM 2027 holds from 2026-10-01 to 2027-09-30), load it" in late


def test_a_code_that_ended_names_what_its_publisher_puts_in_its_place(books: CodeBooks, tmp_path: Path) -> None:
    records = hcpcs_record("A0003", 3, "Leaking can", termdt="20271231", xref1="A0001", adddt="20200101")
    load(books, put(tmp_path, "HCPC2027_CONTR_ANWEB.txt", records + hcpcs_record("A0001", 3, "Can", adddt="20200101")))
    load(books, put(tmp_path, "HCPC2028_CONTR_ANWEB.txt", hcpcs_record("A0001", 3, "Can", adddt="20200101")))
    entry = books.entry(CodeSystem.HCPCS, "A0003", date(2027, 5, 1))
    assert entry is not None
    assert (entry.valid, entry.standing.successors) == (True, ("A0001",))
    told = refusal(books, "A0003", date(2028, 5, 1))
    assert "it was valid until 2027-12-31 (HCPCS 2027); its publisher names A0001 in its place" in told


def test_the_notes_of_hcpcs_are_facts_of_their_own_release(books: CodeBooks, tmp_path: Path) -> None:
    load(books, put(tmp_path, "HCPC2027_CONTR_ANWEB.txt", hcpcs_record("A0001", 3, "Can", cov="C", adddt="20200101")))
    load(books, put(tmp_path, "hcpcs_2028-01.csv", "Code,Description\nA0001,Can\nA0005,Jug\n"))
    entry = books.entry(CodeSystem.HCPCS, "A0001", date(2028, 2, 1))
    assert entry is not None
    assert (entry.notes, entry.notes_release) == ({}, "")


def test_cpt_is_checked_only_where_a_site_loaded_it(books: CodeBooks, tmp_path: Path) -> None:
    assert books.identify("00000", SPRING, Setting.PROFESSIONAL) == (CodeSystem.CPT, "")
    text = "00000\tAn invented service\n00001\tAnother invented service\n"
    stated = Stated("cpt", "2026", date(2026, 1, 1), date(2026, 12, 31))
    load(books, put(tmp_path, "LONGULT.txt", text), stated)
    assert books.identify("00000", SPRING, Setting.PROFESSIONAL) == (CodeSystem.CPT, "An invented service")
    assert "00002 is not a code in force on 2026-06-01" in refusal(books, "00002", SPRING)
    assert books.identify("00002", date(2027, 6, 1), Setting.PROFESSIONAL) == (CodeSystem.CPT, "")
    assert books.search("another invented", on=SPRING)[0].code == "00001"


def test_a_file_of_the_shelf_that_was_changed_is_not_read(
    books: CodeBooks, tmp_path: Path, small_codesets: Path
) -> None:
    load(books, put(tmp_path, "icd10cm_order_2027.txt", order_file()))
    (kept,) = (tmp_path / "site").glob("icd10cm/2027/codes-*.tsv")
    kept.write_text(kept.read_text(encoding="utf-8").replace("Essential", "Accidental"), encoding="utf-8")
    with pytest.raises(CodeBookError, match=r"is not the file .* Load the release again"):
        build(tmp_path / "other", None, small_codesets, tmp_path / "site")


def test_a_book_without_a_shelf_takes_nothing(tmp_path: Path, small_codesets: Path) -> None:
    with pytest.raises(CodeBookError, match="shipped releases alone"):
        CodeBooks(tmp_path / "cache", small_codesets).load(tmp_path, Stated())


def test_who_knows_no_shelf_leaves_what_another_loaded(books: CodeBooks, tmp_path: Path, small_codesets: Path) -> None:
    load(books, put(tmp_path, "icd10cm_order_2027.txt", order_file()))
    for built in (tmp_path / "cache" / "codebook").glob("icd10cm*.sqlite"):
        built.unlink()
    build(tmp_path / "cache", codesets=small_codesets)
    assert books.built


def release(system: CodeSystem, name: str, last: date) -> Release:
    return Release(system, name, "", "", "", "", date(2020, 1, 1), last, 1, 1)


def test_what_the_code_book_cannot_tell_today_is_said() -> None:
    today = date(2026, 11, 23)
    known = [
        release(CodeSystem.ICD10CM, "2026", date(2026, 9, 30)), release(CodeSystem.ICD10CM, "2025", date(2025, 9, 30)),
        release(CodeSystem.ICD10PCS, "2027", date(2027, 9, 30)), release(CodeSystem.ICD9CM, "v32", date(2015, 9, 30)),
        release(CodeSystem.HCPCS, "2026-10", today),
    ]  # fmt: skip
    assert [(each.name, each.ok, each.detail) for each in past(known, today)] == [
        (
            "ICD-10-CM", True,
            "newest release 2026 ends 2026-09-30; codes of later dates are not checked; load the newer with: tui-coder "
            "codes load",
        ),
        ("CPT", True, "no release is loaded; its codes are taken without a title, not checked"),
    ]  # fmt: skip
