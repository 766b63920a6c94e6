"""Agencies, bodies, offices and the demo accounts of the regency, through the same operations that an officer uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from guyub.apps.accounts import operations as accounts
from guyub.apps.accounts import queries as officers
from guyub.apps.accounts.models import Officer
from guyub.apps.areas import operations as areas
from guyub.apps.areas import queries as places
from guyub.apps.areas.operations import NewAgency, NewMember
from guyub.apps.areas.structure import AgencyEntry, Structure, read_structure

PASSWORD = "guyub-demo"
SINCE = date(2025, 2, 20)
DECREE = "Contoh, semua orang rekaan"
DISTRICT, VILLAGE = "33.13.13", "33.13.13.2004"  # Gondangrejo, Selokaton


@dataclass(frozen=True, slots=True)
class Seat:
    """One office of the demo. `holder` is the username of the demo account that holds it; none: vacant."""

    title: str
    role: str
    area: str
    agency: str = ""
    holder: str = ""


# username -> an invented name
PEOPLE = {
    "bupati": "Endah Prasetyowati",
    "sekda": "Bambang Wiryatmo",
    "walidata": "Dewi Larasati",
    "disdukcapil": "Agus Santosa",
    "dinsos": "Sri Wahyuningtyas",
    "disdikbud": "Tri Handoko",
    "dinkes": "Ratna Kusumastuti",
    "disperkim": "Joko Purwadi",
    "bappeda": "Hesti Nurhayati",
    "camat.gondangrejo": "Widodo Saptono",
    "operator.desa": "Nanik Suryani",
    "inspektorat": "Suratman Hadi",
    "dpo": "Yuniarti Pertiwi",
}
WITH_ACCOUNT = {"Disdukcapil", "Dinsos", "Disdikbud", "Dinkes", "Disperkim"}
COORDINATORS = {
    "Tata Kelola Cerdas": "Diskominfo",
    "Citra Daerah Cerdas": "Disparpora",
    "Ekonomi Cerdas": "Disperdagkop",
    "Kehidupan Cerdas": "Dinkes",
    "Masyarakat Cerdas": "Disdikbud",
    "Lingkungan Cerdas": "DLH",
}


def seed_offices(area: str, at: datetime) -> None:
    """Open the area and give it its structure and its demo accounts; what stands already stays as it is."""
    accounts.open_area(area=area, actor=None, at=at)
    system = officers.get_system_officer(area)
    _seed_agencies(read_structure(area), system, at)
    agency_ids = {line.abbreviation: line.pk for line in places.list_agencies(actor=system, area=area, on=at.date())}
    seats = list(_seats(area, system, at))
    _seed_seats(seats, agency_ids, system, at)
    _seed_people(area, system, at)
    _seed_appointments(area, seats, system, at)
    _seed_bodies(area, system, at)


def list_accounts() -> list[tuple[str, str]]:
    """(username, titles of the offices held) of each demo account, in the order of PEOPLE."""
    known = {username: officers.get_officer(username) for username in PEOPLE}
    return [
        (username, "; ".join(held.title for held in officer.held_offices) or officer.name)
        for username, officer in known.items()
    ]


def _seed_agencies(structure: Structure, system: Officer, at: datetime) -> None:
    known = {line.abbreviation: line for line in places.list_agencies(actor=system, area=structure.area)}
    for entry in structure.agencies:
        if entry.abbreviation not in known:
            areas.register_agency(area=structure.area, new=_new(entry), on=structure.valid_from, actor=system, at=at)
    for number, district in enumerate(places.public_list_children(structure.area), start=1):
        office = NewAgency(
            name=f"Kecamatan {district.name}",
            abbreviation=f"Kec. {district.name}",
            code=structure.district_code.format(number=number),
            kind="district_office",
            duty=structure.district_duty,
            district=district.code,
        )
        if office.abbreviation not in known:
            areas.register_agency(area=structure.area, new=office, on=structure.valid_from, actor=system, at=at)
    for merge in structure.merges:
        if merge.into.abbreviation not in known:
            ids = {line.abbreviation: line.pk for line in places.list_agencies(actor=system, area=structure.area)}
            areas.merge_agencies(
                agency_ids=[ids[abbreviation] for abbreviation in merge.predecessors],
                into=_new(merge.into),
                on=merge.on,
                legal_basis=merge.legal_basis,
                actor=system,
                at=at,
            )


def _new(entry: AgencyEntry) -> NewAgency:
    return NewAgency(entry.name, entry.abbreviation, entry.code, entry.kind, entry.duty)


def _seats(area: str, system: Officer, at: datetime) -> Sequence[Seat]:
    regency = places.public_get_area(area)
    seats = [
        Seat(f"Bupati {regency.name}", "regent", area, holder="bupati"),
        Seat(f"Wakil Bupati {regency.name}", "vice_regent", area),
        Seat(f"Sekretaris Daerah {regency.full_name}", "regional_secretary", area, "Setda", "sekda"),
        Seat("Asisten Pemerintahan dan Kesejahteraan Rakyat", "assistant", area, "Setda"),
        Seat("Asisten Ekonomi dan Pembangunan", "assistant", area, "Setda"),
        Seat("Asisten Administrasi Umum", "assistant", area, "Setda"),
        Seat("Walidata Daerah", "data_custodian", area, "Diskominfo", "walidata"),
        Seat("Sekretariat Kota Cerdas", "smart_city_office", area, "Diskominfo", "walidata"),
        Seat("Kepala Bidang Perencanaan, Bappeda", "planning_office", area, "Bappeda", "bappeda"),
        Seat("Inspektur Pembantu", "inspector", area, "Inspektorat", "inspektorat"),
        Seat("Pejabat Pelindungan Data Pribadi", "dpo", area, "Setda", "dpo"),
        Seat("Pembimbing Kota Cerdas dari Kementerian", "mentor", area),
    ]
    for agency in places.list_agencies(actor=system, area=area, on=at.date()):
        if agency.district is not None:
            holder = "camat.gondangrejo" if agency.district == DISTRICT else ""
            name = agency.name.removeprefix("Kecamatan ")
            seats.append(Seat(f"Camat {name}", "camat", agency.district, agency.abbreviation, holder))
        elif agency.kind in {"board", "service", "inspectorate"}:
            holder = agency.abbreviation.lower() if agency.abbreviation in WITH_ACCOUNT else ""
            title = "Inspektur Daerah" if agency.kind == "inspectorate" else f"Kepala {agency.abbreviation}"
            seats.append(Seat(title, "opd_head", area, agency.abbreviation, holder))
            if holder:
                seats.append(
                    Seat(f"Produsen Data {agency.abbreviation}", "data_producer", area, agency.abbreviation, holder)
                )
    village = places.public_get_area(VILLAGE)
    seats.append(Seat(f"Kepala {village.full_name}", "village_head", VILLAGE))
    seats.append(Seat(f"Operator {village.full_name}", "village_operator", VILLAGE, holder="operator.desa"))
    return seats


def _seed_seats(seats: Sequence[Seat], agency_ids: dict[str, int], system: Officer, at: datetime) -> None:
    known = {(line.area, line.title) for line in places.list_offices(actor=system, area=system.area_id)}
    for seat in seats:
        if (seat.area, seat.title) not in known:
            areas.open_office(
                area=seat.area,
                title=seat.title,
                role=seat.role,
                agency_id=agency_ids[seat.agency] if seat.agency else None,
                on=SINCE,
                actor=system,
                at=at,
            )


def _seed_people(area: str, system: Officer, at: datetime) -> None:
    known = {line.username for line in officers.list_officers(actor=system, area=area, on=at.date())}
    missing = [username for username in PEOPLE if username not in known]
    password_hash = make_password(PASSWORD) if missing else ""  # once: it takes 0.3 s, and the password is no secret
    for username in missing:
        accounts.register_officer(
            username=username, name=PEOPLE[username], area=area, password_hash=password_hash, actor=system, at=at
        )


def _seed_appointments(area: str, seats: Sequence[Seat], system: Officer, at: datetime) -> None:
    ids = {line.username: line.pk for line in officers.list_officers(actor=system, area=area, on=at.date())}
    lines = {(line.area, line.title): line for line in officers.list_seats(actor=system, area=area, on=at.date())}
    for seat in seats:
        line = lines[seat.area, seat.title]
        # An office that anyone ever held is left alone: someone tries the handover in the demo.
        if seat.holder and not line.history:
            accounts.appoint(
                officer_id=ids[seat.holder],
                office_id=line.office_id,
                start_on=SINCE,
                decree=DECREE,
                actor=system,
                at=at,
            )


def _seed_bodies(area: str, system: Officer, at: datetime) -> None:
    standing = {line.kind for line in places.list_bodies(actor=system, area=area)}
    offices = places.list_offices(actor=system, area=area)
    by_title = {line.title: line.pk for line in offices}
    regency = places.public_get_area(area)
    heads = {line.agency: line.pk for line in offices if line.role == "opd_head"}
    parties = [NewMember(party=party) for party in ("Perguruan tinggi", "Pelaku usaha", "Komunitas warga")]
    bodies = {
        "council": (
            "Dewan Kota Cerdas",
            [
                NewMember("chair", by_title[f"Bupati {regency.name}"]),
                NewMember("deputy", by_title[f"Wakil Bupati {regency.name}"]),
                NewMember("deputy", by_title[f"Sekretaris Daerah {regency.full_name}"]),
                *(NewMember(office_id=office) for office in heads.values()),
                *parties,
            ],
        ),
        "implementing_team": (
            "Tim Pelaksana Kota Cerdas",
            [
                NewMember("chair", heads["Diskominfo"]),
                NewMember("secretary", by_title["Sekretariat Kota Cerdas"]),
                NewMember(office_id=by_title["Kepala Bidang Perencanaan, Bappeda"]),
                NewMember(party="Relawan TIK"),
                NewMember(party="Perwakilan pemuda"),
            ],
        ),
        "technical_team": (
            "Tim Teknis Kota Cerdas",
            [
                NewMember("chair", by_title["Walidata Daerah"]),
                NewMember(office_id=by_title["Pejabat Pelindungan Data Pribadi"]),
                *(NewMember(office_id=line.pk) for line in offices if line.role == "data_producer"),
            ],
        ),
        "dimension_coordinators": (
            "Koordinator Dimensi",
            [NewMember(office_id=heads[agency], dimension=name) for name, agency in COORDINATORS.items()],
        ),
        "forum": ("Forum Kota Cerdas", [*parties, NewMember(party="Perwakilan desa")]),
    }
    for kind, (name, members) in bodies.items():
        if kind not in standing:
            areas.set_up_body(
                area=area,
                kind=kind,
                name=name,
                legal_basis="Contoh, menunggu keputusan bupati",
                on=SINCE,
                members=members,
                actor=system,
                at=at,
            )
