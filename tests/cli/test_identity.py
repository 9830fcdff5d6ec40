"""Who somebody is comes from their operating system account; what can be typed or set proves nothing."""

from __future__ import annotations

import subprocess

from office import Office, program

from tui_coder.services.accounts import operating_system_account

FORGEABLE = ("USER", "LOGNAME", "USERNAME", "SUDO_USER", "SUDO_UID", "PGUSER", "LNAME", "HOME_USER")


def test_no_variable_makes_someone_else_of_the_account(office: Office) -> None:
    forged = {**office.environ, **dict.fromkeys(FORGEABLE, "lena")}
    done = subprocess.run([*program(), "queue", "next"], capture_output=True, text=True, timeout=60, env=forged)
    assert done.returncode == 0, done.stderr
    me = operating_system_account()
    last = office.json("log", "show", "--person", me)["entries"][-1]
    assert (last["what"], last["person"], last["os_account"]) == ("claimed", me, me)


def test_who_acts_as_a_colleague_stands_beside_them_in_the_log(office: Office) -> None:
    office.json("--as", "ann", "queue", "next")
    (last,) = office.json("log", "show", "--person", "ann")["entries"]
    assert (last["what"], last["person"], last["os_account"]) == ("claimed", "ann", operating_system_account())


def test_nobody_acts_as_who_is_not_of_the_store(office: Office) -> None:
    ran = office.run("--as", "root2", "queue", "next")
    assert (ran.code, ran.out) == (2, "")
    assert "no person of this store" in ran.err
