"""The typed code line, the roles of codes and their sequence."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tui_coder.domain.assignment import (
    LEADING_ROLES,
    POA_VALUES,
    SEQUENCED_ROLES,
    Assignment,
    CodeRole,
    default_role,
    in_sequence,
    is_external_cause,
    leading_role,
    moved,
    pointer_letters,
    with_role,
)
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import IllegalMove, Malformed, NotFound
from tui_coder.domain.typed_line import TypedCode, parse_typed, typed_form

CODES = {
    CodeSystem.ICD10CM: r"[A-Z][0-9][A-Z0-9]{1,5}",
    CodeSystem.ICD10PCS: r"[0-9A-HJ-NP-Z]{7}",
    CodeSystem.ICD9CM: r"[0-9]{3,5}|V[0-9]{2,4}|E[0-9]{3,4}",
    CodeSystem.ICD9PCS: r"[0-9]{2,4}",
    CodeSystem.HCPCS: r"[A-V][0-9]{4}",
    CodeSystem.CPT: r"[0-9]{5}|[0-9]{4}[FTUM]",
}


@st.composite
def assignments(draw: st.DrawFn, number: int = 1) -> Assignment:
    """Any code line that a claim can carry, its pointers and modifiers in any order."""
    system = draw(st.sampled_from(list(CODES)))
    role = draw(st.sampled_from([each for each in CodeRole if each is not CodeRole.PROCEDURE]))
    return Assignment(
        id=number,
        system=system,
        code=draw(st.from_regex(CODES[system], fullmatch=True)),
        role=role if system.is_diagnosis else CodeRole.PROCEDURE,
        sequence=draw(st.integers(0, 40)),
        poa=draw(st.sampled_from(("", *POA_VALUES))),
        modifiers=tuple(draw(st.lists(st.from_regex(r"[A-Z0-9]{2}", fullmatch=True), max_size=4, unique=True))),
        units=draw(st.integers(1, 99_999)),
        pointers="".join(draw(st.lists(st.sampled_from("ABCDEFGHIJKL"), max_size=12, unique=True))),
    )


@given(assignments(), st.booleans())
def test_what_is_typed_again_is_the_same_line(line: Assignment, in_lower_case: bool) -> None:
    text = typed_form(line)
    typed = parse_typed(text.lower() if in_lower_case else text)
    assert typed == TypedCode(
        code=line.code,
        modifiers=line.modifiers,
        units=None if line.units == 1 else line.units,
        pointers=line.pointers,
        poa=line.poa,
    )


HOSTILE_PARTS = (
    "E11.9",
    "-",
    "--25",
    "@",
    "@AA",
    "@Z",
    "x0",
    "x99999999999",
    "x²",
    "x٣",
    "poa=",
    "poa=q",
    "as=",
    "ß",
    "\x00",
    "\ud800",
    "…",
)


@given(st.one_of(
    st.text(),
    st.text(alphabet=st.characters(exclude_categories=())),
    st.lists(st.sampled_from(HOSTILE_PARTS)).map(" ".join),
    st.lists(st.sampled_from(HOSTILE_PARTS)).map("".join),
))  # fmt: skip
@example("")
@example("E11.9 x²")
@example("." * 5000)
def test_text_of_any_kind_is_read_or_refused_in_a_sentence(text: str) -> None:
    typed = read_or_refusal(text)
    if isinstance(typed, str):
        assert typed.endswith(".")
        return
    assert typed.code.isascii()
    assert typed.code.isalnum()
    assert 1 <= len(typed.code) <= 7
    assert len(typed.modifiers) <= 4
    assert typed.units is None or typed.units >= 1


def read_or_refusal(text: str) -> TypedCode | str:
    try:
        return parse_typed(text)
    except Malformed as refusal:
        return str(refusal)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("e11.9", TypedCode("E119")),
        ("E119 poa=y", TypedCode("E119", poa="Y")),
        ("N18.32 as=secondary", TypedCode("N1832", role=CodeRole.SECONDARY)),
        ("N18.32 role=first-listed", TypedCode("N1832", role=CodeRole.FIRST_LISTED)),
        ("G0463-25 x2 @BA", TypedCode("G0463", ("25",), 2, "BA")),
        ("99213-25-59 -LT", TypedCode("99213", ("25", "59", "LT"))),
        ("0DTJ4ZZ", TypedCode("0DTJ4ZZ")),
        ("W19.XXXA poa=1", TypedCode("W19XXXA", poa="exempt")),
        ("W19.XXXA poa=", TypedCode("W19XXXA", poa="exempt")),
    ],
)
def test_lines_that_are_understood(text: str, typed: TypedCode) -> None:
    assert parse_typed(text) == typed


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "Type a code"),
        ("   ", "Type a code"),
        ("diabetes mellitus", "DIABETES"),
        ("E11.9XXXXX", "E11.9XXXXX"),
        ("G0463-2", "'2'"),
        ("G0463-25-59-GA-KX-LT", "four modifiers"),
        ("G0463-25-25", "twice"),
        ("G0463-25 -25", "twice"),
        ("G0463 x0", "1 or more"),
        ("G0463 x٣", "'x٣'"),
        ("G0463 @ABA", "@aba"),
        ("G0463 @M", "@m"),
        ("E11.9 poa=maybe", "poa=maybe"),
        ("E11.9 as=boss", "as=boss"),
        ("E11.9 type 2", "'type'"),
    ],
)
def test_a_line_that_is_not_understood_names_the_part(text: str, named: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_typed(text)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("system", "code", "led", "role"),
    [
        (CodeSystem.ICD10CM, "E119", False, CodeRole.PRINCIPAL),
        (CodeSystem.ICD10CM, "E119", True, CodeRole.SECONDARY),
        (CodeSystem.ICD10CM, "W19XXXA", False, CodeRole.EXTERNAL_CAUSE),
        (CodeSystem.ICD9CM, "E8889", False, CodeRole.EXTERNAL_CAUSE),
        (CodeSystem.ICD9CM, "V5811", False, CodeRole.PRINCIPAL),
        (CodeSystem.ICD10PCS, "0DTJ4ZZ", False, CodeRole.PROCEDURE),
        (CodeSystem.HCPCS, "V2020", True, CodeRole.PROCEDURE),
    ],
)
def test_role_a_new_code_takes(system: CodeSystem, code: str, led: bool, role: CodeRole) -> None:
    present = [Assignment(1, CodeSystem.ICD10CM, "I10", CodeRole.PRINCIPAL, 1)] if led else []
    assert default_role(system, code, Setting.INPATIENT, present) is role


def test_only_a_stay_has_a_principal_diagnosis() -> None:
    leading = {setting: leading_role(setting) for setting in Setting}
    assert [setting for setting, role in leading.items() if role is CodeRole.PRINCIPAL] == [Setting.INPATIENT]
    assert set(leading.values()) == LEADING_ROLES


@pytest.mark.parametrize(
    ("system", "code", "expected"),
    [
        (CodeSystem.ICD10CM, "V00811A", True),
        (CodeSystem.ICD10CM, "Y99", True),
        (CodeSystem.ICD10CM, "Z794", False),
        (CodeSystem.ICD10CM, "U071", False),
        (CodeSystem.ICD10CM, "", False),
        (CodeSystem.ICD9CM, "E8889", True),
        (CodeSystem.ICD9CM, "V5811", False),
        (CodeSystem.HCPCS, "V2020", False),
        (CodeSystem.HCPCS, "E0100", False),
    ],
)
def test_external_causes(system: CodeSystem, code: str, expected: bool) -> None:
    assert is_external_cause(system, code) is expected


def test_every_role_has_a_word_and_its_mark() -> None:
    assert [(role.label, role.mark) for role in CodeRole] == [
        ("principal", "P"), ("first-listed", "P"), ("secondary", ""), ("admitting", "A"), ("reason for visit", "R"),
        ("external cause", "X"), ("procedure", ""),
    ]  # fmt: skip


def chart(*codes: str) -> tuple[Assignment, ...]:
    """`P I10`: a code with the mark of its role, in the order given; `-` for secondary, `.` for a procedure."""
    marks = {
        "P": CodeRole.PRINCIPAL, "F": CodeRole.FIRST_LISTED, "-": CodeRole.SECONDARY, "A": CodeRole.ADMITTING,
        "X": CodeRole.EXTERNAL_CAUSE, "R": CodeRole.REASON_FOR_VISIT, ".": CodeRole.PROCEDURE,
    }  # fmt: skip
    parted = [code.split() for code in codes]
    return tuple(
        Assignment(number, CodeSystem.ICD10PCS if mark == "." else CodeSystem.ICD10CM, code, marks[mark], number)
        for number, (mark, code) in enumerate(parted, start=1)
    )


def shown(codes: tuple[Assignment, ...]) -> str:
    return " ".join(f"{each.role.mark or '-'}{each.code}" for each in codes)


def test_claim_order() -> None:
    codes = chart(". 0DTJ4ZZ", "A R079", "X W19XXXA", "- I10", "R R52", "P S0100XA")
    assert shown(in_sequence(codes)) == "PS0100XA -I10 XW19XXXA RR52 AR079 -0DTJ4ZZ"


def test_a_secondary_that_moves_to_the_top_leads() -> None:
    codes = chart("P S0100XA", "- E119", "- I10", "- N1832")
    assert shown(moved(codes, 4, -3)) == "PN1832 -S0100XA -E119 -I10"
    assert shown(moved(codes, 1, 1)) == "PE119 -S0100XA -I10 -N1832"
    assert shown(moved(codes, 2, 2)) == "PS0100XA -I10 -N1832 -E119"


@pytest.mark.parametrize(("number", "step"), [(1, -1), (2, 1), (3, -1), (3, 1), (4, 1), (2, -5)])
def test_a_code_stays_among_its_kind(number: int, step: int) -> None:
    with pytest.raises(IllegalMove):
        moved(chart("P S0100XA", "- I10", "X W19XXXA", ". 0DTJ4ZZ"), number, step)


def test_roles_that_only_one_code_can_have_change_hands() -> None:
    codes = chart("P S0100XA", "- E119", "- I10", "A R079")
    assert shown(with_role(codes, 3, CodeRole.FIRST_LISTED, Setting.INPATIENT)) == "PI10 -S0100XA -E119 AR079"
    assert shown(with_role(codes, 2, CodeRole.ADMITTING, Setting.INPATIENT)) == "PS0100XA -I10 -R079 AE119"


def test_a_code_that_has_the_role_keeps_its_place() -> None:
    codes = chart("P S0100XA", "- E119", "- I10")
    assert shown(with_role(codes, 2, CodeRole.SECONDARY, Setting.INPATIENT)) == "PS0100XA -E119 -I10"


def test_the_setting_says_what_leading_is_called() -> None:
    codes = with_role(chart("P I10", "- E119"), 2, CodeRole.PRINCIPAL, Setting.OUTPATIENT)
    assert [(each.code, each.role) for each in codes] == [
        ("E119", CodeRole.FIRST_LISTED), ("I10", CodeRole.SECONDARY),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "role"), [(1, CodeRole.PROCEDURE), (2, CodeRole.PRINCIPAL), (2, CodeRole.SECONDARY)]
)
def test_diagnoses_and_procedures_do_not_change_places(number: int, role: CodeRole) -> None:
    with pytest.raises(IllegalMove):
        with_role(chart("P I10", ". 0DTJ4ZZ"), number, role, Setting.INPATIENT)


def test_a_code_that_is_gone_is_not_found() -> None:
    codes = chart("P I10", "- E119")
    with pytest.raises(NotFound):
        moved(codes, 99, 1)
    with pytest.raises(NotFound):
        with_role(codes, 99, CodeRole.PRINCIPAL, Setting.INPATIENT)


def test_pointer_letters_follow_the_claim_and_end_at_l() -> None:
    codes = chart("A R079", "- E119", "F I10", "X W19XXXA", ". 0DTJ4ZZ")
    letters = pointer_letters(codes)
    assert {letter: each.code for letter, each in letters.items()} == {"A": "I10", "B": "E119", "C": "W19XXXA"}
    many = [Assignment(n, CodeSystem.ICD10CM, f"R{n:03}", CodeRole.SECONDARY, n) for n in range(1, 30)]
    assert "".join(pointer_letters(many)) == "ABCDEFGHIJKL"


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8), st.data())
def test_the_others_keep_their_order_when_one_moves(places: list[int], data: st.DataObject) -> None:
    codes = in_sequence(
        Assignment(number, CodeSystem.ICD10CM, f"R{number:02}", CodeRole.SECONDARY, place)
        for number, place in enumerate(places)
    )
    here = data.draw(st.integers(0, len(codes) - 1))
    there = data.draw(st.integers(0, len(codes) - 1))
    after = moved(codes, codes[here].id, there - here)
    assert after[there].id == codes[here].id
    assert [each.id for each in after if each.id != codes[here].id] == [
        each.id for each in codes if each.id != codes[here].id
    ]


@given(st.data(), st.sampled_from(list(Setting)))
def test_one_code_leads_after_it_was_made_to_whatever_was_imported(data: st.DataObject, setting: Setting) -> None:
    many = data.draw(st.integers(1, 6))
    codes = [replace(data.draw(assignments()), id=number) for number in range(many)]
    chosen = data.draw(st.sampled_from(codes))
    role = data.draw(st.sampled_from(sorted(LEADING_ROLES)))
    if not chosen.is_diagnosis:
        with pytest.raises(IllegalMove):
            with_role(codes, chosen.id, role, setting)
        return
    after = with_role(codes, chosen.id, role, setting)
    leading = [each for each in after if each.role in LEADING_ROLES]
    if chosen.role is not leading_role(setting):
        assert [each.id for each in leading] == [chosen.id]
    assert leading_role(setting) in {each.role for each in leading}


class Chart(RuleBasedStateMachine):
    """Post, move, give roles and remove, in any order a coder may think of."""

    def __init__(self) -> None:
        super().__init__()
        self.setting = Setting.INPATIENT
        self.codes: tuple[Assignment, ...] = ()
        self.posted: Counter[tuple[int, str]] = Counter()
        self.number = 0

    @rule(line=assignments())
    def post(self, line: Assignment) -> None:
        self.number += 1
        role = default_role(line.system, line.code, self.setting, self.codes)
        new = replace(line, id=self.number, role=role, sequence=len(self.codes) + 1)
        self.codes = in_sequence([*self.codes, new])
        self.posted[new.id, new.code] += 1

    @precondition(lambda self: self.codes)
    @rule(data=st.data(), step=st.integers(-4, 4))
    def move(self, data: st.DataObject, step: int) -> None:
        chosen = data.draw(st.sampled_from(self.codes))
        with suppress(IllegalMove):
            self.codes = moved(self.codes, chosen.id, step)

    @precondition(lambda self: self.codes)
    @rule(data=st.data(), role=st.sampled_from(list(CodeRole)))
    def give_role(self, data: st.DataObject, role: CodeRole) -> None:
        chosen = data.draw(st.sampled_from(self.codes))
        try:
            self.codes = with_role(self.codes, chosen.id, role, self.setting)
        except IllegalMove:
            assert chosen.is_diagnosis == (role is CodeRole.PROCEDURE)
        else:
            wanted = leading_role(self.setting) if role in LEADING_ROLES else role
            assert next(each for each in self.codes if each.id == chosen.id).role is wanted

    @invariant()
    def no_code_is_lost_or_made_up(self) -> None:
        assert Counter((each.id, each.code) for each in self.codes) == self.posted

    @invariant()
    def sequences_count_from_one(self) -> None:
        assert [each.sequence for each in self.codes] == list(range(1, len(self.codes) + 1))

    @invariant()
    def at_most_one_leads_and_one_admits(self) -> None:
        roles = Counter(each.role for each in self.codes)
        assert roles[CodeRole.PRINCIPAL] <= 1
        assert roles[CodeRole.FIRST_LISTED] == 0
        assert roles[CodeRole.ADMITTING] <= 1

    @invariant()
    def the_leading_code_stands_first(self) -> None:
        assert all(each.sequence == 1 for each in self.codes if each.role in LEADING_ROLES)

    @invariant()
    def letters_are_given_to_what_goes_out(self) -> None:
        sequenced = [each for each in self.codes if each.role in SEQUENCED_ROLES]
        assert list(pointer_letters(self.codes).values()) == sequenced[:12]


TestChart = Chart.TestCase
TestChart.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def test_a_line_prints_its_code_as_published() -> None:
    line = Assignment(1, CodeSystem.ICD9PCS, "4513", CodeRole.PROCEDURE, 1, service_date=date(2014, 1, 2))
    assert line.printed == "45.13"
    assert (
        typed_form(replace(line, system=CodeSystem.HCPCS, code="G0463", modifiers=("25",), units=2, pointers="BA"))
        == "G0463-25 x2 @BA"
    )
