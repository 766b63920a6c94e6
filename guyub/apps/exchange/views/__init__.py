"""Pages of data, submissions and releases."""

from guyub.apps.exchange.views.checking import progress, stop, try_again
from guyub.apps.exchange.views.dataset import as_of, dataset, datasets
from guyub.apps.exchange.views.finding import accept, finding, findings_csv
from guyub.apps.exchange.views.marked import annotated, marking
from guyub.apps.exchange.views.release import publish, release, withdraw
from guyub.apps.exchange.views.submission import discard, submission, submissions, submit

__all__ = [
    "accept",
    "annotated",
    "as_of",
    "dataset",
    "datasets",
    "discard",
    "finding",
    "findings_csv",
    "marking",
    "progress",
    "publish",
    "release",
    "stop",
    "submission",
    "submissions",
    "submit",
    "try_again",
    "withdraw",
]
