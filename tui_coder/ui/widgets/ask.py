"""The one way in which the program asks for something: a few lines at the bottom, the work above stays in sight.

To be awaited within an errand (`WorkScreen.errand`) or another worker. None, or False, means that the person left
with Esc. Keys that were typed ahead go to the question, and when it is answered to what comes next. What was answered
and typed is in hand (see `ui.hand`): a session that was cut off is gone on with at its open question.
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
from textual.widgets import Static

from tui_coder.domain.refusals import Malformed
from tui_coder.domain.shares import (
    EVERYONE,
    Wanted,
    completed,
    ends_with_amount,
    name_begun,
    named_before,
    parse_shares,
)
from tui_coder.ui.hand import Talk
from tui_coder.ui.key_gate import KeyGate
from tui_coder.ui.safe import plain
from tui_coder.ui.widgets.ask_lines import ChoiceLines, LineInput, PersonLines, PreviewLines
from tui_coder.ui.widgets.over import Over

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
    """One of the people offered; `detail` says what speaks for or against them, such as their load.

    `among_all`: they are meant where "everyone" is.
    """

    name: str
    detail: str = ""
    among_all: bool = True


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
    talk = Talk.here()
    known = talk.known_answer()
    if isinstance(known, str) and not (check(known) if check is not None else None):
        talk.answer(known)
        return known
    typed = talk.ask()

    def changed(value: str) -> None:
        talk.type(value)
        if on_change is not None:
            on_change(value)

    question = _TextQuestion(prompt, typed or initial, hint, required, check, changed, goes_on=bool(typed))
    answer: str | None = await screen.app.push_screen_wait(question)
    if answer is not None:
        talk.answer(answer)
    return answer


async def choice(screen: DOMNode, prompt: str, choices: Sequence[Choice[Value]]) -> Value | None:
    """One of several: its key picks it; arrows and Enter do too. Raises ValueError when two have one key."""
    question = _ChoiceQuestion(prompt, [(each.key, each.label) for each in choices])
    talk = Talk.here()
    known = talk.known_answer()
    place = next((n for n, each in enumerate(choices) if known == {"key": each.key}), None)
    if place is None:
        talk.ask()
        place = await screen.app.push_screen_wait(question)
    if place is None:
        return None
    talk.answer({"key": choices[place].key})
    return choices[place].value


async def person(screen: DOMNode, prompt: str, people: Sequence[PersonChoice]) -> str | None:
    """One person: letters filter, Enter takes the highlighted one."""
    talk = Talk.here()
    known = talk.known_answer()
    name = next((each.name for each in people if known == {"name": each.name}), None)
    if name is None:
        talk.ask()
        name = await screen.app.push_screen_wait(_PersonQuestion(prompt, people))
    if name is not None:
        talk.answer({"name": name})
    return name


async def shares(screen: DOMNode, prompt: str, people: Sequence[PersonChoice], *, if_empty: str = "") -> Wanted | None:
    """Who gets how much of something: `10 bob, 30% cy: why`; Space or Enter completes the name begun.

    Enter on an empty line means `if_empty`, or the highlighted person.
    """
    talk = Talk.here()
    known = talk.known_answer()
    typed = talk.ask() or (known if isinstance(known, str) else "")  # shown once more, with what it says now
    question = _SharesQuestion(prompt, people, if_empty, typed, talk.type)
    wanted: Wanted | None = await screen.app.push_screen_wait(question)
    if wanted is not None:
        talk.answer(question.typed)
    return wanted


async def confirm(screen: DOMNode, preview: Content | str, yes_label: str) -> bool:
    """Shows what would be; Enter does it. Only for what reaches further than one undo makes plain."""
    shown = plain(preview) if isinstance(preview, str) else preview
    Talk.here().ask()  # a yes is never taken from before
    answer: bool | None = await screen.app.push_screen_wait(_Confirmation(shown, yes_label))
    return answer is True


# ---- the questions ---------------------------------------------------------------------------------------------------


class Question(Over[Answer]):
    """Takes the keys from when it can hear them until it is answered."""

    def __init__(self) -> None:
        super().__init__()
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
        on_change: Callable[[str], None],
        goes_on: bool,
    ) -> None:
        super().__init__()
        self._prompt, self._hint = prompt, hint
        self._required, self._check, self._on_change = required, check, on_change
        self._line = LineInput(initial, {"enter": self._enter, "escape": self.leave}, replaced=not goes_on)

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


class _PersonQuestion(Question[str]):
    AUTO_FOCUS: ClassVar[str] = "LineInput"

    def __init__(self, prompt: str, people: Sequence[PersonChoice]) -> None:
        super().__init__()
        self._prompt = prompt
        self._people = PersonLines([(each.name, each.detail) for each in people])
        self._line = LineInput("", {**_moving(self._people), "enter": self._enter, "escape": self.leave})

    def compose(self) -> ComposeResult:
        yield from _line_and_people(self._prompt, self._line, self._people, "letters filter, Enter takes, Esc leaves")

    def on_mount(self) -> None:
        self.watch(self._line, "value", self._changed, init=False)

    def _changed(self, value: str) -> None:
        self._people.filter_by(value)

    def _enter(self) -> None:
        if self._people.highlighted is not None:
            self.answer(self._people.highlighted)
        else:
            self.query_one("#told", Static).update(plain(f"! {_NOBODY}", "bold"))


class _SharesQuestion(Question[Wanted]):
    """The line holds what is typed; the list below shows whom the name begun may mean."""

    AUTO_FOCUS: ClassVar[str] = "LineInput"

    def __init__(
        self, prompt: str, people: Sequence[PersonChoice], if_empty: str, typed: str, on_change: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._prompt, self._if_empty, self._on_change = prompt, if_empty, on_change
        self._names = [each.name for each in people]
        self._everyone = [each.name for each in people if each.among_all] or self._names
        self._people = PersonLines([(each.name, each.detail) for each in people])
        keys = {"enter": self._enter, "escape": self.leave, "space": self._space}
        self._line = LineInput(typed, {**_moving(self._people), **keys}, replaced=not typed)

    def compose(self) -> ComposeResult:
        yield from _line_and_people(self._prompt, self._line, self._people, self._told)

    @property
    def typed(self) -> str:
        """What stands on the line."""
        return self._line.value

    @property
    def _told(self) -> str:
        empty = "Enter alone: all coders; " if self._if_empty == EVERYONE else ""
        return f"{empty}10 ann, 30% bo, cy: why. A name alone shares the rest by minutes. Esc leaves"

    def on_mount(self) -> None:
        self.watch(self._line, "value", self._changed, init=False)

    def _changed(self, value: str) -> None:
        self._people.filter_by(name_begun(value), named_before(value))
        self._on_change(value)
        self.query_one("#told", Static).update(plain(self._told, "dim"))

    def _space(self) -> None:
        """Complete the name that is begun; behind an amount, and in the reason, a blank is a blank."""
        value = self._line.value
        if ":" in value or value.endswith(",") or ends_with_amount(value) or self._people.highlighted is None:
            self._line.insert_text_at_cursor(" ")
        else:
            self._put(f"{completed(value, self._people.highlighted)}, ")

    def _put(self, value: str) -> None:
        self._line.value = value
        self._line.cursor_position = len(value)

    def _enter(self) -> None:
        value = self._line.value.strip()
        if not value.partition(":")[0].strip():
            value = (self._if_empty or self._people.highlighted or "") + value
        elif name_begun(value) and self._people.highlighted is not None:
            value = completed(value, self._people.highlighted)
        try:
            self.answer(parse_shares(value, self._names, self._everyone))
        except Malformed as fault:
            self.query_one("#told", Static).update(plain(f"! {fault}", "bold"))


_NOBODY = "Nobody here has these letters; Esc leaves."


def _moving(people: PersonLines) -> dict[str, Callable[[], None]]:
    return {"down": lambda: people.move(1), "up": lambda: people.move(-1)}


def _line_and_people(prompt: str, line: LineInput, people: PersonLines, told: str) -> ComposeResult:
    with Vertical(id="ask"):
        with Horizontal(id="asked"):
            yield Static(plain(prompt, "bold"), id="prompt", markup=False)
            yield line
        yield people
        yield Static(plain(told, "dim"), id="told", markup=False)


class _Confirmation(Question[bool]):
    AUTO_FOCUS: ClassVar[str] = "PreviewLines"

    def __init__(self, preview: Content, yes_label: str) -> None:
        super().__init__()
        self._preview, self._yes = preview, yes_label

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            yield PreviewLines(self._preview, {"enter": lambda: self.answer(True), "escape": self.leave})
            yield Static(plain(f"Enter: {self._yes}   Esc: leave it as it is", "bold"), id="told", markup=False)
