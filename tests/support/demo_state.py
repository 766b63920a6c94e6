"""Prints, as JSON, the state of the demo that GUYUB_DATA_DIR holds: all that must be the same after any crash."""

import json
from collections import Counter

import django

django.setup()

from django.conf import settings  # noqa: E402
from guyub.apps.indicators.models import Value  # noqa: E402

from guyub.apps.exchange.models import Release, Submission  # noqa: E402
from guyub.apps.masterplan.models import Programme, Target  # noqa: E402
from guyub.dataplane import releases  # noqa: E402
from guyub.dataplane.store import AreaStore  # noqa: E402
from guyub.ledger import verify  # noqa: E402
from guyub.ledger.models import Event  # noqa: E402


def main() -> None:
    store = AreaStore(settings.DATA_DIR, "33.13")
    live = Release.objects.order_by("dataset__key", "period", "digest")
    for dataset, digest in live.values_list("dataset__key", "digest"):
        releases.verify(store, dataset, digest)  # raises when a published release is not whole
    values = Value.objects.order_by("definition__code", "area_id", "period").values_list(
        "definition__code", "area_id", "period", "numerator", "denominator", "value", "suppressed"
    )
    state = {
        "faults": [fault.detail for fault in verify()],
        "submissions": list(
            Submission.objects.order_by("dataset__key", "period").values_list(
                "dataset__key", "period", "sha256", "state", "rows_in", "rows_accepted", "rows_held"
            )
        ),
        "releases": [
            [*row[:-1], row[-1] is None]
            for row in live.values_list("dataset__key", "period", "digest", "rows", "held", "withdrawn_at")
        ],
        "values": [[*row[:5], str(row[5]), row[6]] for row in values],
        "programmes": Programme.objects.count(),
        "targets": Target.objects.count(),
        "events": dict(sorted(Counter(Event.objects.values_list("name", flat=True)).items())),
        "half_built": sorted(path.name for path in store.folder.glob("**/.building-*/manifest.json")),
    }
    print(json.dumps(state))  # noqa: T201


main()
