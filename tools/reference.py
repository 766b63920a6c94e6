#!/usr/bin/env python3
"""
Write docs/reference/ and docs/flow.svg from the code and the content; --check compares instead, and names what is stale.

What can be read from the code is read, so that these pages can't say anything else than the code does. What it can't say, the
meaning of a setting, stands in SETTINGS below; a setting without a meaning stops the script.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Made by tools/reference.py; do not edit. -->\n"

# name -> (meaning, default in words where the code's own is not readable)
SETTINGS: dict[str, tuple[str, str]] = {
    "GUYUB_DATA_DIR": (
        "Where everything lives that must be backed up: database (SQLite), keys, the files of each area.",
        "`var/` beside the source",
    ),
    "GUYUB_CONTENT_DIR": (
        "Contracts, indicators, frameworks: the law and local choice that this installation follows.",
        "`content/` beside the source",
    ),
    "GUYUB_SECRET_KEY": (
        "Signs sessions and links. Changing it signs everybody out.",
        "`keys/secret.key` in the data directory, made by `guyub init`",
    ),
    "GUYUB_REGISTRY_KEY": (
        "Keys the hashes by which persons are addressed. Losing it means rebuilding the registry; leaking it means changing it.",
        "`keys/registry.key` in the data directory, made by `guyub init`",
    ),
    "GUYUB_DATABASE_URL": (
        "`postgresql://USER:PASSWORD@HOST:PORT/NAME`; a socket directory goes into `?host=`. Empty: SQLite.",
        "empty",
    ),
    "GUYUB_AREA": ("Code of the area whose pages open first.", ""),
    "GUYUB_HOSTS": ("Host names under which the pages may be asked for, with commas between them.", ""),
    "GUYUB_TRUSTED_ORIGINS": (
        "Origins that may post when a proxy changes the host name, with scheme: `https://guyub.example.go.id`.",
        "empty",
    ),
    "GUYUB_HTTPS": ("1 behind a proxy that speaks HTTPS: secure cookies, redirect, HSTS.", ""),
    "GUYUB_PROXIES": (
        "How many proxies of yours stand before Guyub: throttling sign-ins needs the client's own address.",
        "",
    ),
    "GUYUB_OIDC_URL": ("Address of the regency's OpenID Connect provider. Empty: no sign-in through one.", "empty"),
    "GUYUB_OIDC_CLIENT_ID": ("The name under which Guyub is registered with that provider.", "empty"),
    "GUYUB_OIDC_SECRET": ("The secret that the provider gave for it.", "empty"),
    "GUYUB_OIDC_NAME": ("What the button on the sign-in page says.", "`OpenID Connect`"),
    "GUYUB_TIME_ZONE": ("The regency's clock: `Asia/Jakarta`, `Asia/Makassar` or `Asia/Jayapura`.", ""),
    "GUYUB_UPLOAD_LIMIT_MB": ("Largest file that an agency may send.", ""),
    "GUYUB_TEMP_DIR": ("Where a file lies while it is being sent.", "`uploads` in the data directory"),
    "GUYUB_JOB_LEASE_SECONDS": ("After so long without a sign of life a worker's job is given to another.", ""),
    "GUYUB_LOG_LEVEL": (
        "DEBUG, INFO, WARNING or ERROR. No level logs a person's data.",
        "INFO for Guyub, WARNING for the rest",
    ),
    "GUYUB_DEBUG": ("1 shows traces in the browser. Never where real data is.", ""),
    "GUYUB_DEMO": ("1 marks every page as a demonstration and shows the demo accounts on the sign-in page.", ""),
    "GUYUB_PASSWORD": ("The password for `guyub officers`, where nobody can be asked for it.", "asked for"),
    "GUYUB_VENV": ("Where `./run` keeps the virtual environment.", "`.venv/` beside the source"),
    "GUYUB_TEST_WORKERS": ("How many processes `./run test` uses.", ""),
    "GUYUB_TEST_DATABASE_URL": (
        "The PostgreSQL server that `.ci/run` tests on; its role must be allowed to create databases.",
        "a server of this machine, or a private one",
    ),
}


def main(arguments: list[str]) -> int:
    pages = make_pages()
    if "--check" not in arguments:
        for path, text in pages.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    left_over = sorted(set(REFERENCE.glob("*.md")) - set(pages))
    for path in stale:
        print(f"{path.relative_to(ROOT)} is not what the code says")
    for path in left_over:
        print(f"{path.relative_to(ROOT)} is made by nothing")
    if stale or left_over:
        print("Run: .venv/bin/python tools/reference.py")
    return 1 if stale or left_over else 0


def make_pages() -> dict[Path, str]:
    prepare()
    import flow_picture

    pages = {
        "settings.md": settings_page(),
        "commands.md": commands_page(),
        "flows.md": flows_page(),
        "contracts.md": contracts_page(),
        "indicators.md": indicators_page(),
        "permissions.md": permissions_page(),
        "addresses.md": addresses_page(),
    }
    made = {REFERENCE / name: NOTE + text for name, text in pages.items()}
    made[REFERENCE / "README.md"] = NOTE + index_page(pages)
    made[ROOT / "docs" / "flow.svg"] = flow_picture.draw()
    return made


def prepare() -> None:
    """Django as the pages need it: throw-away keys, no database."""
    scratch = tempfile.mkdtemp(prefix="guyub-reference-")
    for name in [name for name in os.environ if name.startswith("GUYUB_")]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "guyub.settings",
        "GUYUB_DATA_DIR": scratch,
        "GUYUB_SECRET_KEY": "reference" * 6,
        "GUYUB_REGISTRY_KEY": "reference",
        "COLUMNS": "100",
    }
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")
    Path(scratch).rmdir() if not any(Path(scratch).iterdir()) else None


# Markdown ------------------------------------------------------------------------------------------------------------


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [f"| {' | '.join(headings)} |", "|" + "---|" * len(list(headings))]
    lines += [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def first_line(thing: object) -> str:
    """The promise of a docstring, as one line: its first paragraph up to a blank line."""
    text = (getattr(thing, "__doc__", None) or "").strip().split("\n\n")[0]
    return " ".join(text.split())


def index_page(pages: Mapping[str, str]) -> str:
    rows = [(f"[{text.splitlines()[0].lstrip('# ')}]({name})", text.splitlines()[2]) for name, text in pages.items()]
    return (
        "# Reference\n\nMade from the code and the content by `tools/reference.py`; `./run check` fails when a page is stale.\n\n"
        + table(["page", "what it holds"], rows)
    )


# Settings ------------------------------------------------------------------------------------------------------------


def settings_read() -> dict[str, tuple[str, set[str]]]:
    """name -> (default as the code writes it, the files that read it)."""
    found: dict[str, tuple[str, set[str]]] = {}
    # settings.py first: the default that an installation has is the one written there
    for path in [ROOT / "guyub" / "settings.py", *sorted((ROOT / "guyub").rglob("*.py")), ROOT / "run"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            named = [word.value for word in node.keywords if word.arg == "envvar"]
            if not node.args and not named:
                continue
            name = named[0] if named else node.args[0]
            if isinstance(name, ast.JoinedStr) and ast.unparse(node.func).startswith("os.environ"):
                raise SystemExit(
                    f"{path.relative_to(ROOT)}:{node.lineno} puts a variable's name together: write it out"
                )
            if (
                isinstance(name, ast.Constant)
                and isinstance(name.value, str)
                and re.fullmatch(r"GUYUB_[A-Z_]+", name.value)
            ):
                default = ast.unparse(node.args[1]) if len(node.args) > 1 and not named else ""
                before, files = found.get(name.value, ("", set()))
                found[name.value] = (before or default, files | {str(path.relative_to(ROOT))})
    for name in re.findall(r"GUYUB_TEST_DATABASE_URL", (ROOT / ".ci" / "run").read_text()):
        found[name] = ("", {".ci/run"})
    return found


def settings_page() -> str:
    read = settings_read()
    unknown, gone = sorted(set(read) - set(SETTINGS)), sorted(set(SETTINGS) - set(read))
    if unknown or gone:
        raise SystemExit(
            f"tools/reference.py, SETTINGS: no meaning for {unknown or 'nothing'}; no longer read: {gone or 'nothing'}"
        )
    rows = []
    for name, (meaning, words) in SETTINGS.items():
        default, files = read[name]
        plain = default.strip("'\"").replace("True", "1").replace("False", "0")
        rows.append((f"`{name}`", meaning, words or f"`{plain}`", ", ".join(f"`{file}`" for file in sorted(files))))
    return "# Settings\n\nEvery knob is an environment variable; what is missing says how to set it.\n\n" + table(
        ["variable", "meaning", "default", "read in"], rows
    )


# Command line --------------------------------------------------------------------------------------------------------


def commands_page() -> str:
    import click

    from guyub.cli import main as guyub

    parts = ["# Command line\n", "The `guyub` command, as its `--help` tells it.\n"]
    for name, command in walk(guyub, "guyub"):
        context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
        parts += [f"## {name}\n", f"```\n{command.get_help(context).rstrip()}\n```\n"]
    return "\n".join(parts)


def walk(command: object, name: str) -> Iterator[tuple[str, object]]:
    import click

    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for verb in command.list_commands(context):
            inner = command.get_command(context, verb)
            if inner is None:
                raise SystemExit(f"{name} {verb} is listed, but there is no such command")
            yield from walk(inner, f"{name} {verb}")


# Flows ---------------------------------------------------------------------------------------------------------------


def flows_page() -> str:
    from flow_picture import recorded_by

    from guyub.flows.table import FLOW

    makers = recorded_by()
    rows = []
    for event, steps in FLOW.steps.items():
        who = ", ".join(f"`{maker}`" for maker in makers.get(event, []))
        what = "<br>".join(f"`{step.name}`: {first_line(step.run)}" for step in steps) or "nothing: final"
        rows.append((f"`{event}`", who, what))
    clock = [(f"`{step.name}`", f"daily at {step.daily_at:%H:%M}", first_line(step.run)) for step in FLOW.scheduled]
    return (
        "# Events and flows\n\nWhat can happen, which operation records it, and what follows. The picture: [flow.svg](../flow.svg).\n\n"
        + table(["event", "recorded by", "what follows"], rows)
        + "\n## By the clock\n\n"
        + (table(["step", "when", "what it does"], clock) if clock else "Nothing.\n")
    )


# Content -------------------------------------------------------------------------------------------------------------


def contracts_page() -> str:
    from guyub.dataplane import library

    loaded = library.load(ROOT / "content" / "contracts")
    parts = [
        "# Data contracts\n",
        "What each dataset must look like when an agency hands it in, and how it is released.\n",
    ]
    for contract in loaded.contracts.values():
        parts.append(f"## {contract.title.en} (`{contract.key}`)\n")
        parts.append(
            f"{contract.title.id} · delivered by {contract.agency} every {contract.frequency_months} months · version {contract.version}, "
            f"in force from {contract.valid_from} · key `{contract.key_column}` · {contract.rule_count} checks · {contract.classification}\n"
        )
        parts.append(
            table(
                ["column", "in the office", "type", "also known as", "checks"],
                (column_row(column) for column in contract.columns),
            )
        )
    parts.append("## What the codes mean\n")
    return "\n".join(parts) + "\n" + codes_table()


def column_row(column) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    checks = ", ".join(f"{rule.code} ({rule.severity})" for rule in column.rules)
    return f"`{column.name}`", column.label, column.sql_type, ", ".join(column.aliases), checks


def codes_table() -> str:
    import yaml

    words = yaml.safe_load((ROOT / "content" / "contracts" / "rules.yaml").read_text(encoding="utf-8"))
    rows = [
        (f"`{code}`", rule["title"]["id"], rule["title"]["en"], rule["remedy"]["en"])
        for code, rule in words["rules"].items()
    ]
    return table(["code", "on the page", "in English", "remedy"], rows)


def indicators_page() -> str:
    import yaml

    parts = [
        "# Indicators\n",
        "What is computed, out of which data, by which rule. The rule stands in `content/indicators/`, one file each.\n",
    ]
    for path in sorted((ROOT / "content" / "indicators").glob("*.yaml")):
        it = yaml.safe_load(path.read_text(encoding="utf-8"))
        parts.append(f"## {it['title']['en']} (`{it['code']}`)\n")
        parts.append(f"{it['title']['id']}. {' '.join(it['meaning']['en'].split())}\n")
        better = {"higher": "higher is better", "lower": "lower is better"}.get(
            it["direction"], "describes, does not judge"
        )
        rows = [
            ("counted", f"`{' '.join(str(it['numerator']).split())}`"),
            ("out of", f"`{' '.join(str(it['denominator']).split())}`, one row per {it['table']}"),
            (
                "unit",
                f"{it['unit'].replace('_', ' ')}, {it['decimals']} decimal{'' if it['decimals'] == 1 else 's'}; {better}",
            ),
            (
                "shown when",
                f"the group has at least {it['smallest_cell']}, and the count is 0 or at least {it['smallest_count']}",
            ),
            ("version", f"{it['version']}, in force from {it['valid_from']}"),
            ("source", it["source"]["en"]),
            (
                "answers",
                ", ".join(
                    f"{s['name']} {s['code']}{' (partly)' if s.get('partly') else ''}"
                    for s in it.get("standards") or []
                )
                or "no standard",
            ),
        ]
        parts.append(table(["", ""], rows))
        parts += [f"- {' '.join(caveat['en'].split())}" for caveat in it.get("caveats") or []]
        parts.append("")
    return "\n".join(parts)


# Who may, and where it is --------------------------------------------------------------------------------------------


def permissions_page() -> str:
    from guyub.apps.accounts.permissions import MATRIX, Reach, Right

    marks = {Reach.AREA: "area", Reach.AGENCY: "agency", None: "–"}
    rights = list(Right)
    rows = [(role.label, *(marks[MATRIX[role].get(right)] for right in rights)) for role in MATRIX]
    return (
        "# Permission matrix\n\nWhich kind of office has which right. *area*: in the office's area and all below it. *agency*: only what belongs to its own agency there.\n\n"
        + table(["role", *(right.value.replace("_", " ") for right in rights)], rows)
    )


def addresses_page() -> str:
    from django.urls import get_resolver

    rows = []
    for path, pattern, namespace in addresses(get_resolver().url_patterns, "", ""):
        view = pattern.callback
        view = getattr(view, "view_class", view)
        module = view.__module__
        if module.startswith("guyub."):
            name = f"{namespace}{pattern.name or ''}"
            rows.append((f"`/{path}`", f"`{name}`" if name else "", first_line(view)))
    return "# Addresses\n\nGuyub's own pages; sign-in and its pages are those of django-allauth.\n\n" + table(
        ["address", "name", "page"], sorted(rows)
    )


def addresses(patterns, prefix: str, namespace: str):  # type: ignore[no-untyped-def]
    from django.urls import URLResolver

    for pattern in patterns:
        path = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, path, inner)
        else:
            yield path, pattern, namespace


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
