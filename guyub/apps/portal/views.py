"""The public page: open figures of the regency, without signing in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guyub.apps.portal import queries
from guyub.web import charts

DIMENSIONS = {
    "governance": _("Governance"),
    "branding": _("Branding"),
    "economy": _("Economy"),
    "living": _("Living"),
    "society": _("Society"),
    "environment": _("Environment"),
}


@require_safe
def open_indicators(request: HttpRequest) -> HttpResponse:
    page = queries.public_get_open_page(area=settings.HOME_AREA)
    groups = [
        (DIMENSIONS[key], [(line, charts.sparkline([_float(value) for _, value in line.series])) for line in lines])
        for key, lines in page.computed
    ]
    return render(request, "portal/open.html", {"page": page, "groups": groups})


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
