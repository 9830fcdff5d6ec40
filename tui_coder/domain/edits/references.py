"""What the edits must know of a code, and the door through which they ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from tui_coder.domain.assignment import SEQUENCED_ROLES, Assignment, Case, in_sequence
from tui_coder.domain.claim_terms import Modifier
from tui_coder.domain.codebook import Entry, Note, NoteKind, Related, Release, SeventhCharacter
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits.lists import EditLists
from tui_coder.domain.encounter import Setting

_MANIFESTATION = re.compile(r"\bclassified elsewhere\b", re.IGNORECASE)
# B95-B97 name the organism of a disease, and so do 041 and 079 of ICD-9-CM: they are no manifestations.
_ORGANISM = re.compile(r"\bas the cause of\b|\bnot elsewhere\b|\band of unspecified site\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What is known of one code on one day. None always means "not known", never "no".

    `exists` says whether the nearest loaded release lists the code at all, `valid` whether it is in force on
    the day; `valid` is None where that release does not cover the day. `release_to` is the last day the
    release covers. `lowest_age` and `highest_age` are completed years, both or neither known; `flags_table`
    names the table that they and `unacceptable_principal` come from, `notes_release` the release of the notes.
    `code_first`, `use_additional` and both Excludes hold the notes that bind the code, those of the levels above
    included; they are None where the release came without notes.
    """

    system: CodeSystem
    code: str
    title: str = ""
    exists: bool | None = None
    billable: bool | None = None
    valid: bool | None = None
    release: str = ""
    release_to: date | None = None
    manifestation: bool | None = None
    unacceptable_principal: bool | None = None
    poa_exempt: bool | None = None
    lowest_age: int | None = None
    highest_age: int | None = None
    flags_table: str = ""
    notes_release: str = ""
    children: tuple[Related, ...] = ()
    seventh: tuple[SeventhCharacter, ...] = ()
    code_first: tuple[Note, ...] | None = None
    use_additional: tuple[Note, ...] | None = None
    excludes1: tuple[Note, ...] | None = None
    excludes2: tuple[Note, ...] | None = None

    @classmethod
    def of(cls, entry: Entry, release_to: date | None = None) -> CodeFacts:
        """The facts that an entry of the code book holds; what only an edit table knows stays None."""
        notes = entry.notes
        return cls(
            system=entry.system,
            code=entry.code,
            title=entry.title,
            exists=True,
            billable=entry.billable,
            valid=entry.valid,
            release=entry.release,
            release_to=release_to,
            manifestation=is_manifestation(entry.title),
            notes_release=entry.notes_release,
            children=entry.children,
            seventh=entry.seventh,
            code_first=notes.get(NoteKind.CODE_FIRST, ()) if notes else None,
            use_additional=notes.get(NoteKind.USE_ADDITIONAL, ()) if notes else None,
            excludes1=notes.get(NoteKind.EXCLUDES1, ()) if notes else None,
            excludes2=notes.get(NoteKind.EXCLUDES2, ()) if notes else None,
        )

    @classmethod
    def absent(cls, release: Release, code: str, on: date) -> CodeFacts:
        """The facts of a code that the nearest release does not list: it is invalid only where that covers the day."""
        return cls(
            system=release.system,
            code=code,
            exists=False,
            valid=False if release.covers(on) else None,
            release=release.release,
            release_to=release.valid_to,
        )

    @property
    def table(self) -> str:
        """The table and version behind these facts, as in `ICD-10-CM 2026-04`; empty where none is loaded."""
        return f"{self.system.label} {self.release}" if self.release else ""

    @property
    def notes_table(self) -> str:
        """The table and version of the notes, which may be another release than that of the code."""
        return f"{self.system.label} {self.notes_release}" if self.notes_release else self.table

    def is_older_than(self, on: date) -> bool:
        """Whether the release ended before `on`: later ones add and split codes, and hardly ever merge any."""
        return self.release_to is not None and self.release_to < on


