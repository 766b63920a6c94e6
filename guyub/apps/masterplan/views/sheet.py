"""Importing programmes: upload, look at what would happen, take it in, and see what became of it."""

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

from guyub.apps.masterplan import files, frameworks, operations, permissions, queries
from guyub.apps.masterplan.forms import ACCEPTED, ConfirmForm, SheetForm
from guyub.apps.masterplan.sheet import write_empty_form
from guyub.web import figures

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    area = request.user.area_id
    permissions.planning_scope(request.user, area=area)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        digest = files.keep_sheet(area=area, file_name=file.name, stream=file)
        address = reverse("masterplan:preview", args=[digest])
        return redirect(f"{address}?{urlencode({'nama': files.safe_file_name(file.name)})}")
    sheets = queries.list_sheets(area=area, actor=request.user)
    status = 422 if form.is_bound else 200
    return render(
        request, "masterplan/import.html", {"form": form, "sheets": sheets, "accepted": ACCEPTED}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preview(request: HttpRequest, digest: str) -> HttpResponse:
    area = request.user.area_id
    seen = queries.get_preview(area=area, digest=digest, actor=request.user)
    if request.method == "POST":
        form = ConfirmForm(request.POST, opens=not seen.plan_title)
        if form.is_valid():
            return _take_in(request, area, digest, form)
    else:
        name = files.safe_file_name(request.GET.get("nama", "program.xlsx"))
        form = ConfirmForm(initial={"name": name, "title": _("Smart-city masterplan")}, opens=not seen.plan_title)
    context = {"preview": seen, "form": form, "name": form["name"].value()}
    return render(request, "masterplan/preview.html", context, status=422 if form.is_bound else 200)


def _take_in(request: HttpRequest, area: str, digest: str, form: ConfirmForm) -> HttpResponse:
    given = dict(form.cleaned_data)
    with files.open_sheet(area=area, digest=digest) as stream:
        sheet_id = operations.import_programmes(
            area=area, file_name=given.pop("name"), stream=stream, actor=request.user, at=timezone.now(), **given
        )
    taken = queries.get_sheet(sheet_id=sheet_id, actor=request.user).line
    rows = figures.number(taken.rows_entered)
    text = ngettext("%(rows)s row has entered the plan.", "%(rows)s rows have entered the plan.", taken.rows_entered)
    messages.success(request, text % {"rows": rows})
    return redirect("masterplan:sheet", sheet_id)


@require_safe
@login_required
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    found = queries.get_sheet(sheet_id=sheet_id, actor=request.user)
    return render(request, "masterplan/sheet.html", {"sheet": found})


@require_safe
@login_required
def empty_form(request: HttpRequest) -> HttpResponse:
    """A workbook with the headers and the words that are understood."""
    content = write_empty_form(frameworks.load(files.DEFAULT_FRAMEWORK), year=timezone.localdate().year)
    answer = HttpResponse(content, content_type=_XLSX)
    answer["Content-Disposition"] = 'attachment; filename="formulir-program.xlsx"'
    return answer
