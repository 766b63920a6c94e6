"""The list of packages, one package with its proof, its file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guyub.apps.accounts.permissions import Right, scope
from guyub.apps.areas.rights import NATION
from guyub.apps.assessment import queries as assessments
from guyub.apps.packages import permissions, queries

PER_PAGE = 50


@require_GET
@login_required
def packages(request: HttpRequest) -> HttpResponse:
    actor = request.user
    year = _number(request, "tahun")
    total = queries.count_packages(actor=actor, year=year)
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("halaman"))
    own = assessments.list_assessments(area=actor.area_id, actor=actor)
    context = {
        "lines": queries.list_packages(actor=actor, year=year, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE),
        "total": total,
        "page": page,
        "year": year,
        "years": queries.list_years(actor=actor),
        "assessments": [line for line in own if line.kind == "own"],
        "may_hand_in": permissions.may_hand_in(actor, area=actor.area_id),
        "may_receive": any(
            permissions.may_receive(actor, kind=kind, area=actor.area_id) for kind in ("hand_in", "result")
        ),
        "is_ministry": actor.area_id == NATION,
    }
    return render(request, "packages/packages.html", context)


@require_GET
@login_required
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    """The proof is made anew each time the page is opened; of a damaged file nothing else is shown."""
    page = queries.get_package(package_id, actor=request.user)
    proof = queries.get_proof(package_id, actor=request.user)
    readable = proof.is_whole
    context = {
        "page": page,
        "line": page.line,
        "of_own_region": scope(request.user, Right.SEE_ASSESSMENTS).covers(page.area),
        "proof": proof,
        "readable": readable,
        "content": page.hand_in if readable and page.kind == "hand_in" else None,
        "result": page.result if readable and page.kind == "result" else None,
        "again": queries.get_recomputed(package_id, actor=request.user)
        if readable and page.kind == "hand_in"
        else None,
    }
    return render(request, "packages/package.html", context)


@require_GET
@login_required
def file(request: HttpRequest, package_id: int) -> FileResponse:
    path, name = queries.get_file(package_id, actor=request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


def _number(request: HttpRequest, key: str) -> int | None:
    text = request.GET.get(key, "")
    return int(text) if text.isdecimal() and len(text) == 4 else None
