"""Who is served which charts, and who sees which: by credential, and by the clients that are named for a person."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.team import Team
from tui_coder.domain.dispute import DisputeKind
from tui_coder.domain.encounter import Setting
from tui_coder.domain.queue_row import Listing
from tui_coder.domain.refusals import Malformed, NotAllowed, NotFound, NothingEligible
from tui_coder.domain.roles import Role
from tui_coder.domain.work import WorkState
from tui_coder.services import (
    assigning,
    chart,
    checking,
    claiming,
    clients,
    coding,
    disputes,
    handoffs,
    intake,
    people,
    queue,
    turning_back,
)
from tui_coder.services import team as board
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Desk


@pytest.fixture
def cpc(team: Team) -> Desk:
    """Ann, who holds a CPC."""
    people.add(team.lena, "ann", Role.CODER, ["CPC"])
    return team.ann


@pytest.fixture
def two_clients(team: Team) -> Team:
    """Chart 1 is of ours, chart 2 of theirs; Ann sees ours alone."""
    team.arrive("A1", facility="ours")
    team.arrive("B1", facility="theirs", patient="Okafor, Ada")
    clients.let_see(team.lena, "ann", ["ours"])
    return team


OURS, THEIRS = 1, 2


# ---- by credential ---------------------------------------------------------------------------------------------------


def test_the_next_chart_is_one_for_the_credentials_held(team: Team, cpc: Desk) -> None:
    stay, visit = team.arrive("A1", priority=9, setting=Setting.INPATIENT) + team.arrive("A2")
    assert claiming.upcoming(cpc).id == visit
    assert claiming.claim_next(cpc).id == visit
    with pytest.raises(NothingEligible, match=r"what is in the pool \(1\) is for other credentials"):
        claiming.claim_next(cpc)
    assert claiming.claim_next(team.bob).id == stay


def test_why_a_chart_is_not_served_is_told(team: Team, cpc: Desk) -> None:
    (stay,) = team.arrive("A1", setting=Setting.INPATIENT)
    assert queue.why(cpc, stay)[0] == "not served to you: inpatient of clinic wants CIC, CCA or CCS, not CPC"
    assert "n serves it to whoever" in queue.why(team.bob, stay)[-1]


def test_a_client_s_own_wish_counts(team: Team, cpc: Desk) -> None:
    (stay,) = team.arrive("A1", setting=Setting.INPATIENT)
    clients.wish(team.lena, "Clinic", Setting.INPATIENT, ["cpc", "CIC"])
    assert claiming.upcoming(cpc).id == stay
    assert claiming.upcoming(team.bob) is None
    clients.wish(team.lena, "clinic", Setting.INPATIENT, [])
    assert claiming.upcoming(team.bob).id == stay
    assert clients.wish(team.lena, "clinic", Setting.INPATIENT, None).wishes == {}
    assert claiming.upcoming(cpc) is None
    assert team.events()[-1].what == "routing changed"
    assert (team.events()[-1].before["credentials"], team.events()[-1].after["credentials"]) == ([], "usual")


def test_nobody_takes_a_chart_outside_their_credentials_but_a_lead_gives_it(team: Team, cpc: Desk) -> None:
    stay, other = team.arrive("A1", "A2", setting=Setting.INPATIENT)
    with pytest.raises(NotAllowed, match="A1 is not served to you"):
        claiming.claim(cpc, stay)
    assert team.said()[-1] == "ann denied"
    by_bob = assigning.give(team.bob, [stay], "ann")
    assert "Only a lead gives it" in by_bob.refused[0].reason
    by_lead = assigning.give(team.lena, [stay], "ann")
    assert by_lead.changed[0].assignee == "ann"
    assert by_lead.warnings == ("A1 is outside ann's credentials: inpatient of clinic wants CIC, CCA or CCS, not CPC",)
    assert claiming.claim_next(cpc).id == stay
    assert not assigning.give(team.lena, [other], "bob").warnings
    people.add(team.lena, "lena", Role.LEAD, ["CPC"])
    assigning.release(team.bob, [other])
    assert claiming.claim(team.lena, other).assignee == "lena"


# ---- by specialty ----------------------------------------------------------------------------------------------------


def test_the_next_chart_is_of_the_specialties_held_or_of_none(team: Team) -> None:
    team.arrive("O1", priority=9, specialty="oncology")
    team.arrive("H1", priority=8, specialty="cardiology")
    team.arrive("P1", priority=7, specialty="pain medicine")
    team.arrive("N1", priority=6)
    people.specialise(team.lena, "ann", ["Pain  Medicine", "CARDIOLOGY"])
    assert [claiming.claim_next(team.ann).account for _ in range(3)] == ["H1", "P1", "N1"]
    with pytest.raises(NothingEligible, match=r"what is in the pool \(1\) is for other credentials or specialties"):
        claiming.claim_next(team.ann)
    people.specialise(team.lena, "ann", [])
    assert claiming.claim_next(team.ann).account == "O1"
    told = [each for each in team.events() if each.what == "specialties changed"]
    assert [(each.person, each.after["specialties"]) for each in told] == [
        ("lena", ["pain medicine", "cardiology"]), ("lena", []),
    ]  # fmt: skip


def test_a_specialty_counts_beside_credential_and_client(two_clients: Team) -> None:
    lena, ann = two_clients.lena, two_clients.ann
    people.add(lena, "ann", Role.CODER, ["CPC"])
    people.specialise(lena, "ann", ["cardiology"])
    two_clients.arrive("B2", facility="theirs", specialty="cardiology")
    two_clients.arrive("A2", facility="ours", specialty="oncology")
    two_clients.arrive("A3", facility="ours", specialty="cardiology", setting=Setting.INPATIENT)
    wanted, *_ = two_clients.arrive("A4", facility="ours", specialty="cardiology")
    assigning.give(lena, [OURS], "lena")
    assert claiming.upcoming(ann).id == wanted
    assert claiming.claim_next(ann).id == wanted
    assert claiming.upcoming(ann) is None


def test_who_let_a_chart_of_another_specialty_lapse_leaves_it_to_others(team: Team) -> None:
    (item,) = team.arrive("O1", specialty="oncology")
    people.specialise(team.lena, "ann", ["cardiology"])
    claiming.claim(team.bob, item)
    team.clock.turn(hours=1)
    assert claiming.upcoming(team.ann) is None
    assert claiming.upcoming(team.cy).id == item


def test_nobody_takes_another_specialty_but_a_lead_gives_it_and_is_told(team: Team) -> None:
    (item,) = team.arrive("O1", specialty="oncology")
    people.add(team.lena, "ann", Role.CODER, ["CIC"])
    people.specialise(team.lena, "ann", ["cardiology", "pain medicine"])
    with pytest.raises(NotAllowed, match="it is oncology, not cardiology, pain medicine"):
        claiming.claim(team.ann, item)
    assert queue.why(team.ann, item)[0].endswith("; it is oncology, not cardiology, pain medicine")
    assert "Only a lead gives it" in assigning.give(team.bob, [item], "ann").refused[0].reason
    people.add(team.lena, "ann", Role.CODER)
    given = assigning.give(team.lena, [item], "ann")
    assert given.warnings == ("O1 is outside ann's specialties: it is oncology, not cardiology, pain medicine",)
    assert claiming.claim_next(team.ann).id == item


def test_a_person_who_is_changed_or_narrowed_keeps_their_specialties(team: Team) -> None:
    people.specialise(team.lena, "ann", ["cardiology"])
    people.add(team.lena, "ann", Role.CODER, ["CPC"])
    team.arrive("A1", facility="ours")
    clients.let_see(team.lena, "ann", ["ours"])
    people.mark_away(team.ann, "ann", team.ann.today + timedelta(days=3))
    (ann,) = [each for each in people.everyone(team.lena) if each.name == "ann"]
    assert (ann.specialties, ann.credentials, ann.every_client) == (("cardiology",), ("CPC",), False)


def test_only_who_may_change_people_says_what_they_are_served(team: Team) -> None:
    for desk in (team.ann, team.omar):
        with pytest.raises(NotAllowed):
            people.specialise(desk, "ann", [])
    with pytest.raises(NotFound):
        people.specialise(team.lena, "zoe", ["cardiology"])
    with pytest.raises(Malformed, match="shorten it"):
        people.specialise(team.lena, "ann", ["x" * 65])


def test_an_import_corrects_a_specialty_and_the_queue_goes_by_it(team: Team, tmp_path: Path) -> None:
    charts = tmp_path / "more.csv"

    def take(specialty: str) -> None:
        row = f"X1,professional,2026-05-02,west,{specialty}"
        charts.write_text(f"account,setting,service_date,facility,specialty\n{row}\n", encoding="utf-8")
        assert not intake.import_charts(team.lena, [charts]).rejected

    take("  Oncology ")
    people.specialise(team.lena, "ann", ["cardiology"])
    assert claiming.upcoming(team.ann) is None
    take("CARDIOLOGY")
    assert claiming.upcoming(team.ann).specialty == "cardiology"
    (row,) = queue.page(team.ann, queue.listing(team.ann, "all", filter="cardiol"))
    assert (row.account, row.specialty) == ("X1", "cardiology")
    assert queue.count(team.ann, queue.listing(team.ann, "all", filter="oncol")) == 0


# ---- by client -------------------------------------------------------------------------------------------------------


def test_charts_of_other_clients_are_not_there(two_clients: Team, code_books: CodeBooks) -> None:
    team, ann = two_clients, two_clients.ann
    flag = disputes.raise_flag(team.bob, THEIRS, DisputeKind.CODING, "sequence")
    handoffs.write(team.bob, "cy", [THEIRS], "labs pending")
    handoffs.write(team.bob, "cy", [OURS], "path pending")
    everything = queue.listing(ann, "all")
    assert [row.item_id for row in queue.page(ann, everything)] == [OURS]
    assert queue.count(ann, everything) == 1
    assert queue.count(ann, queue.listing(ann, "all", filter="okafor")) == 0
    assert queue.place_of(ann, everything, THEIRS) is None
    assert disputes.all_disputes(ann) == ()
    assert [each.item_ids for each in handoffs.all_hand_offs(ann)] == [(OURS,)]
    assert sum(each.items for each in board.board(ann)) == 1
    assert queue.names(ann, [OURS]) == {OURS: "A1"}
    for hidden in (
        lambda: chart.open_chart(ann, THEIRS),
        lambda: chart.look_again(ann, THEIRS),
        lambda: chart.overview(ann, THEIRS),
        lambda: chart.save_note(ann, THEIRS, "x"),
        lambda: checking.check(ann, code_books, THEIRS),
        lambda: claiming.claim(ann, THEIRS),
        lambda: coding.post(ann, code_books, THEIRS, "I10"),
        lambda: queue.why(ann, THEIRS),
        lambda: queue.find(ann, "B1"),
        lambda: disputes.take_up(ann, flag.id),
        lambda: disputes.raise_flag(ann, THEIRS, DisputeKind.CODING, "x"),
    ):
        with pytest.raises(NotFound):
            hidden()
    assert assigning.give(ann, [THEIRS], "bob").changed == ()


def test_an_auditor_of_some_clients_sees_what_was_accepted_for_these_alone(
    two_clients: Team, code_books: CodeBooks
) -> None:
    team = two_clients
    for item in (OURS, THEIRS):
        claiming.claim(team.bob, item)
        failing = next(each for each in checking.check(team.bob, code_books, item) if each.blocks)
        checking.override(team.bob, code_books, item, failing.rule, failing.codes, "nothing to code")
    assert {each.item_id for each in checking.accepted(team.omar)} == {OURS, THEIRS}
    clients.let_see(team.lena, "omar", ["ours"])
    assert {each.item_id for each in checking.accepted(team.omar)} == {OURS}


def test_next_and_the_figures_are_of_one_s_own_clients(two_clients: Team) -> None:
    team = two_clients
    assert queue.counts(team.ann).pool == 1
    assert queue.counts(team.bob).pool == 2
    assert claiming.claim_next(team.ann).id == OURS
    with pytest.raises(NothingEligible, match="the pool is empty"):
        claiming.claim_next(team.ann)


def test_whoever_does_not_see_a_chart_is_not_given_it(two_clients: Team) -> None:
    team = two_clients
    refused = assigning.give(team.lena, [THEIRS], "ann").refused
    assert "theirs, whose charts ann does not see" in refused[0].reason
    assert team.item(THEIRS).assignee is None


def test_work_on_charts_that_are_seen_no_more_goes_back_to_the_pool(team: Team) -> None:
    team.arrive("A1", facility="ours")
    team.arrive("B1", facility="theirs")
    for item in (OURS, THEIRS):
        claiming.claim(team.ann, item)
    person, names, outcome = clients.let_see(team.lena, "ann", ["Ours"])
    assert (person.every_client, names, [item.id for item in outcome.changed]) == (False, ("ours",), [THEIRS])
    assert (team.item(OURS).assignee, team.item(THEIRS).assignee) == ("ann", None)
    assert team.said(THEIRS)[-1] == "lena released"
    last = [each for each in team.events() if each.what == "clients changed"][-1]
    assert (last.before["clients"], last.after["clients"]) == ("all", ["ours"])
    clients.let_see(team.lena, "ann", None)
    assert claiming.claim(team.ann, THEIRS).state is WorkState.IN_WORK


def test_a_facility_that_changes_hands_takes_its_charts_along(two_clients: Team) -> None:
    team = two_clients
    claiming.claim(team.ann, OURS)
    client, outcome = clients.give_facility(team.lena, "ours", "theirs")
    assert client.facilities == ("ours", "theirs")
    assert [item.id for item in outcome.changed] == [OURS]
    assert queue.counts(team.ann).pool == 0
    assert queue.counts(team.bob).pool == 2
    client, _ = clients.give_facility(team.lena, "theirs", "ours")
    assert claiming.claim_next(team.ann).id == THEIRS
    assert {each.name: each.facilities for each in clients.all_clients(team.lena)} == {
        "ours": ("theirs",), "theirs": ("ours",),
    }  # fmt: skip
    assert [each.name for each in clients.all_clients(team.ann)] == ["ours"]


def test_who_sees_only_some_clients_changes_neither_people_nor_clients(two_clients: Team) -> None:
    team = two_clients
    clients.let_see(team.lena, "ann", None)
    people.add(team.lena, "ann", Role.LEAD)
    clients.let_see(team.lena, "ann", ["ours"])
    half = people.sign_in(team.store_of("ann"), "ann", team.clock)
    for act in (
        lambda: clients.let_see(half, "ann", None),
        lambda: people.add(half, "dee", Role.CODER),
        lambda: people.remove(half, "bob"),
        lambda: clients.wish(half, "ours", Setting.INPATIENT, []),
        lambda: clients.give_facility(half, "theirs", "ours"),
    ):
        with pytest.raises(NotAllowed, match="some clients only"):
            act()
    assert queue.count(half, Listing("all")) == 1


def test_charts_of_a_client_that_is_not_seen_are_not_taken_in(two_clients: Team, tmp_path: Path) -> None:
    team = two_clients
    clients.let_see(team.lena, "ann", None)
    people.add(team.lena, "ann", Role.LEAD)
    clients.let_see(team.lena, "ann", ["ours"])
    half = people.sign_in(team.store_of("ann"), "ann", team.clock)
    charts = tmp_path / "charts.csv"
    for facility, allowed in (("ours", True), ("theirs", False)):
        charts.write_text(f"account,setting,service_date,facility\nN1,payer,2026-05-02,{facility}\n", encoding="utf-8")
        if allowed:
            assert intake.import_charts(half, [charts]).encounters == 1
            continue
        with pytest.raises(NotAllowed, match="not yours"):
            intake.import_charts(half, [charts])


def test_what_makes_no_sense_is_refused(two_clients: Team) -> None:
    lena = two_clients.lena
    for act, error in (
        (lambda: clients.let_see(lena, "ann", []), Malformed),
        (lambda: clients.let_see(lena, "ann", ["nowhere"]), NotFound),
        (lambda: clients.let_see(lena, "nobody", None), NotFound),
        (lambda: clients.wish(lena, "ours", Setting.INPATIENT, ["PHD"]), Malformed),
        (lambda: clients.give_facility(lena, " ", "ours"), Malformed),
    ):
        with pytest.raises(error):
            act()
    assert [each.name for each in clients.all_clients(lena)] == ["ours", "theirs"]


def test_an_undo_does_not_bring_a_chart_to_whoever_no_longer_sees_it(two_clients: Team) -> None:
    team = two_clients
    assigning.give(team.lena, [THEIRS], "cy")
    assigning.release(team.lena, [THEIRS])
    clients.let_see(team.lena, "cy", ["ours"])
    label, outcome = turning_back.undo(team.lena)
    assert label == "released"
    assert "cy does not see" in outcome.refused[0].reason
    assert team.item(THEIRS).assignee is None


def test_somebody_nobody_knows_sees_nothing(embedded_team: Team) -> None:
    embedded_team.arrive("A1")
    with embedded_team.store.reading(embedded_team.clock()) as unit:
        unit.viewer.become(999)
        assert unit.items.many([OURS]) == ()
        assert unit.items.next_for(999, embedded_team.ann.today, unit.now) is None
