"""
What officers may, and how far: the words in which every capability asks.

They stand in the lowest capability because all of them ask. Who has which right is answered in one place, the matrix of
accounts; an actor carries the answer along, so nobody below accounts has to know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from django.db.models import Q

NATION = "ID"
"""The area in which offices of the ministry stand: every province, regency and village lies below it."""


class Right(StrEnum):
    """One thing an officer may do. A right is never split by place: a scope says where it holds."""

    SEE_DASHBOARD = "see_dashboard"
    SUBMIT_DATA = "submit_data"
    SEE_SUBMISSIONS = "see_submissions"
    PUBLISH_RELEASE = "publish_release"
    WITHDRAW_RELEASE = "withdraw_release"
    SEE_RELEASE_ROWS = "see_release_rows"
    SEE_INDICATORS = "see_indicators"
    OPEN_PERSON = "open_person"
    OPEN_LIST = "open_list"
    PLAN_PROGRAMMES = "plan_programmes"
    SEE_PROGRAMMES = "see_programmes"
    MANAGE_CONTENT = "manage_content"
    MANAGE_OFFICERS = "manage_officers"
    READ_LEDGER = "read_ledger"
    SEE_AREAS = "see_areas"
    SEE_ASSESSMENTS = "see_assessments"
    ANSWER_ITEMS = "answer_items"
    VERIFY_EVIDENCE = "verify_evidence"
    MANAGE_ASSESSMENTS = "manage_assessments"
    MANAGE_INSTRUMENTS = "manage_instruments"
    HAND_IN = "hand_in"
    ASSESS = "assess"
    RUN_EVALUATION = "run_evaluation"
    SEE_COMPARISON = "see_comparison"
    RECORD_SURVEY = "record_survey"


@dataclass(frozen=True, slots=True)
class Grant:
    """A right within one area and everything below it; `agency_id` None means whatever the agency."""

    area: str
    agency_id: int | None = None

    def covers(self, area: str, agency_id: int | None) -> bool:
        if self.agency_id is not None and self.agency_id != agency_id:
            return False
        return self.area == NATION or area == self.area or area.startswith(f"{self.area}.")


@dataclass(frozen=True, slots=True)
class Scope:
    """
    Where an officer has a right: a set of grants, never the product of "my areas" and "my agencies".

    An operator of one agency who is also camat of one district sees his agency's rows and his district's rows, not
    every agency's rows in the regency. An empty scope is false.
    """

    grants: frozenset[Grant]

    def __bool__(self) -> bool:
        return bool(self.grants)

    @property
    def areas(self) -> frozenset[str]:
        """The areas this scope reaches into, wholly or for one agency: for menus and headings, not for filtering."""
        return frozenset(grant.area for grant in self.grants)

    @property
    def regencies(self) -> Scope:
        """
        The whole regencies that this scope reaches into: who works in a village knows the structure of its regency.

        Only for what names no resident: agencies, offices, bodies.
        """
        return Scope(frozenset(Grant(".".join(grant.area.split(".")[:2])) for grant in self.grants))

    def covers(self, area: str, agency_id: int | None = None) -> bool:
        """Is this one thing inside? `agency_id` None: the thing belongs to no single agency."""
        return any(grant.covers(area, agency_id) for grant in self.grants)

    def where(self, *, area: str, agency: str | None = None) -> Q:
        """
        The filter for a queryset, at no query of its own.

        area    the lookup of the area's *code*: "area" for a CharField, "area__code" for a foreign key (no join)
        agency  the lookup of the agency's id, "agency_id"; None for rows that belong to no single agency, which a
                grant limited to one agency does not reach

        An empty scope matches nothing.
        """
        matches = Q(pk__in=[])
        for grant in self.grants:
            if grant.agency_id is not None and agency is None:
                continue
            inside = (
                ~Q(pk__in=[])
                if grant.area == NATION
                else Q(**{area: grant.area}) | Q(**{f"{area}__startswith": f"{grant.area}."})
            )
            if grant.agency_id is not None:
                inside &= Q(**{str(agency): grant.agency_id})
            matches |= inside
        return matches


NOWHERE = Scope(frozenset())


class Actor(Protocol):
    """Whoever acts or reads: an officer, with the office in which it is done."""

    pk: Any

    @property
    def acting_as(self) -> str: ...

    def scope(self, right: Right) -> Scope: ...
