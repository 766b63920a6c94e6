"""Pages of evaluation: the office's, an assessor's desk, a region's own."""

from guyub.apps.evaluation.views.cycle import (
    assign,
    board,
    close,
    cycles,
    end_exclusion,
    exclusions,
    home,
    new_cycle,
    panel,
    panels,
    start_all,
)
from guyub.apps.evaluation.views.entry import correction, desk, entry, open_scores, remark, remove_remark, start
from guyub.apps.evaluation.views.result import answer, letter_file, object_to, own, own_entry, publish, result
from guyub.apps.evaluation.views.review import differences, item, note, proof, settle_by_rule, sheet, submit

__all__ = [
    "answer",
    "assign",
    "board",
    "close",
    "correction",
    "cycles",
    "desk",
    "differences",
    "end_exclusion",
    "entry",
    "exclusions",
    "home",
    "item",
    "letter_file",
    "new_cycle",
    "note",
    "object_to",
    "open_scores",
    "own",
    "own_entry",
    "panel",
    "panels",
    "proof",
    "publish",
    "remark",
    "remove_remark",
    "result",
    "settle_by_rule",
    "sheet",
    "start",
    "start_all",
    "submit",
]
