"""What the office, an assessor or a region types, before any rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.engines.scoring import Asks, Leaf

CALENDAR = (
    ("opens_on", _("Opens on")),
    ("hand_in_until", _("Hand-in until")),
    ("desk_review_until", _("Desk review until")),
    ("interviews_until", _("Interviews until")),
    ("visits_until", _("Field visits until")),
    ("correction_until", _("Correction until")),
    ("results_on", _("Results on")),
)
EXCLUSION_KINDS = (
    ("lives", _("lives there")),
    ("works", _("works or worked there")),
    ("taught", _("taught or advised there")),
    ("family", _("family in office there")),
    ("other", _("another reason")),
)
NOTE_KINDS = (("interview", _("interview")), ("visit", _("field visit")))
REMARK_KINDS = (("strength", _("strength")), ("weakness", _("weakness")), ("recommendation", _("recommendation")))


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y"], **kwargs)


def _sentences(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": str(rows)})
    )


class NumberField(forms.DecimalField):
    """A number as it is written in Indonesia: 12,5. A point is understood too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, str):
            value = value.replace("%", "").strip()
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)


class CycleForm(forms.Form):
    """A new evaluation with its calendar."""

    title = forms.CharField(label=_("Title"), max_length=200)
    instrument_code = forms.ChoiceField(label=_("Instrument"))
    year = forms.IntegerField(label=_("Year"), min_value=2017, max_value=2100)
    stage = forms.TypedChoiceField(label=_("Stage"), coerce=int, choices=((1, _("stage I")), (2, _("stage II"))))

    def __init__(self, *args: Any, instruments: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument_code"].choices = instruments
        for name, label in CALENDAR:
            self.fields[name] = _day(label)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        before: date | None = None
        for name, _label in CALENDAR:
            day = given.get(name)
            if before is not None and day is not None and day < before:
                self.add_error(name, _("This day lies before the one above it."))
            before = day or before
        return given


class PanelForm(forms.Form):
    """A panel and who sits on it."""

    title = forms.CharField(label=_("Name of the panel"), max_length=80)
    officers = forms.TypedMultipleChoiceField(
        label=_("Assessors"), coerce=int, widget=forms.CheckboxSelectMultiple, help_text=_("Three to five.")
    )

    def __init__(self, *args: Any, assessors: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officers"].choices = assessors


class RegionsForm(forms.Form):
    """Which regions a panel looks at."""

    areas = forms.MultipleChoiceField(label=_("Regions"), widget=forms.SelectMultiple(attrs={"size": "8"}))

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = regions


class ExclusionForm(forms.Form):
    """Conflict of interest: who, where, why."""

    officer = forms.TypedChoiceField(label=_("Assessor"), coerce=int)
    area = forms.ChoiceField(label=_("Region"))
    kind = forms.ChoiceField(label=_("Kind of tie"), choices=EXCLUSION_KINDS)
    reason = forms.CharField(label=_("In a sentence"), max_length=300)

    def __init__(
        self, *args: Any, assessors: Sequence[tuple[int, str]], regions: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if assessors:
            self.fields["officer"].choices = assessors
        else:
            del self.fields["officer"]
        self.fields["area"].choices = [("", _("Choose a region")), *regions]


class ScoreForm(forms.Form):
    """What an assessor or a panel gives an item: one of its levels, yes or no, or a number."""

    def __init__(self, *args: Any, leaf: Leaf, reason: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if leaf.asks is Asks.LEVEL:
            choices = [(each.level, str(each.level)) for each in leaf.levels]
            self.fields["level"] = forms.TypedChoiceField(
                label=_("Level"), coerce=int, choices=choices, widget=forms.RadioSelect
            )
        elif leaf.asks is Asks.YES_NO:
            self.fields["number"] = forms.TypedChoiceField(
                label=_("Fulfilled"), coerce=Decimal, choices=((1, _("Yes")), (0, _("No"))), widget=forms.RadioSelect
            )
        else:
            self.fields["number"] = NumberField(label=_("Value"), max_digits=18, decimal_places=6)
        if reason:
            self.fields["reason"] = _sentences(reason)
        else:
            self.fields["note"] = _sentences(_("Note for the panel"), required=False)

    @property
    def given(self) -> dict[str, Any]:
        return {"level": self.cleaned_data.get("level"), "number": self.cleaned_data.get("number")}


class NoteForm(forms.Form):
    """What an interview or a visit showed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=NOTE_KINDS)
    held_on = _day(_("Held on"))
    code = forms.ChoiceField(label=_("About which part"), required=False)
    text = _sentences(_("What it showed"))
    level = forms.TypedChoiceField(
        label=_("Level it leads to"), coerce=int, required=False, empty_value=None, choices=[("", "–")]
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("the whole")), *parts]
        self.fields["level"].choices = [("", "–"), *((level, str(level)) for level in range(0, 6))]


class RemarkForm(forms.Form):
    """A sentence for the results letter."""

    kind = forms.ChoiceField(label=_("Kind"), choices=REMARK_KINDS)
    code = forms.ChoiceField(label=_("About which part"), required=False)
    text = _sentences(_("Sentence for the letter"))
    due_on = _day(_("By"), required=False, help_text=_("Only for a recommendation."))

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("the whole")), *parts]


class CorrectionForm(forms.Form):
    """Which items are asked back, what is to be mended, until when."""

    until = _day(_("To be mended until"))

    def __init__(self, *args: Any, items: Sequence[tuple[str, str, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = {f"item_{number}": code for number, (code, _title, asked) in enumerate(items) if not asked}
        for number, (code, title, asked) in enumerate(items):
            if not asked:
                self.fields[f"item_{number}"] = forms.CharField(label=f"{code} {title}", required=False, max_length=500)

    @property
    def reasons(self) -> dict[str, str]:
        return {code: text for name, code in self.codes.items() if (text := self.cleaned_data.get(name, "").strip())}


class PublishForm(forms.Form):
    """Under which letter a result is published."""

    number = forms.CharField(label=_("Number of the letter"), max_length=120)
    dated_on = _day(_("Date of the letter"))
    signatory = forms.CharField(label=_("Office that signs"), max_length=200)
    earlier_total = NumberField(
        label=_("Score of last year"),
        required=False,
        max_digits=10,
        decimal_places=4,
        help_text=_("Only where Guyub does not know last year's result."),
    )
    earlier_source = forms.CharField(label=_("Letter with the score of last year"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("earlier_total") is not None and not given.get("earlier_source"):
            self.add_error("earlier_source", _("Write the letter in which the score of last year stands."))
        return given


class ObjectionForm(forms.Form):
    """What a region objects to."""

    code = forms.ChoiceField(label=_("Item"))
    reason = _sentences(_("Reason"), rows=4)

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = items


class AnswerForm(ScoreForm):
    """The panel's answer to an objection. The new value is asked for only where it accepts."""

    accepted = forms.TypedChoiceField(
        label=_("Answer"),
        coerce=lambda value: value == "yes",
        choices=(("yes", _("Grant the objection")), ("no", _("Reject the objection"))),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, leaf: Leaf, **kwargs: Any) -> None:
        super().__init__(*args, leaf=leaf, reason=_("Reason"), **kwargs)
        for name in ("level", "number"):
            if name in self.fields:
                self.fields[name].required = False
                if isinstance(self.fields[name], forms.TypedChoiceField):
                    self.fields[name].empty_value = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("accepted") and given.get("level") is None and given.get("number") is None:
            self.add_error("level" if "level" in self.fields else "number", _("Give the value that now holds."))
        return given
