"""What a person types about the plan: the filters of the list, a spreadsheet, a target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.apps.masterplan.queries import Wanted

ACCEPTED = ".xlsx,.xlsm,.csv,.txt"


class FilterForm(forms.Form):
    """The filters over the list. What is not a choice is simply not filtered by: a list never fails."""

    cari = forms.CharField(required=False, label=_("Search"), max_length=100)
    dimensi = forms.CharField(required=False, label=_("Dimension"), max_length=20)
    opd = forms.CharField(required=False, label=_("Lead agency"), max_length=20)
    jangka = forms.CharField(required=False, label=_("Horizon"), max_length=20)
    status = forms.CharField(required=False, label=_("Status"), max_length=20)

    def wanted(self) -> Wanted:
        given = self.cleaned_data if self.is_valid() else {}
        place = given.get("dimensi", "")
        return Wanted(
            text=given.get("cari", "").strip(),
            dimension="" if "-" in place else place,
            sub_dimension=place if "-" in place else "",
            agency=given.get("opd", ""),
            horizon=given.get("jangka", ""),
            status=given.get("status", ""),
        )


class SheetForm(forms.Form):
    """A spreadsheet of programmes to look at before anything enters."""

    file = forms.FileField(
        label=_("Choose the spreadsheet"), error_messages={"required": _("Choose a file first.")}, allow_empty_file=True
    )


class ConfirmForm(forms.Form):
    """Taking the file in. The title is asked for only when this file opens the plan."""

    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    title = forms.CharField(label=_("Title of the masterplan"), max_length=200, required=False)
    legal_basis = forms.CharField(label=_("Regulation that adopts it"), max_length=200, required=False)

    def __init__(self, *args: Any, opens: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not opens:
            del self.fields["title"], self.fields["legal_basis"]


class CommaDecimalField(forms.DecimalField):
    """A number as it is written in Indonesia: 12,5. A point is understood too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, str):
            value = value.replace("%", "").strip()
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)


class TargetForm(forms.Form):
    """A promise: which indicator, how much, by the end of which year."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    value = CommaDecimalField(
        label=_("Target, in the indicator's unit"),
        max_digits=16,
        decimal_places=4,
        error_messages={
            "invalid": _("Write a number, as in 12,5."),
            "required": _("Write the number that is promised."),
        },
    )
    year = forms.TypedChoiceField(label=_("By the end of"), coerce=int)

    def __init__(self, *args: Any, measures: list[tuple[str, str]], years: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = measures
        self.fields["year"].choices = [(year, str(year)) for year in range(years[0], years[1] + 1)]
