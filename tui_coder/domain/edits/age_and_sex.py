"""R5, R31: age and sex against the diagnosis, and a side left out, each from the day its edit began."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui_coder.domain.assignment import Case
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.references import Coded, References, claim_diagnoses
from tui_coder.domain.edits.wording import error, failed, listed, not_checked, pass_of, passed, warning
from tui_coder.domain.encounter import Setting, completed_years
from tui_coder.domain.findings import Finding, Severity, Status


def check(case: Case, references: References) -> tuple[Finding, ...]:
    diagnoses = claim_diagnoses(case, references)
    if not diagnoses:
        return ()
    findings = [*_age(case, diagnoses, references), *_sex(case, diagnoses, references)]
    findings += _without_side(case, diagnoses, references)
    if any(each.rule == "R31" and each.status is not Status.PASS for each in findings):
        return tuple(findings)
    tables = ", ".join(dict.fromkeys(each.facts.flags_table for each in diagnoses))
    return (*findings, passed("R31", "Every diagnosis fits the patient's age.", tables))


def _age(case: Case, diagnoses: Sequence[Coded], references: References) -> Iterator[Finding]:
    """Age on the first day, as the editors take it; a claim of a practitioner is not edited so, and only warns."""
    age = completed_years(case.birth_date, case.service_from)
    oldest = references.lists.ages_and_sides.oldest
    if age is None:
        yield not_checked("R31", "Not checked: age against the diagnoses; the case has no birth date.")
        return
    if age > oldest:
        yield error("R31", f"The patient's age of {age} is past {oldest}: see the birth date.")
        return
    severity = Severity.WARNING if case.setting is Setting.PROFESSIONAL else Severity.ERROR
    for each in diagnoses:
        lowest, highest = each.facts.lowest_age, each.facts.highest_age
        if lowest is not None and highest is not None and not lowest <= age <= highest:
            yield failed(
                "R31",
                severity,
                f"{each.printed} is for ages {lowest} to {highest}; the patient is {age}.",
                each,
                mend=f"{wording.REMOVE}; {wording.CODE}",
                table=each.facts.flags_table,
            )
    unknown = [each for each in diagnoses if each.facts.lowest_age is None and each.facts.exists is not False]
    if unknown:
        yield not_checked(
            "R31",
            f"Not checked: age against {listed(unknown)}; no table of {case.service_to} is loaded.",
            *unknown,
            mend=wording.LOAD,
        )


def _sex(case: Case, diagnoses: Sequence[Coded], references: References) -> Iterator[Finding]:
    """The sex conflict edit held until the end of fiscal year 2024; no public table names its codes."""
    until = references.lists.ages_and_sides.sex_conflict_until
    if case.service_to > until:
        yield passed("R5", f"No diagnosis is asked for its sex: that edit ended on {until}.")
    else:
        yield not_checked(
            "R5",
            f"Not checked: sex against {listed(diagnoses)}; the edit held until {until}, and no table of it is loaded.",
            *diagnoses,
        )


def _without_side(case: Case, diagnoses: Sequence[Coded], references: References) -> Iterator[Finding]:
    lists = references.lists.ages_and_sides
    if case.service_to < lists.unspecified_side_from or case.setting is not Setting.INPATIENT:
        return
    if all(each.facts.title for each in diagnoses):
        yield from pass_of("R16", "Every diagnosis names its side where it has one.", diagnoses)
    for each in diagnoses:
        if each.line.system is CodeSystem.ICD10CM and lists.without_side.search(each.facts.title):
            yield warning(
                "R16",
                f"{each.printed} names no side: the Code Editor questions it from {lists.unspecified_side_from}. Code "
                "the side where the chart has it.",
                each,
                mend=f"{wording.REMOVE}; {wording.CODE}",
            )
