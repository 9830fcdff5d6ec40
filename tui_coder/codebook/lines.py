"""A publisher's text file, line by line: numbered, decoded as what it is, and never a line too long to hold."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import partial

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut

LONGEST = 1 << 16
"""Bytes of one line; the longest of any publisher is under 10,000."""


def numbered_lines(handed: HandedOut) -> Iterator[tuple[int, str]]:
    """Every line with its number from 1, without its end.

    UTF-8 with or without a mark; a line that is not UTF-8 is taken as Windows-1252, which is what older files of
    CMS are in. Raises CodeBookError for UTF-16, for lines no text file has, and for damage beneath.
    """
    if handed.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CodeBookError(f"{handed.place} is UTF-16 text: save it as UTF-8 and load it again.")
    with handed.open() as stream:
        for number, line in enumerate(iter(partial(stream.readline, LONGEST), b""), start=1):
            if len(line) >= LONGEST and not line.endswith(b"\n"):
                raise CodeBookError(f"{handed.place}, line {number:,}: longer than any list of codes has. Not read.")
            yield number, _decoded(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line)


def head_lines(handed: HandedOut, most: int = 50) -> list[str]:
    """The first whole lines of a file, blank ones left out, for recognising it."""
    whole = handed.head.removeprefix(codecs.BOM_UTF8).split(b"\n")
    if len(whole) > 1 and len(handed.head) < handed.size:
        whole.pop()
    decoded = (_decoded(line) for line in whole)
    return [line for line in decoded if line.strip()][:most]


def _decoded(line: bytes) -> str:
    line = line.rstrip(b"\r\n")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
