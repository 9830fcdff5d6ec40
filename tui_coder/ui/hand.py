"""What the person has in hand, known to every thread at every moment: whoever must save it asks no screen.

The questions of a command are a `Talk`. When a session is cut off in the middle of one, the next session asks on from
the open question: the answers given before are taken as given.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from typing import Final

from tui_coder.domain.stopping import InHand, StoppingPoint

NOT_ANSWERED: Final = object()
"""No answer to this question is known from before."""


class Hand:
    """`changed` is called after every change, at once; `passed` with what is put down for something else."""

    def __init__(self, changed: Callable[[], None], passed: Callable[[InHand], None]) -> None:
        self.now = InHand()
        """Replaced whole, so that any thread may read it."""
        self._changed, self._passed = changed, passed
        self._before: StoppingPoint | None = None

    # ---- where the person is -----------------------------------------------------------------------------------------

    def is_at(self, screen: str, item_id: int | None = None) -> None:
        """The person works on that screen; a question that is open there stays in hand."""
        point = self.now.point
        if (point.screen, point.item_id) != (screen, item_id):
            self._passed(self.now)
            self._put(InHand(StoppingPoint(screen, item_id)))

    def reads(self, item_id: int, document_id: int, position: int, code_line: str) -> None:
        """The place in the chart, and what stands half typed on its code line; not of a chart that was left."""
        if self.now.point.item_id == item_id:
            self._put(replace(self.now, reading=(document_id, position, code_line)))

    def writes(self, note: str, command: str) -> None:
        """The chart's note as it stands now, opened by that command."""
        self._put(replace(self.now, note=note, point=replace(self.now.point, command=command)))

    def has_written(self) -> None:
        """The note was put away."""
        self._put(replace(self.now, note=None, point=replace(self.now.point, command="")))

    def drafts(self, form: str) -> None:
        """The form of a hand-off as it stands now."""
        self._put(replace(self.now, form=form))

    def has_drafted(self) -> None:
        """The form was put away."""
        self._put(replace(self.now, form=None))

    def _put(self, now: InHand) -> None:
        if now != self.now:
            self.now = now
            self._changed()

    # ---- what is being asked -----------------------------------------------------------------------------------------

    def go_on_with(self, point: StoppingPoint) -> None:
        """The next questions of that command go on where they stopped."""
        self._before = point

    @property
    def waits_to_go_on(self) -> bool:
        """The command that shall be gone on with has not asked anything yet."""
        return self._before is not None

    def drop_before(self) -> None:
        """Nothing is gone on with."""
        self._before = None

    def take_before(self, command: str, scene: Mapping[str, object]) -> StoppingPoint | None:
        """Where this command stopped before, or could not be done in the same scene; given once."""
        before, point = self._before, self.now.point
        if before is not None and before.command == command:
            self._before = None
            return before
        same = (point.command, dict(point.scene)) == (command, dict(scene))
        return point if same and point.typed is None else None

    def ask(self, command: str, scene: Mapping[str, object], answers: tuple[object, ...], typed: str | None) -> None:
        """The talk stands like this."""
        point = replace(self.now.point, command=command, scene=scene, answers=answers, typed=typed)
        self._put(replace(self.now, point=point))

    def ask_no_more(self) -> None:
        """The talk is over."""
        point = self.now.point
        self._put(replace(self.now, point=StoppingPoint(point.screen, point.item_id)))


class Talk:
    """The questions that one command asks, as they are answered. Made for every errand; most never ask anything."""

    def __init__(self, hand: Hand, command: str, scene: Callable[[], Mapping[str, object]]) -> None:
        self._hand = hand
        self._command = command
        self._look = scene
        self._scene: Mapping[str, object] | None = None
        self._answers: list[object] = []
        self._known: deque[object] = deque()
        self._typed = ""
        self._failed = False

    @classmethod
    def here(cls) -> Talk:
        """The talk of the errand that is running; one that nobody follows where there is none."""
        return _HERE.get() or cls(Hand(_nothing, _nothing), "", dict)

    def begin_here(self) -> None:
        """Be the talk of this task."""
        _HERE.set(self)

    def known_answer(self) -> object:
        """The answer that this question got before the session was cut off, or NOT_ANSWERED."""
        self._begin()
        return self._known.popleft() if self._known else NOT_ANSWERED

    def ask(self) -> str:
        """A question is open now; what was typed on it before the session was cut off, else nothing."""
        self._begin()
        self._known.clear()
        typed, self._typed = self._typed, ""
        self._tell(typed)
        return typed

    def type(self, text: str) -> None:
        """That stands on the open question."""
        self._tell(text)

    def answer(self, answer: object) -> None:
        """The question is answered: with text, a `Choice`'s key as {"key": ...}, a name as {"name": ...}."""
        self._answers.append(answer)
        self._tell(None)

    def end(self) -> None:
        """The command is through, or was left. Where it failed, what was typed stays in hand: it is done again."""
        if self._scene is not None and self._command and not self._failed:
            self._hand.ask_no_more()

    def fail(self) -> None:
        """What the answers were for could not be done."""
        self._failed = True

    def _begin(self) -> None:
        if self._scene is not None:
            return
        self._scene = self._look()
        before = self._hand.take_before(self._command, self._scene)
        if before is None:
            return
        # The last answer may have set off what the command does: it is asked for once more, never taken as given.
        given, last = (before.answers, before.typed) if before.typed is not None else _without_last(before.answers)
        self._known.extend(given)
        self._typed = last

    def _tell(self, typed: str | None) -> None:
        if self._command:
            self._hand.ask(self._command, self._scene or {}, tuple(self._answers), typed)


def _without_last(answers: tuple[object, ...]) -> tuple[tuple[object, ...], str]:
    last = answers[-1] if answers else ""
    return answers[:-1], last if isinstance(last, str) else ""


def _nothing(*_: object) -> None:
    pass


_HERE: ContextVar[Talk | None] = ContextVar("talk", default=None)
