"""The lists of codesets/edits, read into what the edits go by."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tui_coder.codebook.errors import CodeBookError
from tui_coder.domain.edits.lists import (
    AgesAndSides,
    ClaimLimits,
    Conflict,
    Documentation,
    EditLists,
    HospitalAcquired,
    ModifierLists,
    Presumption,
    TimelyFiling,
)  # fmt: skip
from tui_coder.resources import shipped


@lru_cache(maxsize=4)
def read_edit_lists(folder: Path | None = None) -> EditLists:
    """Read the lists of a folder, the shipped one where it is not given.

    Raises CodeBookError naming the file where one is missing, is not TOML or lacks a key.
    """
    place = folder or shipped("codesets") / "edits"
    files = (
        "documentation",
        "hospital_acquired",
        "modifiers",
        "claim_limits",
        "timely_filing",
        "ages_and_sides",
        "presumed",
    )
    told = {name: _read(place / f"{name}.toml") for name in files}
    try:
        return EditLists(
            documentation=Documentation(**_tupled(told["documentation"])),
            hospital_acquired=tuple(_conditions(told["hospital_acquired"]["condition"])),
            hospital_acquired_source=told["hospital_acquired"]["source"],
            modifiers=_modifiers(told["modifiers"]),
            limits=ClaimLimits(**told["claim_limits"]),
            filing=TimelyFiling(**told["timely_filing"]),
            ages_and_sides=AgesAndSides(**_tupled(told["ages_and_sides"])),
            presumptions=tuple(_presumptions(told["presumed"])),
        )
    except (KeyError, TypeError, re.error) as error:
        raise CodeBookError(
            f"The lists in {place} lack or do not know a key: {error}. Install tui-coder again."
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CodeBookError(f"{path} cannot be read: {error}. Install tui-coder again.") from error


def _tupled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _conditions(told: Sequence[Mapping[str, Any]]) -> Iterator[HospitalAcquired]:
    for each in told:
        yield HospitalAcquired(each["category"], each["name"], tuple(re.compile(code) for code in each["codes"]))


def _presumptions(told: Mapping[str, Any]) -> Iterator[Presumption]:
    groups = {name: tuple(codes) for name, codes in told["beside"].items()}
    for each in told["presumption"]:
        beside = tuple(groups[name] for name in each["beside"])
        yield Presumption(
            each["rule"], each["section"], tuple(each["alone"]), beside, each["expected"], each["from"]
        )  # fmt: skip


def _modifiers(told: Mapping[str, Any]) -> ModifierLists:
    return ModifierLists(
        source=told["source"],
        left=frozenset(told["left"]),
        right=frozenset(told["right"]),
        visits=tuple(_range(each) for each in told["visits"]),
        visits_only=frozenset(told["visits_only"]),
        distinct=told["distinct"],
        distinct_better=tuple(told["distinct_better"]),
        notices=tuple(told["notices"]),
        not_of_the_body=tuple(told["not_of_the_body"]),
        conflicts=tuple(
            Conflict(frozenset(each["one"]), frozenset(each["other"]), each["rule"], each["why"])
            for each in told["conflict"]
        ),
    )


def _range(text: str) -> tuple[str, str]:
    first, _, last = text.partition("-")
    return first, last or first
