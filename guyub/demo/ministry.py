"""The ministry's side of the demo: its evaluation office and its assessors, who stand in the nation's area."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password

from guyub.apps.accounts import operations as accounts
from guyub.apps.accounts import queries as officers
from guyub.apps.areas import operations as areas
from guyub.apps.areas import queries as places
from guyub.apps.areas.rights import NATION
from guyub.demo.people_and_offices import DECREE, PASSWORD, SINCE

# username -> (an invented name, the office, its role)
MINISTRY = {
    "kementerian": ("Laksmi Hapsari", "Kantor Evaluasi Kota Cerdas, Kementerian", "evaluation_office"),
    "asesor.satu": ("Galih Pramudito", "Asesor Kota Cerdas 1", "evaluator"),
    "asesor.dua": ("Melati Kusumo", "Asesor Kota Cerdas 2", "evaluator"),
    "asesor.tiga": ("Rangga Adiputra", "Asesor Kota Cerdas 3", "evaluator"),
    "asesor.empat": ("Wening Sasmita", "Asesor Kota Cerdas 4", "evaluator"),
}


def seed_ministry(at: datetime) -> None:
    """Open the nation's area with its offices and accounts; what stands already stays as it is."""
    accounts.open_area(area=NATION, actor=None, at=at)
    system = officers.get_system_officer(NATION)
    offices = {line.title: line.pk for line in places.list_offices(actor=system, area=NATION)}
    for _name, title, role in MINISTRY.values():
        if title not in offices:
            offices[title] = areas.open_office(area=NATION, title=title, role=role, on=SINCE, actor=system, at=at)
    known = {line.username for line in officers.list_officers(actor=system, area=NATION, on=at.date())}
    if known >= set(MINISTRY):
        return
    password_hash = make_password(PASSWORD)
    for username, (name, title, _role) in MINISTRY.items():
        if username in known:
            continue
        officer = accounts.register_officer(
            username=username, name=name, area=NATION, password_hash=password_hash, actor=system, at=at
        )
        accounts.appoint(
            officer_id=officer, office_id=offices[title], start_on=SINCE, decree=DECREE, actor=system, at=at
        )


def list_ministry_accounts() -> list[tuple[str, str]]:
    """(username, title of the office) of each of the ministry's demo accounts."""
    return [(username, title) for username, (_name, title, _role) in MINISTRY.items()]
