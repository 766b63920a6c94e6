"""Ledger events in plain words: what happened, to what, with which numbers. One sentence for each kind of event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.monitoring import assessing
from guyub.ledger.queries import EventLine
from guyub.web import figures

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A group of events as readers look for them."""

    key: str
    label: Any
    icon: str
    prefixes: tuple[str, ...]

    def holds(self, name: str) -> bool:
        return name.partition(".")[0] in self.prefixes


KINDS = (
    Kind("data", gettext_lazy("Submissions and releases"), "inbox", ("submission", "release", "contract")),
    Kind("angka", gettext_lazy("Registry and indicators"), "chart-line", ("build", "values", "definition", "aims")),
    Kind("warga", gettext_lazy("Looks at residents' data"), "eye", ("person", "list")),
    Kind("rencana", gettext_lazy("Programmes and targets"), "target", ("programmes", "target")),
    Kind(
        "penilaian",
        gettext_lazy("Assessment and evaluation"),
        "clipboard-check",
        (
            "instrument",
            "evidence",
            "measure",
            "assessment",
            "item",
            "comment",
            "follow_up",
            "score",
            "rating",
            "gap",
            "package",
            "key",
            "cycle",
            "panel",
            "entry",
            "result",
            "objection",
            "selection",
            "standing",
            "survey",
        ),
    ),
    Kind(
        "petugas",
        gettext_lazy("Officers, offices and agencies"),
        "users",
        ("officer", "office", "agency", "body", "area"),
    ),
)
OTHER = Kind("lain", gettext_lazy("Other events"), "notes", ())


def kind_of(name: str) -> Kind:
    return next((kind for kind in KINDS if kind.holds(name)), OTHER)


def sentence(event: EventLine, names: Mapping[str, str]) -> str:
    """
    The event in one sentence, in the reader's language.

    names  datasets by key, indicators by code and agencies by "agency:ID", as pages call them
    """
    tell = _SENTENCES.get(event.name)
    if tell is None:
        return event.name
    return tell(_Words(event.facts, names, event.subject_id))


class _Words:
    """The facts of an event, each as it is written for a reader. What an older event does not tell is a dash."""

    def __init__(self, facts: Facts, names: Mapping[str, str], subject_id: str) -> None:
        self._facts, self._names, self.subject_id = facts, names, subject_id

    def text(self, key: str) -> str:
        return str(self._facts.get(key) or figures.MISSING)

    def number(self, key: str) -> str:
        return figures.number(self._facts.get(key))

    def period(self, key: str = "period") -> str:
        return figures.period(self._facts.get(key))

    def day(self, key: str) -> str:
        return figures.day(self._facts.get(key))

    def dataset(self) -> str:
        key = self.text("dataset")
        return self._names.get(key, key)

    def indicator(self) -> str:
        code = self.text("indicator")
        return self._names.get(code, code)

    def agencies(self, key: str) -> str:
        ids = self._facts.get(key) or []
        ids = ids if isinstance(ids, list) else [ids]
        return ", ".join(self._names.get(f"agency:{each}", f"#{each}") for each in ids) or figures.MISSING

    def decimal(self, key: str) -> str:
        value = self._facts.get(key)
        places = len(str(value).partition(".")[2].rstrip("0")) if value is not None else 0
        return figures.decimal(value, places)

    def count(self, key: str) -> str:
        value = self._facts.get(key)
        return figures.number(len(value) if isinstance(value, (list, dict)) else value)

    def has(self, key: str) -> bool:
        return self._facts.get(key) not in (None, "", [], {})


def _data_of(w: _Words) -> dict[str, str]:
    return {"data": w.dataset(), "period": w.period()}


def _released(w: _Words) -> str:
    words = _data_of(w) | {"rows": w.number("rows"), "held": w.number("held")}
    if w.has("replaces"):
        return (
            _("%(data)s for %(period)s released again: %(rows)s rows, %(held)s held. The earlier one is withdrawn.")
            % words
        )
    return _("%(data)s for %(period)s released: %(rows)s rows, %(held)s held.") % words


def _target(w: _Words) -> str:
    words = {"title": w.indicator(), "year": w.text("year"), "value": w.decimal("value"), "before": w.decimal("before")}
    if w.has("before"):
        return _("Target %(title)s for %(year)s changed from %(before)s to %(value)s.") % words
    return _("Target %(title)s for %(year)s set to %(value)s.") % words


