"""R53, R54: what the guidelines presume to be related, coded apart: hypertension, diabetes, kidney, heart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui_coder.domain.assignment import Case
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.lists import Presumption
from tui_coder.domain.edits.references import Coded, References, claim_diagnoses, coding_date
from tui_coder.domain.edits.wording import listed, not_checked, passed, warning
from tui_coder.domain.findings import Finding

_TELLS_APART = "o accepts it with the reason that the chart calls them unrelated"
_HELD_APART = {"R53": "hypertension", "R54": "diabetes"}


def check(case: Case, references: References) -> tuple[Finding, ...]:
    """A warning, never more: where the chart says that two conditions are unrelated they are coded apart.

    Silent without a code that the list knows. What a release that does not cover the day says is not checked.
    """
    known = references.lists.presumptions
    diagnoses = [each for each in claim_diagnoses(case, references) if each.line.system is CodeSystem.ICD10CM]
    found: list[Finding] = []
    for rule, what in _HELD_APART.items():
        own = [each for each in known if each.rule == rule]
        concerned = [each for each in diagnoses if any(one.is_of(each.line.code) for one in own)]
        told = [finding for each in concerned for finding in _apart(case, each, diagnoses, own)]
        found += told
        if concerned and not told and all(each.facts.valid for each in concerned):
            found.append(passed(rule, f"No {what} stands apart from what the guidelines presume it to have caused."))
    return tuple(found)


def _apart(case: Case, alone: Coded, diagnoses: Sequence[Coded], known: Sequence[Presumption]) -> Iterator[Finding]:
    day = coding_date(case, alone.line)
    for each in known:
        beside = _those_beside(alone, diagnoses, each) if each.names(alone.line.code) and each.since <= day else ()
        if not beside:
            continue
        if any(other.line.code.startswith(each.expected) for other in diagnoses):
            return  # the combination stands there: what is beside it is another rule's
        if any(one.facts.valid is None for one in (alone, *beside)):
            yield not_checked(
                each.rule,
                f"Not checked: whether {alone.printed} and {listed(beside)} are one combination code; no release of "
                f"ICD-10-CM that covers {day} is loaded.",
                alone,
                *beside,
                mend=wording.LOAD,
            )
        else:
            yield warning(
                each.rule,
                f"{alone.printed} beside {listed(beside)}: the guidelines presume them related ({each.section}), and "
                f"{_as_expected(each.expected)} is expected unless the chart says that they are not.",
                alone,
                *beside,
                mend=f"{wording.REMOVE}; {wording.CODE}; {_TELLS_APART}",
            )
        return


def _those_beside(alone: Coded, diagnoses: Sequence[Coded], presumed: Presumption) -> tuple[Coded, ...]:
    """The first diagnosis of each kind that is asked for; none where one kind is missing."""
    others = [each for each in diagnoses if each is not alone]
    found = [next((each for each in others if each.line.code.startswith(kind)), None) for kind in presumed.beside]
    return tuple(each for each in found if each is not None) if None not in found else ()


def _as_expected(code: str) -> str:
    """`I12.-` of a category, `E11.22` of a code."""
    return f"{code}.-" if len(code) == 3 else printed(CodeSystem.ICD10CM, code)
