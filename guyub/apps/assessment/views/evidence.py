"""Evidence: the register, one piece, registering, bettering, withdrawing, and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.permissions import Right, scope
from guyub.apps.assessment import files, operations, permissions, queries
from guyub.apps.assessment.forms import EvidenceFilterForm, ProofForm, VersionForm
from guyub.apps.assessment.queries import EvidencePage
from guyub.apps.indicators.queries import IndicatorLine
from guyub.web import figures
from guyub.web.given_files import give_out

PER_PAGE = 50
CONTENTS = {"berkas": "file", "alamat": "address", "rilis": "release", "indikator": "indicator"}


@require_safe
@login_required
def evidence_list(request: HttpRequest) -> HttpResponse:
    area, today = request.user.area_id, timezone.localdate()
    number = max(1, int(page)) if (page := request.GET.get("halaman", "1")).isdecimal() else 1
    found = queries.list_evidence(
        area=area,
        wanted=EvidenceFilterForm(request.GET).wanted(),
        on=today,
        actor=request.user,
        offset=(min(number, 10_000) - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    query = request.GET.copy()
    query.pop("halaman", None)
    context = {
        "found": found,
        "lines": [(line, line.state_on(today)) for line in found.lines],
        "counts": queries.count_evidence(area=area, on=today, actor=request.user),
        "kinds": queries.public_list_kinds(),
        "agencies": queries.list_agencies_with_evidence(area=area, actor=request.user),
        "states": _states(),
        "is_filtered": any(request.GET.get(name) for name in EvidenceFilterForm.base_fields),
        "page": Paginator(range(found.total), PER_PAGE).get_page(number),
        "query": query.urlencode(),
        "may_register": _may_register(request),
    }
    return render(request, "assessment/evidence_list.html", context)


def _states() -> list[tuple[str, str]]:
    return [
        ("valid", _("Valid")),
        ("expired", _("Expired")),
        ("unused", _("Not used yet")),
        ("withdrawn", _("Withdrawn")),
    ]


def _may_register(request: HttpRequest) -> bool:
    return bool(scope(request.user, Right.ANSWER_ITEMS))


@require_safe
@login_required
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    page = queries.get_evidence(evidence_id, actor=request.user)
    return _show(request, page)


def _show(request: HttpRequest, page: EvidencePage, form: VersionForm | None = None) -> HttpResponse:
    line = page.line
    given = {"title": line.title, "number": line.number, "dated_on": line.dated_on, "valid_until": line.valid_until}
    context = {
        "page": page,
        "line": line,
        "newest": page.versions[0],
        "state": line.state_on(timezone.localdate()),
        "form": form,
        "version_form": form or VersionForm(initial=given),
        "period": figures.period(page.versions[0].facts.get("period")),
    }
    return render(request, "assessment/evidence.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evidence_new(request: HttpRequest) -> HttpResponse:
    """
    Register evidence. `isi` says what it holds; `lanjut`, a path of ours, where to go on with it ("?bukti=7").
    """
    area, today = request.user.area_id, timezone.localdate()
    agencies = queries.list_registering_agencies(area=area, on=today, actor=request.user)
    if not agencies:
        permissions.require_answerer(request.user, area=area, agency_id=None)
    way = request.GET.get("isi", "berkas")
    content = CONTENTS.get(way, "file")
    form = ProofForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        content=content,
        agencies=agencies,
        initial={"kind": request.GET.get("jenis", "")},
        **_choices(request, content),
    )
    if request.method == "POST" and form.is_valid():
        try:
            pk = _register(request, area, form)
        except files.EvidenceRefused as refusal:
            form.add_error(None, f"{refusal.problem} {refusal.remedy}")
        else:
            messages.success(request, _("Registered. Any item of any instrument can use it now."))
            return _go_on(request, pk)
    context = {"form": form, "way": way if way in CONTENTS else "berkas", "onward": request.GET.get("lanjut", "")}
    context["limit"] = files.MAX_BYTES
    return render(request, "assessment/evidence_new.html", context, status=422 if form.is_bound else 200)


def _register(request: HttpRequest, area: str, form: ProofForm) -> int:
    agency = form.cleaned_data["agency"]
    return operations.register_evidence(
        area=area,
        agency_id=int(agency) if agency else None,
        kind=form.cleaned_data["kind"],
        about=form.about(),
        proof=form.proof(),
        actor=request.user,
        at=timezone.now(),
    )


def _choices(request: HttpRequest, content: str) -> dict[str, Any]:
    area, actor = request.user.area_id, request.user
    releases = (
        queries.list_releases_to_choose(area=area, actor=actor, at=timezone.now()) if content == "release" else []
    )
    indicators = queries.list_indicators_to_choose(area=area, actor=actor) if content == "indicator" else []
    return {
        "kinds": queries.public_list_kinds(),
        "releases": releases,
        "indicators": [
            queries.Choice(
                each.code,
                f"{each.title}, {figures.period(each.period)}: {_with_unit(each)}",
            )
            for each in indicators
        ],
    }


def _with_unit(line: IndicatorLine) -> str:
    return f"{figures.decimal(line.value, line.decimals)} {line.unit}".strip()


def _go_on(request: HttpRequest, pk: int) -> HttpResponse:
    onward = request.GET.get("lanjut", "")
    if onward.startswith("/") and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        path, _mark, fragment = onward.partition("#")
        joint = "&" if "?" in path else "?"
        return redirect(f"{path}{joint}{urlencode({'bukti': pk})}{'#' + fragment if fragment else ''}")
    return redirect("assessment:evidence", pk)


@require_POST
@login_required
def evidence_update(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A better file, or, without one, corrected number and dates."""
    page = queries.get_evidence(evidence_id, actor=request.user)
    form = VersionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, page, form)
    try:
        messages.success(request, _update(request, page, form))
    except (files.EvidenceRefused, operations.SameContent) as refusal:
        form.add_error(None, f"{refusal.problem} {refusal.remedy}")
        return _show(request, page, form)
    return redirect("assessment:evidence", evidence_id)


def _update(request: HttpRequest, page: EvidencePage, form: VersionForm) -> str:
    proof, at = form.proof(), timezone.now()
    if "terbaru" in request.POST and page.line.kind == "indicator":
        proof = files.Proof(indicator=page.line.facts["code"])
    elif proof.stream is None and not proof.address:
        operations.correct_evidence(evidence_id=page.line.pk, about=form.about(), actor=request.user, at=at)
        return _("Corrected. Where it had been accepted, it is looked at again.")
    note = form.cleaned_data["note"]
    operations.add_version(
        evidence_id=page.line.pk, about=form.about(), proof=proof, note=note, actor=request.user, at=at
    )
    return _("The new version is kept. Where it had been accepted, it is looked at again.")


@require_POST
@login_required
def evidence_withdraw(request: HttpRequest, evidence_id: int) -> HttpResponse:
    operations.withdraw_evidence(
        evidence_id=evidence_id, reason=request.POST.get("alasan", ""), actor=request.user, at=timezone.now()
    )
    messages.success(request, _("Withdrawn. It stays readable, and no score counts it any more."))
    return redirect("assessment:evidence", evidence_id)


@require_safe
@login_required
def evidence_file(request: HttpRequest, evidence_id: int, number: int) -> FileResponse:
    """The file of a version: given out under a plain name, or shown as it is where that can do no harm (`lihat`)."""
    found = queries.get_file(evidence_id, number=number, actor=request.user)
    return give_out(found.path, file_name=found.file_name, media_type=found.media_type, shown="lihat" in request.GET)
