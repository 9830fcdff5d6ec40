"""The text files of a chart, beside the list that names them and never outside its folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from tui_coder.domain.intake import IncomingDocument
from tui_coder.domain.refusals import Malformed
from tui_coder.interchange.files import MEGABYTE, open_ordinary, said
from tui_coder.interchange.plain_text import decode

LARGEST_DOCUMENT = 16 * MEGABYTE
LARGEST_CHART = 4 * LARGEST_DOCUMENT


class ChartFolder:
    """The folder of a worklist: reads the documents that its rows name."""

    def __init__(self, folder: Path) -> None:
        self._root = Path(os.path.realpath(folder))

    def read(self, names: Iterable[str], types: Sequence[str]) -> tuple[IncomingDocument, ...]:
        """The documents in the order named; `types` holds one for all, one for each, or none.

        A document's name is its path relative to the folder. Its title is its type where no other document of
        the chart has that type, else the file's name without suffix, blanks for underscores.
        Raises Malformed for the first that cannot be taken: one bad document spoils a chart.
        """
        paths = [_relative(name) for name in names]
        if len(types) not in (0, 1, len(paths)):
            raise Malformed(
                f"document_type has {len(types)} types and documents {len(paths)} files; "
                "give one type for all or one for each."
            )
        kinds = types if len(types) == len(paths) else (types[0] if types else "",) * len(paths)
        chart: dict[str, IncomingDocument] = {}
        room = LARGEST_CHART
        for path, kind in zip(paths, kinds, strict=True):
            name = str(path)
            if name in chart:
                raise Malformed(f"{name}: the document is named twice; name it once.")
            data = self._bytes(path)
            room -= len(data)
            if room < 0:
                most = LARGEST_CHART // MEGABYTE
                raise Malformed(f"the documents have more than {most} MB together; split the chart.")
            title = kind if kind and kinds.count(kind) == 1 else path.stem.replace("_", " ")
            chart[name] = _document(name, decode(data, name), title, kind)
        return tuple(chart.values())

    def _bytes(self, path: PurePosixPath) -> bytes:
        name = str(path)
        try:
            real = Path(os.path.realpath(self._root / path, strict=True))
        except FileNotFoundError:
            raise Malformed(f"{name}: there is no such file; add it or correct its name.") from None
        except (OSError, ValueError) as fault:
            raise Malformed(f"{name}: the file cannot be found ({said(fault)}).") from None
        if not real.is_relative_to(self._root):
            raise Malformed(f"{name}: the link leads out of the folder; copy the file into it.")
        with open_ordinary(real, name, LARGEST_DOCUMENT, follow=False) as file:
            try:
                return file.read(LARGEST_DOCUMENT)
            except OSError as fault:
                raise Malformed(f"{name}: the file cannot be read ({said(fault)}).") from None


def _document(name: str, text: str, title: str, kind: str) -> IncomingDocument:
    try:
        return IncomingDocument.of(name, text, title=title, type=kind)
    except Malformed as fault:
        raise Malformed(f"{name}: {fault}") from None


def _relative(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or PureWindowsPath(name).anchor:
        raise Malformed(f"{name}: this leads out of the folder of the worklist; copy the file into it.")
    if "\\" in name:
        raise Malformed(f"{name}: write folders with '/', as in notes/visit.txt.")
    return path
