"""Whole entries: a code with its place in the list, its notes and those it inherits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tui_coder.codebook.readers.code_list import NESTED
from tui_coder.codebook.references import spans_named
from tui_coder.codebook.release_file import Candidate, ReleaseFile
from tui_coder.domain.codebook import Entry, Note, NoteKind, Related, SeventhCharacter, Standing
from tui_coder.domain.codes import printed, systems_on

_NOT_INHERITED = frozenset({NoteKind.INCLUSION_TERMS})


class _Level(NamedTuple):
    """A level above an entry, or the entry: `owner` keys its notes, `origin` names it to a reader."""

    owner: str
    origin: str
    related: Related


Days = tuple[date | None, date | None]


def standing(file: ReleaseFile, found: Candidate, on: date | None) -> Standing:
    """Whether a code of this release may be used on a date; without a date nothing is said of validity."""
    release = file.release
    first, last = _nearest(_days(file, found.code), on)
    return Standing(
        system=release.system,
        code=found.code,
        title=found.title,
        billable=bool(found.billable),
        valid=valid_on(file, found.code, on),
        valid_from=first,
        valid_to=last,
        in_force=on is not None and release.covers(on),
        release=release.release,
        successors=file.successors(found.code),
    )


def valid_on(file: ReleaseFile, code: str, on: date | None) -> bool | None:
    """Whether a listed code is in force on a date.

    False as well on a date whose code set is another one (R1); None where this release cannot tell.
    """
    if on is None:
        return None
    if file.release.system not in systems_on(on):
        return False
    if not file.release.covers(on):
        return None
    spans = file.spans(code)
    return not spans or any(_within((_day(first), _day(last)), on) for first, last in spans)


def _days(file: ReleaseFile, code: str) -> list[Days]:
    spans: list[Days] = [(_day(first), _day(last)) for first, last in file.spans(code)]
    return spans or [(file.release.valid_from, file.release.valid_to)]


def _nearest(spans: Sequence[Days], on: date | None) -> Days:
    """The span that holds the date, else the latest that began before it, else the first."""
    if on is None:
        return spans[-1]
    begun = [span for span in spans if span[0] is None or span[0] <= on]
    return begun[-1] if begun else spans[0]


def _within(span: Days, on: date) -> bool:
    first, last = span
    return (first is None or first <= on) and (last is None or on <= last)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def entry(file: ReleaseFile, found: Candidate, on: date | None, noted: ReleaseFile | None = None) -> Entry:
    """The whole entry. `noted` is the release whose notes hold where this one came without any.

    Raises CodeBookError where a file is damaged.
    """
    noted = noted or file
    levels = _levels(file, found.code, noted)
    return Entry(
        standing=standing(file, found, on),
        parents=tuple(level.related for level in levels[:-1]),
        children=children(file, found.code),
        notes=_notes(noted, levels),
        seventh=_sevenths(file, noted, found, levels),
        notes_release=noted.release.release if noted.has_notes else "",
    )


def children(file: ReleaseFile, code: str) -> tuple[Related, ...]:
    rows = file.rows("select code, title, billable from code where parent = ? order by place", code)
    return tuple(Related(code, title, bool(billable)) for code, title, billable in rows)


def _levels(file: ReleaseFile, code: str, noted: ReleaseFile) -> list[_Level]:
    """Chapter, blocks and headers above a code, then the code: every header is the beginning of its codes."""
    starts = [code[:length] for length in range(3, len(code) + 1)] if file.release.system in NESTED else [code]
    marks = ",".join("?" * len(starts))
    rows = file.rows(f"select code, title, billable from code where code in ({marks}) order by length(code)", *starts)
    return _blocks(noted, _block_of(noted, starts[0])) + [_level(file, *row) for row in rows]


def _block_of(noted: ReleaseFile, category: str) -> str:
    rows = noted.rows("select block from code where code = ?", category)
    return rows[0][0] if rows else ""


def _level(file: ReleaseFile, code: str, title: str, billable: int) -> _Level:
    return _Level(code, printed(file.release.system, code), Related(code, title, bool(billable)))


def _blocks(file: ReleaseFile, innermost: str) -> list[_Level]:
    levels: list[_Level] = []
    name = innermost
    while name:
        ((span, title, parent),) = file.rows("select span, title, parent from block where name = ?", name)
        origin = name if name.startswith("chapter") else span
        levels.append(_Level(name, origin, Related(span, title, False)))
        name = parent
    return levels[::-1]


def _notes(file: ReleaseFile, levels: Sequence[_Level]) -> Mapping[NoteKind, tuple[Note, ...]]:
    marks = ",".join("?" * len(levels))
    owners = [level.owner for level in levels]
    rows = file.rows(f"select owner, kind, text from note where owner in ({marks}) order by place", *owners)
    notes: dict[NoteKind, tuple[Note, ...]] = {}
    for level in reversed(levels):
        for owner, kind_name, text in rows:
            kind = NoteKind(kind_name)
            if owner == level.owner and (level is levels[-1] or kind not in _NOT_INHERITED):
                notes[kind] = (*notes.get(kind, ()), Note(text, level.origin, spans_named(text)))
    return notes


def _sevenths(
    file: ReleaseFile, noted: ReleaseFile, found: Candidate, levels: Sequence[_Level]
) -> tuple[SeventhCharacter, ...]:
    """The seventh characters in force for a header: those of the nearest definition above it that exist."""
    if found.billable:
        return ()
    for level in reversed(levels):
        rows = noted.rows("select character, meaning from seventh where owner = ? order by place", level.owner)
        if rows:
            existing = _last_characters(file, found.code)
            return tuple(SeventhCharacter(*row) for row in rows if not existing or row[0] in existing)
    return ()


def _last_characters(file: ReleaseFile, code: str) -> set[str]:
    """The seventh characters of the complete codes directly below a header; empty for higher headers."""
    return {related.code[6] for related in children(file, code) if len(related.code) == 7 and related.billable}
