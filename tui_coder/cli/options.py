"""What every command of the command line is made of: how it complains, the options it shares, kinds of values."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NoReturn

from tui_coder.cli.exit_codes import WRONG_USE

if TYPE_CHECKING:
    from datetime import date, datetime

    Commands = argparse._SubParsersAction["Parser"]


class Parser(argparse.ArgumentParser):
    """Says what was wrong in one sentence, and where the help is."""

    def error(self, message: str) -> NoReturn:
        from tui_coder.cli.text import one_line

        self.exit(WRONG_USE, f"{self.prog}: {one_line(message)}. See: {self.prog} --help\n")


def everywhere(command: Parser, *, outermost: bool = False, acting: bool = True) -> None:
    """The options that stand before or after a command."""
    # A command must not put its own default over what stood before it.
    kept: Any = argparse.SUPPRESS
    options = command.add_argument_group("options of every command")
    options.add_argument(
        "--db", metavar="PATH-or-URL", default=None if outermost else kept,
        help="the store; else TUI_CODER_DB, else the settings, else the platform's data folder",
    )  # fmt: skip
    if acting:
        options.add_argument(
            "--as", dest="acting_as", metavar="NAME", default=None if outermost else kept,
            help="act as this person; the log keeps your operating system account too",
        )  # fmt: skip
    options.add_argument(
        "--json", dest="as_json", action="store_true", default=False if outermost else kept,
        help="print one JSON document and nothing else",
    )  # fmt: skip
    options.add_argument(
        "--debug", action="store_true", default=False if outermost else kept,
        help="write the details of an error to the log file",
    )  # fmt: skip


def add_command(into: Commands, name: str, run: str, sentence: str, *, acting: bool = True) -> Parser:
    """A command that is done by `run`: "module.function" of this package."""
    command = into.add_parser(name, help=sentence, description=sentence, allow_abbrev=False)
    everywhere(command, acting=acting)
    command.set_defaults(run=run)
    return command


def add_group(into: Commands, name: str, sentence: str) -> Commands:
    """A word in front of several commands."""
    group = into.add_parser(name, help=sentence, description=sentence, allow_abbrev=False)
    everywhere(group)
    return group.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)


# ---- kinds of values: argparse says the sentence and leaves with exit code 2 -----------------------------------------


def iso_day(text: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date of the form 2026-10-01") from None


def iso_moment(text: str) -> datetime:
    """A day is its beginning where the person sits, and so is a moment without an offset."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is no time of the form 2026-10-01 or 2026-10-01T14:30") from None


def iso_moment_after(text: str) -> datetime:
    """A day is its end."""
    from datetime import timedelta

    at = iso_moment(text)
    return at if "T" in text or " " in text else at + timedelta(days=1)


def from_one_up(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


def priority(text: str) -> int:
    if len(text) != 1 or text not in "0123456789":
        raise argparse.ArgumentTypeError(f"{text!r} is no priority from 0 to 9 (9 is served first)")
    return int(text)


def one_word(text: str) -> str:
    """`clinical-validation` is `clinical_validation`."""
    return text.strip().lower().replace("-", "_")


def comma_names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
