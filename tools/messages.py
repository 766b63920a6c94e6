#!/usr/bin/env python3
"""
The translations, without GNU gettext.

    python tools/messages.py update [APP ...]   collect the English strings, add new ones to each .po, drop unused
    python tools/messages.py check [APP ...]    fail when one is missing, fuzzy, unused, loses a placeholder, has two texts
    python tools/messages.py compile [APP ...]  write the .mo files that Django reads (never committed)

Each Django app keeps its own guyub/…/locale/id/LC_MESSAGES/django.po; what stands outside an app goes to guyub/locale.
APP is a folder name such as `exchange` or `web`; `guyub` is the part outside the apps. None means all.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "guyub"
LANGUAGE = "id"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]?\d*(?:\.\d+)?[sdfgi]|\{(\w*)\}")
HEADER = "# Indonesian texts of {name}. Written by hand; `python tools/messages.py update` adds what is new.\n"


@dataclass(frozen=True)
class Message:
    """A string of the source: its context, its singular and plural, and the files it stands in."""

    id: str | tuple[str, str]
    context: str | None
    places: tuple[str, ...]


@dataclass(frozen=True)
class Domain:
    """One app and its catalogue."""

    name: str
    folder: Path
    inner: tuple[Path, ...]  # folders of apps below, which keep their own strings

    @property
    def po(self) -> Path:
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES/django.po"

    def sources(self) -> Iterator[Path]:
        for path in sorted(self.folder.rglob("*")):
            if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts or "static" in path.parts:
                continue
            if not any(path.is_relative_to(folder) for folder in self.inner):
                yield path


def domains(names: list[str]) -> list[Domain]:
    folders = sorted(path.parent for path in PACKAGE.rglob("apps.py"))
    known = [Domain("guyub", PACKAGE, tuple(folders)), *(Domain(folder.name, folder, ()) for folder in folders)]
    wrong = sorted(set(names) - {domain.name for domain in known})
    if wrong:
        raise SystemExit(
            f"messages: no app named {', '.join(wrong)}; known: {', '.join(domain.name for domain in known)}"
        )
    return [domain for domain in known if not names or domain.name in names]


def collect(domain: Domain) -> dict[tuple[str | None, str], Message]:
    """Every translatable string of an app, keyed by context and singular."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in domain.sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            if not re.search(r"gettext|_\(", text):
                continue
            calls = _calls(text)
        else:
            if not re.search(r"{%-?\s*(trans|blocktrans|translate|blocktranslate)\b|_\(", text):
                continue
            calls = _template_calls(text)
        place = path.relative_to(ROOT).as_posix()
        for id, context in calls:
            singular = id[0] if isinstance(id, tuple) else id
            if not singular:
                continue
            before = found.get((context, singular))
            places = tuple(sorted({*(before.places if before else ()), place}))
            plural = before.id if before and isinstance(before.id, tuple) else id
            found[context, singular] = Message(plural, context, places)
    return found


def _calls(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    for _line, function, args, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS.keys(), (), {}):
        yield from _call(function, args)


def _call(function: str, args: object) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    texts = list(args) if isinstance(args, (tuple, list)) else [args]
    spec = KEYWORDS[function] or (1,)
    context, ids = None, []
    for part in spec:
        index, is_context = (part[0], True) if isinstance(part, tuple) else (part, False)
        if index > len(texts) or not isinstance(texts[index - 1], str):
            return
        if is_context:
            context = texts[index - 1]
        else:
            ids.append(texts[index - 1])
    yield (ids[0], ids[1]) if len(ids) == 2 else ids[0], context


_TEMPLATE_CALL = re.compile(r"\b(n?p?gettext|_)\(")


def _template_calls(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """
    Django turns a template into a text where only the gettext calls are left; each is read as the Python it is.

    Tokenising the whole text would fail on it: what was blanked out leaves no lawful indentation.
    """
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        text = templatize(source)
    for match in _TEMPLATE_CALL.finditer(text):
        call = _closed(text, match.start())
        if call is None:
            continue
        try:
            node = ast.parse(call.strip(), mode="eval").body
        except SyntaxError:
            continue
        if isinstance(node, ast.Call):
            args = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            # Per cent signs come doubled, as xgettext's python-format wants them, and Django looks them up so.
            yield from _call(match[1], args)


def _closed(text: str, start: int) -> str | None:
    """The call from its name to the bracket that closes it, brackets inside quotes not counted."""
    depth, quote, place = 0, "", start
    while place < len(text):
        sign = text[place]
        if quote:
            if sign == "\\":
                place += 1
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return text[start : place + 1]
        place += 1
    return None


def read(domain: Domain) -> Catalog:
    if not domain.po.exists():
        return _empty(domain)
    with domain.po.open("rb") as file:
        return pofile.read_po(file, locale=LANGUAGE, domain="django", abort_invalid=True)


def _empty(domain: Domain) -> Catalog:
    catalogue = Catalog(
        locale=LANGUAGE, domain="django", charset="utf-8", fuzzy=False, header_comment=HEADER.format(name=domain.name)
    )
    # Indonesian has no plural form; Babel knows none for it and would take the English two.
    catalogue._num_plurals, catalogue._plural_expr = 1, "0"
    return catalogue


def update(domain: Domain) -> str:
    """Bring the .po in line with the source; what was translated stays, what is unused goes."""
    messages, old = collect(domain), read(domain)
    if not messages and not domain.po.exists():
        return ""
    new = _empty(domain)
    for (context, singular), message in sorted(messages.items(), key=lambda item: (item[1].places[0], item[0][1])):
        known = old.get(singular, context) if singular else None
        string = known.string if known is not None and type(known.id) is type(message.id) else None
        flags = {"fuzzy"} if known is not None and known.fuzzy else set()
        flags |= {"python-format"} if PLACEHOLDER.search(singular) and "%(" in singular else set()
        new.add(message.id, string or "", locations=[(message.places[0], None)], flags=flags, context=context)
    domain.po.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    pofile.write_po(buffer, new, width=120, omit_header=False, include_lineno=False, sort_output=False)
    # No date and no tool version: the file changes only when a text does.
    lines = [
        line
        for line in buffer.getvalue().decode().splitlines()
        if not re.match(
            r'"(POT?-[A-Za-z-]+-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team|Project-Id-Version)',
            line,
        )
    ]
    domain.po.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    missing = sum(1 for message in new if message.id and not _is_whole(message.string))
    return (
        f"{domain.name}: {len(messages)} strings, {missing} to translate" if messages else f"{domain.name}: no strings"
    )


def check(domain: Domain) -> list[str]:
    """What is wrong with an app's catalogue, one sentence each, with the file and the string."""
    messages, catalogue = collect(domain), read(domain)
    if not messages and not domain.po.exists():
        return []
    where = domain.po.relative_to(ROOT).as_posix()
    wrong = []
    for (context, singular), message in messages.items():
        entry = catalogue.get(singular, context)
        if entry is None:
            wrong.append(f"{where}: {singular!r} of {message.places[0]} is not in the file: run `update`")
        elif entry.fuzzy:
            wrong.append(f"{where}: {singular!r} is marked fuzzy: read it and take the mark off")
        elif not _is_whole(entry.string):
            wrong.append(f"{where}: {singular!r} has no translation")
        elif lost := _lost(message.id, entry.string):
            wrong.append(f"{where}: {singular!r} and its translation differ in {lost}")
    for entry in catalogue:
        singular = entry.id[0] if isinstance(entry.id, (tuple, list)) else entry.id
        if singular and (entry.context, singular) not in messages:
            wrong.append(f"{where}: {singular!r} is no longer used: run `update`")
    wrong += [f"{where}: {entry.id!r} is kept as a comment (#~): delete it" for entry in catalogue.obsolete.values()]
    return wrong


def conflicts() -> list[str]:
    """One English string has one Indonesian text: Django merges the catalogues, and the first app wins silently."""
    seen: dict[tuple[str | None, str], tuple[object, str]] = {}
    wrong = []
    for domain in domains([]):
        for entry in read(domain):
            singular = entry.id[0] if isinstance(entry.id, (tuple, list)) else entry.id
            string = entry.string[0] if isinstance(entry.string, (tuple, list)) else entry.string
            if not singular or not string:
                continue
            text, where = seen.setdefault((entry.context, singular), (string, domain.name))
            if text != string:
                wrong.append(
                    f"{singular!r} is {text!r} in {where} but {string!r} in {domain.name}: agree, or give a context"
                )
    return wrong


def _is_whole(string: object) -> bool:
    parts = string if isinstance(string, (tuple, list)) else [string]
    return bool(parts) and all(parts)


def _lost(id: str | tuple[str, str], string: object) -> str:
    """The placeholders that stand on one side only. A plural may leave out the number ("one row")."""
    sources = [_placeholders(text) for text in (id if isinstance(id, tuple) else (id,))]
    targets = [_placeholders(text) for text in (string if isinstance(string, (tuple, list)) else (string,))]
    allowed, needed = set().union(*sources), set.intersection(*sources)
    differing = set().union(*(((target - allowed) | (needed - target)) for target in targets))
    return ", ".join(sorted(differing))


def _placeholders(text: object) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(str(text))}


def compile_domain(domain: Domain) -> bool:
    """Write the .mo if the .po is newer; say whether it was written."""
    mo = domain.po.with_suffix(".mo")
    if not domain.po.exists() or (mo.exists() and mo.stat().st_mtime >= domain.po.stat().st_mtime):
        return False
    part = mo.with_suffix(".part")
    with part.open("wb") as file:
        write_mo(file, read(domain))
    part.replace(mo)
    return True


def compile_all() -> None:
    """For the command that sets up and for the tests: every catalogue is as new as its texts."""
    for domain in domains([]):
        compile_domain(domain)


def main(arguments: list[str]) -> int:
    verb, *names = arguments or [""]
    if verb == "update":
        print("\n".join(line for line in map(update, domains(names)) if line))
        return 0
    if verb == "check":
        wrong = [line for domain in domains(names) for line in check(domain)] + conflicts()
        print("\n".join(wrong), file=sys.stderr) if wrong else print("messages: every string is translated")
        return 1 if wrong else 0
    if verb == "compile":
        for domain in domains(names):
            if compile_domain(domain):
                print(f"messages: compiled {domain.name}")
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
