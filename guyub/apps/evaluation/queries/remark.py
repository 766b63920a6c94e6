"""What the panel has written for the letter, and what was asked back, before anything is published."""

from __future__ import annotations

from dataclasses import dataclass

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.content import parsed, said
from guyub.apps.evaluation.models import Entry, Remark, Result
from guyub.apps.evaluation.queries.entry import NoSuchEntry
from guyub.apps.evaluation.queries.region import AskedLine
from guyub.apps.evaluation.queries.result import ObjectionLine, RemarkLine, read_objections
from guyub.apps.evaluation.queries.review import title_of


@dataclass(frozen=True, slots=True)
class Workings:
    """
    What stands around the scores of an entry, for the panel and the office.

    parts       (code, title) of what a remark or a note may be about
    items       (code, title, whether it was asked back already)
    objections  to the result in force
    """

    remarks: tuple[RemarkLine, ...]
    asked: tuple[AskedLine, ...]
    parts: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str, bool], ...]
    objections: tuple[ObjectionLine, ...]
    is_published: bool


def get_workings(entry_id: int, *, actor: Actor) -> Workings:
    """Raises NoSuchEntry."""
    entry = Entry.objects.visible_to(actor).select_related("cycle").filter(pk=entry_id).first()
    if entry is None:
        raise NoSuchEntry
    instrument = parsed(entry.cycle.instrument_text)
    live = Remark.objects.filter(entry=entry, removed_at=None).order_by("written_at", "pk")
    remarks = [
        RemarkLine(pk, kind, code, title_of(instrument, code), text, due_on)
        for pk, kind, code, text, due_on in live.values_list("pk", "kind", "code", "text", "due_on")
    ]
    asked = [
        AskedLine(code, title_of(instrument, code), *row)
        for code, *row in entry.corrections.order_by("pk").values_list("code", "reason", "asked_at", "answered_at")
    ]
    known = {line.code for line in asked}
    result = Result.objects.filter(entry=entry, replaced_at=None).first()
    return Workings(
        remarks=tuple(remarks),
        asked=tuple(asked),
        parts=tuple((node.code, said(node.title)) for node in instrument.root.walk() if node is not instrument.root),
        items=tuple((code, title_of(instrument, code), code in known) for code in entry.items),
        objections=tuple(read_objections(instrument, result)) if result else (),
        is_published=result is not None,
    )
