"""Taking a package in by hand: a file that came on a stick or by mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.permissions import NotPermitted, Right
from guyub.apps.areas.rights import NATION
from guyub.apps.packages import operations, permissions
from guyub.apps.packages.forms import ReceiveForm
from guyub.errors import Refusal


@require_http_methods(["GET", "POST"])
@login_required
def receive(request: HttpRequest) -> HttpResponse:
    area = request.user.area_id
    if not any(permissions.may_receive(request.user, kind=kind, area=area) for kind in ("hand_in", "result")):
        raise NotPermitted(Right.RUN_EVALUATION, area)
    refusal: Refusal | None = None
    form = ReceiveForm()
    if request.method == "POST":
        form = ReceiveForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                received = operations.receive_package(
                    stream=form.cleaned_data["file"], actor=request.user, at=timezone.now()
                )
            except Refusal as no:  # the page stays: whoever has several files goes on with the next
                refusal = no
            else:
                messages.success(
                    request, _("Received and verified.") if received.is_new else _("This package was here already.")
                )
                return redirect("packages:package", received.package_id)
    context = {"form": form, "refusal": refusal, "is_ministry": area == NATION}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "packages/receive.html", context, status=status)
