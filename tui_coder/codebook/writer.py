"""One edition -> one SQLite file: read-only afterwards, small, and laid out for the search.

`code.rank` is the order of importance and the row number of the full-text index, so that the index returns
its rows best first and stops early. The index keeps no text and no positions; titles come from `code`.
"""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.families import Families
from tui_coder.codebook.vocabulary import sounds_of
from tui_coder.codebook.words import indexed_lines, words_of
from tui_coder.resources import sqlite_module

APPLICATION_ID = 0x7C0DEB00
"""Marks a finished file of ours: written last, into the header of the file."""

LONGEST_PREFIX = 4
"""The index holds the beginnings of words up to this many letters."""

OPENING_LENGTH = 3
OPENING_HITS = 60
"""Codes that begin with one to three characters are many: the best of each beginning are kept ready."""

_SCHEMA = f"""
create table code (rank integer primary key, code text not null, title text not null, billable integer not null,
                   cost real not null, parent text not null, place integer not null, block text not null);
create table span (code text not null, first text, last text);
create table block (name text primary key, span text not null, title text not null, parent text not null)
                    without rowid;
create table note (owner text not null, kind text not null, place integer not null, text text not null,
                   primary key (owner, kind, place)) without rowid;
create table seventh (owner text not null, place integer not null, character text not null, meaning text not null,
                      primary key (owner, place)) without rowid;
create table successor (code text not null, place integer not null, successor text not null,
                        primary key (code, place)) without rowid;
create table opening (start text primary key, ranks text not null) without rowid;
create table vocabulary (words text not null, sounds text not null, codes blob not null);
create virtual table word using fts5 (words, content='', columnsize=0, detail=none, tokenize='ascii',
                                      prefix='{" ".join(map(str, range(1, LONGEST_PREFIX + 1)))}');
"""
_INDEXES = """
create unique index code_by_code on code (code);
create index code_by_parent on code (parent, place);
create index span_by_code on span (code);
"""
_BATCH = 4000
_WHOLE_INDEX = 64 << 20
"""Bytes of index that are kept until all is written, so that nothing of it is merged."""


@dataclass(frozen=True)
class Wording:
    """What a release is searched by beside its titles: `forms` gives the full words that a publisher's short form
    stands for, `families` what whole families of codes are called."""

    forms: Mapping[str, str] = field(default_factory=dict)
    families: Families = field(default_factory=Families)


def write_edition(
    path: Path,
    edition: Edition,
    costs: Mapping[str, float],
    wording: Wording,
    step: Callable[[int], None],
) -> None:
    """Write a whole release to a new file and flush it to the disk.

    `wording` is what it is searched by beside its titles; `step` hears how many codes are
    written. Raises sqlite3.Error and OSError (a full disk).
    """
    connection = sqlite_module().connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.executescript("pragma page_size=8192; pragma journal_mode=off; pragma synchronous=off;")
        connection.execute("begin")
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute("insert into word (word, rank) values ('hashsize', ?)", (_WHOLE_INDEX,))
        vocabulary = _write_codes(connection, edition, costs, wording, step)
        _write_notes(connection, edition)
        _write_vocabulary(connection, vocabulary)
        for statement in _INDEXES.split(";"):
            connection.execute(statement)
        connection.execute("insert into word(word) values ('optimize')")
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.execute("commit")
        connection.execute("pragma optimize")
    finally:
        connection.close()
    _flush(path)


