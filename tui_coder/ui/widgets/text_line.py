"""An input of one line that costs a thin connection only what changes in it."""

from __future__ import annotations

from textual.events import Key
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tui_coder.ui.keymap import GivesKeys

_EDITS = frozenset({
    "cursor_left", "cursor_right", "cursor_left_word", "cursor_right_word", "home", "end", "delete_left",
    "delete_right", "delete_left_word", "delete_right_word", "delete_left_all", "delete_right_all",
})  # fmt: skip
"""Actions that concern the line alone: its text or its cursor."""


class TextLine(Input):
    """Its cursor does not blink: that would send bytes while nobody types."""

    # Its place on the screen never follows its text. The stock one lays the whole screen out again at each letter,
    # which paints every scrollbar anew.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(self, text: str = "", *, placeholder: str = "", select_on_focus: bool = True) -> None:
        super().__init__(text, placeholder=placeholder, compact=True, select_on_focus=select_on_focus)
        self.cursor_blink = False

    async def on_key(self, event: Key) -> None:
        """Edit at once: the app, which looks up what a key does, is only come to through every queue on the way."""
        if (edit := self._edit(event.key)) is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(edit)

    def keeps(self, event: Key) -> bool:
        """Whether that key concerns the line alone, and nobody above watches its text by messages."""
        return self.Changed in self._disabled_messages and (event.is_printable or self._edit(event.key) is not None)

    def _edit(self, key: str) -> str | None:
        app = self.app
        if isinstance(app, GivesKeys) and key in app.given_keys:  # this person has another use for it
            return None
        binding = next(iter(self._bindings.key_to_bindings.get(key, ())), None)
        return binding.action if binding is not None and binding.action in _EDITS else None
