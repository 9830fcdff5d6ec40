"""Coding a chart: posting, changing and removing codes; each change can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tui_coder.domain.assignment import (
    LEADING_ROLES,
    POA_VALUES,
    Assignment,
    CodeRole,
    Evidence,
    default_role,
    in_sequence,
    leading_role,
    moved,
    with_role,
)
from tui_coder.domain.carried import WordsState, words_behind
from tui_coder.domain.codes import CodeSystem, bare, printed
from tui_coder.domain.counting import count_of
from tui_coder.domain.encounter import Encounter, Setting
from tui_coder.domain.refusals import IllegalMove, Malformed, NotFound, UnknownCode
from tui_coder.domain.roles import Right
from tui_coder.domain.typed_line import TypedCode, parse_typed
from tui_coder.domain.work import WorkItem
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Desk, own_item
from tui_coder.store.code_assignments import from_snapshot, snapshot
from tui_coder.store.unit_of_work import UnitOfWork

Codes = tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """The codes after a change, the item's new version, and what was done in words."""

    item: WorkItem
    codes: Codes
    said: str


# ---- changing codes --------------------------------------------------------------------------------------------------


def post(
    desk: Desk,
    books: CodeBooks,
    item_id: int,
    typed: str | TypedCode,
    *,
    system: CodeSystem | None = None,
    evidence: Sequence[Evidence] = (),
    source: str = "coder",
) -> Coded:
    """Post a code as typed (`G0463-25 x2 @AB`), or a picked one with its `system`.

    Raises Malformed for what cannot be read or is not a complete code, UnknownCode for a code in no code book.
    """
    wanted = parse_typed(typed) if isinstance(typed, str) else typed
    encounter = _encounter(desk, item_id)
    code = _complete(books, encounter, wanted, system)

    def add(codes: Codes, unit: UnitOfWork) -> Codes:
        _refuse_twice(codes, code.system, wanted)
        return _with(codes, code, encounter, desk, unit, evidence, source)

    return _change(desk, item_id, f"{printed(code.system, wanted.code)} posted", add)


def post_set(desk: Desk, books: CodeBooks, item_id: int, name: str, lines: Sequence[tuple[CodeSystem, str]]) -> Coded:
    """Post a code set at once, as one change. Diagnoses that stand on the case already are left as they are.

    Raises UnknownCode, naming each member that is no code in force on the date; then nothing is posted.
    """
    encounter = _encounter(desk, item_id)
    members, faults = [], []
    for system, line in lines:
        try:
            members.append(_complete(books, encounter, parse_typed(line), system))
        except (UnknownCode, Malformed) as fault:
            faults.append(str(fault))
    if faults:
        raise UnknownCode(f"{name} was not posted: {' '.join(faults)}")

    def add(codes: Codes, unit: UnitOfWork) -> Codes:
        for code in members:
            present = {(each.system, each.code) for each in codes}
            if not (code.system.is_diagnosis and (code.system, code.typed.code) in present):
                codes = _with(codes, code, encounter, desk, unit, (), f"set {name}")
        return codes

    return _change(desk, item_id, f"set {name} posted", add)


class _Wanted(NamedTuple):
    """A typed code that a code book knows."""

    system: CodeSystem
    title: str
    typed: TypedCode


def _complete(books: CodeBooks, encounter: Encounter, typed: TypedCode, system: CodeSystem | None) -> _Wanted:
    """The code as the code book of the date has it. Raises UnknownCode, and Malformed for a header (R6)."""
    on = encounter.coding_date
    found, title = books.identify(typed.code, on, encounter.setting, system)
    entry = books.entry(found, typed.code, on) if title else None
    if entry is not None and not entry.billable:
        if entry.seventh and any(each.billable for each in entry.children):
            ways = ", ".join(f"{each.character} {each.meaning}" for each in entry.seventh[:4])
            raise Malformed(f"{entry.printed} needs a 7th character: {ways}. It was not posted (R6).")
        below = ", ".join(printed(found, each.code) for each in entry.children[:6])
        raise Malformed(f"{entry.printed} is a header; below it stand {below}. It was not posted (R6).")
    return _Wanted(found, title, typed)


