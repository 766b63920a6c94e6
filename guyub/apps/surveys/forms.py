"""What a person types about a survey: how it is opened, one interview, a sheet."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.apps.surveys.asking import Asked, Given
from guyub.apps.surveys.models import Response, Survey
from guyub.apps.surveys.queries import SurveyPage

SERVICES = 6


class OpenForm(forms.Form):
    """Opening a survey: six programmes, or the names of services, and how the sample is drawn."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=Survey.Kind.choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("Title"), max_length=200)
    respondents = forms.IntegerField(label=_("Respondents for each"), min_value=1, max_value=5000)
    smallest = forms.IntegerField(
        label=_("At least so many in a village"),
        min_value=1,
        max_value=500,
        help_text=_("A visit for one interview is not worth the way."),
    )
    seed = forms.IntegerField(
        label=_("Number for the draw"),
        min_value=0,
        max_value=999_999_999,
        help_text=_("Anyone can repeat the draw with it. Say it before you draw."),
    )

    def __init__(self, *args: Any, programmes: list[tuple[str, list[tuple[int, str]]]], **kwargs: Any) -> None:
        """programmes: dimension and its programmes, in the order of the plan."""
        super().__init__(*args, **kwargs)
        self.programme_names, self.service_names = [], []
        for number, (dimension, choices) in enumerate(programmes, 1):
            name = f"programme_{number}"
            options = [("", _("no programme")), *choices]
            self.fields[name] = forms.ChoiceField(label=dimension, choices=options, required=False)
            self.programme_names.append(name)
        for number in range(1, SERVICES + 1):
            name = f"service_{number}"
            label = _("Service %(number)d") % {"number": number}
            self.fields[name] = forms.CharField(label=label, max_length=200, required=False)
            self.service_names.append(name)

    @property
    def programme_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.programme_names]

    @property
    def service_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.service_names]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") and not self.asked():
            field = self.programme_names[0] if self._asks_programmes() and self.programme_names else "service_1"
            self.add_error(field, _("Choose at least one thing to ask about."))
        return given

    def _asks_programmes(self) -> bool:
        return self.cleaned_data.get("kind") == Survey.Kind.IMPACT

    def asked(self) -> list[Asked]:
        given = self.cleaned_data
        each = given.get("respondents") or 0
        if self._asks_programmes():
            chosen = [given.get(name) for name in self.programme_names]
            return [Asked("", int(pk), each) for pk in chosen if pk]
        named = [given.get(name, "") for name in self.service_names]
        return [Asked(title, None, each) for title in named if title]


class ResponseForm(forms.Form):
    """One interview. The questions come from the questionnaire; nothing asks who is answering."""

    topic = forms.TypedChoiceField(label=_("Asked about"), coerce=int)
    village = forms.ChoiceField(label=_("Village"))
    sex = forms.ChoiceField(label=_("Respondent"), choices=Response.Sex.choices, widget=forms.RadioSelect)
    age = forms.ChoiceField(label=_("Age"), choices=Response.Age.choices, widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        *args: Any,
        page: SurveyPage,
        topics: list[tuple[int, str]],
        villages: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"token": uuid4().hex} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topics
        self.fields["village"].choices = villages
        self.question_names = []
        for number, question in enumerate(page.asked.questions, 1):
            name = f"q{number}"
            self.fields[name] = forms.TypedChoiceField(
                label=question.text, coerce=int, choices=question.choices, widget=forms.RadioSelect
            )
            self.question_names.append(name)

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.question_names]

    def given(self) -> Given:
        clean = self.cleaned_data
        return Given(
            topic_id=clean["topic"],
            village=clean["village"],
            sex=clean["sex"],
            age=clean["age"],
            answers=tuple(clean[name] for name in self.question_names),
            token=clean["token"],
        )


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("Choose the filled sheet"),
        error_messages={"required": _("Choose a file first.")},
        allow_empty_file=True,
    )
