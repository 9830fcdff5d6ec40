"""The list of a loaded release as the shelf keeps it: whatever its publisher's layout was, one line per code.

    code TAB 1 or 0 (billable) TAB days TAB title [TAB another title]...

`days` is empty or "2020-01-01/2021-06-30 2023-01-01/": the spans in which the code is in force. Beside the list may
stand `notes` (code TAB kind TAB text) and `successors` (code TAB code).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from tui_coder.codebook.blanks import is_plain, plain
from tui_coder.codebook.edition import Edition, Listed, ListedNote, Span, Successor
from tui_coder.domain.codebook import NoteKind
from tui_coder.domain.codes import CodeSystem

NESTED = frozenset({CodeSystem.ICD10CM, CodeSystem.ICD10PCS})
"""Systems in whose lists a header is the beginning of the codes below it."""


def lines_of(codes: Iterable[Listed]) -> Iterator[str]:
    """The codes in their order, a line each. Tabs and line ends inside titles become blanks."""
    for listed in codes:
        texts = [listed.title, *listed.terms]
        if not is_plain(" ".join(texts)):
            texts = list(map(plain, texts))
        told = "\t".join(texts)
        days = " ".join(f"{_iso(span.first)}/{_iso(span.last)}" for span in listed.spans) if listed.spans else ""
        yield f"{listed.code}\t{1 if listed.billable else 0}\t{days}\t{told}\n"


def write_list(path: Path, codes: Iterable[Listed]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines_of(codes))


def write_notes(path: Path, notes: Iterable[ListedNote]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{note.owner}\t{note.kind}\t{plain(note.text)}\n" for note in notes)


def write_successors(path: Path, successors: Iterable[Successor]) -> None:
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.writelines(f"{each.code}\t{each.by}\n" for each in successors)


def read_list(content: bytes, system: CodeSystem, notes: bytes = b"", successors: bytes = b"") -> Edition:
    """The edition of a list; in systems that nest, each code hangs on the nearest header before it."""
    edition = Edition(codes=list(listed_in(content.decode("utf-8").splitlines())))
    if system in NESTED:
        _hang(edition.codes)
    for line in notes.decode("utf-8").splitlines():
        owner, kind, text = line.split("\t")
        edition.notes.append(ListedNote(owner, NoteKind(kind), text))
    edition.successors = [Successor(*line.split("\t")) for line in successors.decode("ascii").splitlines()]
    return edition


def listed_in(lines: Iterable[str]) -> Iterator[Listed]:
    for line in lines:
        code, billable, days, title, *terms = line.rstrip("\n").split("\t")
        spans = tuple(_span(each) for each in days.split()) if days else ()
        yield Listed(code, title, billable == "1", "", "", tuple(terms), spans)


def _hang(codes: Iterable[Listed]) -> None:
    above: list[str] = []
    for listed in codes:
        while above and not listed.code.startswith(above[-1]):
            above.pop()
        listed.parent = above[-1] if above else ""
        if not listed.billable:
            above.append(listed.code)


def _span(text: str) -> Span:
    first, _, last = text.partition("/")
    return Span(_day(first), _day(last))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
