"""Officers' own files given out: as a download, or shown in a way that can do no harm."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse
from django.utils.http import content_disposition_header

SHOWN_INLINE = ("image/png", "image/jpeg", "image/webp", "application/pdf")
# What an officer sent is never run: no script, no style, no frame, no form of it has any rights here.
LOCKED = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; sandbox"
LOCKED_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"  # viewers refuse to run in a sandbox


def give_out(path: Path, *, file_name: str, media_type: str, shown: bool) -> FileResponse:
    """The file under a plain name; `shown`: in the browser, where its type is one that can do no harm."""
    shown = shown and media_type in SHOWN_INLINE
    answer = FileResponse(path.open("rb"), content_type=media_type or "application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(not shown, file_name) or "attachment"
    answer["Content-Security-Policy"] = LOCKED_PDF if shown and media_type == "application/pdf" else LOCKED
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
