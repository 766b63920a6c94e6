"""The two kinds of "no" everyone knows; anything else is a bug and keeps its trace."""

from __future__ import annotations

from pathlib import Path


class Refusal(Exception):
    """
    An anticipated no: what stands in the way, and what to do about it.

    code     public and stable, "capability.reason"; API clients and translations depend on it
    status   the HTTP status a page or API answers with
    remedy   one sentence for the person who asked: what to do now
    """

    code = "guyub.refused"
    status = 409

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class ContentError(Exception):
    """A content file is wrong: which file, at which place, what is wrong there and how to mend it."""

    def __init__(self, file: Path | str, place: str, problem: str, mending: str) -> None:
        super().__init__(f"{file}: {place}: {problem}. {mending}")
        self.file = str(file)
        self.place = place
        self.problem = problem
        self.mending = mending
