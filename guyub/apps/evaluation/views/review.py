"""An assessor's own sheet, item by item, and the panel's table once the scores are open."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.evaluation import operations, permissions, queries
from guyub.apps.evaluation.forms import NoteForm, ScoreForm
from guyub.web.given_files import give_out


@require_safe
@login_required
def sheet(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The way to the first item without a score."""
    found = queries.get_sheet(entry_id, actor=request.user, on=timezone.localdate())
    if not found.next_open:
        raise queries.NoSuchItem
    return redirect("evaluation:item", entry_id, found.next_open)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def item(request: HttpRequest, entry_id: int, code: str) -> HttpResponse:
    """
    One item of one's own sheet. Each change is saved by itself where JavaScript runs; the button does the same without.
    """
    page = queries.get_item(entry_id, code=code, actor=request.user, on=timezone.localdate())
    own = page.line.own
    initial = {"level": own.level, "number": own.number, "note": own.note} if own else {}
    if own is not None and own.number is not None and page.node.leaf is not None:
        initial["number"] = _shown(own.number, page.node.leaf.asks)
    form = ScoreForm(request.POST if request.method == "POST" else None, leaf=page.node.leaf, initial=initial)
    by_itself = "HX-Request" in request.headers
    if request.method == "POST" and form.is_valid():
        given = {**form.given, "note": form.cleaned_data["note"]}
        operations.score_item(entry_id=entry_id, code=code, **given, actor=request.user, at=timezone.now())
        if by_itself:
            return render(request, "evaluation/saved.html", {"at": timezone.now()})
        return redirect("evaluation:item", entry_id, page.after or code)
    if by_itself:
        return render(request, "evaluation/saved.html", {"at": None}, status=200)
    context = {"page": page, "form": form, "note_form": NoteForm(parts=_parts(page), initial={"code": code})}
    return render(request, "evaluation/item.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def proof(request: HttpRequest, entry_id: int, code: str, digest: str) -> FileResponse:
    """The file behind a piece of evidence, for the panel, as long as it is kept in this installation."""
    found = queries.get_proof(entry_id, code=code, digest=digest, actor=request.user, on=timezone.localdate())
    return give_out(found.path, file_name=found.file_name, media_type=found.media_type, shown=True)


def _shown(number, asks) -> str:  # type: ignore[no-untyped-def]
    if asks == "yes_no":
        return str(int(number))
    return format(number.normalize(), "f").replace(".", ",")


def _parts(page: queries.ItemPage) -> list[tuple[str, str]]:
    return [(line.code, f"{line.code} {line.title}") for line in page.sheet.lines]


@require_POST
@login_required
def submit(request: HttpRequest, entry_id: int) -> HttpResponse:
    operations.submit_review(entry_id=entry_id, actor=request.user, at=timezone.now())
    messages.success(request, _("Your sheet is handed in. You see the others' scores when all have handed in."))
    return redirect("evaluation:entry", entry_id)


@require_POST
@login_required
def note(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = queries.get_sheet(entry_id, actor=request.user, on=timezone.localdate())
    form = NoteForm(request.POST, parts=[(line.code, line.title) for line in found.lines])
    if not form.is_valid():
        return render(request, "evaluation/note.html", {"sheet": found, "form": form}, status=422)
    operations.write_note(entry_id=entry_id, **form.cleaned_data, actor=request.user, at=timezone.now())
    messages.success(request, _("The note is kept."))
    code = form.cleaned_data["code"]
    return redirect("evaluation:item", entry_id, code) if code else redirect("evaluation:entry", entry_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def differences(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Where the assessors differ, most weighty first; the item that is settled is named in the form."""
    found = queries.get_discussion(entry_id, actor=request.user, on=timezone.localdate())
    forms = {line.code: _settle_form(request, line) for line in found.lines}
    code = request.POST.get("code", "")
    if request.method == "POST":
        form = forms.get(code)
        if form is None:
            raise queries.NoSuchItem
        if form.is_valid():
            given = {**form.given, "reason": form.cleaned_data["reason"]}
            operations.settle_item(entry_id=entry_id, code=code, **given, actor=request.user, at=timezone.now())
            messages.success(request, _("Settled. The reason stands beside it."))
            return redirect("evaluation:differences", entry_id)
    lines = [(line, forms[line.code]) for line in found.lines]
    wrong = forms[code] if code in forms and forms[code].errors else None
    may_settle = permissions.may_assess(request.user)
    context = {
        "found": found,
        "apart": [(line, form) for line, form in lines if line.apart and line.settled is None],
        "agreed": [(line, form) for line, form in lines if not line.apart or line.settled is not None],
        "form": wrong,
        "may_settle": may_settle,
    }
    return render(request, "evaluation/differences.html", context, status=422 if wrong else 200)


def _settle_form(request: HttpRequest, line: queries.Difference) -> ScoreForm:
    mine = request.method == "POST" and request.POST.get("code") == line.code
    level, number = (line.settled.level, line.settled.number) if line.settled else line.middle or (None, None)
    initial = {"level": level, "number": None if number is None else _shown(number, line.node.leaf.asks)}
    if line.settled:
        initial["reason"] = line.settled.reason
    return ScoreForm(
        request.POST if mine else None,
        leaf=line.node.leaf,
        reason=_("Reason of the panel"),
        initial=initial,
        auto_id=f"id_{line.code}_%s".replace("#", "-").replace(".", "-"),
    )


@require_POST
@login_required
def settle_by_rule(request: HttpRequest, entry_id: int) -> HttpResponse:
    count = operations.settle_by_rule(entry_id=entry_id, actor=request.user, at=timezone.now())
    told = ngettext("%(n)d item is settled by the rule.", "%(n)d items are settled by the rule.", count) % {"n": count}
    messages.success(request, told)
    return redirect("evaluation:differences", entry_id)
