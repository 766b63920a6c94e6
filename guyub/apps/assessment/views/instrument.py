"""Instruments: the list, one as a tree, two versions beside each other, and bringing a new one."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.permissions import Right, may
from guyub.apps.assessment import content, files, operations, permissions, queries, sheets
from guyub.apps.assessment.forms import InstrumentForm
from guyub.dataplane.forms import MAX_BYTES
from guyub.engines.scoring import Node, differences

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YAML = "application/yaml; charset=utf-8"
KEPT_SECONDS = 3600  # an upload waits so long to be looked at and adopted


@require_safe
@login_required
def instruments(request: HttpRequest) -> HttpResponse:
    area, today = request.user.area_id, timezone.localdate()
    lines = queries.list_instruments(area=area, actor=request.user)
    context = {
        "today": today,
        "holding": [line for line in lines if line.holds_on(today)],
        "others": [line for line in lines if not line.holds_on(today)],
        "may_adopt": may(request.user, Right.MANAGE_INSTRUMENTS, area=area),
    }
    return render(request, "assessment/instruments.html", context)


@require_safe
@login_required
def instrument(request: HttpRequest, instrument_id: int) -> HttpResponse:
    page = queries.get_instrument(instrument_id, actor=request.user)
    wanted = request.GET.get("cari", "").strip()
    context = {
        "page": page,
        "line": page.line,
        "instrument": page.instrument,
        "today": timezone.localdate(),
        "wanted": wanted,
        "found": _found(page.instrument.leaves, wanted) if wanted else None,
        "open_all": len(page.instrument.leaves) <= 12,
    }
    return render(request, "assessment/instrument.html", context)


def _found(leaves: tuple[Node, ...], wanted: str) -> list[Node]:
    """The leaves in whose code, title or explanation the words stand."""
    needle = wanted.lower()
    return [
        node
        for node in leaves
        if needle in f"{node.code} {content.said(node.title)} {content.said(node.meaning)}".lower()
    ]


@require_safe
@login_required
def instrument_changes(request: HttpRequest, instrument_id: int) -> HttpResponse:
    """What this version changed against an earlier one, by default the one before."""
    page = queries.get_instrument(instrument_id, actor=request.user)
    older = [each for each in page.versions if each.version < page.line.version]
    asked = request.GET.get("dari", "")
    before = next((each for each in older if str(each.version) == asked), older[0] if older else None)
    if before is None:
        raise Http404
    found = differences(before.parsed, page.instrument)
    context = {"page": page, "line": page.line, "before": before, "older": older, "differences": found}
    return render(request, "assessment/instrument_changes.html", context)


@require_safe
@login_required
def instrument_file(request: HttpRequest, instrument_id: str, form: str) -> HttpResponse:
    line = queries.get_instrument(int(instrument_id), actor=request.user).line
    name = f"{line.code}-v{line.version}"
    if form == "yaml":
        return _file(line.text.encode(), YAML, f"{name}.yaml")
    return _file(sheets.as_workbook(line.text), XLSX, f"{name}.xlsx")


@require_safe
@login_required
def instrument_form(request: HttpRequest) -> HttpResponse:
    """The empty workbook, each column explained."""
    return _file(sheets.as_workbook(""), XLSX, "formulir-instrumen.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def instrument_upload(request: HttpRequest) -> HttpResponse:
    area = request.user.area_id
    permissions.require_instrument_manager(request.user, area=area)
    form = InstrumentForm(request.POST, request.FILES) if request.method == "POST" else InstrumentForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        read = file.read(MAX_BYTES + 1)
        digest = hashlib.sha256(read).hexdigest()
        reading = sheets.read_upload(read)
        cache.set(_key(request, digest), (files.safe_file_name(file.name), reading), KEPT_SECONDS)
        return redirect("assessment:instrument-preview", digest)
    context = {"form": form, "lines": queries.list_instruments(area=area, actor=request.user)}
    return render(request, "assessment/instrument_upload.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def instrument_preview(request: HttpRequest, digest: str) -> HttpResponse:
    """What an uploaded file says, before anything is adopted; then adopting it."""
    area = request.user.area_id
    permissions.require_instrument_manager(request.user, area=area)
    kept = cache.get(_key(request, digest))
    if kept is None:
        messages.warning(request, _("The file was here for an hour and is gone. Upload it again."))
        return redirect("assessment:instrument-upload")
    name, reading = kept
    if request.method == "POST" and not reading.findings:
        pk = operations.adopt_instrument(
            area=area, text=reading.text, file_name=name, actor=request.user, at=timezone.now()
        )
        cache.delete(_key(request, digest))
        messages.success(request, _("The instrument is in force. Assessments already open keep their version."))
        return redirect("assessment:instrument", pk)
    context = {"name": name, "reading": reading, "digest": digest, **_previewed(request, reading)}
    return render(request, "assessment/instrument_preview.html", context, status=422 if reading.findings else 200)


def _previewed(request: HttpRequest, reading: sheets.Reading) -> dict[str, Any]:
    """The tree of a sound reading, and what it changes against the version in force."""
    if reading.findings:
        return {}
    parsed = content.parsed(reading.text)
    standing = queries.find_instrument(area=request.user.area_id, code=parsed.code, actor=request.user)
    return {
        "instrument": parsed,
        "standing": standing,
        "is_same": standing is not None and standing.digest == parsed.digest,
        "differences": differences(standing.parsed, parsed) if standing else (),
    }


@require_safe
@login_required
def instrument_marked(request: HttpRequest, digest: str) -> HttpResponse:
    """The officer's own workbook, its wrong cells marked."""
    permissions.require_instrument_manager(request.user, area=request.user.area_id)
    name, reading = cache.get(_key(request, digest)) or ("", None)
    if reading is None or reading.marked is None:
        raise Http404
    return _file(reading.marked, XLSX, f"bertanda-{name}")


def _key(request: HttpRequest, digest: str) -> str:
    return f"instrument-upload:{request.user.pk}:{digest}"


def _file(body: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
