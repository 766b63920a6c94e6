"""The drawings of an assessment's page: what the score is made of, and how it went."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.apps.assessment.queries import AssessmentPage
from guyub.web import charts, figures

MOST_MOMENTS = 24  # of the course; of more, the newest


def components(page: AssessmentPage) -> SafeString | None:
    """The parts of a score on the instrument's scale; None where the parts have no common scale."""
    if page.high is None or not any(line.weight_percent is not None for line in page.components):
        return None
    told = [f"{line.title} {figures.decimal(line.value, page.decimals)}" for line in page.components]
    return charts.component_bars(
        [
            charts.Component(
                label=line.title,
                value=_float(line.value),
                weight_percent=_float(line.weight_percent),
                contribution=_float(line.contribution),
                before=_float(line.before),
            )
            for line in page.components
        ],
        low=float(page.low or 0),
        high=float(page.high),
        places=page.decimals,
        before=str(page.before.year) if page.before else "",
        sentence=_("Parts of the score: %(parts)s") % {"parts": ", ".join(told)},
    )


def course(page: AssessmentPage) -> SafeString | None:
    """The score over time, a point where it changed; None before it changed for the first time."""
    moments = [line for line in page.scores if line.total is not None][-MOST_MOMENTS:]
    if len(moments) < 2:
        return None
    points = tuple(
        charts.Point(figures.day_short(line.computed_at).rpartition(figures.NBSP)[0], _float(line.total))
        for line in moments
    )
    first, last = moments[0], moments[-1]
    return charts.line_chart(
        [charts.Series(page.short, points)],
        sentence=_("Score from %(first)s on %(begin)s to %(last)s on %(end)s")
        % {
            "first": figures.decimal(first.total, page.decimals),
            "begin": figures.day_short(first.computed_at),
            "last": figures.decimal(last.total, page.decimals),
            "end": figures.day_short(last.computed_at),
        },
        unit="",
        places=page.decimals,
        width=charts.HALF,
    )


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
