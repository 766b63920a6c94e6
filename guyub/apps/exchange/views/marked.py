"""The officer's own file back, with the wrong cells marked: at once if it is small, made by a step if it is not."""

from __future__ import annotations

from pathlib import Path, PurePath

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guyub.apps.exchange import operations, queries
from guyub.apps.exchange.files import language
from guyub.apps.exchange.views.checking import MARKING, job_of

AT_ONCE_ROWS = 20_000  # about two seconds of CPU time
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@login_required
def annotated(request: HttpRequest, submission_id: int) -> HttpResponse | FileResponse:
    """GET downloads it, or says how far it is; POST asks for it."""
    page = queries.get_submission(submission_id, actor=request.user)
    path = queries.find_marked_file(submission_id, actor=request.user)
    if path is None and (page.line.rows_in or 0) <= AT_ONCE_ROWS:
        path = queries.get_marked_file(submission_id, actor=request.user)
    if path is not None:
        return _download(path, page)
    if request.method == "POST":
        operations.request_marked_file(
            submission_id=submission_id, language=language(), actor=request.user, at=timezone.now()
        )
        return redirect("exchange:annotated", submission_id)
    asked = language() in page.marking_asked
    context = {"page": page, "line": page.line, "asked": asked, "job": job_of(page, MARKING) if asked else None}
    return render(request, "exchange/marking.html", context)


@require_GET
@login_required
def marking(request: HttpRequest, submission_id: int) -> HttpResponse:
    """The fragment that replaces itself; once the file is there it asks for the whole page, which is the download."""
    page = queries.get_submission(submission_id, actor=request.user)
    if queries.find_marked_file(submission_id, actor=request.user) is not None:
        return render(request, "exchange/marking_done.html", {"line": page.line})
    return render(request, "exchange/marking_progress.html", {"line": page.line, "job": job_of(page, MARKING)})


def _download(path: Path, page: queries.SubmissionPage) -> FileResponse:
    word = _("marked")
    name = f"{PurePath(page.line.file_name).stem}-{word}.xlsx"
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = XLSX
    return response
