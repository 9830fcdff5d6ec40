"""Where a store lies: a file of this machine, or a team's database. Named by --db, the environment or the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

_SQLITE = "sqlite:///"
_TEAM = ("postgresql+psycopg", "postgresql", "postgres")
_VERIFIED = "verify-full"


class UnusablePlace(ValueError):
    """The address cannot be used; str() says what is wrong with it and what to write instead."""


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """One person's store: an SQLite file."""

    path: Path

    @property
    def name(self) -> str:
        """A short name for headers."""
        return self.path.name

    @property
    def address(self) -> str:
        """What stands behind --db."""
        return str(self.path)

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True)
class TeamDatabase:
    """A team's store: a PostgreSQL database, reached over a Unix socket or over TLS that verifies the server.

    `user` is empty where the account of the operating system signs in. Whom the server lets in is its own decision:
    the address says only whom one asks to be.
    """

    database: str
    host: str = ""
    port: int = 5432
    user: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """A short name for headers."""
        return self.database if self.is_local else f"{self.database} on {self.host}"

    @property
    def is_local(self) -> bool:
        return self.host == "" or self.host.startswith("/")

    @property
    def address(self) -> str:
        """What anybody of the team puts behind --db to come here under their own name."""
        port = "" if self.port == 5432 else str(self.port)
        asked = dict(self.options)
        if self.is_local:
            asked |= {name: value for name, value in (("host", self.host), ("port", port)) if value}
            there = ""
        else:
            there = f"{self.host}:{port}" if port else self.host
        query = f"?{urlencode(asked, safe='/')}" if asked else ""
        return f"{_TEAM[0]}://{there}/{self.database}{query}"

    def __str__(self) -> str:
        port = "" if self.port == 5432 else f":{self.port}"
        return f"postgresql://{'' if self.is_local else self.host}{port}/{self.database}"


Place = EmbeddedFile | TeamDatabase


def place_of(text: str) -> Place:
    """The place that a path or an address names. Raises UnusablePlace."""
    if text.startswith(_SQLITE):
        text = text.removeprefix(_SQLITE)
    elif "://" in text:
        return _team_database(text)
    return EmbeddedFile(Path(text).expanduser())


def _team_database(text: str) -> TeamDatabase:
    try:
        parts = urlsplit(text)
        port = parts.port or 5432
    except ValueError as error:
        raise UnusablePlace(f"The store's address cannot be read: {error}.") from error
    if parts.scheme not in _TEAM:
        raise UnusablePlace(
            f"'{parts.scheme}' is no kind of store: name a path, or postgresql+psycopg://HOST/DATABASE for a team's."
        )
    if parts.password is not None:
        raise UnusablePlace(
            "The store's address holds a password, which everyone on this machine can read in the list of processes. "
            "Put it into ~/.pgpass (mode 0600) and leave it out of the address."
        )
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host, database = asked.pop("host", parts.hostname or ""), parts.path.lstrip("/")
    if not database:
        raise UnusablePlace("The store's address names no database: postgresql+psycopg://HOST/DATABASE.")
    place = TeamDatabase(
        database, host, int(asked.pop("port", port)), parts.username or "", tuple(sorted(asked.items()))
    )
    if not place.is_local and dict(place.options).get("sslmode") != _VERIFIED:
        raise UnusablePlace(
            f"The way to {host} is not protected: charts are patient data and go over TLS that verifies the server. "
            f"Add ?sslmode={_VERIFIED}&sslrootcert=system (or the file of your own authority) to the address."
        )
    return place
