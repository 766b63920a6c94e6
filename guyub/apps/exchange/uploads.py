"""How files reach the server: to a temporary file, never into memory, and only from someone who is signed in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from guyub.apps.exchange.files import upload_limit_bytes

_FORM_OVERHEAD = 64 * 1024


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
        super().new_file(*args, **kwargs)
