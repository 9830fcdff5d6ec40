"""The code books as the edits ask them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Protocol

from tui_coder.domain.codebook import Entry, Release
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits.references import CodeFacts


class Books(Protocol):
    """What the edits need of the code books."""

    def release_for(self, system: CodeSystem, on: date) -> Release | None: ...

    def entry(self, system: CodeSystem, code: str, on: date | None = None) -> Entry | None: ...


class BookReferences:
    """Answers the edits' questions from the code books; each code is looked up once per date."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._known = lru_cache(maxsize=2_000)(self._look_up)

    def facts(self, system: CodeSystem, code: str, on: date) -> CodeFacts:
        """What is known of a bare code on a day; of a system without a code book nothing is."""
        return self._known(system, code, on)

    def _look_up(self, system: CodeSystem, code: str, on: date) -> CodeFacts:
        release = self._books.release_for(system, on)
        if release is None:
            return CodeFacts(system, code)
        entry = self._books.entry(system, code, on)
        if entry is None:
            return CodeFacts.absent(release, code, on)
        return CodeFacts.of(entry, release.valid_to)
