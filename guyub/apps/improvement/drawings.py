"""The drawing of a rating round: one row a part, one dot an agency."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.apps.improvement.queries import RoundPage
from guyub.web import charts


def ratings(page: RoundPage) -> SafeString | None:
    """None while the round runs, and when nobody rated."""
    if page.results is None or not page.results.parts:
        return None
    rows = [
        charts.DotRow(
            label=f"{part.code} {part.title}",
            values=tuple(value for _agency, value in part.ratings),
            mean=float(part.mean),
            other=None if part.evidence is None else float(part.evidence),
            low_names=part.lowest_said,
            high_names=part.highest_said,
        )
        for part in page.results.parts
    ]
    widest = page.results.parts[0]
    sentence = _("Ratings of %(agencies)d agencies for %(parts)d parts; they lie farthest apart on %(title)s.") % {
        "agencies": len(page.results.agencies),
        "parts": len(rows),
        "title": widest.title,
    }
    return charts.dot_rows(rows, low=page.low, high=page.high, sentence=sentence, other_label=_("accepted evidence"))
