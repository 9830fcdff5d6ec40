"""R28-R30: medically unlikely edits: how many units of a code a line or a day of service takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tui_coder.domain.assignment import Case
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.references import Coded, EditTable, References, by_service_day, service_lines
from tui_coder.domain.edits.wording import error, info, listed, not_checked, passed
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding

VALUES = {Setting.PROFESSIONAL: "ncci-mue-practitioner", Setting.OUTPATIENT: "ncci-mue-hospital"}
PER_LINE, BY_POLICY = "1", "2"


def check(case: Case, references: References) -> tuple[Finding, ...]:
    lines = service_lines(case, references)
    if not lines or case.setting is Setting.INPATIENT:
        return ()
    kind = VALUES.get(case.setting)
    if kind is None:
        message = f"Not checked: units of {listed(lines)}; the case does not say whose claim it is."
        return (not_checked("R28", message, *lines),)
    findings: list[Finding] = []
    for day, of_day in by_service_day(case, lines).items():
        table = references.table(kind, day)
        if table is None:
            findings.append(
                not_checked(
                    "R28",
                    f"Not checked: units of {listed(of_day)}; no MUE table of the quarter of {day} is loaded.",
                    *of_day,
                    mend=wording.LOAD,
                )
            )
            continue
        over, unpublished = list(_over(of_day, day, table)), list(_unpublished(of_day, table))
        findings += [*over, *unpublished]
        if not unpublished:
            findings.append(passed("R28", f"No line of {day} has more units than its MUE.", table.title))
            if not any(each.rule == "R29" for each in over):
                findings.append(passed("R29", f"No line of {day} is past a limit that is policy.", table.title))
            findings.append(passed("R30", f"Every line of {day} has a published MUE.", table.title))
    return tuple(findings)


def _over(lines: Sequence[Coded], day: date, table: EditTable) -> Iterator[Finding]:
    told: set[str] = set()
    for each in lines:
        row = next(iter(table.find(each.line.code)), None)
        if row is None:
            continue
        value, same = int(row["value"]), [other for other in lines if other.line.code == each.line.code]
        if row["mai"] == PER_LINE:
            if each.line.units > value:
                yield error(
                    "R28",
                    f"{each.printed} has {each.line.units} units; a line takes {value} (MAI 1), or the whole line is "
                    "denied. Lines may be parted with a modifier where the chart shows it.",
                    each,
                    mend=wording.AMEND,
                    table=table.title,
                )
            continue
        units = sum(other.line.units for other in same)
        if units > value and each.line.code not in told:
            told.add(each.line.code)
            by_policy = row["mai"] == BY_POLICY
            why = "(MAI 2: policy)" if by_policy else "(MAI 3: clinical; the contractor may override it on evidence)"
            if by_policy:
                yield info(
                    "R29",
                    f"{each.printed} is limited by policy: a contractor cannot override it, though an appeal may be "
                    "filed.",
                    *same,
                    table=table.title,
                )
            yield error(
                "R28",
                f"{each.printed} has {units} units on {day}; a day takes {value} {why}, or all of them are denied.",
                *same,
                mend=wording.AMEND,
                table=table.title,
            )


def _unpublished(lines: Sequence[Coded], table: EditTable) -> Iterator[Finding]:
    """R30: some values are confidential, so a code without one is not checked."""
    without = [each for each in lines if not table.find(each.line.code)]
    if without:
        yield not_checked(
            "R30",
            f"Not checked: units of {listed(without)}; {table.title} has no value, and some are not published.",
            *without,
        )
