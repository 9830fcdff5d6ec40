"""The shelf: releases stand on it whole or not at all, and for their owner alone."""

from __future__ import annotations

import errno
import hashlib
import shutil
import stat
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.shelf import MANIFEST, Shelf, files, told


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "data" / "codesets")


def writing(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "codes.tsv").write_text(text, encoding="utf-8")
        (folder / "notes.tsv").write_text(f"notes of {text}", encoding="utf-8")

    return write


def test_a_release_is_kept_with_its_manifest(shelf: Shelf) -> None:
    assert shelf.releases("hcpcs") == []
    place = shelf.keep(
        "hcpcs", "2026-10", {"title": "Cans", "valid_from": date(2026, 10, 1), "codes": 2}, writing("one")
    )
    assert shelf.releases("hcpcs") == [place] == [shelf.place("hcpcs", "2026-10")]
    manifest = told(place)
    assert (manifest["title"], manifest["valid_from"], manifest["codes"]) == ("Cans", date(2026, 10, 1), 2)
    assert {part: path.read_text(encoding="utf-8") for part, path in files(place).items()} == {
        "codes": "one", "notes": "notes of one",
    }  # fmt: skip
    digests = {each["part"]: each["sha256"] for each in manifest["files"]}  # type: ignore[attr-defined]
    assert digests["codes"] == hashlib.sha256(b"one").hexdigest()


def test_all_of_it_is_for_the_owner_alone(shelf: Shelf, tmp_path: Path) -> None:
    place = shelf.keep("cpt", "2026", {}, writing("one"))
    modes = {stat.S_IMODE(each.stat().st_mode) for each in place.iterdir()}
    assert modes == {0o400}
    for folder in (tmp_path / "data", shelf.folder, place.parent, place):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_shelf_that_accounts_share_is_as_open_as_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o750)
    place = Shelf(folder).keep("cpt", "2026", {}, writing("one"))
    assert [stat.S_IMODE(each.stat().st_mode) for each in (place.parent, place)] == [0o750, 0o750]
    assert {stat.S_IMODE(each.stat().st_mode) for each in place.iterdir()} == {0o440}


def test_the_same_release_again_replaces_the_old(shelf: Shelf) -> None:
    shelf.keep("hcpcs", "2026-10", {"codes": 1}, writing("one"))
    place = shelf.keep("hcpcs", "2026-10", {"codes": 2}, writing("two"))
    assert told(place)["codes"] == 2
    assert files(place)["codes"].read_text(encoding="utf-8") == "two"
    assert len(list(place.iterdir())) == 3


def test_what_fails_half_way_changes_nothing(shelf: Shelf) -> None:
    class Broken(Exception):
        pass

    def write(folder: Path) -> None:
        (folder / "codes.tsv").write_text("half", encoding="utf-8")
        raise Broken

    with pytest.raises(Broken):
        shelf.keep("hcpcs", "2026-10", {}, write)
    assert shelf.releases("hcpcs") == []
    place = shelf.keep("hcpcs", "2026-10", {"codes": 1}, writing("one"))
    before = sorted(place.iterdir())
    with pytest.raises(Broken):
        shelf.keep("hcpcs", "2026-10", {"codes": 2}, write)
    assert sorted(place.iterdir()) == before
    assert told(place)["codes"] == 1


@pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
@pytest.mark.parametrize("calls", [1, 2, 3])
def test_a_load_that_is_killed_leaves_the_old_release_or_the_new(shelf: Shelf, step: str, calls: int) -> None:
    place = shelf.keep("hcpcs", "2026-10", {"codes": 1}, writing("one"))
    program = f"""
        import os, sys
        from pathlib import Path
        from tui_coder.codebook.shelf import Shelf

        left = {calls}
        real = {step}

        def dying(*args, **kwargs):
            global left
            left -= 1
            if not left:
                os._exit(9)
            return real(*args, **kwargs)

        {step} = dying

        def write(folder):
            (folder / "codes.tsv").write_text("two")
            (folder / "notes.tsv").write_text("notes of two")

        Shelf(Path(sys.argv[1])).keep("hcpcs", "2026-10", {{"codes": 2}}, write)
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(program), str(shelf.folder)], timeout=60, check=False)
    assert ran.returncode == 9
    for part, path in files(place).items():
        entry = next(each for each in told(place)["files"] if each["part"] == part)  # type: ignore[attr-defined]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]
    assert files(place)["codes"].read_text(encoding="utf-8") == ("one" if told(place)["codes"] == 1 else "two")
    shelf.keep("hcpcs", "2026-10", {"codes": 3}, writing("three"))
    assert files(place)["codes"].read_text(encoding="utf-8") == "three"


@pytest.mark.parametrize("name", ["", "..", "a/b", "/etc", "x" * 65, "-x", "a b", "\x1b"])
def test_a_release_whose_name_is_no_name_is_refused(shelf: Shelf, name: str) -> None:
    with pytest.raises(CodeBookError, match="cannot name a release"):
        shelf.keep("hcpcs", name, {}, writing("one"))
    assert not shelf.folder.exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(shelf: Shelf) -> None:
    shelf.folder.parent.mkdir()
    shelf.folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(CodeBookError, match=r"cannot be written: .*\. Nothing was changed"):
        shelf.keep("hcpcs", "2026-10", {}, writing("one"))
    assert shelf.releases("hcpcs") == []


def test_a_look_at_a_shelf_that_changes_meanwhile_skips_what_is_gone(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, stays = (shelf.keep("hcpcs", release, {}, writing("one")) for release in ("2026-07", "2026-10"))
    found = Path.glob

    def removing(folder: Path, pattern: str) -> Iterator[Path]:
        for each in list(found(folder, pattern)):
            shutil.rmtree(gone, ignore_errors=True)
            yield each

    monkeypatch.setattr(Path, "glob", removing)
    assert {name for name, _ in shelf.state()} == {str(stays / MANIFEST)}


def test_a_shelf_that_cannot_be_looked_at_is_one_sentence(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(folder: Path, pattern: str) -> Iterator[Path]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "glob", failing)
    with pytest.raises(CodeBookError, match=r"codesets cannot be looked at: Input/output error\."):
        shelf.state()


def test_a_damaged_manifest_is_named(shelf: Shelf) -> None:
    place = shelf.keep("hcpcs", "2026-10", {}, writing("one"))
    (place / MANIFEST).write_text("codes = [", encoding="utf-8")
    with pytest.raises(CodeBookError, match=r"manifest\.toml cannot be read: .* Load the release again"):
        files(place)


@given(text=st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_survives_the_manifest(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    shelf = Shelf(tmp_path_factory.getbasetemp() / "any")
    place = shelf.keep("hcpcs", "1", {"title": text}, lambda folder: None)
    assert tomllib.loads((place / MANIFEST).read_bytes().decode())["title"] == text
