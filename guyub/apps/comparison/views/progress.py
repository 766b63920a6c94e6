"""A region's own progress, and then its place among others."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from guyub.apps.comparison import drawings, permissions, queries


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The page of the reader's own regency; who sees all regions begins with the nation."""
    if permissions.may_see_all(request.user):
        return redirect("comparison:national")
    return _page(request, request.user.area_id)


@require_safe
@login_required
def region(request: HttpRequest, area: str) -> HttpResponse:
    return _page(request, area)


def _page(request: HttpRequest, area: str) -> HttpResponse:
    asked = request.GET
    progress = queries.get_progress(
        area, actor=request.user, instrument=asked.get("instrumen", ""), weights=asked.get("bobot", "")
    )
    ranked = (asked.get("kelompok") or "nasional") if asked.get("urutan") == "1" else ""
    beside = queries.get_beside(progress, ranked=ranked, actor=request.user)
    decimals = progress.yardstick.decimals if progress.yardstick else 2
    keep = {"instrumen": progress.yardstick.code if progress.yardstick else "", "bobot": progress.rescored_by}
    context = {
        "progress": progress,
        "groups": beside.groups,
        "decimals": decimals,
        "chart": drawings.over_years(progress),
        "spreads": drawings.beside_others(beside.groups, decimals),
        "parts": [(line, drawings.course(line.values)) for line in progress.parts],
        "ranked": ranked,
        "ranking": beside.ranking,
        "sees_all": permissions.may_see_all(request.user),
        "may_take_in": permissions.may_take_in(request.user, area=area),
        "query": urlencode({name: value for name, value in keep.items() if value}),
        "here": request.path,
    }
    return render(request, "comparison/progress.html", context)
