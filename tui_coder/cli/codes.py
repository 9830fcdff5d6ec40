"""`tui-coder codes`: the code book on the command line. It needs no store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from tui_coder.bootstrap import code_books
from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, REJECTED
from tui_coder.cli.failures import WrongUse
from tui_coder.cli.text import Column, one_line, paragraph
from tui_coder.codebook.handed_out import Loaded, Stated
from tui_coder.codebook.loading import LoadReport
from tui_coder.domain.codebook import Entry, NoteKind, Related, Release
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.counting import count_of
from tui_coder.domain.index_term import IndexTerm
from tui_coder.domain.refusals import UnknownCode
from tui_coder.domain.validity import Change
from tui_coder.services import code_entry
from tui_coder.services.claim_lists import ClaimLists
from tui_coder.services.code_indexes import CodeIndexes
from tui_coder.services.crosswalks import Crosswalks
from tui_coder.services.reference_tables import ReferenceTables

_HIT = (
    Column("System"), Column("Code", firm=True), Column("Billable"), Column("Valid"), Column("Title", wraps=True),
)  # fmt: skip
_EQUIVALENCE = (
    Column("Code", firm=True), Column("To", firm=True), Column("System", firm=True), Column("Match", wraps=True),
    Column("Title", wraps=True),
)  # fmt: skip
_TERM = (
    Column("Index"), Column("Codes", wraps=True), Column("Term", wraps=True), Column("Reference", wraps=True),
)  # fmt: skip
_MODIFIER = (
    Column("Modifier", firm=True), Column("Valid"), Column("NCCI"), Column("Meaning", wraps=True),
)  # fmt: skip
_PLACE = (Column("Place", firm=True), Column("Name", wraps=True))
_RELEASE = (
    Column("System", wraps=True), Column("Release", firm=True), Column("Codes", right=True),
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
    books = call.books()
    entry = books.show(args.code, system, args.on or date.today())
    changes = code_entry.history(books, entry.system, entry.code)
    call.answer(shapes.entry(entry, changes), lambda: _entry(entry, changes, call.width))
    return DONE


def crosswalk(call: Call) -> int:
    """What the General Equivalence Mappings say of a code. Raises UnknownCode where they do not name it."""
    args = call.args
    system = CodeSystem(args.system) if args.system else None
    found = Crosswalks(call.settings.loaded_books).of(args.code, system)
    if not found:
        raise UnknownCode(f"{args.code.upper()} is not in the General Equivalence Mappings here.")
    books = call.books()
    titles = [entry.title if (entry := books.entry(m.target_system, m.target)) else "" for m in found]
    rows = [
        (m.printed_source, m.printed_target or "-", m.target_system.label, m.told, title)
        for m, title in zip(found, titles, strict=True)
    ]
    document = [shapes.equivalence(m, title) for m, title in zip(found, titles, strict=True)]
    call.answer(document, lambda: call.table(_EQUIVALENCE, rows))
    return DONE


def index(call: Call) -> int:
    """Terms of the alphabetic indexes; says how to load one where none is there."""
    args = call.args
    indexes = CodeIndexes(call.settings.loaded_books)
    found = indexes.search(" ".join(args.text), args.on or date.today(), args.limit)[: args.limit]
    rows = [(book, " ".join(filter(None, term.codes)), term.path, _references(term)) for book, term in found]
    call.answer([shapes.index_term(*each) for each in found], lambda: call.table(_TERM, rows) if rows else [])
    if not indexes.loaded():
        call.say("No alphabetic index is loaded here. Load the publisher's files with: tui-coder codes load PATH")
    elif not found:
        call.say("No term of the indexes has these words.")
    return DONE


def modifiers(call: Call) -> int:
    """Modifiers by their characters or words, those in force on the day first; without text all."""
    on = call.args.on or date.today()
    found = ClaimLists(call.settings.loaded_books).modifiers(" ".join(call.args.text), on)
    rows = [
        (each.code, _yes_no(each.in_force(on)), _yes_no(each.yields_ncci), each.official or each.meaning)
        for each in found
    ]
    call.answer([shapes.modifier(each, on) for each in found], lambda: call.table(_MODIFIER, rows) if rows else [])
    if not found:
        call.say("No modifier begins so or has these words.")
    return DONE


def places(call: Call) -> int:
    """Place of service codes by their number or words; without text all."""
    found = ClaimLists(call.settings.loaded_books).places(" ".join(call.args.text))
    rows = [(each.code, each.name) for each in found]
    document = [{"code": each.code, "name": each.name} for each in found]
    call.answer(document, lambda: call.table(_PLACE, rows) if rows else [])
    if not found:
        call.say("No place of service has this number or these words.")
    return DONE


def _references(term: IndexTerm) -> str:
    told = [f"see {term.see}"] if term.see else []
    return "; ".join([*told, f"see also {term.also}"] if term.also else told)


def list_releases(call: Call) -> int:
    """The code systems, then the tables and indexes that were loaded here."""
    releases = call.books().releases()
    tables = ReferenceTables(call.settings.loaded_books).listed()
    document = [*map(shapes.release, releases), *map(shapes.table, tables)]
    rows = [_release_row(each) for each in releases]
    rows += [_table_row(each) for each in tables]
    call.answer(document, lambda: call.table(_RELEASE, rows))
    return DONE


def build(call: Call) -> int:
    return _tell(call, call.books().releases())


def load(call: Call) -> int:
    """Load what a publisher handed out; the report says what each file changed, and what was not taken and why."""
    args = call.args
    if args.first and args.last and args.last < args.first:
        raise WrongUse(f"A release cannot end on {args.last} before it begins on {args.first}: say --from and --to.")
    stated = Stated(args.system or "", args.release or "", args.first, args.last)
    books = code_books(call.settings)
    with call.progress() as show:
        report = books.load(Path(args.path), stated, lambda step: show(step.message))
    document = {
        "releases": [shapes.release(each) for each in books.releases()],
        "loaded": [shapes.loaded(each) for each in report.loaded],
        "rejected": [shapes.rejection(*each) for each in _rejections(report)],
        "passed_over": [{"file": each.place, "reason": each.reason} for each in report.passed_over],
    }
    call.answer(document, lambda: (line for each in report.loaded for line in paragraph(_done(each), call.width)))
    if not call.args.as_json:
        _say_what_else(call, report)
    return DONE if report.complete else REJECTED


def _done(loaded: Loaded) -> str:
    """One file as a sentence: what it is, how many codes, and what it changes."""
    changes = ((loaded.added, "added"), (loaded.removed, "removed"), (loaded.revised, "revised"))
    told = ", ".join(f"{count:,} {deed}" for count, deed in changes if count is not None)
    against = f"; {told} against {loaded.before}" if told else ""
    rejected = f"; {count_of(loaded.rejections, 'line')} rejected" if loaded.rejections else ""
    return f"{loaded.place}: {loaded.what}, {loaded.codes:,} {loaded.unit}{against}{rejected}."


def _say_what_else(call: Call, report: LoadReport) -> None:
    for loaded in report.loaded:
        for notice in loaded.notices:
            call.say(f"{loaded.place}: {notice}")
    for place, where, reason in _rejections(report):
        call.say(f"{place}: {where}: {reason}" if where else reason)
    for loaded in report.loaded:
        if loaded.rejections > len(loaded.rejected):
            more = count_of(loaded.rejections - len(loaded.rejected), "more line")
            call.say(f"{loaded.place}: rejected besides: {more}.")
    if report.passed_over:
        call.say(f"Passed over, for they hold no codes: {', '.join(each.place for each in report.passed_over)}.")


def _rejections(report: LoadReport) -> Iterator[tuple[str, str, str]]:
    """File, line and reason of all that was not taken."""
    for loaded in report.loaded:
        for each in loaded.rejected:
            yield loaded.place, f"line {each.line:,}", each.reason
    for refused in report.rejected:
        yield refused.place, "", refused.reason


def _tell(call: Call, releases: Iterable[Release]) -> int:
    document = [shapes.release(each) for each in releases]
    rows = [_release_row(each) for each in releases]
    call.answer(document, lambda: call.table(_RELEASE, rows))
    return DONE


def _table_row(told: Mapping[str, object]) -> tuple[object, ...]:
    """A table stands by its title; one that holds for all days shows none."""
    title = str(told["title"]).removesuffix(f" {told['release']}")
    days = [day for day in (told.get("valid_from"), told.get("valid_to")) if isinstance(day, date)]
    first, last = days if len(days) == 2 and date(1901, 1, 1) < days[0] else (None, None)
    return title, told["release"], None, None, first, last


def _release_row(r: Release) -> tuple[object, ...]:
    return r.system.label, r.release, f"{r.codes:,}", f"{r.billable:,}", r.valid_from, r.valid_to


def _yes_no(value: bool | None) -> str | None:
    """None stays None: no release covers the day, so nothing was checked."""
    return None if value is None else "yes" if value else "no"


_TITLES = {
    NoteKind.INCLUSION_TERMS: "Inclusion terms", NoteKind.INCLUDES: "Includes", NoteKind.EXCLUDES1: "Excludes1",
    NoteKind.EXCLUDES2: "Excludes2", NoteKind.CODE_FIRST: "Code first", NoteKind.USE_ADDITIONAL: "Use additional code",
    NoteKind.CODE_ALSO: "Code also", NoteKind.SEVENTH: "Seventh character", NoteKind.NOTES: "Notes",
}  # fmt: skip


def _entry(entry: Entry, changes: Sequence[Change], width: int) -> Iterator[str]:
    standing = entry.standing
    yield from paragraph(f"{entry.printed}  {entry.title}", width, hang="  ")
    span = f"{standing.valid_from or 'the beginning'} to {standing.valid_to or 'today'}"
    kind = "billable" if entry.billable else "a header, not billable"
    yield from paragraph(f"{entry.system.label} {entry.release}: {kind}; {_validity(entry)} ({span})", width)
    if changes:
        yield from paragraph(f"History: {'; '.join(each.told for each in changes)}", width)
    for successor in standing.successors:
        yield from paragraph(f"Its publisher names in its place: {printed(entry.system, successor)}", width)
    yield from _related("Under", entry.system, entry.parents, width)
    if entry.notes_release not in ("", entry.release):
        yield from paragraph(
            f"{entry.release} came without notes; these are of {entry.system.label} {entry.notes_release}:", width
        )
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
