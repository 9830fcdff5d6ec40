"""What a code's entry tells beyond the list itself: its history, and the codes its notes name, ready to be posted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice, takewhile

from tui_coder.domain import validity
from tui_coder.domain.codebook import CodeSpan, Entry, Related
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.validity import Change
from tui_coder.services.code_books import CodeBooks

MOST_CHOICES = 12
_CATEGORY = 3


def choices(books: CodeBooks, system: CodeSystem, span: CodeSpan, on: date | None) -> tuple[Related, ...]:
    """The complete codes a note names, in the list's order; the header above them where they are many.

    Empty where the note spans more than one category: that is a part of the list, not a choice.
    """
    header = _above(books, system, span, on)
    if header is None:
        return ()
    found = tuple(islice(_complete(books, header, span, on), MOST_CHOICES + 1))
    if len(found) <= MOST_CHOICES:
        return found
    return (Related(header.code, header.title, header.billable),)


def choices_of(books: CodeBooks, system: CodeSystem, spans: Iterable[CodeSpan], on: date | None) -> tuple[Related, ...]:
    """The complete codes that several notes name, each once; headers where they are many."""
    found = [each for span in spans for each in choices(books, system, span, on)]
    return tuple({each.code: each for each in found}.values())


def history(books: CodeBooks, system: CodeSystem, code: str) -> tuple[Change, ...]:
    """When the code was added, revised and deleted, as the releases on this machine show it."""
    releases = [each for each in books.releases() if each.system is system]
    return validity.history(releases, {each.release: each for each in books.standings(system, code)})


def _above(books: CodeBooks, system: CodeSystem, span: CodeSpan, on: date | None) -> Entry | None:
    """The nearest entry that has both ends of the span below it."""
    start = _common_start(span.first, span.last)
    while len(start) >= _CATEGORY:
        entry = books.entry(system, start, on)
        if entry is not None:
            return entry
        start = start[:-1]
    return None


def _common_start(first: str, last: str) -> str:
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))


def _complete(books: CodeBooks, entry: Entry, span: CodeSpan, on: date | None) -> Iterator[Related]:
    if entry.billable and span.covers(entry.code):
        yield Related(entry.code, entry.title, True)
    for child in entry.children:
        if child.billable:
            if span.covers(child.code):
                yield child
        elif _may_hold(span, child.code) and (below := books.entry(entry.system, child.code, on)) is not None:
            yield from _complete(books, below, span, on)


def _may_hold(span: CodeSpan, header: str) -> bool:
    """Whether codes that begin with the header may lie in the span."""
    first, last = span.first[: len(header)], span.last[: len(header)]
    return first <= header[: len(first)] and header[: len(last)] <= last
