"""A typed text read anew, where its letters find nothing: as it was meant, or without what says little.

Each way gives a query for a text, or none where it leads nowhere; which way is tried when, the search knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from tui_coder.codebook.phrases import OF_SENTENCES, pieces_of
from tui_coder.codebook.query import Query, read_query
from tui_coder.codebook.synonyms import Synonyms
from tui_coder.codebook.vocabulary import Vocabulary
from tui_coder.codebook.words import singular

_MOST_WORDS = 6
_MOST_PIECES, _MOST_PHRASES, _LONGEST_SENTENCE = 9, 3, 14
_MOST_SLIPPED, _MOST_TRIED = 3, 144
_SHORTEST_MISTAKEN = 3


class Rereading:
    """By our tables and the vocabularies of the releases that are asked, of which the first is the diagnoses'."""

    def __init__(self, synonyms: Synonyms, vocabularies: Sequence[Vocabulary]) -> None:
        self._synonyms = synonyms
        self._books = vocabularies

    def corrected(self, query: Query, *, widely: bool) -> Iterable[Query]:
        """The whole text in the nearest spelling of our tables, then of the first book; none where all is known."""
        if not self._books:
            return
        words = [word for unit in query.units for word in unit.words]
        meant = {word for unit in query.units if unit.meanings for word in unit.words}
        for vocabulary in (self._synonyms.vocabulary, self._books[0]):
            nearest = [
                word if word in meant or self._known(word) else vocabulary.nearest(word, widely=widely)
                for word in words
            ]
            if nearest != words:
                yield self._read(nearest)

    def has_strange(self, query: Query) -> bool:
        """Whether a word is typed that no book and no table of ours has."""
        words = (word for unit in query.units if not unit.meanings for word in unit.words)
        return not all(map(self._known_anywhere, words))

    def gathered(self, query: Query, text: str) -> Query | None:
        """The query with the pieces of each phrase together, and without the words that say nothing beside them:
        STEPPED on broken GLASS, wants to HURT HIMSELF.

        None where no more of it is phrases then, nor all of it; while the last word is still being typed; and for the
        shorthand of charts: c6-7, 2/2.
        """
        pieces = pieces_of(text)
        if not pieces or not all(map(str.isalpha, pieces)) or not self._is_whole(pieces[-1], query):
            return None
        return self._better(query, self._together(pieces))

    def plainer(self, query: Query, text: str) -> Query | None:
        """As `gathered`, without what nobody knows too: a rusty NAIL."""
        pieces = pieces_of(text)
        known = list(filter(self._known_anywhere, pieces))
        return self._better(query, self._together(known)) if known != pieces else None

    def _together(self, pieces: Sequence[str]) -> list[str]:
        """The pieces of each phrase, then what hurt and how, then the rest without words of every day.

        What happened may be told once of both: the hand that was CRUSHED by a machine was CRUSHED.
        """
        if len(pieces) > _LONGEST_SENTENCE:
            return [piece for piece in pieces if piece not in OF_SENTENCES]
        cause = self._synonyms.cause(pieces[:_MOST_PIECES])
        beside = [pieces[place] for place in sorted(cause)]
        together: list[str] = []
        left = list(pieces)
        for _ in range(_MOST_PHRASES):
            places = self._synonyms.scattered(left[:_MOST_PIECES])
            if not places:
                break
            together += [left[place] for place in sorted(places)]
            left = [piece for place, piece in enumerate(left) if place not in places]
        if " ".join(beside) in " ".join(together):
            beside = []
        return together + beside + [piece for piece in left if piece not in OF_SENTENCES and piece not in beside]

    def _better(self, query: Query, pieces: Sequence[str]) -> Query | None:
        if len(pieces) < 2:
            return None
        anew = self._read(pieces)
        wins = anew.in_phrases > query.in_phrases
        return anew if wins or (len(anew.units) < len(query.units) and anew.all_known) else None

    def slipped(self, query: Query) -> Query | None:
        """The query as the one phrase of our tables that it is with a slip in each of several words: noie huurts. None
        where there is no such phrase, or all words are known."""
        words = [word for unit in query.units for word in unit.words]
        if not 1 < len(words) <= _MOST_SLIPPED or all(map(self._is_a_word, words)) or query.in_phrases == len(words):
            return None
        each = int(_MOST_TRIED ** (1 / len(words)))
        choices = [tuple(dict.fromkeys((word, *self._beside(word))))[:each] for word in words]
        phrases = filter(self._synonyms.is_phrase, product(*choices))
        nearest = min(phrases, key=lambda meant: sum(map(str.__ne__, meant, words)), default=None)
        return self._read(nearest) if nearest else None

    def mistaken(self, query: Query) -> Query | None:
        """The query with one word, though it is one, taken for another that our tables know beside the rest of it:
        chess pain -> chest pain. None where there is no such word.

        Of several the one counts that is part of the longest phrase.
        """
        words = [word for unit in query.units for word in unit.words]
        if not 1 < len(words) <= _MOST_WORDS:
            return None
        known = {
            word
            for unit in query.units
            if unit.meanings and (len(unit.words) > 1 or len(unit.words[0]) <= _SHORTEST_MISTAKEN)
            for word in unit.words
        }
        best, most = None, 1
        for place, word in enumerate(words):
            if word in known or len(word) < _SHORTEST_MISTAKEN or not word.isalpha():
                continue
            for other in self._beside(word):
                meant = self._read((*words[:place], other, *words[place + 1 :]))
                if (length := meant.known_with(singular(other))) > most:
                    best, most = meant, length
        return best

    def _is_whole(self, piece: str, query: Query) -> bool:
        """Whether the last piece is a word of a table or a book, and not only the beginning of one."""
        return query.units[-1].finished or self._is_a_word(piece)

    def _is_a_word(self, word: str) -> bool:
        return any(book.has(word) for book in (self._synonyms.vocabulary, *self._books))

    def _read(self, words: Iterable[str]) -> Query:
        return read_query(f"{' '.join(words)} ", self._synonyms)

    def _beside(self, word: str) -> Iterable[str]:
        """The words of our tables and of the first book that are one edit away."""
        return dict.fromkeys(
            other for book in (self._synonyms.vocabulary, *self._books[:1]) for other in book.beside(word)
        )

    def _known_anywhere(self, word: str) -> bool:
        """Whether a word, or one that begins so, stands in our tables or in any book."""
        return self._known(word) or any(book.knows(word) for book in self._books)

    def _known(self, word: str) -> bool:
        """Whether a word, or one that begins so, stands in the first book or in our tables."""
        return any(book.knows(word) for book in (*self._books[:1], self._synonyms.vocabulary))
