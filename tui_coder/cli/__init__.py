"""The command line: the second front end over the same services, for scripts and checks."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from tui_coder.cli.exit_codes import DONE, INTERRUPTED, WRONG_USE

if TYPE_CHECKING:
    import argparse


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Everything that goes wrong is one sentence on standard error."""
    _leave_no_core()
    sys.stdout, sys.stderr = _lenient(sys.stdout), _lenient(sys.stderr)
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
    except BrokenPipeError:
        # Whoever read us has heard enough. What was done is done, and nobody is left to be told.
        code = DONE
    try:
        sys.stdout.flush()
    except OSError:
        _to_nowhere(sys.stdout)
    return code


def _leave_no_core() -> None:
    """The memory of this process holds charts: a limit of 1 is refused by files and by the kernel's pipes alike."""
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (1, 1))


def _run(words: Sequence[str]) -> int:
    from tui_coder.cli.grammar import parser

    debug = False
    try:
        args = parser(words).parse_args(words)
        debug = args.debug
        code = _do(args)
        sys.stdout.flush()
        return code
    except SystemExit as leaving:  # argparse leaves so behind help, the version and wrong use
        sys.stdout.flush()
        return leaving.code if isinstance(leaving.code, int) else WRONG_USE
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED
    except Exception as error:
        return _fail(error, debug=debug)


def _do(args: argparse.Namespace) -> int:
    """Call the function that the command names: its module is imported only now."""
    from importlib import import_module

    from tui_coder.cli.call import Call

    module, function = args.run.split(".")
    code: int = getattr(import_module(f"tui_coder.cli.{module}"), function)(Call(args))
    return code


def _fail(error: Exception, *, debug: bool) -> int:
    from tui_coder.cli import failures
    from tui_coder.cli.text import one_line

    failure = failures.told(error)
    sentence = failure.sentence
    if debug:
        try:
            sentence += f" The details are in {failures.write_details(error)}."
        except OSError as trouble:
            sentence += f" The details could not be written to {failures.log_file()}: {trouble.strerror}."
    elif not failure.foreseen:
        sentence += f" Run it again with --debug to write the details to {failures.log_file()}."
    sys.stderr.write(one_line(sentence) + "\n")
    return failure.code


def _lenient(stream: TextIO | None) -> TextIO:
    """The stream, showing ? for what its encoding lacks; one that the caller has closed swallows all."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream


def _to_nowhere(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, or Python complains about it while it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
