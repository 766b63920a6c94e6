"""The datasets of the reader's area, and one of them."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guyub.apps.exchange import queries
from guyub.apps.exchange.forms import AsOfForm
from guyub.web import figures


@require_GET
@login_required
def datasets(request: HttpRequest) -> HttpResponse:
    lines = queries.list_datasets(area=request.user.area_id, actor=request.user, at=timezone.now())
    context = {
        "lines": lines,
        "late": [line for line in lines if line.state == "late"],
        "missing": [line for line in lines if line.state == "none"],
        "waiting": queries.count_waiting(area=request.user.area_id, actor=request.user),
    }
    return render(request, "exchange/datasets.html", context)


@require_GET
@login_required
def dataset(request: HttpRequest, key: str) -> HttpResponse:
    area = request.user.area_id
    page = queries.get_dataset(area=area, key=key, actor=request.user, at=timezone.now())
    releases = queries.list_releases(area=area, dataset=key, actor=request.user)
    recent = queries.list_submissions(area=area, dataset=key, actor=request.user, per_page=5)
    context = {
        "page": page,
        "line": page.line,
        "releases": releases,
        "recent": recent,
        "as_of": AsOfForm(periods=_periods(releases), initial={"day": timezone.localdate()}),
    }
    return render(request, "exchange/dataset.html", context)


@require_GET
@login_required
def as_of(request: HttpRequest, key: str) -> HttpResponse:
    """Leads to the release that held at the end of a day."""
    area = request.user.area_id
    releases = queries.list_releases(area=area, dataset=key, actor=request.user)
    form = AsOfForm(request.GET, periods=_periods(releases))
    if not form.is_valid():
        messages.error(request, _("Choose a month and a day."))
        return redirect("exchange:dataset", key)
    day, period = form.cleaned_data["day"], form.cleaned_data["period"]
    end_of_day = timezone.make_aware(datetime.combine(day, time.max))
    found = queries.find_release_as_of(area=area, dataset=key, period=period, at=end_of_day, actor=request.user)
    if found is None:
        shown = {"day": figures.day(day), "period": figures.period(period)}
        messages.warning(request, _("On %(day)s no data of %(period)s had been released.") % shown)
        return redirect("exchange:dataset", key)
    return redirect("exchange:release", found.pk)


def _periods(releases: list[queries.ReleaseLine]) -> list[str]:
    return sorted({release.period for release in releases}, reverse=True)
