"""What officers do with surveys."""

from guyub.apps.surveys.operations.response import (
    AnswersIncomplete,
    NoSuchTopic,
    NotOfThisSurvey,
    import_responses,
    record_response,
)
from guyub.apps.surveys.operations.survey import (
    NobodyAnswered,
    SurveyClosed,
    SurveyExists,
    SurveyNotPossible,
    close_survey,
    open_survey,
)

__all__ = [
    "AnswersIncomplete",
    "NoSuchTopic",
    "NobodyAnswered",
    "NotOfThisSurvey",
    "SurveyClosed",
    "SurveyExists",
    "SurveyNotPossible",
    "close_survey",
    "import_responses",
    "open_survey",
    "record_response",
]
