"""Opening what a publisher hands out: by content, member by member, and nothing that is hostile or damaged."""

from __future__ import annotations

import gzip
import os
import random
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.codebook.handed import put, zipped
from tui_coder.codebook import unpacking
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut
from tui_coder.codebook.lines import numbered_lines
from tui_coder.codebook.unpacking import handed_out


def whole(handed: HandedOut) -> bytes:
    with handed.open() as stream:
        return stream.read()


def places(path: Path) -> list[str]:
    return [each.place for each in handed_out(path)]


def test_a_folder_with_archives_of_every_kind(tmp_path: Path) -> None:
    inner = zipped({"deep/codes.txt": "deep\n"})
    put(tmp_path, "a.txt", "plain\n")
    put(tmp_path, "b.zip", zipped({"two.txt": "two\n", "one.txt": "one\n", "inner.zip": inner, "__MACOSX/x": "litter"}))
    put(tmp_path / "below", "c.txt.gz", gzip.compress(b"packed\n"))
    put(tmp_path, ".hidden", "no")
    read = {each.place: whole(each) for each in handed_out(tmp_path)}
    assert read == {
        "a.txt": b"plain\n", "b.zip: inner.zip: deep/codes.txt": b"deep\n", "b.zip: one.txt": b"one\n",
        "b.zip: two.txt": b"two\n", "below/c.txt.gz": b"packed\n",
    }  # fmt: skip
    assert [each.name for each in handed_out(tmp_path)][-1] == "c.txt"


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    assert places(put(tmp_path, "codes.txt", zipped({"in.txt": "x"}))) == ["codes.txt: in.txt"]
    assert places(put(tmp_path, "no.zip", "text\n")) == ["no.zip"]
    assert [whole(each) for each in handed_out(put(tmp_path, "no-end", gzip.compress(b"text")))] == [b"text"]


def test_a_file_opens_again_and_again_and_in_any_order(tmp_path: Path) -> None:
    inner = zipped({"x.txt": "x" * 70_000, "y.txt": "y" * 70_000})
    path = put(tmp_path, "a.zip", zipped({"inner.zip": inner, "z.txt": "z" * 70_000}))
    x, y, z = handed_out(path)
    for each, letter in ((z, b"z"), (y, b"y"), (x, b"x"), (y, b"y")):
        assert whole(each) == letter * 70_000
        assert each.head == letter * 65_536
        assert each.size == 70_000


def test_a_workbook_is_a_file_and_no_archive(tmp_path: Path) -> None:
    workbook = zipped({"_rels/.rels": "r", "[Content_Types].xml": "t", "xl/workbook.xml": "w"})
    path = put(tmp_path, "a.zip", zipped({"table.xlsx": workbook}))
    (handed,) = handed_out(path)
    assert (handed.place, whole(handed)) == ("a.zip: table.xlsx", workbook)
    assert places(put(tmp_path, "table.xlsx", workbook)) == ["table.xlsx"]


def read_all(path: Path) -> list[bytes]:
    return [whole(each) for each in handed_out(path)]


def refusal(path: Path) -> str:
    with pytest.raises(CodeBookError) as refused:
        read_all(path)
    return str(refused.value)


@pytest.mark.parametrize(
    "name", ["../outside.txt", "/etc/outside.txt", "a/../../outside.txt", "C:/outside.txt", "..\\outside.txt"]
)
def test_names_that_point_outside_are_refused(tmp_path: Path, name: str) -> None:
    told = refusal(put(tmp_path, "a.zip", zipped({name: "x"})))
    assert "points outside the archive" in told
    assert [each.name for each in tmp_path.iterdir()] == ["a.zip"]


def test_a_bomb_of_zeros_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({"codes.txt": bytes(40 << 20)}))
    assert path.stat().st_size < 100_000
    assert refusal(path) == (
        "a.zip: codes.txt unpacks to more than 200 times its size, as no list of codes does: it was not read."
    )


def test_a_gzip_bomb_is_refused_while_it_is_counted(tmp_path: Path) -> None:
    assert "more than 200 times its size" in refusal(put(tmp_path, "codes.gz", gzip.compress(bytes(40 << 20))))


def test_limits_of_size_and_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(1).randbytes(3000)
    path = put(tmp_path, "a.zip", zipped({"1.txt": noise, "2.txt": noise}))
    packed = put(tmp_path, "a.gz", gzip.compress(noise))
    monkeypatch.setattr(unpacking, "MOST_BYTES", 2000)
    assert "a.zip: 1.txt unpacks to more than" in refusal(path)
    assert "a.gz unpacks to more than" in refusal(packed)
    monkeypatch.setattr(unpacking, "MOST_IN_ALL", 5000)
    assert refusal(path).startswith("a.zip unpacks to ")
    monkeypatch.setattr(unpacking, "MOST_FILES", 1)
    assert "holds 2 files, more than the 1 taken" in refusal(path)
    put(tmp_path, "b.txt", "b")
    assert "more than 1 files" in refusal(tmp_path)


