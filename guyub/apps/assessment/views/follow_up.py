"""What assessors recommended: who does it by when, and what was done."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.areas import queries as areas
from guyub.apps.assessment import operations, permissions, queries
from guyub.apps.assessment.forms import GiveForm


@require_safe
@login_required
def follow_ups(request: HttpRequest) -> HttpResponse:
    area, actor = request.user.area_id, request.user
    lines = queries.list_follow_ups(area=area, actor=actor, on=timezone.localdate())
    may_give = permissions.may_manage(actor, area=area)
    context = {
        "open": [line for line in lines if line.done_at is None],
        "done": [line for line in lines if line.done_at is not None],
        "late": sum(1 for line in lines if line.days_late),
        "may_give": may_give,
        "agencies": _agencies(request) if may_give else (),
    }
    return render(request, "assessment/follow_ups.html", context)


@require_POST
@login_required
def give(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    form = GiveForm(request.POST, agencies=_agencies(request))
    if not form.is_valid():
        messages.warning(request, _("Choose an agency of the list and a day that exists."))
        return redirect("assessment:follow-ups")
    given = form.cleaned_data
    operations.give_follow_up(
        follow_up_id=follow_up_id,
        agency_id=given["agency"],
        due_on=given["due_on"],
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The agency finds it in its list."))
    return redirect("assessment:follow-ups")


@require_POST
@login_required
def finish(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    operations.finish_follow_up(
        follow_up_id=follow_up_id, outcome=request.POST.get("outcome", ""), actor=request.user, at=timezone.now()
    )
    messages.success(request, _("Finished. What was done stands beside the recommendation."))
    return redirect("assessment:follow-ups")


def _agencies(request: HttpRequest) -> list[tuple[int, str]]:
    known = areas.list_agencies(actor=request.user, area=request.user.area_id, on=timezone.localdate())
    return sorted(((each.pk, each.abbreviation) for each in known), key=lambda each: each[1].casefold())
