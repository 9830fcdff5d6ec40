"""The parts of README.md that are made by the program itself: the key table and the screenshot.

Run it to write them anew: python tests/tools/readme_parts.py
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from tui_coder.ui.commands import COMMANDS, SCOPES, Command, printed_key

README = Path(__file__).resolve().parents[2] / "README.md"


def key_table() -> str:
    """Every key of the command table as Markdown tables, one for each place where the keys act."""
    parts = []
    for scope, commands in groupby(COMMANDS, lambda each: each.scope):
        rows = "\n".join(f"| {_keys(each)} | {each.label} | {each.help} |" for each in commands)
        parts.append(f"**{SCOPES[scope].capitalize()}**\n\n| key | | what it does |\n|---|---|---|\n{rows}")
    return "\n\n".join(parts)


def _keys(command: Command) -> str:
    return " ".join(f"`{printed_key(key)}`" for key in command.keys)


def between(text: str, name: str) -> str:
    """What stands between the marks of a part."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end {name} -->", text, re.DOTALL)
    if found is None:
        raise LookupError(f"README.md has no part '{name}'")
    return found.group(1).rstrip("\n")


def replaced(text: str, name: str, part: str) -> str:
    """The text with the part in place of what stands between its marks."""
    before, rest = text.split(f"<!-- {name} -->\n", 1)
    after = rest.split(f"<!-- end {name} -->", 1)[1]
    return f"{before}<!-- {name} -->\n{part}\n<!-- end {name} -->{after}"


def main() -> None:
    text = README.read_text(encoding="utf-8")
    README.write_text(replaced(text, "keys", key_table()), encoding="utf-8")


if __name__ == "__main__":
    main()
