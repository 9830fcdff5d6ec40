"""An input of one line that costs a thin connection only what changes in it."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class TextLine(Input):
    """Its cursor does not blink: that would send bytes while nobody types."""

    # Its place on the screen never follows its text. The stock one lays the whole screen out again at each letter,
    # which paints every scrollbar anew.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(self, text: str = "", *, placeholder: str = "", select_on_focus: bool = True) -> None:
        super().__init__(text, placeholder=placeholder, compact=True, select_on_focus=select_on_focus)
        self.cursor_blink = False
