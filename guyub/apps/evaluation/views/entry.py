"""One region on the ministry's side: the desk, its page, what is asked back, remarks for the letter."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.areas.rights import NATION
from guyub.apps.evaluation import operations, permissions, queries
from guyub.apps.evaluation.forms import CorrectionForm, RemarkForm


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    permissions.require_assessor(request.user, area=NATION)
    today = timezone.localdate()
    lines = queries.list_desk(actor=request.user, on=today)
    found = [(line, line.own(request.user)) for line in lines]
    waiting = sum(own is not None and own.submitted_at is None and line.scores_opened_at is None for line, own in found)
    context = {"lines": found, "waiting": waiting, "today": today}
    return render(request, "evaluation/desk.html", context)


@require_safe
@login_required
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _page(request, entry_id)


def _page(request: HttpRequest, entry_id: int, **forms: object) -> HttpResponse:
    today = timezone.localdate()
    line = queries.get_entry(entry_id, actor=request.user, on=today)
    cycle = queries.get_cycle(line.cycle_pk, actor=request.user)
    workings = queries.get_workings(entry_id, actor=request.user)
    context = {
        "entry": line,
        "cycle": cycle,
        "steps": cycle.calendar.steps(today),
        "workings": workings,
        "own": line.own(request.user),
        "runs": permissions.may_run(request.user),
        "remark_form": RemarkForm(parts=workings.parts),
        "to_replace": _to_replace(workings),
        **forms,
    }
    return render(request, "evaluation/entry.html", context, status=422 if forms else 200)


def _to_replace(workings: queries.Workings) -> bool:
    """Every objection is answered and one is accepted: the published result is to be replaced."""
    answers = [objection.answer for objection in workings.objections]
    return "accepted" in answers and "" not in answers


@require_POST
@login_required
def start(request: HttpRequest, entry_id: int) -> HttpResponse:
    operations.start_review(entry_id=entry_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The review has started: each assessor has a blind sheet."))
    return redirect("evaluation:entry", entry_id)


@require_POST
@login_required
def open_scores(request: HttpRequest, entry_id: int) -> HttpResponse:
    operations.open_scores(entry_id=entry_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The round is closed: the panel sees the scores that were handed in."))
    return redirect("evaluation:entry", entry_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correction(request: HttpRequest, entry_id: int) -> HttpResponse:
    line = queries.get_entry(entry_id, actor=request.user, on=timezone.localdate())
    cycle = queries.get_cycle(line.cycle_pk, actor=request.user)
    workings = queries.get_workings(entry_id, actor=request.user)
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        items=workings.items,
        initial={"until": cycle.calendar.correction_until},
    )
    if request.method == "POST" and form.is_valid():
        asked = operations.ask_correction(
            entry_id=entry_id,
            reasons=form.reasons,
            until=form.cleaned_data["until"],
            actor=request.user,
            at=timezone.now(),
        )
        told = ngettext("%(n)d item is asked back.", "%(n)d items are asked back.", asked) % {"n": asked}
        messages.success(request, told)
        return redirect("evaluation:entry", entry_id)
    context = {"entry": line, "cycle": cycle, "form": form, "workings": workings}
    return render(request, "evaluation/correction.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def remark(request: HttpRequest, entry_id: int) -> HttpResponse:
    workings = queries.get_workings(entry_id, actor=request.user)
    form = RemarkForm(request.POST, parts=workings.parts)
    if not form.is_valid():
        return _page(request, entry_id, remark_form=form, form=form)
    operations.write_remark(entry_id=entry_id, **form.cleaned_data, actor=request.user, at=timezone.now())
    messages.success(request, _("Written for the letter."))
    return redirect("evaluation:entry", entry_id)


@require_POST
@login_required
def remove_remark(request: HttpRequest, entry_id: int, remark_id: int) -> HttpResponse:
    operations.remove_remark(entry_id=entry_id, remark_id=remark_id, actor=request.user, at=timezone.now())
    messages.success(request, _("Taken out of the letter."))
    return redirect("evaluation:entry", entry_id)