def _with(
    codes: Codes, code: _Wanted, encounter: Encounter, desk: Desk, unit: UnitOfWork, evidence: Sequence[Evidence],
    source: str,
) -> Codes:  # fmt: skip
    """The codes with one more at its place."""
    system, title, wanted = code
    new = Assignment(
        id=unit.codes.next_id(codes),
        system=system,
        code=wanted.code,
        role=default_role(system, wanted.code, encounter.setting, codes),
        sequence=len(codes) + 1,
        title=title,
        poa=wanted.poa,
        modifiers=wanted.modifiers,
        units=wanted.units or 1,
        pointers=wanted.pointers,
        service_date=encounter.service_to if not system.is_diagnosis else None,
        evidence=tuple(evidence),
        source=source,
        by=desk.actor.name,
        at=unit.now,
    )
    posted = in_sequence([*codes, new])
    if wanted.role is not None and wanted.role is not new.role:
        posted = with_role(posted, new.id, wanted.role, encounter.setting)
    return posted


def amend(desk: Desk, item_id: int, code_id: int, typed: str) -> Coded:
    """Change modifiers, units, pointers, POA or role of a code from its typed form; the code itself stays."""
    wanted = parse_typed(typed)
    setting = _encounter(desk, item_id).setting

    def rewrite(codes: Codes, _: UnitOfWork) -> Codes:
        old = _one(codes, code_id)
        if old.code != wanted.code:
            raise Malformed(f"The line changes {old.printed}; to post another code, clear the line first (Esc).")
        new = replace(
            old, modifiers=wanted.modifiers, units=wanted.units or 1, pointers=wanted.pointers, poa=wanted.poa
        )
        changed = tuple(new if each.id == code_id else each for each in codes)
        return with_role(changed, code_id, wanted.role, setting) if wanted.role else changed

    return _change(desk, item_id, f"{wanted.code} amended", rewrite)


def complete(desk: Desk, books: CodeBooks, item_id: int, code_id: int, code: str) -> Coded:
    """Put a complete code in the place of one that lacks characters; its words, role, POA and line stay.

    Raises UnknownCode for a code that is none.
    """
    encounter = _encounter(desk, item_id)

    def fill(codes: Codes, _: UnitOfWork) -> Codes:
        old = _one(codes, code_id)
        system, title = books.identify(code, encounter.coding_date, encounter.setting, old.system)
        new = replace(old, system=system, code=bare(code), title=title, by=desk.actor.name)
        return tuple(new if each.id == code_id else each for each in codes)

    return _change(desk, item_id, "put in its place", fill, about=code_id)


def move_before(desk: Desk, item_id: int, code_id: int, other_id: int) -> Coded:
    """Put a diagnosis before another one; before the leading one it takes the lead."""
    setting = _encounter(desk, item_id).setting

    def go(codes: Codes, _: UnitOfWork) -> Codes:
        other = _one(codes, other_id)
        if other.role in LEADING_ROLES:
            return with_role(codes, code_id, other.role, setting)
        while _place(codes, code_id) > _place(codes, other_id):
            codes = moved(codes, code_id, -1)
        return codes

    return _change(desk, item_id, "moved", go, about=code_id)


def remove(desk: Desk, item_id: int, code_id: int) -> Coded:
    """Take a code off; undo brings it back."""

    def without(codes: Codes, _: UnitOfWork) -> Codes:
        _one(codes, code_id)
        return in_sequence(each for each in codes if each.id != code_id)

    return _change(desk, item_id, "removed", without, about=code_id)


def move(desk: Desk, item_id: int, code_id: int, step: int) -> Coded:
    """Move a code `step` places within its kind; above the leading diagnosis it takes the lead."""
    return _change(desk, item_id, "moved", lambda codes, _: moved(codes, code_id, step), about=code_id)


