"""R32-R34: medical necessity by the coverage policies that a site loaded, line by line."""

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


def check(case: Case, references: References) -> tuple[Finding, ...]:
    """What covers a service is a list of the payer's; the program never names a code that would be covered (R34)."""
    lines = service_lines(case, references)
    if not lines or case.setting is Setting.INPATIENT:
        return ()
    table = references.table(POLICIES, case.service_to)
    if table is None:
        return tuple(_without_policies(lines, references.lists.modifiers.notices))
    findings = [finding for each in lines for finding in _line(case, each, table, references.lists.modifiers.notices)]
    if not any(each.rule == "R33" for each in findings):  # a line that its policy does not cover carries a notice
        told = "Each line with a coverage policy points to a diagnosis that it covers."
        findings.append(passed("R32", told, table.title))
    told = "Each diagnosis that makes a line payable has words of the chart behind it."
    return (*findings, passed("R34", told, table.title))


def _without_policies(lines: Sequence[Coded], notices: tuple[str, ...]) -> Iterator[Finding]:
    message = f"Not checked: medical necessity of {listed(lines)}; no coverage policy is loaded."
    yield not_checked("R32", message, *lines, mend=wording.LOAD)
    noticed = [each for each in lines if set(each.line.modifiers) & set(notices)]
    if noticed:
        message = f"Not checked: whether the notice of {listed(noticed)} is called for; no coverage policy is loaded."
        yield not_checked("R33", message, *noticed, mend=wording.LOAD)


def _line(case: Case, each: Coded, table: EditTable, notices: tuple[str, ...]) -> Iterator[Finding]:
    rows = [row for row in table.find(each.line.code) if _in_force(row, f"{coding_date(case, each.line):%Y-%m-%d}")]
    if not rows:
        yield not_checked("R32", f"Not checked: medical necessity of {each.printed}; no policy here names it.", each)
        return
    diagnoses = _pointed(case, each)
    given = [modifier for modifier in each.line.modifiers if modifier in notices]
    for policy in dict.fromkeys(row["policy"] for row in rows):
        of_policy = [row for row in rows if row["policy"] == policy]
        if _is_covered(diagnoses, of_policy):
            yield from _backed(each, policy, diagnoses, of_policy, table)
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


def _backed(
    each: Coded, policy: str, diagnoses: Sequence[Assignment], rows: Sequence[Mapping[str, str]], table: EditTable
) -> Iterator[Finding]:
    """R34: what makes a line payable has to stand in the chart: a diagnosis is not coded to be paid."""
    covered = {row["diagnosis"] for row in rows if row["covers"] == COVERED}
    paying = [one for one in diagnoses if one.code in covered]
    if not covered:
        yield not_checked(
            "R34",
            f"Not checked: which diagnosis makes {each.printed} payable; {policy} lists only what it excludes.",
            each,
        )
    elif not any(one.evidence for one in paying):
        yield warning(
            "R34",
            f"{each.printed} is payable by {policy} for {listed(paying)} alone, and no words of the chart are attached "
            "to that.",
            each,
            mend="a attaches the words",
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
