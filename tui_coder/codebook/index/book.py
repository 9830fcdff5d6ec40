"""An index as a searchable file: terms with their paths, found by the words of the path in any order."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.index.reading import IndexHead, Term
from tui_coder.codebook.read_only_file import ReadOnlyFile
from tui_coder.codebook.words import singular, words_of
from tui_coder.domain.codes import CodeSystem, bare
from tui_coder.domain.index_term import IndexTerm
from tui_coder.resources import sqlite_module

FORMAT = 1
_SCHEMA = """
create table book (system text, kind text, title text, release text, columns text);
create table term (number integer primary key, parent integer not null, depth integer not null, title text not null,
                   path text not null, nonessential text not null, codes text not null, see text not null,
                   also text not null);
create virtual table word using fts5 (words, content='', columnsize=0, detail=none, tokenize='ascii', prefix='1 2 3 4');
"""
_COLUMNS = "number, parent, depth, title, path, nonessential, codes, see, also"
_BATCH = 2000
_MOST_TERMS = 500_000


def write_index(path: Path, kind: str, head: IndexHead, terms: Iterable[Term]) -> int:
    """Write a whole index into a new file and flush it; returns how many terms it has.

    Raises CodeBookError for a book without terms or with more than any has, sqlite3.Error and OSError.
    """
    connection = sqlite_module().connect(path, isolation_level=None)
    try:
        connection.executescript("pragma page_size=8192; pragma journal_mode=off; pragma synchronous=off;")
        connection.executescript(_SCHEMA)
        connection.execute("begin")
        count = _write_terms(connection, terms)
        if not count:
            raise CodeBookError("The index holds no terms; nothing was changed.")
        system = CodeSystem.ICD10PCS if head.system == "ICD10PCS" else CodeSystem.ICD10CM
        told = (system.value, kind, head.title, head.version, json.dumps(head.columns))
        connection.execute("insert into book values (?,?,?,?,?)", told)
        connection.execute("create index term_by_parent on term (parent, number)")
        connection.execute("insert into word(word) values ('optimize')")
        connection.execute("commit")
    finally:
        connection.close()
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return count


def _write_terms(connection: object, terms: Iterable[Term]) -> int:
    paths: dict[int, str] = {0: ""}
    rows: list[tuple[object, ...]] = []
    words: list[tuple[int, str]] = []
    count = 0

    def flush() -> None:
        connection.executemany("insert into term values (?,?,?,?,?,?,?,?,?)", rows)  # type: ignore[attr-defined]
        connection.executemany("insert into word (rowid, words) values (?,?)", words)  # type: ignore[attr-defined]
        rows.clear()
        words.clear()

    for term in terms:
        count += 1
        if count > _MOST_TERMS:
            raise CodeBookError(f"The index has more than {_MOST_TERMS:,} terms: that is no index this program knows.")
        named = term.title or term.see or term.also or term.nonessential
        above = paths[term.parent] if term.parent else ""
        path = f"{above}, {named}" if above else named
        if not term.parent:
            paths = {0: ""}
        paths[term.number] = path
        codes = json.dumps(term.codes)
        rows.append((term.number, term.parent, term.depth, named, path, term.nonessential, codes, term.see, term.also))
        words.append((term.number, " ".join(sorted({*words_of(f"{path} {term.nonessential}")}))))
        if len(rows) >= _BATCH:
            flush()
    flush()
    return count


class IndexBook:
    """One index of a release. All methods raise CodeBookError where the file is damaged."""

    def __init__(self, path: Path) -> None:
        self._file = ReadOnlyFile(path, "The index", "Load the index again.")
        ((system, self.kind, self.title, self.release, columns),) = self._file.rows("select * from book")
        self.system = CodeSystem(system)
        self.columns: tuple[str, ...] = tuple(json.loads(columns))

    def close(self) -> None:
        self._file.close()

    def search(self, text: str, limit: int = 30) -> tuple[IndexTerm, ...]:
        """Terms whose path has all the words, each by prefix: the shortest paths first. Any text is data."""
        words = [singular(word) for word in words_of(text[:200])][:10]
        if not words:
            return self.main_terms("", limit)
        expression = " AND ".join(f'"{word}"*' for word in words)
        rows = self._file.rows(
            f"select {_COLUMNS} from word join term on term.number = word.rowid where word match ? "
            "order by term.depth, length(term.path), term.number limit ?",
            expression,
            limit,
        )
        return tuple(self._term(row) for row in rows)

    def main_terms(self, start: str, limit: int = 30) -> tuple[IndexTerm, ...]:
        """Main terms that begin so, in the order of the book."""
        rows = self._file.rows(
            f"select {_COLUMNS} from term where parent = 0 and title like ? escape '!' order by number limit ?",
            f"{_escaped(start)}%",
            limit,
        )
        return tuple(self._term(row) for row in rows)

    def term(self, number: int) -> IndexTerm | None:
        rows = self._file.rows(f"select {_COLUMNS} from term where number = ?", number)
        return self._term(rows[0]) if rows else None

    def below(self, number: int) -> tuple[IndexTerm, ...]:
        """The terms directly below one, in order; 0 asks for the main terms."""
        rows = self._file.rows(f"select {_COLUMNS} from term where parent = ? order by number", number)
        return tuple(self._term(row) for row in rows)

    def above(self, term: IndexTerm) -> tuple[IndexTerm, ...]:
        """The terms that lead to one, from the main term down."""
        found: list[IndexTerm] = []
        parent = term.parent
        while parent and (higher := self.term(parent)) is not None:
            found.append(higher)
            parent = higher.parent
        return tuple(reversed(found))

    def referred(self, reference: str) -> IndexTerm | None:
        """The term a "see" leads to: `Maltreatment` or `Fracture, femur, neck`; None where no main term is so named.

        A main term may itself have a comma ("Fracture, traumatic"), and several may begin alike: the one along which
        the reference leads furthest is meant.
        """
        parts = [part.strip().lower() for part in reference.split(";")[0].split(",")]
        best: IndexTerm | None = None
        furthest = 0
        for main in self.main_terms(parts[0], 200) if parts[0] else ():
            length = _named_by(main.title, parts)
            term, steps = self._down(main, parts[length:]) if length else (main, 0)
            if length and length + steps > furthest:
                best, furthest = term, length + steps
        return best

    def _down(self, term: IndexTerm, path: Sequence[str]) -> tuple[IndexTerm, int]:
        """As far down as the words of a reference lead, and how many of them did."""
        for steps, part in enumerate(path):
            nearer = [each for each in self.below(term.number) if _named_by(each.title, [part])]
            if not nearer:
                return term, steps
            term = nearer[0]
        return term, len(path)

    def _term(self, row: Sequence[object]) -> IndexTerm:
        number, parent, depth, title, path, nonessential, codes, see, also = row
        printed: list[str] = json.loads(str(codes))
        return IndexTerm(
            system=self.system, number=int(str(number)), parent=int(str(parent)), depth=int(str(depth)),
            title=str(title), path=str(path), nonessential=str(nonessential), codes=tuple(printed),
            bare_codes=tuple(bare(code.rstrip("-.")) for code in printed), see=str(see), also=str(also),
        )  # fmt: skip


def _named_by(title: str, parts: Sequence[str]) -> int:
    """How many parts of a reference name this title: "Fracture, traumatic" two, "Abdomen, abdominal" the first."""
    names = [part.strip().lower() for part in title.split(",")]
    if names == list(parts[: len(names)]):
        return len(names)
    return int(parts[0] in names)


def _escaped(start: str) -> str:
    return "".join(f"!{letter}" if letter in "%_!" else letter for letter in start)
