"""Words as the index knows them: folded, plain ASCII. The builder and the search share every rule here."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[a-z0-9]+")
_COMPOUND = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_BLANKS = bytes(code if chr(code) in string.ascii_lowercase + string.digits else 32 for code in range(256))
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
    return _WORD.findall(folded(text))


def indexed_words(texts: Iterable[str]) -> set[str]:
    """Every word under which texts are found; "X-ray" answers to x, ray and xray."""
    plain = folded("\n".join(texts))
    # As _WORD finds them, in a third of the time.
    found = set(plain.encode("ascii", "replace").translate(_BLANKS).decode("ascii").split())
    if "-" in plain:
        found.update(compound.replace("-", "") for compound in _COMPOUND.findall(plain))
    return found


def singular(word: str) -> str:
    """The stem under which a plural is looked up, by prefix: fractures -> fracture, arteries -> arter."""
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3]
    return word[:-1]


_ADJECTIVES = ("ial", "eal", "ical", "ous", "ary", "al", "ic", "ar")
_SHORTEST_STEM = 4


def stems(word: str) -> tuple[str, ...]:
    """The beginning that an adjective shares with its noun, where it is long enough to tell: orbital -> orbit."""
    found = (word[: -len(end)] for end in _ADJECTIVES if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM)
    return tuple(found)[:1]


_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"t(?=i[ao])|(?<=s)th(?=m)"), "s"),
    (re.compile(r"ck|q|c(?![eiyh])|ch|kh"), "k"),
    (re.compile(r"c|z|x"), "s"),
    (re.compile(r"gh|(?<!^)h|w"), ""),
    (re.compile(r"(?<!^)[aeiouy]+"), ""),
    (re.compile(r"^[ey]"), "i"),
    (re.compile(r"^(?:pn|kn|gn)"), "n"),
    (re.compile(r"^ps"), "s"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def sound(word: str) -> str:
    """A rough key shared by a word and its usual misspellings: diabetes, diabetis, diabeties -> "dbts"."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word
