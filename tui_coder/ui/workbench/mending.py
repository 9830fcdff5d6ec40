"""Mending: from a finding to its code, to its words, and what one key can do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tui_coder.domain.assignment import Assignment, CodeRole
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.findings import Finding, Mend, MendKind, Status
from tui_coder.domain.typed_line import TypedCode
from tui_coder.services import checking, code_entry, coding
from tui_coder.ui.widgets import ask
from tui_coder.ui.widgets.assignment_list import Deed, FindingsList
from tui_coder.ui.workbench.code_work import CodeWork

_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


class Step(NamedTuple):
    """One thing that can be done: a mend, and the code chosen for it where it leaves a choice.

    A header is not posted: it is taken to the code line, where what lies below it is offered.
    """

    mend: Mend
    label: str
    code: str = ""
    header: bool = False


class Mending(CodeWork):
    """What a person does with the findings."""

    def act_on(self, deed: Deed, finding: Finding) -> None:
        deeds = {"jump": self._jump, "mend": self._start_mending, "override": self._accept}
        deeds[deed](finding)

    def _jump(self, finding: Finding) -> None:
        """To the code the finding is about; from there on to its mend."""
        code, current = self._code_of(finding), self.code_list.current
        if code is not None and (current is None or current.id != code.id):
            self.code_list.choose(code.id)
            self.say(finding.mend or finding.message)
        elif finding.mends and self.may_code():
            self.errand(self._mend(finding))
        else:
            self.say(finding.mend or finding.message)

    def _start_mending(self, finding: Finding) -> None:
        if finding.mends:
            self.errand(self._mend(finding))
        else:
            self.say(finding.mend or "There is nothing that one key could mend here.")

    def action_evidence(self) -> None:
        """From the findings, to the words behind the code that the highlighted one is about."""
        listed = self.query_one(FindingsList)
        if listed.has_focus and listed.current is not None and (code := self._code_of(listed.current)) is not None:
            self.code_list.choose(code.id)
        super().action_evidence()

    def _accept(self, finding: Finding) -> None:
        if finding.override:
            self.errand(self._reconsider(finding))
        elif finding.status is not Status.FAIL:
            self.say("Only a failing finding can be accepted; this one was not checked.", warning=True)
        else:
            self.errand(self._override(finding))

    async def _override(self, finding: Finding) -> None:
        reason = await ask.text(self, f"Accept {finding.rule} because")
        if reason:
            house = self.workstation.at_work
            await self.workstation.errands.write(
                checking.override, house.desk, house.books, self.item_id, finding.rule, finding.codes, reason
            )
            await self._look_again()
            self.say(f"{finding.rule} accepted; leads and auditors see the reason.")

    async def _reconsider(self, finding: Finding) -> None:
        """An acceptance gets another reason, or is taken back."""
        house, write = self.workstation.at_work, self.workstation.errands.write
        reason = await ask.text(
            self, f"{finding.rule} accepted because", initial=finding.override, required=False,
            hint="empty takes it back",
        )  # fmt: skip
        if reason is None or reason == finding.override:
            return
        if reason:
            await write(checking.override, house.desk, house.books, self.item_id, finding.rule, finding.codes, reason)
        else:
            await write(checking.take_back, house.desk, self.item_id, finding.rule, finding.codes)
        await self._look_again()
        self.say(f"{finding.rule} {'has its new reason' if reason else 'counts again'}.")

    # ---- mending -----------------------------------------------------------------------------------------------------

    async def _mend(self, finding: Finding) -> None:
        steps = list(self._steps(finding))
        if not steps:
            self.say(finding.mend or finding.message)
            return
        step: Step | None = steps[0]
        if len(steps) > 1:
            choices = [ask.Choice(key, each, each.label) for key, each in zip(_KEYS, steps, strict=False)]
            step = await ask.choice(self, f"Mend {finding.rule}", choices)
        if step is not None:
            await self._apply(step)

    def _steps(self, finding: Finding) -> Iterator[Step]:
        assert self.chart is not None
        house, on = self.workstation.at_work, self.chart.encounter.coding_date
        for mend in finding.mends:
            if mend.kind is MendKind.COMPLETE:
                code = self._named(mend.code)
                for each in mend.choices if code else ():
                    whole = printed(code.system, each.code) if code else each.code
                    yield Step(mend, f"{mend.code} becomes {whole} {each.title}".rstrip(), each.code)
            elif mend.kind is MendKind.ADD:
                for each in code_entry.choices_of(house.books, CodeSystem.ICD10CM, mend.spans, on):
                    label = f"add {printed(CodeSystem.ICD10CM, each.code)} {each.title}"
                    yield Step(mend, label, each.code, header=not each.billable)
            elif mend.kind is MendKind.MOVE_BEFORE:
                yield Step(mend, f"{mend.kind} {mend.code} before {mend.other}")
            else:
                yield Step(mend, f"{mend.kind} {mend.code}")

    async def _apply(self, step: Step) -> None:
        desk, books, write = (
            self.workstation.at_work.desk,
            self.workstation.at_work.books,
            self.workstation.errands.write,
        )
        mend, code, other = step.mend, self._named(step.mend.code), self._named(step.mend.other)
        if mend.kind is MendKind.ADD and step.header:
            self._take_to_line(CodeSystem.ICD10CM, step.code)
        elif mend.kind is MendKind.ADD:
            self._changed(
                await write(
                    coding.post, desk, books, self.item_id, TypedCode(step.code), system=CodeSystem.ICD10CM,
                    evidence=self._words(),
                )
            )  # fmt: skip
        elif code is None:
            self.say("That code is no longer on the case.", warning=True)
        elif mend.kind is MendKind.COMPLETE:
            self._changed(await write(coding.complete, desk, books, self.item_id, code.id, step.code))
        elif mend.kind is MendKind.MOVE_BEFORE and other is not None:
            self._changed(await write(coding.move_before, desk, self.item_id, code.id, other.id))
        elif mend.kind is MendKind.LEAD:
            self._changed(await write(coding.set_role, desk, self.item_id, code.id, CodeRole.PRINCIPAL))
        elif mend.kind is MendKind.REMOVE:
            self._changed(await write(coding.remove, desk, self.item_id, code.id))

    def _code_of(self, finding: Finding) -> Assignment | None:
        return next((found for each in finding.codes if (found := self._named(each)) is not None), None)

    def _named(self, name: str) -> Assignment | None:
        """The last code of that name: of two the one that stands there once more."""
        codes = self.chart.codes if self.chart else ()
        return next((each for each in reversed(codes) if each.printed == name), None)
