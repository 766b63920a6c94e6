"""What officers type and choose: a stage, a file, a key and how they know whose it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

STAGES = ((1, _("stage I")), (2, _("stage II")))


class HandInForm(forms.Form):
    stage = forms.TypedChoiceField(
        label=_("For which stage of the evaluation?"), choices=STAGES, coerce=int, initial=1, empty_value=1
    )
    knows_gaps = forms.BooleanField(
        label=_("I know what is not finished, and hand in all the same."),
        error_messages={"required": _("Tick that you know what is not finished, or finish it first.")},
    )

    def __init__(self, *args: Any, has_gaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_gaps:
            del self.fields["knows_gaps"]


class ReceiveForm(forms.Form):
    file = forms.FileField(
        label=_("Choose the package"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first.")},
    )


class TrustForm(forms.Form):
    area = forms.CharField(
        label=_("Whose key is it?"),
        max_length=13,
        help_text=_("The code of the region, such as 33.13. ID is the ministry."),
        error_messages={"required": _("Write the code of the region.")},
    )
    public_key = forms.CharField(
        label=_("Public key"),
        max_length=200,
        help_text=_("64 digits and letters, from the region's own page of keys."),
        error_messages={"required": _("Paste the public key.")},
    )
    reason = forms.CharField(
        label=_("How do you know?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which office read the fingerprint out, to which office, on which day. No names of persons."),
        error_messages={"required": _("Write how you made sure whose key it is.")},
    )


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it no longer to be believed?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in one sentence why.")},
    )
