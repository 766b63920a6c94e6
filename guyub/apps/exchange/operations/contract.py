"""Adopting the data contracts of the content directory for an area."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Agency
from guyub.apps.exchange import permissions
from guyub.apps.exchange.models import Contract, Dataset
from guyub.dataplane import library
from guyub.errors import Refusal
from guyub.ledger import record


class UnknownCustodian(Refusal):
    """A contract names an agency that the area does not have."""

    code = "exchange.unknown-custodian"

    def __init__(self, abbreviation: str, dataset: str) -> None:
        super().__init__(
            _("The contract of %(dataset)s names the agency %(agency)s, which this area does not have.")
            % {"dataset": dataset, "agency": abbreviation},
            remedy=_("Enter the agency first, or write this area's abbreviation in the contract's team name."),
        )


class VersionReused(Refusal):
    """A contract changed but kept a version number that stands for another text."""

    code = "exchange.contract-version-reused"

    def __init__(self, dataset: str, version: str) -> None:
        super().__init__(
            _("The contract of %(dataset)s has changed, but still calls itself version %(version)s.")
            % {"dataset": dataset, "version": version},
            remedy=_("Give the changed contract a new version number."),
        )


@transaction.atomic(durable=True)
def adopt_contracts(*, area: str, actor: Actor, at: datetime) -> tuple[str, ...]:
    """
    Put the contracts of the content directory in force for an area; return the keys of the datasets that got a new one.

    Submissions already checked keep the contract they were checked by. Raises ContentError, UnknownCustodian,
    VersionReused.
    """
    permissions.require_content_manager(actor, area=area)
    folder = Path(settings.CONTENT_DIR) / "contracts"
    contracts = library.load(folder).contracts
    agencies = dict(Agency.objects.filter(area_id=area, valid_until=None).values_list("abbreviation", "pk"))
    adopted: dict[str, str] = {}
    for key, contract in sorted(contracts.items()):
        text = (folder / f"{key}.yaml").read_text(encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        if contract.agency not in agencies:
            raise UnknownCustodian(contract.agency, key)
        dataset, _created = Dataset.objects.update_or_create(
            area_id=area,
            key=key,
            defaults={
                "titles": {"id": contract.title.id, "en": contract.title.en},
                "custodian_id": agencies[contract.agency],
                "cadence_months": contract.frequency_months,
            },
        )
        live = Contract.objects.live().filter(dataset=dataset).first()
        if live is not None and live.digest == digest:
            continue
        if Contract.objects.filter(dataset=dataset, version=contract.version).exists():
            raise VersionReused(key, contract.version)
        Contract.objects.live().filter(dataset=dataset).update(replaced_at=at)
        Contract.objects.create(dataset=dataset, version=contract.version, digest=digest, text=text, adopted_at=at)
        adopted[key] = contract.version
    if adopted:
        record("contract.adopted", actor=actor, at=at, area=area, subject=("areas.area", area), contracts=adopted)
    return tuple(adopted)
