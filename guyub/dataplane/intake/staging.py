from __future__ import annotations

from pathlib import Path

from guyub.dataplane.intake import delimited, documents
from guyub.dataplane.intake.staged import Staged
from guyub.dataplane.intake.unreadable import LIMITS, Limits, Unreadable
from guyub.dataplane.store import Progress, quiet
from guyub.engines.contracts import Contract

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def stage(
    source: Path, *, contract: Contract, target: Path, progress: Progress = quiet, limits: Limits = LIMITS
) -> Staged:
    """
    Make a file readable as text under a contract; what has to be rewritten for that goes into the folder `target`.

    What a file is is told by its content, not by its name. Raises Unreadable.
    """
    progress("stage", 0.0)
    size = source.stat().st_size
    if size > limits.file_mb * 2**20:
        raise Unreadable("BERKAS-BESAR", size_mb=size // 2**20, limit_mb=limits.file_mb)
    with source.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("BERKAS-KOSONG")
    if start.startswith((b"PK\x03\x04", _OLE)):
        # fastexcel and Polars take 0.4 s to import, as long as reading half a million rows of CSV.
        from guyub.dataplane.intake import workbook

        staged = workbook.stage_workbook(source, contract, target, limits)
    elif start.startswith(b"PAR1"):
        staged = documents.stage_parquet(source, contract, target)
    elif start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc", b"{\\rtf")):
        raise Unreadable("BENTUK-ASING")
    else:
        staged = delimited.stage_text(source, contract, target)
    if staged.rows == 0:
        raise Unreadable("DATA-TIADA")
    progress("stage", 1.0)
    return staged
