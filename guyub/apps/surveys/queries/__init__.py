"""Reading surveys: how far they are, and what they came to."""

from guyub.apps.surveys.queries.result import GroupLine, MeasureValue, NotClosed, Result, get_result
from guyub.apps.surveys.queries.survey import (
    NoSuchSurvey,
    QuotaLine,
    SurveyLine,
    SurveyPage,
    TopicLine,
    get_survey,
    list_surveys,
)

__all__ = [
    "GroupLine",
    "MeasureValue",
    "NoSuchSurvey",
    "NotClosed",
    "QuotaLine",
    "Result",
    "SurveyLine",
    "SurveyPage",
    "TopicLine",
    "get_result",
    "get_survey",
    "list_surveys",
]
