"""Opening an area for work, and registering the officers who will sign in."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Appointment, Officer, system_username
from guyub.apps.accounts.permissions import Right, require
from guyub.apps.areas.models import Area, Office, Role
from guyub.apps.areas.rights import Actor
from guyub.errors import Refusal
from guyub.ledger import record

# Guyub's own office has no first day: a restored or replayed past must find someone to act.
ALWAYS = date(2000, 1, 1)


class UsernameTaken(Refusal):
    code = "accounts.username-taken"

    def __init__(self, username: str) -> None:
        super().__init__(
            _("The username %(username)s is taken.") % {"username": username},
            remedy=_("Choose another, for example with the office in it: dinsos.sri."),
        )


class EmailTaken(Refusal):
    code = "accounts.email-taken"

    def __init__(self) -> None:
        super().__init__(
            _("Another officer has this e-mail address."), remedy=_("Give each officer an address of their own.")
        )


class WeakPassword(Refusal):
    code = "accounts.weak-password"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons), remedy=_("Choose a longer one, for example four unrelated words."))


@transaction.atomic(durable=True)
def open_area(*, area: str, actor: Actor | None, at: datetime) -> int:
    """
    Make an area ready for work: its system officer, as whom steps without a person act; return that officer's id.

    The first officers of an area are registered and appointed by it, from the command line of the machine (actor
    None). Done once; a repeat changes and records nothing.
    """
    if actor is not None:
        require(actor, Right.MANAGE_OFFICERS, area=area)
    regency = Area.objects.select_for_update().get(pk=area)
    username = system_username(area)
    known = Officer.objects.filter(username=username).values_list("pk", flat=True).first()
    if known is not None:
        return known

    officer = Officer(username=username, name="Guyub", area=regency, registered_at=at)
    officer.set_unusable_password()
    officer.save()
    office = Office.objects.create(area=regency, title=f"Guyub {regency.name}", role=Role.SYSTEM, opened_on=ALWAYS)
    Appointment.objects.create(officer=officer, office=office, start_on=ALWAYS)
    record("area.opened", actor=actor, at=at, area=area, subject=("areas.area", area), system_officer=officer.pk)
    return officer.pk


@transaction.atomic(durable=True)
def register_officer(
    *,
    username: str,
    name: str,
    area: str,
    actor: Actor,
    at: datetime,
    email: str = "",
    password: str | None = None,
    password_hash: str | None = None,
) -> int:
    """
    Register someone who will sign in; return the officer's id. Without an office the officer may nothing yet.

    password       None: signs in by the regency's own account (OIDC) or with a password that is set later
    password_hash  instead of a password: the hash that another directory kept, in Django's form

    Raises UsernameTaken, EmailTaken, WeakPassword.
    """
    require(actor, Right.MANAGE_OFFICERS, area=area)
    username = username.strip().lower()
    if Officer.objects.filter(username=username).exists():
        raise UsernameTaken(username)
    email = email.strip().lower()
    if email and Officer.objects.filter(email=email).exists():
        raise EmailTaken
    officer = Officer(username=username, name=name.strip(), email=email, area_id=area, registered_at=at)
    if password_hash is not None:
        identify_hasher(password_hash)  # ValueError: not a hash, and never to be stored as one
        officer.password = password_hash
    else:
        _give_password(officer, password)
    officer.save()
    record("officer.registered", actor=actor, at=at, area=area, subject=("accounts.officer", officer.pk))
    return officer.pk


@transaction.atomic(durable=True)
def set_password(*, officer_id: int, password: str, actor: Actor, at: datetime) -> None:
    """
    Give an officer who forgot the password a new one, to be handed over in person. Raises WeakPassword.

    Sessions that are open elsewhere end; the second factor stays.
    """
    officer = Officer.objects.select_for_update().get(pk=officer_id)
    require(actor, Right.MANAGE_OFFICERS, area=officer.area_id)
    if officer.username == system_username(officer.area_id):
        raise WeakPassword([_("Nobody signs in as Guyub itself.")])
    _give_password(officer, password)
    officer.save(update_fields=["password"])
    record("officer.password_set", actor=actor, at=at, area=officer.area_id, subject=("accounts.officer", officer.pk))


def _give_password(officer: Officer, password: str | None) -> None:
    if password is None:
        officer.set_unusable_password()
        return
    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise WeakPassword(error.messages) from None
    officer.set_password(password)
