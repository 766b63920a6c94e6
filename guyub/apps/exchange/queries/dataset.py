"""What is delivered, by whom, how fresh it is, and what the contract asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.exchange import permissions
from guyub.apps.exchange.files import catalogue, language, parse_contract
from guyub.apps.exchange.models import Contract, Dataset, Release, Submission
from guyub.engines.contracts import Column, explain
from guyub.engines.contracts import Contract as ParsedContract
from guyub.engines.values import Period
from guyub.errors import Refusal


class NoSuchDataset(Refusal):
    """There is no such dataset, or it is not for this reader to know."""

    code = "exchange.no-such-dataset"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This dataset does not exist here."), remedy=_("Choose one from the list of datasets."))


@dataclass(frozen=True, slots=True)
class ReleaseRef:
    """The release a dataset stands on now."""

    pk: int
    period: str
    published_at: datetime
    rows: int
    held: int
    digest: str


@dataclass(frozen=True, slots=True)
class DatasetLine:
    """
    One dataset and how fresh it is.

    age_days    days since the newest release was published; None without one
    due_period  the month that should be released next; None without a release
    is_late     that month is over and nothing came
    """

    pk: int
    key: str
    title: str
    agency_id: int
    agency: str
    agency_name: str
    cadence_months: int
    contract_version: str
    release: ReleaseRef | None
    age_days: int | None
    due_period: str | None
    due_on: date | None
    is_late: bool
    open_submissions: int
    may_submit: bool

    @property
    def state(self) -> str:
        """none, late or fresh."""
        return "none" if self.release is None else "late" if self.is_late else "fresh"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One check of a column, in words."""

    code: str
    title: str
    remedy: str
    severity: str
    on_fail: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the contract, as officers know it."""

    name: str
    label: str
    description: str
    sql_type: str
    classification: str
    required: bool
    is_key: bool
    aliases: tuple[str, ...]
    values: tuple[str, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class ContractLine:
    """The contract in force."""

    version: str
    digest: str
    adopted_at: datetime
    valid_from: date
    source: str
    rule_count: int
    columns: tuple[ColumnLine, ...]


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """All that the page of a dataset shows, but for its lists of releases and submissions."""

    line: DatasetLine
    contract: ContractLine | None


def list_datasets(*, area: str, actor: Actor, at: datetime, count_open: bool = True) -> list[DatasetLine]:
    """The datasets of an area by title, with their freshness at an instant; three database queries in all."""
    return sorted(
        _lines(Dataset.objects.visible_to(actor).filter(area_id=area), actor=actor, at=at, count_open=count_open),
        key=lambda line: line.title,
    )


def get_dataset(*, area: str, key: str, actor: Actor, at: datetime) -> DatasetPage:
    """One dataset with its contract in force. Raises NoSuchDataset."""
    lines = _lines(Dataset.objects.visible_to(actor).filter(area_id=area, key=key), actor=actor, at=at)
    if not lines:
        raise NoSuchDataset
    fields = ("version", "digest", "adopted_at", "text")
    adopted = Contract.objects.live().filter(dataset_id=lines[0].pk).values_list(*fields).first()
    if adopted is None:
        return DatasetPage(lines[0], None)
    version, digest, adopted_at, text = adopted
    contract = parse_contract(text)
    return DatasetPage(
        lines[0],
        ContractLine(
            version=version,
            digest=digest,
            adopted_at=adopted_at,
            valid_from=contract.valid_from,
            source=contract.source,
            rule_count=contract.rule_count,
            columns=tuple(_column(contract, column) for column in contract.columns),
        ),
    )


def _lines(datasets: object, *, actor: Actor, at: datetime, count_open: bool = True) -> list[DatasetLine]:
    newest = Release.objects.live().filter(dataset=OuterRef("pk")).order_by("-period", "-pk")
    version = Contract.objects.live().filter(dataset=OuterRef("pk"))
    rows = list(
        datasets.annotate(  # type: ignore[attr-defined]
            newest=Subquery(newest.values("pk")[:1]), version=Subquery(version.values("version")[:1])
        ).values_list(
            "pk",
            "key",
            "titles",
            "custodian_id",
            "custodian__abbreviation",
            "custodian__name",
            "cadence_months",
            "version",
            "newest",
            "area_id",
        )
    )
    releases = {
        pk: ReleaseRef(pk, *rest)
        for pk, *rest in Release.objects.filter(pk__in=[row[8] for row in rows if row[8]]).values_list(
            "pk", "period", "published_at", "rows", "held", "digest"
        )
    }
    waiting = _open_submissions([row[0] for row in rows], actor) if count_open else {}
    today = timezone.localdate(at)
    return [_line(row, releases.get(row[8]), waiting.get(row[0], 0), actor=actor, today=today) for row in rows]


def _open_submissions(datasets: list[int], actor: Actor) -> dict[int, int]:
    """How many submissions of each dataset wait for somebody, of those that the reader may see."""
    waiting = Submission.objects.visible_to(actor).open().filter(dataset_id__in=datasets)
    return dict(waiting.values_list("dataset_id").annotate(Count("pk")).order_by())


def _line(row: tuple, release: ReleaseRef | None, waiting: int, *, actor: Actor, today: date) -> DatasetLine:  # type: ignore[type-arg]
    pk, key, titles, agency_id, agency, agency_name, cadence, version, _newest, area = row
    due = None if release is None else Period.parse(release.period).plus(cadence)
    return DatasetLine(
        pk=pk,
        key=key,
        title=titles[language()],
        agency_id=agency_id,
        agency=agency,
        agency_name=agency_name,
        cadence_months=cadence,
        contract_version=version or "",
        release=release,
        age_days=None if release is None else max(0, (today - timezone.localdate(release.published_at)).days),
        due_period=None if due is None else str(due),
        due_on=None if due is None else due.last_day,
        is_late=due is not None and today > due.last_day,
        open_submissions=waiting,
        may_submit=permissions.may_submit(actor, area=area, agency_id=agency_id),
    )


def _column(contract: ParsedContract, column: Column) -> ColumnLine:
    rules = []
    for rule in column.rules:
        words = explain(contract, catalogue(), rule.code, column.name, language())
        rules.append(RuleLine(rule.code, words.title, words.remedy, rule.severity, rule.on_fail))
    return ColumnLine(
        name=column.name,
        label=column.label,
        description=column.description if language() == "en" else "",  # contracts describe in English only
        sql_type=column.sql_type,
        classification=column.classification,
        required=column.required,
        is_key=column.name == contract.key_column,
        aliases=column.aliases,
        values=tuple(spellings[0] if spellings else value for value, spellings in column.values.items()),
        rules=tuple(rules),
    )
