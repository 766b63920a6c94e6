"""The rows of one finding, taking up its proposals, and the list of all findings to take home."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guyub.apps.exchange import operations, queries
from guyub.apps.exchange.views.paging import page_number, page_of

PER_PAGE = 50


@require_GET
@login_required
def finding(request: HttpRequest, submission_id: int, rule: str) -> HttpResponse:
    page = queries.get_submission(submission_id, actor=request.user)
    column = request.GET.get("kolom", "")
    group = next((each for each in page.findings if (each.rule, each.column) == (rule, column)), None)
    if group is None:
        raise queries.NoSuchSubmission
    cells = queries.list_cells(
        submission_id=submission_id, rule=rule, column=column, actor=request.user, page=page_number(request),
        per_page=PER_PAGE,
    )  # fmt: skip
    context = {
        "page": page,
        "line": page.line,
        "finding": group,
        "cells": cells,
        "pages": page_of(cells.total, cells.page, PER_PAGE),
    }
    return render(request, "exchange/finding.html", context)


@require_POST
@login_required
def accept(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Take up the proposals of one finding: those of the ticked rows, or all of them."""
    queries.get_submission(submission_id, actor=request.user)
    ticked = {int(text) for text in request.POST.getlist("baris") if text.isdecimal() and len(text) < 12}
    mended = operations.accept_proposals(
        submission_id=submission_id,
        rule=request.POST.get("aturan", ""),
        column=request.POST.get("kolom", ""),
        lines=None if "semua" in request.POST else ticked,
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The proposals are taken up. The corrected rows are checked once more."))
    return redirect("exchange:submission", mended)


@require_GET
@login_required
def findings_csv(request: HttpRequest, submission_id: int) -> StreamingHttpResponse:
    page = queries.get_submission(submission_id, actor=request.user)
    rows = queries.list_finding_rows(submission_id=submission_id, actor=request.user)
    headings = (
        _("Line"), _("Column"), _("Code"), _("Kind"), _("Finding"), _("Written"), _("Proposal"), _("What to do"),
    )  # fmt: skip
    kinds = {"hold": _("Holds rows"), "warn": _("Warning"), "note": _("Note")}
    lines = ((*row[:3], kinds[row[3]], *row[4:]) for row in rows)
    word = _("findings")
    name = f"{PurePath(page.line.file_name).stem}-{word}.csv"
    return StreamingHttpResponse(
        _csv(headings, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)},
    )


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    # The mark makes spreadsheets read UTF-8; semicolons, since an Indonesian spreadsheet's decimals are commas.
    yield "\ufeff"
    writer = csv.writer(_Echo(), delimiter=";")
    yield writer.writerow(headings)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(text: str) -> str:
    """
    A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
