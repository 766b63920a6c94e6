"""
The pages for what can't be answered: handler400, handler403, handler404, handler500 and the CSRF failure view.

Each says what happened, that nothing was lost or changed, and what to do now. The page for 500 uses no database,
no session and no context processor, since any of them may be what broke.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _

from guyub.web.refusals import answer, wants_json


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    problem = _("The server could not read this request.")
    return answer(request, 400, "web.unreadable", problem, _("Go back, reload the page and try once more."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    problem = _("Your office has no access to this page.")
    remedy = _("Ask the data steward of your area if your office needs it, or sign in as another officer.")
    return answer(request, 403, "web.forbidden", problem, remedy)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    problem = _("There is no page at this address, or it is not open to your office.")
    return answer(request, 404, "web.not-found", problem, _("Check the address, or start again from the front page."))


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF failure: nearly always a form that stood open longer than the session, or a browser without cookies."""
    problem = _("This form stood open too long, or your browser keeps no cookies.")
    remedy = _("Nothing was changed. Go back, reload the page and send the form again.")
    return answer(request, 403, "web.form-expired", problem, remedy)


def broken(request: HttpRequest) -> HttpResponse:
    request_id = getattr(request, "id", "")
    problem = _("Something broke on our side.")
    remedy = _("Nothing was half saved. Try again; if it stays, tell the operator this number.")
    if wants_json(request):
        error = {"code": "web.broken", "problem": problem, "remedy": remedy, "request_id": request_id}
        return JsonResponse({"error": error}, status=500)
    page = loader.get_template("500.html")
    return HttpResponseServerError(page.render({"problem": problem, "remedy": remedy, "request_id": request_id}))
