"""Looking after an installation: what it is, whether its store is sound, bringing the store up to date."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tui_coder import __version__
from tui_coder.codebook.build import is_built
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.manifest import read_manifests
from tui_coder.domain.codebook import Release
from tui_coder.domain.codes import CodeSystem, systems_on
from tui_coder.domain.counting import count_of
from tui_coder.domain.refusals import Refusal
from tui_coder.places import EmbeddedFile, TeamDatabase
from tui_coder.resources import shipped
from tui_coder.services import anchoring, log, people, team_store
from tui_coder.services.condition import Check, Upgraded
from tui_coder.settings import Settings, SettingsError
from tui_coder.store import soundness
from tui_coder.store.engine import StoreError
from tui_coder.store.migrations import newest
from tui_coder.store.soundness import Library
from tui_coder.store.unit_of_work import Store

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Facts:
    """What this installation is. `schema` is None where there is no store yet or it cannot be opened."""

    version: str
    store: str
    schema: str | None
    library: Library
    releases: tuple[Release, ...]
    encryption: str
    checks: tuple[Check, ...]


def examine(settings: Settings) -> Facts:
    """Look at the installation; makes nothing, changes nothing. Raises SettingsError for a store it cannot name."""
    place = settings.place
    releases, code_book_checks = _look_at_code_book(settings.built_books, settings.loaded_books, date.today())
    library = soundness.library()
    if isinstance(place, EmbeddedFile):
        schema, store_check = _look_at_store(place.path)
        store_checks = [_check_library(library), store_check, _check_folder(place.path.parent)]
        encryption = encryption_of(place.path)
    else:
        schema, store_checks = team_store.schema(place), [*team_store.checks(place)]
        encryption = "not seen from here: ask who looks after the server whether its disk is encrypted"
    return Facts(
        version=__version__,
        store=str(place),
        schema=schema,
        library=library,
        releases=releases,
        encryption=encryption,
        checks=(
            *store_checks,
            *code_book_checks,
            Check("settings", True, f"from {settings.source}"),
        ),
    )


def _look_at_store(path: Path) -> tuple[str | None, Check]:
    if not path.exists():
        return None, Check("store", True, f"{path} is not there yet; it is made when you first work in it")
    try:
        schema = soundness.schema_at(path)
    except StoreError as error:
        return None, Check("store", False, str(error))
    if schema is None:
        return None, Check("store", True, f"{path} is empty; it is made ready when you first work in it")
    ours = newest()
    if schema == ours:
        return schema, Check("store", True, f"{path}, schema {schema}")
    remedy = "run: tui-coder db upgrade" if schema < ours else "update tui-coder"
    return schema, Check("store", False, f"{path} has schema {schema}, this program works with {ours}: {remedy}")


def _look_at_code_book(cache: Path, site: Path, today: date) -> tuple[tuple[Release, ...], list[Check]]:
    try:
        releases = tuple(each.release for each in read_manifests(shipped("codesets"), site))
        built = is_built(cache, site=site)
    except (CodeBookError, FileNotFoundError) as error:
        return (), [Check("code book", False, str(error))]
    told = "built" if built else "built on first need, or now with: tui-coder codes build"
    return releases, [Check("code book", True, f"{count_of(len(releases), 'release')}, {told}"), *past(releases, today)]


def past(releases: Sequence[Release], today: date) -> Iterator[Check]:
    """What the code book cannot tell of codes of today, system by system. That is no fault, but has to be known."""
    for system in sorted(systems_on(today), key=list(CodeSystem).index):
        own = [each for each in releases if each.system is system]
        newest = max(own, key=lambda each: each.valid_to, default=None)
        if newest is None:
            yield Check(system.label, True, "no release is loaded; its codes are taken without a title, not checked")
        elif newest.valid_to < today:
            yield Check(
                system.label, True,
                f"newest release {newest.release} ends {newest.valid_to}; codes of later dates are not checked; "
                "load the newer with: tui-coder codes load",
            )  # fmt: skip


def _check_library(library: Library) -> Check:
    named = f"{library.module} with SQLite {library.version}"
    if library.loses_writes:
        return Check("sqlite", False, f"{named} can lose acknowledged writes (3.7.0 to 3.51.2): pip install pysqlite3")
    return Check("sqlite", True, f"{named}, without the WAL-reset bug")


def _check_folder(folder: Path) -> Check:
    """The folder itself: the store's file is looked at where it is opened."""
    if not folder.exists():
        return Check("folder", True, f"{folder} is not there yet; it is made for you alone")
    mode = folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        return Check("folder", False, f"everyone may write in {folder}: run chmod o-w '{folder}'")
    shared = " (others may list it; the store's file is yours alone)" if mode & _OTHERS else ""
    return Check("folder", True, f"{folder}, mode {stat.S_IMODE(mode):04o}{shared}")


