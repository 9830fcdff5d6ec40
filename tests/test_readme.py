"""What README.md says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tools.readme_parts import README, between, key_table
from tui_coder.cli.grammar import parser
from tui_coder.domain.encounter import Setting

TEXT = README.read_text(encoding="utf-8")
COMMANDS = sorted(
    {
        match.split("#")[0].strip()
        for match in re.findall(r"^(?:TUI_CODER_HOME=\S+ )?(?:\.venv/bin/)?tui-coder((?: .*)?)$", TEXT, re.MULTILINE)
    }
    | set(re.findall(r"`tui-coder ([^`]*)`", TEXT))
)


def test_the_key_table_is_the_command_table() -> None:
    assert between(TEXT, "keys") == key_table(), "run: python -m tests.tools.readme_parts"


@pytest.mark.parametrize("command", [each for each in COMMANDS if "FOLDER" not in each])
def test_the_commands_it_names_exist(command: str) -> None:
    words = command.replace('"Ann Reyes"', "Ann").split()
    if words in (["--help"], ["--version"]):
        return
    assert parser(words).parse_args(words) is not None


def test_the_commands_are_found_at_all() -> None:
    assert "import charts/" in COMMANDS
    assert "demo --as lead" in COMMANDS


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(?:benchmarks|tests|codesets)/[\w/.]*\w", TEXT))))
def test_the_files_it_names_exist(path: str) -> None:
    assert (README.parent / path).exists(), path


def test_both_first_commands_stand_in_the_first_screen() -> None:
    first_screen = "\n".join(TEXT.splitlines()[:24])
    assert "tui-coder demo" in first_screen
    assert "-m pytest" in first_screen
    assert Path(README.parent / ".ci" / "run").exists()


def test_it_names_every_setting_of_an_encounter() -> None:
    told = TEXT.partition("**worklist.csv**")[2].partition("**JSON lines**")[0]
    assert [each.value for each in Setting if f"`{each.value}`" not in told] == []
