"""The code books as the workstation uses them: made ready once, then searched at every key."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from tui_coder.codebook.build import Progress, build, is_built
from tui_coder.codebook.catalog import CodeBook
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import Stated
from tui_coder.codebook.loading import LoadReport, load
from tui_coder.codebook.manifest import read_manifests
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codebook import Entry, Hit, Release, SearchCase, Standing
from tui_coder.domain.codes import CodeSystem, bare, diagnosis_system, guess_systems, printed, systems_on
from tui_coder.domain.edits.lists import PayerTerms
from tui_coder.domain.edits.policy import RulePolicy
from tui_coder.domain.encounter import Encounter, Setting
from tui_coder.domain.refusals import UnknownCode
from tui_coder.resources import shipped
from tui_coder.services.edit_tables import EditTables
from tui_coder.services.references import BookReferences

_DAY = timedelta(days=1)


class CodeBooks:
    """All releases on this machine. Opened on first use; building waits for another builder and shows progress."""

    def __init__(
        self,
        cache: Path,
        codesets: Path | None = None,
        site: Path | None = None,
        policy: RulePolicy | None = None,
        payers: Mapping[str, PayerTerms] | None = None,
    ) -> None:
        """`codesets` is the folder of the manifests, the shipped one where it is not given; `site` is the folder of
        what was loaded on this machine; `policy` is what the settings make of the rules, `payers` what they say of
        payers."""
        self.policy = policy or RulePolicy()
        self._payers = payers or {}
        self._cache = cache
        self._codesets = codesets
        self._site = site
        self._book: CodeBook | None = None
        self._opening = threading.Lock()
        self._on_shelf: frozenset[tuple[str, int]] = frozenset()
        self._noticed = self._on_shelf
        self._unseen = ""
        """Why the shelf could not be looked at last, which was told then."""
        self._renewing = threading.Lock()
        self.references = BookReferences(self, EditTables(site), self._payers)

    @property
    def built(self) -> bool:
        """Whether everything is there, so that opening takes no time."""
        return self._book is not None or is_built(self._cache, self._codesets, self._site)

    def prepare(self, on_progress: Callable[[Progress], None] | None = None) -> CodeBook:
        """Build what is missing and open it. Raises CodeBookError."""
        with self._opening:
            if self._book is None:
                self._on_shelf = self._noticed = self._shelf_state()
                build(self._cache, on_progress, self._codesets, self._site)
                self._book = CodeBook.open(self._cache, self._codesets, self._site)
            return self._book

    def read_words(self) -> None:
        """Read what the first search would have to: a person's first key then finds all in memory.

        Raises CodeBookError.
        """
        self.prepare().read_words(date.today())

    def renew(self, on_progress: Callable[[Progress], None] | None = None) -> bool:
        """Take up what another process loaded since the books were opened, and tell whether anything was.

        To be asked every few seconds: a load of several files is waited for until two looks see the same. What is
        asked meanwhile is answered by the books as they were. Raises CodeBookError, once for what cannot be built and
        once for a shelf that cannot be looked at, until it can or something else is wrong with it.
        """
        if self._book is None or not self._renewing.acquire(blocking=False):
            return False
        try:
            before = self._noticed
            try:
                self._noticed = self._shelf_state()
            except CodeBookError as error:
                told, self._unseen = self._unseen, str(error)
                if told == self._unseen:
                    return False
                raise
            self._unseen = ""
            if self._noticed == self._on_shelf or self._noticed != before:
                return False
            self._on_shelf = self._noticed
            build(self._cache, on_progress, self._codesets, self._site)
            with self._opening:
                self._book = CodeBook.open(self._cache, self._codesets, self._site)
                self.references = BookReferences(self, EditTables(self._site), self._payers)
            return True
        finally:
            self._renewing.release()

    def _shelf_state(self) -> frozenset[tuple[str, int]]:
        return Shelf(self._site, self._codesets).state() if self._site is not None else frozenset()

    def close(self) -> None:
        """Let go of the files; questions under way are still answered, a later one opens them again."""
        with self._opening:
            self.references.close()
            if self._book is not None:
                self._book.close()
                self._book = None

    def load(self, path: Path, stated: Stated, on_progress: Callable[[Progress], None] | None = None) -> LoadReport:
        """Load a publisher's file, archive or folder, and make what came of it ready to be searched; what is shipped
        waits until it is asked.

        What cannot be read is in the report. Raises CodeBookError where this book has no place for what is loaded,
        or it cannot be built.
        """
        if self._site is None:
            raise CodeBookError("This code book holds the shipped releases alone: nothing can be loaded into it.")
        hear = on_progress or (lambda step: None)
        report = load(path, Shelf(self._site, self._codesets), stated, hear)
        self.close()
        self.references = BookReferences(self, EditTables(self._site), self._payers)
        build(self._cache, hear, self._codesets, self._site, loaded_only=True)
        return report

    def releases(self) -> tuple[Release, ...]:
        """All releases on this machine, built or not."""
        if self._book is not None:
            return self._book.releases()
        return tuple(each.release for each in read_manifests(self._codesets or shipped("codesets"), self._site))

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

    def standings(self, system: CodeSystem, code: str) -> tuple[Standing, ...]:
        """How a code stands in each release that lists it, oldest first (see CodeBook.standings)."""
        return self.prepare().standings(system, code, None)

    def codes_beginning(self, system: CodeSystem, start: str, on: date | None) -> list[tuple[str, str]]:
        """Every complete code that begins so, bare and with its title (see CodeBook.codes_beginning)."""
        return self.prepare().codes_beginning(system, start, on)

    def next_characters(self, system: CodeSystem, start: str, on: date | None) -> list[tuple[str, int, str]]:
        """What follows `start` in complete codes (see CodeBook.next_characters)."""
        return self.prepare().next_characters(system, start, on)

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

        Raises UnknownCode, with what the releases here know of a code that is not listed on the date.
        """
        likely = [system] if system else _likely(code, on)
        for each in likely:
            entry = self.entry(each, code, on)
            if entry is not None:
                return entry
        licensed = on is not None and CodeSystem.CPT in likely and not self._covers(CodeSystem.CPT, on)
        if on is not None and not licensed:
            names = system.label if system else _in_use(on)
            raise UnknownCode(
                f"{code.upper()} is not a code in force on {on} ({names}){self._history(code, on, likely)}."
            )
        where = f"in {system.label}" if system else "in any code book here"
        untold = "; no release of CPT is here that could tell" if licensed else ""
        raise UnknownCode(f"{code.upper()} is not {where}{untold}.")

    def identify(
        self, code: str, on: date, setting: Setting, system: CodeSystem | None = None
    ) -> tuple[CodeSystem, str]:
        """The system and title of a code to be posted.

        A code of CPT's form is taken without a title where no release of CPT covers the day: CPT is licensed by the
        AMA, and in the code book only where a site loads its own. Raises UnknownCode for a code that no book holds,
        with what the releases here know of it.
        """
        likely = [system] if system else _likely(code, on, setting)
        for each in likely:
            entry = self.entry(each, code, on)
            if entry is not None:
                return each, entry.title
            if each is CodeSystem.CPT and not self._covers(each, on):
                return each, ""
        told = self._history(code, on, likely)
        raise UnknownCode(f"{code.upper()} is not a code in force on {on} ({_in_use(on)}){told}; it was not posted.")

    def _covers(self, system: CodeSystem, on: date) -> bool:
        release = self.release_for(system, on)
        return release is not None and release.covers(on)

    def _history(self, code: str, on: date, systems: Collection[CodeSystem]) -> str:
        """What other releases say of a code that the release of the day does not list, as the part of a sentence."""
        nearest = [(system, release) for system in systems if (release := self.release_for(system, on)) is not None]
        for system, release in nearest:
            standings = self.prepare().standings(system, code, on)
            if standings:
                return _valid_then(standings, release, on)
        for system, release in nearest:
            if system in systems_on(on) and not release.covers(on):
                return (
                    f": no release here covers that day ({system.label} {release.release} holds from "
                    f"{release.valid_from} to {release.valid_to}), load it with: tui-coder codes load"
                )
        return ""


