"""What officers type: which month, which file, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.exchange.files import upload_limit_bytes
from guyub.engines.values import Period
from guyub.web import figures

MONTHS_BACK = 24


class SubmitForm(forms.Form):
    """A file and the month its rows describe."""

    period = forms.ChoiceField(
        label=gettext_lazy("Month the data describe"),
        help_text=gettext_lazy("Not the month in which you send it."),
    )
    file = forms.FileField(label=gettext_lazy("Choose the file"), allow_empty_file=True)

    def __init__(self, *args: Any, today: date, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = Period.of(today)
        months = [str(now.plus(-back)) for back in range(MONTHS_BACK)]
        self.fields["period"].choices = [(month, figures.period(month)) for month in months]
        limit = _("The file is larger than %(limit)s. Send it as CSV or Parquet, or split it by district.")
        missing = _("Choose a file first.")
        self.fields["file"].error_messages["required"] = (
            limit % {"limit": figures.size(upload_limit_bytes())} if too_large else missing
        )


class ReasonForm(forms.Form):
    """One sentence that says why."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One sentence, without names or NIK. Colleagues read it here."),
        error_messages={"required": gettext_lazy("Write in one sentence why.")},
    )


class AsOfForm(forms.Form):
    """Which release held on a day?"""

    period = forms.ChoiceField(label=gettext_lazy("Month the data describe"))
    day = forms.DateField(
        label=gettext_lazy("As it stood on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, periods: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(period, figures.period(period)) for period in periods]
