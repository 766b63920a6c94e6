"""The check before a hand-in, and handing in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.packages import operations, permissions, queries, words
from guyub.apps.packages.forms import HandInForm

SHOWN = 12  # items of one hurdle; the page of the assessment has them all


@require_http_methods(["GET", "POST"])
@login_required
def hand_in(request: HttpRequest, assessment_id: int) -> HttpResponse:
    stage = 2 if "2" in (request.GET.get("tahap"), request.POST.get("stage")) else 1
    check = queries.get_check(assessment_id, stage=stage, actor=request.user, at=timezone.now())
    if request.method == "POST":
        permissions.require_hand_in(request.user, area=check.area)
        form = HandInForm(request.POST, has_gaps=bool(check.hurdles))
        if form.is_valid():
            package_id = operations.hand_in(
                assessment_id=assessment_id,
                stage=form.cleaned_data["stage"],
                knows_gaps=form.cleaned_data.get("knows_gaps", False),
                actor=request.user,
                at=timezone.now(),
            )
            messages.success(
                request, _("Handed in and sealed. Where the ministry works in another installation, send it the file.")
            )
            return redirect("packages:package", package_id)
    else:
        form = HandInForm(has_gaps=bool(check.hurdles), initial={"stage": stage})
    hurdles = [
        (line, words.advise(line.hurdle.value, len(line.places)), line.places[:SHOWN], len(line.places) - SHOWN)
        for line in check.hurdles
    ]
    context = {"check": check, "hurdles": hurdles, "form": form}
    return render(request, "packages/hand_in.html", context, status=422 if form.errors else 200)
