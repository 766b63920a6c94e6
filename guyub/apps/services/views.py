"""Pages of the lists: which there are, one of them, opening it, and taking it along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_POST

from guyub.apps.services import operations, queries, sheets

MOST_ROWS = 50_000


@require_GET
@login_required
def lists(request: HttpRequest) -> HttpResponse:
    lines = queries.list_lists(area=request.user.area_id, actor=request.user)
    return render(request, "services/lists.html", {"lines": lines})


@require_GET
@login_required
def people(request: HttpRequest, key: str) -> HttpResponse:
    return _render(request, key)


def _render(request: HttpRequest, key: str, *, error: str = "", status: int = 200) -> HttpResponse:
    at = timezone.now()
    page = _page(request, key)
    school = request.GET.get("sekolah", "") or None
    rows = queries.list_people(page, actor=request.user, at=at, school=school, number=_number(request))
    keep = {"wilayah": page.area} | ({"sekolah": school} if school else {})
    context = {
        "page": page,
        "line": page.line,
        "rows": rows,
        "school": next((each for each in page.schools if each.code == school), None),
        "pages": Paginator(range(rows.total), queries.PAGE).get_page(rows.page),
        "query": urlencode(keep),
        "looks": queries.list_looks(page, actor=request.user),
        "open_url": f"{reverse('services:open', args=[key])}?{urlencode(keep)}",
        "file_url": f"{reverse('services:file', args=[key])}?{urlencode(keep)}",
        "parent": page.area.rpartition(".")[0] if page.area.count(".") > 1 else "",
        "error": error,
    }
    response = render(request, "services/list.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, key: str) -> queries.ListPage:
    area = request.GET.get("wilayah", "") or None
    return queries.get_list(key, list_area=request.user.area_id, area=area, actor=request.user, at=timezone.now())


@require_POST
@login_required
def open_names(request: HttpRequest, key: str) -> HttpResponse:
    """Records the look, then leads back to the page, which shows the names for an hour."""
    page = _page(request, key)
    purpose = request.POST.get("purpose", "")
    try:
        operations.open_list(
            list_id=page.line.pk, area=page.area, purpose=purpose, actor=request.user, at=timezone.now()
        )
    except operations.PurposeMissing as refusal:
        return _render(request, key, error=str(refusal.problem), status=422)
    return redirect(f"{reverse('services:list', args=[key])}?{request.GET.urlencode()}")


@require_POST
@login_required
def take_along(request: HttpRequest, key: str) -> HttpResponse:
    """The part as a spreadsheet; taking it along is a look of its own, for the purpose it was opened for."""
    page = _page(request, key)
    purpose = page.opening.purpose if page.opening else request.POST.get("purpose", "")
    at = timezone.now()
    operations.open_list(list_id=page.line.pk, area=page.area, purpose=purpose, actor=request.user, at=at, form="xlsx")
    found = queries.list_people(
        page, actor=request.user, at=at, school=request.GET.get("sekolah", "") or None, per_page=MOST_ROWS
    )
    content = sheets.as_xlsx(page, found, purpose=dict(page.purposes)[purpose], office=request.user.acting_as)
    name = f"{key}_{page.area}_{page.line.period}.xlsx"
    return HttpResponse(
        content,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "Cache-Control": "no-store",
        },
    )


def _number(request: HttpRequest) -> int:
    text = request.GET.get("halaman", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1
