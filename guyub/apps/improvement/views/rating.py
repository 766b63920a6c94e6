"""Rating rounds: open one, rate blind, see the agreement when it is over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guyub.apps.improvement import drawings, operations, queries
from guyub.apps.improvement.forms import RatingForm, RoundForm


@require_http_methods(["GET", "POST"])
@login_required
def rounds(request: HttpRequest, assessment_id: int) -> HttpResponse:
    at = timezone.now()
    page = queries.get_rounds(assessment_id, actor=request.user, on=timezone.localdate(at), at=at)
    outer = [each.code for each in page.choices if each.depth == 1]
    form = RoundForm(request.POST if request.method == "POST" else None, choices=page.choices, initial={"parts": outer})
    if request.method == "POST" and form.is_valid():
        given = {"title": form.cleaned_data["title"], "parts": form.cleaned_data["parts"]}
        try:
            round_id = operations.open_round(
                assessment_id=assessment_id, closes_at=form.closes_at(), actor=request.user, at=at, **given
            )
            return redirect("improvement:round", round_id)
        except operations.RoundNotPossible as refusal:
            form.add_error(None, str(refusal.problem))
    context = {"page": page, "frame": page.frame, "form": form, "here": "rounds"}
    return render(request, "improvement/rounds.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def rating_round(request: HttpRequest, round_id: int) -> HttpResponse:
    at = timezone.now()
    page = queries.get_round(round_id, actor=request.user, on=timezone.localdate(at), at=at)
    posted = request.method == "POST"
    form = RatingForm(
        request.POST if posted else None, parts=page.parts, low=page.low, high=page.high, own=dict(page.own or {})
    )
    if posted and (form.is_valid() or not page.may_rate):
        ratings = form.cleaned_data if form.is_valid() else {}
        operations.rate_parts(round_id=round_id, ratings=ratings, actor=request.user, at=at)
        messages.success(request, _("Your agency’s rating is kept. Until the round is over nobody else sees it."))
        return redirect("improvement:round", round_id)
    context = {
        "page": page,
        "frame": page.frame,
        "form": form if page.may_rate else None,
        "drawing": drawings.ratings(page),
        "here": "rounds",
    }
    return render(request, "improvement/round.html", context, status=422 if posted else 200)


@require_POST
@login_required
def close(request: HttpRequest, round_id: int) -> HttpResponse:
    operations.close_round(round_id=round_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The round is over. All ratings are shown now."))
    return redirect("improvement:round", round_id)
