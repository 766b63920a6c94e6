"""Provinces to villages: one area, its children, names for codes, search. Open reference data, so no actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Length, StrIndex, Substr

from guyub.apps.areas.models import Area, AreaWord, Edition
from guyub.apps.areas.reference import searchable

# Said before a name and not part of it, with the kind each means: "kab. bogor", "kec jaten", "desa dagen".
KIND_WORDS = {
    "provinsi": ("provinsi",),
    "prov": ("provinsi",),
    "kabupaten": ("kabupaten",),
    "kab": ("kabupaten",),
    "kota": ("kota",),
    "kecamatan": ("kecamatan", "distrik"),
    "kec": ("kecamatan", "distrik"),
    "distrik": ("distrik",),
    "desa": ("desa", "desa_adat"),
    "kelurahan": ("kelurahan",),
    "kel": ("kelurahan",),
}
_PREFIX = {"kabupaten": "Kabupaten", "kota": "Kota", "kecamatan": "Kecamatan", "distrik": "Distrik"}


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area; `name` is without its kind, `full_name` with it: "Kabupaten Karanganyar"."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str | None

    @property
    def kind_name(self) -> str:
        return str(Area.Kind(self.kind).label)

    @property
    def full_name(self) -> str:
        prefix = _PREFIX.get(
            self.kind, {"desa": "Desa", "desa_adat": "Desa Adat", "kelurahan": "Kelurahan"}.get(self.kind)
        )
        return f"{prefix} {self.name}" if prefix else self.name


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of a search: the area, and the full names above it, nearest first."""

    area: AreaLine
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The edition that the areas in force come from."""

    title: str
    source: str
    licence: str
    imported_at: datetime


_FIELDS = ("code", "name", "kind", "level", "parent_id")


def public_get_area(code: str) -> AreaLine:
    """The area, also one that a later edition dropped; raises Area.DoesNotExist."""
    return AreaLine(*Area.objects.values_list(*_FIELDS).get(pk=code))


def public_find_area(code: str) -> AreaLine | None:
    row = Area.objects.filter(pk=code).values_list(*_FIELDS).first()
    return AreaLine(*row) if row else None


def public_list_children(code: str | None) -> list[AreaLine]:
    """The areas right below, by code; the provinces for None."""
    children = Area.objects.filter(parent=code, dropped_in=None).exclude(level=Area.Level.NATION).order_by("code")
    return [AreaLine(*row) for row in children.values_list(*_FIELDS)]


def public_list_regencies() -> list[AreaLine]:
    """Every regency and city in force, by code."""
    regencies = Area.objects.filter(level=Area.Level.REGENCY, dropped_in=None).order_by("code")
    return [AreaLine(*row) for row in regencies.values_list(*_FIELDS)]


def public_count_villages() -> dict[str, int]:
    """How many villages in force lie in each regency and city, by its code."""
    villages = Area.objects.filter(level=Area.Level.VILLAGE, dropped_in=None)
    return dict(villages.values_list(Substr("code", 1, 5)).annotate(count=Count("pk")))


def public_area_names(codes: Iterable[str]) -> dict[str, str]:
    """code → name without its kind, for the codes that exist."""
    return dict(Area.objects.filter(pk__in=set(codes)).values_list("code", "name"))


def public_count_areas() -> dict[str, int]:
    """level → how many areas are in force, from provinces to villages."""
    levels = [level for level in Area.Level.values if level != Area.Level.NATION]
    counts = dict.fromkeys(levels, 0)
    rows = Area.objects.filter(dropped_in=None, level__in=levels).values_list("level").annotate(count=Count("pk"))
    return counts | dict(rows)


def public_find_source() -> SourceLine | None:
    row = (
        Edition.objects.order_by("-imported_at", "-pk").values_list("title", "source", "licence", "imported_at").first()
    )
    return SourceLine(*row) if row else None


def public_search_areas(text: str, *, limit: int = 20) -> list[Found]:
    """
    The areas whose words begin with the words of `text`, best first; an area code finds the area and those below.

    One word must begin a word of the area's own name; the others may stand in the name, its kind or the names above it:
    "jaten karanganyar". Whole own names come first, then own names that begin so, then the rest; among equals the
    larger area, then the name. Two queries: an index of words finds the candidates, then the names above the hits.
    """
    text = text.strip()
    if text and all(letter in "0123456789." for letter in text):
        hits = Area.objects.filter(pk__startswith=_dotted(text), dropped_in=None).order_by(Length("code"), "code")
        rows = hits.values_list(*_FIELDS)
    else:
        rows = _by_words(searchable(text).split())
    return _with_names_above([AreaLine(*row[:5]) for row in rows[:limit]])


def _by_words(words: list[str]) -> QuerySet[AreaWord, tuple[Any, ...]]:
    """
    Rows of (code, name, kind, level, parent, rank), from the index of words outwards.

    The same written from Area made SQLite walk all areas: 18 ms and, beside two busy neighbours, more than 50.
    """
    kinds = KIND_WORDS.get(words[0], ()) if len(words) > 1 else ()
    # "desa jaten kec jaten": said of a place above, a kind tells nothing that its name does not.
    words = [word for word in words if word not in KIND_WORDS][:6] or words[:1]
    if not words:
        return AreaWord.objects.none().values_list()
    first, name = words[0], " ".join(words)
    rank = Case(
        When(area__search__startswith=f" {name}|", then=0),
        # The first word alone may be the whole name and the others its place: "karanganyar demak".
        When(area__search__startswith=f" {first}|", then=1),
        When(area__search__startswith=f" {name}", then=2),
        When(area__search__startswith=f" {first}", then=3),
        default=4,
        output_field=IntegerField(),
    )
    hits = AreaWord.objects.filter(area__dropped_in=None)
    if kinds:
        hits = hits.filter(area__kind__in=kinds)
    for number, word in enumerate(words):
        # strpos and instr, not LIKE: compares bytes in both databases, so both find the same.
        hits = hits.alias(**{f"place_{number}": StrIndex(F("area__search"), Value(f" {word}"))})
        hits = hits.filter(**{f"place_{number}__gt": 0})
    # One or two letters begin thousands of village names, and nobody looks for a village with one letter.
    deepest = 3 if max(map(len, words)) > 2 else 2
    hits = hits.filter(depth__in=range(deepest + 1)).annotate(
        rank=rank, name=F("area__name"), kind=F("area__kind"), level=F("area__level"), parent=F("area__parent_id")
    )
    # A range, not LIKE: SQLite uses no index for an escaped LIKE. Nothing that begins so comes after "…zzz".
    # A union, not "or": over two ranges SQLite walks the whole index.
    ranges = (hits.filter(word__gte=word, word__lte=f"{word}{'z' * 50}") for word in dict.fromkeys(words))
    fields = ("area_id", "name", "kind", "level", "parent", "rank", "depth")
    one, *others = (found.values_list(*fields) for found in ranges)
    rows = one.union(*others) if others else one.distinct()
    return rows.order_by("rank", "depth", "name", "area_id")


def _with_names_above(areas: list[AreaLine]) -> list[Found]:
    codes = {area.code: _codes_above(area.code) for area in areas}
    wanted = {code for above in codes.values() for code in above}
    names = {row[0]: AreaLine(*row).full_name for row in Area.objects.filter(pk__in=wanted).values_list(*_FIELDS)}
    return [Found(area, tuple(names[code] for code in codes[area.code])) for area in areas]


def _codes_above(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def _dotted(code: str) -> str:
    """ "3313012" → "33.13.01.2"; dots that are there stay."""
    if "." in code:
        return code
    return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:]) if part)
