"""Measures of the city: the list with each standard's coverage, one measure, and a standard's table to hand over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.assessment import operations, permissions, queries, sheets
from guyub.apps.assessment.forms import MeasureForm
from guyub.apps.assessment.queries import InstrumentLine, MeasureLine, StandardRow
from guyub.web import figures

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS_BACK = 10


@require_safe
@login_required
def measures(request: HttpRequest) -> HttpResponse:
    area, year = request.user.area_id, _year(request)
    given = {name: request.GET.get(name, "") for name in ("cari", "standar", "keadaan")}
    found = queries.list_measures(
        area=area,
        year=year,
        actor=request.user,
        text=given["cari"].strip(),
        standard=given["standar"],
        state=given["keadaan"],
    )
    page = Paginator(found.lines, PER_PAGE).get_page(request.GET.get("halaman", "1"))
    query = request.GET.copy()
    query.pop("halaman", None)
    context = {
        "found": found,
        "page": page,
        "year": year,
        "years": sorted({*found.years, timezone.localdate().year}, reverse=True),
        "given": given,
        "query": query.urlencode(),
        "is_filtered": any(given.values()),
        "may_take_in": permissions.may_answer(request.user, area=area, agency_id=None),
    }
    return render(request, "assessment/measures.html", context)


def _year(request: HttpRequest) -> int:
    """The year asked for, by default the one that has just ended: what is measured yearly is known afterwards."""
    asked = request.GET.get("tahun", "")
    return int(asked) if asked.isdecimal() and 1990 <= int(asked) <= 2100 else timezone.localdate().year - 1


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def measure(request: HttpRequest, code: str) -> HttpResponse:
    area, year = request.user.area_id, _year(request)
    line = queries.find_measure(code, area=area, year=year, actor=request.user)
    if line is None:
        raise Http404
    agencies = queries.list_registering_agencies(area=area, on=timezone.localdate(), actor=request.user)
    this_year = timezone.localdate().year
    form = MeasureForm(
        request.POST if request.method == "POST" else None,
        years=list(range(this_year, this_year - YEARS_BACK, -1)),
        agencies=agencies,
        initial={"year": year},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _record(request, area, line, form)
        except operations.ValueRefused as refusal:
            form.add_error(None, f"{refusal.problem} {refusal.remedy}")
    context = {
        "line": line,
        "year": year,
        "values": queries.list_values(code, area=area, actor=request.user),
        "form": form,
        "may_record": bool(agencies) and not line.exact_indicator,
    }
    return render(request, "assessment/measure.html", context, status=422 if form.is_bound else 200)


def _record(request: HttpRequest, area: str, line: MeasureLine, form: MeasureForm) -> HttpResponse:
    given = form.cleaned_data
    operations.record_value(
        area=area,
        measure=line.code,
        year=given["year"],
        measured=form.measured(),
        agency_id=given["agency"],
        source=given["source"],
        actor=request.user,
        at=timezone.now(),
    )
    count = len(line.answers)
    text = ngettext("Recorded. It answers %(n)s item.", "Recorded. It answers %(n)s items at once.", count)
    messages.success(request, text % {"n": count})
    return redirect("assessment:measure", line.code)


@require_POST
@login_required
def take_in(request: HttpRequest) -> HttpResponse:
    """Take over what the indicators say of a year; the same happens by itself after each computation."""
    year = _year(request)
    taken = operations.take_in_measures(area=request.user.area_id, year=year, actor=request.user, at=timezone.now())
    if taken:
        messages.success(request, _("%(n)s values were taken over from the indicators.") % {"n": len(taken)})
    else:
        messages.info(request, _("All that the indicators can answer for this year is here already."))
    return redirect(f"{request.path.rpartition('ambil/')[0]}?tahun={year}")


@require_safe
@login_required
def standard_table(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One standard's table: code, value, unit, year, source, agency; for its publisher or for open data."""
    area, year = request.user.area_id, _year(request)
    standard = queries.find_instrument(area=area, code=code, actor=request.user)
    if standard is None:
        raise queries.NoSuchInstrument
    rows = queries.list_standard_rows(standard, area=area, year=year, actor=request.user)
    name = f"{standard.code}-{year}.{form}"
    table = [_cells(row, year) for row in rows]
    if form == "csv":
        body: bytes | str = sheets.table_as_csv(_header(), table)
    else:
        body = sheets.table_as_xlsx(f"{standard.short} {year}", _header(), table, _about(standard, year))
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8" if form == "csv" else XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _header() -> list[str]:
    return [
        _("Code"), _("Item"), _("Subject"), _("Kind"), _("Value"), _("Unit"), _("Year"), _("Numerator"),
        _("Denominator"), _("Source"), _("Agency"), _("Remark"),
    ]  # fmt: skip


def _cells(row: StandardRow, year: int) -> list[str | float | int | None]:
    value = row.value
    if value is None:
        return [row.code, row.title, row.theme, row.kind, None, row.unit, year, None, None, "", "", _("no data")]
    remark = "" if row.exact else row.difference or _("answers only partly")
    return [
        row.code, row.title, row.theme, row.kind, float(value.value), row.unit, year,
        None if value.numerator is None else float(value.numerator),
        None if value.denominator is None else float(value.denominator), value.source, value.agency, remark,
    ]  # fmt: skip


def _about(standard: InstrumentLine, year: int) -> list[str]:
    parsed = standard.parsed
    return [
        f"{standard.title}, {year}",
        figures.said(parsed.standing),
        figures.said(parsed.source),
        _("A row without a value has no data yet; it is not zero."),
    ]
