"""`clients` and `people clients`: whose charts are seen by whom, and for which credentials they are."""

from __future__ import annotations

from office import Office


def test_clients_come_with_an_import_and_have_facilities(office: Office) -> None:
    north, south = office.json("clients", "list")
    assert (north["name"], north["facilities"], south["name"]) == ("north", ["north"], "south")
    assert north["routing"]["inpatient"] == {"credentials": ["CIC", "CCA", "CCS"], "usual": True}
    (north,) = office.json("clients", "facility", "south", "--client", "north")
    assert north["facilities"] == ["north", "south"]
    assert "the usual credentials" in office.run("clients", "list").out


def test_an_import_says_whose_a_new_facility_is(office: Office) -> None:
    charts = office.home / "more.csv"
    charts.write_text("account,setting,service_date,facility\nX9,professional,2026-05-02,west\n", encoding="utf-8")
    assert office.run("import", str(charts), "--client", "mercy").code == 0
    assert [each["facilities"] for each in office.json("clients", "list") if each["name"] == "mercy"] == [["west"]]


def test_a_client_wants_other_credentials(office: Office) -> None:
    (north,) = office.json("clients", "route", "north", "--setting", "inpatient", "--credential", "cic,CCS")
    assert north["routing"]["inpatient"] == {"credentials": ["CIC", "CCS"], "usual": False}
    assert "inpatient: CIC, CCS" in office.run("clients", "list").out
    (north,) = office.json("clients", "route", "north", "--setting", "inpatient", "--anyone")
    assert north["routing"]["inpatient"] == {"credentials": [], "usual": False}
    (north,) = office.json("clients", "route", "north", "--setting", "inpatient", "--usual")
    assert north["routing"]["inpatient"]["usual"] is True
    for argv, word in (
        (["nowhere", "--setting", "inpatient", "--usual"], "no client"),
        (["north", "--setting", "inpatient", "--credential", "PHD"], "PHD"),
        (["north", "--setting", "inpatient"], "--credential"),
    ):
        ran = office.run("clients", "route", *argv)
        assert (ran.code, ran.out) == (2, "")
        assert word in ran.err


def test_what_a_person_sees_is_said_shown_and_taken_back(office: Office) -> None:
    (ann,) = office.json("people", "clients", "ann", "--only", "south")
    assert ann["clients"] == ["south"]
    assert office.json("people", "clients", "ann")[0]["clients"] == ["south"]
    assert [each["clients"] for each in office.json("people", "list") if each["name"] == "ann"] == [["south"]]
    assert [each["item"] for each in office.json("--as", "ann", "queue", "list")["items"]] == ["south/TWIN"]
    (ann,) = office.json("people", "clients", "ann", "--all")
    assert ann["clients"] is None
    assert office.run("people", "clients", "nobody").code == 2
    assert office.run("--as", "bob", "people", "clients", "bob", "--all").code == 5


def test_work_of_a_client_that_is_seen_no_more_goes_back_to_the_pool(office: Office) -> None:
    office.json("queue", "assign", "STAY1", "--to", "ann")
    ran = office.run("people", "clients", "ann", "--only", "south")
    assert "STAY1" in ran.err
    assert office.json("queue", "list", "--pool")["items"][0]["item"] == "STAY1"
    refused = office.run("queue", "assign", "STAY1", "--to", "ann")
    assert refused.code == 1
    assert "ann does not see" in refused.err


def test_a_chart_outside_the_credentials_is_given_by_a_lead_with_a_warning(office: Office) -> None:
    office.json("people", "add", "ann", "--role", "coder", "--credential", "CPC")
    assert office.json("--as", "ann", "queue", "next")["item"] == "OFFICE1"
    given = office.json("--as", "lena", "queue", "assign", "STAY1", "--to", "ann")
    assert "STAY1 is outside ann's credentials: inpatient of north wants CIC" in given["warnings"][0]
    assert office.run("--as", "bob", "queue", "assign", "CLINIC1", "--to", "ann").code == 1