_SENTENCES: dict[str, Callable[[_Words], str]] = {
    "contract.adopted": lambda w: _("The rules for %(count)s datasets were adopted.") % {"count": w.count("contracts")},
    "submission.received": lambda w: _("A file came in: %(data)s for %(period)s.") % _data_of(w),
    "submission.checked": lambda w: (
        _("%(data)s for %(period)s checked: %(rows)s rows, %(accepted)s usable, %(held)s held.")
        % (_data_of(w) | {"rows": w.number("rows_in"), "accepted": w.number("accepted"), "held": w.number("held")})
    ),
    "submission.unreadable": lambda w: _("A file of %(data)s for %(period)s could not be read.") % _data_of(w),
    "submission.marking_requested": lambda w: _("A file was asked for with its wrong cells marked."),
    "submission.discarded": lambda w: _("A file of %(data)s for %(period)s was put aside.") % _data_of(w),
    "release.published": _released,
    "release.withdrawn": lambda w: (
        _("%(data)s for %(period)s was withdrawn; it stays readable as of its date.") % _data_of(w)
    ),
    "build.adopted": lambda w: (
        _("Registry for %(period)s joined from %(releases)s releases: %(persons)s people in %(households)s families.")
        % {
            "period": w.period(),
            "releases": w.count("releases"),
            "persons": w.number("persons"),
            "households": w.number("households"),
        }
    ),
    "values.computed": lambda w: _("Indicators for %(period)s were computed.") % {"period": w.period()},
    "definition.adopted": lambda w: _("Rules of indicators were adopted."),
    "person.opened": lambda w: _("A resident's data was opened, with its purpose stated."),
    "list.proposed": lambda w: _("A list for services was proposed."),
    "list.opened": lambda w: _("A list with names was opened, with its purpose stated."),
    "programmes.imported": lambda w: (
        _("A spreadsheet of programmes was taken in: %(new)s new, %(changed)s changed, %(held)s rows held.")
        % {"new": w.number("created"), "changed": w.number("changed"), "held": w.number("rows_held")}
    ),
    "target.set": _target,
    "target.withdrawn": lambda w: (
        _("Target %(title)s for %(year)s was given up.") % {"title": w.indicator(), "year": w.text("year")}
    ),
    "area.opened": lambda w: _("The regency was opened in Guyub."),
    "area.reference_imported": lambda w: (
        _("Area codes imported: %(count)s areas, %(title)s.") % {"count": w.number("areas"), "title": w.text("title")}
    ),
    "officer.password_set": lambda w: _("An officer's password was set anew."),
    "aims.adopted": lambda w: _("The indicators took over what the masterplan promises."),
    "officer.registered": lambda w: _("An officer was registered."),
    "officer.appointed": lambda w: (
        _("An officer was appointed to an office from %(day)s.") % {"day": w.day("start_on")}
    ),
    "officer.dismissed": lambda w: _("An officer's appointment ends on %(day)s.") % {"day": w.day("end_on")},
    "officer.handed_over": lambda w: _("An office was handed over on %(day)s.") % {"day": w.day("on")},
    "office.opened": lambda w: _("The office %(title)s was opened.") % {"title": w.text("title")},
    "agency.registered": lambda w: _("The agency %(name)s was registered.") % {"name": w.text("abbreviation")},
    "agency.merged": lambda w: (
        _("Agencies merged: %(old)s into %(new)s.")
        % {"old": w.agencies("predecessors"), "new": w.agencies("successors")}
    ),
    "agency.split": lambda w: (
        _("An agency was split: %(old)s into %(new)s.")
        % {"old": w.agencies("predecessors"), "new": w.agencies("successors")}
    ),
    "agency.renamed": lambda w: (
        _("An agency was renamed: %(old)s to %(new)s.")
        % {"old": w.agencies("predecessors"), "new": w.agencies("successors")}
    ),
    "agency.retired": lambda w: _("The agency %(old)s was dissolved.") % {"old": w.agencies("predecessors")},
    "body.set_up": lambda w: (
        _("A body of the programme was set up, with %(count)s offices.") % {"count": w.count("offices")}
    ),
}
_SENTENCES |= assessing.SENTENCES
"""Each kind of event that flows/table.py names has its sentence; tests/monitoring holds the two together."""


def known_events() -> frozenset[str]:
    return frozenset(_SENTENCES)


def names_of(kind: Kind) -> tuple[str, ...]:
    """The events of a kind, for the ledger's filter."""
    return tuple(sorted(name for name in _SENTENCES if kind.holds(name)))
