"""Each kind of file a site can load, from small invented ones: what is recognised, read, compared and rejected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.codebook.handed import ORDER, codes_file, hcpcs_record, order_file, put, zipped
from tests.codebook.small_sets import TABULAR
from tui_coder.codebook.edition import Edition, Span, Successor
from tui_coder.codebook.handed_out import Loaded, Rejections, Stated
from tui_coder.codebook.kinds import icd10_order, kinds
from tui_coder.codebook.loading import LoadReport, load
from tui_coder.codebook.manifest import Manifest, read_manifests
from tui_coder.codebook.readers import read_edition
from tui_coder.codebook.shelf import Shelf
from tui_coder.codebook.unpacking import handed_out
from tui_coder.domain.codes import CodeSystem


@pytest.fixture
def shelf(tmp_path: Path, small_codesets: Path) -> Shelf:
    return Shelf(tmp_path / "shelf", small_codesets)


def report(path: Path, shelf: Shelf, stated: Stated | None = None) -> LoadReport:
    return load(path, shelf, stated or Stated(), lambda step: None)


def loaded(path: Path, shelf: Shelf, stated: Stated | None = None) -> Loaded:
    done = report(path, shelf, stated)
    assert done.rejected == ()
    (one,) = done.loaded
    return one


def reason(path: Path, shelf: Shelf, stated: Stated | None = None) -> str:
    done = report(path, shelf, stated)
    assert (done.loaded, done.complete) == ((), False)
    (one,) = done.rejected
    return one.reason


def manifests(shelf: Shelf) -> list[Manifest]:
    return [each for each in read_manifests(shelf.codesets, shelf.folder) if each.loaded]


def edition(shelf: Shelf) -> Edition:
    (manifest,) = manifests(shelf)
    found = read_edition(manifest)
    assert (len(found.codes), found.billable) == (manifest.release.codes, manifest.release.billable)
    return found


# ---- ICD-10: order, codes, addenda, tabular ---------------------------------------------------------------------------


def test_an_order_file_with_its_headers(tmp_path: Path, shelf: Shelf) -> None:
    done = loaded(put(tmp_path, "icd10cm_order_2030.txt", order_file()), shelf)
    assert (done.what, done.codes, done.rejections, done.before) == ("ICD-10-CM 2030", 7, 0, "ICD-10-CM 2026-04")
    (manifest,) = manifests(shelf)
    assert (manifest.release.valid_from, manifest.release.valid_to) == (date(2029, 10, 1), date(2030, 9, 30))
    assert "order file" in manifest.release.title
    by_code = {each.code: each for each in edition(shelf).codes}
    assert list(by_code) == [code for code, *_ in ORDER]
    assert {code: each.billable for code, each in by_code.items()} == {code: bool(flag) for code, flag, *_ in ORDER}
    assert (by_code["I120XXA"].parent, by_code["I120"].parent, by_code["I10"].parent) == ("I120", "I12", "")
    assert by_code["I110"].title == "Grinding of the main spring with failure"
    assert "Grinding, main spring, failure" in by_code["I110"].terms


def test_lines_of_an_order_file_that_are_none_are_named(tmp_path: Path, shelf: Shelf) -> None:
    text = order_file() + "00008 I13\r\n\r\n" + order_file()[: len(order_file().splitlines()[0]) + 2]
    done = report(put(tmp_path, "order_2030.txt", text), shelf)
    assert not done.complete
    assert [(each.line, each.reason) for each in done.loaded[0].rejected] == [
        (8, "is no line of an order file"), (10, "I10 stands twice"),
    ]  # fmt: skip
    assert len(edition(shelf).codes) == 7


def test_each_release_is_compared_with_the_one_before(tmp_path: Path, shelf: Shelf) -> None:
    loaded(put(tmp_path, "icd10cm_order_2030.txt", order_file()), shelf)
    entries = (
        *ORDER[:2],
        ("I110", 1, "x", "Another title"),
        *ORDER[4:6],
        ("I120XXB", 1, "new", "new"),
        ("I13", 1, "n", "n"),
    )
    done = loaded(put(tmp_path, "icd10cm_order_2031.txt", order_file(entries)), shelf)
    assert (done.added, done.removed, done.revised, done.before) == (2, 2, 1, "ICD-10-CM 2030")


def test_the_release_is_told_by_name_content_archive_or_person(tmp_path: Path, shelf: Shelf) -> None:
    assert "--release NAME --from DATE --to DATE" in reason(put(tmp_path, "order.txt", order_file()), shelf)
    assert loaded(put(tmp_path, "icd10cm-order-April-2030.txt", order_file()), shelf).what == "ICD-10-CM 2030-04"
    assert loaded(put(tmp_path, "fy2031.zip", zipped({"o.txt": order_file()})), shelf).what == "ICD-10-CM 2031"
    stated = Stated("icd10cm", "site-7", date(2032, 1, 1), date(2032, 1, 31))
    assert loaded(tmp_path / "order.txt", shelf, stated).what == "ICD-10-CM site-7"
    days = {each.release.release: (each.release.valid_from, each.release.valid_to) for each in manifests(shelf)}
    assert days == {
        "2030-04": (date(2030, 4, 1), date(2030, 9, 30)), "2031": (date(2030, 10, 1), date(2031, 9, 30)),
        "site-7": (date(2032, 1, 1), date(2032, 1, 31)),
    }  # fmt: skip
    assert "cannot end on" in reason(
        tmp_path / "fy2031.zip", shelf, Stated(first=date(2031, 1, 1), last=date(2030, 1, 1))
    )


def test_a_person_who_states_another_system_is_told(tmp_path: Path, shelf: Shelf) -> None:
    path = put(tmp_path, "icd10cm_order_2030.txt", order_file())
    assert "is ICD-10-CM, not HCPCS" in reason(path, shelf, Stated("hcpcs"))
    assert manifests(shelf) == []


PCS = (
    ("0DT", 0, "Resection of gears", "Resection of gears"),
    ("0DTJ0ZZ", 1, "Resection, cog, large", "Resection of Cogwheel, Large Door"),
    ("0DTJ4ZZ", 1, "Resection, cog, small", "Resection of Cogwheel, Small Door"),
)


def test_icd10pcs_is_told_by_its_codes(tmp_path: Path, shelf: Shelf) -> None:
    assert loaded(put(tmp_path, "order_2030.txt", order_file(PCS)), shelf).what == "ICD-10-PCS 2030"
    assert [each.parent for each in edition(shelf).codes] == ["", "0DT", "0DT"]


def test_a_codes_file_never_takes_the_place_of_an_order_file(tmp_path: Path, shelf: Shelf) -> None:
    codes = put(tmp_path, "icd10cm_codes_2030.txt", codes_file())
    assert loaded(codes, shelf).codes == 4
    loaded(put(tmp_path, "icd10cm_order_2030.txt", order_file()), shelf)
    assert "fuller form already (order file)" in loaded(codes, shelf).notices[0]
    assert len(edition(shelf).codes) == 7


ICD9 = (
    ("0010", 1, "", "Fièvre of gears"),
    ("00321", 1, "", "Rust"),
    ("V581", 1, "", "Oiling"),
    ("E9289", 1, "", "Fall"),
)


@pytest.mark.parametrize(
    ("name", "entries", "width", "what", "codes"),
    [
        ("CMS32_DESC_LONG_DX.txt", ICD9, 6, "ICD-9-CM v32", ["0010", "00321", "V581", "E9289"]),
        ("CMS32_DESC_LONG_SG.txt", (("0001", 1, "", "Oiling"), ("9999", 1, "", "Other")), 5, "ICD-9-CM procedures v32", ["0001", "9999"]),
    ],
)  # fmt: skip
def test_icd9_in_latin_1(
    tmp_path: Path,
    shelf: Shelf,
    name: str,
    entries: tuple[tuple[str, int, str, str], ...],
    width: int,
    what: str,
    codes: list[str],
) -> None:
    done = loaded(put(tmp_path, name, codes_file(entries, width).encode("latin-1")), shelf)
    assert (done.what, done.rejections) == (what, 0)
    found = edition(shelf).codes
    assert [each.code for each in found] == codes
    assert found[0].title == entries[0][3]
    (manifest,) = manifests(shelf)
    assert (manifest.release.valid_from, manifest.release.valid_to) == (date(2014, 10, 1), date(2015, 9, 30))


ADDENDA = f"""Delete:      1 I119    {"Grinding, main spring, unsp":<60} Grinding of the main spring, unspecified
Delete:      1 I10     {"Essential grinding":<60} Essential grinding
Add:         0 I10     {"Essential grinding":<60} Essential grinding
Add:         1 I101    {"Essential grinding, day":<60} Essential grinding by day
Revise from: 1 I110    {"Grinding, main spring, failure":<60} Grinding of the main spring with failure
Revise to:   1 I110    {"Grinding, main spring, failed":<60} Grinding of the main spring, failed

