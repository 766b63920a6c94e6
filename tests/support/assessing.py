"""
Objects of assessment for tests, one function per noun, as in `make`: `assessing.attachment(item, "a", status="accepted")`.

The instrument of these tests is invented and small: two components, four leaves, one of each way to answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

from guyub.apps.accounts.models import Officer
from guyub.apps.areas.models import Agency
from guyub.apps.assessment.models import (
    Assessment,
    Attachment,
    Comment,
    Evidence,
    EvidenceVersion,
    FollowUp,
    Instrument,
    Item,
)
from tests.support import make

# Leaves: O1 and O2 by levels 0 to 4 (requirements a | b c | d | e), C1 by an indicator, C2 by yes or no, worth 4.
# O1 at level 2 and all else unanswered comes to 60 % of 1 = 0.6.
TEXT = """\
code: uji-kota-cerdas
version: 1
title: {id: Instrumen uji, en: Trial instrument}
short: Uji
meaning: {id: Menguji Guyub., en: It tests Guyub.}
publisher: Guyub
official: false
standing: {id: Seluruhnya rekaan kami., en: All of it is invented by us.}
source: {id: Rekaan, en: Invented}
valid_from: 2020-01-01
unit: indeks
decimals: 2
low: 0
high: 4
unanswered: zero
grades:
- {at_least: 3.5, code: sangat-baik, title: {id: Sangat baik, en: Very good}}
- {at_least: 2.5, code: baik, title: {id: Baik, en: Good}}
- {at_least: 1.5, code: cukup, title: {id: Cukup, en: Fair}}
- {at_least: 0, code: kurang, title: {id: Kurang, en: Poor}}
scales:
  steps:
    levels:
    - {level: 0, title: {id: Belum ada, en: None yet}, text: {id: Belum ada apa pun., en: Nothing is there yet.}}
    - level: 1
      title: {id: Dirintis, en: Begun}
      text: {id: Naskah sudah ada., en: There is a draft.}
      evidence:
      - {code: a, kind: document, text: {id: Naskah rancangan, en: The draft}}
    - level: 2
      title: {id: Ditetapkan, en: Adopted}
      text: {id: Ditetapkan dan dibahas berkala., en: It is adopted and discussed regularly.}
      evidence:
      - {code: b, kind: decree, text: {id: Peraturan bupati, en: The regent's regulation}}
      - {code: c, kind: minutes, valid_months: 3, text: {id: Notulen rapat, en: Minutes of the meeting}}
    - level: 3
      title: {id: Dijalankan, en: Carried out}
      text: {id: Dijalankan dan dilaporkan., en: It is carried out and reported.}
      evidence:
      - {code: d, kind: report, text: {id: Laporan pelaksanaan, en: Report of the work}}
    - level: 4
      title: {id: Diperbaiki, en: Improved}
      text: {id: Dinilai lalu diperbaiki., en: It is reviewed and improved.}
      evidence:
      - {code: e, kind: report, text: {id: Laporan penilaian, en: Report of the review}}
weight_sets:
- code: w2025
  years: [2025]
  title: {id: Bobot 2025, en: Weights of 2025}
  source: {id: Rekaan, en: Invented}
  weights: {output: 50, outcome: 50}
tree:
  code: index
  kind: index
  title: {id: Indeks uji, en: Trial index}
  aggregate: weighted_mean
  children:
  - code: output
    kind: component
    title: {id: Output, en: Output}
    weight: 60
    aggregate: mean
    children:
    - {code: O1, kind: indicator, title: {id: Masterplan ditetapkan, en: Masterplan adopted},
       meaning: {id: Sejauh mana masterplan ditetapkan., en: How far the masterplan is adopted.},
       asks: level, scale: steps, duty: Diskominfo}
    - {code: O2, kind: indicator, title: {id: Forum bertemu berkala, en: The forum meets regularly},
       asks: level, scale: steps, duty: Bappeda}
  - code: outcome
    kind: component
    title: {id: Outcome, en: Outcome}
    weight: 40
    aggregate: mean
    children:
    - {code: C1, kind: indicator, title: {id: Bantuan sekolah tepat sasaran, en: School aid reaches the poor},
       asks: number, unit: "%", indicator: poor-pupils-without-school-aid, duty: Disdikbud, low: 0, high: 100,
       lower_is_better: true, bands: [{at_least: 40, score: 0}, {at_least: 20, score: 2}, {score: 4}]}
    - {code: C2, kind: indicator, title: {id: Data dibuka, en: Data are open}, asks: yes_no, points: 4, duty: Diskominfo}
"""


def instrument(text: str = TEXT, *, area_code: str = "33.13", **fields: object) -> Instrument:
    """The instrument as an area adopted it; the same text again is the one that is there."""
    content = yaml.safe_load(text)
    found = Instrument.objects.filter(area=area_code, code=content["code"], version=content["version"]).first()
    if found:
        return found
    defaults = {"digest": hashlib.sha256(text.encode()).hexdigest(), "text": text, "adopted_at": make.AT}
    return Instrument.objects.create(
        area=make.area(area_code), code=content["code"], version=content["version"], **{**defaults, **fields}
    )


def assessment(
    instrument: Instrument | None = None,
    *,
    area_code: str = "33.13",
    year: int = 2026,
    agencies: Mapping[str, Agency] | None = None,
    **fields: object,
) -> Assessment:
    """An open assessment with an item for each leaf; `agencies` by the leaf's code say who answers."""
    of = instrument or globals()["instrument"](area_code=area_code)
    defaults = {"opened_at": make.AT, "due_on": date(2026, 12, 14)}
    new = Assessment.objects.create(area_id=of.area_id, instrument=of, year=year, **{**defaults, **fields})
    codes = list(_leaves(yaml.safe_load(of.text)["tree"], ""))
    Item.objects.bulk_create(
        Item(assessment=new, code=code, order=order, agency=(agencies or {}).get(code.partition("#")[0]))
        for order, code in enumerate(codes)
    )
    return new


def _leaves(part: Mapping[str, Any], suffix: str) -> list[str]:
    suffix = suffix or ("#1" if part.get("repeat_at_least") else "")
    below = part.get("children")
    return [code for child in below for code in _leaves(child, suffix)] if below else [f"{part['code']}{suffix}"]


def item(assessment: Assessment, code: str, **fields: object) -> Item:
    """The item of a leaf, changed to have these fields: `item(assessment, "C1", number=Decimal(21))`."""
    found = Item.objects.get(assessment=assessment, code=code)
    if fields:
        if {"claimed_level", "number"} & fields.keys():
            fields = {"answered_at": make.AT, **fields}
        Item.objects.filter(pk=found.pk).update(**fields)
        found.refresh_from_db()
    return found


def evidence(
    title: str = "Peraturan Bupati",
    *,
    area_code: str = "33.13",
    agency: Agency | None = None,
    added_by: Officer | None = None,
    versions: int = 1,
    **fields: object,
) -> Evidence:
    """Evidence with one version (or more), each a file of that many bytes which is not there."""
    defaults = {"kind": "decree", "number": "Perbup 12/2026", "dated_on": date(2026, 6, 1), "registered_at": make.AT}
    new = Evidence.objects.create(area=make.area(area_code), agency=agency, title=title, **{**defaults, **fields})
    adder = added_by or _steward(area_code)
    for number in range(1, versions + 1):
        version(new, number=number, added_by=adder)
    return new


def version(evidence: Evidence, *, number: int, added_by: Officer, **fields: object) -> EvidenceVersion:
    defaults = {
        "digest": hashlib.sha256(f"{evidence.pk}/{number}".encode()).hexdigest(),
        "file_name": f"bukti-{number}.pdf",
        "media_type": "application/pdf",
        "size_bytes": 1000,
        "added_at": make.AT,
    }
    return EvidenceVersion.objects.create(evidence=evidence, number=number, added_by=added_by, **{**defaults, **fields})


def attachment(
    item: Item,
    requirement: str = "a",
    evidence: Evidence | None = None,
    *,
    status: str = "accepted",
    attached_by: Officer | None = None,
    decided_by: Officer | None = None,
    decided_at: datetime = make.AT,
    **fields: object,
) -> Attachment:
    """Evidence held against a requirement: accepted by the inspectorate, unless told otherwise."""
    area_code = item.assessment.area_id
    of = evidence or globals()["evidence"](f"Bukti {item.code}{requirement}", area_code=area_code)
    defaults: dict[str, object] = {
        "version": of.versions.order_by("-number").first(),
        "attached_at": make.AT,
        "attached_by": attached_by or _steward(area_code),
    }
    if status in ("accepted", "revise"):
        defaults |= {"decided_at": decided_at, "decided_by": decided_by or _inspector(area_code)}
    if status == "revise":
        defaults |= {"revision": "unfit", "remark": "Tanggalnya belum ada."}
    return Attachment.objects.create(
        item=item, requirement=requirement, evidence=of, status=status, **{**defaults, **fields}
    )


def accept(item: Item, *requirements: str, **fields: object) -> list[Attachment]:
    """Accepted evidence for these requirements: `accept(item, "a", "b", "c")` reaches level 2."""
    return [attachment(item, requirement, **fields) for requirement in requirements]


def comment(item: Item, text: str = "Mohon dilengkapi.", *, by: Officer | None = None, **fields: object) -> Comment:
    return Comment.objects.create(
        item=item,
        text=text,
        **{"written_by": by or _steward(item.assessment.area_id), "written_at": make.AT, **fields},
    )


def follow_up(text: str = "Tetapkan Perbup masterplan.", *, area_code: str = "33.13", **fields: object) -> FollowUp:
    defaults = {"source": "Surat hasil 003/2026", "key": f"uji/{FollowUp.objects.count()}", "opened_at": make.AT}
    return FollowUp.objects.create(area=make.area(area_code), text=text, **{**defaults, **fields})


def _steward(area_code: str) -> Officer:
    """Whoever registers and attaches when a test does not care."""
    return Officer.objects.filter(username=f"sekretariat.{area_code}").first() or make.officer(
        f"sekretariat.{area_code}", role="smart_city_office", area_code=area_code
    )


def _inspector(area_code: str) -> Officer:
    return Officer.objects.filter(username=f"inspektorat.{area_code}").first() or make.officer(
        f"inspektorat.{area_code}", role="inspector", area_code=area_code
    )
