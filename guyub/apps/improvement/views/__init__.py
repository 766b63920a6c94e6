"""Pages of what lifts a score."""

from guyub.apps.improvement.views.gap import gaps, link, unlink
from guyub.apps.improvement.views.lift import assessments, lift, rescoring
from guyub.apps.improvement.views.plan import efforts, plan, plan_docx, plan_pdf, ways
from guyub.apps.improvement.views.rating import close, rating_round, rounds

__all__ = [
    "assessments",
    "close",
    "efforts",
    "gaps",
    "lift",
    "link",
    "plan",
    "plan_docx",
    "plan_pdf",
    "rating_round",
    "rescoring",
    "rounds",
    "unlink",
    "ways",
]
