"""Pages of the registry: what is connected, and one person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guyub.apps.registry import operations, permissions, queries
from guyub.apps.registry.files import PURPOSES
from guyub.apps.registry.forms import NikForm


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "registry/overview.html", _overview(request, NikForm()))


def _overview(request: HttpRequest, form: NikForm) -> dict[str, object]:
    builds = queries.list_builds(area=request.user.area_id, actor=request.user)
    asked = request.GET.get("periode", "")
    build = next((each for each in builds if each.period == asked), builds[0] if builds else None)
    agency_rows = [line for line in build.inputs if not line.is_register] if build else []
    return {
        "builds": builds,
        "build": build,
        "agency_rows": agency_rows,
        "unmatched": sum(line.rows - line.matched for line in agency_rows),
        "delivered": sum(line.rows for line in agency_rows),
        "may_search": permissions.may_open_somebody(request.user),
        "form": form,
    }


@sensitive_post_parameters("nik")
@require_POST
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Leads to the person's page, whose address holds the opaque id; the NIK stays in the body of the request."""
    form = NikForm(request.POST)
    build = queries.find_build(area=request.user.area_id, actor=request.user)
    if build is None:
        raise queries.NoSuchBuild
    if form.is_valid():
        try:
            nik = form.cleaned_data["nik"]
            person_id = queries.find_person_id(nik, build_id=build.pk, actor=request.user)
        except (queries.BadNik, queries.NoSuchPerson) as refusal:
            form.add_error("nik", f"{refusal.problem} {refusal.remedy}")
        else:
            return redirect("registry:person", person_id)
    return render(request, "registry/overview.html", _overview(request, form), status=422)


@require_http_methods(["GET", "POST"])
@login_required
def person(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the person masked and asks for the purpose; POST records the look and shows all, once."""
    build_id = _build_id(request)
    line = queries.get_person(person_id=token, build_id=build_id, actor=request.user)
    context = {
        "line": line,
        "purposes": _purposes(),
        "action": f"{reverse('registry:person', args=[token])}?bangunan={build_id}",
    }
    status = 200
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        try:
            context["document"] = operations.open_person(
                build_id=build_id, person_id=token, purpose=purpose, actor=request.user, at=timezone.now()
            )
            context["purpose"] = PURPOSES[purpose]
        except operations.PurposeMissing as refusal:
            context["error"], status = refusal.problem, 422
    context["looks"] = queries.list_looks(person_id=token, area=line.area, actor=request.user)
    response = render(request, "registry/person.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _build_id(request: HttpRequest) -> int:
    asked = request.GET.get("bangunan", "")
    if asked.isdecimal() and len(asked) < 12:
        return int(asked)
    build = queries.find_build(area=request.user.area_id, actor=request.user)
    if build is None:
        raise queries.NoSuchBuild
    return build.pk


def _purposes() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in PURPOSES.items()]
