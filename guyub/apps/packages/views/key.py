"""The keys: one's own to read out, others' to vouch for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guyub.apps.areas.rights import NATION
from guyub.apps.packages import operations, permissions, queries
from guyub.apps.packages.forms import RevokeForm, TrustForm


@require_GET
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    return _render(request, TrustForm())


def _render(request: HttpRequest, form: TrustForm, *, status: int = 200) -> HttpResponse:
    area = request.user.area_id
    lines = queries.list_keys(actor=request.user)
    may_trust = permissions.may_trust(request.user, area=NATION)
    context = {
        "own": next((line for line in lines if line.is_own and line.area == area and line.revoked_at is None), None),
        "others": [line for line in lines if not line.is_own],
        "earlier": [line for line in lines if line.is_own and line.revoked_at is not None],
        "form": form if may_trust else None,
        "may_make": permissions.may_manage_own_key(request.user, area=area),
        "is_ministry": area == NATION,
    }
    return render(request, "packages/keys.html", context, status=status)


@require_POST
@login_required
def make(request: HttpRequest) -> HttpResponse:
    operations.make_key(area=request.user.area_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The key is here. Read its fingerprint out to whoever is to trust it."))
    return redirect("packages:keys")


@require_POST
@login_required
def trust(request: HttpRequest) -> HttpResponse:
    form = TrustForm(request.POST)
    if not form.is_valid():
        return _render(request, form, status=422)
    try:
        operations.trust_key(**form.cleaned_data, actor=request.user, at=timezone.now())
    except operations.NotAKey as no:
        form.add_error("public_key", f"{no.problem} {no.remedy}")
        return _render(request, form, status=no.status)
    except operations.NoSuchArea as no:
        form.add_error("area", f"{no.problem} {no.remedy}")
        return _render(request, form, status=no.status)
    messages.success(request, _("The key is registered: what it seals is taken in from now on."))
    return redirect("packages:keys")


@require_http_methods(["GET", "POST"])
@login_required
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    line = next((each for each in queries.list_keys(actor=request.user) if each.pk == key_id), None)
    if line is None:
        raise operations.NoSuchKey
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        operations.revoke_key(key_id=key_id, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now())
        messages.success(request, _("The key is revoked. What it sealed before stays, and shows it."))
        return redirect("packages:keys")
    return render(request, "packages/revoke.html", {"line": line, "form": form}, status=422 if form.errors else 200)
