"""The one way in which the program asks for something: a few lines at the bottom, the work above stays in sight.

To be awaited within an errand (`WorkScreen.errand`) or another worker. None, or False, means that the person left
with Esc. Keys that were typed ahead go to the question, and when it is answered to what comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static

from tui_coder.ui.key_gate import KeyGate
from tui_coder.ui.safe import plain
from tui_coder.ui.widgets.ask_lines import ChoiceLines, LineInput, PersonLines, PreviewLines

Answer = TypeVar("Answer")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Choice(Generic[Value]):
    """One of several answers: `key` is the character that picks it."""

    key: str
    value: Value
    label: str


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """One of the people offered; `detail` says what speaks for or against them, such as their load."""

    name: str
    detail: str = ""


# ---- asking ----------------------------------------------------------------------------------------------------------


async def text(
    screen: DOMNode,
    prompt: str,
    initial: str = "",
    hint: str = "",
    *,
    required: bool = True,
    check: Callable[[str], str | None] | None = None,
    on_change: Callable[[str], None] | None = None,
) -> str | None:
    """A line of text without space around it. What stands there at first is replaced by the first character typed.

    `check` says what is wrong with a text, in a sentence; it is shown and typing goes on. `on_change` hears every
    change.
    """
    return await screen.app.push_screen_wait(_TextQuestion(prompt, initial, hint, required, check, on_change))


async def choice(screen: DOMNode, prompt: str, choices: Sequence[Choice[Value]]) -> Value | None:
    """One of several: its key picks it; arrows and Enter do too. Raises ValueError when two have one key."""
    question = _ChoiceQuestion(prompt, [(each.key, each.label) for each in choices])
    place = await screen.app.push_screen_wait(question)
    return None if place is None else choices[place].value


async def person(
    screen: DOMNode, prompt: str, people: Sequence[PersonChoice], several: bool = False
) -> tuple[str, ...] | None:
    """One person, or with `several` at least one: letters filter, Space tags, Enter takes the tagged or this one."""
    offered = [(each.name, each.detail) for each in people]
    return await screen.app.push_screen_wait(_PersonQuestion(prompt, offered, several))


async def confirm(screen: DOMNode, preview: Content | str, yes_label: str) -> bool:
    """Shows what would be; Enter does it. Only for what reaches further than one undo makes plain."""
    shown = plain(preview) if isinstance(preview, str) else preview
    answer: bool | None = await screen.app.push_screen_wait(_Confirmation(shown, yes_label))
    return answer is True


# ---- the questions ---------------------------------------------------------------------------------------------------


class Question(ModalScreen[Answer]):
    """Takes the keys from when it can hear them until it is answered."""

    def __init__(self) -> None:
        super().__init__(classes="-over")
        self._listening = ExitStack()
        self._is_answered = False

    def on_mount(self) -> None:
        gate = getattr(self.app, "gate", None)
        if isinstance(gate, KeyGate):
            self._listening.enter_context(gate.listening())

    def on_unmount(self) -> None:
        self._listening.close()

    def answer(self, answer: Answer | None) -> None:
        """Give the answer and go. The next key waits for whoever asked."""
        if not self._is_answered:
            self._is_answered = True
            self._listening.close()
            self.dismiss(answer)

    def leave(self) -> None:
        self.answer(None)


class _TextQuestion(Question[str]):
    AUTO_FOCUS: ClassVar[str] = "LineInput"

    def __init__(
        self,
        prompt: str,
        initial: str,
        hint: str,
        required: bool,
        check: Callable[[str], str | None] | None,
        on_change: Callable[[str], None] | None,
    ) -> None:
        super().__init__()
        self._prompt, self._hint = prompt, hint
        self._required, self._check, self._on_change = required, check, on_change
        self._line = LineInput(initial, {"enter": self._enter, "escape": self.leave})

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            with Horizontal(id="asked"):
                yield Static(plain(self._prompt, "bold"), id="prompt", markup=False)
                yield self._line
            yield Static(self._told(), id="told", markup=False)

    def on_mount(self) -> None:
        self.watch(self._line, "value", self._changed, init=False)

    def _told(self) -> Content:
        keys = plain("Enter takes it, Esc leaves", "dim")
        return Content.assemble(plain(self._hint), "   ", keys) if self._hint else keys

    def _changed(self, value: str) -> None:
        self.query_one("#told", Static).update(self._told())
        if self._on_change is not None:
            self._on_change(value)

    def _enter(self) -> None:
        value = self._line.value.strip()
        fault = self._fault_of(value)
        if fault is None:
            self.answer(value)
        else:
            self.query_one("#told", Static).update(plain(f"! {fault}", "bold"))

    def _fault_of(self, value: str) -> str | None:
        if self._required and not value:
            return "Something must stand here; Esc leaves."
        return self._check(value) if self._check is not None else None


class _ChoiceQuestion(Question[int]):
    AUTO_FOCUS: ClassVar[str] = "ChoiceLines"

    def __init__(self, prompt: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._prompt = prompt
        self._choices = ChoiceLines(choices, self.answer)

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"), Horizontal(id="asked"):
            yield Static(plain(self._prompt, "bold"), id="prompt", markup=False)
            yield self._choices


class _PersonQuestion(Question[tuple[str, ...]]):
    AUTO_FOCUS: ClassVar[str] = "LineInput"

    def __init__(self, prompt: str, people: Sequence[tuple[str, str]], several: bool) -> None:
        super().__init__()
        self._prompt, self._several = prompt, several
        self._people = PersonLines(people)
        keys = {
            "enter": self._enter, "escape": self.leave, "down": lambda: self._people.move(1),
            "up": lambda: self._people.move(-1),
        }  # fmt: skip
        self._line = LineInput("", {**keys, "space": self._tag} if several else keys)

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            with Horizontal(id="asked"):
                yield Static(plain(self._prompt, "bold"), id="prompt", markup=False)
                yield self._line
            yield self._people
            yield Static(self._told(), id="told", markup=False)

    def on_mount(self) -> None:
        self.watch(self._line, "value", self._people.filter_by, init=False)

    def _told(self) -> Content:
        keys = "letters filter, Space tags, Enter takes the tagged" if self._several else "letters filter, Enter takes"
        return plain(f"{keys}, Esc leaves", "dim")

    def _tag(self) -> None:
        if self._line.value:  # the next name is typed from its first letter
            tagged = self._people.highlighted
            self._line.value = ""
            self._people.highlight(tagged)
        self._people.toggle_tag()

    def _enter(self) -> None:
        chosen = self._people.chosen
        if chosen:
            self.answer(chosen)
        else:
            self.query_one("#told", Static).update(plain("! Nobody here has these letters; Esc leaves.", "bold"))


class _Confirmation(Question[bool]):
    AUTO_FOCUS: ClassVar[str] = "PreviewLines"

    def __init__(self, preview: Content, yes_label: str) -> None:
        super().__init__()
        self._preview, self._yes = preview, yes_label

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            yield PreviewLines(self._preview, {"enter": lambda: self.answer(True), "escape": self.leave})
            yield Static(plain(f"Enter: {self._yes}   Esc: leave it as it is", "bold"), id="told", markup=False)
