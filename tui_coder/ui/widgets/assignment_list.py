"""The codes of the case in two groups, and the findings under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tui_coder.domain.assignment import Assignment, pointer_letters
from tui_coder.domain.carried import WordsState
from tui_coder.domain.counting import count_of
from tui_coder.domain.findings import Finding, Severity, Status, worst_first
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.safe import cell_fit, plain

# A newer version of the document has the words too, or no longer has them: `!` alone would not say which.
_WORDS = {None: "", WordsState.STAND: "", WordsState.CARRIED: " new version", WordsState.CHANGED: " changed!"}


class AssignmentList(Static):
    """Diagnoses in sequence, procedures as lines. `current` is the code that the code keys act on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._codes: tuple[Assignment, ...] = ()
        self._failing: frozenset[str] = frozenset()
        self._warned: frozenset[str] = frozenset()
        self._disputed: frozenset[str] = frozenset()
        self._current: int | None = None
        self._letters = False
        self._words: Mapping[int, WordsState] = {}

    @property
    def current(self) -> Assignment | None:
        return next((each for each in self._codes if each.id == self._current), None)

    def show(
        self,
        codes: Sequence[Assignment],
        findings: Sequence[Finding],
        disputed: Sequence[str],
        *,
        letters: bool,
        words: Mapping[int, WordsState],
    ) -> None:
        """`letters` shows the claim's diagnosis letters A-L instead of numbers (professional claims); `words` tells of
        each code with evidence what became of it, by the code's id."""
        self._words = words
        self._codes = tuple(codes)
        self._failing = frozenset(code for each in findings if each.blocks for code in each.codes)
        warning = (each for each in findings if each.is_weighty and not each.blocks and not each.override)
        self._warned = frozenset(code for each in warning for code in each.codes) - self._failing
        self._disputed = frozenset(disputed)
        self._letters = letters
        if self.current is None:
            self._current = self._codes[-1].id if self._codes else None
        self._paint()

    def choose(self, code_id: int) -> None:
        self._current = code_id
        self._paint()

    def step(self, by: int) -> None:
        ids = [each.id for each in self._codes]
        if ids:
            here = ids.index(self._current) if self._current in ids else 0
            self.choose(ids[max(0, min(len(ids) - 1, here + by))])

    @property
    def current_row(self) -> int:
        """The row of the highlighted code within the widget, to scroll it into sight."""
        diagnoses = [each.id for each in self._codes if each.is_diagnosis]
        others = [each.id for each in self._codes if not each.is_diagnosis]
        if self._current in diagnoses:
            return 1 + diagnoses.index(self._current)
        return 2 + max(1, len(diagnoses)) + (others.index(self._current) if self._current in others else 0)

    def on_resize(self) -> None:
        self._paint()

    def _paint(self) -> None:
        width = self.size.width or 46
        letters = {each.id: letter for letter, each in pointer_letters(self._codes).items()} if self._letters else {}
        diagnoses = [each for each in self._codes if each.is_diagnosis]
        procedures = [each for each in self._codes if not each.is_diagnosis]
        rows = [plain("Diagnoses", "bold")]
        rows += [self._diagnosis(each, letters.get(each.id, str(n)), width) for n, each in enumerate(diagnoses, 1)]
        rows += [] if diagnoses else [plain("  none yet: c, type, Enter", "dim")]
        rows += [plain("Procedures", "bold")]
        rows += [self._procedure(each, n, width) for n, each in enumerate(procedures, 1)]
        rows += [] if procedures else [plain("  none", "dim")]
        self.update(Content("\n").join(rows))

    def _diagnosis(self, each: Assignment, number: str, width: int) -> Content:
        tail = f" {each.poa or '·'}" if each.poa or each.role.mark == "P" else ""
        return self._row(each, f"{number:>2} {each.role.mark or ' '} {each.printed:<8}", tail, width)

    def _procedure(self, each: Assignment, number: int, width: int) -> Content:
        parts = ["-".join([each.printed, *each.modifiers])]
        parts += [f"x{each.units}"] if each.units != 1 else []
        parts += [f"@{each.pointers}"] if each.pointers else []
        return self._row(each, f"{number:>2}   {' '.join(parts):<8}", "", width)

    def _row(self, each: Assignment, head: str, tail: str, width: int) -> Content:
        here = each.id == self._current
        fails, warned = each.printed in self._failing, each.printed in self._warned
        marks = "✗" if fails else "!" if warned else " "
        marks += "⚑" if each.printed in self._disputed else ""
        # A code without words of the chart behind it is marked: an auditor will ask.
        evidence = f" ¶{len(each.evidence)}{_WORDS[self._words.get(each.id)]}" if each.evidence else " -"
        word = " error" if fails else " warning" if warned else ""
        end = f"{tail}{evidence}{word}"
        line = cell_fit(f"{'▸' if here else ' '}{marks}{head} {each.title}", max(12, width - len(end)))
        return plain(line + end, "reverse" if here else "")


