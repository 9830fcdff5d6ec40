"""Every attack on the log is refused or found by the means the docs name; what cannot be found stands there too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.log import ADMIN, ATTACKS, CODER, OWNER, Attack, Scene, on_a_file, on_a_server, outcome, table
from tests.server import Server
from tests.tools.readme_parts import between
from tui_coder.services import anchor_keys
from tui_coder.settings import CheckpointSettings

DOCS = Path(__file__).resolve().parents[2] / "docs" / "log.md"


def of(by: str) -> list[object]:
    return [pytest.param(each, id=each.what) for each in ATTACKS if each.by == by]


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> CheckpointSettings:
    folder = tmp_path_factory.mktemp("keys")
    return CheckpointSettings(folder / "points", folder / "key", anchor_keys.make(folder / "key"))


@pytest.fixture
def own_points(where: CheckpointSettings, tmp_path: Path) -> CheckpointSettings:
    return CheckpointSettings(tmp_path / "points", where.key, where.public_key)


@pytest.mark.parametrize("attack", of(OWNER))
def test_on_the_file(attack: Attack, founded: Path, tmp_path: Path, own_points: CheckpointSettings) -> None:
    scene = on_a_file(tmp_path / "store", founded, own_points)
    with scene.team:
        assert outcome(scene, attack) == attack.expect


@pytest.fixture(scope="module")
def with_psql(server: Server, founded_on_server: str, where: CheckpointSettings) -> Scene:
    """One for all attacks of coders, for they change nothing but the end of the log."""
    return on_a_server(server, founded_on_server, where)


@pytest.mark.parametrize("attack", of(CODER))
def test_with_psql(attack: Attack, with_psql: Scene) -> None:
    before = {name: rows for name, rows in with_psql.team.contents().items() if name != "event"}
    assert outcome(with_psql, attack) == attack.expect
    assert {name: rows for name, rows in with_psql.team.contents().items() if name != "event"} == before


@pytest.mark.parametrize("attack", of(ADMIN))
def test_by_the_administrator(
    attack: Attack, server: Server, founded_on_server: str, own_points: CheckpointSettings
) -> None:
    scene = on_a_server(server, founded_on_server, own_points)
    with scene.team:
        assert outcome(scene, attack) == attack.expect


def test_the_docs_tell_of_every_attack() -> None:
    told = table((each.by, each.what, each.expect) for each in ATTACKS)
    assert between(DOCS.read_text(encoding="utf-8"), "attacks").strip() == told.strip(), (
        "run: python -m tests.attacks.log"
    )
