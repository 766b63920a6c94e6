"""Gaps beside programmes: look, link, unlink."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guyub.apps.improvement import operations, queries
from guyub.apps.improvement.forms import LinkForm


@require_GET
@login_required
def gaps(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return _render(request, assessment_id)


def _render(request: HttpRequest, assessment_id: int, form: LinkForm | None = None) -> HttpResponse:
    page = queries.get_gaps(assessment_id, actor=request.user, on=timezone.localdate())
    chosen = form["code"].value() if form else request.GET.get("butir", "")
    line = next((each for each in page.lines if each.code == chosen), None)
    context = {"page": page, "frame": page.frame, "form": form, "chosen": line, "here": "gaps"}
    return render(request, "improvement/gaps.html", context, status=422 if form else 200)


@require_POST
@login_required
def link(request: HttpRequest, assessment_id: int) -> HttpResponse:
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _render(request, assessment_id, form)
    given = form.cleaned_data
    operations.link_programme(
        assessment_id=assessment_id,
        code=given["code"].partition("#")[0],
        programme_id=given["programme"],
        note=given["note"].strip(),
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The programme is linked to the gap."))
    return redirect("improvement:gaps", assessment_id)


@require_POST
@login_required
def unlink(request: HttpRequest, link_id: int) -> HttpResponse:
    operations.unlink_programme(link_id=link_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The link is taken back. That it was made stays in the ledger."))
    back = request.POST.get("penilaian", "")
    return redirect(reverse("improvement:gaps", args=[int(back)]) if back.isdecimal() else "improvement:assessments")
