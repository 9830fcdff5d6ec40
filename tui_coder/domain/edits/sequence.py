"""R7, R11-R13, R24: which diagnosis leads, and which role a code may have in the setting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui_coder.domain.assignment import LEADING_ROLES, SEQUENCED_ROLES, Case, CodeRole, is_external_cause, leading_role
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.references import Coded, References, looked_up
from tui_coder.domain.edits.wording import error, failed, info, listed, not_checked, pass_of, passed, warning, with_pass
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding, Severity


def check(case: Case, references: References) -> tuple[Finding, ...]:
    codes = looked_up(case, references)
    leading = [each for each in codes if each.line.role in LEADING_ROLES]
    findings = [*_leads(case, codes, leading), *_may_not_lead(case, leading, codes), *_roles(case, codes, references)]
    findings += _may_lead(case, leading)
    name = leading_role(case.setting).label
    return with_pass("R13", f"One {name} diagnosis, and it may lead.", findings, codes)


def _leads(case: Case, codes: Sequence[Coded], leading: Sequence[Coded]) -> Iterator[Finding]:
    """Exactly one diagnosis leads: principal for a stay, first-listed for everything else."""
    wanted = leading_role(case.setting)
    if not codes:
        yield error("R13", "The case has no codes.", mend=wording.CODE)
    elif not any(each.line.is_diagnosis for each in codes):
        yield error("R13", "The case has no diagnosis.", mend=wording.CODE)
    elif not leading:
        yield error("R13", f"No diagnosis is {wanted.label}.", mend=f"P makes a code {wanted.label}")
    elif len(leading) > 1:
        yield error(
            "R13",
            f"Only one diagnosis is {wanted.label}, but these are: {listed(leading)}.",
            *leading,
            mend=wording.MAKE_SECONDARY,
        )
    if case.setting is Setting.PAYER:
        return
    for each in leading:
        if each.line.role is not wanted:
            # The wording of section IV is not confirmed, so only the stay blocks.
            severity = Severity.ERROR if case.setting is Setting.INPATIENT else Severity.WARNING
            yield failed(
                "R13",
                severity,
                f"{each.printed} is {each.line.role.label}; what leads {_NAMED[case.setting]} is {wanted.label}.",
                each,
                mend=f"P makes it {wanted.label}",
            )


_NAMED = {
    Setting.INPATIENT: "a stay",
    Setting.OUTPATIENT: "an outpatient visit",
    Setting.PROFESSIONAL: "a professional claim",
}


def _may_not_lead(case: Case, leading: Sequence[Coded], codes: Sequence[Coded]) -> Iterator[Finding]:
    mend = wording.lead_with_another(case.setting)
    stay = case.setting is Setting.INPATIENT
    for each in leading:
        name = each.printed
        instead = wording.leading_instead(each, codes)
        if is_external_cause(each.line.system, each.line.code):
            yield error("R11", f"{name} is an external cause and never leads.", each, mend=mend, mends=instead)
        elif _is_sequela(each) and (caller := _called_for_by(each, codes)) is not None:
            yield info(
                "R7",
                f"{name} leads, though it is a sequela: the note at {caller} calls for it first, and the Tabular List "
                "goes before the general rule.",
                each,
                table=each.facts.notes_table,
            )
        elif _is_sequela(each):
            yield from _without_notes(each, codes)
            yield warning(
                "R12",
                f"{name} is a sequela: what is left of the injury is coded first, {name} after it.",
                each,
                mend=mend,
                mends=instead,
            )
        if stay and each.facts.unacceptable_principal:
            yield error("R11", f"{name} is unacceptable as principal diagnosis.", each, mend=mend, mends=instead)
        elif stay and each.facts.unacceptable_principal is None:
            yield not_checked(
                "R11",
                f"Not checked: whether {name} is acceptable as principal; no Code Editor table is loaded.",
                each,
            )


def _may_lead(case: Case, leading: Sequence[Coded]) -> Iterator[Finding]:
    """The passes of what leads. Whether a stay's may is known only where the Code Editor's table is loaded."""
    if not leading:
        return
    yield passed("R11", "No external cause leads, nor what is unacceptable as principal diagnosis.")
    if all(each.line.system is CodeSystem.ICD10CM for each in leading):
        yield passed("R12", "No sequela leads, but for one that a note calls for first.")
        yield from pass_of("R7", "No note of the Tabular List speaks against what leads.", leading)


def _called_for_by(sequela: Coded, codes: Sequence[Coded]) -> str | None:
    """Where the code-first note of another code stands that names this one (F02: traumatic brain injury, S06)."""
    others = [each for each in codes if each is not sequela and each.line.role in SEQUENCED_ROLES]
    notes = (note for each in others for note in each.facts.code_first or ())
    return next((note.origin for note in notes if any(span.covers(sequela.line.code) for span in note.codes)), None)


def _without_notes(sequela: Coded, codes: Sequence[Coded]) -> Iterator[Finding]:
    unknown = [
        each
        for each in codes
        if each is not sequela and each.line.role in SEQUENCED_ROLES and each.facts.code_first is None
    ]
    if unknown:
        yield not_checked(
            "R7",
            f"Not checked: whether a note of {listed(unknown)} calls for {sequela.printed} first; none is loaded.",
            sequela,
            *unknown,
            mend=wording.LOAD,
        )


def _is_sequela(each: Coded) -> bool:
    code = each.line.code
    return each.line.system is CodeSystem.ICD10CM and code[:1] in ("S", "T") and code[6:] == "S"


def _roles(case: Case, codes: Sequence[Coded], references: References) -> Iterator[Finding]:
    admitting = [each for each in codes if each.line.role is CodeRole.ADMITTING]
    reasons = [each for each in codes if each.line.role is CodeRole.REASON_FOR_VISIT]
    causes = [each for each in codes if each.line.role is CodeRole.EXTERNAL_CAUSE]
    yield from _admitting(case, codes, admitting)
    yield from _reasons(case, reasons, references.lists.limits.reasons_for_visit)
    for each in causes:
        if not is_external_cause(each.line.system, each.line.code):
            yield warning(
                "R11",
                f"{each.printed} stands as external cause, but is none.",
                each,
                mend=wording.MAKE_SECONDARY,
            )


def _admitting(case: Case, codes: Sequence[Coded], admitting: Sequence[Coded]) -> Iterator[Finding]:
    if len(admitting) > 1:
        yield error(
            "R24",
            f"A claim has one admitting diagnosis, but these are: {listed(admitting)}.",
            *admitting,
            mend=f"{wording.REMOVE}; {wording.MAKE_SECONDARY}",
        )
    if admitting and case.setting in (Setting.OUTPATIENT, Setting.PROFESSIONAL):
        yield warning(
            "R24",
            f"{listed(admitting)}: only a stay has an admitting diagnosis.",
            *admitting,
            mend=f"{wording.REMOVE}; {wording.MAKE_SECONDARY}",
        )
    if case.setting is Setting.INPATIENT and not admitting and any(each.line.is_diagnosis for each in codes):
        yield warning("R24", "The stay has no admitting diagnosis.", mend=wording.MAKE_ADMITTING)


def _reasons(case: Case, reasons: Sequence[Coded], most: int) -> Iterator[Finding]:
    for each in reasons[most:]:
        yield error(
            "R24",
            f"{each.printed}: a claim has at most {most} reasons for visit.",
            each,
            mend=f"{wording.REMOVE}; {wording.MAKE_SECONDARY}",
        )
    if reasons and case.setting in (Setting.INPATIENT, Setting.PROFESSIONAL):
        yield warning(
            "R24",
            f"{listed(reasons)}: only an outpatient hospital claim has reasons for visit.",
            *reasons,
            mend=f"{wording.REMOVE}; {wording.MAKE_SECONDARY}",
        )
