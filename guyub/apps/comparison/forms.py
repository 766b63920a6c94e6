"""What a reader asks of the comparison, and a file of past scores."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.apps.comparison.queries import Wanted

ACCEPTED = ".csv,.txt"


class FilterForm(forms.Form):
    """The filters over the nation. What is not a choice is simply not filtered by: a list never fails."""

    instrumen = forms.CharField(required=False, label=_("Instrument"), max_length=60)
    tahun = forms.IntegerField(required=False, label=_("Year"), min_value=2000, max_value=2100)
    provinsi = forms.CharField(required=False, label=_("Province"), max_length=2)
    angkatan = forms.IntegerField(required=False, label=_("Guided since"), min_value=2000, max_value=2100)
    ukuran = forms.CharField(required=False, label=_("Size"), max_length=40)
    nilai = forms.CharField(required=False, label=_("Values"), max_length=10)
    cari = forms.CharField(required=False, label=_("Region"), max_length=100)
    urut = forms.CharField(required=False, max_length=20)

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        order = given.get("urut") or "wilayah"
        return Wanted(
            instrument=given.get("instrumen") or "",
            year=given.get("tahun"),
            province=given.get("provinsi") or "",
            cohort=given.get("angkatan"),
            size=given.get("ukuran") or "",
            text=(given.get("cari") or "").strip(),
            kind=given.get("nilai") or "resmi",
            order=order.removeprefix("-"),
            descending=order.startswith("-"),
        )


class HistoryForm(forms.Form):
    """Past official scores by one instrument."""

    instrument = forms.ChoiceField(
        label=_("Instrument"), error_messages={"required": _("Choose the instrument of these scores.")}
    )
    file = forms.FileField(
        label=_("Choose the file"), error_messages={"required": _("Choose a file first.")}, allow_empty_file=True
    )

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = choices
