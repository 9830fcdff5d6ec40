"""What one release changes against another: codes added, removed, and revised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.manifest import CODE_LIST, Manifest
from tui_coder.codebook.readers import read_edition
from tui_coder.codebook.readers.code_list import listed_in


@dataclass(frozen=True)
class Changes:
    """Counts against the release `before`; None where there is none to compare with."""

    before: str = ""
    added: int | None = None
    removed: int | None = None
    revised: int | None = None

    @classmethod
    def between(cls, before: Manifest, edition: Edition, form: str, on: date) -> Changes:
        """Compare with an older release; `on` is the first day of the newer: what ended before it counts in neither.

        Headers count only where both name them. A code is revised that has another title or changed between header
        and billable code; titles are compared between releases of the same form only, for others word them otherwise.
        """
        old = {listed.code: listed for listed in codes_of(before) if _stands(listed, on)}
        new = {listed.code: listed for listed in edition.codes if _stands(listed, on)}
        if not (_has_headers(old.values()) and _has_headers(new.values())):
            old, new = _complete(old), _complete(new)
        kept = [(old[code], listed) for code, listed in new.items() if code in old]
        revised = sum(1 for was, listed in kept if (was.title, was.billable) != (listed.title, listed.billable))
        return cls(
            before=f"{before.release.system.label} {before.release.release}",
            added=len(new) - len(kept),
            removed=len(old) - len(kept),
            revised=revised if before.form == form else None,
        )


def codes_of(manifest: Manifest) -> Iterable[Listed]:
    """The codes of a release with their titles; of a loaded list without reading what stands beside it."""
    if manifest.layout == CODE_LIST:
        return listed_in(manifest.source("codes").decode("utf-8").splitlines())
    return read_edition(manifest).codes


def _stands(listed: Listed, on: date) -> bool:
    last = listed.spans[-1].last if listed.spans else None
    return last is None or last >= on


def _has_headers(codes: Iterable[Listed]) -> bool:
    return any(not listed.billable for listed in codes)


def _complete(codes: Mapping[str, Listed]) -> dict[str, Listed]:
    return {code: listed for code, listed in codes.items() if listed.billable}
