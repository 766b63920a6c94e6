"""What a manager of officers types, before any rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.queries import OfficerLine


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y"])


class _OfficerForm(forms.Form):
    """A form that names one of the area's officers."""

    officer = forms.TypedChoiceField(label=_("Officer"), coerce=int)

    def __init__(self, *args: Any, officers: Sequence[OfficerLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(line.pk, f"{line.name} ({line.username})") for line in officers if line.is_active]
        self.fields["officer"].choices = [("", _("Choose an officer")), *choices]


class SignInForm(LoginForm):
    """allauth's form without placeholders: they repeat the label, and vanish when one needs them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AppointForm(_OfficerForm):
    start_on = _day(_("Holds the office from"))
    decree = forms.CharField(
        label=_("Decree"), required=False, max_length=200, help_text=_("Number and date of the letter of appointment.")
    )


class HandOverForm(_OfficerForm):
    on = _day(_("Day of the handover"), _("From this day on the new officer holds the office."))
    decree = forms.CharField(label=_("Decree"), required=False, max_length=200)


class DismissForm(forms.Form):
    end_on = _day(_("No longer holds it from"), _("The rights of the office end on this day."))


class RegisterForm(forms.Form):
    username = forms.RegexField(
        r"^[a-z][a-z0-9._-]{2,59}$",
        label=_("Username"),
        help_text=_("Small letters, digits and dots, beginning with a letter. Never a NIK."),
        error_messages={"invalid": _("Write small letters, digits and dots, beginning with a letter: dinsos.sri")},
    )
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Needed only for signing in with the regency's own account.")
    )
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("At least ten characters. Hand it over in person; the officer changes it after signing in."),
    )


class _ReadableKey:
    """
    allauth's forms, for an answer that no browser gives: they let fido2's parsing errors through, a broken page.

    What is no credential is an invalid one, said like any other.
    """

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise forms.ValidationError(_("This key did not answer as it should. Try once more.")) from error


class KeyLoginForm(_ReadableKey, LoginWebAuthnForm):
    pass


class KeyAuthenticateForm(_ReadableKey, AuthenticateWebAuthnForm):
    pass


class KeyReauthenticateForm(_ReadableKey, ReauthenticateWebAuthnForm):
    pass
