"""Prints, as JSON, the state of the demo that GUYUB_DATA_DIR holds: all that must be the same after any crash."""

import json
from collections import Counter
from datetime import date

import django

django.setup()

from django.conf import settings  # noqa: E402

from guyub.apps.accounts.queries import get_system_officer  # noqa: E402
from guyub.apps.assessment import queries as assessment  # noqa: E402
from guyub.apps.exchange.models import Finding, Release, Submission  # noqa: E402
from guyub.apps.indicators.models import Aim, Value  # noqa: E402
from guyub.apps.masterplan.models import Programme, Target  # noqa: E402
from guyub.apps.registry.models import Build  # noqa: E402
from guyub.apps.services.models import ProactiveList  # noqa: E402
from guyub.dataplane import releases  # noqa: E402
from guyub.dataplane.store import AreaStore  # noqa: E402
from guyub.engines.scoring import score  # noqa: E402
from guyub.jobs.models import Job  # noqa: E402
from guyub.ledger import verify  # noqa: E402
from guyub.ledger.models import Event  # noqa: E402

# A worker that runs beside the demo may build a period before its last release came, and builds it again after; it keeps
# a score as often as it finds one changed. What all this comes to in the end is compared.
DEPENDS_ON_TIMING = {
    "build.adopted", "values.computed", "list.proposed", "aims.adopted", "score.kept", "standing.computed",
    "measure.taken_in", "assessment.indicators_taken_in",
}  # fmt: skip


def _scores() -> list[list]:
    """What each assessment comes to by the evidence that stands: the demo keeps scores as of days long past."""
    system = get_system_officer("33.13")
    found = []
    for line in assessment.list_assessments(area="33.13", actor=system):
        known = assessment.get_answers(line.pk, actor=system, on=date(2026, 11, 20))
        total = score(known.instrument, known.answers, weights=known.weight_set).total
        found.append([line.instrument_code, line.year, str(total)])
    return sorted(found)


def main() -> None:
    store = AreaStore(settings.DATA_DIR, "33.13")
    published = Release.objects.order_by("dataset__key", "period", "digest")
    for dataset, digest in published.values_list("dataset__key", "digest"):
        releases.verify(store, dataset, digest)  # raises when a published release is not whole
    values = (
        Value.objects.filter(computation__replaced_at=None)
        .order_by("definition__code", "area_id", "computation__period")
        .values_list(
            "definition__code", "area_id", "computation__period", "numerator", "denominator", "value", "suppressed"
        )
    )
    events = Counter(Event.objects.values_list("name", flat=True))
    builds = Build.objects.filter(replaced_at=None).order_by("period")
    state = {
        "faults": [fault.detail for fault in verify()],
        "submissions": list(
            Submission.objects.order_by("dataset__key", "period", "sha256").values_list(
                "dataset__key", "period", "sha256", "state", "rows_in", "rows_accepted", "rows_held"
            )
        ),
        "findings": list(
            Finding.objects.order_by("submission__sha256", "rule", "column").values_list(
                "submission__sha256", "rule", "column", "severity", "rows", "cells", "proposals"
            )
        ),
        "releases": [
            [*row[:-1], row[-1] is None]
            for row in published.values_list("dataset__key", "period", "digest", "rows", "held", "withdrawn_at")
        ],
        "builds": list(builds.values_list("period", "digest", "persons", "households")),
        "builds_without_files": [
            build.digest for build in builds if not (store.build(build.digest) / "manifest.json").exists()
        ],
        "values": [[*row[:5], str(row[5]), row[6]] for row in values],
        "lists": list(
            ProactiveList.objects.filter(replaced_at=None)
            .order_by("key")
            .values_list("key", "period", "people", "digest")
        ),
        "aims": list(Aim.objects.filter(replaced_at=None).order_by("code", "year").values_list("code", "year")),
        "scores": _scores(),
        "programmes": Programme.objects.count(),
        "targets": Target.objects.count(),
        "events": {name: count for name, count in sorted(events.items()) if name not in DEPENDS_ON_TIMING},
        "problems": list(Job.objects.exclude(problem="").values_list("step", "problem")),
        "unfinished_jobs": list(Job.objects.exclude(state=Job.State.DONE).values_list("step", "state", "problem")),
    }
    print(json.dumps(state))


main()
