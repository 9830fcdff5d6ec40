"""A team's store as who looks after its server sees it: made, brought up, examined."""

from __future__ import annotations

from collections.abc import Iterator

from tui_coder.places import TeamDatabase
from tui_coder.services import people
from tui_coder.services.condition import Check, Upgraded
from tui_coder.settings import Settings, SettingsError
from tui_coder.store.soundness import Trial
from tui_coder.store.unit_of_work import Store


def init(settings: Settings) -> Upgraded:
    """Make the team's store, or bring it up and renew its guards. Raises SettingsError for an embedded store."""
    place = settings.place
    if not isinstance(place, TeamDatabase):
        raise SettingsError(
            f"{place} is the embedded store of one person, which needs no init. A team's store is a database: "
            "--db postgresql+psycopg:///DATABASE"
        )
    from tui_coder.store.postgres.schema import install

    before, after = install(place)
    store = Store.open(place)
    try:
        desk = people.owner(store)
        with desk.writing() as unit:
            what = "store made" if before is None else "store upgraded" if before != after else "guards renewed"
            desk.note(unit, what, before={"schema": before or ""}, after={"schema": after})
    finally:
        store.close()
    return Upgraded(before, after)


def checks(place: TeamDatabase) -> Iterator[Check]:
    """What can be seen of a team's store from here: whether it answers, its schema, the way to it."""
    from tui_coder.store.engine import StoreError
    from tui_coder.store.migrations import newest
    from tui_coder.store.postgres import soundness

    try:
        schema = soundness.schema_at(place)
        way = soundness.way_there(place)
    except StoreError as error:
        yield Check("store", False, str(error))
        return
    if schema is None:
        yield Check("store", False, f"{place} holds no store yet: tui-coder team init")
    elif schema != newest():
        remedy = "tui-coder db upgrade" if schema < newest() else "update tui-coder"
        yield Check("store", False, f"{place} has schema {schema}, this program works with {newest()}: {remedy}")
    else:
        yield Check("store", True, f"{place}, schema {schema}")
    yield Check("way", way != "not encrypted", way)


def trials(place: TeamDatabase) -> tuple[Trial, ...]:
    """Look at the whole store. Raises StoreError where it cannot be reached."""
    from tui_coder.store.postgres import soundness

    return soundness.trials(place)


def schema(place: TeamDatabase) -> str | None:
    """The schema number, None where there is no store or it is not reached."""
    from tui_coder.store.engine import StoreError
    from tui_coder.store.postgres import soundness

    try:
        return soundness.schema_at(place)
    except StoreError:
        return None
