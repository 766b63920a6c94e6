"""guyub instrument: check an instrument, and score answers with it, from files alone: no installation, no database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from guyub.engines.scoring import (
    Basis,
    Instrument,
    InstrumentError,
    Part,
    Scored,
    find_problems,
    parse_answers,
    parse_instrument,
    rounded,
    score,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def instrument() -> None:
    """Assessment instruments as files: what is wrong with one, what answers come to."""


@instrument.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Name everything that is wrong with an instrument's YAML: where, what, and how to mend it."""
    problems = find_problems(_text(file), file=file.name)
    for each in problems:
        click.echo(f"{each.place}: {each.problem}. {each.mending}.")
    if problems:
        raise click.ClickException(f"{file.name}: {len(problems)} to mend.")
    found = parse_instrument(_text(file), file=file.name)
    pieces = sum(len(node.leaf.requirements) for node in found.leaves if node.leaf)
    click.echo(
        f"{found.code}, version {found.version}: sound. {len(found.nodes)} parts, {len(found.leaves)} to answer, "
        f"{pieces} pieces of evidence, {len(found.weight_sets)} weight sets."
    )


@instrument.command("score")
@click.argument("file", type=FILE)
@click.argument("answers", type=FILE)
@click.option("--weights", default="", help="Code of the weight set; without it the weights of the tree.")
@click.option("--stated", is_flag=True, help="Count levels as stated, not as far as accepted evidence reaches.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
def score_(file: Path, answers: Path, weights: str, stated: bool, as_json: bool, language: str) -> None:
    """
    Score ANSWERS with the instrument in FILE: the total, its grade and every part.

    ANSWERS names parts by code: {level: 3}, {number: 87.5}, {accepted: [2a, 2b]}, {given: 3.21}, or a bare number.
    """
    try:
        parsed = parse_instrument(_text(file), file=file.name)
        given = parse_answers(_text(answers), file=answers.name, instrument=parsed)
        scored = score(parsed, given, weights=weights, basis=Basis.STATED if stated else Basis.EVIDENCE)
    except InstrumentError as error:
        raise click.ClickException(f"{error}.") from error
    except ValueError as error:
        known = ", ".join(each.code for each in parsed.weight_sets) or "none"
        raise click.BadParameter(f"{error}. It has: {known}.", param_hint="--weights") from error
    if as_json:
        click.echo(json.dumps(_as_json(parsed, scored, weights), ensure_ascii=False, indent=2))
        return
    for part in scored.parts.values():
        click.echo(_line(parsed, part, language))
    click.echo(_total(parsed, scored, language))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file.name} is not written in UTF-8. Save it as UTF-8 and try again.") from None


def _line(of: Instrument, part: Part, language: str) -> str:
    code, _, thing = part.code.partition("#")
    node, depth = of.nodes[code], 0
    while code in of.parents:
        code, depth = of.parents[code], depth + 1
    value = "-" if part.value is None else f"{rounded(part.value, max(of.decimals, 3))}"
    adds = "" if part.contribution is None else f"{rounded(part.contribution, max(of.decimals, 3))}"
    title = node.title.in_language(language) + (f" #{thing}" if thing else "")
    answered = f"{part.answered}/{part.leaves}"
    return f"{'  ' * depth + part.code:24} {value:>9} {adds:>9} {answered:>8}  {title}"


def _total(of: Instrument, scored: Scored, language: str) -> str:
    if scored.total is None:
        return "total: nothing is answered"
    grade = f" {scored.grade.title.in_language(language)}" if scored.grade else ""
    return f"total: {rounded(scored.total, of.decimals)}{grade} (unrounded {float(scored.total):.10g})"


def _as_json(of: Instrument, scored: Scored, weights: str) -> dict[str, object]:
    total = scored.total
    return {
        "instrument": of.code,
        "version": of.version,
        "digest": of.digest,
        "weights": weights,
        "total": None if total is None else float(total),
        "exact": None if total is None else str(total),
        "rounded": None if total is None else str(rounded(total, of.decimals)),
        "grade": scored.grade.code if scored.grade else None,
        "answered": scored.answered,
        "leaves": scored.leaves,
        "parts": {
            part.code: {
                "value": None if part.value is None else float(part.value),
                "level": part.level,
                "answered": part.answered,
                "leaves": part.leaves,
                "contribution": None if part.contribution is None else float(part.contribution),
            }
            for part in scored.parts.values()
        },
    }
