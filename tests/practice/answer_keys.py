"""The answer keys of the practice charts, read strictly: a word that no one reads is a mistake."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui_coder.domain.assignment import Assignment, CodeRole
from tui_coder.domain.codes import CodeSystem, bare
from tui_coder.resources import practice

ANSWERS = practice() / "answers"
ACCOUNTS = sorted(path.stem for path in ANSWERS.glob("*.toml"))
_WORDS = {"system", "code", "role", "poa", "modifiers", "units", "pointers", "evidence", "why"}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One code of a key: what is posted, the words it rests on and the reasoning."""

    assignment: Assignment
    evidence: str
    why: str


@dataclass(frozen=True, slots=True)
class AnswerKey:
    about: str
    lines: tuple[KeyLine, ...]

    @property
    def codes(self) -> tuple[Assignment, ...]:
        return tuple(line.assignment for line in self.lines)


def read_key(account: str, folder: Path = ANSWERS) -> AnswerKey:
    """The key of an account. Raises ValueError for a word that no key has, KeyError for one that is missing."""
    told = tomllib.loads((folder / f"{account}.toml").read_text(encoding="utf-8"))
    if set(told) != {"about", "code"}:
        raise ValueError(f"{account}: a key has 'about' and its codes, not {sorted(told)}.")
    return AnswerKey(told["about"], tuple(_line(account, n, each) for n, each in enumerate(told["code"], start=1)))


def _line(account: str, place: int, told: dict[str, Any]) -> KeyLine:
    if unread := set(told) - _WORDS:
        raise ValueError(f"{account}, code {place}: {sorted(unread)} means nothing in a key.")
    assignment = Assignment(
        id=place, system=CodeSystem(told["system"]), code=bare(told["code"]), role=CodeRole(told["role"]),
        sequence=place, poa=told.get("poa", ""), modifiers=tuple(told.get("modifiers", ())),
        units=told.get("units", 1), pointers=told.get("pointers", ""),
    )  # fmt: skip
    return KeyLine(assignment, told["evidence"], told["why"])
