"""R1, R2, R4: the code set the date calls for, and codes in force on that date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui_coder.domain.assignment import Case
from tui_coder.domain.codes import (
    ICD10_START,
    CodeSystem,
    diagnosis_system,
    guess_systems,
    inpatient_procedure_system,
    systems_on,
)
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.references import Coded, References, coding_date, looked_up
from tui_coder.domain.edits.wording import error, listed, not_checked, passed, warning, with_pass
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding


def check(case: Case, references: References) -> tuple[Finding, ...]:
    codes = looked_up(case, references)
    if not codes:
        return ()
    in_use = systems_on(case.service_to)
    fitting = [each for each in codes if each.line.system in in_use]
    findings = [
        *_wrong_set(case, [each for each in codes if each not in fitting]),
        *_inpatient_procedures(case, fitting),
        *_straddles(case),
        *_indicator(case, codes),
        *_unknown(case, fitting),
        *_not_in_force(case, fitting),
        *_no_code_set(fitting),
        *_not_covered(case, fitting),
    ]
    findings.append(passed("R1", f"Every code is of a code set of {case.service_to}."))
    return with_pass("R4", "Every code is in force on its date.", findings, codes)


def _wrong_set(case: Case, codes: Iterable[Coded]) -> Iterator[Finding]:
    """ICD-9 through 2015-09-30, ICD-10 from the next day on, never both on one claim."""
    for each in codes:
        system = each.line.system
        right = diagnosis_system if system.is_diagnosis else inpatient_procedure_system
        yield error(
            "R1",
            f"{each.printed} is {system.label}; a case of {case.service_to} is coded in "
            f"{right(case.service_to).label}, and the two never stand on one claim.",
            each,
            mend=f"{wording.REMOVE}; {wording.CODE}",
        )


def _inpatient_procedures(case: Case, codes: Iterable[Coded]) -> Iterator[Finding]:
    """Outside a stay HCPCS and CPT say what was done. Common knowledge, so it warns."""
    if case.setting not in (Setting.OUTPATIENT, Setting.PROFESSIONAL):
        return
    for each in codes:
        if each.line.system is inpatient_procedure_system(case.service_to):
            yield warning(
                "R1",
                f"{each.printed} is {each.line.system.label}, for procedures of a stay; this case is "
                f"{case.setting}, which takes HCPCS or CPT.",
                each,
                mend=f"{wording.REMOVE}; {wording.CODE}",
                mends=wording.removing(each),
            )


def _straddles(case: Case) -> Iterator[Finding]:
    """R2: a stay is coded by its discharge; every other claim over the switch is split in two."""
    if not case.service_from < ICD10_START <= case.service_to:
        return
    if case.setting is Setting.INPATIENT:
        yield passed("R2", f"A stay over the change to ICD-10 is coded by its discharge on {case.service_to}.")
    elif case.setting is Setting.PAYER:
        yield not_checked(
            "R2",
            f"Not checked: how services over the change to ICD-10 on {ICD10_START} are billed; the case does not say "
            "whether it is a stay.",
        )
    else:
        yield warning(
            "R2",
            f"The services run from {case.service_from} to {case.service_to}, over the change to ICD-10 on "
            f"{ICD10_START}: bill them as two claims, one in each code set.",
        )


def _indicator(case: Case, codes: Iterable[Coded]) -> Iterator[Finding]:
    """R3: a claim says once, for all its diagnoses, whether they are ICD-9-CM or ICD-10-CM."""
    diagnoses = [each for each in codes if each.line.is_diagnosis]
    systems = {each.line.system for each in diagnoses}
    if not diagnoses:
        return
    if case.setting is Setting.PAYER:
        yield not_checked("R3", "Not checked: the code set that the claim names; a reviewer's case does not hold it.")
    elif len(systems) > 1:
        yield error(
            "R3",
            f"The claim names one code set for all its diagnoses: {listed(diagnoses)} are of two.",
            *diagnoses,
            mend=f"{wording.REMOVE}; {wording.CODE}",
        )
    else:
        (system,) = systems
        yield passed("R3", f"The claim names {system.label} as its code set ({_INDICATOR[system]}).")


_INDICATOR = {CodeSystem.ICD9CM: "9", CodeSystem.ICD10CM: "0"}


def _unknown(case: Case, codes: Iterable[Coded]) -> Iterator[Finding]:
    """A code its code set does not have. On a day the release does not cover it may exist, so it warns."""
    for each in codes:
        facts, system = each.facts, each.line.system
        table = facts.table or system.label
        if facts.exists is not False:
            continue
        if facts.valid is not None or system not in guess_systems(each.line.code):
            yield error(
                "R4",
                f"{each.printed} is not a code of {table}.",
                each,
                mend=f"{wording.REMOVE}; {wording.CODE}",
                mends=wording.removing(each),
            )
        else:
            yield warning(
                "R4",
                f"{each.printed} is not in {table}, which does not cover "
                f"{coding_date(case, each.line)}: a slip of the keys, or a code of another release.",
                each,
                mend=f"{wording.REMOVE}; {wording.LOAD}",
            )


def _not_in_force(case: Case, codes: Iterable[Coded]) -> Iterator[Finding]:
    for each in codes:
        if each.facts.exists and each.facts.valid is False:
            yield error(
                "R4",
                f"{each.printed} is not in force on {coding_date(case, each.line)} by {each.facts.table}.",
                each,
                mend=f"{wording.REMOVE}; {wording.CODE}",
                mends=wording.removing(each),
            )


def _no_code_set(codes: Sequence[Coded]) -> Iterator[Finding]:
    for group in wording.by_table(codes, lambda each: each.facts.exists is None):
        system = group[0].line.system
        why = f"no {system.label} is loaded"
        if system is CodeSystem.CPT:
            why = "CPT is licensed by the AMA and not loaded"
        yield not_checked("R4", f"Not checked: {why}: {listed(group)}.", *group, mend=wording.LOAD)


def _not_covered(case: Case, codes: Sequence[Coded]) -> Iterator[Finding]:
    def is_open(each: Coded) -> bool:
        return each.facts.exists is not None and each.facts.valid is None

    for group in wording.by_table(codes, is_open):
        days = " or ".join(sorted({str(coding_date(case, each.line)) for each in group}))
        verb = "is" if len(group) == 1 else "are"
        yield not_checked(
            "R4",
            f"Not checked: whether {listed(group)} {verb} in force on {days}, which "
            f"{group[0].facts.table or group[0].line.system.label} does not cover.",
            *group,
            mend=wording.LOAD,
        )
