"""Words as the index knows them: folded, plain ASCII. The builder and the search share every rule here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"[a-z0-9]+")
_WORDS_APART = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + b" " * 128
_NO_VOWEL = re.compile(r"[^aeiouy]+")
_WORDS_AND_HYPHENS = bytes(code if chr(code) in "-\n" else _WORDS_APART[code] for code in range(256))
_APOSTROPHES = str.maketrans("", "", "'\u2019\u02bc`")


def folded(text: str) -> str:
    """Lower case, without accents and apostrophes: "Ménière's" -> "menieres"."""
    if text.isascii():
        plain = text.lower()
        return plain.translate(_APOSTROPHES) if "'" in plain or "`" in plain else plain
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower().translate(_APOSTROPHES)


def words_of(text: str) -> list[str]:
    """The words of a text in order: letters and digits, folded."""
    if text.isascii():  # as titles are: in a fifth of the time
        return text.encode().translate(_WORDS_APART, b"'`").decode().split()
    return _WORD.findall(folded(text))


def indexed_lines(texts: Sequence[str]) -> list[str]:
    """Each text as its words with blanks between; "X-ray" answers to x, ray and xray.

    The texts are taken together: word by word, a release would take three times as long.
    """
    joined = "\n".join(texts)
    if joined.count("\n") >= len(texts):
        joined = "\n".join(text.replace("\n", " ") for text in texts)
    if not joined.isascii():
        joined = "\n".join(text if text.isascii() else folded(text) for text in joined.split("\n"))
    lines = joined.encode("ascii", "replace").translate(_WORDS_AND_HYPHENS, b"'`").decode("ascii").split("\n")
    for place, line in enumerate(lines):
        if "-" in line:
            pieces = (piece.strip("-") for piece in line.split() if "-" in piece)
            together = [piece.replace("-", "") for piece in pieces if "-" in piece]
            lines[place] = " ".join((line.replace("-", " "), *together))
    return lines


def singular(word: str) -> str:
    """The stem under which a plural is looked up, by prefix: fractures -> fracture, arteries -> arter."""
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3]
    return word[:-1]


_FORMS_OF_VERBS = ("ing", "ed")
_SHORTEST_VERB = 3


def plain_form(word: str) -> str:
    """A verb without the ending of its form: beating -> beat, popped -> pop. Other words stay as they are."""
    for end in _FORMS_OF_VERBS:
        stem = word.removesuffix(end)
        if stem != word and len(stem) >= _SHORTEST_VERB and not _NO_VOWEL.fullmatch(stem):
            return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "ls" else stem
    return word


_ADJECTIVES = ("ial", "eal", "ical", "ous", "ary", "al", "ic", "ar")
_SHORTEST_STEM = 4
_DOERS = ("er", "ers")
_ENDINGS = (*_ADJECTIVES, *_FORMS_OF_VERBS, *_DOERS)


def stems(word: str) -> tuple[str, ...]:
    """The beginning that an adjective or a form of a verb shares with its noun: orbital -> orbit, sunburned -> sunburn.

    None where it is too short to tell.
    """
    found = (word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM)
    return tuple(found)[:1]


_SOUNDS = tuple(
    (re.compile(written, re.MULTILINE), heard)
    for written, heard in (
        (r"ph", "f"),
        (r"sch", "sk"),
        (r"tz", "s"),
        (r"t(?=i[ao])|(?<=s)th(?=m)", "s"),
        (r"ck|q|c(?![eiyh])|ch|kh", "k"),
        (r"c|z|x", "s"),
        (r"gh|(?<!^)h|w", ""),
        (r"(?<!^)[aeiouy]+", ""),
        (r"^[ey]", "i"),
        (r"^(?:pn|kn|gn)", "n"),
        (r"^ps", "s"),
        (r"(.)\1+", r"\1"),
    )
)


def sound(word: str) -> str:
    """A rough key shared by a word and its usual misspellings: diabetes, diabetis, diabeties -> "dbts".

    Of many words at once, one to a line, in a quarter of the time.
    """
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word