class EditTable(Protocol):
    """A reference table of one release, asked by its key columns."""

    @property
    def title(self) -> str:
        """Table and version, as findings name it: `NCCI PTP edits (practitioner) 2026q3`."""
        ...

    def find(self, *key: str) -> tuple[Mapping[str, str], ...]:
        """The rows whose first key columns have these values."""
        ...


class References(Protocol):
    """Whoever answers what is known of a code; in the product the code book, with the edit tables loaded."""

    @property
    def lists(self) -> EditLists: ...

    def table(self, kind: str, on: date) -> EditTable | None:
        """The table of a kind that is in force on a day; None where none is loaded. Never raises."""
        ...

    def modifier(self, code: str) -> Modifier | None:
        """What is known of a modifier; None of one that no list knows."""
        ...

    def facts(self, system: CodeSystem, code: str, on: date) -> CodeFacts:
        """What is known of a bare code on a day. Never raises: of a code nobody knows the facts are None."""
        ...


@dataclass(frozen=True)
class Coded:
    """One code of the case, and what is known of it on its date."""

    line: Assignment
    facts: CodeFacts

    @cached_property
    def printed(self) -> str:
        return self.line.printed


class Remembered:
    """References that asks another one once for each code and day, and lays a case out once for all families."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._known: dict[tuple[CodeSystem, str, date], CodeFacts] = {}
        self._laid_out: tuple[Case, tuple[Coded, ...]] | None = None

    @property
    def lists(self) -> EditLists:
        return self._references.lists

    def table(self, kind: str, on: date) -> EditTable | None:
        return self._references.table(kind, on)

    def modifier(self, code: str) -> Modifier | None:
        return self._references.modifier(code)

    def facts(self, system: CodeSystem, code: str, on: date) -> CodeFacts:
        key = (system, code, on)
        if key not in self._known:
            self._known[key] = self._references.facts(system, code, on)
        return self._known[key]

    def laid_out(self, case: Case) -> tuple[Coded, ...]:
        if self._laid_out is None or self._laid_out[0] is not case:
            self._laid_out = (case, _laid_out(case, self))
        return self._laid_out[1]


def is_manifestation(title: str) -> bool:
    """Whether a title says that the code is a manifestation, never listed first (R10).

    Against the manifestation flags of the Integrated Outpatient Code Editor v27.1 this names 273 of 425 codes
    and no other; the rest are known by their code-first notes alone.
    """
    return bool(_MANIFESTATION.search(title)) and not _ORGANISM.search(title)


def coding_date(case: Case, line: Assignment) -> date:
    """The date whose code set holds for a line (R1, R4).

    That is the last day of the case, for a stay the discharge, and for a HCPCS or CPT line its day of service.
    """
    if line.system in (CodeSystem.HCPCS, CodeSystem.CPT) and case.setting is not Setting.INPATIENT:
        return line.service_date or case.service_to
    return case.service_to


def looked_up(case: Case, references: References) -> tuple[Coded, ...]:
    """All codes of the case in claim order, with what is known of each."""
    return references.laid_out(case) if isinstance(references, Remembered) else _laid_out(case, references)


def _laid_out(case: Case, references: References) -> tuple[Coded, ...]:
    return tuple(
        Coded(line, references.facts(line.system, line.code, coding_date(case, line)))
        for line in in_sequence(case.codes)
    )


def claim_diagnoses(case: Case, references: References) -> tuple[Coded, ...]:
    """The diagnoses that go on the claim in sequence: neither the admitting one nor reasons for visit."""
    return tuple(each for each in looked_up(case, references) if each.line.role in SEQUENCED_ROLES)


def service_lines(case: Case, references: References) -> tuple[Coded, ...]:
    """The HCPCS and CPT lines of the case."""
    return tuple(each for each in looked_up(case, references) if each.line.system in (CodeSystem.HCPCS, CodeSystem.CPT))


def by_service_day(case: Case, lines: Iterable[Coded]) -> dict[date, list[Coded]]:
    """Lines by their day of service, as NCCI and MUE judge them (R25, R28)."""
    days: dict[date, list[Coded]] = {}
    for each in lines:
        days.setdefault(each.line.service_date or case.service_to, []).append(each)
    return days
