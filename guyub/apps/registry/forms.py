"""What officers type: a NIK to look for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NikForm(forms.Form):
    """Sent by POST only, so that no NIK stands in an address or a log."""

    nik = forms.CharField(
        label=_("NIK"),
        max_length=24,
        help_text=_("16 digits; spaces do not matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
