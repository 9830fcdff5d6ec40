"""R25-R27: NCCI pairs and add-on codes, of one day of service, by the table of the kind of claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import permutations

from tui_coder.domain.assignment import Case
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.references import Coded, EditTable, References, by_service_day, service_lines
from tui_coder.domain.edits.wording import error, info, listed, not_checked, passed
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding, Status

PAIRS = {Setting.PROFESSIONAL: "ncci-ptp-practitioner", Setting.OUTPATIENT: "ncci-ptp-hospital"}
ADD_ONS = "add-on-codes"
NEVER, WITH_MODIFIER = "0", "1"
"""What the indicator of a pair says; 9 marks a pair that was deleted as if it had never been."""
_LISTED_PRIMARIES = "1"
"""Of add-on codes of this type the table names every primary; of the others contractors decide."""
_NAMED_AT_MOST = 4


def check(case: Case, references: References) -> tuple[Finding, ...]:
    """NCCI judges practitioners' claims and those of outpatient hospitals; a stay is paid otherwise."""
    lines = service_lines(case, references)
    if not lines or case.setting is Setting.INPATIENT:
        return ()
    findings: list[Finding] = []
    for day, of_day in by_service_day(case, lines).items():
        findings += _pairs(case, of_day, day, references)
        findings += _add_ons(of_day, day, references)
    return tuple(findings)


def _pairs(case: Case, lines: Sequence[Coded], day: date, references: References) -> Iterator[Finding]:
    if len({each.line.code for each in lines}) < 2:
        return
    kind = PAIRS.get(case.setting)
    if kind is None:
        yield not_checked(
            "R27",
            f"Not checked: NCCI pairs of {listed(lines)}; the case does not say whether the claim is a "
            "practitioner's or a hospital's, and each has its table.",
            *lines,
        )
        return
    table = references.table(kind, day)
    if table is None:
        yield from _bypasses_unread(lines, references)
        whose = "practitioner" if case.setting is Setting.PROFESSIONAL else "outpatient hospital"
        yield not_checked(
            "R25",
            f"Not checked: NCCI pairs of {listed(lines)}; no {whose} table of the quarter of {day} is loaded.",
            *lines,
            mend=wording.LOAD,
        )
        return
    found = [finding for one, other in permutations(lines, 2) for finding in _pair(one, other, table, day, references)]
    yield from found
    if not any(each.status is Status.FAIL and each.severity != "info" for each in found):
        yield passed("R25", f"No NCCI pair forbids two lines of {day} together.", table.title)


def _bypasses_unread(lines: Sequence[Coded], references: References) -> Iterator[Finding]:
    """A modifier that lets a pair go out belongs only where there is one."""
    known = references.lists.modifiers
    bypassing = [each for each in lines if {known.distinct, *known.distinct_better} & set(each.line.modifiers)]
    if bypassing:
        yield not_checked(
            "R26",
            f"Not checked: whether a pair asks for the modifier of {listed(bypassing)}; no NCCI table is loaded.",
            *bypassing,
            mend=wording.LOAD,
        )


def _pair(one: Coded, other: Coded, table: EditTable, day: date, references: References) -> Iterator[Finding]:
    """`one` as column 1, which is paid, and `other` as column 2, which is denied beside it."""
    row = next((each for each in table.find(one.line.code, other.line.code) if _in_force(each, day)), None)
    if row is None or row["indicator"] not in (NEVER, WITH_MODIFIER):
        return
    reason = f" ({row['rationale']})" if row["rationale"] else ""
    if row["indicator"] == NEVER:
        yield error(
            "R25",
            f"{other.printed} is not paid beside {one.printed} on {day}{reason}; no modifier changes that.",
            one,
            other,
            mend=wording.REMOVE_ONE,
            mends=wording.removing(other, one),
            table=table.title,
        )
        return
    bypassing = [
        modifier
        for modifier in (*other.line.modifiers, *one.line.modifiers)
        if (known := references.modifier(modifier)) is not None and known.yields_ncci
    ]
    if bypassing:
        better = ", ".join(references.lists.modifiers.distinct_better)
        prefer = f"; {better} say why, where one fits" if bypassing == [references.lists.modifiers.distinct] else ""
        yield info(
            "R26",
            f"{other.printed} beside {one.printed} goes out because of -{bypassing[0]}: the chart has to show that "
            f"the service was distinct{prefer}.",
            one,
            other,
            table=table.title,
        )
    else:
        yield error(
            "R25",
            f"{other.printed} is not paid beside {one.printed} on {day}{reason}, but with an NCCI modifier where the "
            "chart shows a distinct service.",
            one,
            other,
            mend=f"{wording.AMEND}; {wording.REMOVE_ONE}",
            table=table.title,
        )


def _in_force(row: Mapping[str, str], day: date) -> bool:
    written = f"{day:%Y%m%d}"
    return (row["effective"] or "0") <= written and (row["deletion"] in ("", "*") or written <= row["deletion"])


def _add_ons(lines: Sequence[Coded], day: date, references: References) -> Iterator[Finding]:
    table = references.table(ADD_ONS, day)
    if table is None:
        yield not_checked(
            "R27",
            f"Not checked: whether {listed(lines)} needs a primary beside it as an add-on code; no table is loaded.",
            *lines,
            mend=wording.LOAD,
        )
        return
    yield passed("R27", f"No add-on code of {day} stands without its primary.", table.title)
    present = {each.line.code for each in lines}
    for each in lines:
        rows = [row for row in table.find(_LISTED_PRIMARIES, each.line.code) if _add_on_in_force(row, day)]
        primaries = [row["primary_code"] for row in rows]
        if primaries and not present & set(primaries):
            some = ", ".join(primaries[:_NAMED_AT_MOST])
            more = f" and {len(primaries) - _NAMED_AT_MOST} more" if len(primaries) > _NAMED_AT_MOST else ""
            yield error(
                "R27",
                f"{each.printed} is an add-on code and goes out only beside its primary on {day}: {some}{more}.",
                each,
                mend=f"{wording.CODE}; {wording.REMOVE}",
                table=table.title,
            )


def _add_on_in_force(row: Mapping[str, str], day: date) -> bool:
    written = f"{day:%Y%m%d}"
    return (row["first"] or "0") <= written and (row["last"] in ("", "*") or written <= row["last"])
