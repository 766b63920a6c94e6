"""One region in a round: its questionnaire, its presentation, what assessors find, the outcome and its letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.selection import letter, operations, queries
from guyub.apps.selection.forms import ChoiceForm, ConfirmForm, FactForm, LevelForm, ReasonForm, SubmitForm
from guyub.apps.selection.queries import Region
from guyub.engines.documents import to_docx, to_pdf
from guyub.errors import Refusal

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@login_required
def region(request: HttpRequest, invitation_id: int) -> HttpResponse:
    return _page(request, _read(request, invitation_id))


def _read(request: HttpRequest, invitation_id: int) -> Region:
    return queries.get_region(invitation_id, on=timezone.localdate(), actor=request.user)


def _page(
    request: HttpRequest, found: Region, *, problem: str = "", place: str = "", status: int = 200
) -> HttpResponse:
    """The page; after a refusal with what stands in the way, at the place where it was typed."""
    slots = queries.list_slots(found.round_pk, free_only=True, after=timezone.now(), actor=request.user)
    context = {
        "region": found,
        "free": slots[:60] if found.may_book else [],
        "problem": problem,
        "place": place,
        "typed": request.POST,
    }
    return render(request, "selection/region.html", context, status=status)


def _do(
    request: HttpRequest, invitation_id: int, place: str, form: Any, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """One act on a region's page; what was typed wrong is shown where it was typed."""
    found = _read(request, invitation_id)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        label = form.fields[field].label if field in form.fields else ""
        return _page(request, found, problem=f"{label}: {errors[0]}", place=place, status=422)
    try:
        act(form.cleaned_data)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        text = f"{refusal.problem} {refusal.remedy}"
        return _page(request, _read(request, invitation_id), problem=text, place=place, status=refusal.status)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('selection:region', args=[invitation_id])}#{place}")


def _who(request: HttpRequest, invitation_id: int) -> dict[str, Any]:
    return {"invitation_id": invitation_id, "actor": request.user, "at": timezone.now()}


@require_POST
@login_required
def fact(request: HttpRequest, invitation_id: int, key: str) -> HttpResponse:
    return _do(
        request,
        invitation_id,
        f"data-{key}",
        FactForm(request.POST),
        lambda given: operations.confirm_fact(**_who(request, invitation_id), key=key, **given),
    )


@require_POST
@login_required
def answer(request: HttpRequest, invitation_id: int, code: str) -> HttpResponse:
    form = LevelForm(request.POST, levels=_levels(_read(request, invitation_id), code))
    return _do(
        request,
        invitation_id,
        f"unsur-{code}",
        form,
        lambda given: operations.answer_element(**_who(request, invitation_id), code=code, **given),
    )


def _levels(found: Region, code: str) -> list[tuple[int, str]]:
    element = next((each for each in found.elements if each.code == code), None)
    return [(line.level, line.title) for line in element.levels] if element else []


@require_POST
@login_required
def submit(request: HttpRequest, invitation_id: int) -> HttpResponse:
    return _do(
        request,
        invitation_id,
        "serah",
        SubmitForm(request.POST),
        lambda given: operations.submit_questionnaire(**_who(request, invitation_id), **given),
    )


@require_POST
@login_required
def book(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take the time that was chosen, or give the taken one back."""
    _read(request, invitation_id)
    slot = request.POST.get("slot", "")
    if request.POST.get("lepas"):
        operations.free_slot(**_who(request, invitation_id))
    elif slot.isdecimal() and len(slot) < 18:
        try:
            operations.take_slot(slot_id=int(slot), **_who(request, invitation_id))
        except operations.SlotTaken as refusal:
            text = f"{refusal.problem} {refusal.remedy}"
            return _page(request, _read(request, invitation_id), problem=text, place="jadwal", status=409)
    else:
        return _page(request, _read(request, invitation_id), problem=_("Choose a time."), place="jadwal", status=422)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('selection:region', args=[invitation_id])}#jadwal")


@require_POST
@login_required
def confirm(request: HttpRequest, invitation_id: int, code: str) -> HttpResponse:
    form = ConfirmForm(request.POST, levels=_levels(_read(request, invitation_id), code))
    return _do(
        request,
        invitation_id,
        f"unsur-{code}",
        form,
        lambda given: operations.confirm_level(**_who(request, invitation_id), code=code, **given),
    )


@require_POST
@login_required
def hand_back(request: HttpRequest, invitation_id: int, officer_id: int) -> HttpResponse:
    """Take the region from an assessor; an assessor hands it back himself, and then has nothing to see there."""
    _read(request, invitation_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        found = _read(request, invitation_id)
        return _page(request, found, problem=_("The reason is missing."), place="asesor", status=422)
    operations.end_assignment(**_who(request, invitation_id), officer_id=officer_id, **form.cleaned_data)
    messages.success(request, _("The region was handed back."))
    if officer_id == request.user.pk:
        return redirect("selection:rounds")
    return redirect("selection:region", invitation_id)


@require_POST
@login_required
def choose(request: HttpRequest, invitation_id: int) -> HttpResponse:
    return _do(
        request,
        invitation_id,
        "putusan",
        ChoiceForm(request.POST),
        lambda given: operations.choose_region(**_who(request, invitation_id), **given),
    )


@require_safe
@login_required
def letter_docx(request: HttpRequest, invitation_id: int) -> HttpResponse:
    found = _read(request, invitation_id)
    return _file(to_docx(letter.compose(found, language=get_language() or "id")), _DOCX, f"{found.area}.docx")


@require_safe
@login_required
def letter_pdf(request: HttpRequest, invitation_id: int) -> HttpResponse:
    found = _read(request, invitation_id)
    return _file(to_pdf(letter.compose(found, language=get_language() or "id")), "application/pdf", f"{found.area}.pdf")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"seleksi-{name}")
    return answer
