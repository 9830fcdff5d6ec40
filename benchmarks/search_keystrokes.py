"""The code search at every key of what coders type, beside a plain indexed lookup in the same run.

    python benchmarks/search_keystrokes.py [--rounds N] [--cache FOLDER] [--json FILE] [--misses]

Each beginning of each text in search_queries.toml is one key: the product searches every code book in use on the
day, the reference looks the same text up as the beginning of a title in one indexed SQLite table of the same codes.
They take turns, so that the ratio holds on any machine. Prints Markdown tables: time per key, and how many common
codes stand among the first five hits after at most six keys.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tui_coder.domain.codebook import Hit
from tui_coder.domain.codes import bare
from tui_coder.paths import Paths
from tui_coder.resources import sqlite_module
from tui_coder.services.code_books import CodeBooks

QUERIES = Path(__file__).with_name("search_queries.toml")
TODAY, BEFORE_ICD10 = date(2026, 6, 1), date(2015, 9, 30)
HITS, FIRST, KEYS = 20, 5, 6

Lookup = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds per key over `keys` keys; `ratio` is the median beside the reference's."""

    what: str
    keys: int
    median: float
    p95: float
    p99: float
    worst: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Reach:
    """How a wanted code was reached: after how many keys it stood among the first hits, None for never."""

    code: str
    text: str
    keys: int | None


# ---- the reference ---------------------------------------------------------------------------------------------------


def plain_lookup(cache: Path, folder: Path) -> Lookup:
    """Titles by their beginning in one indexed table: what the simplest search of the same codes costs."""
    sqlite = sqlite_module()
    table = sqlite.connect(folder / "titles.sqlite", isolation_level=None)
    table.execute("create table title (title text not null, code text not null)")
    table.execute("begin")
    for built in sorted((cache / "codebook").glob("*-*.sqlite")):
        with_codes = sqlite.connect(f"{built.absolute().as_uri()}?mode=ro", uri=True)
        table.executemany("insert into title values (?, ?)", with_codes.execute("select lower(title), code from code"))
        with_codes.close()
    table.execute("create index title_by_title on title (title)")
    table.execute("commit")

    def look_up(text: str) -> object:
        start = text.lower()
        sql = "select code, title from title where title >= ? and title < ? order by title limit ?"
        return table.execute(sql, (start, f"{start}\U0010ffff", HITS)).fetchall()

    return look_up


# ---- time per key ----------------------------------------------------------------------------------------------------


