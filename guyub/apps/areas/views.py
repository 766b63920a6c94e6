"""Pages about places and structure: find an area, the agencies and their history, the bodies of the programme."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guyub.apps.areas import queries
from guyub.apps.areas.forms import DayForm

LIMIT = 50


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Find any of Indonesia's areas; without words, the districts of the own regency."""
    text = request.GET.get("cari", "").strip()[:80]
    home = queries.public_find_area(request.user.area_id)
    context = {
        "text": text,
        "found": queries.public_search_areas(text, limit=LIMIT) if text else [],
        "limit": LIMIT,
        "home": home,
        "children": queries.public_list_children(home.code) if home and not text else [],
        "counts": queries.public_count_areas(),
        "source": queries.public_find_source(),
    }
    return render(request, "areas/search.html", context)


@require_GET
@login_required
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies of the own regency on a day, and how they came to be."""
    form = DayForm(request.GET)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or timezone.localdate()
    everyone = queries.list_agencies(actor=request.user, area=request.user.area_id)
    living = [
        line for line in everyone if line.valid_from <= on and (line.valid_until is None or line.valid_until > on)
    ]
    context = {
        "form": form,
        "on": on,
        "agencies": [line for line in living if line.district is None],
        "district_offices": [line for line in living if line.district is not None],
        "changed": [line for line in everyone if line.became is not None],
        "home": queries.public_find_area(request.user.area_id),
    }
    return render(request, "areas/agencies.html", context)


@require_GET
@login_required
def bodies(request: HttpRequest) -> HttpResponse:
    """The council, the teams, the coordinators and the forum, seat by seat."""
    standing = queries.list_bodies(actor=request.user, area=request.user.area_id)
    home = queries.public_find_area(request.user.area_id)
    return render(request, "areas/bodies.html", {"bodies": standing, "home": home})
