"""Chart text as it is kept and searched: one newline form, no control characters, offsets that stay true."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_REPLACEMENT = "\ufffd"
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BIDI_AND_HIDDEN = (
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x061C, 0x180E, 0xFEFF,
    *range(0xE0000, 0xE0080),
)  # fmt: skip


def _pictures() -> dict[int, str]:
    """What stands for each character that must never reach a terminal: one character for one."""
    table = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
    table[0x7F] = "\u2421"
    table |= dict.fromkeys((*range(0x80, 0xA0), *_BIDI_AND_HIDDEN, *range(0xD800, 0xE000)), _REPLACEMENT)
    return table


PICTURES = _pictures()


def _class_of(codes: Sequence[int]) -> str:
    """A character class in ranges: named one by one, these characters make every search thirty times slower."""
    ordered = sorted(codes)
    starts = [code for code in ordered if code - 1 not in PICTURES]
    ends = [code for code in ordered if code + 1 not in PICTURES]
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in zip(starts, ends, strict=True))


_HOSTILE = re.compile(f"[{_class_of(tuple(PICTURES))}]")


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """Cleaned text and how many characters had to be shown as pictures or replaced."""

    text: str
    controls: int


def canonical(text: str) -> CanonicalText:
    """The one form in which chart text is kept.

    Newline forms become \\n, control characters visible pictures (U+2400 on), C1, bidi, zero-width and tag
    characters and lone surrogates U+FFFD; a byte order mark at the start is dropped. Doing it twice changes nothing.
    """
    lines = _NEWLINES.sub("\n", text.removeprefix("\ufeff"))
    cleaned, controls = _HOSTILE.subn(lambda found: PICTURES[ord(found[0])], lines)
    return CanonicalText(cleaned, controls)


def lines_of(text: str) -> tuple[int, ...]:
    """Where each line starts; the first is 0."""
    return (0, *(found.end() for found in re.finditer("\n", text)))


def line_at(starts: Sequence[int], position: int) -> int:
    """The number of the line, from 0, that holds the offset."""
    return max(0, bisect_right(starts, position) - 1)


def fold(text: str) -> str:
    """Lower case without accents, of the same length, so that an offset found in it is true in the text."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() else "".join(map(_base, lowered))


def _base(char: str) -> str:
    if char.isascii():
        return char
    base = unicodedata.normalize("NFKD", char)[0].lower()
    takes_its_place = len(base) == 1 and not unicodedata.combining(base) and base.isspace() == char.isspace()
    return base if takes_its_place else char


def find_all(text: str, needle: str) -> tuple[tuple[int, int], ...]:
    """Every place where the words stand, whatever the case, accents or line breaks between them."""
    words = fold(needle).split()
    if not words:
        return ()
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    return tuple(found.span() for found in pattern.finditer(fold(text)))
