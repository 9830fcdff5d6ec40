"""The program itself: its version, its help, and what it cannot do yet."""

from __future__ import annotations

from tui_coder import __version__
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.failures import WrongUse
from tui_coder.cli.grammar import parser

_NOT_YET = {
    "export": "use --json with item show or queue list.",
}


def version(call: Call) -> int:
    call.answer({"version": __version__}, lambda: [f"tui-coder {__version__}"])
    return DONE


def help_on(call: Call) -> int:
    """The help of a command named in words: `help queue hold`. Raises SystemExit, as argparse does behind --help."""
    words = [*call.args.words, "--help"]
    parser(words).parse_args(words)
    return DONE


def not_yet(call: Call) -> int:
    """Raises WrongUse: the command has its name in the contract, and nothing behind it."""
    name: str = call.args.name
    raise WrongUse(f"not yet: {name} comes with a later version; meanwhile {_NOT_YET[name]}")