def test_a_member_that_lies_about_its_size_yields_no_more_than_it_says(tmp_path: Path) -> None:
    content = bytearray(zipped({"codes.txt": b"0123456789" * 1000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(mark) + place, 10)
    assert "is damaged or cut short" in refusal(put(tmp_path, "a.zip", bytes(content)))


def test_encrypted_linked_and_oddly_packed_members_are_named(tmp_path: Path) -> None:
    encrypted = bytearray(zipped({"codes.txt": "x"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(mark) + place] |= 1
    assert "a.zip: codes.txt is encrypted" in refusal(put(tmp_path, "a.zip", bytes(encrypted)))
    assert "packed in a way" in refusal(put(tmp_path, "b.zip", zipped({"codes.txt": "x"}, zipfile.ZIP_LZMA)))
    link = zipfile.ZipInfo("codes.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "c.zip: codes.txt is a link" in refusal(tmp_path / "c.zip")


def test_archives_too_deep_are_refused(tmp_path: Path) -> None:
    content = zipped({"codes.txt": "x"})
    for _ in range(2):
        content = zipped({"inner.zip": content})
    assert "archive in an archive in an archive" in refusal(put(tmp_path, "a.zip", content))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_archive_is_one_sentence(tmp_path: Path, share: float) -> None:
    noise = random.Random(2).randbytes(200_000)
    for name, content in (("a.zip", zipped({"a.txt": noise})), ("a.gz", gzip.compress(noise))):
        told = refusal(put(tmp_path, name, content[: int(len(content) * share)]))
        assert told.startswith(f"{name} is damaged or cut short")
        assert told.endswith("Fetch it from the publisher again.")


@given(st.binary(max_size=400), st.integers(0, 300), st.integers(1, 255))
def test_damage_anywhere_is_a_sentence_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, at: int, by: int
) -> None:
    content = bytearray(zipped({"codes.txt": head + b"A000    Invented\n", "inner.zip": zipped({"x": head})}))
    content[at % len(content)] ^= by
    path = put(tmp_path_factory.getbasetemp() / "damage", "a.zip", bytes(content))
    refused: list[CodeBookError] = []
    for each in handed_out(path, refused.append):
        try:
            whole(each)
        except CodeBookError as error:
            refused.append(error)
    assert all(str(error).startswith("a.zip") for error in refused)


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    put(tmp_path, "a.zip", b"PK\x03\x04 nothing behind it")
    put(tmp_path, "b.zip", zipped({"deep.zip": b"PK\x03\x04 nothing", "codes.txt": "x"}))
    put(tmp_path, "c.txt", "c")
    refused: list[CodeBookError] = []
    assert [each.place for each in handed_out(tmp_path, refused.append)] == ["b.zip: codes.txt", "c.txt"]
    assert [str(each).partition(" is ")[0] for each in refused] == ["a.zip", "b.zip: deep.zip"]


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.zip") == (
        f"{tmp_path / 'gone.zip'} cannot be read: No such file or directory. Check the path."
    )
    os.mkfifo(tmp_path / "pipe")
    assert "neither a file nor a folder" in refusal(tmp_path / "pipe")
    assert places(tmp_path) == []


def test_a_name_with_control_characters_is_made_harmless(tmp_path: Path) -> None:
    (handed,) = handed_out(put(tmp_path, "a.zip", zipped({"\x1b[31mred\u202e.txt": "x"})))
    assert handed.place == "a.zip: \ufffd[31mred\ufffd.txt"


def lines(tmp_path: Path, content: bytes) -> list[tuple[int, str]]:
    (handed,) = handed_out(put(tmp_path, "a.txt", content))
    return list(numbered_lines(handed))


def test_lines_in_the_encodings_publishers_use(tmp_path: Path) -> None:
    assert lines(tmp_path, "\ufeffone\r\n\r\nFièvre\n".encode()) == [(1, "one"), (2, ""), (3, "Fièvre")]
    assert lines(tmp_path, "Fièvre “quoted”\nlast".encode("cp1252")) == [(1, "Fièvre “quoted”"), (2, "last")]


def test_lines_no_publisher_writes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CodeBookError, match="UTF-16 text: save it as UTF-8"):
        lines(tmp_path, "one\n".encode("utf-16"))
    with pytest.raises(CodeBookError, match="line 2: longer than any list of codes has"):
        lines(tmp_path, b"one\n" + b"x" * 100_000)