_MARKS = {(Status.FAIL, Severity.ERROR): "✗", (Status.FAIL, Severity.WARNING): "!", (Status.FAIL, Severity.INFO): "i"}


Deed = Literal["jump", "mend", "override"]


class FindingsList(Static, can_focus=True):
    """The findings, worst first, with what mends them. Passes are not listed: they need nothing."""

    SCOPE: ClassVar[str] = "findings"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("findings")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.act: Callable[[Deed, Finding], None] = lambda deed, finding: None
        """What the screen does about the highlighted finding; called at the key itself, so that keys typed ahead go to
        the question it asks."""
        self._findings: tuple[Finding, ...] = ()
        self._instead = "? not checked yet"
        self._at = 0

    @property
    def current(self) -> Finding | None:
        return self._findings[self._at] if self._findings else None

    def choose(self, rule: str, *codes: str) -> None:
        """Highlight the finding of that rule about those codes, if there is one."""
        for place, each in enumerate(self._findings):
            if (each.rule, *each.codes) == (rule, *codes):
                self._at = place
                self._paint()

    def show(self, findings: Sequence[Finding], *, instead: str = "") -> None:
        """`instead` stands in place of the summary while there is nothing to check, or nothing to check it against."""
        self._instead = instead
        self._findings = tuple(each for each in worst_first(findings) if each.status is not Status.PASS)
        self._at = min(self._at, max(0, len(self._findings) - 1))
        self._paint()

    def summary(self) -> str:
        """`✗ 1 error  ! 1 warning  ? 2 not checked`, in words also without colour."""
        if self._instead:
            return self._instead
        errors = sum(each.blocks for each in self._findings)
        warnings = sum(each.status is Status.FAIL and each.severity is Severity.WARNING for each in self._findings)
        unchecked = sum(each.status is Status.NOT_CHECKED for each in self._findings)
        told = [f"✗ {count_of(errors, 'error')}"] if errors else []
        told += [f"! {count_of(warnings, 'warning')}"] if warnings else []
        told += [f"? {unchecked} not checked"] if unchecked else []
        return "  ".join(told) or "✓ nothing found"

    def on_focus(self) -> None:
        self._paint()

    def on_blur(self) -> None:
        self._paint()

    def on_resize(self) -> None:
        self._paint()

    def action_cursor_down(self) -> None:
        self._at = min(len(self._findings) - 1, self._at + 1) if self._findings else 0
        self._paint()

    def action_cursor_up(self) -> None:
        self._at = max(0, self._at - 1)
        self._paint()

    def action_jump(self) -> None:
        self._act("jump")

    def action_mend(self) -> None:
        self._act("mend")

    def action_override(self) -> None:
        self._act("override")

    def _act(self, deed: Deed) -> None:
        if self.current:
            self.act(deed, self.current)

    def _paint(self) -> None:
        width, height = self.size.width or 46, max(2, self.size.height or 6)
        rows = [plain(cell_fit(self.summary(), width), "bold")]
        first = max(0, min(self._at - height + 3, len(self._findings) - height + 1))
        for place, each in enumerate(self._findings[first : first + height - 1], start=first):
            here = self.has_focus and place == self._at
            mark = "✓" if each.override else _MARKS.get((each.status, each.severity), "?")
            text = f"{'▸' if here else ' '}{mark} {each.message} {each.rule}"
            rows.append(plain(cell_fit(text, width), "reverse" if here else ""))
            if here:
                more = f"accepted by {each.override_by}: {each.override}" if each.override else each.mend
                rows.append(plain(cell_fit(f"    {more or each.source}  [{each.table or each.source}]", width), "dim"))
        self.update(Content("\n").join(rows[:height]))
