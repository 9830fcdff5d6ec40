"""Publishers' files -> editions; manifests -> releases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.codebook.small_sets import COMPLETE, SPANS, TABULAR
from tui_coder.codebook.edition import Span
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.manifest import SourceFile, read_manifests
from tui_coder.codebook.readers import read_edition
from tui_coder.codebook.readers.code_and_title import read_codes
from tui_coder.codebook.readers.hcpcs_spans import read_spans
from tui_coder.codebook.readers.icd10cm_tabular import read_tabular
from tui_coder.domain.codebook import NoteKind
from tui_coder.domain.codes import CodeSystem


def test_the_tabular_list_with_its_seventh_characters() -> None:
    edition = read_tabular(TABULAR.encode(), COMPLETE.encode())
    by_code = {listed.code: listed for listed in edition.codes}
    assert "\n".join(by_code) + "\n" == COMPLETE
    assert by_code["I120XXD"].title == "Broken cogwheel, left, later repair"
    assert by_code["I120XXD"].parent == "I120"
    assert (by_code["I12"].billable, by_code["I120"].billable, by_code["I120XXA"].billable) == (False, False, True)
    assert "High gear pressure" in by_code["I10"].terms
    assert [block.name for block in edition.blocks] == ["chapter 9", "I10-I19", "I20-I20"]
    told = [(note.owner, note.kind) for note in edition.notes]
    assert ("chapter 9", NoteKind.INCLUDES) in told
    assert ("I10-I19", NoteKind.EXCLUDES1) in told
    assert ("I110", NoteKind.CODE_FIRST) in told
    assert [(each.owner, each.character) for each in edition.sevenths] == [("I12", "A"), ("I12", "D"), ("I12", "S")]


@pytest.mark.parametrize("damage", ["<a><b></a>", "", TABULAR.replace(" (I10-I19)</desc>", "</desc>")])
def test_a_damaged_tabular_list_is_refused(damage: str) -> None:
    with pytest.raises(CodeBookError, match="tabular list"):
        read_tabular(damage.encode(), COMPLETE.encode())


def test_code_and_title_lines() -> None:
    edition = read_codes("001   Fi\xe8vre   of  gears\r\n\r\n0123  Rust\n".encode("latin-1"), "latin-1")
    assert [(each.code, each.title) for each in edition.codes] == [("001", "Fièvre of gears"), ("0123", "Rust")]


def test_spans_of_a_code_that_ended_and_came_back() -> None:
    first, second, third = read_spans(SPANS.encode()).codes
    assert first.spans == (Span(date(2020, 1, 1), date(2021, 6, 30)), Span(date(2023, 1, 1), None))
    assert (second.code, second.spans) == ("A0002", (Span(date(2019, 7, 1), None),))
    assert third.title == "Oiling can, leaking"


def test_manifests_are_read_in_the_order_of_systems(small_codesets: Path) -> None:
    manifests = read_manifests(small_codesets)
    assert [each.release.system for each in manifests] == [
        CodeSystem.ICD10CM, CodeSystem.ICD10PCS, CodeSystem.ICD9CM, CodeSystem.HCPCS,
    ]  # fmt: skip
    assert manifests[0].release.covers(date(2026, 4, 1))
    assert not manifests[0].release.covers(date(2026, 10, 1))


def test_the_fingerprint_follows_what_the_built_file_depends_on(small_codesets: Path) -> None:
    def fingerprints() -> list[str]:
        return [each.fingerprint for each in read_manifests(small_codesets)]

    first = fingerprints()
    assert fingerprints() == first
    (small_codesets / "ranking" / "icd10cm.txt").write_text("I20\n", encoding="utf-8")
    second = fingerprints()
    assert (second[0] != first[0], second[1:]) == (True, first[1:])
    (small_codesets / "synonyms" / "hcpcs-words.tsv").write_text("can\ttin\n", encoding="utf-8")
    assert fingerprints()[3] != second[3]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("codes = 13", 'codes = "'), ("2026-04-01", '"soon"'), ('"icd10cm"', '"icd11"'), ("layout", "outlay"),
        ('part = "codes"', 'piece = "codes"'),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_is_named(small_codesets: Path, old: str, new: str) -> None:
    path = small_codesets / "icd10cm" / "2026-04" / "manifest.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CodeBookError, match=r"manifest\.toml cannot be read"):
        read_manifests(small_codesets)


def test_no_manifest_at_all(tmp_path: Path) -> None:
    with pytest.raises(CodeBookError, match="No code set"):
        read_manifests(tmp_path)


def test_an_unknown_layout_is_named(small_codesets: Path) -> None:
    path = small_codesets / "hcpcs" / "2026-04" / "manifest.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("hcpcs-spans", "cuneiform"), encoding="utf-8")
    (manifest,) = [each for each in read_manifests(small_codesets) if each.release.system is CodeSystem.HCPCS]
    with pytest.raises(CodeBookError, match="cuneiform"):
        read_edition(manifest)


@pytest.mark.parametrize(
    ("package", "path", "sentence"),
    [
        ("no_such_package_of_codes", "list.txt", "no_such_package_of_codes .* is missing. Run: pip install 'x==1'"),
        ("hypothesis", "no-such-list.txt", r"no-such-list.txt \(x==1\) cannot be read: .* Run: pip install 'x==1'"),
        ("hypothesis", "__init__.py", "is not the file this version was made for"),
    ],
)  # fmt: skip
def test_a_source_package_that_is_missing_or_another(tmp_path: Path, package: str, path: str, sentence: str) -> None:
    with pytest.raises(CodeBookError, match=sentence):
        SourceFile("codes", path, "0" * 64, package, "x==1").read(tmp_path)
