"""The list of assessments with the reader's work, one assessment, its share-out, its worksheet, its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.assessment import drawings, operations, permissions, queries, reckoning, worksheets
from guyub.apps.assessment.forms import OfficialForm, OpenForm
from guyub.apps.assessment.queries import AssessmentPage, ItemLine, Standing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A filter's address -> how its count is said and which tag it wears; the order of the buttons.
STANDINGS = (Standing.ACCEPTED, Standing.WAITING, Standing.LACKING, Standing.UNANSWERED)


@require_safe
@login_required
def assessments(request: HttpRequest) -> HttpResponse:
    area, actor = request.user.area_id, request.user
    lines = queries.list_assessments(area=area, actor=actor)
    follow_ups = queries.list_follow_ups(area=area, actor=actor, on=timezone.localdate())
    context = {
        "open": [line for line in lines if line.closed_at is None],
        "closed": [line for line in lines if line.closed_at is not None],
        "work": queries.list_work(area=area, actor=actor),
        "follow_ups": sum(1 for line in follow_ups if line.done_at is None),
        "may_open": permissions.may_manage(actor, area=area),
    }
    return render(request, "assessment/assessments.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    area, actor, today = request.user.area_id, request.user, timezone.localdate()
    permissions.require_manager(actor, area=area)
    known = queries.list_instruments(area=area, actor=actor)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        instruments=[(line.code, line.title) for line in known],
        initial={"year": today.year, "instrument": request.GET.get("instrumen", "")},
    )
    if request.method == "POST" and form.is_valid():
        pk = operations.open_assessment(area=area, actor=actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The assessment is open. Now say which agency answers which item."))
        return redirect("assessment:share", pk)
    context = {"form": form, "known": known}
    return render(request, "assessment/assessment_new.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return _show(request, assessment_id)


def _show(request: HttpRequest, assessment_id: int, *, form: OfficialForm | None = None) -> HttpResponse:
    page = queries.get_assessment(
        assessment_id, actor=request.user, on=timezone.localdate(), as_of=_day(request.GET.get("tanggal", ""))
    )
    chosen = {name: request.GET.get(name, "") for name in ("status", "opd", "bagian")}
    context = {
        "page": page,
        "items": [line for line in page.items if _fits(line, chosen)],
        "chosen": chosen,
        "standings": [(standing, page.counts.get(standing, 0)) for standing in STANDINGS],
        "agencies": sorted({(line.agency.pk, line.agency.abbreviation) for line in page.items if line.agency},
                           key=lambda each: each[1].casefold()),
        "chart": drawings.components(page),
        "course": drawings.course(page),
        "official_form": form or OfficialForm(
            initial={"score": reckoning.typed(page.official_score), "source": page.official_source}
        ),
        "form": form,
    }  # fmt: skip
    return render(request, "assessment/assessment.html", context, status=422 if form else 200)


def _fits(line: ItemLine, chosen: dict[str, str]) -> bool:
    agency = str(line.agency.pk) if line.agency else "-"
    mine = chosen["opd"] == "saya" and line.is_mine
    return (
        (not chosen["status"] or line.state.standing == chosen["status"])
        and (not chosen["opd"] or mine or agency == chosen["opd"])
        and (not chosen["bagian"] or line.part == chosen["bagian"])
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@login_required
def share(request: HttpRequest, assessment_id: int) -> HttpResponse:
    page = queries.get_shares(assessment_id, actor=request.user, on=timezone.localdate())
    if request.method == "POST":
        changed = operations.share_items(
            assessment_id=assessment_id, agencies=_agencies(request, page), actor=request.user, at=timezone.now()
        )
        said = ngettext("%(n)d item changed hands.", "%(n)d items changed hands.", changed) % {"n": changed}
        messages.success(request, said)
        return redirect("assessment:share", assessment_id)
    return render(request, "assessment/assessment_share.html", {"page": page})


def _agencies(request: HttpRequest, page: Any) -> dict[str, int | None]:
    """The ticked items to the agency chosen, or each to the one that is suggested for it."""
    ticked = set(request.POST.getlist("butir"))
    lines = [line for line in page.lines if line.code in ticked]
    if "usulan" in request.POST:
        return {line.code: line.suggested.pk for line in lines if line.suggested is not None}
    chosen = request.POST.get("opd", "")
    return {line.code: int(chosen) if chosen.isdecimal() else None for line in lines}


@require_safe
@login_required
def worksheet(request: HttpRequest, assessment_id: int) -> HttpResponse:
    today = timezone.localdate()
    page = queries.get_assessment(assessment_id, actor=request.user, on=today)
    dossier = queries.get_dossier(assessment_id, actor=request.user, on=today)
    response = HttpResponse(worksheets.as_xlsx(page, dossier, office=request.user.acting_as), content_type=XLSX)
    word = _("worksheet")
    response["Content-Disposition"] = f'attachment; filename="{word}-{dossier.instrument.code}-{page.year}.xlsx"'
    return response


@require_POST
@login_required
def send_all(request: HttpRequest, assessment_id: int) -> HttpResponse:
    page = queries.get_assessment(assessment_id, actor=request.user, on=timezone.localdate())
    sent = operations.send_evidence(attachment_ids=page.sendable, actor=request.user, at=timezone.now())
    said = ngettext("%(n)d piece of evidence was sent.", "%(n)d pieces of evidence were sent.", sent) % {"n": sent}
    messages.success(request, said)
    return redirect("assessment:assessment", assessment_id)


@require_POST
@login_required
def repeat(request: HttpRequest, assessment_id: int, part: str) -> HttpResponse:
    operations.repeat_part(assessment_id=assessment_id, part=part, actor=request.user, at=timezone.now())
    messages.success(request, _("There is room for one more. Its items stand at the end of their part."))
    return redirect("assessment:assessment", assessment_id)


@require_POST
@login_required
def official(request: HttpRequest, assessment_id: int) -> HttpResponse:
    form = OfficialForm(request.POST)
    if not form.is_valid():
        return _show(request, assessment_id, form=form)
    operations.record_official_score(
        assessment_id=assessment_id, actor=request.user, at=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("The official score stands beside the computed one; neither changes the other."))
    return redirect("assessment:assessment", assessment_id)


@login_required
def close(request: HttpRequest, assessment_id: int) -> HttpResponse:
    page: AssessmentPage = queries.get_assessment(assessment_id, actor=request.user, on=timezone.localdate())
    permissions.require_manager(request.user, area=page.area)
    if request.method == "POST":
        operations.close_assessment(assessment_id=assessment_id, actor=request.user, at=timezone.now())
        messages.success(request, _("The assessment is closed. It stays as it is now."))
        return redirect("assessment:assessment", assessment_id)
    return render(request, "assessment/assessment_close.html", {"page": page})
