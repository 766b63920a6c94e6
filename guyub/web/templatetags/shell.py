"""`{% load shell %}`: what base.html and the components ask for that a filter can't say."""

from __future__ import annotations

from typing import Any

from django import template

from guyub.web import charts, figures, navigation

register = template.Library()


@register.simple_tag
def needs(component: str, **parts: object) -> str:
    """A component that may not be shown in part says which part was forgotten, on the first look at the page."""
    missing = sorted(name for name, value in parts.items() if value in ("", None))
    if missing:
        raise template.TemplateSyntaxError(f"<{component}> needs {', '.join(missing)}")
    return ""


@register.simple_tag
def number(value: Any) -> str:
    return figures.number(value)


@register.simple_tag
def part_of(part: int, whole: int) -> str:
    """`99,6 %`; a part that is there is never written as 0,0 %, nor one that is short of the whole as 100,0 %."""
    if not whole:
        return figures.MISSING
    shown = round(part / whole * 100, 1)
    if part and not shown:
        return f"< {figures.percent(0.1)}"
    if part < whole and shown == 100:
        return f"> {figures.percent(99.9)}"
    return figures.percent(shown)


@register.simple_tag
def widened(held: int, total: int) -> bool:
    return charts.is_widened(held, total)


@register.simple_tag
def upto(last: int, first: int = 0) -> range:
    return range(int(first), int(last) + 1)


@register.simple_tag
def elided(page: Any) -> list[int | str]:
    """The numbers of a pager: the ends, two around the page that is open, and "…" for what is left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> navigation.Shell:
    """Menu, person and addresses of the shell for the reader of this page."""
    return navigation.shell(context["request"])
