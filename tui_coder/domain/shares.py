"""Who is to get how much of a lot of items, as a lead types it: `10 bob, 30% cy, dee: ann is away`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui_coder.domain.refusals import Malformed

EVERYONE = "*"
"""Stands for all who are there and may take the items."""
_AMOUNT = re.compile(r"(?P<amount>[0-9]{1,6})(?P<percent>\s?%)?\s*")
_TO = re.compile(r"to\s+")


@dataclass(frozen=True, slots=True)
class Share:
    """One person's share: so many items, so many percent of them, or (both None) of the rest, by minutes."""

    name: str
    items: int | None = None
    percent: int | None = None

    @property
    def is_of_the_rest(self) -> bool:
        return self.items is None and self.percent is None

    def __str__(self) -> str:
        amount = f"{self.items} " if self.items is not None else f"{self.percent}% " if self.percent is not None else ""
        return f"{amount}{self.name}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: who gets what, and why."""

    shares: tuple[Share, ...]
    reason: str = ""

    @property
    def only(self) -> str | None:
        """The one person who gets everything; None where it is to be spread."""
        one = len(self.shares) == 1 and self.shares[0].is_of_the_rest
        return self.shares[0].name if one else None


def parse_shares(text: str, people: Sequence[str], everyone: Sequence[str] | None = None) -> Wanted:
    """Read shares, parted by commas, and behind a colon the reason. Names may be cut short to a few letters.

    `*` shares among `everyone` (all `people`, where nothing else is said) who is not named beside it. Raises
    Malformed: nobody is named, a name fits nobody or several, somebody is named twice, or the percents are more than
    a hundred.
    """
    told, _, reason = text.partition(":")
    shares: list[Share] = []
    all_others = False
    for part in filter(None, (each.strip() for each in told.split(","))):
        all_others = all_others or part == EVERYONE
        if part != EVERYONE:
            shares.append(_share(part, people))
    names = [each.name for each in shares]
    if all_others:
        shares += [Share(name) for name in (people if everyone is None else everyone) if name not in names]
    if not shares:
        raise Malformed("Name who gets the items: two letters of a name; with a number or a percent, so much of them.")
    for name in names:
        if names.count(name) > 1:
            raise Malformed(f"{name} is named twice.")
    if sum(each.percent or 0 for each in shares) > 100:
        raise Malformed("These percents are more than a hundred together.")
    return Wanted(tuple(shares), reason.strip())


def _share(part: str, people: Sequence[str]) -> Share:
    whole = _exact(part, people)
    amount = None if whole else _AMOUNT.match(part)
    if amount is None:
        return Share(whole or one_of(part, people))
    number = int(amount["amount"])
    if number < 1:
        raise Malformed(f"'{part}': a share is at least 1.")
    name = one_of(_TO.sub("", part[amount.end() :], count=1), people)
    return Share(name, percent=number) if amount["percent"] else Share(name, items=number)


# ---- while it is typed -----------------------------------------------------------------------------------------------


def name_begun(text: str) -> str:
    """The letters of the name that is being typed: those of the last share, without its amount; none after `*`."""
    last = text.partition(":")[0].rpartition(",")[2].strip()
    return "" if last == EVERYONE else last[len(_amount(last)) :]


def named_before(text: str) -> frozenset[str]:
    """The names in front of the one that is being typed."""
    before = text.partition(":")[0].rpartition(",")[0]
    parts = (part.strip() for part in before.split(","))
    return frozenset(part[len(_amount(part)) :] for part in parts)


def ends_with_amount(text: str) -> bool:
    """Whether only an amount stands there so far, or an amount and `to`."""
    last = text.rpartition(",")[2].strip()
    return bool(last) and not last[len(_amount(last)) :].removesuffix("to").strip() and last != "to"


def completed(text: str, name: str) -> str:
    """The text with the name in the place of the letters of the last share; a reason behind it stays."""
    told, colon, reason = text.partition(":")
    before, comma, last = told.rpartition(",")
    amount = _amount(last.strip())
    begun = f"{amount.strip()} {name}" if amount else name
    return f"{before}{comma}{' ' if comma else ''}{begun}{colon}{reason}"


def _amount(share: str) -> str:
    found = _AMOUNT.match(share)
    return found[0] + (to[0] if (to := _TO.match(share, found.end())) else "") if found else ""


# ---- names -----------------------------------------------------------------------------------------------------------


def one_of(typed: str, names: Sequence[str]) -> str:
    """The one name that the letters fit best. Raises Malformed where none does, or several do equally well."""
    ranked = sorted((rank, name) for name in names if (rank := fit(typed, name)) is not None)
    best = [name for rank, name in ranked if rank == ranked[0][0]]
    if not typed.strip() or not best:
        raise Malformed(f"'{typed.strip()}' fits nobody who can take work: {', '.join(names) or 'nobody is there'}.")
    if len(best) > 1:
        raise Malformed(f"'{typed.strip()}' fits {', '.join(best)}: type one letter more.")
    return best[0]


def _exact(typed: str, names: Iterable[str]) -> str | None:
    return next((name for name in names if fit(typed, name) == 0), None)


def fit(letters: str, name: str) -> int | None:
    """How well typed letters fit a name, 0 best: the name, its start, a word's start, within it, its letters in order.

    None when they do not.
    """
    typed, whole = letters.casefold().strip(), name.casefold().strip()
    if whole == typed:
        return 0
    if whole.startswith(typed):
        return 1
    if any(word.startswith(typed) for word in whole.replace(",", " ").replace(".", " ").split()):
        return 2
    if typed in whole:
        return 3
    rest = iter(whole)
    return 4 if all(letter in rest for letter in typed) else None
