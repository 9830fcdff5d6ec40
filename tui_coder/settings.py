"""The settings: defaults < settings.toml < environment < command line."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from tui_coder.domain.edits.lists import PayerTerms
from tui_coder.domain.edits.policy import Choice, RulePolicy
from tui_coder.domain.handoff import DEFAULT_LATE_HOURS
from tui_coder.paths import Paths
from tui_coder.places import Place, TeamDatabase, UnusablePlace, place_of


class SettingsError(Exception):
    """A setting cannot be used; str() names the file, the key and what is allowed."""


@dataclass(frozen=True, slots=True)
class CheckpointSettings:
    """Where signed checkpoints of the log are kept, and with which keys they are made and checked.

    `syslog` is the socket of the system's log that gets each of them too; empty for none.
    """

    file: Path | None = None
    key: Path | None = None
    public_key: Path | None = None
    syslog: str = ""


IDLE_LOCK = 15


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen value that the whole program runs on."""

    paths: Paths
    db: str
    keymap: Mapping[str, str] = field(default_factory=dict)
    theme: str = ""
    acting_as: str | None = None
    policy: RulePolicy = field(default_factory=RulePolicy)
    payers: Mapping[str, PayerTerms] = field(default_factory=dict)
    code_book: Path | None = None
    """A folder that the accounts of this machine share: one builds and loads the code book, all read it."""
    checkpoints: CheckpointSettings = field(default_factory=CheckpointSettings)
    late_hours: int = DEFAULT_LATE_HOURS
    """How many hours a hand-off may wait to be read back before leads are told."""
    idle_lock: int = IDLE_LOCK
    """Minutes without a key until the screen is locked; 0 is never."""
    idle_log_off: int = 0
    """Minutes without a key until the session ends; 0 is never."""
    source: str = "the built-in defaults"

    @property
    def built_books(self) -> Path:
        """Where the code book is built; it can be built anew at any time."""
        return self.code_book / "built" if self.code_book else self.paths.cache

    @property
    def loaded_books(self) -> Path:
        """Where publishers' files that were loaded here lie."""
        return self.code_book / "loaded" if self.code_book else self.paths.data / "codesets"

    @property
    def place(self) -> Place:
        """Where the store lies. Raises SettingsError for an address this program does not open."""
        return place_named(self.db)

    @property
    def store_path(self) -> Path:
        """The file of the embedded store. Raises SettingsError where the store is a team's."""
        place = self.place
        if isinstance(place, TeamDatabase):
            raise SettingsError(f"{place} is a team's database; this is for the embedded store's file alone.")
        return place.path


def _shared(file: Path, chosen: object) -> Path | None:
    """The folder of the code book that accounts share; whoever looks after it makes it, and says who reads there."""
    if not chosen:
        return None
    folder = Path(str(chosen)).expanduser()
    if not ((folder / "built").is_dir() and (folder / "loaded").is_dir()):
        raise SettingsError(
            f"{file}: 'code_book' names {folder}, but {folder}/built and {folder}/loaded are not there. Whoever looks "
            f"after this machine runs: install -d -m 0755 {folder}/built {folder}/loaded; then: tui-coder codes build"
        )
    return folder


def place_named(address: str) -> Place:
    """The place of a path or an address. Raises SettingsError for one this program does not open."""
    try:
        return place_of(address)
    except UnusablePlace as error:
        raise SettingsError(str(error)) from error


def _keymap(chosen: object) -> dict[str, str]:
    return {str(name): str(keys) for name, keys in chosen.items()} if isinstance(chosen, dict) else {}


SITE_FILE = Path("/etc/tui-coder/settings.toml")
"""What holds for every account of this machine, below what each person sets."""

_KNOWN = {
    "db": str,
    "theme": str,
    "code_book": str,
    "keys": dict,
    "rules": dict,
    "idle": dict,
    "payers": dict,
    "checkpoints": dict,
    "handoffs": dict,
}
_RULE = re.compile(r"R[1-9][0-9]?")


def load(
    *,
    db: str | None = None,
    acting_as: str | None = None,
    environ: Mapping[str, str] = os.environ,
    site_file: Path = SITE_FILE,
) -> Settings:
    """Read the settings: a person's own file above that of the machine, or TUI_CODER_CONFIG alone.

    Raises SettingsError for a file that is not TOML, an unknown key, or a value of the wrong kind.
    """
    paths = Paths.of(environ)
    files = _files(environ, paths, site_file)
    chosen = _merged([_read(file) for file in files])
    file = files[-1] if files else paths.config / "settings.toml"
    return Settings(
        paths=paths,
        db=db or environ.get("TUI_CODER_DB") or str(chosen.get("db") or paths.data / "tui-coder.db"),
        keymap=_keymap(chosen.get("keys")),
        theme=environ.get("TEXTUAL_THEME") or str(chosen.get("theme", "")),
        acting_as=acting_as,
        idle_lock=_minutes(file, chosen.get("idle"), "lock", IDLE_LOCK),
        idle_log_off=_minutes(file, chosen.get("idle"), "log_off", 0),
        policy=_policy(file, chosen.get("rules")),
        payers=_payers(file, chosen.get("payers")),
        code_book=_shared(file, chosen.get("code_book")),
        checkpoints=_checkpoints(file, chosen.get("checkpoints")),
        late_hours=_late_hours(file, chosen.get("handoffs")),
        source=" and ".join(map(str, files)) if chosen else "the built-in defaults",
    )


