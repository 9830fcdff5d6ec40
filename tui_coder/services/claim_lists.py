"""Modifiers and places of service: looked up by their two characters or by words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

from tui_coder.codebook.tables import shipped
from tui_coder.codebook.tables.lookup_table import LookupTable
from tui_coder.domain.claim_terms import Modifier, PlaceOfService
from tui_coder.services.reference_tables import ReferenceTables

_KIND = "modifiers"
_PLACES = "place-of-service"


class ClaimLists:
    """What is shipped, with the publisher's words where a site loaded them.

    All methods raise CodeBookError where a file is damaged.
    """

    def __init__(self, site: Path) -> None:
        self._tables = ReferenceTables(site)

    def close(self) -> None:
        self._tables.close()

    def modifier(self, code: str) -> Modifier | None:
        """A modifier by its two characters, in any case; None where neither a table nor our words know it."""
        return self._modifiers.get(code.upper())

    def modifiers(self, text: str = "", on: date | None = None) -> tuple[Modifier, ...]:
        """Those whose characters begin with a text, then those whose words do; of these the everyday ones first.

        What has ended comes last.
        """
        return tuple(sorted(_matching(self._modifiers.values(), text), key=lambda each: self._rank(each, text, on)))

    def places(self, text: str = "") -> tuple[PlaceOfService, ...]:
        """The places of service whose number begins with a text or whose name has its words."""
        wanted = text.lower().split()
        return tuple(each for each in self._places if _has_words(f"{each.code} {each.name}", wanted))

    def _rank(self, modifier: Modifier, text: str, on: date | None) -> tuple[bool, bool, bool, int, str]:
        ended = on is not None and modifier.in_force(on) is False
        by_code = bool(text) and modifier.code.lower().startswith(text.lower())
        by_our_words = _has_words(modifier.meaning, text.lower().split())
        return (
            ended,
            not by_code,
            not by_our_words,
            self._everyday.get(modifier.code, len(self._everyday)),
            modifier.code,
        )

    @cached_property
    def _everyday(self) -> dict[str, int]:
        """Place in the list of the most used."""
        lines = shipped.files(_KIND)["everyday"].read_text(encoding="utf-8").splitlines()
        codes = [code for line in lines if not line.startswith("#") for code in line.split()]
        return {code: place for place, code in enumerate(codes)}

    @cached_property
    def _modifiers(self) -> dict[str, Modifier]:
        files = shipped.files(_KIND)
        meanings = {row[0]: row[1] for row in shipped.rows(files["meanings"])}
        dated = {code: (first, last, flag) for code, first, last, flag in shipped.rows(files["modifiers"])}
        ((_, told),) = shipped.manifests(_KIND)
        known_from, known_to = told["valid_from"], told["valid_to"]
        assert isinstance(known_from, date)
        assert isinstance(known_to, date)
        published = self._tables.newest("hcpcs-modifiers")
        found: dict[str, Modifier] = {}
        for code in sorted({*meanings, *dated}):
            meaning, official = meanings.get(code, ""), _title(published, code)
            if code not in dated:
                found[code] = Modifier(code, meaning, official)
                continue
            first, last, flag = dated[code]
            found[code] = Modifier(
                code, meaning, official, flag == "Y", _day(first), _day(last), known_from, known_to
            )  # fmt: skip
        return found

    @cached_property
    def _places(self) -> tuple[PlaceOfService, ...]:
        published = self._tables.newest(_PLACES)
        rows = shipped.rows(shipped.files(_PLACES)["places"])
        return tuple(PlaceOfService(code, _title(published, code) or name) for code, name in rows)


def _title(published: LookupTable | None, code: str) -> str:
    """What the publisher's table calls a code, empty where none is loaded or it lacks the code."""
    rows = published.find(code) if published is not None else ()
    return rows[0]["title"] if rows else ""


def _matching(modifiers: Iterable[Modifier], text: str) -> list[Modifier]:
    wanted = text.lower().split()
    return [each for each in modifiers if _has_words(f"{each.code} {each.meaning} {each.official}", wanted)]


def _has_words(told: str, wanted: list[str]) -> bool:
    """Whether each wanted word begins one of the words told."""
    words = told.lower().replace("-", " ").replace(",", " ").replace(":", " ").replace(";", " ").split()
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
