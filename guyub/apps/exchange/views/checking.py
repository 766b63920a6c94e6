"""How far a check is, stopping it, and having it tried again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from guyub.apps.exchange import permissions, queries
from guyub.jobs import operations as jobs
from guyub.jobs.queries import find_job

STEP = "exchange.check_submission"
MARKING = "exchange.mark_file"


@dataclass(frozen=True, slots=True)
class Check:
    """The check of a submission as c-progress shows it; percent is None while it waits for its turn."""

    job_id: int | None
    state: str
    percent: int | None
    message: str
    remedy: str


def job_of(page: queries.SubmissionPage, step: str = STEP) -> Check:
    job = find_job(subject=("exchange.submission", page.pk), step=step)
    if job is None:
        return Check(None, "waiting", None, "", "")
    message = job.problem if job.state == "failed" else gettext(job.note) if job.note else ""
    return Check(job.pk, job.state, job.percent if job.state == "running" else None, message, job.remedy)


@require_GET
@login_required
def progress(request: HttpRequest, submission_id: int) -> HttpResponse:
    """The fragment that replaces itself; once the check is over it asks for the whole page."""
    page = queries.get_submission(submission_id, actor=request.user)
    if page.state != "received":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "exchange/progress.html", {"page": page, "line": page.line, "job": job_of(page)})


@require_POST
@login_required
def stop(request: HttpRequest, submission_id: int) -> HttpResponse:
    page = queries.get_submission(submission_id, actor=request.user)
    permissions.require_submitter(request.user, area=page.area, agency_id=page.agency_id)
    job = job_of(page)
    if job.job_id is not None:
        jobs.request_cancel(job_id=job.job_id, at=timezone.now())
    return redirect("exchange:submission", submission_id)


@require_POST
@login_required
def try_again(request: HttpRequest, submission_id: int) -> HttpResponse:
    page = queries.get_submission(submission_id, actor=request.user)
    permissions.require_submitter(request.user, area=page.area, agency_id=page.agency_id)
    marking = request.POST.get("langkah") == "tandai"
    job = job_of(page, MARKING if marking else STEP)
    if job.job_id is not None:
        jobs.try_again(job_id=job.job_id, at=timezone.now())
    return redirect("exchange:annotated" if marking else "exchange:submission", submission_id)
