"""What patients say of a part of the body, put by rule as the tabular list puts it: "ankle gave out", "cut on chin".

Two tables in codesets/synonyms hold the words, and every part goes with every complaint:

    parts-of-body.tsv   what a part is called, a tab, by name what stands for it in titles of one kind:
                        `chin` TAB `part: chin | wound: head other part`
    complaints.tsv      what is said of a part, a tab, its meanings as in the tables of abbreviations, with such names
                        in braces: `cut` TAB `laceration {wound} | laceration {part}`.
                        What stands behind a `;` counts where nothing before it is left

Two more hold what hurts people in the same way (causes.tsv: `ladder`), and what happens with it (events.tsv: `fell`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from tui_coder.codebook.phrases import EVERYDAY, phrase_key, pieces_of

_MOST_WORDS_OF_A_PART = 2
_BESIDE = frozenset((
    "a", "above", "around", "back", "bad", "badly", "behind", "below", "between", "both", "cant", "feel", "feeling",
    "feels", "get", "gets", "getting", "got", "i", "inside", "it", "just", "near", "off", "one", "over", "side", "so",
    "some", "stop", "under", "up", "wont",
)) | EVERYDAY  # fmt: skip
"""What may stand between a part and its complaint, or behind both, without changing what they are."""
_AND = "and"
_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, repr=False, eq=False)
class Complaints:
    """Both tables, by the key of what is typed; `same` are the words that count as one in a key."""

    parts: Mapping[tuple[str, ...], Mapping[str, Sequence[str]]]
    complaints: Mapping[tuple[str, ...], str]
    same: Mapping[str, str]

    def told(self, term: Sequence[str]) -> str:
        """The meanings of a part with a complaint, as a table of abbreviations would tell them; empty for all else.

        Of two parts (numb hands and feet) the meanings of either.
        """
        if _AND in term[1:-1]:
            place = term.index(_AND, 1)
            either = ((*term[:place], *term[place + 2 :]), (*term[: place - 1], *term[place + 1 :]))
            told = [self._told(each) for each in either]
            return " | ".join(dict.fromkeys(told)) if all(told) else ""
        return self._told(term)

    def scattered(self, forms: Sequence[str], most: int) -> Iterator[tuple[int, ...]]:
        """The places of each complaint with its part among words, in the form of their keys, wherever they stand."""
        for length in range(min(_MOST_WORDS_OF_A_PART, len(forms)), 0, -1):
            for first in range(len(forms) - length + 1):
                part = self.parts.get(tuple(sorted(forms[first : first + length])))
                if part is None:
                    continue
                others = [place for place, form in enumerate(forms) if form and not first <= place < first + length]
                for size in range(min(most - length, len(others)), 0, -1):
                    for places in combinations(others, size):
                        complaint = self.complaints.get(tuple(sorted(forms[place] for place in places)), "")
                        if complaint and _meant(complaint, part):
                            yield (*places, *range(first, first + length))

    def _told(self, term: Sequence[str]) -> str:
        for length in range(min(_MOST_WORDS_OF_A_PART, len(term) - 1), 0, -1):
            for place in range(len(term) - length + 1):
                part = self.parts.get(_key(term[place : place + length], self.same))
                if part is None:
                    continue
                said = (*term[:place], *term[place + length :])
                if told := self._of(part, said, trimmed=not place or term[0] not in _BESIDE):
                    return told
        return ""

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of both tables, in the form of their keys."""
        return frozenset(word for key in (*self.parts, *self.complaints) for word in key)

    def _of(self, part: Mapping[str, Sequence[str]], said: Sequence[str], *, trimmed: bool) -> str:
        complaint = self.complaints.get(_key(said, self.same))
        if complaint is None and trimmed:
            kept = [word for word in said if word not in _BESIDE]
            complaint = self.complaints.get(_key(kept, self.same)) if kept else None
        return _meant(complaint, part) if complaint else ""


def _key(term: Sequence[str], same: Mapping[str, str]) -> tuple[str, ...]:
    """The key of a phrase, of one word too the same as among others."""
    return phrase_key((*term, ""), same)[1:]


def _meant(complaint: str, part: Mapping[str, Sequence[str]]) -> str:
    """The meanings of a complaint of a part, of the first choice that has any."""
    choices = (" | ".join(dict.fromkeys(_filled(choice, part))) for choice in complaint.split(";"))
    return next(filter(None, choices), "")


def _filled(complaint: str, part: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each meaning with the words of the part; none where it has no such word."""
    for meaning in complaint.split("|"):
        names = _NAME.findall(meaning)
        for words in product(*(part.get(name, ()) for name in names)):
            filled = meaning.strip()
            for name, word in zip(names, words, strict=True):
                filled = filled.replace(f"{{{name}}}", word)
            if "=" not in filled[1:]:
                yield filled


def complaints_of(parts: Mapping[str, str], complaints: Mapping[str, str], same: Mapping[str, str]) -> Complaints:
    """The lines of both tables, ready to be asked."""
    by_part: dict[tuple[str, ...], Mapping[str, Sequence[str]]] = {}
    by_complaint: dict[tuple[str, ...], str] = {}
    for typed, told in parts.items():
        for term in _terms(typed):
            by_part.setdefault(_key(term, same), _named(told))
    for typed, told in complaints.items():
        for term in _terms(typed):
            by_complaint.setdefault(_key(term, same), told)
    return Complaints(by_part, by_complaint, same)


def _terms(typed: str) -> Iterable[Sequence[str]]:
    return (pieces_of(each) for each in typed.split(","))


def _named(told: str) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for each in told.split("|"):
        name, _, value = each.partition(":")
        words.setdefault(name.strip(), []).append(value.strip())
    return words
