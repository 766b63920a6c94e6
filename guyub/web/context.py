"""What every template may ask for: the chosen theme, whether this is a demo, and the languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "guyub_theme"


def face(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "theme": theme if theme in THEMES else "auto",
        "is_demo": bool(getattr(settings, "DEMO", False)),
        "languages": settings.LANGUAGES,
        "now": timezone.now(),
    }
