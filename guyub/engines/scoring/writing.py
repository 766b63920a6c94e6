"""An instrument back as the plain mapping that its YAML is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from guyub.engines.scoring.instrument import Instrument, Leaf, Level, Node, Requirement, WeightSet
from guyub.engines.values import Words

_Scale = tuple[Level, ...]


def to_document(instrument: Instrument) -> dict[str, Any]:
    """
    The instrument in the shape of its YAML: texts, whole numbers, lists and mappings only.

    Written out and parsed again it is the same instrument but for its digest. Levels that parts share become scales;
    a scale keeps the evidence that all of its parts ask for alike.
    """
    scales = _scales(instrument.leaves)
    names = {_bare(levels): name for name, levels in scales.items()}
    document = {
        "code": instrument.code,
        "version": instrument.version,
        "title": _words(instrument.title),
        "short": instrument.short,
        "meaning": _words(instrument.meaning),
        "publisher": instrument.publisher,
        "official": instrument.official,
        "standing": _words(instrument.standing),
        "source": _words(instrument.source),
        "valid_from": instrument.valid_from.isoformat(),
        "valid_until": instrument.valid_until.isoformat() if instrument.valid_until else None,
        "unit": instrument.unit,
        "decimals": instrument.decimals,
        "grade_decimals": instrument.grade_decimals,
        "low": _number(instrument.low),
        "high": _number(instrument.high),
        "unanswered": instrument.unanswered.value,
        "grades": [
            {"at_least": _number(grade.at_least), "code": grade.code, "title": _words(grade.title)}
            for grade in instrument.grades
        ],
        "scales": {name: {"levels": [_level(level) for level in levels]} for name, levels in scales.items()},
        "weight_sets": [_weight_set(each) for each in instrument.weight_sets],
        "carries": [
            {"instrument": each.instrument, "leaves": {code: list(older) for code, older in each.leaves.items()}}
            for each in instrument.carries
        ],
        "tree": _part(instrument.root, scales, names),
    }
    return _filled(document)


def _scales(leaves: Iterable[Node]) -> dict[str, _Scale]:
    """By name, the levels that parts share, each with the evidence that all of them ask for alike."""
    shared: dict[_Scale, _Scale] = {}
    for node in leaves:
        levels = node.leaf.levels if node.leaf else ()
        if levels:
            known = shared.setdefault(_bare(levels), levels)
            shared[_bare(levels)] = tuple(
                one if one.evidence == other.evidence else replace(one, evidence=())
                for one, other in zip(known, levels, strict=True)
            )
    return {f"scale-{number}": levels for number, levels in enumerate(shared.values(), start=1)}


def _bare(levels: _Scale) -> _Scale:
    return tuple(replace(level, evidence=()) for level in levels)


def _part(node: Node, scales: Mapping[str, _Scale], names: Mapping[_Scale, str]) -> dict[str, Any]:
    part: dict[str, Any] = {
        "code": node.code,
        "kind": node.kind,
        "title": _words(node.title),
        "meaning": _words(node.meaning),
        "weight": _number(node.weight),
        "level": node.level,
        "aggregate": node.aggregate.value if node.aggregate else None,
        "cap": _number(node.cap),
        "times": _number(node.times) if node.times != 1 else None,
        "plus": _number(node.plus) if node.plus else None,
        "repeat_at_least": node.repeat_at_least,
    }
    if node.leaf is not None:
        part |= _leaf(node.leaf, scales, names)
    part["children"] = [_part(child, scales, names) for child in node.children]
    return _filled(part)


def _leaf(leaf: Leaf, scales: Mapping[str, _Scale], names: Mapping[_Scale, str]) -> dict[str, Any]:
    name = names.get(_bare(leaf.levels)) if leaf.levels else None
    alike = scales[name] if name else ()
    own = {
        str(level.level): [_requirement(each) for each in level.evidence]
        for level, shared in zip(leaf.levels, alike, strict=True)
        if not shared.evidence
    }
    return {
        "asks": leaf.asks.value,
        "scale": name,
        "evidence": {level: evidence for level, evidence in own.items() if evidence},
        "indicator": leaf.indicator,
        "measure": leaf.measure,
        "unit": leaf.unit,
        "bands": [_filled({"at_least": _number(band.at_least), "score": _number(band.score)}) for band in leaf.bands],
        "low": _number(leaf.low),
        "high": _number(leaf.high),
        "lower_is_better": leaf.lower_is_better,
        "points": _number(leaf.points) if leaf.points != 1 else None,
        "duty": leaf.duty,
    }


def _level(level: Level) -> dict[str, Any]:
    evidence = [_requirement(each) for each in level.evidence]
    return _filled(
        {"level": level.level, "title": _words(level.title), "text": _words(level.text), "evidence": evidence}
    )


def _requirement(each: Requirement) -> dict[str, Any]:
    return _filled({"code": each.code, "kind": each.kind, "text": _words(each.text), "valid_months": each.valid_months})


def _weight_set(each: WeightSet) -> dict[str, Any]:
    return _filled(
        {
            "code": each.code,
            "years": list(each.years),
            "title": _words(each.title),
            "source": _words(each.source),
            "weights": {code: _number(weight) for code, weight in each.weights.items()},
        }
    )


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is not there: no empty text, list or mapping."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}


def _words(words: Words) -> dict[str, str]:
    return {"id": words.id, "en": words.en} if words.id or words.en else {}


def _number(number: Fraction | None) -> int | str | None:
    """A whole number, else a text: decimals where they end, a fraction where they don't. Never a binary float."""
    if number is None:
        return None
    if number.denominator == 1:
        return number.numerator
    places = next((places for places in range(1, 31) if 10**places % number.denominator == 0), None)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}d}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
