"""The cheapest way to a target, and what pieces of evidence take."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guyub.apps.areas import queries as areas
from guyub.apps.improvement import letter, operations, queries
from guyub.apps.improvement.forms import EffortForm, TargetForm
from guyub.engines.documents import Document, to_docx, to_pdf

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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


@require_GET
@login_required
def plan_docx(request: HttpRequest, plan_id: int) -> HttpResponse:
    return _file(to_docx(_letter(request, plan_id)), _DOCX, f"{plan_id}.docx")


@require_GET
@login_required
def plan_pdf(request: HttpRequest, plan_id: int) -> HttpResponse:
    return _file(to_pdf(_letter(request, plan_id)), "application/pdf", f"{plan_id}.pdf")


def _letter(request: HttpRequest, plan_id: int) -> Document:
    page = queries.get_plan(plan_id, actor=request.user, on=timezone.localdate())
    area = areas.public_get_area(page.frame.area)
    return letter.compose(page, area_name=area.full_name, language=get_language() or "id")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=f"rencana-{name}")
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


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
