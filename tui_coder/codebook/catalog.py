"""The code book as the rest of the program asks it: search and show."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from tui_coder.codebook import entries
from tui_coder.codebook.build import forget, require_built
from tui_coder.codebook.manifest import read_manifests
from tui_coder.codebook.release_file import Cancelled, ReleaseFile
from tui_coder.codebook.search import Search
from tui_coder.codebook.synonyms import Synonyms, read_synonyms
from tui_coder.domain.codebook import Entry, Hit, Release, SearchCase, Standing
from tui_coder.domain.codes import CodeSystem, bare, systems_on
from tui_coder.resources import shipped


class CodeBook:
    """Every release on the machine, open for reading. Safe to use from any thread.

    All methods raise CodeBookError where a built file is damaged or gone. Codes are taken dotted or bare.
    """

    def __init__(self, files: tuple[ReleaseFile, ...], synonyms_folder: Path) -> None:
        self._files = files
        self._synonyms_folder = synonyms_folder
        self._synonyms: Synonyms | None = None
        self._loading = threading.Lock()

    @classmethod
    def open(cls, cache: Path, codesets: Path | None = None, site: Path | None = None) -> CodeBook:
        """Open what `build` made under `cache` of these code sets and of the site's shelf.

        Raises CodeBookError where something is missing.
        """
        codesets = codesets or shipped("codesets")
        files = tuple(
            ReleaseFile(require_built(cache, manifest), manifest.release, forget)
            for manifest in read_manifests(codesets, site)
        )
        return cls(files, codesets / "synonyms")

    def close(self) -> None:
        for file in self._files:
            file.close()

    def releases(self) -> tuple[Release, ...]:
        return tuple(file.release for file in self._files)

    def release_for(self, system: CodeSystem, on: date) -> Release | None:
        """The release in force on a date, else the nearest one (ask its `covers`); None without any."""
        file = self._file_for(system, on)
        return file.release if file else None

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
        """The codes a typed text may mean, best first.

        With a date, only systems in use on it are searched (R1). Any text is data: none is an error. Empty
        where nothing matches or `cancelled()` became true.
        """
        search = Search(self._files_for(systems, on), self._words_known(), limit, case, cancelled)
        try:
            return tuple(
                Hit(
                    system=file.release.system,
                    code=found.code,
                    title=found.title,
                    billable=bool(found.billable),
                    valid=entries.valid_on(file, found.code, on),
                    why=why,
                )
                for file, found, why in search.run(text)
            )
        except Cancelled:
            return ()

    def read_words(self, on: date) -> None:
        """Read the tables of words that every search on that date asks, and those that a misspelling asks."""
        _ = self._words_known().elsewhere.vocabulary
        for file in self._files_for(None, on):
            _ = file.vocabulary

    def entry(self, system: CodeSystem, code: str, *, on: date | None = None) -> Entry | None:
        """The whole entry of a code or header in the release nearest to the date; None where it is not listed.

        Where that release is a bare list, the notes are those of the nearest release that has notes.
        """
        file = self._file_for(system, on)
        found = file.exactly(bare(code)) if file else None
        return entries.entry(file, found, on, self._noted(file)) if file and found else None

    def codes_beginning(self, system: CodeSystem, start: str, on: date | None) -> list[tuple[str, str]]:
        """Every complete code that begins so, bare and with its title, in code order, in the release of the date."""
        file = self._file_for(system, on)
        return file.codes_beginning(start) if file else []

    def next_characters(self, system: CodeSystem, start: str, on: date | None) -> list[tuple[str, int, str]]:
        """What follows `start` in complete codes of the date: the character, how many codes, the first one's title."""
        file = self._file_for(system, on)
        return file.next_characters(start) if file else []

    def standings(self, system: CodeSystem, code: str, on: date | None) -> tuple[Standing, ...]:
        """How a code stands in each release that lists it, oldest first, whichever of them is in force."""
        found = ((file, file.exactly(bare(code))) for file in self._files if file.release.system is system)
        return tuple(entries.standing(file, listed, on) for file, listed in found if listed)

    def _noted(self, file: ReleaseFile) -> ReleaseFile:
        """The release whose notes stand for those of `file`: itself, or for a bare list of ICD-10-CM the nearest with
        notes. The notes of other systems are facts of their own release."""
        if file.has_notes or file.release.system is not CodeSystem.ICD10CM:
            return file
        noted = [each for each in self._files if each.release.system is file.release.system and each.has_notes]
        return min(noted, key=lambda each: each.release.days_from(file.release.valid_from), default=file)

    def _files_for(self, systems: Collection[CodeSystem] | None, on: date | None) -> tuple[ReleaseFile, ...]:
        wanted = frozenset(systems) if systems is not None else frozenset(CodeSystem)
        in_use = wanted & systems_on(on) if on is not None else wanted
        files = (self._file_for(system, on) for system in CodeSystem if system in in_use)
        return tuple(file for file in files if file is not None)

    def _file_for(self, system: CodeSystem, on: date | None) -> ReleaseFile | None:
        """The release in force on a date, of several the one that began last; else the nearest. Undated: the newest."""
        of_system = [file for file in self._files if file.release.system is system]
        if on is None:
            return of_system[-1] if of_system else None
        return min(
            of_system,
            key=lambda file: (file.release.days_from(on), -file.release.valid_from.toordinal()),
            default=None,
        )

    def _words_known(self) -> Synonyms:
        with self._loading:
            if self._synonyms is None:
                self._synonyms = read_synonyms(self._synonyms_folder)
            return self._synonyms
