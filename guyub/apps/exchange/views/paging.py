"""A page number from an address, and a page of a list whose lines were fetched already."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("halaman", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def page_of(total: int, page: int, per_page: int) -> Page:
    return Paginator(range(total), per_page).get_page(page)
