"""Rounds: the list, one with its regions, inviting, the calendar, the assessors, the announcement."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.areas import queries as areas
from guyub.apps.selection import content, operations, permissions, queries
from guyub.apps.selection.forms import AssignForm, InviteForm, RoundForm, SlotsForm, codes_of, default_calendar
from guyub.errors import Refusal
from guyub.web import figures

PER_PAGE = 50


@require_safe
@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    runs = permissions.may_run(request.user)
    context = {
        "runs": runs,
        "rounds": queries.list_rounds(actor=request.user) if runs else [],
        "own": queries.list_own(actor=request.user),
        "assesses": permissions.may_assess(request.user),
    }
    return render(request, "selection/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_round(request: HttpRequest) -> HttpResponse:
    permissions.require_office(request.user)
    today, setup = timezone.localdate(), content.setup()
    initial = {"year": today.year, "capacity": setup.capacity, **default_calendar(today)}
    initial["title"] = _("Selection of regions %(year)d") % {"year": today.year}
    form = RoundForm(_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            pk = operations.open_round(**form.cleaned_data, actor=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, f"{refusal.problem} {refusal.remedy}")
        else:
            messages.success(request, _("The round is open. Invite regions now."))
            return redirect("selection:invite", pk)
    criteria = [content.said(words) for words in setup.criteria]
    context = {"form": form, "criteria": criteria, "source": content.said(setup.source)}
    return render(request, "selection/new_round.html", context, status=_status(form))


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing: an empty form that was sent has errors."""
    return request.POST if request.method == "POST" else None


def _status(form: object) -> int:
    return 422 if getattr(form, "is_bound", False) else 200


@require_safe
@login_required
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    order, province, state = (request.GET.get(name, "") for name in ("urut", "provinsi", "keadaan"))
    page = queries.get_round(round_id, order=order or "wilayah", province=province, state=state, actor=request.user)
    query = request.GET.copy()
    query.pop("halaman", None)
    by = query.copy()
    by.pop("urut", None)
    context = {
        "page": page,
        "line": page.line,
        "today": timezone.localdate(),
        "pages": Paginator(page.regions, PER_PAGE).get_page(request.GET.get("halaman")),
        "query": query.urlencode(),
        "by": by.urlencode(),
        "order": order or "wilayah",
        "province": province,
        "state": state,
        "states": queries.STATES.items(),
        "columns": {name: _head(order or "wilayah", name) for name in ("nama", "nilai", "jadwal", "keadaan")},
    }
    return render(request, "selection/round.html", context)


def _head(order: str, name: str) -> tuple[str, str]:
    """What aria-sort says of a column, and what its head asks for."""
    now, down = order.removeprefix("-") == name, order.startswith("-")
    said = ("descending" if down else "ascending") if now else "none"
    return said, name if (now and down) or (not now and name != "nilai") else f"-{name}"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: HttpRequest, round_id: int) -> HttpResponse:
    page = queries.get_round(round_id, actor=request.user)
    regencies = areas.public_list_regencies()
    names = {line.code: line.name for line in areas.public_list_children(None)}
    form = InviteForm(_posted(request), provinces=sorted(names.items(), key=lambda pair: pair[1]))
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["provinces"])
        codes = {line.code for line in regencies if line.parent_code in chosen} | set(
            codes_of(form.cleaned_data["codes"])
        )
        try:
            operations.invite_regions(round_id=round_id, areas=codes, actor=request.user, at=timezone.now())
        except operations.UnknownRegions as refusal:
            form.add_error("codes", f"{refusal.problem} {refusal.remedy}")
        else:
            text = ngettext("%(count)s region is invited.", "%(count)s regions are invited.", len(codes))
            messages.success(request, text % {"count": figures.number(len(codes))})
            return redirect("selection:round", round_id)
    return render(request, "selection/invite.html", {"form": form, "line": page.line}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def calendar(request: HttpRequest, round_id: int) -> HttpResponse:
    page = queries.get_round(round_id, actor=request.user)
    form = SlotsForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.offer_slots(
                round_id=round_id,
                times=form.times(),
                rooms=form.cleaned_data["rooms"],
                actor=request.user,
                at=timezone.now(),
            )
        except operations.SlotsWrong as refusal:
            form.add_error(None, f"{refusal.problem} {refusal.remedy}")
        else:
            messages.success(request, _("The times are offered."))
            return redirect("selection:calendar", round_id)
    context = {"form": form, "line": page.line, "slots": queries.list_slots(round_id, actor=request.user)}
    return render(request, "selection/calendar.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def assessors(request: HttpRequest, round_id: int) -> HttpResponse:
    page = queries.get_round(round_id, actor=request.user)
    lines = queries.list_assessors(round_id=round_id, on=timezone.localdate(), actor=request.user)
    form = AssignForm(
        _posted(request),
        officers=[(line.pk, f"{line.name}, {line.office}") for line in lines],
        provinces=[(code, name) for code, name, _count in page.provinces],
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        codes = codes_of(given["codes"]) or [
            region.area for region in page.regions if not given["province"] or region.area[:2] == given["province"]
        ]
        try:
            operations.assign_assessors(
                round_id=round_id, areas=codes, officer_ids=given["officers"], actor=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, f"{refusal.problem} {refusal.remedy}")
        else:
            messages.success(request, _("The regions are given to the assessors."))
            return redirect("selection:round", round_id)
    context = {"form": form, "line": page.line, "assessors": lines, "page": page}
    return render(request, "selection/assessors.html", context, status=_status(form))


@require_POST
@login_required
def announce(request: HttpRequest, round_id: int) -> HttpResponse:
    operations.announce_choices(round_id=round_id, actor=request.user, at=timezone.now())
    messages.success(request, _("Every region sees its outcome now."))
    return redirect("selection:round", round_id)
