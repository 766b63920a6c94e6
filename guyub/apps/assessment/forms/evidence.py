"""What a person says of evidence, of an instrument's file, of a measured value."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.apps.assessment.content import Measured
from guyub.apps.assessment.files import About, Proof
from guyub.apps.assessment.forms.assessing import NumberField
from guyub.apps.assessment.queries import Choice, EvidenceWanted


class DayField(forms.DateField):
    """A day, with the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EvidenceFilterForm(forms.Form):
    """The filters over the register. What is no choice is not filtered by: a list never fails."""

    cari = forms.CharField(required=False, max_length=100, label=_("Search"))
    jenis = forms.CharField(required=False, max_length=20, label=_("Kind"))
    opd = forms.CharField(required=False, max_length=20, label=_("Agency"))
    keadaan = forms.CharField(required=False, max_length=20, label=_("State"))

    def wanted(self) -> EvidenceWanted:
        given = self.cleaned_data if self.is_valid() else {}
        return EvidenceWanted(
            given.get("cari", "").strip(), given.get("jenis", ""), given.get("opd", ""), given.get("keadaan", "")
        )


class AboutForm(forms.Form):
    """Title, number and dates, as they stand on the paper itself."""

    title = forms.CharField(label=_("Name of the evidence"), max_length=200, help_text=_("As on its first page."))
    number = forms.CharField(label=_("Number"), max_length=120, required=False, help_text=_("As in Perbup 12/2026."))
    dated_on = DayField(label=_("Date"), help_text=_("Of the paper or the meeting, not of today."))
    valid_until = DayField(
        label=_("Valid until"), required=False, help_text=_("Empty when it holds until something replaces it.")
    )

    def about(self) -> About:
        given = self.cleaned_data
        return About(given["title"], given["dated_on"], given["number"], given["valid_until"])


class ProofForm(AboutForm):
    """Evidence with its content: `content` says whether that is a file, an address, a release or an indicator."""

    kind = forms.ChoiceField(label=_("Kind"))
    agency = forms.ChoiceField(label=_("Whose evidence"), required=False)
    file = forms.FileField(
        label=_("Choose the file"), error_messages={"required": _("Choose a file first.")}, allow_empty_file=True
    )
    address = forms.CharField(label=_("Address of the page"), max_length=500, widget=forms.URLInput())
    release = forms.TypedChoiceField(label=_("Release"), coerce=int)
    indicator = forms.ChoiceField(label=_("Indicator"))
    impersonal = forms.BooleanField(
        label=_("It names no resident: no NIK, no family card number, no list of names."),
        error_messages={"required": _("Check the file first: evidence needs no resident's data.")},
    )

    def __init__(
        self,
        *args: Any,
        content: str,
        kinds: list[Choice],
        agencies: list[Choice],
        releases: list[Choice],
        indicators: list[Choice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, field in (
            ("file", "file"),
            ("address", "address"),
            ("release", "release"),
            ("indicator", "indicator"),
        ):
            if name != content:
                del self.fields[field]
        if content in {"release", "indicator"}:
            del self.fields["impersonal"]
            kinds = [each for each in kinds if each.value == content]
        else:
            kinds = [each for each in kinds if each.value not in {"release", "indicator"}]
            if content == "file":
                kinds = [each for each in kinds if each.value != "link"]
        lists = (("kind", kinds), ("agency", agencies), ("release", releases), ("indicator", indicators))
        for name, choices in lists:
            if name in self.fields:
                self.fields[name].choices = [(each.value, each.label) for each in choices]

    def proof(self) -> Proof:
        given = self.cleaned_data
        file = given.get("file")
        return Proof(
            stream=file,
            file_name=file.name if file else "",
            address=given.get("address", ""),
            release_id=given.get("release"),
            indicator=given.get("indicator", ""),
        )


class VersionForm(AboutForm):
    """A better file, or only corrected dates. What it holds is of the same sort as before."""

    file = forms.FileField(label=_("Choose the better file"), required=False, allow_empty_file=True)
    address = forms.CharField(label=_("New address"), max_length=500, required=False, widget=forms.URLInput())
    note = forms.CharField(
        label=_("What is better"), max_length=300, required=False, help_text=_("For whoever looks at it again.")
    )

    def proof(self) -> Proof:
        file = self.cleaned_data["file"]
        address = self.cleaned_data["address"]
        return Proof(stream=file, file_name=file.name if file else "", address=address)


class InstrumentForm(forms.Form):
    """A file with an instrument, to look at before anything is adopted."""

    file = forms.FileField(
        label=_("Choose the workbook or the YAML file"),
        error_messages={"required": _("Choose a file first.")},
        allow_empty_file=True,
    )


class MeasureForm(forms.Form):
    """A measured value of one year."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    numerator = NumberField(label=_("Numerator"), required=False, max_digits=20, decimal_places=2)
    denominator = NumberField(label=_("Denominator"), required=False, max_digits=20, decimal_places=2)
    value = NumberField(label=_("Value"), required=False, max_digits=19, decimal_places=6)
    agency = forms.TypedChoiceField(label=_("Who answers for it"), required=False, coerce=int, empty_value=None)
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The publication or the survey, with its date.")
    )

    def __init__(self, *args: Any, years: list[int], agencies: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["agency"].choices = [(each.value, each.label) for each in agencies]

    def measured(self) -> Measured:
        given = self.cleaned_data
        return Measured(given["value"], given["numerator"], given["denominator"])
