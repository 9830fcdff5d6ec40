"""R10: the etiology before its manifestation, by titles, code-first and use-additional-code notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tui_coder.domain.assignment import LEADING_ROLES, Case
from tui_coder.domain.codebook import Note
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.namings import namings
from tui_coder.domain.edits.references import Coded, References, claim_diagnoses
from tui_coder.domain.edits.wording import failed, info, listed, not_checked, warning, with_pass
from tui_coder.domain.findings import Finding, Mend, MendKind, Severity

_CONDITIONAL = re.compile(r"\bif applicable\b|\bif known\b|\bwhen\b", re.IGNORECASE)
_ON_ADVERSE_EFFECTS = re.compile(r"\bfor adverse effects?\b", re.IGNORECASE)


def check(case: Case, references: References) -> tuple[Finding, ...]:
    diagnoses = claim_diagnoses(case, references)
    if not diagnoses:
        return ()
    findings = [
        *_manifestation_leads(case, diagnoses),
        *_out_of_order(diagnoses),
        *_etiology_absent(case, diagnoses),
        *_additional_absent(diagnoses),
        *_not_looked_up(diagnoses),
    ]
    return with_pass("R10", "No manifestation stands before its etiology.", findings, diagnoses)


def _manifestation_leads(case: Case, diagnoses: Sequence[Coded]) -> Iterator[Finding]:
    for each in diagnoses:
        if each.line.role in LEADING_ROLES and each.facts.manifestation:
            measured = each.line.system is CodeSystem.ICD10CM
            yield failed(
                "R10",
                Severity.ERROR if measured else Severity.WARNING,
                f"{each.printed} is a manifestation and never leads: its etiology is coded first.",
                each,
                mend=wording.lead_with_another(case.setting),
                mends=wording.leading_instead(each, diagnoses),
            )


def _out_of_order(diagnoses: Sequence[Coded]) -> Iterator[Finding]:
    """A code that stands before the one its own note calls for first.

    Only the leading place blocks, and only where the note does not say "if applicable" or the like.
    """
    first = [_code_first(each) for each in diagnoses]
    named = namings(diagnoses, first)
    for place, other in sorted(pair for pair in named if pair[0] < pair[1] and pair[::-1] not in named):
        manifestation, etiology, note = diagnoses[place], diagnoses[other], named[place, other]
        blocks = manifestation.line.role in LEADING_ROLES and not _is_conditional(note, first[place])
        yield failed(
            "R10",
            Severity.ERROR if blocks else Severity.WARNING,
            f"Code first: {etiology.printed} before {manifestation.printed}; note at {note.origin}.",
            manifestation,
            etiology,
            mend=wording.MOVE_OTHER_UP,
            mends=[Mend(MendKind.MOVE_BEFORE, etiology.printed, manifestation.printed)],
        )


def _etiology_absent(case: Case, diagnoses: Sequence[Coded]) -> Iterator[Finding]:
    """The leading code's note calls for an underlying condition first, and no other diagnosis is the one.

    Of the codes with such a note the Code Editor refuses about three in four as principal: it warns.
    """
    for leading in diagnoses:
        notes = _code_first(leading)
        if leading.line.role not in LEADING_ROLES or leading.facts.manifestation:
            continue
        if any(_note_that_names(other, notes) for other in diagnoses if other is not leading):
            continue
        underlying = next((note for note in notes if "underlying" in note.text.lower()), None)
        if underlying is not None and not _is_conditional(underlying, notes):
            yield warning(
                "R10",
                f"{leading.printed} leads, but its note at {underlying.origin} says: code first {_quoted(underlying)}.",
                leading,
                mend=f"{wording.CODE}; {wording.lead_with_another(case.setting)}",
            )


def _additional_absent(diagnoses: Sequence[Coded]) -> Iterator[Finding]:
    """A reminder, where the code's own note (no inherited one) asks for a further code and none is there.

    What is asked for "if applicable" or "if known" is left to the coder.
    """
    for each in diagnoses:
        own = [note for note in each.facts.use_additional or () if note.origin == each.printed]
        named = [note for note in own if note.codes and not _is_conditional(note, own)]
        if (
            each.facts.billable
            and named
            and not any(_note_that_names(other, named) for other in diagnoses if other is not each)
        ):
            yield info(
                "R10",
                f"{each.printed} asks for an additional {_quoted_list(own[0], named)}.",
                each,
                mend=wording.CODE,
                mends=[Mend(MendKind.ADD, spans=tuple(span for note in named for span in note.codes))],
            )


def _not_looked_up(diagnoses: Sequence[Coded]) -> Iterator[Finding]:
    known = [each for each in diagnoses if each.facts.exists is not False]
    for group in wording.by_table(known, lambda each: each.facts.code_first is None):
        yield not_checked(
            "R10",
            f"Not checked: what is coded before {listed(group)}; no code-first notes are loaded.",
            *group,
            mend=wording.LOAD,
        )
    for each in diagnoses:
        notes = _code_first(each)
        if notes and each.line.role not in LEADING_ROLES and not any(note.codes for note in notes):
            yield not_checked(
                "R10",
                f"Not checked: the note of {each.printed} says code first {_quoted(notes[0])}, and names no code: "
                "see that it stands before.",
                each,
                mend=wording.SHOW_ENTRY,
            )


def _code_first(each: Coded) -> tuple[Note, ...]:
    """The notes that bind this code: those "for adverse effects" bind no poisoning and no underdosing."""
    notes = each.facts.code_first or ()
    if "adverse effect" in each.facts.title.lower():
        return notes
    elsewhere = {note.origin for note in notes if _ON_ADVERSE_EFFECTS.search(note.text)}
    return tuple(note for note in notes if note.origin not in elsewhere)


def _note_that_names(code: Coded, notes: Iterable[Note]) -> Note | None:
    if code.line.system is not CodeSystem.ICD10CM:
        return None
    return next((note for note in notes if any(span.covers(code.line.code) for span in note.codes)), None)


def _is_conditional(note: Note, notes: Iterable[Note]) -> bool:
    """A note's condition stands in its heading, which the tabular list keeps as a note of its own."""
    return any(_CONDITIONAL.search(each.text) for each in notes if each.origin == note.origin)


def _quoted(note: Note) -> str:
    return note.text.strip(" ,:;.")


def _quoted_list(first: Note, named: Sequence[Note]) -> str:
    """The notes that name codes, after their heading where they have one."""
    items = ", ".join(_quoted(note) for note in named)
    return items if first in named else f"{_quoted(first)}: {items}"
