"""R32, R34: medical necessity by the coverage policies that a site loaded, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tui_coder.domain.assignment import Assignment, Case, pointer_letters
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.references import Coded, EditTable, References, coding_date, service_lines
from tui_coder.domain.edits.wording import info, listed, not_checked, passed, warning
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding

POLICIES = "medical-necessity"
COVERED = "covered"
_NOTICES = ("GA", "GZ", "GY", "GX")


def check(case: Case, references: References) -> tuple[Finding, ...]:
    """What covers a service is a list of the payer's; the program never names a code that would be covered (R34)."""
    lines = service_lines(case, references)
    if not lines or case.setting is Setting.INPATIENT:
        return ()
    table = references.table(POLICIES, case.service_to)
    if table is None:
        message = f"Not checked: medical necessity of {listed(lines)}; no coverage policy is loaded."
        return (not_checked("R32", message, *lines, mend=wording.LOAD),)
    findings = [finding for each in lines for finding in _line(case, each, table)]
    if not findings:
        return (passed("R32", "Each line with a coverage policy points to a diagnosis that it covers.", table.title),)
    return tuple(findings)


def _line(case: Case, each: Coded, table: EditTable) -> Iterator[Finding]:
    rows = [row for row in table.find(each.line.code) if _in_force(row, f"{coding_date(case, each.line):%Y-%m-%d}")]
    if not rows:
        yield not_checked("R32", f"Not checked: medical necessity of {each.printed}; no policy here names it.", each)
        return
    diagnoses = _pointed(case, each)
    given = [modifier for modifier in each.line.modifiers if modifier in _NOTICES]
    for policy in dict.fromkeys(row["policy"] for row in rows):
        of_policy = [row for row in rows if row["policy"] == policy]
        if _is_covered(diagnoses, of_policy):
            continue
        if given:
            yield info(
                "R33",
                f"{each.printed} goes out with -{given[0]}: {policy} does not cover it for the diagnoses it points to.",
                each,
                table=table.title,
            )
        else:
            yield warning(
                "R32",
                f"{each.printed}: {policy} does not cover it for the diagnoses it points to. Read the chart again, or "
                "send it with GA, GX, GY or GZ as the notice on file says.",
                each,
                mend=wording.AMEND,
                table=table.title,
            )


def _pointed(case: Case, each: Coded) -> Sequence[Assignment]:
    """The diagnoses of a line; of a hospital's claim, which has no pointers, all."""
    letters = pointer_letters(case.codes)
    if case.setting is Setting.PROFESSIONAL and each.line.pointers:
        return [letters[letter] for letter in each.line.pointers if letter in letters]
    return list(letters.values())


def _is_covered(diagnoses: Sequence[Assignment], rows: Sequence[Mapping[str, str]]) -> bool:
    """A policy lists what it covers, or what it does not (the others are covered then)."""
    listed_covered = {row["diagnosis"] for row in rows if row["covers"] == COVERED}
    listed_excluded = {row["diagnosis"] for row in rows if row["covers"] != COVERED}
    codes = {each.code for each in diagnoses}
    if listed_covered:
        return bool(codes & listed_covered)
    return bool(codes - listed_excluded)


def _in_force(row: Mapping[str, str], day: str) -> bool:
    return (row["first"] or "0") <= day and (not row["last"] or day <= row["last"])