def move_to(desk: Desk, item_id: int, code_id: int, place: int) -> Coded:
    """Move a code to a place in the sequence, counted from 1, passing each code between like `move` does.

    Raises IllegalMove where its kind has no such place.
    """

    def go(codes: Codes, _: UnitOfWork) -> Codes:
        if not 1 <= place <= len(codes):
            raise IllegalMove(f"There is no place {place}: the item has {count_of(len(codes), 'code')}.")
        steps = place - _place(codes, code_id)
        for _step in range(abs(steps)):
            codes = moved(codes, code_id, 1 if steps > 0 else -1)
        return codes

    return _change(desk, item_id, "moved", go, about=code_id)


def set_role(desk: Desk, item_id: int, code_id: int, role: CodeRole) -> Coded:
    """Give a code its role; "principal" means principal or first-listed, as the setting has it (R13)."""
    setting = _encounter(desk, item_id).setting
    wanted = leading_role(setting) if role in LEADING_ROLES else role
    said = f"made {wanted.label}"
    return _change(desk, item_id, said, lambda codes, _: with_role(codes, code_id, role, setting), about=code_id)


def turn_poa(desk: Desk, item_id: int, code_id: int) -> Coded:
    """The next POA value: Y, N, U, W, exempt (R18). Raises IllegalMove outside inpatient diagnoses."""
    setting = _encounter(desk, item_id).setting

    def turn(codes: Codes, _: UnitOfWork) -> Codes:
        old = _one(codes, code_id)
        if setting is not Setting.INPATIENT or not old.is_diagnosis:
            raise IllegalMove("POA belongs to diagnoses of an inpatient stay (R18).")
        if old.role in (CodeRole.ADMITTING, CodeRole.REASON_FOR_VISIT):
            raise IllegalMove(f"The {old.role.label} diagnosis carries no POA (R20).")
        place = POA_VALUES.index(old.poa) + 1 if old.poa else 0
        new = replace(old, poa=POA_VALUES[place % len(POA_VALUES)])
        return tuple(new if each.id == code_id else each for each in codes)

    return _change(desk, item_id, "POA turned", turn, about=code_id)


def attach(desk: Desk, item_id: int, code_id: int, evidence: Evidence) -> Coded:
    """Add words of the chart to a code; the same words again take them off."""

    def add(codes: Codes, _: UnitOfWork) -> Codes:
        old = _one(codes, code_id)
        spans = tuple(each for each in old.evidence if each != evidence)
        new = replace(old, evidence=spans if evidence in old.evidence else (*spans, evidence))
        return tuple(new if each.id == code_id else each for each in codes)

    return _change(desk, item_id, "evidence changed", add, about=code_id)


def carry_over(desk: Desk, item_id: int, code_id: int) -> Coded:
    """Point the evidence of a code to the version in force, where its words stand there too; undo takes it back.

    Raises IllegalMove where there is nothing to carry over, or the words no longer stand there.
    """

    def carry(codes: Codes, unit: UnitOfWork) -> Codes:
        old = _one(codes, code_id)
        encounter_id = unit.items.encounter_id(item_id)
        also = [each.document_id for each in old.evidence]
        behind = words_behind(old, unit.encounters.documents(encounter_id, desk.actor.id, also=also))
        if any(each.state is WordsState.CHANGED for each in behind):
            raise IllegalMove(f"The words behind {old.printed} no longer stand in the new version: read it again.")
        if not any(each.now for each in behind):
            raise IllegalMove(f"The words behind {old.printed} stand in the version in force.")
        evidence = tuple(dict.fromkeys(each.now or each.evidence for each in behind))
        return tuple(replace(each, evidence=evidence) if each.id == code_id else each for each in codes)

    return _change(desk, item_id, "carried to the new version", carry, about=code_id)


