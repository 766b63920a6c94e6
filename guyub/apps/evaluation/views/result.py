"""Publishing a result, reading it, its letter as a file; a region's own pages; objections and their answers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.evaluation import letter, operations, queries
from guyub.apps.evaluation.forms import AnswerForm, ObjectionForm, PublishForm
from guyub.engines.documents import to_docx, to_pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: HttpRequest, entry_id: int) -> HttpResponse:
    today = timezone.localdate()
    queries.get_office_cycle(queries.get_entry(entry_id, actor=request.user, on=today).cycle_pk, actor=request.user)
    found = queries.get_discussion(entry_id, actor=request.user, on=today)
    workings = queries.get_workings(entry_id, actor=request.user)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={"dated_on": today, "signatory": request.user.acting_as},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        result = operations.publish_result(entry_id=entry_id, **given, actor=request.user, at=timezone.now())
        messages.success(request, _("Published. The region sees it now, with its letter."))
        return redirect("evaluation:result", result)
    context = {"found": found, "workings": workings, "form": form}
    return render(request, "evaluation/publish.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def result(request: HttpRequest, result_id: int) -> HttpResponse:
    return _page(request, result_id)


def _page(request: HttpRequest, result_id: int, form: ObjectionForm | None = None) -> HttpResponse:
    page = queries.get_result(result_id, actor=request.user, on=timezone.localdate())
    filed = {objection.code for objection in page.objections}
    choices = [(line.code, f"{line.code} {line.title}") for line in page.items if line.code not in filed]
    context = {
        "page": page,
        "form": form,
        "objection_form": form or (ObjectionForm(items=choices) if page.may_object and choices else None),
        "shown": {part.code: part for part in page.parts},
    }
    return render(request, "evaluation/result.html", context, status=422 if form else 200)


@require_safe
@login_required
def letter_file(request: HttpRequest, result_id: int, suffix: str) -> HttpResponse:
    language = "en" if request.GET.get("bahasa", get_language() or "id").startswith("en") else "id"
    with translation.override(language):
        page = queries.get_result(result_id, actor=request.user, on=timezone.localdate())
    document = letter.compose(page, language=language)
    body, kind = (to_pdf(document), "application/pdf") if suffix == "pdf" else (to_docx(document), DOCX)
    headers = {"Content-Disposition": f'attachment; filename="{letter.file_name(page, suffix)}"'}
    return HttpResponse(body, content_type=kind, headers=headers)


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The evaluations of one's own region."""
    today = timezone.localdate()
    found = [(line, line.calendar.steps(today)) for line in queries.list_own_entries(actor=request.user, on=today)]
    return render(request, "evaluation/own.html", {"lines": found})


@require_safe
@login_required
def own_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    today = timezone.localdate()
    page = queries.get_own_entry(entry_id, actor=request.user, on=today)
    context = {"page": page, "line": page.line, "steps": page.line.calendar.steps(today)}
    return render(request, "evaluation/own_entry.html", context)


@require_http_methods(["POST"])
@login_required
def object_to(request: HttpRequest, entry_id: int) -> HttpResponse:
    today = timezone.localdate()
    line = queries.get_own_entry(entry_id, actor=request.user, on=today).line
    if line.result_pk is None:
        raise operations.ObjectionNotPossible
    page = queries.get_result(line.result_pk, actor=request.user, on=today)
    form = ObjectionForm(request.POST, items=[(each.code, each.title) for each in page.items])
    if not form.is_valid():
        return _page(request, page.pk, form)
    operations.file_objection(entry_id=entry_id, **form.cleaned_data, actor=request.user, at=timezone.now())
    messages.success(request, _("The objection is filed. The panel answers it with a reason."))
    return redirect("evaluation:result", page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, entry_id: int, objection_id: int) -> HttpResponse:
    today = timezone.localdate()
    found = queries.get_discussion(entry_id, actor=request.user, on=today)
    workings = queries.get_workings(entry_id, actor=request.user)
    objection = next((each for each in workings.objections if each.pk == objection_id and not each.answer), None)
    if objection is None:
        raise operations.NoSuchObjection
    line = next(each for each in found.lines if each.code == objection.code)
    form = AnswerForm(request.POST if request.method == "POST" else None, leaf=line.node.leaf)
    if request.method == "POST" and form.is_valid():
        given = {**form.given, "accepted": form.cleaned_data["accepted"], "reason": form.cleaned_data["reason"]}
        operations.answer_objection(objection_id=objection_id, **given, actor=request.user, at=timezone.now())
        messages.success(request, _("Answered. The region reads the reason."))
        return redirect("evaluation:entry", entry_id)
    context = {"found": found, "objection": objection, "line": line, "form": form}
    return render(request, "evaluation/answer.html", context, status=422 if form.errors else 200)