Codes
     4 codes in icd10cm_order_2029.txt
     2 additions
    of which
     0 revisions to long title only
"""


def test_addenda_bring_a_loaded_release_up_and_change_nothing_twice(tmp_path: Path, shelf: Shelf) -> None:
    addenda = put(tmp_path, "icd10cm_order_addenda_2030.txt", ADDENDA)
    alone = loaded(addenda, shelf)
    assert (alone.added, alone.removed, alone.revised, alone.rejections) == (2, 2, 1, 0)
    assert "itself is not loaded" in alone.notices[0]
    assert manifests(shelf) == []
    loaded(put(tmp_path, "icd10cm_order_2030.txt", order_file()), shelf)
    assert "was brought to what its addenda say" in loaded(addenda, shelf).notices[0]
    found = {each.code: each for each in edition(shelf).codes}
    assert list(found) == ["I10", "I101", "I11", "I110", "I12", "I120", "I120XXA"]
    assert (found["I10"].billable, found["I101"].billable) == (False, True)
    assert found["I110"].title == "Grinding of the main spring, failed"
    assert "holds these changes already" in loaded(addenda, shelf).notices[0]


def test_addenda_without_changes_and_without_flags(tmp_path: Path, shelf: Shelf) -> None:
    none = "\r\nHeaders\r\n  23 headers in icd10cm_order_2030.txt\r\n      0 additions\r\n"
    assert loaded(put(tmp_path, "icd10cm_order_addenda_2030.txt", none), shelf).codes == 0
    loaded(put(tmp_path, "icd10pcs_order_2030.txt", order_file(PCS)), shelf)
    text = f"Add:         0DU     {'Supplement, gears':<60} Supplement of gears\nAdd:         0DUJ0ZZ {'Supplement, cog':<60} Supplement of Cogwheel\nsurprise\n"
    done = report(put(tmp_path, "order_addenda_2030.txt", text), shelf)
    assert [each.line for each in done.loaded[0].rejected] == [3]
    assert [(each.code, each.billable) for each in edition(shelf).codes][-2:] == [("0DU", False), ("0DUJ0ZZ", True)]


TABULAR_2030 = TABULAR.replace("<ICD10CM.tabular>", "<ICD10CM.tabular><version>2030</version>")


def test_a_tabular_list_alone_takes_all_seventh_characters(tmp_path: Path, shelf: Shelf) -> None:
    done = loaded(put(tmp_path, "tabular.xml", TABULAR_2030), shelf)
    assert (done.what, done.codes) == ("ICD-10-CM 2030", 14)
    assert "seventh characters follow the general notes" in done.notices[0]
    assert {"I121XXA", "I121XXD", "I121XXS"} <= {each.code for each in edition(shelf).codes}


@pytest.mark.parametrize("first", ["tabular", "list"])
def test_a_tabular_list_and_the_order_file_of_its_release_complete_each_other(
    tmp_path: Path, shelf: Shelf, first: str
) -> None:
    tabular = put(tmp_path, "tabular.xml", TABULAR_2030)
    order = put(tmp_path, "icd10cm_order_2030.txt", order_file())
    for path in (tabular, order) if first == "tabular" else (order, tabular):
        loaded(path, shelf)
    found = edition(shelf)
    codes = {each.code: each for each in found.codes}
    assert [code for code in codes if len(code) == 7] == ["I120XXA"]
    assert codes["I119"].title == "Grinding of the main spring, unspecified"
    assert len(found.notes) > 5
    assert "fuller" in loaded(put(tmp_path, "icd10cm_codes_2030.txt", codes_file()), shelf).notices[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TABULAR_2030[:-40], "damaged XML"), (TABULAR_2030.replace(" (I10-I19)</desc>", "</desc>"), "without a range"),
        (TABULAR_2030.replace("<ICD10CM", '<!DOCTYPE x [<!ENTITY a "b">]><ICD10CM', 1), "document type"),
        ("<ICD10CM.tabular><version>2030</version></ICD10CM.tabular>", "holds no code"),
        (TABULAR_2030.replace("</diag>", "</diag>" + "<diag><name>I13</name><desc>x</desc>" * 3000 + "</diag>" * 3000, 1), "not built like one"),
        (TABULAR_2030.replace(' char="A"', ""), "not built like one"),
    ],
)  # fmt: skip
def test_a_damaged_tabular_list_changes_nothing(tmp_path: Path, shelf: Shelf, text: str, told: str) -> None:
    assert told in reason(put(tmp_path, "tabular.xml", text), shelf)
    assert manifests(shelf) == []


# ---- HCPCS Level II ---------------------------------------------------------------------------------------------------

DATES = {"adddt": "20200101", "acteffdt": "20210101"}
RECORDS = (
    "***Disclaimers\t\t\t\r\n\r\n"
    + hcpcs_record("A1", 7, "Oil for one gear", cov="C", **DATES)
    + hcpcs_record(
        "A0001",
        3,
        "Oiling can of a kind that is described at such length that a second",
        "Oiling can, small",
        cov="D",
        actioncd="N",
        **DATES,
    )
    + hcpcs_record("A0001", 4, "record is needed")
    + hcpcs_record(
        "A0003", 3, "Oiling can, leaking", "Can, leaking", termdt="20221231", xref1="A0001", actioncd="D", **DATES
    )
    + hcpcs_record("D0001", 3, "Not ours", **DATES)
    + hcpcs_record("A0002", 3, "Oiling can, large", **{**DATES, "adddt": "20201399"})
)


def test_hcpcs_in_fixed_columns(tmp_path: Path, shelf: Shelf) -> None:
    done = report(put(tmp_path, "HCPC2030_CONTR_ANWEB.txt", RECORDS.encode("latin-1")), shelf)
    (one,) = done.loaded
    assert (one.what, one.codes) == ("HCPCS 2030", 2)
    assert [(each.line, each.reason) for each in one.rejected] == [(8, "A0002: month must be in 1..12")]
    assert [notice.split(" ", 2)[:2] for notice in one.notices] == [["1", "D"], ["1", "modifiers"]]
    assert "American Dental Association" in one.notices[0]
    found = edition(shelf)
    first, second = found.codes
    assert first.title.endswith("that a second record is needed")
    assert (first.terms, first.spans) == (("Oiling can, small",), (Span(date(2020, 1, 1), None),))
    assert second.spans == (Span(date(2020, 1, 1), date(2022, 12, 31)),)
    assert found.successors == [Successor("A0003", "A0001")]
    assert [note.text for note in found.notes if note.owner == "A0001"] == [
        "Medicare coverage D: special coverage instructions apply",
        "Last action N: no maintenance, effective 2021-01-01",
    ]


HEADER = "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,XREF1,COV,ADD DT,ACT EFF DT,TERM DT,ACTION CD\n"
ROWS = (
    'A0001,0010,3,"Oiling can, small",Can,,C,20200101,,,N\nA0003,0010,3,=Leaking can,Leak,A0001,,20200101,,20221231,D\n'
)


def test_hcpcs_as_csv_by_quarter(tmp_path: Path, shelf: Shelf) -> None:
    done = loaded(put(tmp_path, "HCPC2030_OCT_ANWEB.csv", "Copyright notice, of nobody\n" + HEADER + ROWS), shelf)
    assert (done.what, done.codes) == ("HCPCS 2030-10", 2)
    (manifest,) = manifests(shelf)
    assert (manifest.release.valid_from, manifest.release.valid_to) == (date(2030, 10, 1), date(2030, 12, 31))
    assert [(each.code, each.title) for each in edition(shelf).codes] == [
        ("A0001", "Oiling can, small"), ("A0003", "=Leaking can"),
    ]  # fmt: skip
    assert manifest.release.billable == 1


def test_hcpcs_as_a_workbook(tmp_path: Path, shelf: Shelf) -> None:
    pytest.importorskip("python_calamine")
    sheet = workbook(
        [HEADER.strip().split(","), ["A0001", "0010", "3", "Oiling can", "Can", "", "C", 20200101, "", "", "N"]]
    )
    done = loaded(put(tmp_path, "HCPC2030_JAN_ANWEB.xlsx", sheet), shelf)
    assert (done.what, done.codes) == ("HCPCS 2030-01", 1)
    assert edition(shelf).codes[0].spans == (Span(date(2020, 1, 1), None),)


def workbook(rows: list[list[object]]) -> bytes:
    """A workbook of one sheet; numbers are numbers, everything else text."""

    def cell(value: object) -> str:
        return f"<c><v>{value}</v></c>" if isinstance(value, int) else f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    table = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    return zipped({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{table}</sheetData></worksheet>',
    })  # fmt: skip


def test_a_workbook_beside_its_text_is_passed_over(tmp_path: Path, shelf: Shelf) -> None:
    both = zipped({"HCPC2030_OCT.csv": HEADER + ROWS, "HCPC2030_OCT.xlsx": workbook([]), "README.txt": "Read me."})
    done = report(put(tmp_path, "a.zip", both), shelf)
    assert (len(done.loaded), done.complete) == (1, True)
    assert [each.place for each in done.passed_over] == ["a.zip: HCPC2030_OCT.xlsx", "a.zip: README.txt"]


def test_long_descriptions_alone(tmp_path: Path, shelf: Shelf) -> None:
    text = "Code,Description,last_updated\nA0001,Oiling can,09-12-2030\nA1,Oil,09-12-2030\n"
    done = loaded(put(tmp_path, "hcpcs_2030-10_long.csv", text), shelf)
    assert (done.what, done.codes) == ("HCPCS 2030-10", 1)
    assert [each.spans for each in edition(shelf).codes] == [()]
    only = put(tmp_path, "hcpcs_2030-07.csv", "Code,Description\nA1,Oil\n")
    assert "1 modifiers were left out" in reason(only, shelf)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("99999,0010,3,Oil,O,,,,,,\n", "'99999' is no code of HCPCS Level II"), ("A0001,0010,3,Twice,T,,,,,,\n", "stands twice"),
        ("A0009,0010,4,more,,,,,,,\n", "continues A0009, which has not begun"), ("A0009\n", "fewer cells than the header"),
        ("A0009,0010,3,Oil,O,,,20300101,,20290101,\n", "ends on 2029-01-01, before it begins"),
    ],
)  # fmt: skip
def test_rows_of_hcpcs_that_are_none_are_named(tmp_path: Path, shelf: Shelf, row: str, told: str) -> None:
    (one,) = report(
        put(tmp_path, "HCPC2030_OCT.csv", HEADER + ROWS * 1 + "A0005,0010,3,Oil,O,,,,,,\n" * 1 + row), shelf
    ).loaded
    assert one.rejections == 1
    assert told in one.rejected[0].reason
    assert one.rejected[0].line in (2, 5)
    assert one.codes == 3


# ---- CPT ----------------------------------------------------------------------------------------------------------------

LONG = "A notice of invented copyright, 2030.\n\n00000\tAn invented service that is described in full\n0001T\tAnother one\n"


def test_cpt_descriptors_of_three_lengths_make_one_release(tmp_path: Path, shelf: Shelf) -> None:
    folder = tmp_path / "CPT 2030"
    put(folder, "LONGULT.txt", LONG)
    put(folder, "MEDU.txt", "00000 AN INVENTED SERVICE\n0001T ANOTHER\n")
    put(folder, "SHORTU.txt", "00000 INV SERVICE\n")
    stated = Stated("cpt", "2030", date(2030, 1, 1), date(2030, 12, 31))
    done = report(folder, shelf, stated)
    assert (len(done.loaded), done.complete) == (3, True)
    (manifest,) = manifests(shelf)
    assert manifest.release.system is CodeSystem.CPT
    assert "American Medical Association" in manifest.release.licence
    found = {each.code: each for each in edition(shelf).codes}
    assert found["00000"].title == "An invented service that is described in full"
    assert found["00000"].terms == ("AN INVENTED SERVICE", "INV SERVICE")


# ---- whatever else ------------------------------------------------------------------------------------------------------


def test_a_file_nobody_knows_is_named_and_the_rest_goes_on(tmp_path: Path, shelf: Shelf) -> None:
    put(tmp_path / "in", "icd10cm_order_2030.txt", order_file())
    put(tmp_path / "in", "shopping.txt", "oil\ncans\n")
    put(tmp_path / "in", "paper.pdf", b"%PDF-1.7\n")
    done = report(tmp_path / "in", shelf)
    assert [each.what for each in done.loaded] == ["ICD-10-CM 2030"]
    assert [each.place for each in done.passed_over] == ["paper.pdf"]
    (rejected,) = done.rejected
    assert rejected.reason.startswith("shopping.txt is none of the files this program knows")
    assert not done.complete


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 5000, b"%PDF-1.7", b"\xff\xfe" + "A000    x".encode("utf-16-le"), b"PK\x03\x04"]
)
def test_what_is_no_code_set_is_refused_in_one_sentence(tmp_path: Path, shelf: Shelf, content: bytes) -> None:
    told = reason(put(tmp_path, "icd10cm_order_2030.txt", content), shelf)
    assert told.startswith("icd10cm_order_2030.txt")
    assert "\n" not in told
    assert manifests(shelf) == []


def test_a_file_that_breaks_off_changes_nothing(tmp_path: Path, shelf: Shelf) -> None:
    order = put(tmp_path, "icd10cm_order_2030.txt", order_file())
    loaded(order, shelf)
    before = edition(shelf).codes
    many = tuple((f"A{n:02}", 1, f"Kind {n} {'x' * (n % 40)}", f"Kind {n} of rust") for n in range(90))
    content = zipped({"icd10cm_order_2030.txt": order_file(many * 40)})
    assert "damaged or cut short" in reason(put(tmp_path, "a.zip", content[: len(content) // 2]), shelf)
    flipped = bytearray(content)
    flipped[len(flipped) // 2] ^= 0xFF
    assert "damaged or cut short" in reason(put(tmp_path, "a.zip", bytes(flipped)), shelf)
    assert edition(shelf).codes == before


@given(st.binary(max_size=3000))
def test_recognising_never_fails(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = put(tmp_path_factory.getbasetemp() / "any", "a", b"x" + content)
    (handed,) = handed_out(path)
    assert {kind.recognises(handed) for kind in kinds()} <= {True, False}


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Z][0-9][0-9A-Z]{1,5}", fullmatch=True),
            st.integers(0, 1),
            st.text(st.characters(codec="cp1252", categories=("L", "N", "P")), min_size=1, max_size=60),
        ),
        min_size=1, max_size=20, unique_by=lambda entry: entry[0],
    )
)  # fmt: skip
def test_an_order_file_says_what_it_was_given(
    tmp_path_factory: pytest.TempPathFactory, given_entries: list[tuple[str, int, str]]
) -> None:
    entries = tuple((code, flag, title, title) for code, flag, title in given_entries)
    (handed,) = handed_out(put(tmp_path_factory.getbasetemp() / "order", "order.txt", order_file(entries)))
    assert icd10_order.recognises(handed)
    rejections = Rejections()
    read = icd10_order.read_order(handed, rejections, lambda step: None)
    assert ([(each.code, int(each.billable), each.title) for each in read], rejections.count) == (given_entries, 0)
