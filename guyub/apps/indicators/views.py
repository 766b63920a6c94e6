"""Pages of the indicators: the list, one of them, its rule, the rows behind it, and its spreadsheet."""

from __future__ import annotations

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from guyub.apps.indicators import drawings, permissions, queries, sheets
from guyub.web import charts

DIMENSIONS = {
    "governance": _("Smart governance"),
    "branding": _("Smart branding"),
    "economy": _("Smart economy"),
    "living": _("Smart living"),
    "society": _("Smart society"),
    "environment": _("Smart environment"),
}


@require_GET
@login_required
def indicators(request: HttpRequest) -> HttpResponse:
    area, period = _place(request)
    lines = queries.list_indicators(actor=request.user, area=area, period=period)
    drawn = [(line, charts.sparkline([_float(value) for _period, value in line.series])) for line in lines]
    groups = [(DIMENSIONS[key], list(members)) for key, members in groupby(drawn, key=lambda pair: pair[0].dimension)]
    moving = [line for line in lines if line.tone]
    context = {
        "groups": groups,
        "lines": lines,
        "worse": [line for line in moving if line.tone == "warn"],
        "better": [line for line in moving if line.tone == "ok"],
        "period": max((line.period for line in lines if line.period), default=None),
        "area": area,
    }
    return render(request, "indicators/list.html", context)


@require_GET
@login_required
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    area, period = _place(request)
    page = queries.get_indicator(code=code, area=area, period=period, actor=request.user)
    context = {
        "page": page,
        "line": page.line,
        "chart": drawings.over_time(page),
        "bars": drawings.districts(page),
        "tiles": drawings.villages(page),
        "behind": drawings.worst(page.districts or page.villages, page.line.direction),
        "to_go": _to_go(page),
        "query": urlencode({"wilayah": page.area, "periode": page.line.period or ""}),
        "parent": page.area.rpartition(".")[0] if page.level != "regency" else "",
        "loose": max(
            (input for input in page.inputs if input.unmatched), key=lambda each: each.unmatched, default=None
        ),
        "sample": queries.list_sample(page, actor=request.user),
        "may_open": permissions.may_open(request.user, area=page.area),
        "list_key": page.definition.people_list if permissions.may_open_lists(request.user) else None,
    }
    return render(request, "indicators/indicator.html", context)


def _to_go(page: queries.IndicatorPage) -> int | None:
    """How many of the counted would have to change for the aim to be reached; None when it is, or cannot be said."""
    line = page.line
    if line.aim is None or line.aim_reached is not False or line.denominator is None or line.numerator is None:
        return None
    if line.unit != "%":
        return None
    return abs(line.numerator - int(line.aim * line.denominator / 100))


@require_GET
@login_required
def rule(request: HttpRequest, code: str) -> HttpResponse:
    area, _period = _place(request)
    asked = request.GET.get("versi", "")
    version = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    return render(
        request,
        "indicators/rule.html",
        {"page": queries.get_rule(code, area=area, actor=request.user, version=version), "area": area},
    )


PARTS = {"pembilang": True, "sisanya": False, "semua": None}


@require_GET
@login_required
def rows(request: HttpRequest, code: str) -> HttpResponse:
    area, period = _place(request)
    part = request.GET.get("bagian", "pembilang")
    part = part if part in PARTS else "pembilang"
    found = queries.list_rows(
        code=code, area=area, period=period, counted=PARTS[part], page=_number(request), actor=request.user
    )
    context = {
        "found": found,
        "part": part,
        "pages": Paginator(range(found.total), 25).get_page(found.page),
        "query": urlencode({"wilayah": found.area, "periode": found.period}),
    }
    response = render(request, "indicators/rows.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@login_required
def download(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    area, period = _place(request)
    page = queries.get_indicator(code=code, area=area, period=period, actor=request.user)
    if kind == "xlsx":
        content: bytes | str = sheets.as_xlsx(page)
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        content, content_type = sheets.as_csv(page), "text/csv; charset=utf-8"
    name = f"{code}_{page.area}_{page.line.period or '-'}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def _place(request: HttpRequest) -> tuple[str, str | None]:
    """The area and period that the address asks for; the officer's own regency and the newest period without them."""
    area = request.GET.get("wilayah", "") or request.user.area_id
    return area, request.GET.get("periode", "") or None


def _number(request: HttpRequest) -> int:
    text = request.GET.get("halaman", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
