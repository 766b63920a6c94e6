"""One item: answered, proved, looked at, talked about."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.assessment import operations, queries
from guyub.apps.assessment.forms import AnswerForm, CommentForm, DecisionForm
from guyub.apps.assessment.queries import EvidenceLine, ItemPage


@require_safe
@login_required
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    return _show(request, _page(request, item_id))


@require_POST
@login_required
def answer(request: HttpRequest, item_id: int) -> HttpResponse:
    """Saved by itself when a field is left, or by the button; a conflict shows both answers and overwrites none."""
    page = _page(request, item_id)
    form = _answer_form(page, request)
    if not form.is_valid():
        return _saved(request, page, form) if request.htmx else _show(request, page, answer_form=form)
    try:
        operations.answer_item(item_id=item_id, actor=request.user, at=timezone.now(), **form.answer())
    except operations.AnsweredMeanwhile as meanwhile:
        # What was typed stays in the form; its next save says that the other answer has been seen.
        found = _page(request, item_id)
        if request.htmx:
            return _saved(request, found, form, meanwhile=meanwhile)
        form.data = form.data.copy()
        form.data["seen"] = found.state_token
        return _show(request, found, answer_form=form, meanwhile=meanwhile)
    if request.htmx:
        return _saved(request, _page(request, item_id), form)
    messages.success(request, _("Your answer is saved."))
    return redirect("assessment:item", item_id)


@require_POST
@login_required
def attach(request: HttpRequest, item_id: int) -> HttpResponse:
    requirement, chosen = request.POST.get("syarat", ""), request.POST.get("bukti", "")
    if not chosen.isdecimal():
        messages.warning(request, _("Choose a piece of evidence first, or register a new one."))
        return redirect(f"{reverse('assessment:item', args=[item_id])}?syarat={requirement}#lampirkan")
    operations.attach_evidence(
        item_id=item_id, requirement=requirement, evidence_id=int(chosen), actor=request.user, at=timezone.now()
    )
    messages.success(request, _("The evidence is attached as a draft. Send it when it is complete."))
    return _back(item_id)


@require_POST
@login_required
def detach(request: HttpRequest, attachment_id: int) -> HttpResponse:
    item_id = operations.detach_evidence(attachment_id=attachment_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The evidence was taken off. It stays in the register."))
    return _back(item_id)


@require_POST
@login_required
def send(request: HttpRequest, item_id: int) -> HttpResponse:
    wanted = [int(pk) for pk in request.POST.getlist("lampiran") if pk.isdecimal()]
    sent = operations.send_evidence(attachment_ids=wanted, actor=request.user, at=timezone.now())
    said = ngettext("%(n)d piece of evidence was sent.", "%(n)d pieces of evidence were sent.", sent) % {"n": sent}
    messages.success(request, said)
    return _back(item_id)


@require_POST
@login_required
def decide(request: HttpRequest, attachment_id: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"decision": ""}
    item_id = operations.decide_evidence(attachment_id=attachment_id, actor=request.user, at=timezone.now(), **given)
    accepted = given["decision"] == "accepted"
    messages.success(
        request, _("The evidence is accepted.") if accepted else _("The evidence went back to its agency.")
    )
    return _back(item_id)


@require_POST
@login_required
def comment(request: HttpRequest, item_id: int) -> HttpResponse:
    page = _page(request, item_id)
    form = _comment_form(page, request)
    if not form.is_valid():
        return _show(request, page, comment_form=form)
    operations.comment_on_item(item_id=item_id, actor=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect(f"{reverse('assessment:item', args=[item_id])}#komentar")


@require_POST
@login_required
def settle(request: HttpRequest, comment_id: int) -> HttpResponse:
    item_id = operations.settle_comment(comment_id=comment_id, actor=request.user, at=timezone.now())
    return redirect(f"{reverse('assessment:item', args=[item_id])}#komentar")


def _back(item_id: int) -> HttpResponse:
    return redirect(f"{reverse('assessment:item', args=[item_id])}#bukti")


def _page(request: HttpRequest, item_id: int) -> ItemPage:
    return queries.get_item(item_id, actor=request.user, on=timezone.localdate())


def _answer_form(page: ItemPage, request: HttpRequest | None = None) -> AnswerForm:
    row = page.row
    return AnswerForm(
        request.POST if request else None,
        asks=page.asks,
        levels=[level.level for level in page.levels],
        is_by_data=page.is_answered_by_data,
        initial={
            "level": row.claimed_level,
            "number": row.number,
            "yes_no": None if row.number is None else int(row.number),
            "explanation": row.explanation,
            "seen": page.state_token,
        },
    )


def _comment_form(page: ItemPage, request: HttpRequest | None = None) -> CommentForm:
    officers = [(each.pk, f"{each.office} ({each.name})") for each in page.mentionable]
    return CommentForm(request.POST if request else None, officers=officers, prefix="komentar")


def _saved(
    request: HttpRequest,
    page: ItemPage,
    form: AnswerForm,
    *,
    meanwhile: operations.AnsweredMeanwhile | None = None,
) -> HttpResponse:
    """What replaces the line under the form; the fields themselves stay as they are being typed."""
    context = {"page": page, "answer_form": form, "meanwhile": meanwhile, "saved": not form.errors and not meanwhile}
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, "assessment/item_saved.html", context, status=status)


def _show(
    request: HttpRequest,
    page: ItemPage,
    *,
    answer_form: AnswerForm | None = None,
    comment_form: CommentForm | None = None,
    meanwhile: operations.AnsweredMeanwhile | None = None,
) -> HttpResponse:
    wanted = request.GET.get("syarat", "")
    requirement = next((each for each in page.requirements if each.code == wanted), None)
    is_loose = page.may_answer and not page.requirements
    context = {
        "page": page,
        "answer_form": answer_form or _answer_form(page),
        "comment_form": comment_form or _comment_form(page),
        "form": answer_form if answer_form and answer_form.errors else comment_form,
        "meanwhile": meanwhile,
        "requirement": requirement,
        "fitting": _fitting(request, page, requirement.kind if requirement else "document")
        if page.may_answer and (requirement or is_loose)
        else (),
        "chosen_evidence": _registered(request),
        "here": reverse("assessment:item", args=[page.row.pk]),
    }
    failed = bool(context["form"] and context["form"].errors)
    return render(request, "assessment/item.html", context, status=409 if meanwhile else 422 if failed else 200)


def _fitting(request: HttpRequest, page: ItemPage, kind: str) -> list[EvidenceLine]:
    """What the register offers; a piece that was just registered for this comes first, whatever its kind."""
    found = queries.list_fitting(
        area=page.area,
        kind=kind,
        on=timezone.localdate(),
        actor=request.user,
        agency_id=page.row.agency.pk if page.row.agency else None,
    )
    registered = _registered(request)
    if registered is not None and all(line.pk != registered for line in found):
        found.insert(0, queries.get_evidence(registered, actor=request.user).line)
    return found


def _registered(request: HttpRequest) -> int | None:
    """`?bukti=7`, with which the form of new evidence comes back."""
    chosen = request.GET.get("bukti", "")
    return int(chosen) if chosen.isdecimal() else None
