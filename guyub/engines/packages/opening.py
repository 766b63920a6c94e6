"""A verified file's content as types, an older version's as today's; and what it must not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guyub.engines.packages import canonical, personal
from guyub.engines.packages.archive import Part
from guyub.engines.packages.content import MEMBER_TYPES, HandIn, Manifest, Result
from guyub.engines.packages.findings import Code, Finding
from guyub.engines.packages.formats import (
    ANSWERS,
    EVIDENCE,
    FORMATS,
    INSTRUMENT,
    MANIFEST,
    PLAN,
    RESULT,
    SCORE,
    VALUES,
    Kind,
)  # fmt: skip
from guyub.engines.packages.shapes import Misshapen, from_value, to_value
from guyub.engines.packages.verifying import Verdict, verify


@dataclass(frozen=True, slots=True)
class Opened:
    """A whole package. hand_in or result, as its kind says; the other is None."""

    verdict: Verdict
    manifest: Manifest
    hand_in: HandIn | None
    result: Result | None


class Spoiled(Exception):
    """The file is not to be used; the verdict's findings say why."""

    def __init__(self, verdict: Verdict, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(f"{found.code} {found.member}" for found in findings))
        self.verdict = verdict
        self.findings = findings


def open_package(data: bytes) -> Opened:
    """Verify the file and read its content. Raises Spoiled."""
    return read_verified(verify(data))


def read_verified(verdict: Verdict) -> Opened:
    """The content of a file that was verified: for who asks first whose it is. Raises Spoiled."""
    if not verdict.is_whole or verdict.manifest is None:
        raise Spoiled(verdict, verdict.findings)
    manifest = verdict.manifest
    adds = FORMATS[manifest.version].member_adds
    values = {name: canonical.from_json(raw) for name, raw in verdict.members.items() if name in MEMBER_TYPES}
    if personal_places := _personal(manifest, values, verdict.members.get(INSTRUMENT, b"")):
        raise Spoiled(verdict, personal_places)
    try:
        read = {name: _read(name, value) for name, value in {**adds, **values}.items()}
        text = verdict.members.get(INSTRUMENT, b"").decode()
    except Misshapen as error:
        name = error.place.split(".json")[0] + ".json"
        raise Spoiled(verdict, (Finding(Code.MISSHAPEN, Part.DATA, name, detail=str(error)),)) from error
    except UnicodeDecodeError as error:
        found = Finding(Code.MISSHAPEN, Part.DATA, INSTRUMENT, error.start, 1, detail="no UTF-8")
        raise Spoiled(verdict, (found,)) from error
    if manifest.kind is Kind.RESULT:
        return Opened(verdict, manifest, None, read[RESULT])
    content = HandIn(text, read[ANSWERS], read[EVIDENCE], read[VALUES], read[PLAN], read[SCORE])
    return Opened(verdict, manifest, content, None)


def _read(name: str, value: Any) -> Any:
    if value is None and name == PLAN:
        return None
    return from_value(MEMBER_TYPES[name], value, name)


def _personal(manifest: Manifest, values: dict[str, Any], instrument: bytes) -> tuple[Finding, ...]:
    everything = {MANIFEST: to_value(manifest), INSTRUMENT: instrument.decode(errors="replace"), **values}
    return tuple(
        Finding(Code.PERSONAL_DATA, Part.DATA, name, detail=place)
        for name, value in everything.items()
        for place in personal.list_personal(value, name)
    )
