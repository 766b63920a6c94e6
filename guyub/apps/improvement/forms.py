"""What a person types: a target, what evidence takes, a programme for a gap, a rating round, ratings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guyub.apps.improvement.queries import GradeChoice, PartChoice, PieceLine

SCORE = "score"


class CommaDecimalField(forms.DecimalField):
    """A number as it is written in Indonesia: 3,5. A point is understood too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, str):
            value = value.strip()
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)


class TargetForm(forms.Form):
    """A predicate of the instrument, or a score."""

    grade = forms.ChoiceField(label=_("Predicate or score"))
    target = CommaDecimalField(
        label=_("Score, if you chose a score of your own"),
        required=False,
        max_digits=12,
        decimal_places=4,
        error_messages={"invalid": _("Write a number, as in 3,5.")},
    )

    def __init__(self, *args: Any, grades: Iterable[GradeChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.code, f"{each.title} (≥ {each.at_least.normalize():f})".replace(".", ",")) for each in grades]
        self.fields["grade"].choices = [*choices, (SCORE, _("A score of your own"))]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("grade") == SCORE and given.get("target") is None and "target" not in self.errors:
            self.add_error("target", _("Write the score that you want to reach."))
        return given

    def aim(self) -> dict[str, Any]:
        """As the operation takes it."""
        if self.cleaned_data["grade"] == SCORE:
            return {"target": self.cleaned_data["target"], "grade": ""}
        return {"target": None, "grade": self.cleaned_data["grade"]}


class EffortForm(forms.Form):
    """Days and the name of the work for each missing piece: two fields a piece."""

    def __init__(self, *args: Any, pieces: Iterable[PieceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = tuple(pieces)
        for piece in self.pieces:
            days, work = _names(piece)
            self.fields[days] = forms.IntegerField(
                label=_("Days, %(code)s %(piece)s") % {"code": piece.code, "piece": piece.requirement},
                min_value=1,
                max_value=400,
                initial=piece.days,
                error_messages={"invalid": _("Write a whole number of working days.")},
            )
            self.fields[work] = forms.CharField(
                label=_("Work, %(code)s %(piece)s") % {"code": piece.code, "piece": piece.requirement},
                required=False,
                max_length=120,
                initial=piece.work,
            )

    def rows(self) -> list[tuple[PieceLine, forms.BoundField, forms.BoundField]]:
        return [(piece, self[_names(piece)[0]], self[_names(piece)[1]]) for piece in self.pieces]

    def efforts(self) -> dict[tuple[str, str], tuple[int, str]]:
        """What was changed by hand: what content guesses stays content's."""
        found = {}
        for piece in self.pieces:
            days, work = (self.cleaned_data[name] for name in _names(piece))
            if (days, work) != (piece.days, piece.work):
                found[piece.code, piece.requirement] = (days, work.strip())
        return found


def _names(piece: PieceLine) -> tuple[str, str]:
    return f"hari:{piece.code}:{piece.requirement}", f"kerja:{piece.code}:{piece.requirement}"


class LinkForm(forms.Form):
    """A programme for a gap, and what it is to deliver."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=60)
    programme = forms.IntegerField(label=_("Programme"))
    note = forms.CharField(label=_("What it delivers for this gap"), required=False, max_length=300)


class RoundForm(forms.Form):
    """A round: what it is called, what is rated, until when."""

    title = forms.CharField(label=_("Meeting that it prepares"), max_length=200)
    closes_on = forms.DateField(
        label=_("Last day to rate"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a day."), "required": _("Choose the last day to rate.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("Parts to rate"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least two parts.")},
    )

    def __init__(self, *args: Any, choices: Iterable[PartChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(each.code, f"{each.code} {each.title}") for each in choices]

    def closes_at(self) -> datetime:
        """The end of the chosen day, in the regency's time."""
        day: date = self.cleaned_data["closes_on"]
        return datetime.combine(day, time(23, 59, 59), tzinfo=timezone.get_current_timezone())


class RatingForm(forms.Form):
    """One rating for each part."""

    def __init__(
        self, *args: Any, parts: Iterable[PartChoice], low: int, high: int, own: dict[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for part in parts:
            self.fields[part.code] = forms.TypedChoiceField(
                label=f"{part.code} {part.title}",
                coerce=int,
                choices=[(value, str(value)) for value in range(low, high + 1)],
                widget=forms.RadioSelect(attrs={"class": "rate"}),
                initial=own.get(part.code),
                error_messages={"required": _("Choose one.")},
            )