def encryption_of(path: Path) -> str:
    """What can be seen of encryption at rest: whether the disk under the store is a dm-crypt device (Linux)."""
    place = next((each for each in (path, *path.parents) if each.exists()), Path("/"))
    device = place.stat().st_dev
    if any(uuid.startswith("CRYPT-") for uuid in _mapped(f"{os.major(device)}:{os.minor(device)}")):
        return "the disk under the store is encrypted (dm-crypt)"
    return "not seen: the store's file is plain; whether the disk under it is encrypted cannot be told from here"


def _mapped(device: str) -> Iterator[str]:
    """The device mapper's ids of a block device and of those it lies on."""
    here = Path("/sys/dev/block") / device
    try:
        yield (here / "dm" / "uuid").read_text(encoding="ascii", errors="replace")
    except OSError:
        return
    for below in (here / "slaves").glob("*/dev"):
        yield from _mapped(below.read_text(encoding="ascii").strip())


def check_store(settings: Settings) -> tuple[Check, ...]:
    """Look at the whole store. Raises StoreError where it cannot be opened, SettingsError where it has no path."""
    sound = {
        "file": "whole", "schema": "as this program makes it", "references": "all hold",
        "counts": "are those of the items", "log": "the chain holds", "guards": "all stand",
    }  # fmt: skip
    place = settings.place
    trials = soundness.trials(place.path) if isinstance(place, EmbeddedFile) else team_store.trials(place)
    checks = (Check(each.name, not each.faults, "; ".join(each.faults) or sound[each.name]) for each in trials)
    return (*checks, *_check_checkpoints(settings))


def _check_checkpoints(settings: Settings) -> Iterator[Check]:
    """Whether the log is the one that its checkpoints know, where the settings name some."""
    if settings.checkpoints.file is None:
        return
    try:
        known = anchoring.known(settings.checkpoints)
        store = Store.open(settings.place)
    except (SettingsError, StoreError, Refusal) as error:
        yield Check("checkpoints", False, f"not compared: {error}")
        return
    try:
        with store.reading(store.now()) as unit:
            proof = log.compared(unit, known)
    finally:
        store.close()
    yield Check("checkpoints", not proof.faults, "; ".join(proof.faults) or proof.told)


def upgrade_store(settings: Settings) -> Upgraded:
    """Bring the store to the schema of this program; a store that was brought up says so in its log.

    Raises StoreError where it cannot be opened or is newer than the program.
    """
    if isinstance(settings.place, TeamDatabase):
        return team_store.init(settings)
    path = settings.store_path
    before = soundness.schema_at(path)
    store = Store.open(path, upgrading=True)
    try:
        after = newest()
        if before not in (None, after):
            desk = people.owner(store, settings.acting_as)
            with desk.writing() as unit:
                desk.note(unit, "store upgraded", before={"schema": before}, after={"schema": after})
        return Upgraded(before, after)
    finally:
        store.close()
