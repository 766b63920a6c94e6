"""What the office, the regions and the assessors do in a round of selection."""

from guyub.apps.selection.operations.answering import (
    AlreadySubmitted,
    AnswerWrong,
    Known,
    NotComplete,
    TooLate,
    answer_element,
    confirm_fact,
    prefill_facts,
    submit_questionnaire,
)
from guyub.apps.selection.operations.choosing import (
    AlreadyAnnounced,
    ReasonMissing,
    Undecided,
    announce_choices,
    choose_region,
)
from guyub.apps.selection.operations.judging import (
    AssessorNotPossible,
    LevelWrong,
    assign_assessors,
    confirm_level,
    end_assignment,
)
from guyub.apps.selection.operations.round import (
    CalendarWrong,
    InstrumentMissing,
    RoundStands,
    UnknownRegions,
    invite_regions,
    open_round,
)
from guyub.apps.selection.operations.slot import SlotsWrong, SlotTaken, free_slot, offer_slots, take_slot

__all__ = [
    "AlreadyAnnounced",
    "AlreadySubmitted",
    "AnswerWrong",
    "AssessorNotPossible",
    "CalendarWrong",
    "InstrumentMissing",
    "Known",
    "LevelWrong",
    "NotComplete",
    "ReasonMissing",
    "RoundStands",
    "SlotTaken",
    "SlotsWrong",
    "TooLate",
    "Undecided",
    "UnknownRegions",
    "announce_choices",
    "answer_element",
    "assign_assessors",
    "choose_region",
    "confirm_fact",
    "confirm_level",
    "end_assignment",
    "free_slot",
    "invite_regions",
    "offer_slots",
    "open_round",
    "prefill_facts",
    "submit_questionnaire",
    "take_slot",
]
