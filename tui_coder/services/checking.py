"""Checking a case by every rule, accepting a finding with a reason, and submitting what nothing blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tui_coder.domain.assignment import Assignment, Case
from tui_coder.domain.edits.families import check as check_case
from tui_coder.domain.edits.policy import RulePolicy
from tui_coder.domain.encounter import Document, Encounter
from tui_coder.domain.findings import Acceptance, AcceptedFinding, Finding, Status, worst_first
from tui_coder.domain.passages import passages
from tui_coder.domain.refusals import Blocked, Malformed, NotFound
from tui_coder.domain.roles import Right
from tui_coder.domain.work import Move, WorkItem, after
from tui_coder.services import co_signing, code_editor
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.coding import Codes, listed, scope
from tui_coder.services.desk import Desk, clean, own_item
from tui_coder.store.unit_of_work import UnitOfWork


def findings(
    books: CodeBooks,
    encounter: Encounter,
    codes: Codes,
    overrides: Mapping[tuple[str, str], Acceptance],
    documents: Iterable[Document] = (),
    today: date | None = None,
    policy: RulePolicy | None = None,
) -> tuple[Finding, ...]:
    """Every rule on the case as it stands, worst first; accepted findings carry the reason. Writes nothing.

    `documents` are those the evidence stands in, `today` the day deadlines are judged on, `policy` what the site and
    the encounter's client make of the rules (the settings of the books where it is not given).
    """
    case = Case(
        setting=encounter.setting, service_from=encounter.service_from, service_to=encounter.service_to,
        birth_date=encounter.birth_date, sex=encounter.sex.value, payer=encounter.payer, codes=codes,
        passages=passages(codes, documents), today=today,
    )  # fmt: skip
    own = check_case(case, books.references)
    unchecked = {each.rule for each in own if each.status is Status.NOT_CHECKED}
    every = (*own, *code_editor.estimate(case, unchecked))
    found = (policy or books.policy).apply(every, encounter.client or encounter.facility)
    return worst_first(_with_acceptance(each, overrides) for each in found)


def _with_acceptance(finding: Finding, overrides: Mapping[tuple[str, str], Acceptance]) -> Finding:
    accepted = overrides.get((finding.rule, " ".join(finding.codes)))
    if accepted is None or finding.status is not Status.FAIL:
        return finding
    return replace(finding, override=accepted.reason, override_by=accepted.by)


def of_item(
    unit: UnitOfWork, desk: Desk, books: CodeBooks, item_id: int, policy: RulePolicy | None = None
) -> tuple[Finding, ...]:
    """The findings on an item as it stands in a unit of work."""
    encounter_id = unit.items.encounter_id(item_id)
    codes = unit.codes.of(item_id)
    documents = (
        unit.encounters.documents(encounter_id, desk.actor.id, also=evidenced(codes)) if evidenced(codes) else ()
    )
    return findings(
        books, unit.encounters.get(encounter_id), codes, unit.codes.overrides(item_id), documents, desk.today, policy
    )  # fmt: skip


def evidenced(codes: Iterable[Assignment]) -> list[int]:
    """The documents that the evidence of these codes stands in."""
    return sorted({span.document_id for code in codes for span in code.evidence})


def check(desk: Desk, books: CodeBooks, item_id: int) -> tuple[Finding, ...]:
    """The findings on an item as stored."""
    desk.may(Right.READ)
    with desk.reading_chart(item_id) as unit:
        return of_item(unit, desk, books, item_id)


def override(desk: Desk, books: CodeBooks, item_id: int, rule: str, codes: Sequence[str], reason: str) -> None:
    """Accept a failing finding with a reason, which leads and auditors see.

    Raises Malformed without a reason, NotFound where no such finding fails.
    """
    desk.may(Right.CODE)
    reason = clean(reason).strip()
    if not reason:
        raise Malformed("Accepting a finding needs a reason.")
    failing = [each for each in check(desk, books, item_id) if each.status is Status.FAIL and each.rule == rule]
    chosen = [each for each in failing if not codes or each.codes == tuple(codes)]
    if not chosen:
        raise NotFound(f"No finding of rule {rule} fails on this item.")
    with desk.writing() as unit:
        item = own_item(unit, desk, item_id)
        for each in chosen:
            unit.codes.override(item_id, rule, " ".join(each.codes), reason, desk.actor.name, unit.now)
        new = unit.items.write(item, desk.actor.name)
        told: dict[str, object] = {
            "rule": rule,
            "codes": sorted({c for f in chosen for c in f.codes}),
            "reason": reason,
        }
        desk.note(unit, "finding accepted", new, after=told)


def take_back(desk: Desk, item_id: int, rule: str, codes: Sequence[str]) -> None:
    """Take an acceptance back: the finding counts again. Raises NotFound where there is none."""
    desk.may(Right.CODE)
    with desk.writing() as unit:
        item = own_item(unit, desk, item_id)
        accepted = unit.codes.overrides(item_id).get((rule, " ".join(codes)))
        if accepted is None:
            raise NotFound(f"No finding of rule {rule} was accepted on this item.")
        unit.codes.forget_override(item_id, rule, " ".join(codes))
        new = unit.items.write(item, desk.actor.name)
        before: dict[str, object] = {"rule": rule, "codes": list(codes), "reason": accepted.reason}
        desk.note(unit, "acceptance taken back", new, before=before)


def accepted(desk: Desk) -> tuple[AcceptedFinding, ...]:
    """Every finding that was accepted on a chart they see, the newest first, for leads and auditors."""
    desk.may(Right.LOG)
    with desk.reading() as unit:
        found = unit.codes.accepted()
        seen = {item.id for item in unit.items.many(sorted({each.item_id for each in found}))}
    return tuple(each for each in found if each.item_id in seen)


def submit(
    desk: Desk, books: CodeBooks, item_id: int, version: int | None = None
) -> tuple[WorkItem, tuple[Finding, ...]]:
    """Finish an item: it is submitted, or waits for a co-sign where an apprentice coded it.

    `version` is what the screen showed; another one in the store is Stale.

    Raises Blocked, naming what blocks, when an error fails that nobody accepted with a reason.
    """
    desk.may(Right.CODE)
    with desk.writing() as unit:
        item = own_item(unit, desk, item_id)
        if version is not None:
            item = item._replace(version=version)
        codes = unit.codes.of(item_id)
        found = of_item(unit, desk, books, item_id)
        blocking = [each for each in found if each.blocks]
        if blocking:
            count = "1 error blocks" if len(blocking) == 1 else f"{len(blocking)} errors block"
            raise Blocked(f"{count}: {blocking[0].message}")
        move = co_signing.finishing_move(desk, unit, item)
        new = unit.items.write(
            item, desk.actor.name, state=after(item.state, move).value, lease_until=None, returned=False
        )
        unit.changes.forget(scope(item_id))
        unchecked = sorted({each.rule for each in found if each.status is Status.NOT_CHECKED})
        accepted = sorted({each.rule for each in found if each.override})
        what = "submitted" if move is Move.SUBMIT else "presented for co-sign"
        desk.note(unit, what, new, after={**listed(codes), "not_checked": unchecked, "accepted": accepted})
        return new, found
