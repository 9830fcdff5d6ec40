"""R8, R9: pairs of diagnoses that the Tabular List excludes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tui_coder.domain.assignment import Case
from tui_coder.domain.codebook import Note
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.namings import namings
from tui_coder.domain.edits.references import Coded, References, claim_diagnoses
from tui_coder.domain.edits.wording import error, info, listed, not_checked, pass_of, with_pass
from tui_coder.domain.findings import Finding


def check(case: Case, references: References) -> tuple[Finding, ...]:
    """Excludes1 and Excludes2 are notes of ICD-10-CM; ICD-9-CM knows one kind only and is not judged here."""
    diagnoses = _distinct(claim_diagnoses(case, references))
    if len(diagnoses) < 2:
        return ()
    findings = [*_never_together(diagnoses), *_allowed_together(diagnoses), *_not_looked_up(diagnoses)]
    if all(each.facts.excludes2 is not None for each in diagnoses):
        findings += pass_of("R9", "What an Excludes2 note names stands beside it only as information.", diagnoses)
    return with_pass("R8", "No Excludes1 note forbids two of the diagnoses together.", findings, diagnoses)


def _distinct(codes: Iterable[Coded]) -> Sequence[Coded]:
    first: dict[str, Coded] = {}
    for each in codes:
        if each.line.system is CodeSystem.ICD10CM:
            first.setdefault(each.line.code, each)
    return tuple(first.values())


def _never_together(diagnoses: Sequence[Coded]) -> Iterator[Finding]:
    for one, other, note in _pairs(diagnoses, [each.facts.excludes1 or () for each in diagnoses]):
        yield error(
            "R8",
            f"{one.printed} and {other.printed} are not reported together: Excludes1 at {note.origin}: "
            f"{note.text.strip()}. Only two unrelated conditions may stand together.",
            one,
            other,
            mend=f"{wording.REMOVE_ONE}; o accepts it with the reason that the two are unrelated",
            mends=wording.removing(one, other),
        )


def _allowed_together(diagnoses: Sequence[Coded]) -> Iterator[Finding]:
    """Information alone, so only for notes of the code or its category: chapters and blocks name half the book."""
    for one, other, note in _pairs(diagnoses, [_own_excludes2(each) for each in diagnoses]):
        yield info(
            "R9",
            f"{one.printed} and {other.printed} stand together only where both are documented: Excludes2 at "
            f"{note.origin}.",
            one,
            other,
        )


def _own_excludes2(bound: Coded) -> tuple[Note, ...]:
    return tuple(note for note in bound.facts.excludes2 or () if bound.printed.startswith(note.origin))


def _pairs(diagnoses: Sequence[Coded], notes: Sequence[tuple[Note, ...]]) -> Iterator[tuple[Coded, Coded, Note]]:
    """Two diagnoses of which a note of one names the other, and the first such note."""
    named = namings(diagnoses, [_elsewhere(*each) for each in zip(diagnoses, notes, strict=True)])
    for one, other in sorted({(min(pair), max(pair)) for pair in named}):
        note = named.get((one, other)) or named[other, one]
        yield diagnoses[one], diagnoses[other], note


def _elsewhere(bound: Coded, notes: tuple[Note, ...]) -> list[Note]:
    """The notes without spans that hold the bound code too: such a span tells where the note stands."""
    own = bound.line.code
    if not any(span.covers(own) for note in notes for span in note.codes):
        return list(notes)
    return [replace(note, codes=tuple(span for span in note.codes if not span.covers(own))) for note in notes]


def _not_looked_up(diagnoses: Sequence[Coded]) -> Iterator[Finding]:
    known = [each for each in diagnoses if each.facts.exists is not False]
    for group in wording.by_table(known, lambda each: each.facts.excludes1 is None):
        yield not_checked(
            "R8",
            f"Not checked: what may not stand with {listed(group)}; no Excludes1 notes are loaded.",
            *group,
            mend=wording.LOAD,
        )
    for note, bound in _without_codes(diagnoses).items():
        yield not_checked(
            "R8",
            f"Not checked: the Excludes1 note at {note.origin} names no code, so read it beside "
            f"{listed(bound)}: {note.text.strip()}.",
            *bound,
            mend=wording.SHOW_ENTRY,
        )


def _without_codes(diagnoses: Iterable[Coded]) -> dict[Note, list[Coded]]:
    """The notes that name no code, and the codes each of them binds. Headings are no notes."""
    bound: dict[Note, list[Coded]] = {}
    for each in diagnoses:
        for note in each.facts.excludes1 or ():
            if not note.codes and not note.text.rstrip().endswith(":"):
                bound.setdefault(note, []).append(each)
    return bound
