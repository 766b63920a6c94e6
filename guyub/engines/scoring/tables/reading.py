"""A filled workbook as a document, and where each of its fields was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guyub.engines.scoring.plain import Plain
from guyub.engines.scoring.problem import Problem
from guyub.engines.scoring.tables.forms import (
    CARRIES,
    EVIDENCE,
    FORMS,
    GRADES,
    HEAD,
    HEAD_SHEET,
    LEVELS,
    PARTS,
    REST,
    WEIGHTS,
    Cell,
    Column,
    Form,
)

Rows = Sequence[Sequence[str]]
Record = dict[str, str]
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Tabled:
    """
    A workbook as a document.

    cells     where each field stands, by the place that a Problem names
    problems  what the tables themselves get wrong; places such as "Bagian!3"
    """

    document: dict[str, Plain]
    cells: Mapping[str, Cell]
    problems: tuple[Problem, ...]

    def find_cell(self, place: str) -> Cell | None:
        """The cell of a place, or of the nearest thing around it that has one."""
        while place:
            if place in self.cells:
                return self.cells[place]
            place = re.sub(r"(\.[^.\[\]]*|\[\d+\])$", "", place) if re.search(r"[.\]]", place) else ""
        return None


@dataclass(slots=True)
class _Row:
    """One filled row by field, with where its cells stand."""

    texts: Record
    cells: Mapping[str, Cell]
    row: Cell

    def cell(self, name: str) -> Cell:
        return self.cells.get(name, self.row)


@dataclass(slots=True)
class _Reader:
    cells: dict[str, Cell] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def say(self, cell: Cell, problem: str, mending: str) -> None:
        place = f"{cell.sheet}!{cell.row}.{cell.column}"
        self.cells[place] = cell
        self.problems.append(Problem(place, problem, mending))

    def mark(self, place: str, row: _Row, form: Form) -> None:
        """Let a problem at this place, or at one of its fields, be shown in this row."""
        self.cells.setdefault(place, row.row)
        for column in form.columns:
            for name in {column.field, column.field.partition(".")[0]}:
                self.cells.setdefault(f"{place}.{name}", row.cell(column.field))


def from_tables(tables: Mapping[str, Rows]) -> Tabled:
    """The document that a filled workbook says; what it means is checked by `find_problems`."""
    reader = _Reader()
    by_name = {_squeeze(name): (name, rows) for name, rows in tables.items()}
    document = _head(reader, by_name)
    rows = {form.name: _rows(reader, by_name, form) for form in FORMS}
    grades = [_grade(reader, row, number) for number, row in enumerate(rows["Predikat"])]
    if grades:
        document["grades"] = grades
    levels = _levels(reader, rows["Tingkat"], rows["Bukti"])
    scales: dict[str, Plain] = {name: {"levels": found} for (kind, name), found in levels.items() if kind == "scale"}
    if scales:
        document["scales"] = scales
    if sets := _weight_sets(reader, rows["Bobot"]):
        document["weight_sets"] = sets
    if carries := _carries(reader, rows["Lanjutan"]):
        document["carries"] = carries
    own = {name: found for (kind, name), found in levels.items() if kind == "part"}
    tree = _Tree(reader, own, _own_evidence(reader, rows["Bukti"], own)).root(rows["Bagian"])
    if tree:
        document["tree"] = tree
    return Tabled(document, reader.cells, tuple(reader.problems))


def _head(reader: _Reader, tables: Mapping[str, tuple[str, Rows]]) -> dict[str, Plain]:
    name, rows = tables.get(_squeeze(HEAD_SHEET), (HEAD_SHEET, ()))
    if not rows:
        reader.say(Cell(HEAD_SHEET, 1, 1), "the sheet is missing", "Take the sheet over from the template")
    known = {_squeeze(column.title): column for column in HEAD}
    texts: Record = {}
    for number, row in enumerate(rows, 1):
        column = known.get(_squeeze(row[0])) if row else None
        if column is None:
            continue
        cell = Cell(name, number, 2)
        texts[column.field] = _written(column, row[1] if len(row) > 1 else "")
        for place in {column.field, column.field.partition(".")[0]}:
            reader.cells.setdefault(place, cell)
    return _document(texts, HEAD)


def _rows(reader: _Reader, tables: Mapping[str, tuple[str, Rows]], form: Form) -> list[_Row]:
    if _squeeze(form.name) not in tables:
        if form is PARTS:
            reader.say(Cell(form.name, 1, 1), "the sheet is missing", "Take the sheet over from the template")
        return []
    name, rows = tables[_squeeze(form.name)]
    places = _columns(reader, name, rows[0] if rows else (), form)
    found = []
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        texts = {each.field: _written(each, row[at] if at < len(row) else "") for each, at in places}
        cells = {each.field: Cell(name, number, at + 1) for each, at in places}
        found.append(_Row(texts, cells, Cell(name, number, 1)))
    return found


def _columns(reader: _Reader, sheet: str, header: Sequence[str], form: Form) -> list[tuple[Column, int]]:
    """Which column stands where. They may stand in any order, and others between them."""
    at = {_squeeze(title): place for place, title in reversed(list(enumerate(header)))}
    places = [(column, at[_squeeze(column.title)]) for column in form.columns if _squeeze(column.title) in at]
    there = {column.field for column, _place in places}
    for column in form.columns:
        if column.field in form.needed and column.field not in there:
            problem = f"the column “{column.title}” is missing"
            reader.say(Cell(sheet, 1, 1), problem, "Take the headers over from the template")
    return places


def _grade(reader: _Reader, row: _Row, number: int) -> Plain:
    reader.mark(f"grades[{number}]", row, GRADES)
    reader.cells.setdefault("grades", row.row)
    return _document(row.texts, GRADES.columns)


def _levels(reader: _Reader, levels: list[_Row], evidence: list[_Row]) -> dict[tuple[str, str], list[Plain]]:
    """The levels of each scale and of each part that has its own, with their evidence."""
    asked: dict[tuple[tuple[str, str], str], list[_Row]] = {}
    for row in evidence:
        asked.setdefault((_owner(reader, row), row.texts.get("level", "")), []).append(row)
    found: dict[tuple[str, str], list[Plain]] = {}
    for row in levels:
        owner = _owner(reader, row)
        group = found.setdefault(owner, [])
        place = f"{_owner_place(owner)}.levels[{len(group)}]"
        reader.mark(place, row, LEVELS)
        reader.cells.setdefault(_owner_place(owner), row.row)
        level = _document(row.texts, LEVELS.columns[2:])
        pieces = asked.pop((owner, row.texts.get("level", "")), [])
        for number, piece in enumerate(pieces):
            reader.mark(f"{place}.evidence[{number}]", piece, EVIDENCE)
        if pieces:
            level["evidence"] = [_document(piece.texts, EVIDENCE.columns[3:]) for piece in pieces]
        group.append(level)
    for (owner, _level), rows in asked.items():
        if owner[0] == "scale" or owner in found:  # else: of one part, on top of its scale
            cell = rows[0].cell("level")
            reader.say(cell, "the sheet Tingkat has no such level", "Write a level that stands there")
    return found


def _own_evidence(
    reader: _Reader, evidence: list[_Row], own: Mapping[str, list[Plain]]
) -> dict[str, dict[str, list[Plain]]]:
    """What single parts add to their scale: code -> level -> pieces."""
    found: dict[str, dict[str, list[Plain]]] = {}
    for row in evidence:
        kind, code = _owner(None, row)
        if kind != "part" or code in own:
            continue
        pieces = found.setdefault(code, {}).setdefault(row.texts.get("level", ""), [])
        reader.mark(f"{code}.evidence.{row.texts['level']}[{len(pieces)}]", row, EVIDENCE)
        reader.cells.setdefault(f"{code}.evidence.{row.texts['level']}", row.cell("level"))
        pieces.append(_document(row.texts, EVIDENCE.columns[3:]))
    return found


def _owner(reader: _Reader | None, row: _Row) -> tuple[str, str]:
    scale, part = row.texts.get("scale", ""), row.texts.get("part", "")
    if reader is not None and bool(scale) == bool(part):
        reader.say(row.row, "the row belongs to a scale or to one part, not to both or neither", "Fill one of the two")
    return ("scale", scale) if scale else ("part", part)


def _owner_place(owner: tuple[str, str]) -> str:
    return f"scales.{owner[1]}" if owner[0] == "scale" else owner[1]


def _weight_sets(reader: _Reader, rows: list[_Row]) -> list[Plain]:
    sets: dict[str, dict[str, Plain]] = {}
    for row in rows:
        code = row.texts.get("code", "")
        if code not in sets:
            place = f"weight_sets[{len(sets)}]"
            reader.mark(place, row, WEIGHTS)
            reader.cells.setdefault("weight_sets", row.cell("years"))
            reader.cells[f"{place}.weights"] = row.cell("code")
            sets[code] = _document({**row.texts, "years": ""}, WEIGHTS.columns[:6])
            sets[code]["years"] = list[Plain](_parted(row.texts.get("years", "")))
            sets[code]["weights"] = {}
        weights = sets[code]["weights"]
        part = row.texts.get("part", "")
        if isinstance(weights, dict) and part:
            if part in weights:
                reader.say(row.cell("part"), f"{part} is weighed twice in {code}", "Keep one of the two rows")
            weights[part] = row.texts.get("weight", "")
            reader.cells[f"weight_sets[{list(sets).index(code)}].weights.{part}"] = row.cell("weight")
    return list(sets.values())


def _carries(reader: _Reader, rows: list[_Row]) -> list[Plain]:
    found: dict[str, dict[str, Plain]] = {}
    for row in rows:
        code = row.texts.get("instrument", "")
        if code not in found:
            reader.mark(f"carries[{len(found)}]", row, CARRIES)
        leaves = found.setdefault(code, {})
        part = row.texts.get("part", "")
        leaves[part] = list[Plain](_parted(row.texts.get("older", "")))
        reader.cells[f"carries[{list(found).index(code)}].leaves.{part}"] = row.cell("part")
    return [{"instrument": code, "leaves": leaves} for code, leaves in found.items()]


@dataclass(slots=True)
class _Tree:
    """The parts, hung beneath their parents."""

    reader: _Reader
    levels: Mapping[str, list[Plain]]
    evidence: Mapping[str, dict[str, list[Plain]]]
    below: dict[str, list[_Row]] = field(default_factory=dict)
    hung: set[int] = field(default_factory=set)

    def root(self, rows: list[_Row]) -> dict[str, Plain]:
        known = {row.texts.get("code", "") for row in rows}
        seen: set[str] = set()
        for row in rows:
            parent = row.texts.get("parent", "")
            if parent and parent not in known:
                problem = f"there is no part {parent} above this one"
                self.reader.say(row.cell("parent"), problem, "Write the code of its parent")
            self.below.setdefault(parent, []).append(row)
            if row.texts.get("code", "") in seen:
                self.reader.cells.setdefault("tree", row.cell("code"))
            seen.add(row.texts.get("code", ""))
        tops = self.below.get("", [])
        for row in tops[1:]:
            problem = "only one part stands at the top"
            self.reader.say(row.cell("parent"), problem, "Write the code of the part above it")
        self._strangers(known)
        tree = self._part(tops[0], "tree", 1) if tops else {}
        lost = [row for row in rows if id(row) not in self.hung]
        if lost and not self.reader.problems:
            problem = "this part does not hang below the top"
            self.reader.say(lost[0].cell("parent"), problem, "Let the chain of parents end at the top, within 12 steps")
        return tree

    def _strangers(self, known: set[str]) -> None:
        for code in [*self.levels, *self.evidence]:
            if code and code not in known:
                places = (cell for place, cell in self.reader.cells.items() if place.startswith(f"{code}."))
                problem = f"there is no part {code} in the sheet Bagian"
                self.reader.say(next(places), problem, "Write the code of a part")

    def _part(self, row: _Row, path: str, depth: int) -> dict[str, Plain]:
        self.hung.add(id(row))
        code = row.texts.get("code", "")
        place = code or path
        self.reader.mark(place, row, PARTS)
        self.reader.cells.setdefault(f"{place}.children", row.cell("aggregate"))
        part = _document({**row.texts, "bands": "", "parent": ""}, PARTS.columns)
        if bands := _bands(row.texts.get("bands", "")):
            part["bands"] = bands
        if code in self.levels:
            part["levels"] = self.levels[code]
        if code in self.evidence:
            part["evidence"] = {level: list[Plain](pieces) for level, pieces in self.evidence[code].items()}
        below = [child for child in self.below.get(code, []) if id(child) not in self.hung] if code else []
        if below and depth <= _DEEPEST:
            part["children"] = [
                self._part(child, f"{place}.children[{number}]", depth + 1) for number, child in enumerate(below)
            ]
        return part


def _bands(text: str) -> list[Plain]:
    """ "90: 4; selain itu: 0" as bands; what is not written so is handed on for the parser to refuse."""
    bands: list[Plain] = []
    for piece in filter(str.strip, text.split(";")):
        bound, _, score = piece.partition(":")
        if _squeeze(bound) in {_squeeze(REST), ""}:
            bands.append({"score": _number(score)})
        else:
            bands.append({"at_least": _number(bound), "score": _number(score)})
    return bands


def _document(texts: Mapping[str, str], columns: Sequence[Column]) -> dict[str, Plain]:
    """The filled fields as the document nests them; texts in two languages beneath one name."""
    found: dict[str, Plain] = {}
    for column in columns:
        value = texts.get(column.field, "")
        first, _, language = column.field.partition(".")
        if not value:
            continue
        if language:
            both = found.setdefault(first, {})
            if isinstance(both, dict):
                both[language] = value
        else:
            found[first] = value
    return found


def _written(column: Column, text: str) -> str:
    """A cell as the document writes it: words to codes, decimal commas to points."""
    value = " ".join(text.split())
    if column.choices is not None:
        words = {_squeeze(word): code for code, word in column.choices.items()}
        return words.get(_squeeze(value), value)
    return _number(value) if column.numeric else value


def _number(text: str) -> str:
    value = text.strip()
    return value.replace(",", ".") if re.fullmatch(r"[+-]?\d+,\d+", value) else value


def _parted(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[,;]", text) if each.strip()]


def _squeeze(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
