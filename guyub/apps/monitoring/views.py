"""The front page, and the ledger in plain words."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.permissions import Right
from guyub.apps.indicators.queries import AreaValue
from guyub.apps.monitoring import queries, sentences
from guyub.web import charts, figures, navigation

PER_PAGE = 50

# What an event concerns -> the page of it and the name of its id there
PAGES = {
    "exchange.submission": ("exchange:submission", "submission_id"),
    "exchange.release": ("exchange:release", "release_id"),
    "masterplan.programme": ("masterplan:programme", "programme_id"),
    "masterplan.sheet": ("masterplan:sheet", "sheet_id"),
}


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    if not request.user.scope(Right.SEE_DASHBOARD):
        return redirect(_first_of_menu(request))
    found = queries.get_front(actor=request.user, area=request.user.area_id, at=timezone.now())
    context = {"front": found, "office": request.user.acting_as, "tiles": _tiles(found.lead) if found.lead else None}
    return render(request, "monitoring/front.html", context)


def _first_of_menu(request: HttpRequest) -> str:
    """Where the work of an office lies that has no front page: an assessor's desk."""
    lines = [line for group in navigation.shell(request).groups for line in group.lines]
    return next((line.href for line in lines), reverse("accounts:account"))


def _tiles(lead: queries.LeadMap) -> SafeString:
    address = reverse("indicators:indicator", args=[lead.line.code])
    groups = [
        None
        if district is None
        else charts.TileGroup(
            title=district.name,
            figure=_figure(district, lead),
            href=f"{address}?{urlencode({'wilayah': district.area})}",
            tiles=tuple(_tile(village, lead, address) for village in lead.villages.get(district.area, ())),
        )
        for district in lead.districts
    ]
    line = lead.line
    return charts.tile_map(groups, unit=line.unit, places=line.decimals, least=line.smallest_cell)


def _figure(place: AreaValue, lead: queries.LeadMap) -> str:
    if place.suppressed:
        return f"<{lead.line.smallest_cell}"
    if place.value is None:
        return figures.MISSING
    write = figures.percent if lead.line.unit == "%" else figures.decimal
    return write(place.value, lead.line.decimals)


def _tile(place: AreaValue, lead: queries.LeadMap, address: str) -> charts.Tile:
    detail = ""
    if place.value is not None and place.numerator is not None and place.denominator is not None:
        detail = _("%(part)s of %(whole)s %(counted)s") % {
            "part": figures.number(place.numerator),
            "whole": figures.number(place.denominator),
            "counted": lead.line.counted,
        }
    return charts.Tile(
        name=place.name,
        value=None if place.value is None else float(place.value),
        href=f"{address}?{urlencode({'wilayah': place.area})}",
        detail=detail,
        suppressed=place.suppressed,
    )


@require_safe
@login_required
def ledger(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("jenis", "")
    number = max(1, int(page)) if (page := request.GET.get("halaman", "1")).isdecimal() else 1
    number = min(number, 100_000)
    found = queries.list_ledger(
        actor=request.user, area=request.user.area_id, kind=kind, offset=(number - 1) * PER_PAGE, limit=PER_PAGE
    )
    events = [(event, _page_of(event.subject)) for event in found.events]
    context = {
        "events": events,
        "total": found.total,
        "kinds": sentences.KINDS,
        "kind": kind,
        "page": Paginator(range(found.total), PER_PAGE).get_page(number),
        "query": urlencode({"jenis": kind}) if kind else "",
    }
    return render(request, "monitoring/ledger.html", context)


def _page_of(subject: tuple[str, str]) -> str:
    """The address of what an event concerns; "" when it has no page of its own."""
    name, argument = PAGES.get(subject[0], ("", ""))
    try:
        return reverse(name, kwargs={argument: int(subject[1])}) if name else ""
    except (NoReverseMatch, ValueError):
        return ""
