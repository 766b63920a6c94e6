"""Making a package: content in, the bytes of the file out."""

from __future__ import annotations

import hashlib
from typing import Any

from guyub.engines.packages import archive, canonical, keys, personal
from guyub.engines.packages.content import MEMBER_TYPES, About, HandIn, MemberRef, Result, Signature
from guyub.engines.packages.formats import (
    ANSWERS,
    EVIDENCE,
    FORMAT,
    FORMATS,
    INSTRUMENT,
    MANIFEST,
    MOST_BYTES,
    NEWEST,
    PLAN,
    RESULT,
    SCORE,
    SIGNATURE,
    VALUES,
    Kind,
)  # fmt: skip
from guyub.engines.packages.shapes import from_value, to_value

ALGORITHM = "Ed25519"


class PersonalData(Exception):
    """Something in the content looks like a person's number, or would hold a person. places: where."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(", ".join(places))
        self.places = places


class TooMuch(Exception):
    """More than a package may hold."""


def edition_of(plan: dict[str, Any]) -> str:
    """SHA-256 of a plan's canonical JSON without its edition."""
    return hashlib.sha256(canonical.to_json({key: each for key, each in plan.items() if key != "edition"})).hexdigest()


def seal(about: About, content: HandIn | Result, *, private: bytes, version: int = NEWEST) -> bytes:
    """
    The file. The same content, instant and key give the same bytes.

    private  the 32 bytes of the key
    Raises PersonalData, TooMuch; Misshapen when something of the content doesn't fit the format.
    """
    members = _members(about.kind, content, version)
    known = FORMATS[version]
    manifest = to_value(about) | {
        "format": FORMAT,
        "version": version,
        "key": keys.fingerprint(keys.public_key(private)),
        "members": [
            to_value(MemberRef(name, hashlib.sha256(data).hexdigest(), len(data))) for name, data in members.items()
        ],
    }
    manifest = {key: value for key, value in manifest.items() if key not in known.manifest_adds}
    _refuse_personal({MANIFEST: manifest})
    signed = canonical.to_json(manifest)
    signature = canonical.to_json(
        to_value(Signature(ALGORITHM, keys.public_key(private), keys.sign(signed, private=private)))
    )
    file = archive.build([(MANIFEST, signed), *members.items(), (SIGNATURE, signature)])
    if len(file) > MOST_BYTES:
        raise TooMuch
    return file


def _members(kind: Kind, content: HandIn | Result, version: int) -> dict[str, bytes]:
    if isinstance(content, Result):
        values = {RESULT: to_value(content)}
    else:
        parts = {ANSWERS: content.answers, EVIDENCE: content.evidence, VALUES: content.values, SCORE: content.score}
        values = {name: to_value(part) for name, part in parts.items()}
        values[PLAN] = None if content.plan is None else to_value(content.plan)
    for name, value in values.items():
        if value is not None:
            from_value(MEMBER_TYPES[name], value, name)
    _refuse_personal(values)
    members = {name: canonical.to_json(value) for name, value in values.items()}
    if isinstance(content, HandIn):
        _refuse_personal({INSTRUMENT: content.instrument_text})
        members[INSTRUMENT] = content.instrument_text.encode()
    return {name: members[name] for name in FORMATS[version].members[kind]}


def _refuse_personal(values: dict[str, Any]) -> None:
    places = [place for name, value in values.items() for place in personal.list_personal(value, name)]
    if places:
        raise PersonalData(tuple(places))
