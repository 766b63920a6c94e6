"""
YAML as plain text: mappings, lists and texts, nothing else.

Nothing is guessed: 1.30 stays "1.30" and never becomes a binary float, `no` stays "no". What could be misread or could
harm is refused: a field given twice, a reference to another place (`*name`, which can blow up a small file to any
size), nesting without end (which brings YAML's own reader down).
"""

from __future__ import annotations

from typing import Final

import yaml

from guyub.engines.scoring.problem import InstrumentError

Plain = dict[str, "Plain"] | list["Plain"] | str

# The same events in C, where PyYAML was built with it: ten times faster.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST: Final = 60


def read_plain(text: str, *, file: str) -> Plain:
    """The one document of a YAML text. Raises InstrumentError, which names the line."""
    try:
        return _Building(file).document(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark is not None else "the file"
        problem = str(getattr(error, "problem", None) or "this is not YAML")
        raise InstrumentError(file, place, problem, "Mend the YAML there: indentation, colons, quotes") from error


class _Building:
    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[dict[str, Plain] | list[Plain]] = []
        self._keys: list[str | None] = []  # of each open mapping: the key that waits for its value
        self._document: Plain | None = None

    def document(self, text: str) -> Plain:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.ScalarEvent):
                self._put(event.value, event)
            elif isinstance(event, yaml.MappingStartEvent):
                self._begin({}, event)
            elif isinstance(event, yaml.SequenceStartEvent):
                self._begin([], event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._open.pop()
                self._keys.pop()
            elif isinstance(event, yaml.AliasEvent):
                raise self._wrong(event, f"*{event.anchor} refers to another place", "Write the text out here")
        if self._document is None:
            raise InstrumentError(self._file, "the file", "it is empty", "Begin with: code: my-instrument")
        return self._document

    def _begin(self, value: dict[str, Plain] | list[Plain], event: yaml.Event) -> None:
        self._put(value, event)
        if len(self._open) >= _DEEPEST:
            raise self._wrong(event, f"this is nested more than {_DEEPEST} deep", "Take a level out")
        self._open.append(value)
        self._keys.append(None)

    def _put(self, value: Plain, event: yaml.Event) -> None:
        if not self._open:
            if self._document is not None:
                raise self._wrong(event, "a second document begins here", "Keep one instrument to a file")
            self._document = value
            return
        holder = self._open[-1]
        if isinstance(holder, list):
            holder.append(value)
            return
        key = self._keys[-1]
        if key is not None:
            holder[key] = value
            self._keys[-1] = None
        elif not isinstance(value, str):
            raise self._wrong(event, "a field's name is not a text", "Write name: value")
        elif value in holder:
            raise self._wrong(event, f"{value} is given twice", "Keep one of the two")
        else:
            self._keys[-1] = value

    def _wrong(self, event: yaml.Event, problem: str, mending: str) -> InstrumentError:
        mark = event.start_mark
        return InstrumentError(self._file, f"line {mark.line + 1}" if mark else "the file", problem, mending)
