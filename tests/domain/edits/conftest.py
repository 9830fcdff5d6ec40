"""A small code book and a way to write a case down as a coder types it: `icd9cm:401.9`, `hcpcs:G0463-25 @A`.

Each code has plain words of a chart behind it, but for those written with a tilde: `~I10`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tui_coder.codebook.edit_lists import read_edit_lists
from tui_coder.domain.assignment import Assignment, Case, Evidence, Passage, default_role
from tui_coder.domain.claim_terms import Modifier
from tui_coder.domain.codebook import CodeSpan, Note, Related, SeventhCharacter
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import families as edits
from tui_coder.domain.edits.lists import EditLists
from tui_coder.domain.edits.references import CodeFacts, is_manifestation
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding, Status
from tui_coder.domain.typed_line import parse_typed
from tui_coder.services.claim_lists import ClaimLists

COVERED = date(2026, 5, 4)
AFTER_THE_RELEASE = date(2026, 11, 19)
BEFORE_THE_RELEASE = date(2016, 2, 8)
IN_ICD9 = date(2014, 3, 3)

ADULT = date(1959, 3, 2)
_ICD10_DAYS = (date(2017, 10, 1), date(2026, 9, 30))
_ICD9_DAYS = (date(2013, 10, 1), date(2015, 9, 30))

_ENCOUNTERS = (
    SeventhCharacter("A", "initial encounter"),
    SeventhCharacter("D", "subsequent encounter"),
    SeventhCharacter("S", "sequela"),
)


def _note(text: str, origin: str, *spans: str) -> Note:
    parted = [span.split("-") for span in spans]
    return Note(text, origin, tuple(CodeSpan(ends[0], ends[-1]) for ends in parted))


def _cm(code: str, title: str, **known: object) -> CodeFacts:
    given = CodeFacts(
        CodeSystem.ICD10CM, code, title, exists=True, billable=True, release="2026-04", release_to=_ICD10_DAYS[1],
        manifestation=is_manifestation(title), lowest_age=0, highest_age=124, flags_table="flags 2026-04", code_first=(), use_additional=(), excludes1=(), excludes2=(),
    )  # fmt: skip
    return replace(given, **known)  # type: ignore[arg-type]


def _children(*codes: str) -> tuple[Related, ...]:
    return tuple(Related(code, "", billable=True) for code in codes)


def _plain(system: CodeSystem, code: str, title: str, release: str) -> CodeFacts:
    return CodeFacts(system, code, title, exists=True, billable=True, release=release, manifestation=False)


_UNDERLYING_CKD = _note("underlying chronic kidney disease (N18.-)", "D63.1", "N18")
_FOR_ADVERSE_EFFECTS = (
    _note(", for adverse effects, the nature of the adverse effect, such as:", "T36-T50"),
    _note("aspirin gastritis (K29.-)", "T36-T50", "K29"),
)
_DEMENTIA = (_note("the underlying condition, such as:", "F02"), _note("Alzheimer's (G30.-)", "F02", "G30"))
_SEPSIS = (_note(", if applicable, postprocedural sepsis (T81.44-)", "A41", "T8144"),)
_TABLE = (
    _cm("I10", "Essential (primary) hypertension"),
    _cm("E11", "Type 2 diabetes mellitus", billable=False, children=_children("E1100", "E1101", "E119")),
    _cm("E119", "Type 2 diabetes mellitus without complications",
        excludes1=(_note("type 1 diabetes mellitus (E10.-)", "E11", "E10"),)),
    _cm("E109", "Type 1 diabetes mellitus without complications"),
    _cm("I110", "Hypertensive heart disease with heart failure",
        use_additional=(_note("code to identify type of heart failure (I50.-)", "I11.0", "I50"),)),
    _cm("I501", "Left ventricular failure, unspecified",
        code_first=(_note("heart failure due to hypertension (I11.0)", "I50", "I110"),)),
    _cm("I5023", "Acute on chronic systolic (congestive) heart failure",
        code_first=(_note("heart failure due to hypertension (I11.0)", "I50", "I110"),)),
    _cm("N1832", "Chronic kidney disease, stage 3b"),
    _cm("D631", "Anemia in chronic kidney disease", code_first=(_UNDERLYING_CKD,)),
    _cm("A419", "Sepsis, unspecified organism", code_first=_SEPSIS),
    _cm("T8144XA", "Sepsis following a procedure, initial encounter"),
    _cm("F0280", "Dementia in other diseases classified elsewhere", code_first=_DEMENTIA),
    _cm("G309", "Alzheimer's disease, unspecified"),
    _cm("G3109", "A dementia that a note calls an injury first for",
        code_first=(_note("the injury (S82.-)", "G31.09", "S82"),)),
    _cm("Q990", "An entry that the release lists without saying whether it is a code", billable=None),
    _cm("N521", "Erectile dysfunction due to diseases classified elsewhere",
        code_first=(_note("underlying disease", "N52.1"),)),
    _cm("B9561",
        "Methicillin susceptible Staphylococcus aureus infection as the cause of diseases classified elsewhere"),
    _cm("T39011A", "Poisoning by aspirin, accidental (unintentional), initial encounter",
        code_first=_FOR_ADVERSE_EFFECTS),
    _cm("T39015A", "Adverse effect of aspirin, initial encounter", code_first=_FOR_ADVERSE_EFFECTS),
    _cm("K2970", "Gastritis, unspecified, without bleeding"),
    _cm("S42301", "Unspecified fracture of shaft of humerus, right arm", billable=False,
        children=_children("S42301A", "S42301D", "S42301S"), seventh=_ENCOUNTERS),
    _cm("S0100", "Unspecified open wound of scalp", billable=False,
        children=_children("S0100XA", "S0100XD", "S0100XS"), seventh=_ENCOUNTERS),
    _cm("S0100XA", "Unspecified open wound of scalp, initial encounter"),
    _cm("S82891S", "Other fracture of right lower leg, sequela"),
    _cm("W19", "Unspecified fall", billable=False,
        children=_children("W19XXXA", "W19XXXD", "W19XXXS"), seventh=_ENCOUNTERS),
    _cm("W19XXXA", "Unspecified fall, initial encounter"),
    _cm("V00811A", "Fall from moving wheelchair (powered), initial encounter", poa_exempt=False),
    _cm("M25511", "Pain in right shoulder"),
    _cm("M25512", "Pain in left shoulder"),
    _cm("M25572", "Pain in left ankle and joints of left foot"),
    _cm("M79672", "Pain in left foot", excludes2=(_note("pain in joint (M25.5-)", "M79.6", "M255"),)),
    _cm("R079", "Chest pain, unspecified",
        excludes2=(_note("symptoms classified elsewhere (I00-I99)", "chapter 18", "I00-I99"),)),
    _cm("R52", "Pain, unspecified", excludes1=(_note("joint pain (M25.5-)", "R52", "M255"),)),
    _cm("Z940", "Kidney transplant status",
        excludes1=(_note("complications of transplanted organ - see Alphabetical Index", "Z94"),)),
    _cm("Z794", "Long term (current) use of insulin", poa_exempt=True, unacceptable_principal=False),
    _cm("Z370", "Single live birth", unacceptable_principal=True),
    _cm("J449", "Chronic obstructive pulmonary disease, unspecified",
        use_additional=(
            _note("code to identify, if applicable:", "J44.9"), _note("tobacco use (Z72.0)", "J44.9", "Z720"))),
    _cm("K766", "Portal hypertension", use_additional=(
        _note("code for any associated complications, such as:", "K76.6"),
        _note("portal hypertensive gastropathy (K31.89)", "K76.6", "K3189"))),
    _cm("J189", "Pneumonia, unspecified organism", poa_exempt=False, unacceptable_principal=False),
    _plain(CodeSystem.ICD10PCS, "0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach", "2026-04"),
    _plain(CodeSystem.HCPCS, "G0463", "Hospital outpatient clinic visit", "2026-04"),
    _plain(CodeSystem.HCPCS, "J1100", "Dexamethasone sodium phosphate", "2026-04"),
    _plain(CodeSystem.HCPCS, "J1885", "Ketorolac tromethamine", "2026-04"),
    _plain(CodeSystem.HCPCS, "J2550", "Promethazine", "2026-04"),
    _cm("O80", "Encounter for full-term uncomplicated delivery", lowest_age=9, highest_age=64),
    _cm("B20", "Human immunodeficiency virus [HIV] disease"),
    _cm("T83511A", "Infection due to indwelling urethral catheter, initial encounter", poa_exempt=False),
    _cm("M25519", "Pain in unspecified shoulder"),
    _plain(CodeSystem.ICD9CM, "4019", "Unspecified essential hypertension", "v32"),
    _plain(CodeSystem.ICD9CM, "E8889", "Unspecified fall", "v32"),
    _plain(CodeSystem.CPT, "00000", "A service a site named itself, right side", "local"),
)  # fmt: skip
_NEW_IN = {"N1832": date(2020, 10, 1)}


class Rows:
    """A reference table by its key columns."""

    def __init__(self, title: str, *rows: Mapping[str, str], key: tuple[str, ...]) -> None:
        self.title = title
        self._rows = rows
        self._key = key

    def find(self, *key: str) -> tuple[Mapping[str, str], ...]:
        return tuple(row for row in self._rows if tuple(row[name] for name in self._key[: len(key)]) == key)


_YEAR = (date(2026, 1, 1), date(2026, 12, 31))
_NOBODY = {"effective": "20200101", "deletion": "", "rationale": ""}


def _pair(one: str, other: str, indicator: str, **more: str) -> dict[str, str]:
    return {"column1": one, "column2": other, "indicator": indicator, **_NOBODY, **more}


def _policy(code: str, diagnosis: str, covers: str = "covered") -> dict[str, str]:
    return {"code": code, "diagnosis": diagnosis, "policy": "L00000", "covers": covers, "first": "", "last": ""}


_PAIRS = (
    _pair("G0463", "J1885", "0", rationale="Invented reason"), _pair("G0463", "J2550", "1"),
    _pair("J1100", "J2550", "9"), _pair("J1885", "J2550", "0", deletion="20251231"),
)  # fmt: skip
_UNITS = (
    {"code": "G0463", "value": "2", "mai": "3"}, {"code": "J1100", "value": "120", "mai": "3"},
    {"code": "J1885", "value": "8", "mai": "2"}, {"code": "J2550", "value": "3", "mai": "1"},
)  # fmt: skip
_TABLES: dict[str, tuple[date, date, Rows]] = {
    "ncci-ptp-practitioner": (*_YEAR, Rows("PTP practitioner 2026", *_PAIRS, key=("column1", "column2"))),
    "ncci-ptp-hospital": (*_YEAR, Rows("PTP hospital 2026", key=("column1", "column2"))),
    "ncci-mue-practitioner": (*_YEAR, Rows("MUE practitioner 2026", *_UNITS, key=("code",))),
    "ncci-mue-hospital": (*_YEAR, Rows("MUE hospital 2026", *_UNITS, key=("code",))),
    "add-on-codes": (*_YEAR, Rows(
        "Add-on codes", {"type": "1", "addon": "J2550", "primary_code": "G0463", "first": "20200101", "last": ""},
        key=("type", "addon"),
    )),
    "medical-necessity": (*_YEAR, Rows(
        "Policies 2026", _policy("G0463", "I10"), _policy("G0463", "E119"), _policy("J1100", "M25511"),
        _policy("J1885", "R52", "excluded"), _policy("J2550", "I10"), key=("code",),
    )),
}  # fmt: skip


class Book:
    """The references of these tests. CPT but for one number, and ICD-9 procedures, are not loaded.

    `tables` holds by kind the first and last day of a table, and the table.
    """

    def __init__(
        self, known: Iterable[CodeFacts] = _TABLE, tables: Mapping[str, tuple[date, date, Rows]] | None = None
    ) -> None:
        self._known = {(each.system, each.code): each for each in known}
        self.tables = dict(_TABLES if tables is None else tables)
        self._modifiers = ClaimLists(Path("/nonexistent"))

    @property
    def lists(self) -> EditLists:
        return read_edit_lists()

    def table(self, kind: str, on: date) -> Rows | None:
        first, last, rows = self.tables.get(kind, (date.max, date.min, None))
        return rows if first <= on <= last else None

    def modifier(self, code: str) -> Modifier | None:
        return self._modifiers.modifier(code)

    def facts(self, system: CodeSystem, code: str, on: date) -> CodeFacts:
        known = self._known.get((system, code))
        if known is not None:
            return replace(known, valid=self._valid(system, code, on))
        if system in (CodeSystem.CPT, CodeSystem.ICD9PCS):
            return CodeFacts(system, code)
        release = "v32" if system is CodeSystem.ICD9CM else "2026-04"
        covered = self._valid(system, "", on) is not None
        return CodeFacts(system, code, exists=False, valid=False if covered else None, release=release)

    def _valid(self, system: CodeSystem, code: str, on: date) -> bool | None:
        first, last = _ICD9_DAYS if system is CodeSystem.ICD9CM else _ICD10_DAYS
        return on >= _NEW_IN.get(code, first) if first <= on <= last else None


PLAINLY = Passage("Seen for the known ", "condition", ", stable on treatment")

Written = Callable[..., Case]
Judge = Callable[..., tuple[Finding, ...]]


def write_case(setting: str, lines: Sequence[str], on: date = COVERED, since: date | None = None) -> Case:
    codes: list[Assignment] = []
    where = Setting(setting)
    for number, line in enumerate(lines, start=1):
        system, _, typed = line.removeprefix("~").rpartition(":")
        parsed = parse_typed(typed)
        kind = CodeSystem(system) if system else CodeSystem.ICD10CM
        role = parsed.role or default_role(kind, parsed.code, where, codes)
        codes.append(
            Assignment(
                number,
                kind,
                parsed.code,
                role,
                number,
                poa=parsed.poa,
                modifiers=parsed.modifiers,
                units=1 if parsed.units is None else parsed.units,
                pointers=parsed.pointers,
                evidence=() if line.startswith("~") else (Evidence(1, 0, 9),),
            )
        )
    passages = {each.id: (PLAINLY,) for each in codes if each.evidence}
    return Case(where, since or on, on, birth_date=ADULT, codes=tuple(codes), passages=passages)


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def written() -> Written:
    """written(setting, lines, on) -> the case that stands when these lines were typed."""
    return write_case


@pytest.fixture
def judge(book: Book) -> Judge:
    """judge(setting, lines, on) -> all findings on the case that stands when these lines were typed."""

    def findings(*told: object, **more: object) -> tuple[Finding, ...]:
        return edits.check(write_case(*told, **more), book)  # type: ignore[arg-type]

    return findings


@pytest.fixture
def results(judge: Judge) -> Callable[..., set[str]]:
    """results(rule, setting, lines, on) -> what one rule said: `error E11.9 E10.9`, `not_checked ...`, `pass`."""

    def told(rule: str, *case: object, **more: object) -> set[str]:
        return {_in_short(each) for each in judge(*case, **more) if each.rule == rule}

    return told


def _in_short(finding: Finding) -> str:
    word = finding.severity.value if finding.status is Status.FAIL else finding.status.value
    return " ".join([word, *finding.codes])


DAYS = {
    "covered": COVERED, "after": AFTER_THE_RELEASE, "before": BEFORE_THE_RELEASE, "icd9": IN_ICD9,
}  # fmt: skip


@pytest.fixture
def days() -> dict[str, date]:
    """Days by what the book can say of them: covered, after and before its releases, in the years of ICD-9."""
    return DAYS
