"""Whether the search finds what coders look for: query sets of our own with the codes that each would take.

    python benchmarks/search_quality.py [--misses] [--cache FOLDER]

Each query is typed key by key into the picker's search: all systems in use on 1 June 2026, an adult in an ordinary
visit (an inpatient stay for ICD-10-PCS). Prints a Markdown table: whether a wanted code stands among the first ten,
and first, once all is typed; and after how many keys it stands among the first five.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from statistics import median, quantiles

from tui_coder.domain.codebook import SearchCase
from tui_coder.domain.encounter import Setting
from tui_coder.services.code_books import CodeBooks

QUERIES = Path(__file__).resolve().parent / "quality"
ON = date(2026, 6, 1)
TARGETS = "targets: 95 % in 10, 75 % first, 6 keys, 5 ms"


@dataclass(frozen=True)
class Query:
    half: str
    category: str
    text: str
    wanted: tuple[str, ...]

    def takes(self, code: str) -> bool:
        """Whether this is a wanted code; `?` in a wanted one stands for any character, `*` for any number."""
        return any(fnmatchcase(code, each) for each in self.wanted)

    @property
    def case(self) -> SearchCase:
        setting = Setting.INPATIENT if self.category == "PCS" else Setting.OUTPATIENT
        return SearchCase(setting=setting, age_years=58)


@dataclass(frozen=True)
class Result:
    """`place` of the best wanted code at the end, from 1, else None; `keys` until one was among the first five."""

    query: Query
    place: int | None
    keys: int | None
    milliseconds: tuple[float, ...]
    first: str


def read(path: Path) -> Iterator[Query]:
    category = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            category = line.strip("[]")
        elif line and not line.startswith("#"):
            text, codes = line.split("\t")
            yield Query(path.stem, category, text, tuple(codes.split()))


def typed(books: CodeBooks, query: Query) -> Result:
    keys, place, times, first = None, None, [], ""
    for length in range(1, len(query.text) + 1):
        started = time.perf_counter()
        hits = books.search(query.text[:length], on=ON, case=query.case, limit=10)
        times.append((time.perf_counter() - started) * 1000)
        codes = [hit.printed for hit in hits]
        place = next((n for n, code in enumerate(codes, start=1) if query.takes(code)), None)
        first = codes[0] if codes else "nothing"
        if keys is None and place is not None and place <= 5:
            keys = length
    return Result(query, place, keys, tuple(times), first)


def line(name: str, results: list[Result]) -> str:
    count = len(results)
    in_ten = sum(each.place is not None for each in results) / count
    at_first = sum(each.place == 1 for each in results) / count
    keys = median(each.keys if each.keys is not None else 99 for each in results)
    slow = quantiles([ms for each in results for ms in each.milliseconds], n=20)[-1]
    return f"| {name} | {count} | {in_ten:.1%} | {at_first:.1%} | {keys:g} | {slow:.1f} |"


def check(books: CodeBooks, queries: list[Query]) -> None:
    """A wanted code that is in no book would count as a miss forever: named, so that the set is mended."""
    for query in queries:
        starts = (re.split(r"[?*]", code)[0] for code in query.wanted)
        if not any(query.takes(hit.printed) for start in starts for hit in books.search(start, on=ON, limit=200)):
            print(f"none of {' '.join(query.wanted)} ({query.text}) is in the code books of {ON}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--misses", action="store_true", help="list what was not first, with what stood there")
    arguments.add_argument("--cache", type=Path, help="a folder that holds built code books already")
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        books = CodeBooks(wanted.cache or Path(folder))
        books.prepare()
        queries = [query for path in sorted(QUERIES.glob("*.tsv"), reverse=True) for query in read(path)]
        check(books, queries)
        books.search("warm", on=ON)
        results = [typed(books, query) for query in queries]
        books.close()
    print("| queries | count | in first 10 | first | keys, median | p95 ms a key |")
    print("|---|--:|--:|--:|--:|--:|")
    for category in dict.fromkeys(query.category for query in queries):
        print(line(category, [each for each in results if each.query.category == category]))
    for half in dict.fromkeys(query.half for query in queries):
        name = f"**all of `{half}`**"
        print(line(name, [each for each in results if each.query.half == half]))
    print(line("**all**", results))
    print(f"\n{TARGETS}")
    if wanted.misses:
        for each in results:
            if each.place != 1:
                place = each.place or "-"
                print(f"{each.query.category}: {each.query.text}: wanted {each.query.wanted} at {place}; {each.first}")


if __name__ == "__main__":
    main()
