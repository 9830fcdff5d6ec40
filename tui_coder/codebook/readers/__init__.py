"""One module per layout in which publishers hand out their code sets: bytes -> Edition."""

from __future__ import annotations

from tui_coder.codebook.edition import Edition
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.manifest import Manifest


def read_edition(manifest: Manifest) -> Edition:
    """Read the sources a manifest names. Raises CodeBookError where they are missing, changed or damaged."""
    match manifest.layout:
        case "icd10cm-tabular":
            from tui_coder.codebook.readers.icd10cm_tabular import read_tabular

            return read_tabular(manifest.source("tabular"), manifest.source("codes"))
        case "icd10cm-tabular-and-list":
            from tui_coder.codebook.readers.icd10cm_tabular import read_tabular_with_list

            return read_tabular_with_list(manifest.source("tabular"), manifest.source_if_any("codes"))
        case "code-list":
            from tui_coder.codebook.readers.code_list import read_list

            parts = (manifest.source("codes"), manifest.source_if_any("notes"), manifest.source_if_any("successors"))
            return read_list(parts[0], manifest.release.system, *parts[1:])
        case "code-and-title":
            from tui_coder.codebook.readers.code_and_title import read_codes

            return read_codes(manifest.source("codes"), manifest.encoding)
        case "hcpcs-spans":
            from tui_coder.codebook.readers.hcpcs_spans import read_spans

            return read_spans(manifest.source("codes"))
        case unknown:
            raise CodeBookError(f"The layout '{unknown}' of {manifest.name} is unknown to this version.")
