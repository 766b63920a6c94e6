"""Agencies that merge, split and end; offices that go along; bodies made of offices."""

from __future__ import annotations

from datetime import date

import pytest

from guyub.apps.areas import operations, queries
from guyub.apps.areas.models import Agency, Office
from guyub.apps.areas.operations import NewAgency, NewMember
from guyub.apps.areas.permissions import NotPermitted
from guyub.apps.areas.structure import read_structure
from guyub.errors import ContentError
from guyub.ledger.queries import list_events
from tests.support import make

pytestmark = pytest.mark.django_db
DAY, BEFORE, LATER = date(2026, 1, 2), date(2026, 1, 1), date(2026, 6, 1)


@pytest.fixture
def secretary():
    return make.officer("sekda", role="regional_secretary")


def new(abbreviation: str = "Disperdagkop") -> NewAgency:
    return NewAgency(f"Dinas {abbreviation}", abbreviation, "2.17.3.30.0.00.01.0000", "service")


def merged(secretary, *abbreviations: str, into: str = "Disperdagkop", on: date = DAY) -> int:
    return operations.merge_agencies(
        agency_ids=[make.agency(abbreviation).pk for abbreviation in abbreviations],
        into=new(into),
        on=on,
        legal_basis="Perda 1/2026",
        actor=secretary,
        at=make.AT,
    )


def names(lines) -> list[str]:
    return sorted(line.abbreviation for line in lines)


def test_the_national_code_tells_the_functions_of_an_agency():
    assert make.agency("Diskominfo", code="2.16.2.20.2.21.01.0000").functions == ("2.16", "2.20", "2.21")
    assert make.agency("Dinsos", code="1.06.0.00.0.00.01.0000").functions == ("1.06",)


def test_a_registered_agency_is_seen_and_recorded(secretary):
    pk = operations.register_agency(area="33.13", new=new(), on=DAY, actor=secretary, at=make.AT)

    assert queries.get_agency(pk, actor=secretary).abbreviation == "Disperdagkop"
    (event,) = list_events(areas=["33.13"])
    assert (event.name, event.subject_id, event.actor_office) == ("agency.registered", str(pk), secretary.acting_as)


def test_two_living_agencies_never_share_an_abbreviation(secretary):
    make.agency("Disperdagkop")

    with pytest.raises(operations.AbbreviationTaken):
        operations.register_agency(area="33.13", new=new(), on=DAY, actor=secretary, at=make.AT)


def test_before_a_merge_one_sees_the_old_and_from_its_day_on_the_new(secretary):
    merged(secretary, "Disdag", "Diskop")

    assert names(queries.list_agencies(actor=secretary, area="33.13", on=BEFORE)) == ["Disdag", "Diskop"]
    assert names(queries.list_agencies(actor=secretary, area="33.13", on=DAY)) == ["Disperdagkop"]
    assert names(queries.list_agencies(actor=secretary, area="33.13")) == ["Disdag", "Diskop", "Disperdagkop"]


def test_both_sides_of_a_merge_tell_of_it(secretary):
    merged(secretary, "Disdag", "Diskop")
    old, other, young = queries.list_agencies(actor=secretary, area="33.13")

    assert (old.became.others, other.became.legal_basis, young.came_from.others) == (
        ("Disperdagkop",),
        "Perda 1/2026",
        ("Disdag", "Diskop"),
    )
    assert "Disperdagkop" in old.became.words


def test_offices_go_along_with_a_merge_and_with_them_their_rights(secretary):
    head = make.officer("kepala", role="opd_head", agency=make.agency("Disdag"))
    pk = merged(secretary, "Disdag", "Diskop")
    head = type(head).objects.get(pk=head.pk)

    old, other = (Agency.objects.get(abbreviation=name).pk for name in ("Disdag", "Diskop"))
    assert Office.objects.get(role="opd_head").agency_id == pk
    assert head.held_offices[0].agency_ids == {pk, old, other}, "what was delivered under the old name is still his"


