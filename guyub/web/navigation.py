"""
The menu, in the order of the flow of data, with only what the reader may see.

`web` knows no capability. What is in the menu is told from above, by plain names in the root URL configuration:

    MENU: tuple[Section, ...]      sections of entries, top to bottom
    VISITORS: tuple[Section, ...]  the same for who has not signed in; optional
    WHO: Callable[[actor], Who]    how the reader is named; optional
    SEARCH: str                    the url name behind "Search"; optional
    ACCOUNT: str                   the url name of the reader's own account page; optional
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_resolver, reverse


def everyone(actor: Any) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `under` lists further path beginnings at which it is the current one."""

    title: Any
    url: str
    icon: str
    seen_by: Callable[[Any], bool] = everyone
    waiting: Callable[[Any], int] | None = None
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: Any
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Who:
    """How the shell names the reader: the office or person, and the area whose pages these are."""

    name: str
    office: str = ""
    area: str = ""

    @property
    def initials(self) -> str:
        words = [word for word in (self.office or self.name).replace("-", " ").split() if word[0].isalpha()]
        return "".join(word[0] for word in words[:2]).upper() or "?"


@dataclass(frozen=True)
class Line:
    title: Any
    href: str
    icon: str
    current: bool
    waiting: int


@dataclass(frozen=True)
class Group:
    title: Any
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Shell:
    groups: tuple[Group, ...]
    who: Who | None
    search: str
    account: str
    sign_in: str
    sign_out: str


def shell(request: HttpRequest) -> Shell:
    """What base.html shows around a page to the person who asked for it; a visitor sees only the menu for visitors."""
    root = get_resolver(getattr(request, "urlconf", None)).urlconf_module
    actor = getattr(request, "user", None)
    if actor is None or not actor.is_authenticated:
        groups = _groups(getattr(root, "VISITORS", ()), actor, request.path)
        return Shell(groups, None, search="", account="", sign_in=_address("account_login"), sign_out="")
    groups = _groups(getattr(root, "MENU", ()), actor, request.path)
    who = root.WHO(actor) if hasattr(root, "WHO") else Who(name=str(actor))
    search, account = (_address(getattr(root, name, "")) for name in ("SEARCH", "ACCOUNT"))
    return Shell(groups, who, search, account, sign_in="", sign_out=_address("account_logout"))


def _groups(sections: tuple[Section, ...], actor: Any, path: str) -> tuple[Group, ...]:
    """The sections with what the actor sees of them, the line of this path marked."""
    visible = [
        (section, [(entry, reverse(entry.url)) for entry in section.entries if entry.seen_by(actor)])
        for section in sections
    ]
    current = _current(path, [pair for _, pairs in visible for pair in pairs])
    return tuple(
        Group(
            section.title,
            tuple(
                Line(entry.title, href, entry.icon, entry is current, entry.waiting(actor) if entry.waiting else 0)
                for entry, href in pairs
            ),
        )
        for section, pairs in visible
        if pairs
    )


def _current(path: str, pairs: list[tuple[Entry, str]]) -> Entry | None:
    """The entry whose address is the longest beginning of the path; the front page only at its own address."""
    best: tuple[int, Entry | None] = (0, None)
    for entry, href in pairs:
        for beginning in (href, *entry.under):
            fits = path == beginning if beginning == "/" else path.startswith(beginning)
            if fits and len(beginning) > best[0]:
                best = (len(beginning), entry)
    return best[1]


def _address(name: str) -> str:
    """An address that an installation may lack (search, sign-out) is left out of the page."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
