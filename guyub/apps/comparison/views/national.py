"""The nation: every region over the years, and the same as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.comparison import drawings, permissions, queries, sheets
from guyub.apps.comparison.forms import FilterForm
from guyub.apps.comparison.queries import Nation

PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def national(request: HttpRequest) -> HttpResponse:
    nation = _asked(request)
    page = Paginator(nation.lines, PER_PAGE).get_page(request.GET.get("halaman"))
    query = request.GET.copy()
    query.pop("halaman", None)
    by = query.copy()
    by.pop("urut", None)
    context = {
        "nation": nation,
        "decimals": nation.yardstick.decimals if nation.yardstick else 2,
        "filters": _filters(nation),
        "is_filtered": any(request.GET.get(name) for name in ("provinsi", "angkatan", "ukuran", "cari")),
        "years_drawn": drawings.nation_over_years(nation),
        "spreads": list(zip(nation.years, nation.spreads, strict=True))[::-1],
        "tiles": drawings.regions(nation),
        "page": page,
        "lines": [(line, drawings.course(line.values)) for line in page.object_list],
        "columns": _columns(nation),
        "query": query.urlencode(),
        "by": by.urlencode(),
        "may_take_in": permissions.may_publish(request.user),
    }
    return render(request, "comparison/national.html", context)


def _asked(request: HttpRequest) -> Nation:
    return queries.get_nation(FilterForm(request.GET).wanted(), actor=request.user)


def _filters(nation: Nation) -> list[tuple[str, str, list[tuple[str, str]], str, bool]]:
    """(name, label, choices, chosen, may be left open) of each drop-down list; only what occurs can be chosen."""
    wanted, label = nation.wanted, {name: field.label for name, field in FilterForm.base_fields.items()}
    groups = {
        name: [(group.code, f"{group.title} ({group.count})") for group in found]
        for name, found in (("provinsi", nation.provinces), ("angkatan", nation.cohorts), ("ukuran", nation.sizes))
    }
    years = [(str(year), str(year)) for year in reversed(nation.years)]
    kinds = [("resmi", _("Official scores")), ("hitungan", _("Computed by Guyub"))]
    return [
        ("instrumen", label["instrumen"], [(y.code, y.title) for y in nation.yardsticks], wanted.instrument, False),
        ("tahun", label["tahun"], years, str(wanted.year or ""), False),
        ("nilai", label["nilai"], kinds, wanted.kind, False),
        ("provinsi", label["provinsi"], groups["provinsi"], wanted.province, True),
        ("angkatan", label["angkatan"], groups["angkatan"], str(wanted.cohort or ""), True),
        ("ukuran", label["ukuran"], groups["ukuran"], wanted.size, True),
    ]


def _columns(nation: Nation) -> dict[str, tuple[str, str]]:
    """For each order: what aria-sort says of it, and the value of `urut` that the head of its column asks for."""
    found = {}
    for name in ("wilayah", "nama", "nilai", "perubahan"):
        now = nation.wanted.order == name
        down = nation.wanted.descending
        said = ("descending" if down else "ascending") if now else "none"
        first_down = name in ("nilai", "perubahan")
        found[name] = (said, name if (now and down) or (not now and not first_down) else f"-{name}")
    return found


@require_safe
@login_required
def as_csv(request: HttpRequest) -> HttpResponse:
    return _file(sheets.as_csv(_asked(request)).encode(), "text/csv; charset=utf-8", "csv")


@require_safe
@login_required
def as_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(sheets.as_xlsx(_asked(request)), _XLSX, "xlsx")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = f"kemajuan-daerah.{ending}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
