"""R18-R20: present on admission, on the diagnoses of a stay and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui_coder.domain.assignment import POA_VALUES, SEQUENCED_ROLES, Case, is_external_cause
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.references import Coded, References, claim_diagnoses, looked_up
from tui_coder.domain.edits.wording import error, listed, not_checked, passed, warning, with_pass
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding


def check(case: Case, references: References) -> tuple[Finding, ...]:
    diagnoses = claim_diagnoses(case, references)
    if case.setting in (Setting.OUTPATIENT, Setting.PROFESSIONAL):
        return tuple(_out_of_place(case, looked_up(case, references)))
    if not diagnoses:
        return ()
    if case.setting is Setting.PAYER:
        return (not_checked("R18", "Not checked: POA; the case does not say whether the claim is for a stay."),)
    findings = [
        *_missing(diagnoses),
        *_wrong(diagnoses),
        *_exempt(diagnoses),
        *_hospital_acquired(diagnoses, references),
        *_out_of_place(case, looked_up(case, references)),
    ]
    findings.append(passed("R20", "Only what is reported with POA carries one."))
    findings.append(passed("R19", "No diagnosis that was not present on admission is left to the grouper."))
    return with_pass("R18", "Every diagnosis of the stay has its POA value.", findings, diagnoses)


def _missing(diagnoses: Iterable[Coded]) -> Iterator[Finding]:
    """Nobody has said it yet. A code known to be exempt is reported blank, so nothing is missing there."""
    for each in diagnoses:
        if each.line.poa or each.facts.poa_exempt:
            continue
        if each.facts.poa_exempt is None and is_external_cause(each.line.system, each.line.code):
            yield not_checked(
                "R18",
                f"Not checked: {each.printed} has no POA; most external causes are exempt, but the exempt "
                "list is not loaded.",
                each,
                mend=wording.SAY_POA,
            )
        else:
            yield error(
                "R18",
                f"{each.printed} has no POA: Y, N, U, W, or exempt.",
                each,
                mend=wording.SAY_POA,
            )


def _wrong(diagnoses: Iterable[Coded]) -> Iterator[Finding]:
    for each in diagnoses:
        if each.line.poa and each.line.poa not in POA_VALUES:
            yield error(
                "R18",
                f"{each.printed}: '{each.line.poa}' is no POA value: Y, N, U, W, or exempt.",
                each,
                mend=wording.SAY_POA,
            )
        elif each.line.poa not in ("", "exempt") and each.facts.poa_exempt:
            yield warning(
                "R18",
                f"{each.printed} is exempt from POA, but says {each.line.poa}.",
                each,
                mend=wording.SAY_POA,
            )


def _exempt(diagnoses: Iterable[Coded]) -> Iterator[Finding]:
    said = [each for each in diagnoses if each.line.poa == "exempt"]
    for each in said:
        if each.facts.poa_exempt is False:
            yield error(
                "R18",
                f"{each.printed} is not exempt from POA: say Y, N, U or W.",
                each,
                mend=wording.SAY_POA,
            )
    for group in wording.by_table(said, lambda each: each.facts.poa_exempt is None):
        yield not_checked(
            "R18",
            f"Not checked: whether {listed(group)} may be exempt from POA; the exempt list is not loaded.",
            *group,
        )


def _hospital_acquired(diagnoses: Iterable[Coded], references: References) -> Iterator[Finding]:
    """R19: not present on admission, or not known, it brings no CC or MCC payment; exempt it never is.

    The list has the categories that diagnosis codes tell; the others depend on a procedure or on the whole stay.
    """
    unlisted: list[Coded] = []
    for each in diagnoses:
        if each.line.poa in ("", "Y", "W"):
            continue
        condition = next((one for one in references.lists.hospital_acquired if one.has(each.line.code)), None)
        if condition is None:
            if each.line.poa != "exempt":
                unlisted.append(each)
            continue
        source = f"{references.lists.hospital_acquired_source}, category {condition.category}"
        if each.line.poa == "exempt":
            yield error(
                "R19",
                f"{each.printed} is a hospital-acquired condition ({condition.name}) and never exempt from POA.",
                each,
                mend=wording.SAY_POA,
                table=source,
            )
        else:
            yield warning(
                "R19",
                f"{each.printed} with POA {each.line.poa} is a hospital-acquired condition ({condition.name}), which "
                "brings no CC or MCC payment: see that the chart says so.",
                each,
                mend=wording.SAY_POA,
                table=source,
            )
    yield from _left_to_the_grouper(unlisted, references)


def _left_to_the_grouper(unlisted: Sequence[Coded], references: References) -> Iterator[Finding]:
    if unlisted:
        categories = ", ".join(one.category for one in references.lists.hospital_acquired)
        yield not_checked(
            "R19",
            f"Not checked: whether {listed(unlisted)}, not present on admission, is hospital-acquired by another "
            f"category than {categories}: that the grouper tells.",
            *unlisted,
        )


def _out_of_place(case: Case, codes: Iterable[Coded]) -> Iterator[Finding]:
    for each in codes:
        if not each.line.poa:
            continue
        if case.setting is not Setting.INPATIENT:
            why = f"only a stay reports POA; this case is {case.setting}"
            yield warning("R18", f"{each.printed}: {why}.", each, mend=wording.AMEND)
        elif each.line.role not in SEQUENCED_ROLES:
            yield warning(
                "R20",
                f"{each.printed}: a code that is {each.line.role.label} carries no POA.",
                each,
                mend=wording.AMEND,
            )
