"""R6, R17: complete codes only, each diagnosis once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui_coder.domain.assignment import SEQUENCED_ROLES, Case, CodeRole
from tui_coder.domain.codebook import Related, SeventhCharacter
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.references import Coded, CodeFacts, References, coding_date, looked_up
from tui_coder.domain.edits.wording import error, failed, listed, not_checked, passed, with_pass
from tui_coder.domain.findings import Finding, Mend, MendKind, Severity

_NAMED_AT_MOST = 4


def check(case: Case, references: References) -> tuple[Finding, ...]:
    codes = looked_up(case, references)
    if not codes:
        return ()
    findings = [
        *_incomplete(case, codes),
        *_nearly_a_code(case, codes, references),
        *_not_looked_up(codes),
        *_twice(codes),
    ]
    if any(each.line.is_diagnosis for each in codes):
        findings.append(passed("R17", "No diagnosis stands twice."))
    return with_pass("R6", "Every code is complete.", findings, codes)


def _incomplete(case: Case, codes: Iterable[Coded]) -> Iterator[Finding]:
    """Headers are not reported. A header of a release after the date may have been a code then: it warns."""
    for each in codes:
        facts = each.facts
        if facts.billable is False:
            certain = facts.valid is not None or facts.is_older_than(coding_date(case, each.line))
            severity = Severity.ERROR if certain else Severity.WARNING
            yield failed(
                "R6",
                severity,
                _what_is_missing(each.printed, facts),
                each,
                mend=wording.COMPLETE,
                mends=_completions(each),
            )


def _completions(each: Coded) -> list[Mend]:
    return [Mend(MendKind.COMPLETE, each.printed, choices=each.facts.children)] if each.facts.children else []


def _what_is_missing(name: str, facts: CodeFacts) -> str:
    legal = _seventh_characters(facts)
    if legal:
        example = printed(facts.system, facts.code.ljust(6, "X") + legal[0].character)
        told = "; ".join(f"{each.character} {each.meaning}".strip() for each in legal)
        return f"{name} lacks its 7th character, as in {example}: {told}."
    if facts.children:
        some = ", ".join(printed(facts.system, child.code) for child in facts.children[:_NAMED_AT_MOST])
        more = len(facts.children) - _NAMED_AT_MOST
        rest = f" and {more} more" if more > 0 else ""
        return f"{name} is a category, not a code: choose one below it: {some}{rest}."
    return f"{name} is a category, not a code: only a complete code is reported."


def _seventh_characters(facts: CodeFacts) -> Sequence[SeventhCharacter]:
    """The characters that complete the code, where nothing but the 7th is missing; otherwise none."""
    if facts.system is not CodeSystem.ICD10CM:
        return ()
    if not facts.children:
        return facts.seventh
    if not all(_adds_only_a_seventh(facts.code, child) for child in facts.children):
        return ()
    meanings = {each.character: each.meaning for each in facts.seventh}
    legal = [child.code[6] for child in facts.children]
    return [SeventhCharacter(character, meanings.get(character, "")) for character in legal]


def _adds_only_a_seventh(header: str, child: Related) -> bool:
    return len(child.code) == 7 and child.code[:6] == header.ljust(6, "X")


def _nearly_a_code(case: Case, codes: Iterable[Coded], references: References) -> Iterator[Finding]:
    """Codes nobody knows that lack one character of a known one: S01.00A its X, W19.XXX its 7th character."""
    for each in codes:
        line = each.line
        if each.facts.exists is not False or line.system is not CodeSystem.ICD10CM:
            continue
        on = coding_date(case, line)
        meant = line.code[:-1].ljust(6, "X") + line.code[-1]
        if len(line.code) < 7 and references.facts(line.system, meant, on).exists:
            whole = printed(line.system, meant)
            yield error(
                "R6",
                f"{each.printed} lacks the X that fills an empty place: {whole}.",
                each,
                mend=f"{wording.REMOVE}; type {whole} on the code line",
                mends=[Mend(MendKind.COMPLETE, each.printed, choices=(Related(meant, "", billable=True),))],
            )
        elif len(line.code) == 6 and line.code.endswith("X"):
            header = references.facts(line.system, line.code.rstrip("X"), on)
            if _seventh_characters(header):
                yield error("R6", _what_is_missing(each.printed, header), each, mend=wording.COMPLETE)


def _not_looked_up(codes: Iterable[Coded]) -> Iterator[Finding]:
    for group in wording.by_table(codes, lambda each: each.facts.exists is True and each.facts.billable is None):
        yield not_checked(
            "R6",
            f"Not checked: {group[0].facts.table} does not say whether {listed(group)} may be reported.",
            *group,
            mend=wording.LOAD,
        )


# The admitting diagnosis and a reason for visit may well be the condition found after study.
_COUNTED_TOGETHER = (SEQUENCED_ROLES, frozenset({CodeRole.REASON_FOR_VISIT}))


def _twice(codes: Iterable[Coded]) -> Iterator[Finding]:
    """R17: a diagnosis is reported once; a secondary equal to the principal is the Code Editor's duplicate."""
    for roles in _COUNTED_TOGETHER:
        first: dict[tuple[CodeSystem, str], Coded] = {}
        for each in codes:
            if each.line.role not in roles or not each.line.is_diagnosis:
                continue
            earlier = first.setdefault((each.line.system, each.line.code), each)
            if earlier is not each:
                place = earlier.line.role.label
                yield error(
                    "R17",
                    f"{each.printed} stands as {place} and once more; a diagnosis is reported once.",
                    each,
                    mend=wording.REMOVE,
                    mends=wording.removing(each),
                )
