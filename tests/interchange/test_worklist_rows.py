"""One row of worklist.csv: what is taken from it, and each way in which it can be wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from import_folder import VISIT, ImportFolder, take

from tui_coder.domain.encounter import Encounter, Setting, Sex

PRIVATE = ("Ellery", "Ada", "1961", "Quimby")
"""What stands in the rows of this file and must never stand in a reason."""


def test_every_column_reaches_the_encounter(folder: ImportFolder) -> None:
    folder.put("notes/visit.txt", "Seen today.")
    folder.worklist(
        VISIT
        | {
            "attending": "Marlow, I",
            "charges": "$1,234.50",
            "priority": "0",
            "due": "2026-12-01",
            "minutes": "12",
            "documents": "notes/visit.txt",
            "document_type": "Progress note",
        }
    )
    taken = take(folder.path).only_encounter
    assert taken.encounter == Encounter(
        account="A1001",
        setting=Setting.OUTPATIENT,
        service_from=date(2026, 9, 14),
        service_to=date(2026, 9, 14),
        mrn="0042",
        patient="Ellery, Ada",
        birth_date=date(1961, 4, 30),
        sex=Sex.FEMALE,
        payer="Harbor Mutual",
        facility="Lakeside Hospital",
        attending="Marlow, I",
        charges=Decimal("1234.50"),
    )
    assert (taken.priority, taken.due, taken.minutes) == (0, date(2026, 12, 1), 12)
    [document] = taken.documents
    assert (document.name, document.type, document.text) == ("notes/visit.txt", "Progress note", "Seen today.")
    assert (taken.origin_file, taken.origin_where) == (str(folder.path / "worklist.csv"), "row 2")


def test_what_is_empty_stays_open(folder: ImportFolder) -> None:
    folder.worklist({"account": "7", "setting": " Professional ", "service_date": "2014-02-03", "due": ""})
    taken = take(folder.path, default_facility="North  Clinic").only_encounter
    assert taken.encounter.sex is Sex.UNKNOWN
    assert taken.encounter.setting is Setting.PROFESSIONAL
    assert taken.encounter.facility == "North Clinic"
    assert taken.encounter.birth_date is taken.encounter.charges is None
    assert taken.priority is taken.due is taken.minutes is None
    assert taken.documents == ()


def test_admit_and_discharge_are_a_stay(folder: ImportFolder) -> None:
    stay = {"setting": "inpatient", "admit_date": "2026-09-10", "discharge_date": "2026-09-14"}
    folder.worklist(VISIT | stay, VISIT | stay | {"account": "A2", "service_date": ""})
    for taken in take(folder.path).encounters:
        assert (taken.encounter.service_from, taken.encounter.service_to) == (date(2026, 9, 10), date(2026, 9, 14))


@pytest.mark.parametrize("dates", ["01/05/2026", "1/5/2026", "2026-01-05"])
def test_us_dates_where_the_file_is_said_to_use_them(folder: ImportFolder, dates: str) -> None:
    folder.worklist(VISIT | {"service_date": dates})
    assert take(folder.path, dates="us").only_encounter.encounter.service_to == date(2026, 1, 5)


@pytest.mark.parametrize("formula", ["=1+2", "+SUM(A1)", "@cmd", '=HYPERLINK("x")'])
def test_a_cell_that_looks_like_a_formula_is_data(folder: ImportFolder, formula: str) -> None:
    folder.worklist(VISIT | {"account": formula, "payer": formula, "mrn": "00100"})
    encounter = take(folder.path).only_encounter.encounter
    assert (encounter.account, encounter.payer, encounter.mrn) == (formula, formula, "00100")


def test_a_line_break_in_a_quoted_cell_is_a_blank(folder: ImportFolder) -> None:
    folder.worklist(VISIT | {"payer": "Harbor\r\nMutual"}, VISIT | {"account": "A2"})
    taken = take(folder.path)
    assert [each.encounter.payer for each in taken.encounters] == ["Harbor Mutual"] * 2
    assert [each.origin_where for each in taken.encounters] == ["row 2", "row 3"]


def test_the_same_account_in_another_facility_is_another_encounter(folder: ImportFolder) -> None:
    folder.worklist(VISIT, VISIT | {"facility": "Hill Clinic"})
    assert take(folder.path).accounts == ["A1001", "A1001"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": ""}, ["account is empty"]),
        ({"account": "  "}, ["account is empty"]),
        ({"account": "A1\nB2"}, ["account holds a line break"]),
        ({"account": "1.23457E+11"}, ["account", "spreadsheet has shortened", "as text"]),
        ({"mrn": "4.2E+7"}, ["mrn", "spreadsheet has shortened"]),
        ({"account": "A" * 65}, ["account has 65 characters", "64"]),
        ({"account": "A\x1b]0;x\x07"}, ["account", "cannot be seen (U+001B)", "remove it"]),
        ({"patient": "Ellery,\u202eAda"}, ["patient", "U+202E"]),
        ({"payer": "Harbor\0Mutual"}, ["payer", "NUL"]),
        ({"payer": "H" * 501}, ["payer has 501 characters", "500"]),
        ({"payer": "H" * 200_000}, ["a cell is longer than 131,072 characters"]),
        ({"setting": ""}, ["setting is empty", "inpatient, outpatient, professional, payer"]),
        ({"setting": "clinic"}, ["setting 'clinic' is unknown", "inpatient, outpatient, professional, payer"]),
        ({"setting": "Quimby, Ada"}, ["setting is unknown", "inpatient, outpatient, professional, payer"]),
        ({"sex": "Quimby"}, ["sex is not F, M, X or U"]),
        ({"service_date": ""}, ["service_date is empty", "admit_date and discharge_date"]),
        ({"service_date": "01/05/2026"}, ["service_date 01/05/2026 is not an ISO date", "--dates us"]),
        ({"service_date": "2026-02-30"}, ["service_date 2026-02-30 is not a day of the calendar"]),
        ({"service_date": "2026.05.01"}, ["service_date 2026.05.01 is not an ISO date"]),
        ({"service_date": "20260501"}, ["service_date 20260501 is not an ISO date"]),
        ({"service_date": "2026-05-01T00:00"}, ["service_date is not an ISO date"]),
        ({"service_date": "٢٠٢٦-٠٥-٠١"}, ["service_date is not an ISO date"]),
        ({"service_date": "Quimby"}, ["service_date is not an ISO date"]),
        ({"service_date": "1899-12-31"}, ["service_date 1899-12-31 is before 1900"]),
        ({"service_date": "2027-11-25"}, ["service_date 2027-11-25 is more than a year ahead"]),
        ({"admit_date": "2026-09-10"}, ["discharge_date is empty", "admit_date"]),
        ({"discharge_date": "2026-09-10"}, ["admit_date is empty"]),
        (
            {"admit_date": "2026-09-10", "discharge_date": "2026-09-09"},
            ["discharge_date 2026-09-09 is before admit_date 2026-09-10"],
        ),
        (
            {"admit_date": "2026-09-10", "discharge_date": "2026-09-12"},
            ["service_date 2026-09-14 is outside the stay 2026-09-10 to 2026-09-12"],
        ),
        ({"admit_date": "1726-09-10", "discharge_date": "2026-09-14"}, ["admit_date 1726-09-10 is before 1900"]),
        ({"admit_date": "2026-09-10", "discharge_date": "2029-09-14"}, ["discharge_date 2029-09-14", "a year ahead"]),
        ({"birth_date": "04/30/1961"}, ["birth_date is not an ISO date", "--dates us"]),
        ({"birth_date": "1961-04-31"}, ["birth_date is not a day of the calendar"]),
        ({"birth_date": "2026-09-15"}, ["birth_date is after the service of 2026-09-14"]),
        ({"birth_date": "1861-04-30"}, ["birth_date is 150 years before the service"]),
        ({"charges": "-5.00"}, ["charges -5.00 is negative"]),
        ({"charges": "(5.00)"}, ["charges (5.00) is negative"]),
        ({"charges": "1,23.50"}, ["charges 1,23.50 is not an amount"]),
        ({"charges": "12.345"}, ["charges 12.345 is not an amount"]),
        ({"charges": "NaN"}, ["charges is not an amount"]),
        ({"charges": "1E9"}, ["charges is not an amount"]),
        ({"charges": "1" * 400}, ["charges is not an amount"]),
        ({"priority": "10"}, ["priority 10 is not a whole number from 0 to 9"]),
        ({"priority": "-1"}, ["priority -1 is not a whole number from 0 to 9"]),
        ({"priority": "5.0"}, ["priority 5.0 is not a whole number"]),
        ({"priority": "²"}, ["priority is not a whole number"]),
        ({"minutes": "0"}, ["minutes 0 is not a whole number from 1 to 999"]),
        ({"minutes": "1000"}, ["minutes 1000 is not a whole number from 1 to 999"]),
        ({"due": "soon"}, ["due is not an ISO date"]),
        ({"due": "9999-12-31"}, ["due 9999-12-31 is more than ten years away"]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_bad_row_says_what_is_wrong_and_the_next_is_taken(
    folder: ImportFolder, wrong: dict[str, str], said: list[str]
) -> None:
    optional = dict.fromkeys(("admit_date", "discharge_date", "charges", "priority", "minutes", "due"), "")
    folder.worklist(VISIT | optional | wrong, VISIT | {"account": "NEXT"})
    taken = take(folder.path)
    assert taken.accounts == ["NEXT"]
    [rejection] = taken.rejections
    assert (rejection.file, rejection.where) == (str(folder.path / "worklist.csv"), "row 2")
    for part in said:
        assert part in rejection.reason
    assert rejection.reason.endswith(".") or rejection.reason.endswith("?")
    assert rejection.reason.isprintable()
    for name in PRIVATE:
        assert name not in rejection.reason


def test_a_us_date_that_does_not_exist_is_not_turned_round(folder: ImportFolder) -> None:
    folder.worklist(VISIT | {"service_date": "13/05/2026"})
    assert "13/05/2026 is not a day of the calendar" in take(folder.path, dates="us").only_rejection.reason


def test_a_second_row_for_an_account_is_rejected_with_the_place_of_the_first(folder: ImportFolder) -> None:
    folder.worklist(VISIT, VISIT | {"account": "A2"}, VISIT | {"payer": "Other"})
    taken = take(folder.path)
    assert taken.accounts == ["A1001", "A2"]
    [rejection] = taken.rejections
    assert rejection.where == "row 4"
    assert "account A1001 stands in row 2 too" in rejection.reason


def test_rows_that_name_no_facility_share_the_default_one(folder: ImportFolder) -> None:
    folder.worklist(VISIT | {"facility": ""}, VISIT | {"facility": "Hill Clinic"})
    [rejection] = take(folder.path, default_facility="Hill Clinic").rejections
    assert rejection.where == "row 3"


@pytest.mark.parametrize("cells", [["A2", "outpatient"], ["A2", "outpatient", "2026-09-14", "Mutual", "x"]])
def test_a_row_of_another_width_than_the_header(folder: ImportFolder, cells: list[str]) -> None:
    header = "account,setting,service_date,payer\n"
    folder.put("worklist.csv", header + ",".join(cells) + "\nA3,outpatient,2026-09-14,\n")
    taken = take(folder.path)
    assert taken.accounts == ["A3"]
    assert f"the row has {len(cells)} cells and the header 4" in taken.rejections[0].reason
    assert "quotation marks" in taken.rejections[0].reason


def test_empty_cells_behind_the_last_column_and_empty_rows_do_no_harm(folder: ImportFolder) -> None:
    text = "account,setting,service_date\nA1,payer,2026-09-14,,,\n\n,,\n , ,\nA2,payer,2026-09-14\n"
    folder.put("worklist.csv", text)
    taken = take(folder.path)
    assert taken.accounts == ["A1", "A2"]
    assert taken.rejections == []
    assert taken.encounters[1].origin_where == "row 6"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ('A1,outpatient,2026-09-14,"Harbor', "quotation mark"),
        ('A1,outpatient,2026-09-14,"Harbor" Mutual', "written twice"),
        ('A1,outpatient,2026-09-14,"Harbor "First" Mutual"', "written twice"),
        ("A1,outpatient,2026-09-14,Harbor\rMutual", "carriage return"),
        ("A1,outpatient,2026-09-14," + "H" * 1_100_000, "longer than 1,048,576 characters"),
        ("A1,outpatient,2026-09-14,M\udcfcller", "not UTF-8 text (byte 0xFC at position 62)"),
    ],
    ids=["open", "text behind", "inside", "carriage return", "huge", "encoding"],
)
@pytest.mark.parametrize("following", ["Harbor", '"Harbor, Inc"'])
def test_a_row_that_is_not_csv_costs_no_other_row(folder: ImportFolder, broken: str, said: str, following: str) -> None:
    rows = [f"A{number},outpatient,2026-09-14,{following}" for number in range(2, 6)]
    text = "\n".join(["account,setting,service_date,payer", broken, *rows])
    folder.put("worklist.csv", text.encode("utf-8", "surrogateescape"))
    taken = take(folder.path)
    assert taken.accounts == ["A2", "A3", "A4", "A5"]
    [rejection] = taken.rejections
    assert rejection.where == "row 2"
    assert said in rejection.reason


def test_a_quotation_mark_in_the_middle_of_a_plain_cell_is_just_that(folder: ImportFolder) -> None:
    folder.put("worklist.csv", 'account,setting,service_date,payer\nA1,payer,2026-09-14,The 5" Fund\n')
    assert take(folder.path).only_encounter.encounter.payer == 'The 5" Fund'
