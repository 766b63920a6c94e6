"""Setting and withdrawing a target from the page of its programme."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guyub.apps.masterplan import operations, queries
from guyub.apps.masterplan.forms import TargetForm
from guyub.apps.masterplan.queries import ProgrammeDetail


def target_form(request: HttpRequest, programme: ProgrammeDetail) -> TargetForm:
    known = [line for line in programme.measures if str(line.direction) != "neither"]
    choices = [(line.code, f"{line.title} ({line.unit})") for line in known]
    this_year = timezone.localdate().year
    first, last = programme.plan_years
    return TargetForm(
        request.POST if request.method == "POST" else None,
        measures=sorted(choices, key=lambda choice: choice[1]),
        years=programme.plan_years,
        initial={"year": min(max(this_year, first), last)},
    )


@require_POST
@login_required
def set_target(request: HttpRequest, programme_id: int) -> HttpResponse:
    programme = queries.get_programme(programme_id=programme_id, today=timezone.localdate(), actor=request.user)
    form = target_form(request, programme)
    if not form.is_valid():
        context = {"programme": programme, "target_form": form, "form": form}
        return render(request, "masterplan/programme.html", context, status=422)
    operations.set_target(programme_id=programme_id, actor=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The target stands. How far it has come is computed from the released data."))
    return redirect("masterplan:programme", programme_id)


@require_POST
@login_required
def withdraw_target(request: HttpRequest, target_id: int) -> HttpResponse:
    programme_id = operations.withdraw_target(target_id=target_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The target is given up. That it was set stays in the ledger."))
    return redirect("masterplan:programme", programme_id)
