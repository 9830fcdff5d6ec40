"""Words meant by misspelled ones, among the words a release really uses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tui_coder.codebook.words import sound

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
_LONGEST = 24
_MOST_SOUND_ALIKES = 60
_MOST = 6


class Speller:
    """Knows the words of one release, sorted, and their sounds ("dbts diabetes"), sorted."""

    def __init__(self, words: Sequence[str], sounds: Sequence[str]) -> None:
        self._words = words
        self._sounds = sounds

    def knows(self, start: str) -> bool:
        """Whether some word begins with `start`."""
        place = bisect_left(self._words, start)
        return place < len(self._words) and self._words[place].startswith(start)

    def meant(self, typed: str) -> tuple[str, ...]:
        """Words, or beginnings of words, that `typed` may be a misspelling of: the nearest first.

        What is typed may be unfinished: "diabtic r" is searched while it is written.
        """
        if not _SHORTEST <= len(typed) <= _LONGEST or not typed.isalpha():
            return ()
        near = {start: 1 for start in _one_edit_away(typed) if self.knows(start)}
        for word in self._sounding_like(typed):
            start = word[: len(typed) + 1] if len(word) > len(typed) + 2 else word
            distance = min(edit_distance(typed, start), edit_distance(typed, word))
            if 0 < distance <= _tolerated(typed):
                near.setdefault(start, distance)
        return tuple(sorted(near, key=lambda start: (near[start], start[0] != typed[0]))[:_MOST])

    def _sounding_like(self, typed: str) -> Iterator[str]:
        key = sound(typed)
        if len(key) < 2:
            return
        place = bisect_left(self._sounds, key)
        for line in self._sounds[place : place + _MOST_SOUND_ALIKES]:
            if not line.startswith(key):
                return
            yield line.partition(" ")[2]


def _tolerated(typed: str) -> int:
    return 2 if len(typed) < 8 else 3


def _one_edit_away(typed: str) -> Iterator[str]:
    """Every text one letter lost, doubled, wrong or swapped away, at least as long as a useful beginning."""
    for place in range(len(typed) + 1):
        left, right = typed[:place], typed[place:]
        if right:
            yield left + right[1:]
            if len(right) > 1:
                yield left + right[1] + right[0] + right[2:]
        for letter in _LETTERS:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]


def edit_distance(one: str, other: str) -> int:
    """Letters to insert, delete, replace or swap with the next, to turn one text into the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
    return row[-1]
