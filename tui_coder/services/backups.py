"""Backing a store up, putting a backup back, and taking a store from its file to a team's database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tui_coder.places import EmbeddedFile, Place, TeamDatabase
from tui_coder.services import people
from tui_coder.settings import Settings, SettingsError
from tui_coder.store import backup, soundness
from tui_coder.store.engine import StoreError
from tui_coder.store.migrations import newest
from tui_coder.store.unit_of_work import Store
from tui_coder.store.whole_copy import Contents, contents_of

__all__ = ["Arrived", "Contents", "Kept", "back_up", "move", "restore"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup. `contents` is None where the store has an earlier schema; `faults` are those that it carries."""

    file: Path
    size: int
    contents: Contents | None
    faults: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A store that was put back or moved: what it holds, and on a team's server who can sign in to it."""

    place: Place
    contents: Contents
    logins: tuple[str, ...] = ()
    to_add: tuple[tuple[str, str], ...] = ()


def back_up(settings: Settings, file: Path) -> Kept:
    """Write the store as it is at this moment into a file, and look that through; people go on working meanwhile.

    The log of the store keeps that its charts were copied. Raises StoreError.
    """
    place = settings.place
    if isinstance(place, TeamDatabase):
        from tui_coder.store.postgres import whole_store

        whole_store.back_up(place, file)
    else:
        backup.back_up(place.path, file)
    faults = soundness.told(soundness.trials(file))
    if soundness.schema_at(file) != newest():
        return Kept(file, file.stat().st_size, None, faults)
    with soundness.looking_at(file) as connection:
        contents = contents_of(connection)
    try:
        _note(settings, place, "store backed up", file, contents)
    except StoreError as error:  # a full disk, a read replica: the backup is as good, and may be the last for now
        faults = "; ".join(filter(None, (faults, f"its log does not tell of the backup: {error}")))
    return Kept(file, file.stat().st_size, contents, faults)


def restore(settings: Settings, file: Path) -> Arrived:
    """Put a backup where no store is: looked through first, then there at once, or not at all. Raises StoreError.

    A backup of an earlier schema is brought up on the way; the backup itself is only read.
    """
    place = settings.place
    if isinstance(place, TeamDatabase):
        from tui_coder.store.postgres.whole_store import take_in

        with backup.sound_copy(file) as copy:
            arrival = take_in(copy, place, "store restored", file.name)
        return Arrived(place, arrival.contents, arrival.logins, arrival.to_add)
    backup.require_no_store(place.path)
    with backup.sound_copy(file, place.path.parent) as copy:
        with soundness.looking_at(copy) as connection:
            contents = contents_of(connection)
        _note(settings, EmbeddedFile(copy), "store restored", file, contents)
        backup.put_in_place(copy, place.path)
    return Arrived(place, contents)


def move(source: Place, target: Place) -> Arrived:
    """Take a store from its file to a team's empty database: every row, the log entry for entry; or nothing.

    The file stays as it is. Raises SettingsError for places of another kind, StoreError.
    """
    if isinstance(source, TeamDatabase):
        raise SettingsError(
            f"{source} is a database. What goes out of one is a backup, and a file moves into the next: "
            f"tui-coder --db ... db backup FILE"
        )
    if not isinstance(target, TeamDatabase):
        raise SettingsError(
            f"{target} is a file, and a store moves to a team's database: postgresql+psycopg://HOST/DATABASE. "
            "To have it in another file, back it up there."
        )
    from tui_coder.store.postgres.whole_store import take_in

    soundness.require_there(source.path)
    arrival = take_in(source.path, target, "store moved", source.name)
    return Arrived(target, arrival.contents, arrival.logins, arrival.to_add)


def _note(settings: Settings, place: Place, what: str, file: Path, contents: Contents) -> None:
    """What the log keeps of it: the file's name and the end of the log in it, by which it is known again."""
    store = Store.open(place)
    try:
        desk = people.owner(store, settings.acting_as)
        told = {"file": file.name, "entries": contents.entries, "head": contents.head}
        with desk.writing() as unit:
            desk.note(unit, what, after=told)
    finally:
        store.close()
