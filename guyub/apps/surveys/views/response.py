"""Pages of enumerators: one interview on a phone, or a sheet of them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.permissions import NotPermitted, Right
from guyub.apps.surveys import operations, queries, sheets
from guyub.apps.surveys.asking import Given
from guyub.apps.surveys.forms import ResponseForm, SheetForm
from guyub.web import figures

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: HttpRequest, survey_id: int) -> HttpResponse:
    page = _page(request, survey_id)
    topics = list(dict.fromkeys((quota.topic_id, quota.topic) for quota in page.mine))
    villages = sorted({(quota.village, quota.name) for quota in page.mine}, key=lambda pair: pair[1])
    first = {"topic": request.GET.get("tentang", ""), "village": request.GET.get("desa", "")}
    form = ResponseForm(
        request.POST if request.method == "POST" else None, page=page, topics=topics, villages=villages, initial=first
    )
    if form.is_valid():
        given = form.given()
        operations.record_response(given=given, actor=request.user, at=timezone.now())
        messages.success(request, _thanks(request, survey_id, given))
        again = urlencode({"tentang": given.topic_id, "desa": given.village})
        return redirect(f"{reverse('surveys:record', args=[survey_id])}?{again}")
    context = {"page": page, "line": page.line, "form": form}
    return render(request, "surveys/record.html", context, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, survey_id: int) -> queries.SurveyPage:
    page = queries.get_survey(survey_id, actor=request.user)
    if not page.line.is_open:
        raise operations.SurveyClosed
    if not page.may_record:
        raise NotPermitted(Right.RECORD_SURVEY, page.area)
    return page


def _thanks(request: HttpRequest, survey_id: int, given: Given) -> str:
    """How far this village is with this topic, as the next interview begins."""
    now = queries.get_survey(survey_id, actor=request.user)
    for quota in now.quotas:
        if (quota.topic_id, quota.village) == (given.topic_id, given.village):
            numbers = {"n": figures.number(quota.responses), "all": figures.number(quota.wanted)}
            return _("Recorded: %(n)s of %(all)s here.") % numbers
    return _("Recorded.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, survey_id: int) -> HttpResponse:
    page = _page(request, survey_id)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    lines: tuple[str, ...] = ()
    if form.is_valid():
        content = form.cleaned_data["file"].read(sheets.MAX_BYTES + 1)
        try:
            filled = sheets.read_sheet(content, page=page)
            new = operations.import_responses(
                survey_id=survey_id, given=filled.given, digest=filled.digest, actor=request.user, at=timezone.now()
            )
        except (sheets.SheetWrong, operations.NotOfThisSurvey) as refusal:
            form.add_error("file", f"{refusal.problem} {refusal.remedy}")
            lines = getattr(refusal, "lines", ())
        else:
            text = ngettext("%(n)s interview was recorded.", "%(n)s interviews were recorded.", new)
            messages.success(request, text % {"n": figures.number(new)})
            return redirect("surveys:survey", survey_id)
    context = {"page": page, "line": page.line, "form": form, "problems": lines}
    return render(request, "surveys/upload.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def sheet(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The sheet with a line for each interview of the plan that the reader may record."""
    page = _page(request, survey_id)
    answer = HttpResponse(sheets.write_sheet(page), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="survei-{page.line.year}-{page.line.pk}.xlsx"'
    return answer
