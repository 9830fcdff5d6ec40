"""One command as it was typed: its settings, the house it works in, and where its answer goes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from tui_coder import settings
from tui_coder.cli.text import Column, one_line, table, terminal_width, width_of

if TYPE_CHECKING:
    from tui_coder.bootstrap import House
    from tui_coder.services.code_books import CodeBooks


class Call:
    """What a command's function works with. `args` is the parsed line."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args

    # ---- what the command works in -----------------------------------------------------------------------------------

    @cached_property
    def settings(self) -> settings.Settings:
        """Raises SettingsError."""
        # Behind `import` and `export` there is no --as of a person, but there may be one in front.
        return settings.load(db=self.args.db, acting_as=self.args.acting_as)

    @contextmanager
    def signed_in(self) -> Iterator[House]:
        """The store, with the person signed in. Raises StoreError, SettingsError, NotFound or NotAllowed."""
        from tui_coder.bootstrap import open_house

        house = open_house(self.settings)
        try:
            yield house
        finally:
            house.close()

    @contextmanager
    def as_owner(self) -> Iterator[House]:
        """The store, for what its file's owner does before anyone works in it. Raises like `signed_in`."""
        from tui_coder.bootstrap import open_as_owner

        house = open_as_owner(self.settings)
        try:
            yield house
        finally:
            house.close()

    def books(self) -> CodeBooks:
        """The code books, made ready; building them is shown on standard error. Raises CodeBookError."""
        from tui_coder.bootstrap import code_books

        return self.prepared(code_books(self.settings))

    def prepared(self, books: CodeBooks) -> CodeBooks:
        """Build what is missing of the code books, showing the progress. Raises CodeBookError."""
        if not books.built:
            self.say("Building the code book; this is done once.")
        with self.progress() as show:
            books.prepare(lambda step: show(step.message))
        return books

    # ---- where the answer goes ---------------------------------------------------------------------------------------

    @property
    def width(self) -> int:
        return width_of(sys.stdout)

    def answer(self, document: object, lines: Callable[[], Iterable[str]]) -> None:
        """Print the result: the document as JSON where it was asked for, else the lines."""
        if self.args.as_json:
            _print(sys.stdout, [json.dumps(document, default=_plain, indent=2, allow_nan=False)])
        else:
            _print(sys.stdout, lines())

    def lines(self, lines: Iterable[str]) -> None:
        """Print a result that is neither JSON nor a table, as it comes."""
        _print(sys.stdout, lines)

    def table(self, columns: Iterable[Column], rows: Iterable[Iterable[object]]) -> list[str]:
        """A table of at most the terminal's width; whole where it goes to no terminal."""
        return table(list(columns), [list(row) for row in rows], self.width)

    def say(self, sentence: str) -> None:
        """Tell the person something that is not the result."""
        _print(sys.stderr, [one_line(sentence)])

    @contextmanager
    def progress(self) -> Iterator[Callable[[str], None]]:
        """A line on standard error that is written over; nothing where that is no terminal."""
        if not sys.stderr.isatty():
            yield lambda message: None
            return
        shown = False

        def show(message: str) -> None:
            nonlocal shown
            shown = True
            sys.stderr.write("\r\x1b[K" + one_line(message)[: max(terminal_width() - 1, 1)])
            sys.stderr.flush()

        try:
            yield show
        finally:
            if shown:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()


def _print(stream: TextIO, lines: Iterable[str]) -> None:
    stream.writelines(f"{line}\n" for line in lines)
    stream.flush()


def _plain(value: object) -> object:
    """What JSON has no word for: days and moments in ISO form, money as a number."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
