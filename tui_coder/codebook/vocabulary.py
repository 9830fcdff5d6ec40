"""The words a release really uses: which begin as typed, and which a misspelled one may mean."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import log
from typing import overload

from tui_coder.codebook.words import sound

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_AFTER_ALL_LETTERS = "{"
_HEARD = "bdfgijklmnoprstuv"
_SHORTEST_SOUND = 4
_SHORTEST = 4
_LONGEST = 24
_SHORTEST_CUT, _FEWEST_CUT = 6, 2
_CUT_OF = 65
"""Percent of a word's letters that are left of it, at least."""
_LONGEST_ENDING = 2
_FEW = 40
_MOST_SOUND_ALIKES = 60
_MOST = 6
_LONGEST_CODE_START = 3
_MEANT_KEPT, _HEARD_KEPT = 32, 256
_RAREST, _LEAST_RARE, _BY_RARITY = 4.5, 0.5, 0.45


def sounds_of(words: Iterable[str]) -> list[str]:
    """Each word that is long enough to be respelled after its sound, sorted."""
    kept = [word for word in words if len(word) >= _SHORTEST and word.isalpha()]
    heard = sound("\n".join(kept)).split("\n") if kept else ()
    return sorted(f"{key} {word}" for key, word in zip(heard, kept, strict=True))


