"""The code books and edit tables as the edits ask them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Protocol

from tui_coder.codebook.edit_lists import read_edit_lists
from tui_coder.domain.claim_terms import Modifier
from tui_coder.domain.codebook import Entry, Release
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits.lists import EditLists, PayerTerms
from tui_coder.domain.edits.references import CodeFacts, EditTable
from tui_coder.services.edit_tables import EditTables


class Books(Protocol):
    """What the edits need of the code books."""

    def release_for(self, system: CodeSystem, on: date) -> Release | None: ...

    def entry(self, system: CodeSystem, code: str, on: date | None = None) -> Entry | None: ...


class BookReferences:
    """Answers the edits' questions from the code books and tables; each code is looked up once per date."""

    def __init__(self, books: Books, tables: EditTables, payers: Mapping[str, PayerTerms]) -> None:
        self._books = books
        self._tables = tables
        self._payers = payers
        self._known = lru_cache(maxsize=2_000)(self._look_up)

    def close(self) -> None:
        self._tables.close()

    @cached_property
    def lists(self) -> EditLists:
        return read_edit_lists().with_payers(self._payers)

    def table(self, kind: str, on: date) -> EditTable | None:
        return self._tables.table(kind, on)

    def modifier(self, code: str) -> Modifier | None:
        return self._tables.modifier(code)

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
        facts = CodeFacts.of(entry, release.valid_to)
        return self._with_tables(facts, on) if system is CodeSystem.ICD10CM and entry.billable else facts

    def _with_tables(self, facts: CodeFacts, on: date) -> CodeFacts:
        """What only the tables of the editors say."""
        facts = replace(facts, poa_exempt=self._tables.poa_exempt(facts.code, on))
        flags = self._tables.flags(facts.code, on, in_force=bool(facts.valid))
        if flags is None:
            return facts
        return replace(
            facts, lowest_age=flags.lowest_age, highest_age=flags.highest_age, flags_table=flags.table,
            manifestation=flags.manifestation or facts.manifestation, unacceptable_principal=flags.unacceptable,
        )  # fmt: skip
