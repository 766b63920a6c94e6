"""How files reach the server: to a temporary file, never into memory, and only from someone who is signed in."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler

from guyub.apps.exchange.files import upload_limit_bytes
from guyub.dataplane.store import LEFT_BEHIND

_FORM_OVERHEAD = 64 * 1024
_PREFIX, _SUFFIX = "guyub-", ".upload"


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """
    Writes an upload to a temporary file, a chunk at a time.

    A file that is too large, or that a stranger sends, is read to its end and thrown away: the form then finds no file
    and says so. `request.upload_refused` is True when it was for its size.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        super().handle_raw_input(input_data, META, content_length, boundary, encoding)
        self.too_large = content_length > upload_limit_bytes() + _FORM_OVERHEAD
        if self.too_large and self.request is not None:
            self.request.upload_refused = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        user = getattr(self.request, "user", None)
        if self.too_large or user is None or not user.is_authenticated:
            raise SkipFile
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = Arriving(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)


class Arriving(TemporaryUploadedFile):
    """
    A file on its way in, in the installation's own folder: the system's may be small or in memory, and what a killed
    server leaves there nobody sweeps.
    """

    def __init__(self, name: str, content_type: str, size: int, charset: str | None, extra: Any = None) -> None:
        file = tempfile.NamedTemporaryFile(prefix=_PREFIX, suffix=_SUFFIX, dir=_folder())  # noqa: SIM115
        super(TemporaryUploadedFile, self).__init__(file, name, content_type, size, charset, extra)


def sweep_uploads(*, at: datetime, older_than: timedelta = LEFT_BEHIND) -> int:
    """Remove uploads that broke off and that nobody has written to for so long; return how many."""
    before, swept = (at - older_than).timestamp(), 0
    for path in _folder().glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                swept += 1
    return swept


def _folder() -> Path:
    """Where files arrive; readable by the server alone."""
    if settings.FILE_UPLOAD_TEMP_DIR:
        return Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
