"""`tui-coder keys`: the command table of the workstation, with this person's own keys."""

from __future__ import annotations

from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.text import Column
from tui_coder.ui.commands import COMMANDS, SCOPES, Command, printed_key


def show(call: Call) -> int:
    own = call.settings.keymap
    document = [
        {
            "id": each.id, "keys": _keys(each, own.get(each.id)), "label": each.label, "help": each.help,
            "group": each.group, "scope": each.scope, "writes": each.writes,
        }
        for each in COMMANDS
    ]  # fmt: skip
    columns = [Column("Keys", firm=True), Column("Does", wraps=True), Column("Where"), Column("Command", firm=True)]
    rows = [
        (" ".join(map(printed_key, _keys(each, own.get(each.id)))), each.help, SCOPES[each.scope], each.id)
        for each in COMMANDS
    ]
    call.answer(document, lambda: call.table(columns, rows))
    return DONE


def _keys(command: Command, own: str | None) -> list[str]:
    """The keys that act: one's own, where the settings name some, take the place of the default ones."""
    return [key.strip() for key in own.split(",")] if own else list(command.keys)
