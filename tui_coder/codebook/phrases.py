"""Typed text cut into pieces, and what is the same for phrases that are put in other words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tui_coder.codebook.words import folded, plain_form, singular

_FILLERS = frozenset((
    "an", "are", "at", "by", "for", "from", "has", "have", "having", "her", "his", "in", "is", "keep", "keeps", "me",
    "my", "of", "on", "really", "the", "their", "to", "too", "very", "when", "while", "your",
))  # fmt: skip
"""What stands between the words of a phrase and may be left out: fluid on lungs, fluid in the lungs."""
EVERYDAY = frozenset((
    "about", "after", "afternoon", "again", "ago", "all", "also", "always", "am", "any", "baby", "bad", "badly",
    "be", "been", "before", "being", "big", "bit", "boy", "bunch", "but", "came", "can", "come", "comes",
    "coming", "constant", "constantly", "could", "dad", "daily", "daughter", "day", "days", "did", "do", "does",
    "doing", "done", "down", "due", "during", "each", "even", "evening", "ever", "every", "felt", "first", "get",
    "gets", "getting", "girl", "go", "goes", "going", "got", "grandma", "grandpa", "guess", "guy", "had", "he",
    "hella", "her", "herself", "him", "himself", "his", "hours", "how", "husband", "i", "if", "im", "into", "it",
    "its", "ive", "just", "keep", "keeping", "keeps", "kept", "kid", "kind", "kinda", "lady", "last", "lately",
    "like", "little", "look", "looking", "looks", "lot", "lots", "made", "make", "makes", "making", "man", "many",
    "maybe", "minutes", "mom", "month", "months", "more", "morning", "mornings", "most", "much", "my", "myself",
    "never", "new", "night", "nights", "now", "off", "often", "old", "only", "onto", "other", "our", "out",
    "pretty", "probably", "really", "said", "says", "seem", "seems", "she", "should", "since", "sitting", "small",
    "so", "some", "somebody", "someone", "sometimes", "son", "sort", "start", "started", "starts", "still",
    "strong", "stuff", "sudden", "suddenly", "super", "take", "takes", "taking", "teen", "teenager", "that",
    "them", "themselves", "then", "there", "these", "they", "thing", "things", "think", "thinks", "this", "those",
    "time", "times", "today", "toddler", "told", "tonight", "too", "took", "tried", "tries", "try", "trying",
    "until", "up", "us", "very", "wake", "waking", "want", "wanted", "wants", "was", "we", "week", "weeks",
    "went", "were", "what", "when", "where", "which", "while", "who", "whole", "why", "wife", "woke", "woman",
    "would", "year", "years", "yesterday", "yet", "you",
))  # fmt: skip
"""Words that tell when, how much and to whom: next to nothing of what is looked for."""
_A = "a"
_BEFORE_A_LETTER = frozenset((
    "antigen", "botox", "botulinum", "category", "class", "factor", "grade", "group", "hemoglobin", "hep", "hepatitis",
    "influenza", "strep", "streptococcus", "toxin", "type", "vit", "vitamin",
))  # fmt: skip
_BEHIND_A_LETTER = frozenset(("c", "f", "fib", "fibrillation", "flutter", "line", "tach", "v"))
_JOINS = frozenset(("&", "+", "and", "w", "w/", "with"))
_PIECE = re.compile(r"[a-z0-9/&+]+")
_ASIDE = re.compile(
    r"\ball the time\b|\b(?:really|so|very) bad(?:ly)?\b|\ba lot\b|\bevery (?:day|night|morning|time)\b"
    r"|\bsince (?:yesterday|this morning|last \w+|\w+day)\b|\bfor (?:a|\d+|two|three|a few|several|many) "
    r"(?:day|week|month|year)s?\b|(?:^|\b(?:when|while|if|after|whenever|because|that)\s)\s*(?:i|he|she|we|they)\s"
    r"|^\s*pt\s(?=w/|with|has|had|c/o|is|reports|states|presents|complains)"
    r"|^\s*(?:my )?(?:kid|son|daughter|toddler|husband|wife)\s"
)
"""What says how badly, for how long and to whom: nothing that a code would tell."""
_LETTERS_OF_A_SHORT_PLURAL = 4


def pieces_of(text: str) -> list[str]:
    """Typed text cut as the abbreviations are: `w/o CHF, I&D` -> w/o, chf, i&d. Fillers go where more was typed."""
    plain = folded(text)
    pieces = _PIECE.findall(_ASIDE.sub(" ", plain)) or _PIECE.findall(plain)
    return [
        piece
        for place, piece in enumerate(pieces)
        if piece not in _FILLERS and not (piece == _A and _is_article(pieces, place))
    ] or pieces


def _is_article(pieces: Sequence[str], place: int) -> bool:
    """Whether an "a" stands before a noun: fell off A ladder; not the letter of vitamin a, of a fib, of a grade."""
    inside = 0 < place < len(pieces) - 1
    return inside and pieces[place - 1] not in _BEFORE_A_LETTER and pieces[place + 1] not in _BEHIND_A_LETTER


def phrase_key(term: Sequence[str], same: Mapping[str, str]) -> tuple[str, ...]:
    """What is the same for a phrase in any order, of one or of many, in any form of its verbs, with the same words.

    What joins its words says nothing: copd w/ exac, copd with exac, copd exac.
    """
    if len(term) > 1:
        term = [piece for piece in term if piece not in _JOINS] or term
    one = _one_of_many if len(term) > 1 else singular
    return tuple(sorted(plain_form(one(same.get(piece, piece))) for piece in term))


def forms_in_keys(pieces: Sequence[str], same: Mapping[str, str]) -> list[str]:
    """Each piece as it stands in the key of a phrase of several; empty where it only joins others."""
    return ["" if piece in _JOINS else plain_form(_one_of_many(same.get(piece, piece))) for piece in pieces]


def _one_of_many(word: str) -> str:
    """As `singular`, and of four letters too: eyes -> eye. By itself so short a word may be anything: aids."""
    if len(word) == _LETTERS_OF_A_SHORT_PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return singular(word)
