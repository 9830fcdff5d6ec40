"""From the command table to Textual bindings, and a person's own keys over the default ones."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding, BindingType

from tui_coder.ui import commands
from tui_coder.ui.commands import BY_ID, LIVE_TOGETHER, SCOPES


def bindings_for(scope: str) -> list[BindingType]:
    """The bindings of one scope, with ids, so that a keymap can change each of them.

    Raises KeyError for a scope that the command table does not know.
    """
    SCOPES[scope]
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.label,
            show=False,
            id=command.id,
            tooltip=command.help,
        )
        for command in commands.of_scope(scope)
    ]


class GivesKeys:
    """An app whose person gave keys to commands: these are those commands' on a line of text too."""

    given_keys: frozenset[str] = frozenset()


def faults_in(keymap: Mapping[str, str]) -> list[str]:
    """What is wrong with a person's own keymap, a sentence each: unknown command, or a key used twice in one place.

    Textual ignores unknown ids and misses real clashes, so we look ourselves.
    """
    faults = [f"keymap names '{name}', which is no command; see tui-coder keys" for name in keymap if name not in BY_ID]
    faults += [f"keymap gives '{name}' no key" for name, keys in keymap.items() if not keys.strip()]
    for live in LIVE_TOGETHER:
        taken: dict[str, str] = {}
        for command in (command for scope in live for command in commands.of_scope(scope)):
            own = keymap.get(command.id)
            for key in own.split(",") if own else command.keys:
                other = taken.setdefault(key.strip(), command.id)
                if other != command.id and (command.id in keymap or other in keymap):
                    faults.append(f"keymap: '{key.strip()}' would mean both '{other}' and '{command.id}'")
    return list(dict.fromkeys(faults))
