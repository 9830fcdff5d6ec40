"""Which charts a person's credentials stand for, and whose work needs a second signature."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.encounter import Setting, specialty_named
from tui_coder.domain.roles import CREDENTIALS
from tui_coder.domain.routing import (
    SETTINGS_OF,
    Route,
    holds_in_full,
    needs_co_sign,
    route_of,
    usual_credentials,
    wanted,
    why_not_served,
)

IN, OUT, PRO, PAY = Setting.INPATIENT, Setting.OUTPATIENT, Setting.PROFESSIONAL, Setting.PAYER
CREDENTIAL = st.sampled_from(CREDENTIALS)
HELD = st.lists(CREDENTIAL, unique=True, max_size=4).map(tuple)
PAIR = st.tuples(st.integers(1, 3), st.sampled_from(Setting))
WISHES = st.dictionaries(PAIR, st.lists(CREDENTIAL, unique=True, max_size=3).map(tuple), max_size=6)


def test_each_credential_has_its_setting() -> None:
    assert route_of(("CPC",), {}).usual == {PRO}
    assert route_of(("CCS",), {}).usual == {IN, OUT}
    assert route_of(("CPC", "COC"), {}).usual == {PRO, OUT}
    assert route_of(("CCA",), {}).is_open
    assert usual_credentials(PAY) == ("CPC-P", "CCA")
    assert set(SETTINGS_OF) <= set(CREDENTIALS)


def test_nothing_is_kept_from_whoever_holds_nothing_that_names_a_setting() -> None:
    assert route_of((), {}).is_open
    assert route_of(("RHIA", "CRC"), {}).is_open
    assert not route_of(("RHIA", "CPC"), {}).serves(1, IN)


def test_a_client_wants_something_else() -> None:
    wishes = {(1, IN): ("CPC",), (2, PRO): ("CCS-P",), (3, PRO): ()}
    cpc = route_of(("CPC",), wishes)
    assert [cpc.serves(client, IN) for client in (1, 2, 3)] == [True, False, False]
    assert [cpc.serves(client, PRO) for client in (1, 2, 3)] == [True, False, True]
    assert not route_of((), wishes).serves(1, IN)
    assert route_of((), wishes).serves(3, PRO)
    assert wanted(1, IN, wishes) == ("CPC",)
    assert wanted(2, IN, wishes) == ("CIC", "CCA", "CCS")


def test_a_wish_for_full_credentials_leaves_apprentices_out() -> None:
    assert route_of(("CPC-A",), {}).serves(1, PRO)
    assert not route_of(("CPC-A",), {(1, PRO): ("CPC",)}).serves(1, PRO)


def test_a_specialty_narrows_what_the_credentials_open() -> None:
    heart = route_of(("CPC",), {}, ["cardiology"])
    assert heart.serves(1, PRO, "cardiology") and heart.serves(1, PRO)
    assert not heart.serves(1, PRO, "oncology")
    assert not heart.serves(1, IN, "cardiology")
    assert not route_of((), {}, ["cardiology"]).is_open
    assert route_of((), {}).serves(1, IN, "oncology")
    assert not heart.within([1]).serves(1, PRO, "oncology")
    assert heart.within([1]).serves(1, PRO, "cardiology")


@given(st.text(max_size=30))
def test_a_specialty_is_compared_without_case_and_blanks(typed: str) -> None:
    kept = specialty_named(typed)
    assert specialty_named(kept) == kept
    assert specialty_named(f"  {kept}; ") == kept
    assert "," not in kept and ";" not in kept
    assert specialty_named(" Pain\tMedicine ") == specialty_named("pain  MEDICINE") == "pain medicine"


@given(HELD, WISHES)
def test_a_route_serves_what_the_wanted_credentials_say(held: tuple[str, ...], wishes: dict) -> None:
    route = route_of(held, wishes)
    names_a_setting = any(each in SETTINGS_OF for each in held)
    for client in (1, 2, 3):
        for setting in Setting:
            names = wanted(client, setting, wishes)
            by_name = not names or bool(set(held) & set(names))
            by_ignorance = not names_a_setting and (client, setting) not in wishes
            assert route.serves(client, setting) == (by_name or by_ignorance)


@given(HELD, WISHES, st.sets(st.integers(1, 3)))
def test_a_route_within_clients_serves_theirs_and_no_others(held: tuple[str, ...], wishes: dict, own: set) -> None:
    whole = route_of(held, wishes)
    part = whole.within(own)
    for client in (1, 2, 3):
        for setting in Setting:
            assert part.serves(client, setting) == (client in own and whole.serves(client, setting))
    assert not part.is_open


def test_an_open_route_serves_everything() -> None:
    assert Route().is_open
    assert all(Route().serves(1, setting) for setting in Setting)


def test_an_apprentice_s_work_is_co_signed_unless_they_hold_the_full_credential() -> None:
    for_doctors, for_stays = usual_credentials(PRO), usual_credentials(IN)
    assert needs_co_sign(("CPC-A",), for_doctors)
    assert needs_co_sign(("CPC-A",), for_stays)
    assert needs_co_sign(("CPC-A", "RHIT"), for_doctors)
    assert needs_co_sign(("CPC-A", "CIC"), for_doctors)
    assert not needs_co_sign(("CPC-A", "CIC"), for_stays)
    assert not needs_co_sign(("CPC",), for_stays)
    assert not needs_co_sign((), for_doctors)


def test_who_co_signs_holds_the_credential_in_full() -> None:
    assert holds_in_full(("CPC",), usual_credentials(PRO))
    assert not holds_in_full(("CPC-A",), usual_credentials(PRO))
    assert not holds_in_full(("CPC",), usual_credentials(IN))
    assert not holds_in_full((), usual_credentials(IN))
    assert holds_in_full(("RHIA",), ())


def test_why_a_chart_is_not_served_names_what_is_wanted_and_held() -> None:
    told = why_not_served("clinic", IN, ("CPC",), ("CIC", "CCS"))
    assert told == "inpatient of clinic wants CIC or CCS, not CPC"
    told = why_not_served("clinic", IN, (), ("CIC", "CCA", "CCS"))
    assert told == "inpatient of clinic wants CIC, CCA or CCS, and no credential is known"
