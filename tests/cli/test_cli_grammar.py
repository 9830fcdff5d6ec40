"""The command line itself: every command of the contract, its options, and what is wrong use."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module

import pytest
from office import Office

from tui_coder.cli import grammar
from tui_coder.domain.audit import ENTRY_ORDERS
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.dispute import OUTCOMES, DisputeKind
from tui_coder.domain.encounter import Setting
from tui_coder.domain.handoff import Illness
from tui_coder.domain.queue_row import ORDERS
from tui_coder.domain.roles import Role
from tui_coder.domain.work import HoldReason

CONTRACT = (
    "demo", "keys", "doctor", "people add", "people list", "import", "queue list", "queue next", "queue assign",
    "queue release", "queue hold", "queue undo", "queue balance", "item show", "item add", "item remove", "item move",
    "item check", "item complete", "dispute raise", "dispute list", "dispute resolve", "handoff write", "handoff list",
    "handoff accept", "codes search", "codes show", "codes list", "codes load", "codes build", "export", "log show",
    "log verify", "log anchor", "log key", "db upgrade", "db check", "db backup", "db restore", "db move", "version",
    "help",
)  # fmt: skip
OPTIONS = {
    "people add": ("--role", "--credential", "--title"),
    "import": ("--as", "--queue", "--facility", "--dates"),
    "queue list": ("--mine", "--pool", "--assignee", "--view", "--filter", "--limit", "--after"),
    "queue assign": ("--to", "--reason"),
    "queue hold": ("--reason", "--until", "--note"),
    "queue balance": ("--from", "--to", "--dry-run"),
    "item move": ("--to",),
    "item complete": ("--override", "--reason"),
    "dispute raise": ("--code", "--kind", "--reason", "--owner", "--due"),
    "dispute resolve": ("--outcome", "--note"),
    "handoff write": ("--to", "--summary", "--severity", "--action", "--if"),
    "handoff list": ("--open",),
    "handoff accept": ("--readback",),
    "codes search": ("--system", "--on", "--limit"),
    "codes show": ("--system", "--on"),
    "codes load": ("--system", "--release", "--from", "--to"),
    "export": ("--as", "-o"),
    "log show": ("--item", "--person", "--kind", "--since", "--until", "--sort", "--csv"),
    "log verify": ("--checkpoints", "--public-key"),
    "log anchor": ("--key", "--to", "--syslog", "--watch"),
}


@pytest.mark.parametrize("command", CONTRACT)
def test_every_command_of_the_contract_explains_itself(office: Office, command: str) -> None:
    ran = office.run(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: tui-coder {command} ")
    for option in (*OPTIONS.get(command, ()), "--db", "--json", "--debug"):
        assert option in ran.out
    assert office.run("help", *command.split()).out == ran.out


def test_help_of_the_program_names_every_group(office: Office) -> None:
    told = office.run("--help").out
    assert {command.split()[0] for command in CONTRACT} <= set(told.split())
    assert office.run("help").out == told


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser and all below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from commands(below)


def test_every_command_leads_to_a_function() -> None:
    words = {word for command in CONTRACT for word in command.split()}
    runs = {parser.get_default("run") for parser in commands(grammar.parser(words))} - {None}
    assert len(runs) > 30
    for run in runs:
        module, function = run.split(".")
        assert callable(getattr(import_module(f"tui_coder.cli.{module}"), function)), run


def test_the_words_on_the_command_line_are_those_of_the_domain() -> None:
    assert tuple(Role) == grammar.ROLES
    assert tuple(HoldReason) == grammar.HOLD_REASONS
    assert grammar.ORDERS == ORDERS
    assert tuple(DisputeKind) == grammar.DISPUTE_KINDS
    assert grammar.OUTCOMES == OUTCOMES
    assert tuple(Illness) == grammar.SEVERITIES
    assert tuple(Setting) == grammar.SETTINGS
    assert tuple(CodeSystem) == grammar.SYSTEMS
    assert grammar.ENTRY_ORDERS == ENTRY_ORDERS


@pytest.mark.parametrize(
    "argv",
    [
        ["--json", "--as", "ann", "queue", "list"],
        ["queue", "--json", "--as", "ann", "list"],
        ["queue", "list", "--as", "ann", "--json"],
        ["--as", "ann", "queue", "list", "--json"],
    ],
)
def test_the_common_options_stand_anywhere(office: Office, argv: list[str]) -> None:
    ran = office.run(*argv, "--mine")
    assert (ran.code, ran.json["total"]) == (0, 0)


def test_db_before_and_after_the_command(empty_office: Office) -> None:
    there = empty_office.home / "there.db"
    for argv in (["--db", str(there), "people", "list"], ["people", "list", "--db", f"sqlite:///{there}"]):
        assert empty_office.run(*argv).code == 0
    assert there.exists()
    assert not empty_office.store.exists()


WRONG = [
    ["nope"],
    ["queue"],
    ["queue", "nope"],
    ["queue", "list", "--mine", "--pool"],
    ["queue", "list", "--limit", "0"],
    ["queue", "list", "--limit", "-1"],
    ["queue", "list", "--nope"],
    ["queue", "assign", "CLINIC1"],
    ["queue", "hold", "CLINIC1", "--reason", "nope"],
    ["queue", "hold", "CLINIC1", "--reason", "unsigned", "--until", "05/01/2026"],
    ["queue", "hold", "CLINIC1", "--reason", "unsigned", "--until", "2026-02-30"],
    ["people", "add", "zoe"],
    ["people", "add", "zoe", "--role", "queen"],
    ["item", "add", "CLINIC1"],
    ["item", "move", "CLINIC1", "E11.9", "--to", "first"],
    ["dispute", "raise", "CLINIC1", "--kind", "coding"],
    ["dispute", "resolve", "one", "--outcome", "upheld", "--note", "x"],
    ["handoff", "write", "CLINIC1", "--to", "bob"],
    ["codes", "search"],
    ["codes", "show", "E11.9", "--system", "snomed"],
    ["import"],
    ["import", "x", "--dates", "eu"],
    ["export", "CLINIC1", "--as", "docx", "-o", "x"],
    ["--jso", "version"],
]


@pytest.mark.parametrize("argv", WRONG, ids=" ".join)
def test_wrong_use_is_one_sentence_and_exit_code_2(office: Office, argv: list[str]) -> None:
    ran = office.run("--as", "ann", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("tui-coder") and "--help" in ran.err


def test_what_was_typed_wrong_cannot_command_the_terminal(office: Office) -> None:
    ran = office.run("queue", "list", "\x1b]52;c;aGk=\x07")
    assert ran.code == 2
    assert ran.err.rstrip("\n").isprintable()