def _files(environ: Mapping[str, str], paths: Paths, site_file: Path) -> list[Path]:
    """The files that hold, the strongest last. One that is named has to be there."""
    named = environ.get("TUI_CODER_CONFIG")
    if named:
        return [Path(named).expanduser()]
    own = paths.config / "settings.toml"
    return [each for each in ([own] if "TUI_CODER_HOME" in environ else [site_file, own]) if each.exists()]


def _merged(files: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Later files above earlier ones; of tables entry by entry."""
    merged: dict[str, object] = {}
    for chosen in files:
        for key, value in chosen.items():
            below = merged.get(key)
            merged[key] = {**below, **value} if isinstance(value, dict) and isinstance(below, dict) else value
    return merged


def _read(file: Path) -> dict[str, object]:
    try:
        text = file.read_text(encoding="utf-8")
        chosen = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The settings file {file} is not TOML: {error}.") from error
    for key, value in chosen.items():
        if key not in _KNOWN:
            raise SettingsError(
                f"{file}, line {_line_of(text, key)}: '{key}' is no setting; there are {', '.join(_KNOWN)}."
            )
        if not isinstance(value, _KNOWN[key]):
            raise SettingsError(f"{file}, line {_line_of(text, key)}: '{key}' must be a {_KNOWN[key].__name__}.")
    return chosen


def _line_of(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().strip("[").startswith(key):
            return number
    return 1


def _policy(file: Path, chosen: object) -> RulePolicy:
    """`[rules]` with `R9 = "off"`, and `[rules.clients."Name"]` for one client."""
    if not isinstance(chosen, dict):
        return RulePolicy()
    clients = chosen.get("clients", {})
    if not isinstance(clients, dict) or not all(isinstance(rules, dict) for rules in clients.values()):
        raise SettingsError(f"{file}: 'rules.clients' holds a table for each client, as in [rules.clients.\"Name\"].")
    everyone = {name: value for name, value in chosen.items() if name != "clients"}
    return RulePolicy(
        _choices(file, "rules", everyone),
        {name: _choices(file, f"rules.clients.{name}", rules) for name, rules in clients.items()},
    )


def _choices(file: Path, where: str, told: Mapping[str, object]) -> dict[str, Choice]:
    for rule, choice in told.items():
        if not _RULE.fullmatch(rule):
            raise SettingsError(f"{file}: '{rule}' in [{where}] is no rule; rules are named R1 to R99.")
        if choice not in list(Choice):
            raise SettingsError(f"{file}: '{rule}' in [{where}] is {choice!r}; it may be error, warning or off.")
    return {rule: Choice(str(choice)) for rule, choice in told.items()}


def _minutes(file: Path, chosen: object, key: str, usual: int) -> int:
    """`[idle]` with `lock = 15` and `log_off = 0`: minutes, 0 is never."""
    told = chosen if isinstance(chosen, dict) else {}
    value = told.get(key, usual)
    if set(told) - {"lock", "log_off"} or isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise SettingsError(f"{file}: [idle] may hold lock and log_off, minutes from 0; 0 is never.")
    return value


def _payers(file: Path, chosen: object) -> dict[str, PayerTerms]:
    """`[payers."medicare"]` with `pointers = 1` and `filing_months = 12`: of payers whose name holds the word."""
    found: dict[str, PayerTerms] = {}
    for name, told in chosen.items() if isinstance(chosen, dict) else ():
        known = {"pointers", "filing_months"}
        if not isinstance(told, dict) or set(told) - known or not all(_is_count(value) for value in told.values()):
            raise SettingsError(f'{file}: [payers."{name}"] may hold {" and ".join(sorted(known))}, numbers from 1.')
        found[str(name)] = PayerTerms(**told)
    return found


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _late_hours(file: Path, chosen: object) -> int:
    """`[handoffs]` with `late_hours = 4`."""
    told = chosen if isinstance(chosen, dict) else {}
    hours = told.get("late_hours", DEFAULT_LATE_HOURS)
    if set(told) - {"late_hours"} or not _is_count(hours):
        raise SettingsError(f"{file}: [handoffs] may hold late_hours, a whole number of hours from 1.")
    return int(hours)


def _checkpoints(file: Path, chosen: object) -> CheckpointSettings:
    """`[checkpoints]` with `file`, `key`, `public_key` and `syslog`."""
    told = chosen if isinstance(chosen, dict) else {}
    known = {each.name for each in fields(CheckpointSettings)}
    if set(told) - known or not all(isinstance(value, str) for value in told.values()):
        raise SettingsError(f"{file}: [checkpoints] may hold {', '.join(sorted(known))}, each a path in quotes.")
    places = {name: Path(value).expanduser() for name, value in told.items() if name != "syslog"}
    return CheckpointSettings(**places, syslog=told.get("syslog", ""))
