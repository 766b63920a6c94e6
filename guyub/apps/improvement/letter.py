"""A way to a target as a paper for a meeting: where it leads, what to do in which order, who, how sure."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.improvement.queries import PlanPage, StepLine, StepPiece
from guyub.engines.documents import (
    Block,
    Document,
    Figure,
    Figures,
    Heading,
    Letterhead,
    Paragraph,
    Source,
    Table,
)
from guyub.web import figures


def compose(page: PlanPage, *, area_name: str, language: str) -> Document:
    """The same plan gives the same document."""
    short = "en" if language.startswith("en") else "id"
    with translation.override(short):
        return Document(
            title=_("The way of %(instrument)s %(year)s to %(target)s")
            % {"instrument": page.frame.short, "year": page.frame.year, "target": _score(page, page.line.target)},
            language=short,
            subtitle=_outcome(page),
            letterhead=Letterhead(institution=area_name, office=page.line.sought_office),
            blocks=tuple(_blocks(page)),
            footer=_("Computed %(at)s · plan number %(number)d")
            % {"at": figures.instant(page.computed_at), "number": page.line.pk},
            author=page.line.sought_office,
            made_at=page.computed_at,
        )


def _score(page: PlanPage, value: object) -> str:
    return figures.decimal(value, page.frame.decimals)


def _outcome(page: PlanPage) -> str:
    line = page.line
    if not line.is_reachable:
        return _("Not reachable: all missing evidence together comes to %(best)s") % {
            "best": _score(page, line.best_total)
        }
    words = {"total": _score(page, line.total), "n": line.days}
    return ngettext("%(total)s with %(n)d working day", "%(total)s with %(n)d working days", line.days) % words


def _blocks(page: PlanPage) -> list[Block]:
    line, source = page.line, _("Guyub, from the evidence accepted on %(day)s") % {"day": figures.day(page.on)}
    blocks: list[Block] = [
        Figures(
            (
                Figure(_score(page, page.total_before), _("score before"), source),
                Figure(_score(page, line.total), _("score after all steps"), source),
                Figure(figures.number(line.days), _("working days"), source),
                Figure(figures.number(line.pieces), _("pieces of evidence"), source),
            )
        ),
        Paragraph(_sureness(page)),
    ]
    if page.steps:
        blocks += [Heading(_("What to do, in this order")), _steps(page, source)]
        blocks += [Heading(_("Who does it")), _agencies(page, source)]
    if page.guessed:
        blocks.append(Source(page.effort_source))
    return blocks


def _steps(page: PlanPage, source: str) -> Table:
    return Table(
        headers=(_("Item"), _("Evidence to get"), _("Agency"), _("Days"), _("Score then")),
        rows=[
            (_item(step), _pieces(step), step.agency or figures.MISSING, str(step.days), _score(page, step.total))
            for step in page.steps
        ],
        aligns=("start", "start", "start", "end", "end"),
        source=source,
        widths=(27, 42, 13, 7, 11),
    )


def _item(step: StepLine) -> str:
    title = f"{step.code} {step.title}"
    return title if step.top <= 1 else f"{title}\n{step.level_now} → {step.level_then}"


def _pieces(step: StepLine) -> str:
    return "\n".join(f"• {_piece(piece)}" for piece in step.pieces)


def _piece(piece: StepPiece) -> str:
    words = [piece.text]
    if piece.level is not None:
        words.append(_("level %(n)s") % {"n": piece.level})
    return ", ".join([*words, piece.work] if piece.work else words)


def _agencies(page: PlanPage, source: str) -> Table:
    return Table(
        headers=(_("Agency"), _("Steps"), _("Days")),
        rows=[(agency or figures.MISSING, str(steps), str(days)) for agency, steps, days in page.by_agency],
        aligns=("start", "end", "end"),
        source=source,
        widths=(6, 1, 1),
    )


def _sureness(page: PlanPage) -> str:
    line = page.line
    if not line.is_reachable:
        return _("Nothing on offer reaches the target; measured numbers were left as they are.")
    if line.is_proven:
        return _("Proven: no set of evidence reaches the target in fewer working days.")
    return _("Not proven: no way takes fewer than %(bound)d working days, this one takes %(days)d.") % {
        "bound": line.bound,
        "days": line.days,
    }
