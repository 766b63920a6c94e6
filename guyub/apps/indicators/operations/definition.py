"""Adopting the indicator files of the content directory for an area."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators import content, permissions
from guyub.apps.indicators.models import Definition
from guyub.errors import Refusal
from guyub.ledger import record


class VersionReused(Refusal):
    """A rule changed but kept a version number that stands for another text."""

    code = "indicators.version-reused"

    def __init__(self, indicator: str, version: int) -> None:
        super().__init__(
            _("The rule of %(indicator)s has changed, but still calls itself version %(version)d.")
            % {"indicator": indicator, "version": version},
            remedy=_("Give the changed rule a new version number."),
        )


@transaction.atomic(durable=True)
def adopt_definitions(*, area: str, actor: Actor, at: datetime) -> tuple[str, ...]:
    """
    Put the indicators of the content directory in force for an area; return the codes whose rule is new.

    Values already computed keep the rule they were computed by; an indicator that content no longer has goes out of
    force. Raises ContentError, VersionReused.
    """
    permissions.require_content_manager(actor, area=area)
    live = {each.code: each for each in Definition.objects.live().select_for_update().filter(area_id=area)}
    texts = content.delivered_texts()
    adopted: dict[str, int] = {}
    for code, text in texts.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        if code in live and live[code].digest == digest:
            continue
        adopted[code] = _replace(area, code, text, digest, at)
    dropped = sorted(set(live) - set(texts))
    # Here and below: a clock that was put back must not stand in the way.
    Definition.objects.live().filter(area_id=area, code__in=dropped).update(
        replaced_at=Greatest("adopted_at", Value(at))
    )
    if adopted or dropped:
        record(
            "definition.adopted",
            actor=actor,
            at=at,
            area=area,
            subject=("areas.area", area),
            adopted=adopted,
            dropped=dropped,
        )
    return tuple(adopted)


def _replace(area: str, code: str, text: str, digest: str, at: datetime) -> int:
    version = content.rule(text).version
    if Definition.objects.filter(area_id=area, code=code, version=version).exclude(digest=digest).exists():
        raise VersionReused(code, version)
    Definition.objects.live().filter(area_id=area, code=code).update(replaced_at=Greatest("adopted_at", Value(at)))
    # An earlier version may come back: then it is in force again from now on.
    Definition.objects.update_or_create(
        area_id=area,
        code=code,
        version=version,
        defaults={"digest": digest, "text": text, "adopted_at": at, "replaced_at": None},
    )
    return version
