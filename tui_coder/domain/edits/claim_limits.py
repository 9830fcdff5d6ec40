"""R21-R24: what fits on a claim: diagnoses, procedures, pointers, modifiers, units.

A payer's reviewer may have either kind of claim before them: what only one kind takes is not checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui_coder.domain.assignment import Case, CodeRole, pointer_letters
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.lists import ClaimLimits
from tui_coder.domain.edits.references import Coded, References, claim_diagnoses, looked_up
from tui_coder.domain.edits.wording import error, not_checked, passed, warning, with_pass
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding

_INSTITUTIONAL = (Setting.INPATIENT, Setting.OUTPATIENT)
_LINE_SYSTEMS = (CodeSystem.HCPCS, CodeSystem.CPT)


def check(case: Case, references: References) -> tuple[Finding, ...]:
    diagnoses = claim_diagnoses(case, references)
    procedures = [each for each in looked_up(case, references) if each.line.role is CodeRole.PROCEDURE]
    if not diagnoses and not procedures:
        return ()
    limits = references.lists.limits
    pointers = _useless_pointers if case.setting in _INSTITUTIONAL else _pointers
    findings = [
        *_diagnoses(case, diagnoses, limits),
        *_procedures(case, procedures, limits),
        *_lines(procedures, limits),
        *pointers(case, procedures, limits),
    ]
    if any(each.line.system in _LINE_SYSTEMS for each in procedures):
        findings.append(passed("R23", "Every line has its modifiers and units within what a claim takes."))
        if case.setting is not Setting.INPATIENT:
            findings.append(passed("R22", "Every line points to diagnoses as its kind of claim takes them."))
    rule = "R21" if case.setting is Setting.PROFESSIONAL else "R24"
    return with_pass(rule, "All codes, pointers, modifiers and units fit on the claim.", findings, diagnoses)


def _diagnoses(case: Case, diagnoses: Sequence[Coded], limits: ClaimLimits) -> Iterator[Finding]:
    """One finding for each diagnosis that does not go out, so that it can be seen which ones."""
    if case.setting is Setting.PROFESSIONAL:
        yield from _past("R21", limits.professional_diagnoses, "diagnoses", diagnoses)
    else:
        causes = [each for each in diagnoses if each.line.role is CodeRole.EXTERNAL_CAUSE]
        others = [each for each in diagnoses if each.line.role is not CodeRole.EXTERNAL_CAUSE]
        yield from _past("R24", limits.institutional_diagnoses, "diagnoses", others)
        yield from _past("R24", limits.external_causes, "external causes", causes)
    if case.setting is Setting.PAYER:
        for each in diagnoses[limits.professional_diagnoses : limits.institutional_diagnoses]:
            yield not_checked(
                "R21",
                f"Not checked: {each.printed} is past the {limits.professional_diagnoses} diagnoses of a "
                "professional claim, but fits on an institutional one; the case does not say which it is.",
                each,
            )


def _procedures(case: Case, procedures: Sequence[Coded], limits: ClaimLimits) -> Iterator[Finding]:
    if case.setting is Setting.INPATIENT:
        surgical = [each for each in procedures if each.line.system not in _LINE_SYSTEMS]
        yield from _past("R24", limits.institutional_procedures, "procedures", surgical)
    elif case.setting is Setting.PROFESSIONAL:
        yield from _past("R23", limits.professional_lines, "service lines", procedures)


def _past(rule: str, limit: int, kind: str, codes: Sequence[Coded]) -> Iterator[Finding]:
    for place, each in enumerate(codes[limit:], start=limit + 1):
        yield warning(
            rule,
            f"{each.printed} is number {place} of the {kind}; the claim takes {limit}: it does not go out.",
            each,
            mend=f"{wording.MOVE_UP}; {wording.REMOVE}",
        )


def _lines(procedures: Iterable[Coded], limits: ClaimLimits) -> Iterator[Finding]:
    for each in procedures:
        line = each.line
        if len(line.modifiers) > limits.modifiers:
            yield error(
                "R23",
                f"{each.printed} has {len(line.modifiers)} modifiers; a line takes {limits.modifiers}.",
                each,
                mend=wording.AMEND,
            )
        if line.units < 1:
            yield error(
                "R23",
                f"{each.printed} has {line.units} units; a line has 1 or more.",
                each,
                mend=wording.AMEND,
            )


def _pointers(case: Case, procedures: Iterable[Coded], limits: ClaimLimits) -> Iterator[Finding]:
    letters = pointer_letters(case.codes)
    most = limits.pointers_for(case.payer)
    for each in procedures:
        pointers = each.line.pointers
        if not pointers and case.setting is Setting.PAYER:
            yield not_checked(
                "R22",
                f"Not checked: whether {each.printed} should point to a diagnosis; the case does not say whether the "
                "claim is a professional one.",
                each,
            )
        if not pointers and case.setting is Setting.PROFESSIONAL:
            yield warning(
                "R22",
                f"{each.printed} points to no diagnosis: say which one it was done for.",
                each,
                mend=f"{wording.AMEND}; type @A for the first diagnosis",
            )
        if len(pointers) > most:
            yield error(
                "R22",
                f"{each.printed} has {len(pointers)} pointers; a line takes {most}{_of(case.payer, limits)}.",
                each,
                mend=wording.AMEND,
            )
        lost = [letter for letter in dict.fromkeys(pointers) if letter not in letters]
        if lost:
            yield error(
                "R22",
                f"{each.printed} points to {', '.join(lost)}; {_last(letters)}.",
                each,
                mend=wording.AMEND,
            )


def _of(payer: str, limits: ClaimLimits) -> str:
    return f" for {payer}" if limits.pointers_for(payer) != limits.pointers else ""


def _last(letters: Iterable[str]) -> str:
    known = list(letters)
    return f"the diagnoses go from A to {known[-1]}" if known else "there is no diagnosis to point to"


def _useless_pointers(_case: Case, procedures: Iterable[Coded], _limits: ClaimLimits) -> Iterator[Finding]:
    for each in procedures:
        if each.line.pointers:
            yield warning(
                "R22",
                f"{each.printed} has diagnosis pointers; only a professional claim takes them.",
                each,
                mend=wording.AMEND,
            )
