"""What whole families of codes are called, where short titles leave it out: `A4361-A4437` TAB `ostomy stoma`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tui_coder.codebook.words import words_of

_FAMILY = 1


class Families:
    """The words of each family, asked by one of its codes. A code may be of several families."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """`lines` are those of the table: first and last code of a family, a tab, its words."""
        self._by_start: dict[str, list[tuple[str, str, str]]] = {}
        for line in lines:
            span, _, told = line.partition("\t")
            first, _, last = span.partition("-")
            self._by_start.setdefault(first[:_FAMILY], []).append((first, last, " ".join(words_of(told))))

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def words(self, code: str) -> str:
        """All words that a code is found under for the families it is of."""
        families = self._by_start.get(code[:_FAMILY], ())
        return " ".join(told for first, last, told in families if first <= code <= last)


def read_families(path: Path) -> Families:
    """Read a table; there are no families where there is none. Raises OSError."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return Families(line for line in lines if line.strip() and not line.startswith("#"))
