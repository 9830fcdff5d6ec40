"""The codes a tabular note names: "diabetes (E08-E13 with .52)" -> E08 to E13, ending 52 after the category.

Where a note limits its codes in words that cannot be read for certain, its span covers nothing: no finding
is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui_coder.domain.codebook import CodeSpan
from tui_coder.domain.codes import bare

_CODE = r"[A-Z][0-9A-Z][0-9A-Z](?:\.[0-9A-Z]+)?"
_OPEN = r"\.?-?"
_SPAN = re.compile(rf"\b({_CODE}){_OPEN}(?:\s*(?:-|\bto\b)\s*({_CODE}){_OPEN})?(?![0-9A-Za-z])")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_LIMIT = re.compile(r"\bwith\b\s*(.*)", re.DOTALL)
_NUMBERS = {"fourth": 4, "fifth": 5, "sixth": 6, "six": 6, "seventh": 7, "4th": 4, "5th": 5, "6th": 6, "7th": 7}
_POSITIONS = re.compile(
    r"((?:fourth|fifth|sixth|six|seventh|[4-7]th)(?: (?:or|to) (?:fifth|sixth|six|seventh|[5-7]th))?)"
    r"[ -]characters? (.+)"
)
_CHARACTERS = re.compile(r"\.?([0-9A-Z]+)(?:-([0-9A-Z]))?(?:,? or \.?([0-9A-Z]))?")
_FINAL = re.compile(r"final characters? [-.]?([0-9A-Z]+)(?: or \.([0-9A-Z]+))?")
_ENDINGS = re.compile(r"(?:\.[0-9A-Z]+-?(?:-\.[0-9A-Z]+)?[,. ]*)+")
_NEVER = "(?!)"


def spans_named(text: str) -> tuple[CodeSpan, ...]:
    """The codes named in the brackets of a note, in order; without brackets, those named in its words."""
    inside = [first or second for first, second in _BRACKETED.findall(text)]
    named = [span for part in inside for span in _spans(part)]
    return tuple(named or _spans(_BRACKETED.sub(" ", text)))


def _spans(part: str) -> Iterator[CodeSpan]:
    limit = _LIMIT.search(part)
    only = _only(limit[1].strip()) if limit else ""
    for match in _SPAN.finditer(part):
        first = bare(match[1])
        if any(character.isdigit() for character in first):
            yield CodeSpan(first, bare(match[2]) if match[2] else first, only)


def _only(limit: str) -> str:
    """The regular expression for what follows "with"."""
    if final := _FINAL.fullmatch(limit):
        return _final(*final.groups())
    if positions := _POSITIONS.fullmatch(limit):
        return _positions(positions[1], positions[2])
    if _ENDINGS.fullmatch(limit):
        return _endings(limit)
    return _NEVER


def _final(one: str, other: str | None) -> str:
    """Final characters stand at the end, or before a seventh character (T36.0X6A)."""
    return f".*(?:{'|'.join(filter(None, (one, other)))})[A-Z]?"


def _positions(told: str, characters: str) -> str:
    numbers = [_NUMBERS[word] for word in told.split() if word in _NUMBERS]
    match = _CHARACTERS.fullmatch(characters)
    if match is None:
        return _NEVER
    if " to " in told:
        return f".{{{numbers[0] - 1}}}{match[1]}.*"
    if len(match[1]) > 1:
        return _NEVER
    allowed = f"{match[1]}-{match[2]}" if match[2] else match[1]
    one_of = f"[{allowed}{match[3] or ''}]"
    return "|".join(f".{{{number - 1}}}{one_of}.*" for number in numbers)


def _endings(limit: str) -> str:
    """What follows the category: ".51-.52", ".17, .27, .97", ".62-"."""
    choices = []
    for ending in re.split(r"[,\s]+|\.\s", limit):
        first, _, last = ending.strip(".").partition("-.")
        stem = first.strip("-")
        if last:
            choices.append(f"{re.escape(stem[:-1])}[{stem[-1]}-{last[-1]}]")
        elif stem:
            choices.append(re.escape(stem))
    return f".{{3}}(?:{'|'.join(choices)}).*"
