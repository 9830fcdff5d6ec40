"""What a code book says about a code: plain values, whatever release or file they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.encounter import Setting, Sex


@dataclass(frozen=True, slots=True)
class Release:
    """One published edition of a code system.

    `codes` counts all entries, headers included; `billable` those that may be reported. `valid_from` and
    `valid_to` are inclusive: outside them this edition answers, but cannot say whether a code is valid.
    """

    system: CodeSystem
    release: str
    title: str
    publisher: str
    source: str
    licence: str
    valid_from: date
    valid_to: date
    codes: int
    billable: int

    def covers(self, on: date) -> bool:
        return self.valid_from <= on <= self.valid_to

    def days_from(self, on: date) -> int:
        """Days between `on` and the nearest day this release covers; 0 inside."""
        return max((self.valid_from - on).days, (on - self.valid_to).days, 0)


class Why(StrEnum):
    """What made a hit match."""

    CODE = "code"
    WORDS = "words"
    ABBREVIATION = "abbreviation"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a search. `valid` is None where no shipped release covers the date: not checked."""

    system: CodeSystem
    code: str
    title: str
    billable: bool
    valid: bool | None
    why: Why

    @property
    def printed(self) -> str:
        return printed(self.system, self.code)


@dataclass(frozen=True, slots=True)
class SearchCase:
    """What is known of the case a code is searched for, and of the person who searches. It orders the hits.

    `used` weighs codes by how lately and often this person and team used them (0 to 1); `own_words` gives what
    letters stand for, in the notation of the shipped synonyms, before those.
    """

    setting: Setting | None = None
    age_years: int | None = None
    sex: Sex = Sex.UNKNOWN
    used: Mapping[tuple[CodeSystem, str], float] = field(default_factory=dict)
    favourites: frozenset[tuple[CodeSystem, str]] = frozenset()
    own_words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Codes a note points at: all that begin with `first` to `last`, bare and inclusive.

    `only` is a regular expression the whole bare code must match as well, for notes such as "T36-T50 with
    fifth or sixth character 5"; empty where the note names no such limit.
    """

    first: str
    last: str
    only: str = ""

    def covers(self, code: str) -> bool:
        inside = code[: len(self.first)] >= self.first and code[: len(self.last)] <= self.last
        return inside and (not self.only or re.fullmatch(self.only, code) is not None)


class NoteKind(StrEnum):
    """The kinds of note of a tabular list, by the names the command line prints."""

    INCLUSION_TERMS = "inclusion_terms"
    INCLUDES = "includes"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    CODE_FIRST = "code_first"
    USE_ADDITIONAL = "use_additional"
    CODE_ALSO = "code_also"
    SEVENTH = "seventh"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Note:
    """One note, and where it stands.

    `origin` is the code, block ("I20-I25") or chapter ("chapter 9") that carries it, printed; notes of the
    levels above bind the codes below (R8). `codes` are the codes its text names.
    """

    text: str
    origin: str
    codes: tuple[CodeSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a code may be used on a date, in one system.

    `valid` is None where no release here covers the date, save that no code is valid on a date whose code set
    is another (R1). `in_force` says whether `release`, the nearest one, covers the date. A header is valid, but
    not billable. `successors` are the bare codes that its publisher says replace it.
    """

    system: CodeSystem
    code: str
    title: str
    billable: bool
    valid: bool | None
    valid_from: date | None
    valid_to: date | None
    in_force: bool
    release: str
    successors: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        return printed(self.system, self.code)


@dataclass(frozen=True, slots=True)
class Related:
    """Another entry, named: a parent, a child, or a code that completes a header. `code` is bare."""

    code: str
    title: str
    billable: bool


@dataclass(frozen=True, slots=True)
class SeventhCharacter:
    character: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole entry of the tabular list.

    `parents` run from the chapter down; chapters and blocks are named by their range ("I00-I99").
    `children` stand in the order of the list. `notes` hold those of the entry, then the inherited ones from
    the nearest level up. `seventh` are the seventh characters that complete the codes below a header.
    `notes_release` names the release that notes, blocks and seventh characters come from: another one than
    `release` where that came as a list of codes and titles; empty where no release here has any.
    """

    standing: Standing
    parents: tuple[Related, ...]
    children: tuple[Related, ...]
    notes: Mapping[NoteKind, tuple[Note, ...]]
    seventh: tuple[SeventhCharacter, ...]
    notes_release: str = ""

    @property
    def system(self) -> CodeSystem:
        return self.standing.system

    @property
    def code(self) -> str:
        return self.standing.code

    @property
    def printed(self) -> str:
        return self.standing.printed

    @property
    def title(self) -> str:
        return self.standing.title

    @property
    def billable(self) -> bool:
        return self.standing.billable

    @property
    def valid(self) -> bool | None:
        return self.standing.valid

    @property
    def release(self) -> str:
        return self.standing.release
