"""Pages of assessment."""

from guyub.apps.assessment.views.evidence import (
    evidence,
    evidence_file,
    evidence_list,
    evidence_new,
    evidence_update,
    evidence_withdraw,
)
from guyub.apps.assessment.views.instrument import (
    instrument,
    instrument_changes,
    instrument_file,
    instrument_form,
    instrument_marked,
    instrument_preview,
    instrument_upload,
    instruments,
)
from guyub.apps.assessment.views.measure import measure, measures, standard_table, take_in

__all__ = [
    "evidence",
    "evidence_file",
    "evidence_list",
    "evidence_new",
    "evidence_update",
    "evidence_withdraw",
    "instrument",
    "instrument_changes",
    "instrument_file",
    "instrument_form",
    "instrument_marked",
    "instrument_preview",
    "instrument_upload",
    "instruments",
    "measure",
    "measures",
    "standard_table",
    "take_in",
]
