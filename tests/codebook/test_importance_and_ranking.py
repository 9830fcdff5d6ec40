"""Which codes come first: by how common they are, and by how well they fit."""

from __future__ import annotations

from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.importance import costs
from tui_coder.codebook.query import Query, Unit
from tui_coder.codebook.ranking import Scale, merged
from tui_coder.codebook.release_file import Candidate
from tui_coder.domain.codebook import SearchCase
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Setting, Sex

EDITION = Edition(
    codes=[
        Listed("I10", "Grinding"),
        Listed("I11", "Rust", billable=False),
        Listed("I110", "Rust with holes", parent="I11"),
        Listed("I119", "Rust, unspecified", parent="I11"),
        Listed("I12", "Squeak", billable=False),
        Listed("I120", "Other squeak", parent="I12"),
        Listed("I129", "Squeak, unspecified", parent="I12"),
        Listed("W01", "Struck by a gear"),
        Listed("S00A", "Broken gear, initial encounter"),
        Listed("S00D", "Broken gear, subsequent encounter"),
    ]
)


def ordered(common: str, system: CodeSystem = CodeSystem.ICD10CM) -> list[str]:
    by_code = costs(system, EDITION, common)
    assert set(by_code) == {listed.code for listed in EDITION.codes}
    return sorted(by_code, key=lambda code: by_code[code])


def test_common_codes_come_first_in_the_order_of_use() -> None:
    order = ordered("# remark\nI12.9 I11.0 # another\nI10")
    assert [code for code in order if code not in ("I11", "I12")][:3] == ["I129", "I110", "I10"]


def test_a_header_follows_its_best_child() -> None:
    order = ordered("I11.9")
    assert order[:2] == ["I119", "I11"]
    assert order.index("I12") > order.index("I129")


def test_what_is_not_listed_as_common_is_ordered_by_what_its_title_says() -> None:
    order = ordered("")
    assert order.index("I129") < order.index("I120")
    assert order.index("S00A") < order.index("S00D")
    assert order.index("I10") < order.index("W01")


def query(*words: str) -> Query:
    return Query("", False, tuple(Unit((word,), ((),)) for word in words))


def cost(title: str, *words: str, system: CodeSystem = CodeSystem.ICD10CM, **candidate: object) -> float:
    row = Candidate(1, str(candidate.get("code", "I10")), title, int(bool(candidate.get("billable", True))), 1.0)
    case = candidate.get("case")
    return Scale(query(*words), system, case if isinstance(case, SearchCase) else None).cost(row)


def test_the_better_a_title_fits_the_less_it_costs() -> None:
    assert cost("Chest pain", "chest", "pain") < cost("Chest pain on breathing", "chest", "pain")
    assert cost("Chest pain", "chest") < cost("Chestnut poisoning", "chest")
    assert cost("Chest pain", "chest", "pain") < cost("Discomfort", "chest", "pain")
    assert cost("Rust", "rust") < cost("Rust", "rust", billable=False)
    assert cost("Rust", "rust") < cost("History of rust", "rust")
    assert cost("History of rust", "history", "rust") < cost("Family history of rust", "history", "rust")


def test_the_case_speaks_against_codes_that_cannot_be_meant() -> None:
    man = SearchCase(age_years=40, sex=Sex.MALE)
    woman = SearchCase(age_years=40, sex=Sex.FEMALE)
    newborn, aged = SearchCase(age_years=0), SearchCase(age_years=80)

    def of(code: str, case: SearchCase) -> float:
        return cost("Gear", "gear", code=code, case=case)

    assert of("O80", aged) > of("O80", woman)
    assert of("O80", man) > of("O80", woman)
    assert of("P599", man) > of("R17", man)
    assert of("P599", newborn) == of("R17", newborn)
    assert of("N400", woman) > of("N400", man)


def test_systems_are_merged_so_that_none_buries_another() -> None:
    def rows(count: int) -> list[tuple[float, Candidate]]:
        return [(1.0 + place / 10, Candidate(place, f"C{place}", "", 1, 1.0)) for place in range(count)]

    by_system = {CodeSystem.ICD10CM: rows(20), CodeSystem.ICD10PCS: rows(3), CodeSystem.HCPCS: rows(3)}
    order = list(merged(by_system, None))
    assert len(order) == 26
    assert order[0][0] is CodeSystem.ICD10CM
    assert CodeSystem.HCPCS in {system for system, _ in order[:10]}
    inpatient = list(merged(by_system, SearchCase(setting=Setting.INPATIENT)))
    office = list(merged(by_system, SearchCase(setting=Setting.PROFESSIONAL)))

    def first_of(order: list[tuple[CodeSystem, Candidate]], system: CodeSystem) -> int:
        return [each for each, _ in order].index(system)

    assert first_of(inpatient, CodeSystem.ICD10PCS) < first_of(inpatient, CodeSystem.HCPCS)
    assert first_of(office, CodeSystem.HCPCS) < first_of(office, CodeSystem.ICD10PCS)
