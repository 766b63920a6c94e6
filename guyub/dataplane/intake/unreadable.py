from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):
    """
    A file that cannot be read as the dataset it claims to be; anticipated, and explained by the rule catalogue.

    code    one of the catalogue's refusals, such as BERKAS-SANDI
    params  what the catalogue's texts name
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Limits:
    """How much one file may be. A workbook is unpacked in memory, text is streamed; hence two bounds."""

    file_mb: int = 1024
    workbook_mb: int = 200
    unpacked_mb: int = 1500
    ratio: int = 250
    cells: int = 60_000_000  # 32 bytes each while a sheet is read; a sheet of full length has 57 columns then


LIMITS = Limits()
