"""What officers type in a round of selection."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_SLOTS = 200


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y"])


def _text(label: Any, *, rows: int = 3, required: bool = True, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": str(rows)}), **kwargs
    )


class RoundForm(forms.Form):
    """A new round with its calendar."""

    title = forms.CharField(label=_("Title"), max_length=200)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    capacity = forms.IntegerField(label=_("How many regions can be guided"), min_value=1, max_value=514)
    answers_until = _day(_("Last day for questionnaires"))
    presentations_until = _day(_("Last day for presentations"))
    decision_on = _day(_("Day of the decision"))


class InviteForm(forms.Form):
    """Whom to invite: whole provinces, codes from a list, or both."""

    provinces = forms.MultipleChoiceField(
        label=_("All regions of these provinces"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "8"}),
    )
    codes = _text(
        _("Codes of regions"),
        required=False,
        rows=5,
        help_text=_("From a list, as in 33.13; parted by commas, spaces or lines."),
    )

    def __init__(self, *args: Any, provinces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provinces"].choices = provinces

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("provinces") and not codes_of(given.get("codes", "")):
            raise forms.ValidationError(_("Choose a province or write codes."))
        return given


def codes_of(text: str) -> list[str]:
    """ "33.13, 33.11" → codes; what was not parted stays together and is named as wrong."""
    return [word for word in re.split(r"[\s,;]+", text) if word]


class SlotsForm(forms.Form):
    """Times to offer: from an hour of a day on, one after the other, in each room."""

    day = _day(_("Day"))
    first = forms.TimeField(
        label=_("First time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), input_formats=["%H:%M"]
    )
    minutes = forms.IntegerField(label=_("Minutes for each region"), min_value=10, max_value=240, initial=45)
    count = forms.IntegerField(label=_("How many after each other"), min_value=1, max_value=30, initial=6)
    rooms = _text(_("Rooms"), rows=2, help_text=_("One a line; two rooms are two presentations at a time."))

    def times(self) -> list[tuple[datetime, datetime]]:
        given = self.cleaned_data
        begin = timezone.make_aware(datetime.combine(given["day"], given["first"]))
        step = timedelta(minutes=given["minutes"])
        return [(begin + number * step, begin + (number + 1) * step) for number in range(given["count"])]

    def clean_rooms(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["rooms"].splitlines() if line.strip()][:10]


class AssignForm(forms.Form):
    """Which assessors look at which regions."""

    officers = forms.TypedMultipleChoiceField(
        label=_("Assessors"), coerce=int, widget=forms.CheckboxSelectMultiple, help_text=_("Each gets all the regions.")
    )
    province = forms.ChoiceField(label=_("Regions"), required=False)
    codes = _text(
        _("Or codes of regions"), required=False, rows=2, help_text=_("When codes are written, only these are given.")
    )

    def __init__(self, *args: Any, officers: list[tuple[int, str]], provinces: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["officers"].choices = officers
        self.fields["province"].choices = [("", _("All regions of the round")), *provinces]


class CommaDecimalField(forms.DecimalField):
    """A number as it is written in Indonesia: 1.234,5. With a single point it is understood as one too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, str):
            value = value.replace("Rp", "").replace("%", "").replace(" ", "").replace("\u00a0", "")
            if "," in value or re.fullmatch(r"\d{1,3}(\.\d{3})+", value):
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)


class FactForm(forms.Form):
    """A figure, and why it differs from the known one or where it is from."""

    value = CommaDecimalField(
        label=_("Value"),
        max_digits=24,
        decimal_places=6,
        error_messages={"invalid": _("Write a number, as in 12,5."), "required": _("Write the figure.")},
    )
    reason = forms.CharField(label=_("Reason or source"), required=False, max_length=500)


class LevelForm(forms.Form):
    """A level of one element with its explanation."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int, widget=forms.RadioSelect)
    explanation = _text(_("What is there, and where it can be seen"))

    def __init__(self, *args: Any, levels: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels


class ConfirmForm(forms.Form):
    """The level that an assessor finds; another than the region's needs a note, which the operation asks for."""

    level = forms.TypedChoiceField(label=_("Level that you find"), coerce=int)
    note = _text(_("Note"), required=False, rows=2)

    def __init__(self, *args: Any, levels: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels


class SubmitForm(forms.Form):
    commitment = _text(_("Commitment of the head of region"), rows=4)


class ChoiceForm(forms.Form):
    """The outcome for one region and its reason."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[("chosen", _("chosen")), ("reserve", _("on the reserve list")), ("not_now", _("not this time"))],
        widget=forms.RadioSelect,
    )
    reason = _text(_("Reason; the region will read it"), rows=4)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


def default_calendar(today: date) -> dict[str, date]:
    """Three weeks for answers, two for presentations, one to decide: changed in the form."""
    return {
        "answers_until": today + timedelta(weeks=3),
        "presentations_until": today + timedelta(weeks=5),
        "decision_on": today + timedelta(weeks=6),
    }
