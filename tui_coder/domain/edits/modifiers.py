"""R16, R23, R26, R33: modifiers: known, in force, against the side, against each other, and where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tui_coder.domain.assignment import Case, pointer_letters
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.lists import ModifierLists
from tui_coder.domain.edits.references import Coded, References, coding_date, looked_up
from tui_coder.domain.edits.wording import listed, not_checked, passed, warning, with_pass
from tui_coder.domain.findings import Finding

_OPPOSITE = {"left": "right", "right": "left"}


def check(case: Case, references: References) -> tuple[Finding, ...]:
    lines = [each for each in looked_up(case, references) if each.line.modifiers]
    if not lines:
        return ()
    findings = [
        *_out_of_place(lines, references),
        *_unknown(case, lines, references),
        *_clashing(lines, references),
        *_wrong_side(lines, _by_letter(case, references), references),
        *_not_looked_up(lines, references),
    ]
    given = {modifier for each in lines for modifier in each.line.modifiers}
    known = references.lists.modifiers
    if given & {known.distinct, *known.distinct_better}:
        findings.append(passed("R26", "No line says twice that its service is distinct.", known.source))
    if given & set(known.notices):
        findings.append(passed("R33", "No line carries two notices that contradict each other.", known.source))
    message = "No modifier stands twice, and none contradicts the side that a title names."
    return with_pass("R16", message, findings, lines)


def _by_letter(case: Case, references: References) -> Mapping[str, Coded]:
    return {
        letter: Coded(line, references.facts(line.system, line.code, coding_date(case, line)))
        for letter, line in pointer_letters(case.codes).items()
    }


def _out_of_place(lines: Iterable[Coded], references: References) -> Iterator[Finding]:
    known = references.lists.modifiers
    for each in lines:
        if each.line.system not in (CodeSystem.HCPCS, CodeSystem.CPT):
            yield _warning(
                "R23",
                f"{each.printed} is {each.line.system.label}; only HCPCS and CPT lines take modifiers.",
                each,
            )
            continue
        for modifier in each.line.modifiers:
            if modifier in known.visits_only and not known.is_visit(each.line.code):
                yield _warning(
                    "R23", f"{each.printed}: {modifier} belongs to visits (E/M services), and this is none.", each
                )


def _unknown(case: Case, lines: Iterable[Coded], references: References) -> Iterator[Finding]:
    undated: dict[str, Coded] = {}
    for each in lines:
        on = coding_date(case, each.line)
        for modifier in each.line.modifiers:
            known = references.modifier(modifier)
            if known is None:
                yield _warning("R23", f"{each.printed}: {modifier} is no modifier of HCPCS or CPT here.", each)
            elif known.in_force(on) is False:
                ended = f"since {known.last}" if known.last and known.last < on else f"before {known.first}"
                yield _warning("R23", f"{each.printed}: modifier {modifier} is not in force {ended}.", each)
            elif known.in_force(on) is None:
                undated[modifier] = each
    if undated:
        yield not_checked(
            "R23",
            f"Not checked: whether modifier {', '.join(sorted(undated))} on {listed(undated.values())} is in force; no "
            "table covers the day.",
            *undated.values(),
        )


def _clashing(lines: Iterable[Coded], references: References) -> Iterator[Finding]:
    for each in lines:
        given = set(each.line.modifiers)
        for modifier in sorted(given):
            if each.line.modifiers.count(modifier) > 1:
                yield _warning("R23", f"{each.printed} has modifier {modifier} twice.", each)
        for conflict in references.lists.modifiers.conflicts:
            if given & conflict.one and given & conflict.other:
                yield _warning(conflict.rule, f"{each.printed}: {conflict.why}.", each)


def _wrong_side(lines: Iterable[Coded], pointed: Mapping[str, Coded], references: References) -> Iterator[Finding]:
    known = references.lists.modifiers
    for each in lines:
        side = side_of_modifiers(each.line.modifiers, known)
        if not side:
            continue
        if known.side_of_title(each.facts.title) == _OPPOSITE[side]:
            yield _warning(
                "R16",
                f"{each.printed} has a modifier of the {side} side, but its title says {_OPPOSITE[side]}.",
                each,
            )
        diagnoses = [pointed[letter] for letter in each.line.pointers if letter in pointed]
        sided = [diagnosis for diagnosis in diagnoses if known.side_of_title(diagnosis.facts.title)]
        if sided and all(known.side_of_title(diagnosis.facts.title) == _OPPOSITE[side] for diagnosis in sided):
            yield _warning(
                "R16",
                f"{each.printed} has a modifier of the {side} side, but it points to {listed(sided)}, "
                f"of the {_OPPOSITE[side]} side.",
                each,
            )


def _not_looked_up(lines: Iterable[Coded], references: References) -> Iterator[Finding]:
    def sided_without_title(each: Coded) -> bool:
        return bool(side_of_modifiers(each.line.modifiers, references.lists.modifiers)) and not each.facts.title

    for group in wording.by_table(lines, sided_without_title):
        yield not_checked(
            "R16",
            f"Not checked: whether the side of the modifier fits {listed(group)}; no title is loaded.",
            *group,
            mend=wording.LOAD,
        )


def side_of_modifiers(modifiers: Iterable[str], lists: ModifierLists) -> str:
    """`left` or `right` where the modifiers of a line name one side only, otherwise empty."""
    sides = {side for modifier in modifiers if (side := lists.side(modifier))}
    return sides.pop() if len(sides) == 1 else ""


def _warning(rule: str, message: str, each: Coded) -> Finding:
    return warning(rule, message, each, mend=wording.AMEND)
