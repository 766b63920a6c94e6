"""Sending a file, the list of what was sent, and the page of one submission."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from guyub.apps.exchange import operations, permissions, queries
from guyub.apps.exchange.files import upload_limit_bytes
from guyub.apps.exchange.forms import ReasonForm, SubmitForm
from guyub.apps.exchange.views.checking import job_of
from guyub.apps.exchange.views.paging import page_number, page_of

FILTERS = (
    ("", gettext_lazy("All")),
    ("open", gettext_lazy("Waiting")),
    ("received", gettext_lazy("Being checked")),
    ("checked", gettext_lazy("Checked")),
    ("unreadable", gettext_lazy("Unreadable")),
    ("released", gettext_lazy("Released")),
    ("discarded", gettext_lazy("Given up")),
)
PER_PAGE = 25
SAMPLE_ROWS = 5


@require_GET
@login_required
def submissions(request: HttpRequest) -> HttpResponse:
    area = request.user.area_id
    state = request.GET.get("keadaan", "")
    state = state if state in dict(FILTERS) else ""
    found = queries.list_submissions(
        area=area, actor=request.user, state=state, page=page_number(request), per_page=PER_PAGE
    )
    context = {
        "found": found,
        "state": state,
        "filters": [(key, title, found.by_state.get(key, 0)) for key, title in FILTERS],
        "page": page_of(found.total, found.page, PER_PAGE),
        "waiting": queries.count_waiting(area=area, actor=request.user),
        "sendable": [
            line for line in queries.list_datasets(area=area, actor=request.user, at=timezone.now()) if line.may_submit
        ],
    }
    return render(request, "exchange/submissions.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def submit(request: HttpRequest, key: str) -> HttpResponse:
    area, now = request.user.area_id, timezone.now()
    line = queries.get_dataset(area=area, key=key, actor=request.user, at=now).line
    permissions.require_submitter(request.user, area=area, agency_id=line.agency_id)
    mends = _mended(request)
    today = timezone.localdate(now)
    if request.method == "POST":
        typed, files = request.POST, request.FILES  # reading them is what tells whether the upload was refused
        form = SubmitForm(typed, files, today=today, too_large=getattr(request, "upload_refused", False))
        if form.is_valid():
            file = form.cleaned_data["file"]
            submission_id = operations.receive_file(
                area=area,
                dataset=key,
                period=form.cleaned_data["period"],
                file_name=file.name,
                stream=file,
                size_bytes=file.size,
                mends_id=None if mends is None else mends.pk,
                actor=request.user,
                at=now,
            )
            return redirect("exchange:submission", submission_id)
    else:
        period = mends.line.period if mends else line.due_period
        form = SubmitForm(today=today, initial={"period": period if period and period <= f"{today:%Y-%m}" else None})
    context = {"form": form, "line": line, "mends": mends, "limit": upload_limit_bytes()}
    return render(request, "exchange/submit.html", context, status=422 if form.errors else 200)


def _mended(request: HttpRequest) -> queries.SubmissionPage | None:
    """The submission that the new file corrects, as the address says."""
    text = request.GET.get("memperbaiki", "")
    return queries.get_submission(int(text), actor=request.user) if text.isdecimal() and len(text) < 18 else None


@require_GET
@login_required
def submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    page = queries.get_submission(submission_id, actor=request.user)
    context = {"page": page, "line": page.line, "job": job_of(page) if page.state == "received" else None}
    if page.state in {"checked", "released"} and page.findings and page.may_see_rows:
        worst = page.findings[0]
        if worst.severity != "note":
            context["worst"] = worst
            address = reverse("exchange:finding", args=[page.pk, worst.rule])
            context["more"] = f"{address}?{urlencode({'kolom': worst.column})}"
            context["sample"] = queries.list_cells(
                submission_id=page.pk, rule=worst.rule, column=worst.column, actor=request.user, per_page=SAMPLE_ROWS
            )
    return render(request, "exchange/submission.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def discard(request: HttpRequest, submission_id: int) -> HttpResponse:
    page = queries.get_submission(submission_id, actor=request.user)
    permissions.require_submitter(request.user, area=page.area, agency_id=page.agency_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        operations.discard_submission(
            submission_id=submission_id, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now()
        )
        messages.success(request, _("The submission was given up. Its file and findings are kept for the record."))
        return redirect("exchange:submissions")
    context = {
        "form": form,
        "line": page.line,
        "title": _("Give up this submission?"),
        "act": _("Give up the submission"),
        "back": reverse("exchange:submission", args=[submission_id]),
    }
    return render(request, "exchange/discard.html", context, status=422 if form.errors else 200)
