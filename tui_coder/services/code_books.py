"""The code books as the workstation uses them: made ready once, then searched at every key."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from tui_coder.codebook.build import Progress, build, is_built
from tui_coder.codebook.catalog import CodeBook
from tui_coder.domain.codebook import Entry, Hit, Release, SearchCase
from tui_coder.domain.codes import CodeSystem, bare, diagnosis_system, guess_systems, systems_on
from tui_coder.domain.encounter import Encounter, Setting
from tui_coder.domain.refusals import UnknownCode
from tui_coder.services.references import BookReferences


class CodeBooks:
    """All releases on this machine. Opened on first use; building waits for another builder and shows progress."""

    def __init__(self, cache: Path, codesets: Path | None = None) -> None:
        """`codesets` is the folder of the manifests; the shipped one where it is not given."""
        self._cache = cache
        self._codesets = codesets
        self._book: CodeBook | None = None
        self._opening = threading.Lock()
        self.references = BookReferences(self)

    @property
    def built(self) -> bool:
        """Whether everything is there, so that opening takes no time."""
        return self._book is not None or is_built(self._cache, self._codesets)

    def prepare(self, on_progress: Callable[[Progress], None] | None = None) -> CodeBook:
        """Build what is missing and open it. Raises CodeBookError."""
        with self._opening:
            if self._book is None:
                build(self._cache, on_progress, self._codesets)
                self._book = CodeBook.open(self._cache, self._codesets)
            return self._book

    def close(self) -> None:
        """Let go of the files; questions under way are still answered, a later one opens them again."""
        with self._opening:
            if self._book is not None:
                self._book.close()
                self._book = None

    def releases(self) -> tuple[Release, ...]:
        return self.prepare().releases()

    def search(
        self,
        text: str,
        *,
        on: date | None = None,
        systems: Collection[CodeSystem] | None = None,
        limit: int = 20,
        case: SearchCase | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[Hit, ...]:
        """Hits in rank order (see CodeBook.search)."""
        return self.prepare().search(text, on=on, systems=systems, limit=limit, case=case, cancelled=cancelled)

    def release_for(self, system: CodeSystem, on: date) -> Release | None:
        """The release nearest to a date; None for a system that has none here."""
        return self.prepare().release_for(system, on)

    def entry(self, system: CodeSystem, code: str, on: date | None = None) -> Entry | None:
        """The whole entry of a code in the release nearest to the date."""
        return self.prepare().entry(system, code, on=on)

    def standing_on(self, on: date) -> str:
        """The diagnosis code set in force on a date, `ICD-10-CM 2026-04`; * where no release here covers the date."""
        system = diagnosis_system(on)
        if not self.built:
            return system.label
        own = [each for each in self.releases() if each.system is system]
        if not own:
            return f"{system.label} *"
        nearest = min(own, key=lambda each: each.days_from(on))
        return f"{system.label} {nearest.release}{'' if nearest.covers(on) else ' *'}"

    def show(self, code: str, system: CodeSystem | None = None, on: date | None = None) -> Entry:
        """The entry of a typed code, in the system asked for or the likeliest one on the date.

        Raises UnknownCode.
        """
        for each in [system] if system else _likely(code, on):
            entry = self.entry(each, code, on)
            if entry is not None:
                return entry
        where = f"in {system.label}" if system else "in any code book here"
        raise UnknownCode(f"{code.upper()} is not {where}.")

    def identify(
        self, code: str, on: date, setting: Setting, system: CodeSystem | None = None
    ) -> tuple[CodeSystem, str]:
        """The system and title of a code to be posted.

        A code of CPT's form is taken without a title: CPT is licensed by the AMA and not in the code books.
        Raises UnknownCode for a code that no book holds.
        """
        for each in [system] if system else _likely(code, on, setting):
            if each is CodeSystem.CPT:
                return each, ""
            entry = self.entry(each, code, on)
            if entry is not None:
                return each, entry.title
        names = ", ".join(sorted({each.label for each in systems_on(on)}))
        raise UnknownCode(f"{code.upper()} is not a code in force on {on} ({names}); it was not posted.")


def _likely(code: str, on: date | None, setting: Setting | None = None) -> list[CodeSystem]:
    """The systems whose form the code has: those of the date first; ICD-10-PCS first for a stay."""
    fits = guess_systems(bare(code))
    current = systems_on(on) if on else frozenset(fits)
    inpatient_only = {CodeSystem.ICD10PCS, CodeSystem.ICD9PCS}
    return sorted(fits, key=lambda s: (s not in current, s in inpatient_only and setting is not Setting.INPATIENT))


def search_case(encounter: Encounter) -> SearchCase:
    """What the code search should know of an encounter."""
    return SearchCase(encounter.setting, encounter.age_on(encounter.service_to), encounter.sex)
