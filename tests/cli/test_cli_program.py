"""The program as a whole: versions, keys, what is not there yet, streams, and how errors are told."""

from __future__ import annotations

import os
import stat
import subprocess

import pytest
from office import Office, program

from tui_coder import __version__, cli
from tui_coder.cli import people as people_commands
from tui_coder.ui.commands import COMMANDS


def test_version_three_ways(empty_office: Office) -> None:
    for argv in (["--version"], ["version"]):
        ran = empty_office.program(*argv)
        assert (ran.code, ran.out, ran.err) == (0, f"tui-coder {__version__}\n", "")
    assert empty_office.json("version") == {"version": __version__}


def test_keys_are_the_command_table(empty_office: Office) -> None:
    listed = empty_office.json("keys")
    assert [(each["id"], tuple(each["keys"])) for each in listed] == [(each.id, each.keys) for each in COMMANDS]
    assert set(listed[0]) == {"id", "keys", "label", "help", "group", "scope", "writes"}
    assert {each["id"] for each in listed if each["writes"]} == {each.id for each in COMMANDS if each.writes}


def test_keys_shows_a_persons_own_keys(empty_office: Office) -> None:
    (empty_office.home / "config").mkdir()
    (empty_office.home / "config" / "settings.toml").write_text('[keys]\n"queue.next" = "N,f2"\n')
    own = {each["id"]: each["keys"] for each in empty_office.json("keys")}
    assert own["queue.next"] == ["N", "f2"]
    assert "N f2" in empty_office.run("keys").out


def test_a_settings_file_with_a_fault_is_named(empty_office: Office) -> None:
    file = empty_office.home / "settings.toml"
    file.write_text("colour = 3\n")
    environ = {**empty_office.environ, "TUI_CODER_CONFIG": str(file)}
    done = subprocess.run([*program(), "keys"], env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert str(file) in done.stderr and "colour" in done.stderr


def test_what_is_not_there_yet_says_so(empty_office: Office) -> None:
    ran = empty_office.run("export", "A1", "--as", "csv", "-o", "-")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("not yet: ")


@pytest.mark.parametrize("argv", [[], ["demo"], ["demo", "--as", "lead"], ["--as", "ann"]], ids=" ".join)
def test_the_workstation_needs_a_terminal(office: Office, argv: list[str]) -> None:
    ran = office.program(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert "needs a terminal" in ran.err and ran.err.count("\n") == 1


def test_a_reader_who_has_heard_enough_is_no_error(office: Office) -> None:
    started = subprocess.Popen(
        [*program(), "keys", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=office.environ
    )
    assert started.stdout is not None and started.stderr is not None
    started.stdout.close()
    with started.stderr:
        assert started.stderr.read() == b""
    assert started.wait(60) == 0


def test_an_answer_that_cannot_be_written_is_told(office: Office) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*program(), "keys"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
            env=office.environ,
        )  # fmt: skip
    assert done.returncode == 4
    assert "No space left on device" in done.stderr and done.stderr.count("\n") == 1


def test_an_encoding_without_the_letters_shows_question_marks(office: Office) -> None:
    environ = {**office.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*program(), "keys"], env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0
    assert done.stdout.isascii() and "?" in done.stdout


def test_nothing_is_coloured(office: Office) -> None:
    for argv in (["queue", "list", "--as", "ann"], ["doctor"], ["keys"]):
        assert "\x1b" not in office.run(*argv).out


@pytest.mark.parametrize("columns", [40, 80, 132])
def test_no_line_is_wider_than_the_terminal(office: Office, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    for argv in (["queue", "list", "--as", "ann"], ["people", "list"], ["keys"], ["log", "show", "--as", "lena"]):
        lines = office.on_a_terminal(columns, *argv)
        assert 0 < max(map(len, lines)) <= columns, argv


@pytest.mark.parametrize("columns", [None, "80"], ids=["not told", "told by the shell"])
def test_what_goes_to_another_program_is_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch, columns: str | None
) -> None:
    """However wide the terminal is that the shell tells of: nothing is shown there."""
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    rows = office.program("keys").out.splitlines()
    assert max(map(len, rows)) > 80
    assert not any(line.endswith("…") for line in rows)
    longest = max((command.help for command in COMMANDS), key=len)
    assert any(longest in line for line in rows)


# ---- errors ----------------------------------------------------------------------------------------------------------


class _Secret(Exception):
    pass


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect nobody foresaw, whose words hold a patient's name."""

    def fail(call: object) -> int:
        try:
            raise ValueError("Okafor, Ada")
        except ValueError as error:
            raise _Secret("Okafor, Ada") from error

    monkeypatch.setattr(people_commands, "list_all", fail)


@pytest.mark.usefixtures("_broken")
def test_an_unforeseen_error_is_a_sentence_without_its_words(office: Office) -> None:
    ran = office.run("people", "list")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.count("\n") == 1
    assert "_Secret" in ran.err and "--debug" in ran.err and "Okafor" not in ran.err
    assert not (office.home / "state").exists()


@pytest.mark.usefixtures("_broken")
def test_debug_writes_where_it_arose_for_the_owner_alone(office: Office) -> None:
    ran = office.run("people", "list", "--debug")
    log = office.home / "state" / "tui-coder.log"
    assert (ran.code, str(log) in ran.err) == (4, True)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    text = log.read_text()
    assert "_Secret" in text and "ValueError" in text and "in fail" in text
    assert "Okafor" not in text.replace('raise ValueError("Okafor, Ada")', "").replace(
        'raise _Secret("Okafor, Ada")', ""
    )


def test_debug_narrows_a_log_that_others_could_read(office: Office) -> None:
    log = office.home / "state" / "tui-coder.log"
    log.parent.mkdir()
    log.touch(0o644)
    assert office.run("--debug", "queue", "next", "--as", "nobody").code == 2
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "NotFound" in log.read_text()


def test_the_store_that_cannot_be_reached_is_4(office: Office) -> None:
    os.chmod(office.store, 0o644)
    ran = office.run("queue", "list", "--as", "ann")
    assert (ran.code, ran.out) == (4, "")
    assert str(office.store) in ran.err and "chmod 600" in ran.err
    assert office.run("--db", str(office.home), "people", "list").code == 4
    junk = office.home / "junk.db"
    junk.write_bytes(b"not a store" * 1000)
    junk.chmod(0o600)
    assert office.run("--db", str(junk), "people", "list").code == 4


def test_another_kind_of_store_is_wrong_use(office: Office) -> None:
    ran = office.run("--db", "mysql://host/store", "--as", "ann", "queue", "list")
    assert (ran.code, ran.out) == (2, "")
    assert "'mysql' is no kind of store" in ran.err


def test_an_unprotected_way_to_a_team_s_store_is_wrong_use(office: Office) -> None:
    ran = office.run("--db", "postgresql+psycopg://host/store", "queue", "list")
    assert (ran.code, ran.out) == (2, "")
    assert "sslmode=verify-full" in ran.err


def test_a_stranger_is_named(office: Office) -> None:
    ran = office.run("--as", "zoe", "queue", "next")
    assert ran.code == 2
    assert "zoe" in ran.err and "people add" in ran.err


def test_main_takes_the_process_arguments(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["tui-coder", "version"])
    assert cli.main() == 0
    assert capsys.readouterr().out == f"tui-coder {__version__}\n"
