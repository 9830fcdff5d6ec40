"""Typed text cut into pieces, and what is the same for phrases that are put in other words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tui_coder.codebook.words import folded, plain_form, singular

_FILLERS = frozenset((
    "an", "are", "at", "by", "for", "from", "has", "have", "having", "her", "his", "in", "is", "keep", "keeps", "me",
    "my", "of", "on", "really", "the", "their", "to", "too", "very", "when", "while", "your",
))  # fmt: skip
"""What stands between the words of a phrase and may be left out: fluid on lungs, fluid in the lungs."""
EVERYDAY = frozenset((
    "about", "after", "again", "all", "also", "always", "am", "any", "baby", "bad", "badly", "be", "been", "being",
    "better", "big", "bit", "but", "came", "come", "comes", "coming", "complaining", "complains", "constant",
    "constantly", "dad", "daily", "daughter", "day", "days", "diagnosed", "down", "due", "during", "dx", "each",
    "every", "get", "gets", "getting", "go", "goes", "going", "got", "granddaughter", "grandma", "grandpa", "grandson",
    "he", "her", "his", "husband", "i", "im", "ive", "just", "keep", "keeps", "kid", "kind", "kinda", "lately", "like",
    "little", "lot", "lots", "many", "mom", "more", "morning", "mornings", "most", "much", "need", "needing", "needs",
    "never", "new", "night", "nights", "noticed", "now", "off", "often", "old", "only", "other", "out", "patient",
    "presents", "pretty", "really", "reports", "resident", "she", "showed", "shows", "since", "sitting", "small", "so",
    "some", "sometimes", "son", "sort", "start", "started", "starts", "states", "still", "strong", "sudden",
    "suddenly", "teen", "teenager", "that", "then", "there", "these", "they", "this", "those", "time", "times",
    "today", "toddler", "too", "up", "very", "wake", "waking", "was", "we", "week", "weeks", "went", "were", "when",
    "while", "whole", "wife", "woke", "worse", "worsening", "yesterday", "you",
))  # fmt: skip
"""Words that tell when, how much and to whom: next to nothing of what is looked for."""
OF_SENTENCES = EVERYDAY | frozenset((
    "afternoon", "ago", "because", "before", "boy", "bunch", "can", "cause", "could", "did", "do", "does", "doing",
    "done", "even", "evening", "ever", "felt", "first", "girl", "guess", "guy", "had", "hella", "herself", "him",
    "himself", "hours", "how", "if", "into", "it", "its", "keeping", "kept", "lady", "last", "look", "looking",
    "looks", "made", "make", "makes", "making", "man", "maybe", "minutes", "month", "months", "my", "myself",
    "needed", "onto", "our", "probably", "said", "says", "seem", "seems", "should", "somebody", "someone", "stuff",
    "super", "take", "takes", "taking", "them", "themselves", "thing", "things", "think", "thinks", "told", "tonight",
    "took", "tried", "tries", "try", "trying", "until", "us", "use", "used", "using", "want", "wanted", "wants",
    "what", "where", "which", "who", "why", "woman", "would", "year", "years", "yet",
))  # fmt: skip
"""Words that say nothing beside the phrases of a sentence: WANTS to hurt himself. In a phrase they may: taken out."""
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
    r"(?:hour|day|week|month|year)s?\b|\b(?:\d+|a|two|three|a few|several|a couple) (?:hour|day|week|month)s? ago\b"
    r"|\blast (?:night|week|month)\b|\b(?:on and|off and|now and) (?:off|on|then)\b"
    r"|\b(?:wont|doesnt|not) (?:go away|going away|get better|getting better|improving)\b"
    r"|(?:^|\b(?:when|while|if|after|whenever|because|that)\s)\s*(?:i|he|she|we|they)\s"
    r"|^\s*pt\s(?=w/|with|has|had|c/o|is|reports|states|presents|complains)"
    r"|^\s*(?:my )?(?:kid|son|daughter|toddler|husband|wife)\s"
)
"""What says how badly, for how long and to whom: nothing that a code would tell."""
_OF_THE_FAMILY = re.compile(
    r"\b(?:mom|mother|dad|father|brother|sister|grandma|grandpa|grandmother|grandfather|aunt|uncle|parents?)\s+"
    r"(?:has|had|have|died (?:of|from))\s"
)
"""What tells of the disease of a relative: grandma had colon cancer."""
_LONG_AGO = re.compile(
    r"\b(?:(?:\d+|(?:a )?few|one|two|three|four|five|six|ten|many|several|some|(?:a )?couple(?: of)?) )?"
    r"(?:years?|yrs?) (?:ago|back)\b|\blast year\b|\bin the past\b|\bas an? (?:kid|child|baby|teen(?:ager)?)\b"
    r"|\bin (?:19|20)\d\d\b"
)
"""What says that a thing is history: had a stroke last year."""
_HISTORY = "hx"
_IN_ASIDES = frozenset((
    "ago", "as", "back", "badly", "daughter", "doesnt", "every", "for", "he", "husband", "i", "in", "kid", "last",
    "lot", "not", "now", "off", "on", "past", "pt", "really", "she", "since", "so", "son", "they", "time", "toddler",
    "very", "we", "wife", "wont", "died", "had", "has", "have",
))  # fmt: skip
"""Each of these has one of these: most of the phrases in the tables have none, and are not looked at more closely."""
_LETTERS_OF_A_SHORT_PLURAL = 4
_FORMS_KEPT = 512


def pieces_of(text: str) -> list[str]:
    """Typed text cut as the abbreviations are: `w/o CHF, I&D` -> w/o, chf, i&d. Fillers go where more was typed."""
    plain = folded(text)
    pieces = _PIECE.findall(plain)
    if not _IN_ASIDES.isdisjoint(pieces):
        ago = _LONG_AGO.sub(f" {_HISTORY} ", _OF_THE_FAMILY.sub("family history ", plain))
        pieces = _PIECE.findall(_ASIDE.sub(" ", ago)) or pieces
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
    if len(term) == 1:
        return (plain_form(singular(same.get(term[0], term[0]))),)
    return tuple(sorted([_form_among_others(same.get(piece, piece)) for piece in term]))


def forms_in_keys(pieces: Sequence[str], same: Mapping[str, str]) -> list[str]:
    """Each piece as it stands in the key of a phrase of several; empty where it only joins others."""
    return ["" if piece in _JOINS else _form_among_others(same.get(piece, piece)) for piece in pieces]


@lru_cache(maxsize=_FORMS_KEPT)
def _form_among_others(word: str) -> str:
    """The same words come back at the next key."""
    return plain_form(_one_of_many(word))


def _one_of_many(word: str) -> str:
    """As `singular`, and of four letters too: eyes -> eye. By itself so short a word may be anything: aids."""
    if len(word) == _LETTERS_OF_A_SHORT_PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return singular(word)
