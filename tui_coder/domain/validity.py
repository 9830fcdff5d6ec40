"""What became of a code from release to release: added, revised, deleted on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tui_coder.domain.codebook import Release, Standing
from tui_coder.domain.codes import CodeSystem

_DAY = timedelta(days=1)
_SHORT_TITLE = 28


class Turn(StrEnum):
    ADDED = "added"
    REVISED = "revised"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """`by` is the day of a change, its last possible day where `after` is given: the releases here do not meet.

    `before` is what was: the title before a revision, or that the code was a header or a code.
    """

    turn: Turn
    by: date
    release: str
    after: date | None = None
    before: str = ""

    @property
    def told(self) -> str:
        """As the part of a sentence: `added 2024-10-01 (2025)`."""
        when = f"{self.by}" if self.after is None else f"after {self.after}, by {self.by}"
        was = f"; before: {self.before}" if self.before else ""
        return f"{self.turn} {when} ({self.release}){was}"


def history(releases: Sequence[Release], standings: Mapping[str, Standing]) -> tuple[Change, ...]:
    """The changes of a code that the releases of its system show, oldest first.

    `standings` are those of the releases that list the code, by release. Nothing is said of the time before the
    oldest release, nor of the time after the newest one.
    """
    ordered = sorted(releases, key=lambda each: each.valid_from)
    return tuple(change for place in range(len(ordered)) for change in _changes(ordered, place, standings))


def _changes(releases: Sequence[Release], place: int, standings: Mapping[str, Standing]) -> Iterator[Change]:
    release = releases[place]
    now = standings.get(release.release)
    if place:
        before = releases[place - 1]
        was = standings.get(before.release)
        after = before.valid_to if before.valid_to + _DAY < release.valid_from else None
        if was is not None and now is None:
            yield Change(Turn.DELETED, release.valid_from, release.release, after)
        elif was is None and now is not None:
            yield Change(Turn.ADDED, _first(now, release), release.release, after)
        elif was is not None and now is not None and (told := _revised(was, now)):
            yield Change(Turn.REVISED, release.valid_from, release.release, after, told)
    elif now is not None and _first(now, release) > release.valid_from:
        yield Change(Turn.ADDED, _first(now, release), release.release)
    if now is not None and now.valid_to is not None and now.valid_to < release.valid_to:
        yield Change(Turn.DELETED, now.valid_to + _DAY, release.release)


def _first(standing: Standing, release: Release) -> date:
    return max(standing.valid_from or release.valid_from, release.valid_from)


def _revised(was: Standing, now: Standing) -> str:
    """What was before, empty where nothing changed; a title that only grew or lost its end is the same one.

    Publishers' layouts of one release differ so: the tabular list leaves out what the order file says at the end.
    Of HCPCS some files hold the short titles, of 28 characters at most, and others the long ones.
    """
    if was.billable != now.billable:
        return "a code that could be billed" if was.billable else "a header"
    if was.system is CodeSystem.HCPCS and (len(was.title) > _SHORT_TITLE) != (len(now.title) > _SHORT_TITLE):
        return ""
    old, new = was.title.casefold(), now.title.casefold()
    return "" if old.startswith(new) or new.startswith(old) else was.title
