"""The menu in the order of the flow of data, so that it teaches the system; each entry only for those who may."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.models import Officer
from guyub.apps.accounts.permissions import Right, may, scope
from guyub.apps.areas import queries as areas
from guyub.apps.areas.rights import NATION
from guyub.apps.evaluation import queries as evaluation
from guyub.apps.exchange import queries as exchange
from guyub.apps.selection import queries as selection
from guyub.web.navigation import Entry, Section, Who


def _with(*rights: Right) -> Callable[[Officer], bool]:
    """Whoever has one of them somewhere."""
    return lambda actor: any(scope(actor, right) for right in rights)


def _of_the_nation(right: Right) -> Callable[[Officer], bool]:
    """Whoever has it for all regions: an assessor whom the ministry sent."""
    return lambda actor: may(actor, right, area=NATION)


def _in_a_region(right: Right) -> Callable[[Officer], bool]:
    """The same, but for whoever runs the evaluation of all regions: he has pages of his own."""
    return lambda actor: bool(scope(actor, right)) and not scope(actor, Right.RUN_EVALUATION)


def _on_my_desk(actor: Officer) -> int:
    """Sheets that wait for this assessor."""
    return evaluation.count_desk(actor=actor)


def _to_answer_or_confirm(actor: Officer) -> int:
    """Regions given to this assessor. A region's own entry counts nothing: that would cost every page a query."""
    return selection.count_waiting(actor=actor)


def _waiting(actor: Officer) -> int:
    """Submissions that wait for somebody to act on them."""
    waiting = exchange.count_waiting(area=settings.HOME_AREA, actor=actor)
    return waiting.to_mend + waiting.to_publish + waiting.unreadable


MENU = (
    Section("", (Entry(_("Home"), "monitoring:front", "home", _with(Right.SEE_DASHBOARD)),)),
    Section(
        _("Data"),
        (
            Entry(_("Submissions"), "exchange:submissions", "inbox", _with(Right.SEE_SUBMISSIONS), _waiting),
            Entry(_("Datasets"), "exchange:datasets", "database", _with(Right.SEE_SUBMISSIONS), under=("/rilis/",)),
            Entry(_("People registry"), "registry:overview", "users", _with(Right.SEE_INDICATORS)),
            Entry(_("Indicators"), "indicators:list", "chart-line", _with(Right.SEE_INDICATORS)),
            Entry(_("Lists that help"), "services:lists", "list-check", _with(Right.OPEN_LIST)),
        ),
    ),
    Section(_("Plans"), (Entry(_("Programmes"), "masterplan:programmes", "map-2", _with(Right.SEE_PROGRAMMES)),)),
    Section(
        _("Assessment"),
        (
            Entry(
                _("Self-assessment"),
                "assessment:assessments",
                "clipboard-check",
                _with(Right.SEE_ASSESSMENTS),
            ),
            Entry(_("Evidence"), "assessment:evidence-list", "file-text", _with(Right.SEE_ASSESSMENTS)),
            Entry(_("Instruments"), "assessment:instruments", "adjustments", _with(Right.SEE_ASSESSMENTS)),
            Entry(_("City measures"), "assessment:measures", "building-community", _with(Right.SEE_ASSESSMENTS)),
            Entry(_("Surveys"), "surveys:surveys", "users", _with(Right.SEE_ASSESSMENTS)),
            Entry(_("What lifts the score"), "improvement:assessments", "arrow-up-right", _with(Right.SEE_ASSESSMENTS)),
            Entry(_("Follow-ups"), "assessment:follow-ups", "list-check", _with(Right.SEE_ASSESSMENTS)),
            Entry(_("Hand-ins"), "packages:packages", "shield-lock", _with(Right.SEE_ASSESSMENTS)),
            Entry(_("The ministry's evaluation"), "evaluation:own", "flag", _in_a_region(Right.SEE_ASSESSMENTS)),
            Entry(
                _("Selection"),
                "selection:rounds",
                "target",
                _with(Right.MANAGE_ASSESSMENTS, Right.HAND_IN),
            ),
            Entry(_("Progress of regions"), "comparison:own", "chart-line", _in_a_region(Right.SEE_COMPARISON)),
        ),
    ),
    Section(
        _("Evaluation"),
        (
            Entry(_("My desk"), "evaluation:desk", "clipboard-check", _of_the_nation(Right.ASSESS), _on_my_desk),
            Entry(
                _("Cycles"), "evaluation:cycles", "clipboard-check", _with(Right.RUN_EVALUATION), under=("/evaluasi/",)
            ),
            Entry(
                _("Selection"),
                "selection:rounds",
                "target",
                _with(Right.ASSESS, Right.RUN_EVALUATION),
                _to_answer_or_confirm,
            ),
            Entry(_("Packages"), "packages:packages", "shield-lock", _with(Right.RUN_EVALUATION)),
            Entry(_("Progress of regions"), "comparison:national", "chart-line", _with(Right.RUN_EVALUATION)),
            Entry(_("Instruments"), "assessment:instruments", "adjustments", _with(Right.RUN_EVALUATION)),
            Entry(
                _("Conflicts of interest"), "evaluation:exclusions", "lock", _with(Right.ASSESS, Right.RUN_EVALUATION)
            ),
        ),
    ),
    Section(
        _("Oversight"),
        (
            Entry(_("Ledger"), "monitoring:ledger", "history", _with(Right.READ_LEDGER)),
            Entry(_("Areas and agencies"), "areas:agencies", "building-bank", under=("/wilayah/",)),
            Entry(_("Officers"), "accounts:officers", "key", _with(Right.MANAGE_OFFICERS), under=("/akun/jabatan/",)),
        ),
    ),
)
VISITORS = (
    Section(
        "",
        (
            Entry(_("Open figures"), "portal:open", "chart-line"),
            Entry(_("How to read these pages"), "web:components", "info-circle"),
        ),
    ),
)
SEARCH = "areas:search"
ACCOUNT = "accounts:account"


def WHO(actor: Officer) -> Who:
    """The reader as the shell names him: the person, the office in which he acts, the regency."""
    return Who(name=actor.name, office=actor.acting_as, area=areas.public_get_area(actor.area_id).full_name)
