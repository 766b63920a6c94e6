"""The list of programmes, and one programme."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guyub.apps.accounts.permissions import Right, scope
from guyub.apps.masterplan import queries
from guyub.apps.masterplan.forms import FilterForm
from guyub.apps.masterplan.queries import Choice, Outline
from guyub.apps.masterplan.views.target import target_form

PER_PAGE = 50


@require_safe
@login_required
def programmes(request: HttpRequest) -> HttpResponse:
    area, year = request.user.area_id, timezone.localdate().year
    outline = queries.find_outline(area=area, year=year, actor=request.user)
    form = FilterForm(request.GET)
    wanted = form.wanted()
    number = max(1, int(page)) if (page := request.GET.get("halaman", "1")).isdecimal() else 1
    offset = (min(number, 10_000) - 1) * PER_PAGE
    found = queries.list_programmes(
        area=area, wanted=wanted, year=year, actor=request.user, offset=offset, limit=PER_PAGE
    )
    query = request.GET.copy()
    query.pop("halaman", None)
    context = {
        "outline": outline,
        "found": found,
        "wanted": wanted,
        "year": year,
        "filters": bool(outline) and _filters(outline, request),
        "is_filtered": any(request.GET.get(name) for name in FilterForm.base_fields),
        "page": Paginator(range(found.total), PER_PAGE).get_page(number),
        "query": query.urlencode(),
        "may_import": bool(scope(request.user, Right.PLAN_PROGRAMMES)),
    }
    return render(request, "masterplan/programmes.html", context)


def _filters(outline: Outline, request: HttpRequest) -> list[tuple[str, str, list[Choice], str]]:
    """(name, label, choices, chosen) of each drop-down list; only what occurs can be chosen."""
    places = []
    for dimension in outline.dimensions:
        places.append(Choice(dimension.code, f"{dimension.name} ({dimension.programmes})"))
        places += [Choice(sub.code, f"– {sub.name} ({sub.programmes})") for sub in dimension.subs if sub.programmes]
    agencies = [Choice(str(line.pk or "none"), f"{line.abbreviation} ({line.programmes})") for line in outline.agencies]
    fields = FilterForm.base_fields
    return [
        ("dimensi", fields["dimensi"].label, places, request.GET.get("dimensi", "")),
        ("opd", fields["opd"].label, agencies, request.GET.get("opd", "")),
        ("jangka", fields["jangka"].label, queries.public_list_horizons(), request.GET.get("jangka", "")),
        ("status", fields["status"].label, queries.public_list_statuses(), request.GET.get("status", "")),
    ]


@require_safe
@login_required
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    found = queries.get_programme(programme_id=programme_id, today=timezone.localdate(), actor=request.user)
    form = target_form(request, found) if found.may_plan else None
    return render(request, "masterplan/programme.html", {"programme": found, "target_form": form})
