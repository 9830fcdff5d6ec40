"""How findings are built: the publisher behind each rule, and the keys that put things right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tui_coder.domain.assignment import Assignment, leading_role
from tui_coder.domain.edits.references import Coded
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding, Mend, MendKind, Severity, Status

PUBLISHERS: dict[str, str] = {
    "R1": "HHS, ICD-10 compliance date 2015-10-01",
    "R2": "CMS, claims that span the ICD-10 compliance date",
    "R3": "NUCC, 1500 claim form, item 21; UB-04, FL 66",
    "R4": "publisher of the code set",
    "R6": "ICD-10-CM Official Guidelines, section I.A",
    "R7": "ICD-10-CM Official Guidelines, section I.A: the Tabular List goes before the guidelines",
    "R8": "ICD-10-CM Tabular List, Excludes1",
    "R9": "ICD-10-CM Tabular List, Excludes2",
    "R10": "ICD-10-CM Official Guidelines, section I.A.13",
    "R11": "CMS, Medicare Code Editor",
    "R12": "ICD-10-CM Official Guidelines, section I.B.10",
    "R13": "UHDDS; ICD-10-CM Official Guidelines, sections II and IV",
    "R5": "CMS, Medicare Code Editor",
    "R14": "ICD-10-CM Official Guidelines, sections II.H and III.C",
    "R15": "ICD-10-CM Official Guidelines, section IV.H",
    "R16": "ICD-10-CM Official Guidelines, section I.B.13; CMS, HCPCS modifiers",
    "R17": "ICD-10-CM Official Guidelines, section I.B.12",
    "R18": "CMS, present on admission reporting",
    "R19": "CMS, hospital-acquired conditions",
    "R20": "CMS, present on admission reporting",
    "R21": "NUCC, 1500 claim form, item 21",
    "R22": "NUCC, 1500 claim form, item 24E",
    "R23": "claim formats, service line",
    "R24": "X12 837I, UB-04",
    "R25": "CMS, NCCI procedure-to-procedure edits",
    "R26": "CMS, NCCI policy manual, chapter I",
    "R27": "CMS, NCCI tables for practitioners and outpatient hospitals",
    "R28": "CMS, NCCI medically unlikely edits",
    "R29": "CMS, NCCI medically unlikely edits, adjudication indicator 2",
    "R30": "CMS, NCCI medically unlikely edits",
    "R31": "CMS, code editors: age and sex",
    "R32": "CMS, national and local coverage determinations",
    "R33": "CMS, modifiers for expected denials",
    "R34": "False Claims Act, 31 U.S.C. 3729: a diagnosis is coded because the chart has it",
    "R35": "42 CFR 424.44; payers' contracts",
    "R53": "ICD-10-CM Official Guidelines, section I.C.9.a: hypertension with heart and kidney disease",
    "R54": "ICD-10-CM Official Guidelines, section I.A.15: 'with' in the Alphabetic Index",
}

# The rules that are answered from the code's entry in its code set; their findings name table and version.
_BY_TABLE = frozenset({"R4", "R6", "R7", "R8", "R9", "R10", "R16"})
_BY_NOTES = frozenset({"R7", "R8", "R9", "R10"})

# The rules that go by a list of codesets/edits.
_LISTS = {
    "R5": "ages_and_sides.toml", "R14": "documentation.toml", "R15": "documentation.toml", "R21": "claim_limits.toml",
    "R22": "claim_limits.toml", "R23": "modifiers.toml", "R24": "claim_limits.toml", "R26": "modifiers.toml",
    "R33": "modifiers.toml", "R53": "presumed.toml", "R54": "presumed.toml",
}  # fmt: skip

# A mend is a key of the workbench with what it does, or `type ...`; several are joined by "; ".
REMOVE = "x removes the code"
REMOVE_ONE = "x removes one of them"
AMEND = "i amends the line"
CODE = "c goes to the code line"
COMPLETE = "x removes it; c takes the complete code"
SAY_POA = "y turns POA"
MAKE_SECONDARY = "S makes it a secondary diagnosis"
MAKE_ADMITTING = "M makes a code the admitting diagnosis"
MOVE_UP = "+ moves the code up"
MOVE_OTHER_UP = "+ moves the other code up"
SHOW_ENTRY = "T shows the code entry"
LOAD = "type tui-coder codes load PATH in a shell"


def lead_with_another(setting: Setting) -> str:
    return f"P makes another code {leading_role(setting).label}"


def error(
    rule: str, message: str, *codes: Coded, mend: str = "", table: str = "", mends: Sequence[Mend] = ()
) -> Finding:
    return failed(rule, Severity.ERROR, message, *codes, mend=mend, table=table, mends=mends)


def warning(
    rule: str, message: str, *codes: Coded, mend: str = "", table: str = "", mends: Sequence[Mend] = ()
) -> Finding:
    return failed(rule, Severity.WARNING, message, *codes, mend=mend, table=table, mends=mends)


def info(
    rule: str, message: str, *codes: Coded, mend: str = "", table: str = "", mends: Sequence[Mend] = ()
) -> Finding:
    return failed(rule, Severity.INFO, message, *codes, mend=mend, table=table, mends=mends)


def failed(
    rule: str,
    severity: Severity,
    message: str,
    *codes: Coded,
    mend: str = "",
    table: str = "",
    mends: Sequence[Mend] = (),
) -> Finding:
    """`table` names the table that was asked; without it, for rules that the code's entry answers, its release."""
    return replace(_finding(rule, Status.FAIL, severity, message, codes, mend, table), mends=tuple(mends))


