"""The alphabetic indexes that were loaded on this machine: browsed and searched, then verified in the list (R7)."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from tui_coder.codebook.index.book import FORMAT, IndexBook
from tui_coder.codebook.shelf import Shelf
from tui_coder.codebook.shelved import nearest
from tui_coder.domain.index_term import IndexTerm

BOOKS = {
    "index-diseases": "diseases", "index-neoplasms": "neoplasms", "index-drugs": "drugs",
    "index-external-causes": "external causes", "index-icd10pcs": "procedures",
}  # fmt: skip
"""The books by their kind on the shelf, and what people call them, in the order in which they are searched."""


class CodeIndexes:
    """`site` is the folder of what was loaded on this machine. All methods raise CodeBookError for a damaged file."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._open: dict[Path, IndexBook] = {}
        self._opening = threading.Lock()

    def close(self) -> None:
        with self._opening:
            for each in self._open.values():
                each.close()
            self._open.clear()

    def book(self, kind: str, on: date | None = None) -> IndexBook | None:
        """One of BOOKS in the release of the date or the nearest; None where it was not loaded."""
        with self._opening:
            path = nearest(Shelf(self._site), kind, "index", FORMAT, on)
            if path is None:
                return None
            if path not in self._open:
                self._open[path] = IndexBook(path)
            return self._open[path]

    def loaded(self, on: date | None = None) -> dict[str, IndexBook]:
        """The books that are there, by what people call them."""
        found = ((name, self.book(kind, on)) for kind, name in BOOKS.items())
        return {name: book for name, book in found if book is not None}

    def search(self, text: str, on: date | None = None, limit: int = 30) -> tuple[tuple[str, IndexTerm], ...]:
        """Terms whose path has all the words, with the name of their book; the shortest paths of each book first."""
        return tuple((name, term) for name, book in self.loaded(on).items() for term in book.search(text, limit))
