"""Writing the full-text index of a release while its texts are still being prepared."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType

_WHOLE_INDEX = 64 << 20
"""Bytes of index that are kept until all is written, so that nothing of it is merged."""
_INDEX = """
with recursive batch (number) as (select 0 union all select number + 1 from batch where number + 1 < :batches)
insert into word (rowid, words) select 1 + number * :texts + key, value from batch, json_each(next_texts(number))
"""


class Indexing:
    """Inside `with`, the texts that are given are indexed by a thread of its own, which alone uses the connection.

    All texts are indexed by one statement, as at the end of a statement the index writes what it holds, to be merged
    later; the statement asks for the next batch when it has indexed one. SQLite gets a batch whole, as JSON, so that
    it holds no other thread up. Leaving the block waits until all is indexed, and raises what SQLite raised.
    """

    def __init__(self, connection: sqlite3.Connection, texts: int, batch: int) -> None:
        """`texts` is how many will be given, `batch` at a time; they are numbered from 1 on as rows of table `word`."""
        self._connection = connection
        self._sizes = {"batches": -(-texts // batch), "texts": batch}
        self._given: SimpleQueue[str | None] = SimpleQueue()
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._indexed = self._thread.submit(self._index)

    def give(self, texts: Sequence[str]) -> None:
        """The next texts to index. Raises what SQLite raised over earlier ones."""
        if self._indexed.done():
            self._indexed.result()
        self._given.put(json.dumps(texts))

    def __enter__(self) -> Indexing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            self._given.put(None)
        self._thread.shutdown()
        if error is None:
            self._indexed.result()

    def _index(self) -> None:
        self._connection.create_function("next_texts", 1, self._next)
        self._connection.execute("insert into word (word, rank) values ('hashsize', ?)", (_WHOLE_INDEX,))
        if self._sizes["batches"]:
            self._connection.execute(_INDEX, self._sizes)
        self._connection.execute("insert into word (word) values ('optimize')")

    def _next(self, number: int) -> str:
        texts = self._given.get()
        if texts is None:
            raise EOFError("no more texts come")
        return texts