def test_a_chain_of_changes_is_followed_both_ways(secretary):
    first = merged(secretary, "A", "B", into="AB")
    last = operations.rename_agency(
        agency_id=first, to=new("ABC"), on=LATER, legal_basis="Perda 2/2026", actor=secretary, at=make.AT
    )
    old = Agency.objects.get(abbreviation="A").pk

    def at(pk, day):
        return names(queries.list_agencies_at(pk, on=day, actor=secretary))

    assert (at(old, BEFORE), at(old, DAY), at(old, LATER)) == (["A"], ["AB"], ["ABC"])
    assert (at(last, BEFORE), at(last, DAY), at(last, LATER)) == (["A", "B"], ["AB"], ["ABC"])
    assert Agency.objects.get(pk=old).carried_on_by_id == last


def test_a_split_gives_the_work_to_the_first_named(secretary):
    both = make.agency("Disperdagkop")
    make.officer(role="opd_head", agency=both)

    first, second = operations.split_agency(
        agency_id=both.pk, into=[new("Disdag"), new("Diskop")], on=DAY, legal_basis="x", actor=secretary, at=make.AT
    )

    assert Office.objects.get(role="opd_head").agency_id == first
    assert names(queries.list_agencies_at(both.pk, on=DAY, actor=secretary)) == ["Disdag", "Diskop"]
    assert queries.get_agency(second, actor=secretary).came_from.kind == "split"


def test_a_dissolved_agency_closes_its_offices(secretary):
    agency = make.agency("Dinas Lama")
    head = make.officer(role="opd_head", agency=agency)

    operations.retire_agency(agency_id=agency.pk, on=DAY, legal_basis="x", actor=secretary, at=make.AT)

    assert type(head).objects.get(pk=head.pk).held_offices == ()
    assert queries.list_agencies_at(agency.pk, on=LATER, actor=secretary) == []


def test_a_merge_takes_two_living_agencies_of_one_area(secretary):
    with pytest.raises(operations.TooFewAgencies):
        merged(secretary, "Disdag")
    merged(secretary, "Disdag", "Diskop")
    ended = Agency.objects.get(abbreviation="Disdag")
    with pytest.raises(operations.AgencyEnded):
        operations.retire_agency(agency_id=ended.pk, on=LATER, legal_basis="x", actor=secretary, at=make.AT)


