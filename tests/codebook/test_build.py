"""Building: once, by one process, whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tui_coder.codebook.build import Progress, build, is_built
from tui_coder.codebook.catalog import CodeBook
from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.manifest import read_manifests
from tui_coder.codebook.writer import Wording, write_edition
from tui_coder.domain.codes import CodeSystem
from tui_coder.resources import sqlite_module


def files(cache: Path, pattern: str = "*.sqlite") -> list[Path]:
    return sorted(path for path in (cache / "codebook").glob(pattern) if path.name != "lock.sqlite")


def names(cache: Path) -> set[str]:
    return {path.name for path in (cache / "codebook").iterdir()}


def expected_names(codesets: Path) -> set[str]:
    built = {manifest.built_name for manifest in read_manifests(codesets)}
    return built | {f"{name}.seal" for name in built} | {"lock.sqlite"}


def answers(cache: Path, codesets: Path) -> None:
    book = CodeBook.open(cache, codesets)
    assert book.search("grinding", systems=[CodeSystem.ICD10CM])[0].code == "I10"
    book.close()


def test_every_release_is_built_once_and_for_its_owner_only(tmp_path: Path, small_codesets: Path) -> None:
    cache = tmp_path / "new" / "cache"
    assert not is_built(cache, small_codesets)
    with pytest.raises(CodeBookError, match=r"not built yet\. Run: tui-coder codes build"):
        CodeBook.open(cache, small_codesets)
    heard: list[Progress] = []
    build(cache, heard.append, small_codesets)
    assert is_built(cache, small_codesets)
    assert names(cache) == expected_names(small_codesets)
    assert stat.S_IMODE(cache.stat().st_mode) == stat.S_IMODE((cache / "codebook").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in files(cache)} == {0o400}
    answers(cache, small_codesets)

    assert {step.total for step in heard} == {20}
    assert [step.done for step in heard] == sorted(step.done for step in heard)
    assert heard[-1].done == 20
    assert "ICD-10-CM 2026-04: 13 of 13 codes" in {step.message for step in heard}

    written = {path: path.stat().st_mtime_ns for path in files(cache)}
    build(cache, heard.append, small_codesets)
    assert {path: path.stat().st_mtime_ns for path in files(cache)} == written


def test_a_cache_that_holds_all_need_not_be_writable(small_cache: Path, small_codesets: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(small_cache, tmp_path / "copy")
    (copy / "codebook" / "lock.sqlite").unlink()
    (copy / "codebook" / "lock.sqlite").mkdir()  # in the way of any builder
    build(copy, codesets=small_codesets)
    answers(copy, small_codesets)


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "foreign", "gone", "seal gone", "seal garbage"])
def test_a_damaged_file_is_built_again(small_cache: Path, small_codesets: Path, damage: str) -> None:
    built = files(small_cache, "icd10cm*.sqlite")[0]
    seal = built.with_name(f"{built.name}.seal")
    whole = built.read_bytes()
    built.chmod(0o600)
    place = whole.index(b"Essential grinding")
    match damage:
        case "cut":
            built.write_bytes(whole[: len(whole) // 2])
        case "flipped":
            built.write_bytes(whole[:place] + b"X" + whole[place + 1 :])
        case "emptied":
            built.write_bytes(b"")
        case "foreign":
            built.unlink()
            with sqlite3.connect(built) as foreign:
                foreign.execute("create table note (text)")
        case "gone":
            built.unlink()
        case "seal gone":
            seal.unlink()
        case "seal garbage":
            seal.write_bytes(b"\xff\xfe garbage")
    build(small_cache, codesets=small_codesets)
    assert built.read_bytes()[place : place + 9] == b"Essential"
    assert names(small_cache) == expected_names(small_codesets)
    answers(small_cache, small_codesets)


def test_damage_found_while_reading_is_told_and_mended_later(small_cache: Path, small_codesets: Path) -> None:
    built = files(small_cache, "icd10cm*.sqlite")[0]
    whole = built.read_bytes()
    built.chmod(0o600)
    with built.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * (len(whole) - 8192))
    book = CodeBook.open(small_cache, small_codesets)
    with pytest.raises(CodeBookError, match=f"{built.name} cannot be read: .* Build it again with: tui-coder codes"):
        book.search("grinding")
    book.close()
    assert not is_built(small_cache, small_codesets)
    build(small_cache, codesets=small_codesets)
    answers(small_cache, small_codesets)


def test_what_another_version_built_gives_way(small_cache: Path, small_codesets: Path) -> None:
    before = {path.name for path in files(small_cache)}
    old = small_cache / "codebook" / "icd10cm-2025-10-0123456789ab.sqlite"
    old.write_bytes(b"a release of last year")
    (small_codesets / "ranking" / "icd10cm.txt").write_text("I11.9 I10\n", encoding="utf-8")
    assert not is_built(small_cache, small_codesets)
    build(small_cache, codesets=small_codesets)
    assert names(small_cache) == expected_names(small_codesets)
    assert len(before & names(small_cache)) == len(before) - 1


def test_a_release_that_lacks_codes_is_refused(tmp_path: Path, small_codesets: Path) -> None:
    manifest = small_codesets / "icd10cm" / "2026-04" / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("codes = 13", "codes = 14"), encoding="utf-8")
    with pytest.raises(CodeBookError, match="should hold 14 codes, 9 billable, but holds 13 and 9"):
        build(tmp_path / "cache", codesets=small_codesets)
    assert names(tmp_path / "cache") == {"lock.sqlite"}


@pytest.mark.parametrize("where", ["cache", "cache/codebook"])
def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, small_codesets: Path, where: str) -> None:
    home = tmp_path / "the disk is full"
    in_the_way = home / where
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_text("a file", encoding="utf-8")
    with pytest.raises(CodeBookError) as refused:
        build(home / "cache", codesets=small_codesets)
    assert str(refused.value).startswith(f"The code book cannot be built in {home / 'cache' / 'codebook'}: ")
    assert str(refused.value).endswith("Make the folder writable or choose another cache.")


def test_a_full_disk_is_one_sentence(tmp_path: Path, small_codesets: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    on_a_small_disk = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    mounted = 'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"'
    told = subprocess.run(
        [*on_a_small_disk, mounted, disk, *program(disk / "cache", small_codesets)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    if "unshare" in told.stderr or "mount" in told.stderr:
        pytest.skip(f"This machine lets no test make a small disk: {told.stderr.strip()}")
    assert told.stdout.splitlines()[-1] == (
        f"refused: The code book cannot be built: the disk of {disk / 'cache' / 'codebook'} is full. Free 80 MB there."
    )


class Stopped(Exception):
    pass


def test_who_listens_may_stop_the_build_and_the_next_goes_on(tmp_path: Path, small_codesets: Path) -> None:
    def stop_at_the_second(step: Progress) -> None:
        if "ICD-10-PCS" in step.step and step.done > 13:
            raise Stopped

    with pytest.raises(Stopped):
        build(tmp_path, stop_at_the_second, small_codesets)
    assert [path.name.partition("-")[0] for path in files(tmp_path)] == ["icd10cm"]
    assert not [name for name in names(tmp_path) if "unfinished" in name or "progress" in name]
    heard: list[Progress] = []
    build(tmp_path, heard.append, small_codesets)
    assert {step.total for step in heard} == {7}
    answers(tmp_path, small_codesets)


def program(cache: Path, codesets: Path, pause: str = "") -> list[str]:
    """A builder of its own; where it pauses it says so and waits for a line."""
    source = f"""
        import sys
        from pathlib import Path
        from tui_coder.codebook.build import build
        from tui_coder.codebook.errors import CodeBookError

        def hear(step):
            print(step.message, flush=True)
            if {pause!r} and step.message.startswith({pause!r}):
                sys.stdin.readline()

        try:
            build(Path(sys.argv[1]), hear, Path(sys.argv[2]))
        except CodeBookError as refused:
            print("refused:", refused)
    """
    return [sys.executable, "-c", textwrap.dedent(source), str(cache), str(codesets)]


@pytest.fixture
def other_builder(tmp_path: Path, small_codesets: Path) -> subprocess.Popen[str]:
    """Another process in the middle of a build of `tmp_path`."""
    (tmp_path / "codebook").mkdir()
    other = subprocess.Popen(
        program(tmp_path, small_codesets, "ICD-10-PCS 2026: reading"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert other.stdout
    while not other.stdout.readline().startswith("ICD-10-PCS 2026: reading"):
        assert other.poll() is None
    return other


def test_a_second_process_waits_and_sees_how_far_the_first_is(
    tmp_path: Path, small_codesets: Path, other_builder: subprocess.Popen[str]
) -> None:
    heard: list[str] = []

    def let_the_other_go_on(step: Progress) -> None:
        heard.append(step.message)
        if len(heard) == 2:
            assert other_builder.stdin
            other_builder.stdin.write("\n")
            other_builder.stdin.flush()

    build(tmp_path, let_the_other_go_on, small_codesets)
    other_builder.communicate(timeout=60)
    assert other_builder.returncode == 0
    assert len(heard) >= 2
    assert all(message.startswith("another session is building: ") for message in heard)
    assert any("ICD-10-" in message for message in heard)
    assert names(tmp_path) == expected_names(small_codesets)
    answers(tmp_path, small_codesets)


def test_a_build_that_is_stopped_while_codes_are_indexed_ends_at_once(tmp_path: Path) -> None:
    def stop(written: int) -> None:
        if written:
            raise Stopped

    codes = [Listed(f"A{number:04}", f"Oiling can {number}") for number in range(9_999)]
    with pytest.raises(Stopped):
        write_edition(
            tmp_path / "new", Edition(codes), dict.fromkeys((each.code for each in codes), 1.0), Wording(), stop
        )
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_a_killed_builder_left_is_cleared_away(
    tmp_path: Path, small_codesets: Path, other_builder: subprocess.Popen[str]
) -> None:
    half = tmp_path / "codebook" / "icd10pcs-2026-0123456789ab.sqlite.unfinished"
    half.write_bytes(b"half of a file")
    other_builder.send_signal(signal.SIGKILL)
    other_builder.communicate(timeout=60)
    assert not is_built(tmp_path, small_codesets)
    assert "progress.json" in names(tmp_path)
    heard: list[str] = []
    build(tmp_path, lambda step: heard.append(step.message), small_codesets)
    assert heard[0] == "ICD-10-PCS 2026: reading"
    assert names(tmp_path) == expected_names(small_codesets)
    answers(tmp_path, small_codesets)


def test_built_files_hold_no_journal_and_answer_read_only(small_cache: Path) -> None:
    for path in files(small_cache):
        connection = sqlite_module().connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        connection.close()
    assert not [name for name in names(small_cache) if name.endswith(("-journal", "-wal", "-shm"))]
    assert os.listdir(small_cache) == ["codebook"]
