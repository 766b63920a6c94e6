"""
Where another installation sends a package: the file is the request's body, and its signature is the authentication.

Nobody signs in: a key that somebody here has vouched for, and that is not revoked, says who sent it. So there is no
session to ride on, and no token of a form to check.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guyub.apps.packages import operations
from guyub.engines.packages import MOST_BYTES
from guyub.errors import Refusal

MOST_PER_MINUTE = 30  # from one address: a province's offices may share one


class TooMany(Refusal):
    """More packages from one address within a minute than people send."""

    code = "packages.too-many"
    status = 429

    def __init__(self) -> None:
        super().__init__(_("Too many packages came from your address."), remedy=_("Wait a minute, then send again."))


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    _count(request)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise operations.TooLarge  # before a byte of it is read
    received = operations.receive_package(stream=request, actor=None, at=timezone.now())
    return JsonResponse({"package": {"digest": received.digest}}, status=201 if received.is_new else 200)


def _count(request: HttpRequest) -> None:
    address = get_adapter().get_client_ip(request)
    key = f"packages:{address}:{timezone.now():%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > MOST_PER_MINUTE:
        raise TooMany