def test_nobody_changes_the_agencies_of_another_regency(secretary):
    stranger = make.agency("Dinsos", area_code="33.11")

    with pytest.raises(NotPermitted):
        operations.retire_agency(agency_id=stranger.pk, on=DAY, legal_basis="x", actor=secretary, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.register_agency(area="33.11", new=new(), on=DAY, actor=secretary, at=make.AT)


@pytest.mark.parametrize("role", ["regent", "opd_head", "data_custodian", "camat", "inspector"])
def test_who_does_not_manage_officers_changes_no_structure(role):
    actor = make.officer(role=role, agency=make.agency("Dinsos"))

    with pytest.raises(NotPermitted):
        operations.register_agency(area="33.13", new=new(), on=DAY, actor=actor, at=make.AT)


def test_the_structure_is_seen_in_the_own_regency_only():
    ours, theirs = make.agency("Dinsos"), make.agency("Dinsos", area_code="33.11")
    village_operator = make.officer(role="village_operator", area_code="33.13.01.2001")

    assert [line.pk for line in queries.list_agencies(actor=village_operator, area="33.13")] == [ours.pk]
    assert queries.list_agencies(actor=village_operator, area="33.11") == []
    with pytest.raises(Agency.DoesNotExist):
        queries.get_agency(theirs.pk, actor=village_operator)


def test_twenty_agencies_cost_as_many_queries_as_one(secretary, django_assert_num_queries):
    for number in range(20):
        make.agency(f"Dinas {number}")
    secretary.held_offices  # noqa: B018

    with django_assert_num_queries(2):
        assert len(queries.list_agencies(actor=secretary, area="33.13")) == 20


def test_an_office_is_opened_once(secretary):
    place = {"area": "33.13.01", "title": "Camat Jatipuro", "role": "camat", "on": DAY}
    make.area("33.13.01")
    operations.open_office(**place, actor=secretary, at=make.AT)

    with pytest.raises(operations.OfficeExists):
        operations.open_office(**place, actor=secretary, at=make.AT)
    assert [line.title for line in queries.list_offices(actor=secretary, area="33.13.01")] == ["Camat Jatipuro"]


def test_an_office_belongs_to_a_living_agency_of_its_own_regency(secretary):
    stranger = make.agency("Dinsos", area_code="33.11")

    with pytest.raises(operations.AgencyElsewhere):
        operations.open_office(
            area="33.13", title="x", role="opd_head", agency_id=stranger.pk, on=DAY, actor=secretary, at=make.AT
        )


def test_nobody_opens_an_office_with_the_rights_of_guyub_itself(secretary):
    with pytest.raises(operations.NotForPeople):
        operations.open_office(area="33.13", title="x", role="system", on=DAY, actor=secretary, at=make.AT)


def body(secretary, members, kind="council", on=DAY):
    return operations.set_up_body(
        area="33.13", kind=kind, name="Dewan", legal_basis="SK 1", on=on, members=members, actor=secretary, at=make.AT
    )


def test_a_body_is_made_of_offices_and_parties(secretary):
    regent = make.office("regent", title="Bupati")

    body(secretary, [NewMember(party="Kampus"), NewMember("chair", regent.pk)])

    (council,) = queries.list_bodies(actor=secretary, area="33.13")
    assert [(m.seat, m.holder, m.is_office) for m in council.members] == [
        ("chair", "Bupati", True),
        ("member", "Kampus", False),
    ]


def test_a_new_decree_dissolves_the_body_that_stood(secretary):
    body(secretary, [NewMember(party="Kampus")])
    pk = body(secretary, [NewMember(party="Warga")], on=LATER)

    assert [line.pk for line in queries.list_bodies(actor=secretary, area="33.13")] == [pk]


@pytest.mark.parametrize("member", [NewMember(), NewMember(office_id=0, party="x"), NewMember(office_id=999_999)])
def test_a_member_is_an_open_office_or_a_party(secretary, member):
    with pytest.raises(operations.OfficeOrParty):
        body(secretary, [member])


def test_a_body_has_members_and_one_chair(secretary):
    with pytest.raises(operations.NobodyInIt):
        body(secretary, [])
    with pytest.raises(operations.TwoChairs):
        body(secretary, [NewMember("chair", party="a"), NewMember("chair", party="b")])


def test_the_example_structure_of_karanganyar_is_read_whole():
    structure = read_structure("33.13")
    ended = {name for merge in structure.merges for name in merge.predecessors}

    assert structure.is_example
    assert len(structure.agencies) - len(ended) + len(structure.merges) == 28
    assert {"Diskominfo", "Disdukcapil", "Bappeda", "Disperkim"} <= {entry.abbreviation for entry in structure.agencies}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("kind: secretariat", "kind: sekretariat"), r"agencies\[0\]\.kind"),
        (("code: 4.01.5.06.0.00.03.0000", "code: 4.01"), r"agencies\[0\]\.code"),
        (("abbreviation: Setda, ", ""), r"agencies\[0\]\.abbreviation"),
        (("from: [Disdag,", "from: [Disdug,"), r"merges\[0\]\.from"),
        (("valid_from: 2017-01-02", "valid_from: lama"), "valid_from"),
    ],
)
def test_a_mistake_in_the_structure_file_names_its_place(settings, tmp_path, change, place):
    folder = tmp_path / "reference"
    folder.mkdir()
    text = (settings.CONTENT_DIR / "reference" / "agencies_33.13.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    (folder / "agencies_33.13.yaml").write_text(text.replace(*change, 1), encoding="utf-8")
    settings.CONTENT_DIR = tmp_path

    with pytest.raises(ContentError, match=f": {place}: "):
        read_structure("33.13")
