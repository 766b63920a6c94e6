"""
One shape for every "no" that a page or an API gives: what stands in the way, what to do about it, and a code.

A Refusal raised by an operation or a query becomes a page, an htmx fragment or JSON. Anything else is a bug.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from guyub.errors import Refusal


class Refusals:
    """Turn a Refusal into its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return answer(request, exception.status, exception.code, str(exception.problem), str(exception.remedy))


def answer(request: HttpRequest, status: int, code: str, problem: str, remedy: str) -> HttpResponse:
    """The refusal in the shape the asker reads: JSON for a program, a panel for htmx, a page for a person."""
    if wants_json(request):
        error = {"code": code, "problem": problem, "remedy": remedy, "request_id": getattr(request, "id", "")}
        return JsonResponse({"error": error}, status=status)
    context = {"status": status, "code": code, "problem": problem, "remedy": remedy}
    template = "web/refusal_panel.html" if getattr(request, "htmx", False) else "web/refusal.html"
    return render(request, template, context, status=status)


def wants_json(request: HttpRequest) -> bool:
    if request.path.startswith("/api/"):
        return True
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json"
