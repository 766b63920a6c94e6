"""
The permission matrix: which kind of office has which right, and how far it reaches. This is the one place.

The page /akun/hak/ shows it to officers as it stands here. Roles: domain list of the smart-city programme (regent to
data protection officer); what each may is our reading of the role's duties and is confirmed by the regency's decree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from guyub.apps.areas.models import Role
from guyub.apps.areas.rights import Right


class Reach(StrEnum):
    """How far a right goes: the office's area and all below it, or only the things of its own agency there."""

    AREA = "area"
    AGENCY = "agency"


_SEE = (
    Right.SEE_DASHBOARD,
    Right.SEE_INDICATORS,
    Right.SEE_PROGRAMMES,
    Right.SEE_AREAS,
    Right.SEE_ASSESSMENTS,
    Right.SEE_COMPARISON,
)


def _reach(area: Iterable[Right] = (), agency: Iterable[Right] = ()) -> Mapping[Right, Reach]:
    """Every office sees dashboard, indicators, programmes, assessments and areas of its area; the rest by name."""
    return {
        **dict.fromkeys(agency, Reach.AGENCY),
        **dict.fromkeys(_SEE, Reach.AREA),
        **dict.fromkeys(area, Reach.AREA),
    }


_OWN_DATA = (Right.SUBMIT_DATA, Right.SEE_SUBMISSIONS, Right.SEE_RELEASE_ROWS)

MATRIX: Mapping[Role, Mapping[Right, Reach]] = {
    Role.REGENT: _reach(area=[Right.SEE_SUBMISSIONS, Right.SEE_RELEASE_ROWS, Right.READ_LEDGER, Right.HAND_IN]),
    Role.VICE_REGENT: _reach(area=[Right.SEE_SUBMISSIONS, Right.SEE_RELEASE_ROWS, Right.HAND_IN]),
    Role.REGIONAL_SECRETARY: _reach(
        area=[
            Right.SEE_SUBMISSIONS,
            Right.SEE_RELEASE_ROWS,
            Right.PLAN_PROGRAMMES,
            Right.MANAGE_OFFICERS,
            Right.READ_LEDGER,
            Right.MANAGE_ASSESSMENTS,
            Right.HAND_IN,
        ]
    ),
    Role.ASSISTANT: _reach(area=[Right.SEE_SUBMISSIONS]),
    Role.OPD_HEAD: _reach(
        agency=[
            *_OWN_DATA,
            Right.PUBLISH_RELEASE,
            Right.WITHDRAW_RELEASE,
            Right.OPEN_LIST,
            Right.PLAN_PROGRAMMES,
            Right.ANSWER_ITEMS,
        ]
    ),
    Role.OPD_SECRETARY: _reach(agency=[Right.SEE_SUBMISSIONS, Right.PLAN_PROGRAMMES, Right.ANSWER_ITEMS]),
    Role.PROGRAMME_PIC: _reach(agency=[Right.PLAN_PROGRAMMES, Right.ANSWER_ITEMS]),
    Role.OPD_OPERATOR: _reach(agency=[*_OWN_DATA, Right.PLAN_PROGRAMMES, Right.ANSWER_ITEMS, Right.RECORD_SURVEY]),
    # A person belongs to an area, not to an agency: opening one asks for a purpose and is recorded.
    Role.DATA_PRODUCER: _reach(area=[Right.OPEN_PERSON], agency=[*_OWN_DATA, Right.OPEN_LIST]),
    Role.DATA_CUSTODIAN: _reach(
        area=[
            *_OWN_DATA,
            Right.PUBLISH_RELEASE,
            Right.WITHDRAW_RELEASE,
            Right.OPEN_PERSON,
            Right.MANAGE_CONTENT,
            Right.MANAGE_INSTRUMENTS,
            Right.READ_LEDGER,
        ]
    ),
    Role.PLANNING_OFFICE: _reach(
        area=[
            Right.SEE_SUBMISSIONS,
            Right.SEE_RELEASE_ROWS,
            Right.PLAN_PROGRAMMES,
            Right.MANAGE_CONTENT,
            Right.MANAGE_INSTRUMENTS,
            Right.MANAGE_ASSESSMENTS,
        ]
    ),
    Role.SMART_CITY_OFFICE: _reach(
        area=[
            Right.SEE_SUBMISSIONS,
            Right.PLAN_PROGRAMMES,
            Right.MANAGE_CONTENT,
            Right.MANAGE_OFFICERS,
            Right.MANAGE_INSTRUMENTS,
            Right.MANAGE_ASSESSMENTS,
            Right.ANSWER_ITEMS,
            Right.VERIFY_EVIDENCE,
            Right.RECORD_SURVEY,
        ]
    ),
    Role.CAMAT: _reach(area=[Right.SEE_RELEASE_ROWS]),
    Role.VILLAGE_HEAD: _reach(area=[Right.OPEN_PERSON, Right.OPEN_LIST, Right.RECORD_SURVEY]),
    Role.VILLAGE_OPERATOR: _reach(area=[Right.OPEN_PERSON, Right.OPEN_LIST, Right.RECORD_SURVEY]),
    Role.MENTOR: _reach(),
    # An assessor sees the regions of his panel, and nothing by his office: the panel says which.
    Role.EVALUATOR: {Right.ASSESS: Reach.AREA},
    Role.EVALUATION_OFFICE: {
        Right.RUN_EVALUATION: Reach.AREA,
        Right.SEE_COMPARISON: Reach.AREA,
        Right.MANAGE_INSTRUMENTS: Reach.AREA,
        Right.SEE_AREAS: Reach.AREA,
    },
    Role.INSPECTOR: _reach(
        area=[Right.SEE_SUBMISSIONS, Right.SEE_RELEASE_ROWS, Right.READ_LEDGER, Right.VERIFY_EVIDENCE]
    ),
    Role.DPO: _reach(area=[Right.SEE_SUBMISSIONS, Right.SEE_RELEASE_ROWS, Right.READ_LEDGER]),
    # Steps without a person act as the system officer of the area, never beyond it; nobody can sign in as it.
    Role.SYSTEM: dict.fromkeys(Right, Reach.AREA),
}