def keys_of(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for length in range(1, len(text) + 1):
            yield text[:length]


def time_keys(what: str, texts: Sequence[str], search: Lookup, reference: Lookup, rounds: int) -> Timing:
    """The best of `rounds` searches of each key, as the machine's other work only ever adds to one."""
    keys = list(keys_of(texts))
    ours, plain = [[float("inf")] * len(keys) for _ in range(2)]
    for _ in range(rounds):
        for place, key in enumerate(keys):
            plain[place] = min(plain[place], _milliseconds(reference, key))
            ours[place] = min(ours[place], _milliseconds(search, key))
    percent = quantiles(ours, n=100, method="inclusive")
    return Timing(what, len(keys), median(ours), percent[94], percent[98], max(ours), median(ours) / median(plain))


def _milliseconds(lookup: Lookup, text: str) -> float:
    begun = time.perf_counter()
    lookup(text)
    return (time.perf_counter() - begun) * 1000


# ---- keys to a code --------------------------------------------------------------------------------------------------


def reach(books: CodeBooks, wanted: Mapping[str, str]) -> list[Reach]:
    """For each code, the fewest keys of its text after which it stands among the first hits."""

    def keys_needed(code: str, text: str) -> int | None:
        for keys in range(1, min(len(text), KEYS) + 1):
            hits = books.search(text[:keys], on=TODAY, limit=HITS)
            if any(hit.code == bare(code) for hit in hits[:FIRST]):
                return keys
        return None

    return [Reach(code, text, keys_needed(code, text)) for code, text in wanted.items()]


def whole_text(books: CodeBooks, wanted: Mapping[str, str]) -> int:
    """How many codes stand among the first hits once their text is typed to its end."""
    return sum(
        any(hit.code == bare(code) for hit in books.search(text, on=TODAY, limit=HITS)[:FIRST])
        for code, text in wanted.items()
    )


# ---- the report ------------------------------------------------------------------------------------------------------


def timings(books: CodeBooks, told: Mapping[str, Any], reference: Lookup, rounds: int) -> Iterator[Timing]:
    def on(day: date | None, limit: int = HITS) -> Callable[[str], tuple[Hit, ...]]:
        return lambda text: books.search(text, on=day, limit=limit)

    every = [text for texts in told["typed"].values() for text in texts]
    before = [text for texts in told["typed_before_icd10"].values() for text in texts]
    for kind, texts in told["typed"].items():
        yield time_keys(kind.replace("_", " "), texts, on(TODAY), reference, rounds)
    yield time_keys("in ICD-9-CM's days", before, on(BEFORE_ICD10), reference, rounds)
    yield time_keys("**all of these days**", every, on(TODAY), reference, rounds)
    yield time_keys("**all, every system at once**", every + before, on(None, 40), reference, rounds)


def first_keys(cache: Path) -> list[tuple[str, float]]:
    """What waits only once: opening the books, the first search, the first misspelled word."""
    books = CodeBooks(cache)
    steps: list[tuple[str, Lookup]] = [
        ("opening the books", lambda _: books.prepare()),
        ("first search", lambda _: books.search("chest pain", on=TODAY)),
        ("first misspelled word", lambda _: books.search("hypertenshun", on=TODAY)),
    ]
    return [(what, _milliseconds(step, "")) for what, step in steps]


def _table(rows: Sequence[Sequence[object]], *columns: str) -> None:
    print(f"| {' | '.join(columns)} |")
    print(f"|---{'|--:' * (len(columns) - 1)}|")
    for row in rows:
        print(f"| {' | '.join(f'{cell:.2f}' if isinstance(cell, float) else str(cell) for cell in row)} |")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="searches of each key; the best counts")
    parser.add_argument("--cache", type=Path, default=Paths.of().cache, help="where the code books are built")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    parser.add_argument("--misses", action="store_true", help="list the codes that were not reached")
    asked = parser.parse_args()

    told = tomllib.loads(QUERIES.read_text(encoding="utf-8"))
    books = CodeBooks(asked.cache)
    books.prepare(lambda step: print(f"\r{step.message}", end="", file=sys.stderr))
    once = first_keys(asked.cache)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        timed = list(timings(books, told, plain_lookup(asked.cache, Path(folder)), asked.rounds))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    reached = reach(books, told["wanted"])
    within = [each for each in reached if each.keys is not None]
    whole = whole_text(books, told["wanted"])

    rows = [(each.what, each.keys, each.median, each.p95, each.p99, each.worst, each.ratio) for each in timed]
    _table(rows, "typed", "keys", "median ms", "p95 ms", "p99 ms", "worst ms", "ratio to a plain lookup")
    _table(once, "once", "ms")
    share = f"{len(within)} of {len(reached)} ({100 * len(within) / len(reached):.0f} %)"
    _table(
        [
            (f"codes among the first {FIRST} after at most {KEYS} keys", share),
            (f"codes among the first {FIRST} at the end of the text", f"{whole} of {len(reached)}"),
            ("keys needed, mean", sum(each.keys or 0 for each in within) / len(within)),
            ("memory added by searching, MB", grown),
        ],
        "reach", "result",
    )  # fmt: skip
    if asked.misses:
        _table([(each.code, each.text) for each in reached if each.keys is None], "not reached", "text")
    if asked.json:
        asked.json.write_text(
            json.dumps({"timings": [asdict(each) for each in timed], "reach": [asdict(each) for each in reached]}),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
