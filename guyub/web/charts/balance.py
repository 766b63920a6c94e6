"""Rows in = rows released + rows held, as one bar."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guyub.web import figures

# A held part below this share is drawn this wide, and the page says so: one row in a million must be seen.
SEEN = 0.03


def balance_bar(rows_in: int, released: int, held: int) -> SafeString:
    """The bar across its panel. Raises ValueError if the rows do not add up: then one was lost; no page hides it."""
    if rows_in != released + held:
        raise ValueError(f"{rows_in} rows came in, but {released} released and {held} held make {released + held}")
    share = held / rows_in if rows_in else 0.0
    width = min(max(share, SEEN), 1 - SEEN if released else 1.0) if held else 0.0
    sentence = _("%(released)s released, %(held)s held") % {
        "released": figures.share(1 - share if rows_in else 0),
        "held": figures.share(share),
    }
    good = format_html('<rect class="f1" width="{}%" height="28"/>', f"{(1 - width) * 100:.2f}") if released else ""
    bad = (
        format_html(
            '<rect class="fbad" x="{}%" width="{}%" height="28"/>',
            f"{(1 - width) * 100 + 0.2:.2f}",
            f"{width * 100:.2f}",
        )
        if held
        else ""
    )
    ground = "" if rows_in else mark_safe('<rect class="fs" width="100%" height="28"/>')
    return format_html('<svg class="balance" role="img" aria-label="{}">{}{}{}</svg>', sentence, ground, good, bad)


def is_widened(held: int, rows_in: int) -> bool:
    """Is the held part drawn wider than it is?"""
    return bool(held) and held / rows_in < SEEN