def undo(desk: Desk, item_id: int) -> Coded:
    """Take back this person's last change to the codes. Raises IllegalMove when there is none."""
    return _step_back(desk, item_id, forward=False)


def redo(desk: Desk, item_id: int) -> Coded:
    """Do again what was undone last. Raises IllegalMove when there is nothing."""
    return _step_back(desk, item_id, forward=True)


def code_named(codes: Codes, name: str) -> Assignment:
    """The code typed by name on a case. Raises NotFound."""
    wanted = bare(name)
    for each in codes:
        if each.code == wanted:
            return each
    raise NotFound(f"'{name}' is not among the codes of this item.")


def _change(
    desk: Desk, item_id: int, said: str, change: Callable[[Codes, UnitOfWork], Codes], about: int | None = None
) -> Coded:
    desk.may(Right.CODE)
    with desk.writing() as unit:
        item = own_item(unit, desk, item_id)
        before = unit.codes.of(item_id)
        changed = change(before, unit)
        if changed == before:
            return Coded(item, before, "Nothing changed: it stands so already.")
        unit.codes.replace(item_id, before, changed)
        new = unit.items.write(item, desk.actor.name)
        told = f"{_one(before, about).printed} {said}" if about is not None else said
        parts = [{"before": snapshot(before), "after": snapshot(changed)}]
        unit.changes.add(desk.actor.id, scope(item_id), told, parts)
        desk.note(unit, f"codes: {told}", new, listed(before), listed(changed))
        return Coded(new, changed, told)


def _step_back(desk: Desk, item_id: int, *, forward: bool) -> Coded:
    desk.may(Right.CODE)
    with desk.writing() as unit:
        item = own_item(unit, desk, item_id)
        find = unit.changes.to_redo if forward else unit.changes.to_undo
        change = find(desk.actor.id, scope(item_id))
        if change is None:
            raise IllegalMove("Nothing to do again on this chart." if forward else "Nothing to undo on this chart.")
        start, end = ("before", "after") if forward else ("after", "before")
        now = unit.codes.of(item_id)
        if snapshot(now) != change.parts[0][start]:
            raise IllegalMove("The codes were changed by someone else since; there is nothing of yours to undo.")
        wanted = from_snapshot(change.parts[0][end])
        unit.codes.replace(item_id, now, wanted)
        unit.changes.mark(change, undone=not forward)
        new = unit.items.write(item, desk.actor.name)
        told = f"{'done again' if forward else 'undone'}: {change.label}"
        desk.note(unit, f"codes: {told}", new, listed(now), listed(wanted))
        return Coded(new, wanted, told)


def _refuse_twice(codes: Codes, system: CodeSystem, wanted: TypedCode) -> None:
    for each in codes:
        if system.is_diagnosis and (each.system, each.code) == (system, wanted.code) and wanted.role is None:
            raise IllegalMove(f"{each.printed} is on the case already; a diagnosis is reported once (R17).")


def _one(codes: Codes, code_id: int) -> Assignment:
    for each in codes:
        if each.id == code_id:
            return each
    raise NotFound("That code is no longer on the case.")


def _place(codes: Codes, code_id: int) -> int:
    """Where a code stands in the sequence, counted from 1."""
    one = _one(codes, code_id)
    return 1 + [each.id for each in in_sequence(codes)].index(one.id)


def _encounter(desk: Desk, item_id: int) -> Encounter:
    with desk.reading() as unit:
        return unit.encounters.get(unit.items.encounter_id(item_id))


def scope(item_id: int) -> str:
    """The name under which the changes of an item's codes are undone."""
    return f"item:{item_id}"


def listed(codes: Codes) -> dict[str, object]:
    """The codes as the log keeps them, and where the words behind each stand; the words stay in the chart."""
    return {
        "codes": [
            [each.system.value, each.printed, each.role.value, each.poa, "-".join(each.modifiers), each.units,
             each.pointers, [[words.document_id, words.start, words.end] for words in each.evidence]]
            for each in codes
        ]
    }  # fmt: skip
