"""What follows from a release: the registry, the indicators, the lists."""

from __future__ import annotations

from contextlib import suppress

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.indicators import operations as indicators
from guyub.apps.registry import operations as registry
from guyub.apps.registry import queries
from guyub.apps.services import content
from guyub.apps.services import operations as services
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine


def build_registry(event: EventLine, progress: Progress) -> None:
    """After release.published and release.withdrawn: every period that was built from other releases than hold now."""
    actor = get_system_officer(event.area)
    for period in queries.list_periods_to_build(area=event.area, actor=actor):
        registry.adopt_build(area=event.area, period=period, actor=actor, at=progress.now(), progress=progress)


def compute_period(event: EventLine, progress: Progress) -> None:
    """After build.adopted: the indicators of that build."""
    actor = get_system_officer(event.area)
    build = queries.get_build(int(event.subject_id), actor=actor)
    if build.replaced_at is None:
        _compute(build.pk, event, progress)


def compute_all_periods(event: EventLine, progress: Progress) -> None:
    """After definition.adopted: every period again, by the new rules."""
    for build in queries.list_builds(area=event.area, actor=get_system_officer(event.area)):
        _compute(build.pk, event, progress)


def _compute(build_id: int, event: EventLine, progress: Progress) -> None:
    # No rule adopted yet: definition.adopted will come back to this build.
    with suppress(indicators.NothingToCompute):
        indicators.compute_period(
            build_id=build_id, actor=get_system_officer(event.area), at=progress.now(), progress=progress
        )


def propose_lists(event: EventLine, progress: Progress) -> None:
    """After values.computed: the lists of that build whose data have all been released."""
    actor = get_system_officer(event.area)
    for key in content.definitions():
        try:
            services.propose_list(key=key, build_id=int(event.subject_id), actor=actor, at=progress.now())
        except services.DataMissing:
            continue  # the release that is missing brings the next build, and this list with it
