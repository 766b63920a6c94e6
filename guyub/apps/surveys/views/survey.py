"""Pages of surveys: all of them, opening one, one with its plan and its result, closing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.masterplan import queries as masterplan
from guyub.apps.surveys import operations, permissions, queries
from guyub.apps.surveys.forms import OpenForm
from guyub.errors import Refusal

MOST_PROGRAMMES = 500


@require_safe
@login_required
def surveys(request: HttpRequest) -> HttpResponse:
    area = request.user.area_id
    lines = queries.list_surveys(area=area, actor=request.user)
    context = {"lines": lines, "may_open": permissions.may_manage(request.user, area=area)}
    return render(request, "surveys/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_survey(request: HttpRequest) -> HttpResponse:
    area, now = request.user.area_id, timezone.localtime()
    permissions.require_manager(request.user, area=area)
    first = {
        "year": now.year,
        "title": _("Impact survey %(year)d") % {"year": now.year},
        "respondents": 50,
        "smallest": 5,
        "seed": int(now.strftime("%Y%m%d")),
    }
    form = OpenForm(
        request.POST if request.method == "POST" else None, programmes=_programmes(request, now.year), initial=first
    )
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("kind", "year", "title", "smallest", "seed")}
        try:
            pk = operations.open_survey(area=area, asked=form.asked(), actor=request.user, at=timezone.now(), **given)
        except (operations.SurveyExists, operations.SurveyNotPossible) as refusal:
            form.add_error(None, f"{refusal.problem} {refusal.remedy}")
        else:
            messages.success(request, _("The villages are drawn. Enumerators can begin."))
            return redirect("surveys:survey", pk)
    return render(request, "surveys/open.html", {"form": form}, status=422 if form.is_bound else 200)


def _programmes(request: HttpRequest, year: int) -> list[tuple[str, list[tuple[int, str]]]]:
    """The programmes of the newest plan by dimension: a survey asks about one of each."""
    found = masterplan.list_programmes(
        area=request.user.area_id,
        wanted=masterplan.Wanted(),
        year=year,
        actor=request.user,
        limit=MOST_PROGRAMMES,
    )
    by_dimension: dict[str, list[tuple[int, str]]] = {}
    for line in found.lines:
        by_dimension.setdefault(line.dimension_name, []).append((line.pk, line.name))
    return list(by_dimension.items())


@require_safe
@login_required
def survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    page = queries.get_survey(survey_id, actor=request.user)
    result = None if page.line.is_open else queries.get_result(survey_id, actor=request.user)
    return render(request, "surveys/survey.html", {"page": page, "line": page.line, "result": result})


@require_POST
@login_required
def close_survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    try:
        operations.close_survey(survey_id=survey_id, actor=request.user, at=timezone.now())
    except operations.NobodyAnswered as refusal:
        return _refused(request, survey_id, refusal)
    messages.success(request, _("The survey is closed. Assessments take its result over by themselves."))
    return redirect("surveys:survey", survey_id)


def _refused(request: HttpRequest, survey_id: int, refusal: Refusal) -> HttpResponse:
    messages.error(request, f"{refusal.problem} {refusal.remedy}")
    return redirect("surveys:survey", survey_id)
