"""Pages about officers: the own account, who holds which office, who may what."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guyub.apps.accounts import operations, queries
from guyub.apps.accounts.forms import AppointForm, DismissForm, HandOverForm, RegisterForm
from guyub.apps.accounts.matrix import RIGHT_NAMES
from guyub.apps.accounts.permissions import Right, may, require
from guyub.apps.accounts.queries import HolderLine, SeatLine


@require_GET
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The officer's own account: offices held today, and how to sign in."""
    seats = queries.list_seats(actor=request.user, area=request.user.area_id, on=timezone.localdate())
    own = [
        (seat, holder)
        for seat in seats
        for holder in (*seat.now, *seat.later, *seat.earlier)
        if holder.officer_id == request.user.pk
    ]
    return render(request, "accounts/account.html", {"own": own, "today": timezone.localdate()})


@require_GET
@login_required
def matrix(request: HttpRequest) -> HttpResponse:
    """Which kind of office has which right, and how far."""
    rows = [
        {"name": line.role_name, "reaches": line.reaches}
        for line in queries.list_matrix(actor=request.user, area=request.user.area_id)
    ]
    return render(request, "accounts/matrix.html", {"rights": RIGHT_NAMES.values(), "rows": rows})


@require_GET
@login_required
def officers(request: HttpRequest) -> HttpResponse:
    """Who holds which office in the regency; to those who manage them, also the accounts."""
    area, today = request.user.area_id, timezone.localdate()
    manages = may(request.user, Right.MANAGE_OFFICERS, area=area)
    context = {
        "seats": queries.list_seats(actor=request.user, area=area, on=today),
        "manages": manages,
        "accounts": queries.list_officers(actor=request.user, area=area, on=today) if manages else [],
    }
    context["vacant"] = sum(seat.is_vacant for seat in context["seats"])
    return render(request, "accounts/officers.html", context)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Register an officer; an office follows by appointment."""
    area = request.user.area_id
    require(request.user, Right.MANAGE_OFFICERS, area=area)
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        operations.register_officer(**form.cleaned_data, area=area, actor=request.user, at=timezone.now())
        messages.success(request, _("The officer is registered. Appoint them to an office next."))
        return redirect("accounts:officers")
    return render(request, "accounts/register.html", {"form": form})


@require_GET
@login_required
def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """One office: who holds it, who held it, and what its manager may do now."""
    return _office_page(request, _seat(request, office_id))


@require_POST
@login_required
def appoint(request: HttpRequest, office_id: int) -> HttpResponse:
    seat = _seat(request, office_id)
    require(request.user, Right.MANAGE_OFFICERS, area=seat.area)
    form = AppointForm(request.POST, officers=_candidates(request), prefix="appoint")
    if not form.is_valid():
        return _office_page(request, seat, appoint_form=form)
    operations.appoint(
        officer_id=form.cleaned_data["officer"],
        office_id=office_id,
        start_on=form.cleaned_data["start_on"],
        decree=form.cleaned_data["decree"],
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The officer is appointed."))
    return redirect("accounts:office", office_id)


@require_POST
@login_required
def dismiss(request: HttpRequest, appointment_id: int) -> HttpResponse:
    seat, _holder = _appointment(request, appointment_id)
    require(request.user, Right.MANAGE_OFFICERS, area=seat.area)
    form = DismissForm(request.POST, prefix=f"dismiss-{appointment_id}")
    if not form.is_valid():
        return _office_page(request, seat, failed={("dismiss", appointment_id): form})
    operations.dismiss(
        appointment_id=appointment_id, end_on=form.cleaned_data["end_on"], actor=request.user, at=timezone.now()
    )
    messages.success(request, _("The appointment ends on the day you chose."))
    return redirect("accounts:office", seat.office_id)


@require_POST
@login_required
def hand_over(request: HttpRequest, appointment_id: int) -> HttpResponse:
    seat, _holder = _appointment(request, appointment_id)
    require(request.user, Right.MANAGE_OFFICERS, area=seat.area)
    form = HandOverForm(request.POST, officers=_candidates(request), prefix=f"hand-over-{appointment_id}")
    if not form.is_valid():
        return _office_page(request, seat, failed={("hand_over", appointment_id): form})
    operations.hand_over(
        appointment_id=appointment_id,
        to_officer_id=form.cleaned_data["officer"],
        on=form.cleaned_data["on"],
        decree=form.cleaned_data["decree"],
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The office is handed over; what was promised in it stays with it."))
    return redirect("accounts:office", seat.office_id)


def _seat(request: HttpRequest, office_id: int) -> SeatLine:
    seat = queries.find_seat(office_id, actor=request.user, on=timezone.localdate())
    if seat is None:
        raise Http404
    return seat


def _appointment(request: HttpRequest, appointment_id: int) -> tuple[SeatLine, HolderLine]:
    office_id = queries.find_office_of(appointment_id, actor=request.user)
    if office_id is None:
        raise Http404
    seat = _seat(request, office_id)
    holders = (*seat.now, *seat.later, *seat.earlier)
    return seat, next(holder for holder in holders if holder.appointment_id == appointment_id)


def _candidates(request: HttpRequest) -> list[queries.OfficerLine]:
    return queries.list_officers(actor=request.user, area=request.user.area_id, on=timezone.localdate())


def _office_page(
    request: HttpRequest,
    seat: SeatLine,
    *,
    appoint_form: AppointForm | None = None,
    failed: dict[tuple[str, int], django_forms.Form] | None = None,
) -> HttpResponse:
    """The page of an office; a form that failed stands in its place with its errors."""
    manages = may(request.user, Right.MANAGE_OFFICERS, area=seat.area)
    context: dict[str, Any] = {"seat": seat, "manages": manages, "holders": [], "form": appoint_form}
    if manages:
        today, candidates, failed = timezone.localdate(), _candidates(request), failed or {}
        context["form"] = next(iter(failed.values()), appoint_form)
        context["appoint_form"] = appoint_form or AppointForm(
            officers=candidates, prefix="appoint", initial={"start_on": today}
        )
        for holder in (*seat.now, *seat.later):
            number = holder.appointment_id
            context["holders"].append(
                {
                    "holder": holder,
                    "dismiss": failed.get(("dismiss", number))
                    or DismissForm(prefix=f"dismiss-{number}", initial={"end_on": today}),
                    "hand_over": failed.get(("hand_over", number))
                    or HandOverForm(officers=candidates, prefix=f"hand-over-{number}", initial={"on": today}),
                }
            )
    return render(request, "accounts/office.html", context, status=400 if context["form"] else 200)
