"""The publishers' own files, where they lie beside the checkout: every kind of code system loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_coder.codebook.handed_out import Loaded, Stated
from tui_coder.codebook.loading import LoadReport, load
from tui_coder.codebook.manifest import read_manifests
from tui_coder.codebook.readers import read_edition
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codebook import NoteKind
from tui_coder.domain.codes import CodeSystem
from tui_coder.resources import shipped

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "codesets"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the publishers' files do not lie beside the checkout")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


def report(shelf: Shelf, name: str) -> LoadReport:
    if not (FOLDER / name).exists():
        pytest.skip(f"{name} does not lie beside the checkout")
    return load(FOLDER / name, shelf, Stated(), lambda step: None)


@pytest.fixture(scope="module")
def years(shelf: Shelf) -> dict[str, Loaded]:
    """The order files and addenda of two years of ICD-10-CM, loaded one after the other, by file name."""
    done = [each for year in (2025, 2026) for each in report(shelf, f"icd10cm/cms_{year}_dx.zip").loaded]
    return {each.place.rpartition(": ")[2]: each for each in done}


def test_icd10cm_as_cms_hands_it_out(years: dict[str, Loaded]) -> None:
    order = years["icd10cm_order_2026.txt"]
    assert (order.what, order.codes, order.rejections, order.before) == ("ICD-10-CM 2026", 98_186, 0, "ICD-10-CM 2025")
    assert years["icd10cm_order_2025.txt"].codes == 97_584


def test_two_order_files_differ_as_their_addenda_say(years: dict[str, Loaded], shelf: Shelf) -> None:
    order, addenda = years["icd10cm_order_2026.txt"], years["icd10cm_order_addenda_2026.txt"]
    assert (addenda.added, addenda.removed, addenda.revised, addenda.rejections) == (630, 28, 45, 0)
    # A code that became a header is deleted and added in the addenda, and revised between the two files.
    became_headers = 630 - (order.added or 0)
    assert (addenda.removed or 0) - became_headers == order.removed
    assert "holds these changes already" in addenda.notices[0]


def test_icd10pcs_as_cms_hands_it_out(shelf: Shelf) -> None:
    order, addenda = report(shelf, "icd10pcs/cms_2026_pr.zip").loaded
    assert (order.what, order.codes, order.rejections) == ("ICD-10-PCS 2026", 80_029, 0)
    assert (addenda.added, addenda.removed, addenda.rejections) == (160, 27, 0)
    assert "holds these changes already" in addenda.notices[0]


def test_the_tabular_list_of_2017(shelf: Shelf) -> None:
    done = report(shelf, "icd10cm/ICD10CM_FY2017_Full_XML.zip")
    (tabular,) = [each for each in done.loaded if each.what.startswith("ICD-10-CM 2017")][:1]
    assert tabular.codes > 93_000
    manifests = read_manifests(shipped("codesets"), shelf.folder)
    (manifest,) = [each for each in manifests if each.loaded and each.release.release == "2017"]
    edition = read_edition(manifest)
    assert {note.kind for note in edition.notes} == set(NoteKind)
    assert len(edition.blocks) > 290
    assert any(each.code == "S72001A" and each.billable for each in edition.codes)


def test_hcpcs_as_cms_hands_it_out(shelf: Shelf) -> None:
    done = report(shelf, "hcpcs/2019-Alpha-Numeric-HCPCS-File.zip")
    (text,) = done.loaded
    assert (text.what, text.codes, text.rejections) == ("HCPCS 2019", 6_440, 0)
    assert done.complete
    assert "HCPC2019_CONTR_ANWEB.xlsx" in " ".join(each.place for each in done.passed_over)
    (csv,) = report(shelf, "hcpcs/hcpcs_2025-10_long_descriptions.csv").loaded
    assert (csv.what, csv.codes, csv.rejections) == ("HCPCS 2025-10", 8_463, 0)


def test_hcpcs_as_a_workbook_says_what_its_text_says(shelf: Shelf, tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    import zipfile

    archive = FOLDER / "hcpcs" / "2019-Alpha-Numeric-HCPCS-File.zip"
    if not archive.exists():
        pytest.skip(f"{archive.name} does not lie beside the checkout")
    with zipfile.ZipFile(archive) as opened:
        opened.extract("HCPC2019_CONTR_ANWEB.xlsx", tmp_path)
        opened.extract("HCPC2019_CONTR_ANWEB.txt", tmp_path)
    editions = []
    for suffix in (".txt", ".xlsx"):
        own = Shelf(tmp_path / suffix)
        (one,) = load(tmp_path / f"HCPC2019_CONTR_ANWEB{suffix}", own, Stated(), lambda step: None).loaded
        assert one.rejections == 0
        (manifest,) = [each for each in read_manifests(own.codesets, own.folder) if each.loaded]
        editions.append(read_edition(manifest))
    text, book = editions
    assert [(each.code, each.spans) for each in text.codes] == [(each.code, each.spans) for each in book.codes]
    alike = sum(1 for one, other in zip(text.codes, book.codes, strict=True) if one.title == other.title)
    assert alike > 0.98 * len(text.codes)
    assert text.successors == book.successors


def test_icd9cm_as_cms_handed_it_out_last(tmp_path: Path) -> None:
    manifests = read_manifests(shipped("codesets"))
    own = Shelf(tmp_path)
    for system, name, codes in (
        (CodeSystem.ICD9CM, "CMS32_DESC_LONG_DX.txt", 14_567), (CodeSystem.ICD9PCS, "CMS32_DESC_LONG_SG.txt", 3_882),
    ):  # fmt: skip
        (manifest,) = [each for each in manifests if each.release.system is system]
        (tmp_path / name).write_bytes(manifest.source("codes"))
        (one,) = load(tmp_path / name, own, Stated(), lambda step: None).loaded
        assert (one.what, one.codes, one.rejections) == (f"{system.label} v32", codes, 0)
