"""The tutorial is run as it is written: each command in an empty folder, each line of output compared ("…" stands for anything)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "first-release.md"


@dataclass(frozen=True)
class Command:
    line: int
    words: str
    output: str


def commands() -> list[Command]:
    """Every "$ …" line of the console blocks, with the lines up to the next one."""
    found: list[Command] = []
    inside = False
    for number, line in enumerate(TUTORIAL.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append(Command(number, line[2:], ""))
        elif inside and found:
            last = found[-1]
            found[-1] = Command(last.line, last.words, f"{last.output}{line}\n")
    return found


def looks_like(shown: str, real: str) -> bool:
    pattern = re.escape(shown.strip()).replace(re.escape("…"), ".*?")
    return re.fullmatch(pattern, real.strip(), flags=re.DOTALL) is not None


def test_the_comparison_takes_dots_for_anything_and_nothing_else():
    assert looks_like("whole: … events\n", "whole: 41 events")
    assert not looks_like("whole: … events", "broken: 41 events")
    assert not looks_like("whole: 41 events", "whole: 41 events\nand more")


@pytest.mark.xdist_group("tutorial")
def test_the_tutorial_does_what_it_says(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GUYUB_", "DJANGO_"))}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",
        "COLUMNS": "100",
        "PYTHONWARNINGS": "error",
    }
    assert commands(), "the tutorial holds no console block"
    for command in commands():
        if command.words.startswith("export "):
            name, _, value = command.words.removeprefix("export ").partition("=")
            environment[name] = value.replace("$PWD", str(tmp_path))
            continue
        done = subprocess.run(
            ["bash", "-c", command.words],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=900,
        )
        place = f"{TUTORIAL.name}:{command.line} $ {command.words}"

        assert looks_like(command.output, done.stdout), (
            f"{place}\n--- says\n{command.output}\n--- does (exit {done.returncode})\n{done.stdout}"
        )
