"""What a survey asks about, and what one resident answered: values that forms, sheets and operations pass on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """What residents are asked about: a programme of the masterplan, or (None) a service by its name."""

    title: str
    programme_id: int | None
    respondents: int


@dataclass(frozen=True, slots=True)
class Given:
    """
    One resident's answers. Nothing in it says who it was.

    token  the same for the same interview, so that it is recorded once
    """

    topic_id: int
    village: str
    sex: str
    age: str
    answers: tuple[int, ...]
    token: str
