"""Each rule on cases as a coder types them: one that passes, one that fails, one that cannot be checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

Results = Callable[..., set[str]]
Vector = tuple[str, str, Sequence[str], str, set[str]]

STAY = ("I10 poa=Y", "R07.9 as=admitting")
THIRTEEN = [f"{code} as=secondary" for code in ("E11.9", "I10", "I50.1", "N18.32", "A41.9", "J18.9", "K29.70")]
THIRTEEN += [f"{code} as=secondary" for code in ("M25.511", "M25.512", "M25.572", "R07.9", "Z79.4", "G30.9")]

# rule, setting, lines, day, what the rule says
VECTORS: list[Vector] = [
    # code_set
    ("R1", "inpatient", STAY, "covered", {"pass"}),
    ("R1", "inpatient", ("icd9cm:401.9 poa=Y",), "covered", {"error 401.9"}),
    ("R1", "professional", ("icd9cm:401.9",), "icd9", {"pass"}),
    ("R1", "professional", ("I10",), "icd9", {"error I10"}),
    ("R1", "outpatient", ("I10", "icd9cm:401.9"), "covered", {"error 401.9"}),
    ("R1", "inpatient", (*STAY, "icd10pcs:0DTJ4ZZ"), "covered", {"pass"}),
    ("R1", "outpatient", ("I10", "icd10pcs:0DTJ4ZZ"), "covered", {"warning 0DTJ4ZZ"}),
    ("R1", "inpatient", ("icd9cm:401.9 poa=Y", "icd10pcs:0DTJ4ZZ"), "icd9", {"error 0DTJ4ZZ"}),
    ("R4", "outpatient", ("I10", "hcpcs:G0463"), "covered", {"pass"}),
    ("R4", "outpatient", ("I10", "Q99.Z"), "covered", {"error Q99.Z"}),
    ("R4", "outpatient", ("I10", "Q99.Z"), "after", {"not_checked I10 Q99.Z", "warning Q99.Z"}),
    ("R4", "outpatient", ("I10",), "after", {"not_checked I10"}),
    ("R4", "outpatient", ("I10",), "before", {"not_checked I10"}),
    ("R4", "professional", ("I10", "cpt:99213 @A"), "covered", {"not_checked 99213"}),
    ("R4", "inpatient", ("icd9cm:401.9 poa=Y", "icd9pcs:45.13"), "icd9", {"not_checked 45.13"}),
    ("R4", "outpatient", ("icd9cm:401.9",), "covered", set()),
    # form
    ("R6", "outpatient", ("E11.9",), "covered", {"pass"}),
    ("R6", "outpatient", ("E11",), "covered", {"error E11"}),
    ("R6", "outpatient", ("E11",), "after", {"error E11"}),
    ("R6", "outpatient", ("E11",), "before", {"warning E11"}),
    ("R6", "outpatient", ("S42.301",), "covered", {"error S42.301"}),
    ("R6", "outpatient", ("S01.00A",), "covered", {"error S01.00A"}),
    ("R6", "outpatient", ("I10", "W19.XXX"), "covered", {"error W19.XXX"}),
    ("R6", "outpatient", ("I10", "Q99.99"), "covered", set()),
    ("R6", "outpatient", ("I10",), "after", set()),
    ("R6", "professional", ("I10", "cpt:99213 @A"), "covered", set()),
    ("R17", "outpatient", ("E11.9", "I10"), "covered", {"pass"}),
    ("R17", "outpatient", ("E11.9", "E11.9"), "covered", {"error E11.9"}),
    ("R17", "outpatient", ("E11.9", "I10", "I10", "I10"), "covered", {"error I10"}),
    ("R17", "inpatient", ("E11.9 poa=Y", "E11.9 as=admitting"), "covered", {"pass"}),
    ("R17", "outpatient", ("R07.9", "R07.9 as=reason_for_visit"), "covered", {"pass"}),
    ("R17", "outpatient", ("I10", *["R07.9 as=reason_for_visit"] * 2), "covered", {"error R07.9"}),
    ("R17", "outpatient", ("E11.9", "hcpcs:G0463", "hcpcs:G0463"), "covered", {"pass"}),
    # sequence
    ("R13", "inpatient", ("J18.9 poa=Y", "R07.9 as=admitting"), "covered", {"pass"}),
    ("R13", "outpatient", (), "covered", {"error"}),
    ("R13", "professional", ("hcpcs:G0463",), "covered", {"error"}),
    ("R13", "outpatient", ("I10 as=secondary",), "covered", {"error"}),
    ("R13", "outpatient", ("I10 as=first_listed", "E11.9 as=first_listed"), "covered", {"error I10 E11.9"}),
    ("R13", "inpatient", ("I10 as=first_listed poa=Y",), "covered", {"error I10"}),
    ("R13", "outpatient", ("I10 as=principal",), "covered", {"warning I10"}),
    ("R13", "professional", ("I10 as=principal",), "covered", {"warning I10"}),
    ("R13", "payer", ("I10 as=principal",), "covered", {"pass"}),
    ("R13", "outpatient", ("I10", "E11.9"), "covered", {"pass"}),
    ("R11", "outpatient", ("S01.00XA", "W19.XXXA"), "covered", {"pass"}),
    ("R11", "outpatient", ("W19.XXXA as=first_listed",), "covered", {"error W19.XXXA"}),
    ("R11", "outpatient", ("icd9cm:E888.9 as=first_listed",), "icd9", {"error E888.9"}),
    ("R11", "outpatient", ("I10", "K29.70 as=external_cause"), "covered", {"warning K29.70"}),
    ("R11", "inpatient", ("J18.9 poa=Y",), "covered", {"pass"}),
    ("R11", "inpatient", ("Z37.0 poa=Y",), "covered", {"error Z37.0"}),
    ("R11", "outpatient", ("Z37.0",), "covered", {"pass"}),
    ("R11", "inpatient", ("I10 poa=Y",), "covered", {"not_checked I10"}),
    ("R12", "outpatient", ("M25.511", "S82.891S"), "covered", {"pass"}),
    ("R12", "outpatient", ("S82.891S", "M25.511"), "covered", {"warning S82.891S"}),
    ("R24", "inpatient", STAY, "covered", {"pass"}),
    ("R24", "inpatient", ("I10 poa=Y",), "covered", {"warning"}),
    ("R24", "inpatient", (*STAY, "R52 as=admitting"), "covered", {"error R07.9 R52"}),
    ("R24", "outpatient", ("I10", "R07.9 as=admitting"), "covered", {"warning R07.9"}),
    ("R24", "outpatient", ("I10", "R07.9 as=reason_for_visit"), "covered", {"pass"}),
    ("R24", "inpatient", (*STAY, "R52 as=reason_for_visit"), "covered", {"warning R52"}),
    (
        "R24", "outpatient", ("I10", *(f"{c} as=reason_for_visit" for c in ("R07.9", "R52", "M25.511", "M25.512"))),
        "covered", {"error M25.512"},
    ),
    # etiology
    ("R10", "outpatient", ("G30.9", "F02.80"), "covered", {"pass"}),
    ("R10", "outpatient", ("F02.80", "I10"), "covered", {"error F02.80"}),
    ("R10", "outpatient", ("F02.80", "G30.9"), "covered", {"error F02.80", "error F02.80 G30.9"}),
    ("R10", "outpatient", ("B95.61",), "covered", {"pass"}),
    ("R10", "outpatient", ("I11.0", "I50.23"), "covered", {"pass"}),
    ("R10", "outpatient", ("I50.23", "I11.0"), "covered", {"error I50.23 I11.0"}),
    ("R10", "outpatient", ("I10", "I50.23", "I11.0"), "covered", {"warning I50.23 I11.0"}),
    ("R10", "outpatient", ("A41.9", "T81.44XA"), "covered", {"warning A41.9 T81.44XA"}),
    ("R10", "outpatient", ("A41.9", "I10"), "covered", {"pass"}),
    ("R10", "outpatient", ("D63.1", "I10"), "covered", {"warning D63.1"}),
    ("R10", "outpatient", ("T39.011A", "K29.70"), "covered", {"pass"}),
    ("R10", "outpatient", ("T39.015A", "K29.70"), "covered", {"error T39.015A K29.70"}),
    ("R10", "outpatient", ("I11.0",), "covered", {"info I11.0", "pass"}),
    ("R10", "outpatient", ("I11.0", "Q99.Z"), "covered", {"info I11.0"}),
    ("R10", "outpatient", ("J44.9",), "covered", {"pass"}),
    ("R10", "outpatient", ("K76.6",), "covered", {"info K76.6", "pass"}),
    ("R10", "outpatient", ("I10", "N52.1"), "covered", {"not_checked N52.1"}),
    ("R10", "outpatient", ("icd9cm:401.9",), "icd9", {"not_checked 401.9"}),
    ("R10", "outpatient", ("I10",), "after", set()),
    # excludes
    ("R8", "outpatient", ("E11.9", "I10"), "covered", {"pass"}),
    ("R8", "outpatient", ("E11.9",), "covered", set()),
    ("R8", "outpatient", ("E11.9", "E10.9"), "covered", {"error E11.9 E10.9"}),
    ("R8", "outpatient", ("E10.9", "E11.9"), "covered", {"error E10.9 E11.9"}),
    ("R8", "inpatient", ("E11.9 poa=Y", "E10.9 as=admitting"), "covered", set()),
    ("R8", "outpatient", ("I10", "Z94.0"), "covered", {"not_checked Z94.0"}),
    ("R8", "outpatient", ("I10", "Q99.Z"), "covered", set()),
    ("R8", "outpatient", ("icd9cm:401.9", "icd9cm:E888.9"), "icd9", set()),
    ("R9", "outpatient", ("M79.672", "M25.572"), "covered", {"info M79.672 M25.572", "pass"}),
    ("R9", "outpatient", ("I10", "R07.9"), "covered", {"pass"}),
    # poa
    ("R18", "inpatient", STAY, "covered", {"pass"}),
    ("R18", "inpatient", ("I10",), "covered", {"error I10"}),
    ("R18", "inpatient", ("I10 poa=exempt",), "covered", {"not_checked I10"}),
    ("R18", "inpatient", ("I10 poa=U", "Z79.4 poa=exempt"), "covered", {"pass"}),
    ("R18", "inpatient", ("I10 poa=W", "Z79.4"), "covered", {"pass"}),
    ("R18", "inpatient", ("I10 poa=N", "Z79.4 poa=Y"), "covered", {"warning Z79.4"}),
    ("R18", "inpatient", ("J18.9 poa=exempt",), "covered", {"error J18.9"}),
    ("R18", "inpatient", ("S01.00XA poa=Y", "W19.XXXA"), "covered", {"not_checked W19.XXXA"}),
    ("R18", "inpatient", ("S01.00XA poa=Y", "W19.XXXA poa=Y"), "covered", {"pass"}),
    ("R18", "inpatient", ("S01.00XA poa=Y", "V00.811A"), "covered", {"error V00.811A"}),
    ("R18", "outpatient", ("I10",), "covered", set()),
    ("R18", "outpatient", ("I10 poa=Y",), "covered", {"warning I10"}),
    ("R18", "professional", ("I10 poa=Y",), "covered", {"warning I10"}),
    ("R18", "payer", ("I10",), "covered", {"not_checked"}),
    ("R20", "inpatient", ("I10 poa=Y", "R07.9 as=admitting"), "covered", {"pass"}),
    ("R20", "inpatient", ("I10 poa=Y", "R07.9 as=admitting poa=Y"), "covered", {"warning R07.9"}),
    # claim_limits
    ("R21", "professional", ("I10", "hcpcs:G0463 @A"), "covered", {"pass"}),
    ("R21", "professional", THIRTEEN[:12], "covered", {"pass"}),
    ("R21", "professional", THIRTEEN, "covered", {"warning G30.9"}),
    ("R21", "outpatient", THIRTEEN, "covered", set()),
    ("R21", "payer", THIRTEEN, "covered", {"not_checked G30.9"}),
    ("R22", "professional", ("I10", "E11.9", "hcpcs:G0463 @BA"), "covered", {"pass"}),
    ("R22", "professional", ("I10", "hcpcs:G0463"), "covered", {"warning G0463"}),
    ("R22", "professional", ("I10", "hcpcs:G0463 @AC"), "covered", {"error G0463"}),
    ("R22", "professional", ("hcpcs:G0463 @A",), "covered", {"error G0463"}),
    ("R22", "professional", (*THIRTEEN[:5], "hcpcs:G0463 @ABCD"), "covered", {"pass"}),
    ("R22", "professional", (*THIRTEEN[:5], "hcpcs:G0463 @ABCDE"), "covered", {"error G0463"}),
    ("R22", "outpatient", ("I10", "hcpcs:G0463 @A"), "covered", {"warning G0463"}),
    ("R22", "payer", ("I10", "hcpcs:G0463"), "covered", {"not_checked G0463"}),
    # modifiers
    ("R16", "outpatient", ("I10", "hcpcs:G0463-25"), "covered", {"pass"}),
    ("R16", "outpatient", ("I10", "hcpcs:G0463-50-LT"), "covered", {"warning G0463"}),
    ("R16", "outpatient", ("I10", "hcpcs:G0463-LT-RT"), "covered", {"warning G0463"}),
    ("R16", "professional", ("I10", "cpt:00000-RT @A"), "covered", {"pass"}),
    ("R16", "professional", ("I10", "cpt:00000-F2 @A"), "covered", {"warning 00000"}),
    ("R16", "professional", ("M25.511", "hcpcs:J1100-RT @A"), "covered", {"pass"}),
    ("R16", "professional", ("M25.511", "hcpcs:J1100-LT @A"), "covered", {"warning J1100"}),
    ("R16", "professional", ("M25.511", "M25.512", "hcpcs:J1100-LT @AB"), "covered", {"pass"}),
    ("R16", "professional", ("I50.1", "hcpcs:J1100-RT @A"), "covered", {"pass"}),
    ("R16", "professional", ("I10", "cpt:20610-LT @A"), "covered", {"not_checked 20610"}),
    ("R16", "professional", ("I10", "cpt:20610-25 @A"), "covered", set()),
    ("R23", "outpatient", ("I10", "hcpcs:G0463-25-59-GA-KX"), "covered", {"pass"}),
    ("R23", "outpatient", ("I10-25",), "covered", {"warning I10"}),
    ("R23", "inpatient", ("I10 poa=Y", "icd10pcs:0DTJ4ZZ-LT"), "covered", {"warning 0DTJ4ZZ"}),
    ("R33", "outpatient", ("I10", "hcpcs:G0463-GY"), "covered", {"pass"}),
    ("R33", "outpatient", ("I10", "hcpcs:G0463-GY-GZ"), "covered", {"warning G0463"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "setting", "lines", "day", "said"), VECTORS)
def test_rule_says(
    rule: str, setting: str, lines: Sequence[str], day: str, said: set[str], results: Results, days: dict[str, date]
) -> None:
    assert results(rule, setting, lines, days[day]) == said


def test_every_setting_and_rule_of_the_families_has_a_vector() -> None:
    """The table above is the list of what is claimed to be checked."""
    assert {rule for rule, *_ in VECTORS} == {
        "R1", "R4", "R6", "R8", "R9", "R10", "R11", "R12", "R13", "R16", "R17", "R18", "R20", "R21", "R22", "R23",
        "R24", "R33",
    }  # fmt: skip


def test_a_stay_over_the_change_of_code_sets_is_coded_by_its_discharge(results: Results) -> None:
    over = {"on": date(2015, 10, 2), "since": date(2015, 9, 28)}
    assert results("R2", "inpatient", ("I10 poa=Y",), **over) == {"pass"}
    assert results("R1", "inpatient", ("I10 poa=Y",), **over) == {"pass"}
    assert results("R2", "professional", ("I10",), **over) == {"warning"}


def test_a_code_comes_into_force(results: Results) -> None:
    assert results("R4", "outpatient", ("N18.32",), date(2020, 9, 30)) == {"error N18.32"}
    assert results("R4", "outpatient", ("N18.32",), date(2020, 10, 1)) == {"pass"}


@pytest.mark.parametrize(("on", "rule"), [(date(2015, 9, 30), "error A41.9"), (date(2015, 10, 1), "pass")])
def test_icd10_starts_on_the_first_of_october_2015(results: Results, on: date, rule: str) -> None:
    """The vector measured with the Code Editor: A41.9 is invalid on 2015-09-30 and valid a day later."""
    assert results("R1", "inpatient", ("A41.9 poa=Y",), on) == {rule}