def _in_use(on: date) -> str:
    """The systems in use on a date, as they are told."""
    return ", ".join(sorted({each.label for each in systems_on(on)}))


def _valid_then(standings: Sequence[Standing], release: Release, on: date) -> str:
    """The nearest days on which a code was or will be valid, and what replaced it.

    `release` is the one of the day, which does not list the code; where the releases here do not meet, the code may
    have been valid longer.
    """
    ended = [each for each in standings if each.valid_to and each.valid_from and each.valid_from <= on]
    if ended:
        last = ended[-1]
        ends = min(last.valid_to or on, release.valid_from - _DAY)
        least = "" if ends + _DAY == release.valid_from else " at least"
        replaced = ", ".join(printed(last.system, each) for each in last.successors)
        instead = f"; its publisher names {replaced} in its place" if replaced else ""
        return f"; it was valid until {ends}{least} ({last.system.label} {last.release}){instead}"
    begins = next((each for each in standings if each.valid_from and each.valid_from > on), None)
    if begins is None or begins.valid_from is None:
        return ""
    most = "" if begins.valid_from - _DAY == release.valid_to else " at the latest"
    return f"; it is valid from {begins.valid_from}{most} ({begins.system.label} {begins.release})"


def _likely(code: str, on: date | None, setting: Setting | None = None) -> list[CodeSystem]:
    """The systems whose form the code has: those of the date first; ICD-10-PCS first for a stay."""
    fits = guess_systems(bare(code))
    current = systems_on(on) if on else frozenset(fits)
    inpatient_only = {CodeSystem.ICD10PCS, CodeSystem.ICD9PCS}
    return sorted(fits, key=lambda s: (s not in current, s in inpatient_only and setting is not Setting.INPATIENT))


def search_case(encounter: Encounter) -> SearchCase:
    """What the code search should know of an encounter."""
    return SearchCase(encounter.setting, encounter.age_on(encounter.service_to), encounter.sex)