def not_checked(rule: str, message: str, *codes: Coded, mend: str = "") -> Finding:
    """A finding that says what was not looked at, and why."""
    return _finding(rule, Status.NOT_CHECKED, Severity.INFO, message, codes, mend, "")


def passed(rule: str, message: str, table: str = "") -> Finding:
    return Finding(rule, Status.PASS, Severity.INFO, message, table=table, source=PUBLISHERS[rule])


def _finding(
    rule: str, status: Status, severity: Severity, message: str, codes: Sequence[Coded], mend: str, table: str
) -> Finding:
    if not table and codes and rule in _BY_TABLE:
        table = codes[0].facts.notes_table if rule in _BY_NOTES else codes[0].facts.table
    table = table or _LISTS.get(rule, "")
    return Finding(rule, status, severity, message, _printed(codes), table, PUBLISHERS[rule], mend)


def with_pass(rule: str, message: str, findings: Sequence[Finding], codes: Sequence[Coded]) -> tuple[Finding, ...]:
    """The findings of a family, and the pass of a rule that left nothing unchecked and found but information."""
    own = [each for each in findings if each.rule == rule]
    if any(each.status is Status.NOT_CHECKED or each.is_weighty for each in own):
        return tuple(findings)
    return (*findings, *pass_of(rule, message, codes))


def pass_of(rule: str, message: str, codes: Sequence[Coded]) -> tuple[Finding, ...]:
    """The pass of a rule asked of these codes.

    Where the answer came from the code sets, all codes must be in force by them as well: what a release says of
    a day it does not cover is no pass.
    """
    tables: list[str] = []
    if rule in _BY_TABLE:
        if not all(each.facts.valid for each in codes):
            return ()
        own = (each.facts.notes_table if rule in _BY_NOTES else each.facts.table for each in codes)
        tables = list(dict.fromkeys(own))
    return (passed(rule, message, ", ".join(tables)),)


def by_table(codes: Iterable[Coded], concerned: Callable[[Coded], bool]) -> list[tuple[Coded, ...]]:
    """The codes concerned, grouped by code system and release, so that one finding names all of a group."""
    groups: dict[tuple[str, str], dict[str, Coded]] = {}
    for each in codes:
        if concerned(each):
            groups.setdefault((each.line.system, each.facts.release), {}).setdefault(each.printed, each)
    return [tuple(group.values()) for group in groups.values()]


def listed(codes: Iterable[Coded | Assignment]) -> str:
    """`E11.9, I10`: each code once, as printed."""
    return ", ".join(dict.fromkeys(each.printed for each in codes))


def _printed(codes: Iterable[Coded]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.printed for each in codes))


# ---- mends one key can apply -----------------------------------------------------------------------------------------


def removing(*codes: Coded) -> list[Mend]:
    return [Mend(MendKind.REMOVE, each.printed) for each in codes]


def leading_instead(leading: Coded, diagnoses: Iterable[Coded]) -> list[Mend]:
    """Each other diagnosis of the case that may take the lead."""
    others = dict.fromkeys(each.printed for each in diagnoses if each is not leading and each.line.is_diagnosis)
    return [Mend(MendKind.LEAD, printed) for printed in others if printed != leading.printed]
