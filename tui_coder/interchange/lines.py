"""The lines of a file of any length, a bounded piece in memory at a time."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tui_coder.domain.refusals import Malformed
from tui_coder.interchange.plain_text import UTF16_MARKS, bad_byte

_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line without its end. A bad byte of a UTF-8 file stands in `text` as a lone surrogate (PEP 383).

    `start` is the line's first byte in a UTF-8 file. Of a line longer than allowed only `too_long` is kept.
    """

    text: str
    start: int
    too_long: bool = False


def byte_lines(file: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Each line up to and with its newline; None for one of more than `longest` bytes, which is skipped."""
    while line := file.readline(longest + 1):
        if len(line) <= longest or line.endswith(b"\n"):
            yield line
            continue
        while (rest := file.readline(_PIECE)) and not rest.endswith(b"\n"):
            pass
        yield None


def text_lines(file: BinaryIO, longest: int) -> Iterator[TextLine]:
    """The lines of a UTF-8 file, or of UTF-16 with its byte order mark; `longest` counts bytes or characters.

    Raises Malformed where UTF-16 breaks: behind that point no line can be told.
    """
    mark = file.read(2)
    file.seek(0)
    return _utf16_lines(file, longest) if mark in UTF16_MARKS else _utf8_lines(file, longest)


def _utf8_lines(file: BinaryIO, longest: int) -> Iterator[TextLine]:
    start = file.tell()
    for line in byte_lines(file, longest):
        if line is None:
            yield TextLine("", start, too_long=True)
        else:
            marked = start == 0 and line.startswith(codecs.BOM_UTF8)
            begin = len(codecs.BOM_UTF8) if marked else 0
            text = line[begin:].decode("utf-8", "surrogateescape")
            yield TextLine(text.removesuffix("\n"), start + begin)
        start = file.tell()


def _utf16_lines(file: BinaryIO, longest: int) -> Iterator[TextLine]:
    decoder = codecs.getincrementaldecoder("utf-16")()
    pending, passing_over = "", False
    while True:
        start = file.tell() - len(decoder.getstate()[0])
        piece = file.read(_PIECE)
        try:
            pending += decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as fault:
            reason = bad_byte(fault.object[fault.start], start + fault.start, "utf-16")
            raise Malformed(f"from here on {reason}") from None
        *whole, pending = pending.split("\n")
        for line in whole:
            yield TextLine("", 0, too_long=True) if passing_over or len(line) > longest else TextLine(line, 0)
            passing_over = False
        if len(pending) > longest:
            pending, passing_over = "", True
        if not piece:
            break
    if pending or passing_over:
        yield TextLine(pending, 0, too_long=passing_over)
