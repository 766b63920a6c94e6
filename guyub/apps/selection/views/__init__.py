"""Pages below /seleksi/."""

from guyub.apps.selection.views.region import (
    answer,
    book,
    choose,
    confirm,
    fact,
    hand_back,
    letter_docx,
    letter_pdf,
    region,
    submit,
)
from guyub.apps.selection.views.round import announce, assessors, calendar, invite, new_round, round_page, rounds

__all__ = [
    "announce",
    "answer",
    "assessors",
    "book",
    "calendar",
    "choose",
    "confirm",
    "fact",
    "hand_back",
    "invite",
    "letter_docx",
    "letter_pdf",
    "new_round",
    "region",
    "round_page",
    "rounds",
    "submit",
]
