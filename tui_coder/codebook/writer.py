"""One edition -> one SQLite file: read-only afterwards, small, and laid out for the search.

`code.rank` is the order of importance and the row number of the full-text index, so that the index returns
its rows best first and stops early. The index keeps no text and no positions; titles come from `code`.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from pathlib import Path

from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.families import Families
from tui_coder.codebook.indexing import Indexing
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

_CODE = """
create table code (rank integer primary key, code text not null, title text not null, billable integer not null,
                   cost real not null, parent text not null, place integer not null, block text not null)
"""
_SCHEMA = f"""
{_CODE};
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
    apart = path.with_name(f"{path.name}-codes")
    connection, listing = _opened(path), _opened(apart)
    try:
        connection.execute("attach ? as apart", (str(apart),))
        connection.execute("begin")
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        repeated = _write_codes(connection, listing, edition, costs, wording, step)
        _write_notes(connection, edition)
        _write_vocabulary(connection, {listed.code.lower() for listed in edition.codes} - repeated)
        for statement in _INDEXES.split(";"):
            connection.execute(statement)
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.execute("commit")
        connection.execute("pragma optimize")
    finally:
        listing.close()
        connection.close()
        apart.unlink(missing_ok=True)
    _flush(path)


def _opened(path: Path) -> sqlite3.Connection:
    """A new file, written without a journal: what is not finished is thrown away whole."""
    connection: sqlite3.Connection = sqlite_module().connect(path, isolation_level=None, check_same_thread=False)
    connection.executescript("pragma page_size=8192; pragma journal_mode=off; pragma synchronous=off;")
    return connection


def _write_codes(
    connection: sqlite3.Connection,
    listing: sqlite3.Connection,
    edition: Edition,
    costs: Mapping[str, float],
    wording: Wording,
    step: Callable[[int], None],
) -> set[str]:
    """Write the codes and their index, and return the codes that stand in their own words.

    SQLite writes a file for one thread at a time: while one indexes, the codes are listed in a file apart (`listing`),
    and taken over as they are once all is indexed. What is listed are plain numbers and texts: of any other value the
    driver asks each time how it is to be kept, which takes as long as all else.
    """
    codes = edition.codes
    by_cost = [costs[listed.code] for listed in codes].__getitem__
    ranked = sorted(range(len(codes)), key=by_cost)
    openings = _Openings()
    repeated: set[str] = set()
    listing.execute("begin")
    listing.execute(_CODE)
    with Indexing(connection, len(ranked), _BATCH) as indexing:
        for done in range(0, len(ranked), _BATCH):
            step(done)
            places = ranked[done : done + _BATCH]
            batch = [codes[place] for place in places]
            lines = indexed_lines(_searched(batch, wording))
            indexing.give(lines)
            rows = (
                (rank, each.code, each.title, int(each.billable), by_cost(place), each.parent, place, each.block)
                for rank, place, each in zip(count(done + 1), places, batch)
            )
            listing.executemany("insert into code values (?,?,?,?,?,?,?,?)", rows)
            openings.add((listed.code for listed in batch), done + 1)
            repeated.update(filter(None, map(_repeated, lines)))
        listing.execute("commit")
    connection.execute("insert into code select * from apart.code")
    connection.executemany("insert into span values (?,?,?)", _span_rows(codes))
    connection.executemany("insert into opening values (?,?)", openings.rows())
    step(len(ranked))
    return repeated


def _repeated(line: str) -> str:
    """The code that a line begins with, where its other words name it again."""
    code, _, words = line.partition(" ")
    return code if code in words and code in words.split() else ""


def _searched(batch: Sequence[Listed], wording: Wording) -> list[str]:
    """All that each code is found by, itself first."""
    told = [" ".join((each.code, each.title, *each.terms)) for each in batch]
    if wording.families:
        families = (wording.families.words(each.code) for each in batch)
        told = [f"{text} {words}" for text, words in zip(told, families, strict=True)]
    if wording.forms:
        full = (" ".join(wording.forms.get(word, "") for word in words_of(each.title)) for each in batch)
        told = [f"{text} {words}" for text, words in zip(told, full, strict=True)]
    return told


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
    notes = ((note.owner, note.kind.value, place, note.text) for place, note in enumerate(edition.notes))
    connection.executemany("insert into note values (?,?,?,?)", notes)
    sevenths = ((each.owner, place, each.character, each.meaning) for place, each in enumerate(edition.sevenths))
    connection.executemany("insert into seventh values (?,?,?,?)", sevenths)
    successors = ((each.code, place, each.by) for place, each in enumerate(edition.successors))
    connection.executemany("insert into successor values (?,?,?)", successors)


def _write_vocabulary(connection: sqlite3.Connection, codes: Container[str]) -> None:
    """Write all words, sorted; their sounds; and how many codes have each word, added up from the first word on.

    `codes` are those that their own words do not name. What else names a code is found by it too, and makes it a word.
    """
    connection.execute("create virtual table temp.told using fts5vocab(main, word, row)")
    counted = connection.execute("select term, doc from temp.told order by term").fetchall()
    connection.execute("drop table temp.told")
    kept = [(term, having) for term, having in counted if having > 1 or term not in codes]
    words = [word for word, _ in kept]
    told = array("I", accumulate(having for _, having in kept)).tobytes()
    connection.execute("insert into vocabulary values (?,?,?)", (" ".join(words), "\n".join(sounds_of(words)), told))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
