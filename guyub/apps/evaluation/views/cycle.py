"""The office's pages: cycles, the board of one, panels, exclusions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.areas.queries import public_list_children
from guyub.apps.areas.rights import NATION
from guyub.apps.assessment import queries as assessment
from guyub.apps.evaluation import operations, permissions, queries
from guyub.apps.evaluation.forms import CycleForm, ExclusionForm, PanelForm, RegionsForm

PER_PAGE = 50


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The way to one's own pages of evaluation."""
    if permissions.may_run(request.user):
        return redirect("evaluation:cycles")
    return redirect("evaluation:desk" if permissions.may_assess(request.user) else "evaluation:own")


@require_safe
@login_required
def cycles(request: HttpRequest) -> HttpResponse:
    permissions.require_office(request.user, area=NATION)
    today = timezone.localdate()
    found = [(line, line.calendar.steps(today)) for line in queries.list_cycles(actor=request.user)]
    return render(request, "evaluation/cycles.html", {"cycles": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_cycle(request: HttpRequest) -> HttpResponse:
    permissions.require_office(request.user, area=NATION)
    found = assessment.list_instruments(area=NATION, actor=request.user)
    choices = [(line.code, line.title) for line in found]
    form = CycleForm(
        request.POST if request.method == "POST" else None,
        instruments=choices,
        initial={"year": timezone.localdate().year},
    )
    if request.method == "POST" and form.is_valid():
        cycle = operations.open_cycle(**form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("The cycle is open. Every regency and city is expected to hand in."))
        return redirect("evaluation:board", cycle)
    status = 422 if form.errors else 200
    return render(request, "evaluation/new_cycle.html", {"form": form, "instruments": choices}, status=status)


@require_safe
@login_required
def board(request: HttpRequest, cycle_id: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = queries.get_office_cycle(cycle_id, actor=request.user)
    found = queries.list_entries(cycle_id=cycle_id, actor=request.user, on=today)
    state, text = request.GET.get("keadaan", ""), request.GET.get("cari", "").strip()
    lines = [line for line in found.lines if state in ("", line.state) and text.lower() in line.region.lower()]
    number = request.GET.get("halaman", "1")
    context = {
        "cycle": cycle,
        "steps": cycle.calendar.steps(today),
        "board": found,
        "page": Paginator(lines, PER_PAGE).get_page(number),
        "state": state,
        "text": text,
        "query": urlencode({"keadaan": state, "cari": text}),
        "ready": sum(line.state == "handed_in" and bool(line.panel_pk) for line in found.lines),
    }
    return render(request, "evaluation/board.html", context)


@require_POST
@login_required
def close(request: HttpRequest, cycle_id: int) -> HttpResponse:
    operations.close_cycle(cycle_id=cycle_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The cycle is closed. Its results stay."))
    return redirect("evaluation:board", cycle_id)


@require_POST
@login_required
def start_all(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The reviews that could start, each as its own act: the first that can't says why, the earlier ones stand."""
    queries.get_office_cycle(cycle_id, actor=request.user)
    waiting = queries.list_waiting(cycle_id=cycle_id, actor=request.user)
    for entry, _region in waiting:
        operations.start_review(entry_id=entry, actor=request.user, at=timezone.now())
    told = ngettext("%(n)d review has started.", "%(n)d reviews have started.", len(waiting)) % {"n": len(waiting)}
    messages.success(request, told)
    return redirect("evaluation:board", cycle_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def panels(request: HttpRequest, cycle_id: int) -> HttpResponse:
    cycle = queries.get_office_cycle(cycle_id, actor=request.user)
    form = PanelForm(request.POST if request.method == "POST" else None, assessors=_assessors(request))
    if request.method == "POST" and form.is_valid():
        operations.form_panel(cycle_id=cycle_id, **form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("The panel is formed. Give it regions next."))
        return redirect("evaluation:panels", cycle_id)
    today = timezone.localdate()
    entries = queries.list_entries(cycle_id=cycle_id, actor=request.user, on=today).lines
    free = [(line.area, line.region) for line in entries if line.panel_pk is None]
    context = {
        "cycle": cycle,
        "panels": queries.list_panels(cycle_id=cycle_id, actor=request.user),
        "form": form,
        "regions_form": RegionsForm(regions=free),
        "free": len(free),
    }
    return render(request, "evaluation/panels.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def panel(request: HttpRequest, cycle_id: int, panel_id: int) -> HttpResponse:
    """Who sits on a panel: the same boxes again, ticked."""
    cycle = queries.get_office_cycle(cycle_id, actor=request.user)
    lines = queries.list_panels(cycle_id=cycle_id, actor=request.user)
    found = next((line for line in lines if line.pk == panel_id), None)
    if found is None:
        raise queries.NoSuchPanel
    initial = {"title": found.title, "officers": [member.pk for member in found.members]}
    form = PanelForm(request.POST if request.method == "POST" else None, assessors=_assessors(request), initial=initial)
    del form.fields["title"]
    if request.method == "POST" and form.is_valid():
        officers = form.cleaned_data["officers"]
        operations.change_panel(panel_id=panel_id, officers=officers, actor=request.user, at=timezone.now())
        messages.success(request, _("The panel is changed."))
        return redirect("evaluation:panels", cycle_id)
    context = {"cycle": cycle, "panel": found, "form": form}
    return render(request, "evaluation/panel.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def assign(request: HttpRequest, cycle_id: int, panel_id: int) -> HttpResponse:
    queries.get_office_cycle(cycle_id, actor=request.user)
    areas = request.POST.getlist("areas")
    given = operations.assign_regions(panel_id=panel_id, areas=areas, actor=request.user, at=timezone.now())
    told = ngettext("%(n)d region lies with the panel.", "%(n)d regions lie with the panel.", given) % {"n": given}
    messages.success(request, told)
    return redirect("evaluation:panels", cycle_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def exclusions(request: HttpRequest) -> HttpResponse:
    """Conflicts of interest: the office's for everyone, an assessor's own for himself."""
    runs = permissions.may_run(request.user)
    if not runs:
        permissions.require_assessor(request.user, area=NATION)
    form = ExclusionForm(
        request.POST if request.method == "POST" else None,
        assessors=_assessors(request) if runs else (),
        regions=_regions(),
    )
    if request.method == "POST" and form.is_valid():
        given = {"officer_id": request.user.pk, **form.cleaned_data}
        given["officer_id"] = given.pop("officer", given["officer_id"])
        operations.declare_exclusion(**given, actor=request.user, at=timezone.now())
        messages.success(request, _("Declared. The region is out of sight from now on."))
        return redirect("evaluation:exclusions")
    context = {"form": form, "exclusions": queries.list_exclusions(actor=request.user), "runs": runs}
    return render(request, "evaluation/exclusions.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end_exclusion(request: HttpRequest, exclusion_id: int) -> HttpResponse:
    operations.end_exclusion(exclusion_id=exclusion_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The exclusion is ended; it stays in the ledger."))
    return redirect("evaluation:exclusions")


def _assessors(request: HttpRequest) -> list[tuple[int, str]]:
    found = queries.list_assessors(actor=request.user, on=timezone.localdate())
    return [
        (line.pk, _("%(name)s (not for %(regions)s)") % {"name": line.name, "regions": ", ".join(line.excluded)})
        if line.excluded
        else (line.pk, line.name)
        for line in found
    ]


def _regions() -> list[tuple[str, str]]:
    provinces = public_list_children(None)
    return [(area.code, area.full_name) for province in provinces for area in public_list_children(province.code)]
