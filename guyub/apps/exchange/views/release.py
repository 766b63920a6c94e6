"""Releasing a submission, the page of a release, and withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guyub.apps.exchange import operations, permissions, queries
from guyub.apps.exchange.forms import ReasonForm
from guyub.apps.exchange.views.paging import page_number, page_of
from guyub.web import figures

PER_PAGE = 25


@require_http_methods(["GET", "POST"])
@login_required
def publish(request: HttpRequest, submission_id: int) -> HttpResponse:
    """GET asks with the counts; POST does it."""
    page = queries.get_submission(submission_id, actor=request.user)
    permissions.require_publisher(request.user, area=page.area, agency_id=page.agency_id)
    if request.method == "GET":
        return render(request, "exchange/publish.html", {"page": page, "line": page.line})
    done = operations.publish_release(submission_id=submission_id, actor=request.user, at=timezone.now())
    counts = {"rows": figures.number(page.line.rows_accepted), "held": figures.number(page.line.rows_held)}
    if not done.is_new:
        messages.info(request, _("Exactly these rows are released already. Nothing was changed."))
    elif page.line.rows_held:
        messages.success(request, _("%(rows)s rows are released, %(held)s wait for a correction.") % counts)
    else:
        messages.success(request, _("%(rows)s rows are released. None is held.") % counts)
    return redirect("exchange:release", done.release_id)


@require_GET
@login_required
def release(request: HttpRequest, release_id: int) -> HttpResponse:
    page = queries.get_release(release_id, actor=request.user)
    context = {"page": page, "line": page.line}
    if page.may_see_rows:
        text = request.GET.get("baris", "")
        row = int(text) if text.isdecimal() and len(text) < 12 else None
        rows = queries.list_rows(
            release_id=release_id, actor=request.user, page=page_number(request), row=row, per_page=PER_PAGE
        )
        context |= {"rows": rows, "row": row, "pages": page_of(rows.total, rows.page, PER_PAGE)}
    return render(request, "exchange/release.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def withdraw(request: HttpRequest, release_id: int) -> HttpResponse:
    page = queries.get_release(release_id, actor=request.user)
    permissions.require_withdrawer(request.user, area=page.area, agency_id=page.agency_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        operations.withdraw_release(
            release_id=release_id, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now()
        )
        messages.success(request, _("The release is withdrawn. It stays readable as of the days it held."))
        return redirect("exchange:release", release_id)
    context = {"form": form, "page": page, "line": page.line, "back": reverse("exchange:release", args=[release_id])}
    return render(request, "exchange/withdraw.html", context, status=422 if form.errors else 200)
