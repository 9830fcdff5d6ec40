"""All that is looked up: the code books, and the tables and indexes beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tui_coder.codebook.build import Progress
from tui_coder.services.claim_lists import ClaimLists
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.code_indexes import CodeIndexes
from tui_coder.services.crosswalks import Crosswalks
from tui_coder.services.procedure_tables import ProcedureTables
from tui_coder.services.reference_tables import ReferenceTables


@dataclass(frozen=True, slots=True)
class Library:
    """What this machine has; nothing is opened before it is asked."""

    books: CodeBooks
    procedures: ProcedureTables
    indexes: CodeIndexes
    crosswalks: Crosswalks
    tables: ReferenceTables
    claim_lists: ClaimLists

    @classmethod
    def of(cls, books: CodeBooks, site: Path) -> Library:
        """`site` is the folder of what was loaded on this machine."""
        return cls(
            books, ProcedureTables(books, site), CodeIndexes(site), Crosswalks(site), ReferenceTables(site),
            ClaimLists(site),
        )  # fmt: skip

    def renew(self, on_progress: Callable[[Progress], None] | None = None) -> bool:
        """Take up what was loaded meanwhile (see CodeBooks.renew); the tables and indexes look for themselves."""
        renewed = self.books.renew(on_progress)
        if renewed:
            self.procedures.forget()
        return renewed

    def close(self) -> None:
        self.procedures.close()
        self.indexes.close()
        self.tables.close()
        self.claim_lists.close()
        self.books.close()
