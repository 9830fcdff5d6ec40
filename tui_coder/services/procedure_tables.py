"""ICD-10-PCS walked by table: the legal values of the next character, from the codes in force and their tables.

Only what the code list of the date holds is legal. What the values are called the tables say, where a site loaded
them; else what the titles of the codes have in common says it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tui_coder.codebook.shelf import Shelf
from tui_coder.codebook.shelved import nearest
from tui_coder.codebook.tables.pcs_tables import FORMAT, PcsTables
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.pcs import AXES, SECTIONS, Axis, PcsValue
from tui_coder.services.code_books import CodeBooks

_KIND = "icd10pcs-tables"
_DEVICE = 5
_MANY = 4000
"""Codes whose titles are not compared: too many for one key, and they share too little to make a name."""


class ProcedureTables:
    """`site` is the folder of what was loaded on this machine."""

    def __init__(self, books: CodeBooks, site: Path) -> None:
        self._books = books
        self._site = site
        self._tables: dict[Path, PcsTables] = {}
        self._first: dict[tuple[str, date | None], Axis] = {}
        self._opening = threading.Lock()

    def close(self) -> None:
        with self._opening:
            for each in self._tables.values():
                each.close()
            self._tables.clear()

    def forget(self) -> None:
        """Count anew, for the code books are others now."""
        self._first.clear()

    def axis(self, start: str, on: date | None) -> Axis:
        """The next character after `start` (0 to 6 characters). Without values where no code begins so.

        Raises CodeBookError where a file is damaged.
        """
        if len(start) > 1:
            return self._axis(start, on)
        # All codes are counted for the first two characters: once, not at every key.
        if (start, on) not in self._first:
            self._first[start, on] = self._axis(start, on)
        return self._first[start, on]

    def _axis(self, start: str, on: date | None) -> Axis:
        place = len(start)
        following = self._books.next_characters(CodeSystem.ICD10PCS, start, on)
        told = self._told(start, on)
        names = SECTIONS if not start else {each.character: each.label for each in told.values}
        if not names and sum(codes for _, codes, _ in following) <= _MANY:
            names = self._named_by_titles(start, on)
        axis = told.name or AXES[place]
        return Axis(
            axis,
            tuple(
                PcsValue(character, names.get(character) or _unnamed(character, place, axis, title), codes)
                for character, codes, title in following
            ),
        )

    def _named_by_titles(self, start: str, on: date | None) -> dict[str, str]:
        groups: dict[str, list[str]] = {}
        for code, title in self._books.codes_beginning(CodeSystem.ICD10PCS, start, on):
            groups.setdefault(code[len(start)], []).append(title)
        return _names(groups)

    def _told(self, start: str, on: date | None) -> Axis:
        tables = self._nearest(on)
        return tables.axis(start) if tables is not None else Axis("", ())

    def _nearest(self, on: date | None) -> PcsTables | None:
        with self._opening:
            path = nearest(Shelf(self._site), _KIND, "tables", FORMAT, on)
            if path is None:
                return None
            if path not in self._tables:
                self._tables[path] = PcsTables(path)
            return self._tables[path]


def _unnamed(character: str, place: int, axis: str, title: str) -> str:
    """Z says that there is no device and no qualifier; anything else is told by a code that has it."""
    return f"No {axis}" if character == "Z" and place >= _DEVICE else f"e.g. {title}"


def _names(groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each value the words that all its titles have and those of the other values have not."""
    words = {character: [title.split() for title in titles] for character, titles in groups.items()}
    common = {character: _shared(titles) for character, titles in words.items()}
    everywhere = set.intersection(*common.values()) if len(common) > 1 else set()
    return {
        character: " ".join(word for word in titles[0] if word in common[character] - everywhere).strip(" ,")
        for character, titles in words.items()
    }


def _shared(titles: Sequence[Sequence[str]]) -> set[str]:
    return set(titles[0]).intersection(*titles[1:])