def _write_codes(
    connection: sqlite3.Connection,
    edition: Edition,
    costs: Mapping[str, float],
    wording: Wording,
    step: Callable[[int], None],
) -> set[str]:
    """Write the codes and their index, and return all words.

    While one batch is prepared here the one before is indexed by a thread of its own: SQLite gets its words whole, as
    JSON, and holds no other thread up.
    """
    ranked = sorted(enumerate(edition.codes), key=lambda numbered: (costs[numbered[1].code], numbered[0]))
    openings = _Openings()
    vocabulary: set[str] = set()
    with ThreadPoolExecutor(max_workers=1) as indexing:
        written: Future[object] = indexing.submit(int)
        for done in range(0, len(ranked), _BATCH):
            step(done)
            batch = ranked[done : done + _BATCH]
            lines, words = indexed_lines([_searched(listed, wording) for _, listed in batch])
            vocabulary |= words
            texts = [f"{each.code.lower()} {line}" for (_, each), line in zip(batch, lines, strict=True)]
            told = json.dumps(texts)
            rows = [
                (rank, each.code, each.title, each.billable, costs[each.code], each.parent, place, each.block)
                for rank, (place, each) in enumerate(batch, start=done + 1)
            ]
            written.result()
            connection.executemany("insert into code values (?,?,?,?,?,?,?,?)", rows)
            written = indexing.submit(_index, connection, done + 1, told)
            openings.add((listed.code for _, listed in batch), done + 1)
        written.result()
    connection.executemany("insert into span values (?,?,?)", _span_rows(edition.codes))
    connection.executemany("insert into opening values (?,?)", openings.rows())
    step(len(ranked))
    return vocabulary


def _index(connection: sqlite3.Connection, first: int, texts: str) -> None:
    """Index texts, told as a list in JSON, under the ranks from `first` on."""
    connection.execute("insert into word (rowid, words) select ? + key, value from json_each(?)", (first, texts))


def _searched(listed: Listed, wording: Wording) -> str:
    """All that a code is found by, but for itself."""
    told = [listed.title, *listed.terms]
    if wording.families:
        told.append(wording.families.words(listed.code))
    if wording.forms:
        told += [wording.forms.get(word, "") for word in words_of(listed.title)]
    return " ".join(told)


class _Openings:
    """The ranks of the best codes of each beginning, as codes are added in the order of their ranks."""

    def __init__(self) -> None:
        self._best: defaultdict[str, list[int]] = defaultdict(list)
        self._full: set[str] = set()
        """The longest beginnings that have all they keep: so have the shorter ones in them."""

    def add(self, codes: Iterable[str], first: int) -> None:
        """Codes of the ranks from `first` on."""
        for rank, code in enumerate(codes, start=first):
            longest = code[:OPENING_LENGTH]
            if longest in self._full:
                continue
            for length in range(1, OPENING_LENGTH + 1):
                best = self._best[code[:length]]
                if len(best) < OPENING_HITS:
                    best.append(rank)
                elif length == OPENING_LENGTH:
                    self._full.add(longest)

    def rows(self) -> Iterable[tuple[str, str]]:
        """Each beginning with its ranks as they are stored."""
        return ((start, " ".join(map(str, ranks))) for start, ranks in self._best.items())


def _span_rows(codes: Iterable[Listed]) -> Iterable[tuple[str, str | None, str | None]]:
    for listed in codes:
        for first, last in listed.spans:
            yield listed.code, first.isoformat() if first else None, last.isoformat() if last else None


def _write_notes(connection: sqlite3.Connection, edition: Edition) -> None:
    connection.executemany("insert into block values (?,?,?,?)", edition.blocks)
    notes = ((note.owner, note.kind, place, note.text) for place, note in enumerate(edition.notes))
    connection.executemany("insert into note values (?,?,?,?)", notes)
    sevenths = ((each.owner, place, each.character, each.meaning) for place, each in enumerate(edition.sevenths))
    connection.executemany("insert into seventh values (?,?,?,?)", sevenths)
    successors = ((each.code, place, each.by) for place, each in enumerate(edition.successors))
    connection.executemany("insert into successor values (?,?,?)", successors)


def _write_vocabulary(connection: sqlite3.Connection, words: set[str]) -> None:
    """Write all words, sorted; their sounds; and how many codes have each word, added up from the first word on."""
    ordered = sorted(words)
    connection.execute("create virtual table temp.told using fts5vocab(main, word, row)")
    counts = dict(connection.execute("select term, doc from temp.told"))
    connection.execute("drop table temp.told")
    codes = array("I", accumulate(counts.get(word, 0) for word in ordered)).tobytes()
    connection.execute("insert into vocabulary values (?,?,?)", (" ".join(ordered), "\n".join(sounds_of(words)), codes))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
