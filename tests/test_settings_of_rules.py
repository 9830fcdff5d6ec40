"""What the settings make of rules and payers, and what they say of a slip."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_coder.codebook.edit_lists import read_edit_lists
from tui_coder.domain.edits.lists import PayerTerms
from tui_coder.domain.edits.policy import Choice, RulePolicy
from tui_coder.domain.findings import Finding, Severity, Status
from tui_coder.settings import CheckpointSettings, Settings, SettingsError, load


def read(folder: Path, text: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return load(environ={"TUI_CODER_HOME": str(folder), "TUI_CODER_CONFIG": str(file)})


def test_rules_are_set_for_everyone_and_for_a_client(tmp_path: Path) -> None:
    policy = read(
        tmp_path, '[rules]\nR9 = "off"\n[rules.clients."Harbor Clinic"]\nR16 = "error"\nR9 = "warning"\n'
    ).policy
    assert policy.for_client("Elsewhere") == {"R9": Choice.OFF}
    assert policy.for_client("HARBOR clinic") == {"R9": Choice.WARNING, "R16": Choice.ERROR}


def test_payers_terms_are_read(tmp_path: Path) -> None:
    settings = read(tmp_path, '[payers."medicare"]\npointers = 1\n[payers."acme"]\nfiling_months = 6\n')
    assert settings.payers == {"medicare": PayerTerms(pointers=1), "acme": PayerTerms(filing_months=6)}


def test_the_settings_go_before_what_is_shipped() -> None:
    lists = read_edit_lists().with_payers({"Medicare": PayerTerms(filing_months=6), "acme": PayerTerms(pointers=2)})
    assert lists.filing.months_for("MEDICARE PART B") == 6
    assert lists.limits.pointers_for("Acme Health") == 2
    assert lists.limits.pointers_for("Medicare") == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[rules]\nX9 = "off"\n', "'X9'"),
        ('[rules]\nR9 = "loud"\n', "error, warning or off"),
        ('[rules]\nclients = "none"\n', "rules.clients"),
        ('[payers."a"]\npointers = 0\n', "numbers from 1"),
        ('[payers."a"]\nunits = 3\n', "filing_months and pointers"),
    ],
)
def test_a_slip_is_a_sentence_naming_the_file(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=r"settings\.toml") as raised:
        read(tmp_path, text)
    assert told in str(raised.value)


def finding(rule: str, status: Status, severity: Severity) -> Finding:
    return Finding(rule, status, severity, "A sentence.", ("I10",))


def test_a_choice_changes_failures_alone_and_switching_off_is_seen() -> None:
    found = (
        finding("R16", Status.FAIL, Severity.WARNING), finding("R9", Status.FAIL, Severity.ERROR),
        finding("R9", Status.FAIL, Severity.INFO), finding("R16", Status.NOT_CHECKED, Severity.INFO),
        finding("R4", Status.FAIL, Severity.ERROR),
    )  # fmt: skip
    policy = RulePolicy({"R16": Choice.ERROR, "R9": Choice.OFF})
    told = [(f.rule, f.status.value, f.severity.value) for f in policy.apply(found, "Harbor Clinic")]
    assert told == [
        ("R16", "fail", "error"), ("R16", "not_checked", "info"), ("R4", "fail", "error"), ("R9", "not_checked", "info"),
    ]  # fmt: skip
    assert policy.apply(found)[-1].message == "Not checked: R9 is switched off in the settings."
    assert RulePolicy().apply(found) == found


def test_where_checkpoints_are_kept_is_read(tmp_path: Path) -> None:
    settings = read(tmp_path, '[checkpoints]\nfile = "~/points"\nkey = "/k"\nsyslog = "/dev/log"\n')
    assert settings.checkpoints == CheckpointSettings(Path.home() / "points", Path("/k"), None, "/dev/log")
    for text in ('[checkpoints]\nfiles = "x"\n', "[checkpoints]\nfile = 3\n"):
        with pytest.raises(SettingsError, match=r"\[checkpoints\] may hold file, key, public_key, syslog"):
            read(tmp_path, text)