class Lines(Sequence[str]):
    """The lines of a text that are seldom asked for: kept as the one text they are, a fifth of what a list takes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("I", (0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1))

    def __len__(self) -> int:
        return len(self._starts) - 1 if self._text else 0

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._text[self._starts[place] : self._starts[place + 1] - 1]

    def beginning(self, start: str) -> Iterator[str]:
        """The lines that begin so, where the lines are sorted."""
        for place in range(self.first_from(start), len(self)):
            line = self[place]
            if not line.startswith(start):
                return
            yield line

    def first_from(self, start: str, low: int = 0, high: int | None = None) -> int:
        """The place of the first sorted line that begins with `start` or comes behind it, as `bisect_left` tells it.

        Of a line no more is read than is compared.
        """
        text, starts, letters = self._text, self._starts, len(start)
        high = len(self) if high is None else high
        while low < high:
            middle = (low + high) // 2
            begins = starts[middle]
            if text[begins : min(begins + letters, starts[middle + 1] - 1)] < start:
                low = middle + 1
            else:
                high = middle
        return low


class Vocabulary:
    """The words of one release, sorted, and their sounds ("dbts diabetes"), sorted.

    `codes` tells how many codes have each word, added up from the first word on, of `all_codes`; words that no codes
    were counted for are all the same. `code_starts` are the letters, three at most, that codes begin with.
    """

    def __init__(
        self,
        words: Sequence[str],
        sounds: Lines,
        codes: Sequence[int] = (),
        all_codes: int = 1,
        code_starts: Container[str] = (),
    ) -> None:
        self._words = words
        self._sounds = sounds
        self._codes = codes
        self._all_codes = all_codes
        self._code_starts = code_starts
        self._kept_meant = lru_cache(maxsize=_MEANT_KEPT)(self._meant)
        self._kept_beside = lru_cache(maxsize=_MEANT_KEPT)(self._beside)

    @classmethod
    def of(cls, words: Iterable[str]) -> Vocabulary:
        kept = sorted(set(words))
        return cls(kept, Lines("\n".join(sounds_of(kept))))

    def knows(self, start: str) -> bool:
        """Whether some word begins with `start`."""
        return self._knows_among(start, 0, len(self._words))

    def may_find(self, start: str) -> bool:
        """Whether a code may be found by this beginning of a word: some word or some code may begin so."""
        return not start.isalpha() or self.knows(start) or start[:_LONGEST_CODE_START] in self._code_starts

    def _knows_among(self, start: str, first: int, last: int) -> bool:
        place = bisect_left(self._words, start, first, last)
        return place < last and self._words[place].startswith(start)

    def beginning(self, start: str, most: int) -> Sequence[str]:
        """All words that begin with `start`; none where they are more than `most`."""
        first, last = self._range(start)
        return self._words[first:last] if last - first <= most else ()

    def rarity(self, start: str) -> float:
        """How much it tells of a code that it has a word with this beginning: from a little (all have) to the most
        (one has, or none)."""
        first, last = self._range(start)
        if first == last or not self._codes:
            return _RAREST
        having = self._codes[last - 1] - (self._codes[first - 1] if first else 0)
        return min(max(_BY_RARITY * log(self._all_codes / max(having, 1)), _LEAST_RARE), _RAREST)

    def nouns(self, stem: str) -> list[str]:
        """The words that are little longer than a stem: orbit -> orbit, orbits; not radic -> radiculopathy."""
        return [word for word in self.beginning(stem, _FEW) if len(word) <= len(stem) + _LONGEST_ENDING]

    def cut_short(self, word: str) -> tuple[str, ...]:
        """The word that `word` begins with, as short titles cut theirs off: pegfilgrastim -> pegfilgrast."""
        if self.knows(word):
            return ()
        for length in range(len(word) - _FEWEST_CUT, max(_SHORTEST_CUT, _CUT_OF * len(word) // 100), -1):
            place = bisect_left(self._words, word[:length])
            if place < len(self._words) and self._words[place] == word[:length]:
                return (word[:length],)
        return ()

    def _range(self, start: str, low: int = 0, high: int | None = None) -> tuple[int, int]:
        first = bisect_left(self._words, start, low, high)
        return first, bisect_left(self._words, start + _AFTER_ALL_LETTERS, first, high)

    def meant(self, typed: str, *, widely: bool = False) -> tuple[str, ...]:
        """Words, or beginnings of words, that `typed` may be a misspelling of: the nearest first.

        What is typed may be unfinished: "diabtic r" is searched while it is written. Where nothing is near, words
        that sound a little otherwise are looked at `widely`.
        """
        return self._kept_meant(typed, widely)  # a word is asked for several times at a key, and at all keys after it

    def _meant(self, typed: str, widely: bool) -> tuple[str, ...]:
        if not _SHORTEST <= len(typed) <= _LONGEST or not typed.isalpha():
            return ()
        near = dict.fromkeys(self._one_edit_away(typed), 1)
        heard = sound(typed)
        self._add_near(near, typed, self._sounding_like(heard))
        if widely and not near and len(heard) >= _SHORTEST_SOUND:
            self._add_near(near, typed, self._sounding_nearly(heard))
        ordered = sorted(near, key=lambda start: (near[start], start[0] != typed[0], _heard(start) != heard))
        if ordered and ordered[0][0] == typed[0]:  # the first letter is seldom one too many
            ordered = [
                start
                for start in ordered
                if start[0] == typed[0] or start[1:2] == typed[1:2] or start[1:] == typed or start[1:] == typed[1:]
            ]
        return tuple(ordered[:_MOST])

    def _add_near(self, near: dict[str, int], typed: str, words: Iterable[str]) -> None:
        """Add those of the words, or of their beginnings, that are no more edits away than one may mistype."""
        most = _tolerated(typed)
        for word in words:
            start = word[: len(typed) + 1] if len(word) > len(typed) + 2 else word
            distance = edit_distance(typed, start, most)
            if distance > most and start != word:
                distance = edit_distance(typed, word, most)
            if 0 < distance <= most:
                near.setdefault(start, distance)

    def nearest(self, typed: str, *, widely: bool = False) -> str:
        """What a whole word most likely means: a whole word rather than a beginning; itself where nothing is near."""
        meant = self.meant(typed, widely=widely)
        return next((word for word in meant if self.has(word)), meant[0] if meant else typed)

    def beside(self, word: str) -> tuple[str, ...]:
        """The whole words one edit away from a word that may be one itself: chess -> chest."""
        return self._kept_beside(word)

    def _beside(self, word: str) -> tuple[str, ...]:
        return tuple(each for each in dict.fromkeys(self._one_edit_away(word)) if each != word and self.has(each))

    def has(self, word: str) -> bool:
        """Whether this is a whole word of the release."""
        place = bisect_left(self._words, word)
        return place < len(self._words) and self._words[place] == word

    def _sounding_nearly(self, key: str) -> Iterator[str]:
        """The words whose sound is one edit away: two letters wrong, one of which is heard (phebitus)."""
        tried: set[str] = set()
        first, last = 0, len(self._sounds)
        for place in range(len(key) + 1):
            left = key[:place]
            first = self._sounds.first_from(left, first, last)
            last = self._sounds.first_from(left + _AFTER_ALL_LETTERS, first, last)
            if first == last:
                return
            for changed in _changed_next(left, key[place:], _HEARD):
                if changed not in tried:
                    tried.add(changed)
                    yield from self._sounding(changed, first, last)

    def _sounding(self, key: str, first: int, last: int) -> Iterator[str]:
        """The words between two places that sound just so."""
        sounded = f"{key} "
        for place in range(self._sounds.first_from(sounded, first, last), last):
            line = self._sounds[place]
            if not line.startswith(sounded):
                return
            yield line[len(sounded) :]

    def _sounding_like(self, key: str) -> Iterator[str]:
        if len(key) < 2:
            return
        for line in islice(self._sounds.beginning(key), _MOST_SOUND_ALIKES):
            yield line.partition(" ")[2]

    def _one_edit_away(self, typed: str) -> Iterator[str]:
        """Every beginning of a word that `typed` becomes with one letter lost, added, changed or swapped.

        Edits go from left to right, and end with the letters that no word begins with.
        """
        first, last = 0, len(self._words)
        for place in range(len(typed) + 1):
            left, right = typed[:place], typed[place:]
            first, last = self._range(left, first, last)
            if first == last:
                return
            for changed in _changed_next(left, right, self._next_letters(place, first, last)):
                if self._knows_among(changed, first, last):
                    yield changed

    def _next_letters(self, place: int, first: int, last: int) -> Iterable[str]:
        if last - first > _FEW:
            return _LETTERS
        return sorted({word[place] for word in self._words[first:last] if len(word) > place})


@lru_cache(maxsize=_HEARD_KEPT)
def _heard(word: str) -> str:
    """As `sound`: several books are asked for the same words."""
    return sound(word)


def _changed_next(left: str, right: str, letters: Iterable[str]) -> Iterator[str]:
    """`left` as it is, and one edit where `right` begins."""
    if right:
        yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
    for letter in letters:
        yield left + letter + right
        if right:
            yield left + letter + right[1:]


def _tolerated(typed: str) -> int:
    return 2 if len(typed) < 8 else 3


def edit_distance(one: str, other: str, most: int) -> int:
    """Letters to insert, delete, replace or swap with the next, to turn one text into the other.

    Where they are more than `most` the answer is some number above it.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _without_shared_ends(one, other)
    if not one or not other:
        return len(one) + len(other)
    two_before: list[int] = []
    before: list[int] = []
    row = list(range(len(other) + 1))
    letter_before = ""
    for i, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [i]
        left, above_left, against_before = i, i - 1, ""
        for j, against in enumerate(other, start=1):
            above = before[j]
            cost = above_left if letter == against else above_left + 1
            if above < cost:
                cost = above + 1
            if left < cost:
                cost = left + 1
            if letter == against_before and letter_before == against and i > 1 and two_before[j - 2] < cost:
                cost = two_before[j - 2] + 1
            row.append(cost)
            left, above_left, against_before = cost, above, against
        # A swap reaches back over one row: only two rows above the limit end the hope.
        if i > 1 and min(row) > most and min(before) > most:
            return most + 1
        letter_before = letter
    return row[-1]


def _without_shared_ends(one: str, other: str) -> tuple[str, str]:
    """Two texts without what both begin and end with, which no edit need touch."""
    shortest = min(len(one), len(other))
    begin = 0
    while begin < shortest and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < shortest - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[begin : len(one) - end], other[begin : len(other) - end]
