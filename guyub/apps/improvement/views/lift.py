"""What would lift a score, and past years under another instrument."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guyub.apps.assessment import queries as assessment
from guyub.apps.improvement import queries


@require_GET
@login_required
def assessments(request: HttpRequest) -> HttpResponse:
    lines = assessment.list_assessments(area=request.user.area_id, actor=request.user)
    return render(request, "improvement/assessments.html", {"lines": lines})


@require_GET
@login_required
def lift(request: HttpRequest, assessment_id: int) -> HttpResponse:
    page = queries.get_lift(assessment_id, actor=request.user, on=timezone.localdate())
    return render(request, "improvement/lift.html", {"page": page, "frame": page.frame, "here": "lift"})


@require_GET
@login_required
def rescoring(request: HttpRequest, assessment_id: int) -> HttpResponse:
    wanted = request.GET.get("lihat", "")
    page = queries.get_rescoring(
        assessment_id,
        actor=request.user,
        on=timezone.localdate(),
        look_at=int(wanted) if wanted.isdecimal() and len(wanted) < 12 else None,
    )
    return render(request, "improvement/rescoring.html", {"page": page, "frame": page.frame, "here": "rescoring"})
