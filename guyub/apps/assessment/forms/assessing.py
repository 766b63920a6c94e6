"""Opening an assessment, its official score, an answer, a decision, a comment, a follow-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NumberField(forms.DecimalField):
    """A number as it is written in Indonesia: 1.234,5. A point as decimal sign is understood where it is no other."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, str):
            value = value.replace("%", "").replace("\u2212", "-").strip()
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
            elif re.fullmatch(r"-?\d{1,3}\.\d{3}", value):
                raise forms.ValidationError(
                    _("“%(value)s” can be read in two ways. Write it without a point, or with a comma."),
                    params={"value": value},
                )
            elif value.count(".") > 1:
                value = value.replace(".", "")
        return super().to_python(value)


class OpenForm(forms.Form):
    instrument = forms.ChoiceField(label=_("Instrument"))
    year = forms.IntegerField(label=_("Year that is assessed"), min_value=2000, max_value=2100)
    due_on = forms.DateField(
        label=_("By when it is handed in"),
        required=False,
        widget=DAY,
        help_text=_("The last day on which the ministry takes it."),
    )

    def __init__(self, *args: Any, instruments: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = instruments


class OfficialForm(forms.Form):
    score = NumberField(
        label=_("Official score"),
        max_digits=9,
        decimal_places=4,
        error_messages={"required": _("Write the score as it stands in the letter.")},
    )
    source = forms.CharField(
        label=_("Letter"),
        max_length=300,
        help_text=_("Number and date, so that everybody can find it."),
        error_messages={"required": _("Write the letter's number and date.")},
    )


class AnswerForm(forms.Form):
    """What an officer says of an item; which of level, number and yes_no is asked depends on the leaf."""

    level = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Level"))
    number = NumberField(required=False, max_digits=20, decimal_places=6, label=_("Measured value"))
    yes_no = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Is it so?"))
    explanation = forms.CharField(required=False, label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks: str, levels: Sequence[int], is_by_data: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("Not answered yet")), *((level, str(level)) for level in levels)]
        self.fields["yes_no"].choices = [("", _("Not answered yet")), (1, _("Yes")), (0, _("No"))]
        for name, wanted in (("level", "level"), ("number", "number"), ("yes_no", "yes_no")):
            if asks != wanted or is_by_data:
                del self.fields[name]

    def answer(self) -> dict[str, Any]:
        """As the operation takes it."""
        given = self.cleaned_data
        number = given.get("number") if given.get("yes_no") is None else Decimal(given["yes_no"])
        return {
            "claimed_level": given.get("level"),
            "number": number,
            "explanation": given["explanation"],
            "seen": given["seen"],
        }


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("accepted", ""), ("revise", "")])
    version = forms.IntegerField(required=False)
    revision = forms.ChoiceField(
        required=False,
        label=_("What is wrong"),
        choices=[
            ("unfit", _("It does not prove it")),
            ("missing", _("It is not there or not readable")),
            ("automatic", _("A check turned it down")),
        ],
    )
    remark = forms.CharField(required=False, max_length=500, label=_("What is to be done"))


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you want to say or ask.")},
    )
    mentions = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        label=_("Ask these officers"),
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("They find it under what waits for them."),
    )

    def __init__(self, *args: Any, officers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentions"].choices = officers


class GiveForm(forms.Form):
    agency = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    due_on = forms.DateField(required=False, widget=DAY)

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "–"), *agencies]
