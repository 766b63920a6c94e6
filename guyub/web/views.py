"""The theme switch, and the living page that shows every component in all its states."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from guyub.web import specimens
from guyub.web.context import THEME_COOKIE, THEMES


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or "as my device" in a cookie and go back; a plain form, so no script is needed."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=timedelta(days=365), samesite="Lax", secure=request.is_secure()
        )
    return response


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The visual language, live. Every figure and person on it is invented."""
    form = (
        specimens.SpecimenForm({"title": "", "village": "", "note": ""})
        if "galat" in request.GET
        else specimens.SpecimenForm()
    )
    sought = request.GET.get("cari", "karang").lower()
    found = [name for name, _value, _count in specimens.DISTRICTS if sought in name.lower()]
    page = Paginator(range(1, 2319), 50).get_page(request.GET.get("halaman", 7))
    return render(
        request, "web/components.html", {"specimen_form": form, "page": page, "found": found, **specimens.drawings()}
    )


@require_safe
def component_progress(request: HttpRequest) -> HttpResponse:
    """The fragment behind the page's sample job: each look moves it on by a quarter."""
    raw = request.GET.get("sampai", "0")
    percent = min(int(raw) if raw.isdecimal() and len(raw) < 4 else 0, 100)
    return render(request, "web/component_progress.html", {"percent": percent, "next": min(percent + 25, 100)})
