"""`tui-coder codes`: the code book on the command line. It needs no store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.text import Column, one_line, paragraph
from tui_coder.domain.codebook import Entry, NoteKind, Related, Release
from tui_coder.domain.codes import CodeSystem

_HIT = (
    Column("System"), Column("Code", firm=True), Column("Billable"), Column("Valid"), Column("Title", wraps=True),
)  # fmt: skip
_RELEASE = (
    Column("System", firm=True), Column("Release", firm=True), Column("Codes", right=True),
    Column("Billable", right=True), Column("From", firm=True), Column("To", firm=True),
)  # fmt: skip


def search(call: Call) -> int:
    """What is in use on the day; where nobody named a day and nothing of today's matches, every system."""
    args = call.args
    text = " ".join(args.text)
    systems = [CodeSystem(args.system)] if args.system else None
    books = call.books()
    hits = books.search(text, on=args.on or date.today(), systems=systems, limit=args.limit)
    if not hits and args.on is None:
        hits = books.search(text, systems=systems, limit=args.limit)
    rows = [(h.system.label, h.printed, _yes_no(h.billable), _yes_no(h.valid), h.title) for h in hits]
    call.answer([shapes.hit(each) for each in hits], lambda: call.table(_HIT, rows) if rows else [])
    if not hits:
        call.say("Nothing in the code book matches.")
    return DONE


def show(call: Call) -> int:
    args = call.args
    system = CodeSystem(args.system) if args.system else None
    entry = call.books().show(args.code, system, args.on or date.today())
    call.answer(shapes.entry(entry), lambda: _entry(entry, call.width))
    return DONE


def list_releases(call: Call) -> int:
    return _tell(call, call.books().releases())


def build(call: Call) -> int:
    return _tell(call, call.books().releases())


def _tell(call: Call, releases: Iterable[Release]) -> int:
    document = [shapes.release(each) for each in releases]
    rows = [(r.system.label, r.release, f"{r.codes:,}", f"{r.billable:,}", r.valid_from, r.valid_to) for r in releases]
    call.answer(document, lambda: call.table(_RELEASE, rows))
    return DONE


def _yes_no(value: bool | None) -> str | None:
    """None stays None: no release covers the day, so nothing was checked."""
    return None if value is None else "yes" if value else "no"


_TITLES = {
    NoteKind.INCLUSION_TERMS: "Inclusion terms", NoteKind.INCLUDES: "Includes", NoteKind.EXCLUDES1: "Excludes1",
    NoteKind.EXCLUDES2: "Excludes2", NoteKind.CODE_FIRST: "Code first", NoteKind.USE_ADDITIONAL: "Use additional code",
    NoteKind.CODE_ALSO: "Code also", NoteKind.SEVENTH: "Seventh character", NoteKind.NOTES: "Notes",
}  # fmt: skip


def _entry(entry: Entry, width: int) -> Iterator[str]:
    standing = entry.standing
    yield from paragraph(f"{entry.printed}  {entry.title}", width, hang="  ")
    span = f"{standing.valid_from or 'the beginning'} to {standing.valid_to or 'today'}"
    kind = "billable" if entry.billable else "a header, not billable"
    yield from paragraph(f"{entry.system.label} {entry.release}: {kind}; {_validity(entry)} ({span})", width)
    yield from _related("Under", entry.system, entry.parents, width)
    for note_kind, title in _TITLES.items():
        for note in entry.notes.get(note_kind, ()):
            yield from paragraph(f"{title} ({note.origin}): {note.text}", width, hang="  ")
    for each in entry.seventh:
        yield from paragraph(f"Seventh character {each.character}: {each.meaning}", width, hang="  ")
    yield from _related("Below it", entry.system, entry.children, width)


def _validity(entry: Entry) -> str:
    if entry.valid is None:
        return "not checked for the day"
    return "valid on the day" if entry.valid else "not valid on the day"


def _related(title: str, system: CodeSystem, entries: tuple[Related, ...], width: int) -> Iterator[str]:
    if entries:
        yield one_line(title)
    for each in entries:
        yield from paragraph(f"{shapes.related_code(system, each)}  {each.title}", width, "  ", hang="  ")
