"""The search as coders use it, in the shipped code book."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_coder.codebook.catalog import CodeBook
from tui_coder.domain.codebook import Hit, SearchCase, Why
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.encounter import Setting, Sex
from tui_coder.resources import sqlite_module

DAY = date(2026, 6, 1)
LAST_OF_ICD9 = date(2015, 9, 30)


def codes(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.printed for hit in hits]


@pytest.mark.parametrize("text", ["e11.65", "E11.65", "e1165", " E1165 ", "e11 65", "E11.65."])
def test_a_code_dotted_or_not_in_any_case(book: CodeBook, text: str) -> None:
    first = book.search(text, on=DAY)[0]
    assert (first.system, first.printed, first.why) == (CodeSystem.ICD10CM, "E11.65", Why.CODE)


@pytest.mark.parametrize("text", ["e", "e1", "e11", "e11.", "e11.6", "E1162"])
def test_the_beginning_of_a_code(book: CodeBook, text: str) -> None:
    hits = book.search(text, on=DAY, systems=[CodeSystem.ICD10CM])
    start = text.replace(".", "").upper()
    if len(start) > 1:
        assert all(hit.code.startswith(start) for hit in hits)
    assert hits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # abbreviations
        ("htn", "I10"), ("ckd", "N18.9"), ("copd", "J44.9"), ("dm2", "E11.9"), ("t2dm", "E11.9"), ("chf", "I50.9"),
        ("uti", "N39.0"), ("afib", "I48.91"), ("a fib", "I48.91"), ("gerd", "K21.9"), ("osa", "G47.33"),
        ("esrd", "N18.6"), ("nstemi", "I21.4"), ("tia", "G45.9"), ("bph", "N40.0"), ("sob", "R06.02"), ("cp", "R07.9"),
        # plain words
        ("pneumonia", "J18.9"), ("type 2 diabetes", "E11.9"), ("essential hypertension", "I10"), ("cough", "R05.9"),
        ("2 type mellitus diabetes", "E11.9"), ("pain chest", "R07.9"), ("hyperl", "E78.5"), ("heart att", "I21.9"),
        # lay words
        ("heart attack", "I21.9"), ("high blood pressure", "I10"), ("stroke", "I63.9"), ("lung cancer", "C34.90"),
        # misspelled
        ("hypertenshun", "I10"), ("diabtes", "E11.9"), ("pnuemonia", "J18.9"), ("diabetis melitus", "E11.9"),
        ("anxeity", "F41.9"), ("siezure", "R56.9"),
        # mixed
        ("fx hip left", "S72.002A"), ("left hip fx", "S72.002A"), ("copd w exac", "J44.1"), ("ckd 3a", "N18.31"),
        ("oa rt knee", "M17.11"), ("htn heart ckd", "I13.0"), ("s/p cabg", "Z95.1"),
        # procedures and supplies
        ("lap appy", "0DTJ4ZZ"), ("torado", "J1885"), ("cpap", "E0601"), ("clinic visit", "G0463"),
    ],
)  # fmt: skip
def test_what_coders_type_brings_the_code_they_mean_first(book: CodeBook, text: str, code: str) -> None:
    hits = book.search(text, on=DAY)
    near = 5 if text in ("heart att", "hyperl", "siezure", "bph", "cpap") else 1
    assert code in codes(hits)[:near]


@pytest.mark.parametrize(
    ("text", "system", "code"),
    [
        ("normal saline 1000 ml", CodeSystem.HCPCS, "J7030"),  # the title has neither the volume nor its unit
        ("heparin injection 10 units", CodeSystem.HCPCS, "J1642"),
        ("pegfilgrastim", CodeSystem.HCPCS, "J2506"),  # its title of 28 characters cuts the word off
        ("total open hysterectomy", CodeSystem.ICD10PCS, "0UT90ZZ"),
        ("orbital cellulitis", CodeSystem.ICD10CM, "H05.019"),  # the title says orbit
        ("colonscopy", CodeSystem.ICD10PCS, "0DJD8ZZ"),  # a misspelling of a word that no title has
        ("concusion", CodeSystem.ICD10CM, "S06.0X0A"),
    ],
)
def test_what_has_most_of_the_words_is_found_where_nothing_has_all(
    book: CodeBook, text: str, system: CodeSystem, code: str
) -> None:
    assert code in codes(book.search(text, on=DAY, systems=[system]))[:5]


def test_nothing_is_said_to_be_found_for_nothing(book: CodeBook) -> None:
    assert book.search("zzqx", on=DAY) == ()
    assert book.search("left zzqx right", on=DAY, systems=[CodeSystem.ICD9PCS]) == ()


@pytest.mark.parametrize(
    ("text", "rather", "than"),
    [
        ("wound open scalp", "S01.00XA", "S01.0"),  # the code before its header
        ("migraine aura intractable", "G43.119", "G43.109"),  # "not intractable" is not meant
        ("esophageal varices bleeding", "I85.01", "I85.00"),  # nor is "without bleeding"
        ("pleural effusion", "J90", "J91.0"),
    ],
)
def test_what_is_meant_stands_before_what_is_like_it(book: CodeBook, text: str, rather: str, than: str) -> None:
    found = codes(book.search(text, on=DAY, limit=40))
    assert found.index(rather) < found.index(than)


def test_a_stay_sees_the_procedure_before_the_status(book: CodeBook) -> None:
    first = {setting: book.search("bka right", on=DAY, case=SearchCase(setting=setting))[0] for setting in Setting}
    assert first[Setting.INPATIENT].system is CodeSystem.ICD10PCS
    assert first[Setting.PROFESSIONAL].printed == "Z89.511"


def test_why_a_hit_matches(book: CodeBook) -> None:
    assert book.search("htn", on=DAY)[0].why is Why.ABBREVIATION
    assert book.search("pneumonia", on=DAY)[0].why is Why.WORDS
    assert book.search("hypertenshun", on=DAY)[0].why is Why.SPELLING
    assert book.search("i10", on=DAY)[0].why is Why.CODE


def test_an_abbreviation_that_looks_like_a_code_leaves_room_for_codes(book: CodeBook) -> None:
    hits = book.search("dm2", on=DAY)
    assert hits[0].printed == "E11.9"
    assert any(hit.system is CodeSystem.ICD10PCS and hit.code.startswith("DM2") for hit in hits)


def test_the_date_of_service_decides_the_system(book: CodeBook) -> None:
    old, new = book.search("hypertension", on=LAST_OF_ICD9), book.search("hypertension", on=date(2015, 10, 1))
    assert {hit.system for hit in old} <= {CodeSystem.ICD9CM, CodeSystem.ICD9PCS, CodeSystem.HCPCS}
    assert old[0].printed == "401.9"
    assert old[0].valid is True
    assert {hit.system for hit in new} <= {CodeSystem.ICD10CM, CodeSystem.ICD10PCS, CodeSystem.HCPCS}
    assert (new[0].printed, new[0].valid) == ("I10", None)
    assert book.search("401.9", on=DAY) == ()
    assert book.search("I10", on=LAST_OF_ICD9) == ()
    assert book.search("401.9")[0].valid is None


def test_only_the_systems_asked_for(book: CodeBook) -> None:
    for system in CodeSystem:
        hits = book.search("insulin", systems=[system])
        assert {hit.system for hit in hits} <= {system}
    assert book.search("insulin", systems=[]) == ()
    assert book.search("insulin", systems=[CodeSystem.CPT]) == ()
    assert book.search("hypertension", systems=[CodeSystem.ICD9CM], on=DAY) == ()


def test_the_case_orders_the_hits_and_removes_none(book: CodeBook) -> None:
    adult = SearchCase(setting=Setting.PROFESSIONAL, age_years=50, sex=Sex.MALE)
    newborn = SearchCase(setting=Setting.INPATIENT, age_years=0)
    first_for_adult = book.search("jaundice", on=DAY, case=adult)[0]
    assert first_for_adult.printed == "R17"
    assert "P59.9" in codes(book.search("jaundice", on=DAY, case=newborn))[:3]
    assert book.search("cpap", on=DAY, case=SearchCase(setting=Setting.INPATIENT))[0].system is CodeSystem.ICD10PCS
    assert book.search("cpap", on=DAY, case=SearchCase(setting=Setting.PROFESSIONAL))[0].printed == "E0601"
    assert set(codes(book.search("gout", on=DAY, case=adult))) == set(codes(book.search("gout", on=DAY)))


@pytest.mark.parametrize("limit", [0, 1, 5, 40])
def test_never_more_than_asked_for(book: CodeBook, limit: int) -> None:
    assert len(book.search("diabetes", limit=limit)) == limit
    assert len(book.search("e11", limit=limit)) == limit


def test_a_search_nobody_waits_for_ends(book: CodeBook) -> None:
    assert book.search("fracture", cancelled=lambda: True) == ()
    asked: list[bool] = []

    def later() -> bool:
        asked.append(True)
        return len(asked) > 2

    assert book.search("fracture of left arm", cancelled=later) == ()
    assert book.search("fracture of left arm", cancelled=lambda: False)


@pytest.mark.parametrize("text", ["", " ", ".", "'", '"', "*", "AND", "NOT (", "a\x00b", "\ud800", "%_", "é", "𝔤out"])
def test_strange_text_is_no_error(book: CodeBook, text: str) -> None:
    assert isinstance(book.search(text), tuple)


WORDS = st.sampled_from(
    (
        "htn", "dm2", "chf", "fx", "hip", "left", "lt", "type", "2", "diabetes", "e11.9", "401.9", "0DTJ",
        "hypertenshun", "pnuemonia", "of", "the", "w/o", "s/p", "init", "neo", "ca",
    )
)  # fmt: skip


@settings(max_examples=100)
@given(
    text=st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=6).map(" ".join)),
    on=st.sampled_from([None, DAY, LAST_OF_ICD9]),
)
def test_any_text_gives_distinct_hits_in_a_stable_order(book: CodeBook, text: str, on: date | None) -> None:
    hits = book.search(text, on=on)
    assert len({(hit.system, hit.code) for hit in hits}) == len(hits) <= 20
    assert book.search(text, on=on) == hits
    assert book.search(text, on=on, limit=7)[:1] == hits[:1]


def sample(built_cache: Path, system: CodeSystem, many: int) -> list[str]:
    """Billable codes from all over a system, the same in every run."""
    (path,) = (built_cache / "codebook").glob(f"{system}-*.sqlite")
    with closing(sqlite_module().connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        found = [row[0] for row in connection.execute("select code from code where billable order by code")]
    return random.Random(system.value).sample(found, many)


@pytest.mark.parametrize(
    "system", [CodeSystem.ICD10CM, CodeSystem.ICD10PCS, CodeSystem.ICD9CM, CodeSystem.ICD9PCS, CodeSystem.HCPCS]
)
def test_every_code_typed_in_full_comes_first(book: CodeBook, built_cache: Path, system: CodeSystem) -> None:
    release = next(each for each in book.releases() if each.system is system)
    for code in sample(built_cache, system, 100):
        for typed in {code, code.lower(), printed(system, code)}:
            first = book.search(typed, systems=[system], on=release.valid_to)[0]
            assert (first.system, first.code, first.why) == (system, code, Why.CODE)
            anywhere = book.search(typed, on=release.valid_to, limit=3)
            assert code in [hit.code for hit in anywhere]


def test_a_code_of_letters_alone_is_a_code(book: CodeBook) -> None:
    (hit,) = book.search("gzhzzzz", on=DAY)
    assert (hit.printed, hit.why) == ("GZHZZZZ", Why.CODE)


def test_a_code_in_use_comes_before_its_like_and_a_favourite_before_both(book: CodeBook) -> None:
    def found(case: SearchCase) -> list[str]:
        return [hit.printed for hit in book.search("hypertension", on=date(2026, 6, 1), case=case, limit=20)]

    plain = found(SearchCase())
    used, kept = plain[6], plain[9]
    by_use = found(SearchCase(used={(CodeSystem.ICD10CM, used.replace(".", "")): 0.9}))
    assert by_use.index(used) < plain.index(used)
    by_choice = found(SearchCase(favourites=frozenset({(CodeSystem.ICD10CM, kept.replace(".", ""))})))
    assert by_choice.index(kept) < plain.index(kept)
    assert sorted(by_use) == sorted(by_choice) == sorted(plain)


def test_no_habit_comes_before_the_code_that_is_typed(book: CodeBook) -> None:
    case = SearchCase(used={(CodeSystem.ICD10CM, "E1165"): 1.0}, favourites=frozenset({(CodeSystem.ICD10CM, "E1165")}))
    assert book.search("e11.9", on=date(2026, 6, 1), case=case)[0].printed == "E11.9"


@pytest.mark.parametrize(("typed", "told"), [("qqbp", "=I10"), ("my bp", "essential primary hypertension")])
def test_words_of_ones_own_stand_for_what_they_were_given(book: CodeBook, typed: str, told: str) -> None:
    on = date(2026, 6, 1)
    assert "I10" not in {hit.printed for hit in book.search(typed, on=on)}
    assert book.search(typed, on=on, case=SearchCase(own_words={typed: told}))[0].printed == "I10"
    assert book.search("htn", on=on, case=SearchCase(own_words={"htn": "=E11.9"}))[0].printed == "E11.9"


def test_a_misspelled_lay_word_is_found_as_its_right_spelling_is(book: CodeBook) -> None:
    on = date(2026, 6, 1)
    assert book.search("neuropthy", on=on)[0].printed == book.search("neuropathy", on=on)[0].printed == "G62.9"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hi blod presure", "I10"), ("rhuematoid arthritis", "M06.9"), ("obstructive sleep apnia", "G47.33"),
        ("apendectomy status", "Z90.49"), ("dyslipedemia", "E78.5"), ("lymphodema arm", "I89.0"),
    ],
)  # fmt: skip
def test_a_misspelled_word_beside_one_that_is_known(book: CodeBook, text: str, code: str) -> None:
    assert book.search(text, on=DAY, limit=1)[0].printed == code


@pytest.mark.parametrize(
    ("text", "code"), [("chess pain", "R07.9"), ("bock pain", "M54.50"), ("soar throat", "J02.9"), ("week muscles", "M62.81")]
)  # fmt: skip
def test_a_slip_that_is_a_word_is_taken_for_the_word_that_goes_with_the_rest(
    book: CodeBook, text: str, code: str
) -> None:
    assert code in codes(book.search(text, on=DAY, limit=3))


@pytest.mark.parametrize(
    ("text", "code"), [("stepped on a rusty nail", "S91.339A"), ("smoke got in my lungs", "J70.5")]
)  # fmt: skip
def test_words_that_part_a_phrase_are_left_out_where_nothing_has_all(book: CodeBook, text: str, code: str) -> None:
    assert code in codes(book.search(text, on=DAY, limit=3))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("stepped on broken glass", "W25.XXXA"), ("spilled boiling water on leg", "T24.201A"),
        ("wants to hurt himself", "R45.88"),
    ],
)  # fmt: skip
def test_words_that_belong_together_are_found_wherever_they_stand(book: CodeBook, text: str, code: str) -> None:
    assert code[:5] in {each[:5] for each in codes(book.search(text, on=DAY, limit=3))}


@pytest.mark.parametrize(
    ("text", "injury", "cause"),
    [
        ("fell off ladder broke wrist", "S52.5", "W11.XXXA"), ("hand crushed by machine", "S67.2", "W31.9XXA"),
        ("tripped over dog and twisted knee", "S83.9", "W01.0XXA"), ("ankle twisted playing soccer", "S93.4", "Y93.66"),
    ],
)  # fmt: skip
def test_what_hurt_and_how_is_found_beside_the_injury_and_behind_it(
    book: CodeBook, text: str, injury: str, cause: str
) -> None:
    found = codes(book.search(text, on=DAY, limit=4))
    assert found[0].startswith(injury)
    assert cause in found[1:]


@pytest.mark.parametrize(
    ("text", "code"), [("stuff nock", "M43.6"), ("heatr racbng", "R00.0"), ("sholder bersitis", "M75.50")]
)  # fmt: skip
def test_a_slip_in_each_word_of_a_phrase_still_finds_it(book: CodeBook, text: str, code: str) -> None:
    assert code in codes(book.search(text, on=DAY, limit=3))


def test_the_disease_of_a_relative_is_the_history_of_a_family(book: CodeBook) -> None:
    assert codes(book.search("grandma had colon cancer", on=DAY))[0] == "Z80.0"


def test_a_word_is_not_what_its_short_form_stands_for_otherwise(book: CodeBook) -> None:
    assert "R45.850" not in codes(book.search("liver tests very high", on=DAY))
    assert "R45.850" in codes(book.search("hi ", on=DAY))


def test_a_phrase_that_no_title_has_is_looked_for_word_by_word(book: CodeBook) -> None:
    assert book.search("pulled muscle jaw", on=DAY)[0].title.startswith("Strain of muscle")


@pytest.mark.parametrize(
    ("text", "code"), [("fell off a ladder", "W11.XXXA"), ("a fib", "I48.91"), ("with a fib", "I48.91")]
)
def test_an_article_says_nothing_but_a_letter_does(book: CodeBook, text: str, code: str) -> None:
    assert book.search(text, on=DAY, limit=1)[0].printed == code


def test_several_vertebrae_are_their_part_of_the_spine(book: CodeBook) -> None:
    assert "lumbar" in book.search("l4 l5 disc herniation", on=DAY, limit=1)[0].title


def test_neighbours_that_were_typed_are_neighbours_in_the_first_title(book: CodeBook) -> None:
    first = book.search("migraine without aura", on=date(2026, 6, 1))[0]
    assert "without aura" in first.title


STAY = SearchCase(setting=Setting.INPATIENT, age_years=58)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # the surgeon's words for a part of the body, a way in, a device
        ("achilles tendon repair left", "0LQP0ZZ"), ("arthroscopic meniscectomy right knee", "0SBC4ZZ"),
        ("percutaneous pinning femoral neck right", "0QS634Z"), ("stone removal common bile duct", "0FC98ZZ"),
        # why and by whom it is done is in no title
        ("emergency appendectomy for peritonitis by dr smith", "0DTJ4ZZ"), ("myomectomy abdominal", "0UB90ZZ"),
        # a name built of known parts; a part of an organ is excised
        ("nephroureterectomy left", "0TT10ZZ"), ("subtotal gastrectomy", "0DB60ZZ"),
        # where something is done, looking in is the way to it
        ("bronchoscopy foreign body removal", "0BC18ZZ"),
        # what was put in before is taken out or changed
        ("ureteral stent removal", "0TP98DZ"), ("ileostomy closure", "0DQB0ZZ"),
        # begun
        ("appen", "0DTJ4ZZ"), ("heller", "0D840ZZ"),
    ],
)  # fmt: skip
def test_a_procedure_in_the_surgeons_words_in_a_hospitals_stay(book: CodeBook, text: str, code: str) -> None:
    assert code in codes(book.search(text, on=DAY, case=STAY, limit=5))


@pytest.mark.parametrize(
    ("text", "code"),
    [("splenectmy lparoscopic", "07TP4ZZ"), ("amptuation lemt great toe", "0Y6Q0Z0"), ("tibbia left open reductioon", "0QSH04Z")],
)  # fmt: skip
def test_a_misspelled_procedure_is_read_as_it_is_meant(book: CodeBook, text: str, code: str) -> None:
    case = SearchCase(setting=Setting.INPATIENT)
    assert code in codes(book.search(text, on=DAY, case=case, limit=5))


def test_the_usual_way_in_comes_first_where_none_is_typed(book: CodeBook) -> None:
    assert codes(book.search("liver biopsy", on=DAY, case=STAY))[0] == "0FB03ZX"


def test_a_procedure_comes_before_what_it_is_done_for(book: CodeBook) -> None:
    first = book.search("corneal transplant right", on=DAY, case=STAY)[0]
    assert first.system is CodeSystem.ICD10PCS


def test_a_surgeons_words_do_not_change_what_is_found_for_a_diagnosis(book: CodeBook) -> None:
    visit = SearchCase(setting=Setting.OUTPATIENT, age_years=58)
    assert codes(book.search("achilles tendinitis left", on=DAY, case=visit))[0] == "M76.62"
    assert codes(book.search("achilles tendinitis left", on=DAY, case=STAY))[0] == "M76.62"


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("fever and cough", {"R50.9", "R05.9"}), ("headache and dizziness", {"R51.9", "R42"}),
        ("htn dm2", {"I10", "E11.9"}), ("afib on eliquis", {"I48.91", "Z79.01"}),
    ],
)  # fmt: skip
def test_of_two_conditions_that_no_code_tells_together_each_has_its_own_first(
    book: CodeBook, text: str, each: set[str]
) -> None:
    assert set(codes(book.search(text, on=DAY))[:2]) == each


def test_two_conditions_that_one_code_tells_have_that_first(book: CodeBook) -> None:
    assert book.search("htn heart ckd", on=DAY)[0].printed == "I13.0"


@pytest.mark.parametrize(
    ("text", "code"),
    [("woke up with double vision", "H53.2"), ("crabs down there", "B85.3"), ("uri sx", "J06.9"), ("acute hfref", "I50.21")],
)  # fmt: skip
def test_a_rare_word_tells_more_than_a_common_one(book: CodeBook, text: str, code: str) -> None:
    assert code in codes(book.search(text, on=DAY))[:3]


@pytest.mark.parametrize(
    ("text", "code"),
    [("respitory failure", "J96.90"), ("skitzophrenia", "F20.9"), ("phebitus", "I80.9"), ("hroat pain", "R07.0")],
)
def test_two_slips_in_a_word_still_find_it(book: CodeBook, text: str, code: str) -> None:
    assert code in codes(book.search(text, on=DAY, limit=10))


@pytest.mark.parametrize(
    ("text", "code"),
    [("torn acl right", "S83.511A"), ("carpal tunnel left", "G56.02"), ("broken ribs left multiple", "S22.42XA")],
)
def test_a_phrase_that_names_one_code_is_found_on_any_side(book: CodeBook, text: str, code: str) -> None:
    assert code in codes(book.search(text, on=DAY))[:5]


@pytest.mark.parametrize(
    ("text", "family"),
    [("ostomy faceplate", "A4"), ("knee brace double upright", "L18"), ("mirvetuximab", "J9063"), ("humira biosimilar", "Q51")],
)  # fmt: skip
def test_short_titles_are_found_by_what_their_family_is_called(book: CodeBook, text: str, family: str) -> None:
    hits = book.search(text, on=DAY, limit=10)
    assert any(hit.system is CodeSystem.HCPCS and hit.printed.startswith(family) for hit in hits)


@pytest.mark.parametrize(
    ("text", "code"),
    [("copd w/o exac", "J44.9"), ("acute gi bleed", "K92.2"), ("weird walk", "R26.9"), ("ascending aortic aneurysm", "I71.21")],
)  # fmt: skip
def test_how_it_is_and_what_it_is_not_hides_no_code(book: CodeBook, text: str, code: str) -> None:
    assert book.search(text, on=DAY)[0].printed == code


def test_no_procedure_is_offered_in_a_visit_for_a_part_of_what_is_typed(book: CodeBook) -> None:
    visit = SearchCase(setting=Setting.OUTPATIENT)
    hits = book.search("blister from new shoes", on=DAY, case=visit)
    assert hits
    assert CodeSystem.ICD10PCS not in {hit.system for hit in hits}


def test_procedures_stand_behind_all_else_in_a_visit(book: CodeBook) -> None:
    visit = SearchCase(setting=Setting.OUTPATIENT)
    hits = book.search("ear feels full", on=DAY, case=visit, limit=10)
    systems = [hit.system is CodeSystem.ICD10PCS for hit in hits]
    assert systems == sorted(systems)
    assert hits[0].system is CodeSystem.ICD10CM


def test_a_default_code_is_offered_on_a_side_that_no_code_tells(book: CodeBook) -> None:
    assert "N28.89" in codes(book.search("right renal mass", on=DAY, limit=10))
    assert codes(book.search("carpal tunnel left", on=DAY, limit=10))[0] == "G56.02"
