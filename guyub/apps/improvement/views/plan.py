"""The cheapest way to a target, and what pieces of evidence take."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from guyub.apps.improvement import operations, queries
from guyub.apps.improvement.forms import EffortForm, TargetForm


@require_http_methods(["GET", "POST"])
@login_required
def ways(request: HttpRequest, assessment_id: int) -> HttpResponse:
    page = queries.get_ways(assessment_id, actor=request.user, on=timezone.localdate())
    form = TargetForm(
        request.POST if request.method == "POST" else None, grades=page.grades, initial={"grade": page.next_grade}
    )
    if request.method == "POST" and form.is_valid():
        try:
            plan_id = operations.seek_way(
                assessment_id=assessment_id, actor=request.user, at=timezone.now(), **form.aim()
            )
            return redirect("improvement:plan", plan_id)
        except operations.TargetNotPossible as refusal:
            form.add_error("target", str(refusal.problem))
    context = {"page": page, "frame": page.frame, "form": form, "here": "ways"}
    return render(request, "improvement/ways.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    page = queries.get_plan(plan_id, actor=request.user, on=timezone.localdate())
    return render(request, "improvement/plan.html", {"page": page, "frame": page.frame, "here": "ways"})


@require_http_methods(["GET", "POST"])
@login_required
def efforts(request: HttpRequest, assessment_id: int) -> HttpResponse:
    page = queries.get_efforts(
        assessment_id, actor=request.user, on=timezone.localdate(), everything="semua" in request.GET
    )
    form = EffortForm(request.POST if request.method == "POST" else None, pieces=page.pieces)
    if request.method == "POST" and form.is_valid():
        changed = operations.estimate_efforts(
            assessment_id=assessment_id, efforts=form.efforts(), actor=request.user, at=timezone.now()
        )
        if changed:
            told = ngettext("%(n)d estimate is kept.", "%(n)d estimates are kept.", changed) % {"n": changed}
            messages.success(request, told)
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect(request.get_full_path())
    context = {"page": page, "frame": page.frame, "form": form, "here": "efforts"}
    return render(request, "improvement/efforts.html", context, status=422 if form.errors else 200)