# As the page of rights says them, after "may".
RIGHT_NAMES: Mapping[Right, Any] = {
    Right.SEE_DASHBOARD: _("see the front page"),
    Right.SUBMIT_DATA: _("submit data"),
    Right.SEE_SUBMISSIONS: _("see submissions and findings"),
    Right.PUBLISH_RELEASE: _("publish releases"),
    Right.WITHDRAW_RELEASE: _("withdraw releases"),
    Right.SEE_RELEASE_ROWS: _("see rows, masked"),
    Right.SEE_INDICATORS: _("see indicators"),
    Right.OPEN_PERSON: _("open a person, with a purpose"),
    Right.OPEN_LIST: _("open lists of persons, with a purpose"),
    Right.PLAN_PROGRAMMES: _("plan programmes"),
    Right.SEE_PROGRAMMES: _("see programmes"),
    Right.MANAGE_CONTENT: _("adopt contracts and definitions"),
    Right.MANAGE_OFFICERS: _("manage agencies, offices and officers"),
    Right.READ_LEDGER: _("read the ledger"),
    Right.SEE_AREAS: _("see areas and agencies"),
    Right.SEE_ASSESSMENTS: _("see assessments"),
    Right.ANSWER_ITEMS: _("answer items and attach evidence"),
    Right.VERIFY_EVIDENCE: _("accept evidence"),
    Right.MANAGE_ASSESSMENTS: _("open, share out and close assessments"),
    Right.MANAGE_INSTRUMENTS: _("adopt instruments"),
    Right.HAND_IN: _("hand in to the ministry"),
    Right.ASSESS: _("assess the regions of the own panel"),
    Right.RUN_EVALUATION: _("run the ministry's evaluation"),
    Right.SEE_COMPARISON: _("see the progress of regions"),
    Right.RECORD_SURVEY: _("record what residents answer"),
}
