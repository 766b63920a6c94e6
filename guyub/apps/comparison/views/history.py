"""Taking in the official scores of past years."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.comparison import operations, permissions, queries
from guyub.apps.comparison.forms import ACCEPTED, HistoryForm
from guyub.web import figures

MOST_BYTES = 4 * 1024 * 1024
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def history(request: HttpRequest) -> HttpResponse:
    area = _home(request)
    choices = queries.list_yardsticks(area=area, actor=request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HistoryForm(*sent, choices=choices)
    wrong: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            count = operations.record_standings(
                area=area,
                instrument_code=form.cleaned_data["instrument"],
                content=form.cleaned_data["file"].read(MOST_BYTES),
                actor=request.user,
                at=timezone.now(),
            )
        except operations.HistoryWrong as refusal:
            wrong = refusal.wrong
        else:
            text = ngettext("%(rows)s line was taken in.", "%(rows)s lines were taken in.", count)
            messages.success(request, text % {"rows": figures.number(count)})
            return redirect("comparison:own")
    context = {
        "form": form,
        "choices": choices,
        "accepted": ACCEPTED,
        "wrong": wrong[:SHOWN],
        "wrong_count": len(wrong),
        "publishes": permissions.may_publish(request.user),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "comparison/history.html", context, status=status)


@require_safe
@login_required
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The empty file for an instrument, with a column for each of its parts."""
    content = queries.get_form(code, area=_home(request), actor=request.user)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"riwayat-{code}.csv")
    return answer


def _home(request: HttpRequest) -> str:
    return permissions.NATION if permissions.may_publish(request.user) else request.user.area_id
