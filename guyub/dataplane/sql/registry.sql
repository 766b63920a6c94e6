-- From released rows to persons and households. Statements run one after the other; each names its grain.
-- Reads: population, welfare, pupils, health_insurance, aid (one row a released row). Parameters: registry.py.
-- A place is one number for one released row: number of its release, then its row. Releases are numbered by dataset,
-- the register first; the lower place wins every tie, so the same releases always give the same registry, whatever the threads.

-- stated: one row a released row, what it says about a person.
create temp table stated as
with said as (
    select 1 as rank, place, origin, nik as key, nik, family_card, name, sex, birth_date, village_code from population
    union all select 2, place, origin, card_number, nik, family_card, name, sex, birth_date, village_code from health_insurance
    union all select 3, place, origin, nisn, nik, family_card, name, sex, birth_date, village_code from pupils
    union all select 4, place, origin, record_id, nik, family_card, name, sex, birth_date, village_code from welfare
    union all select 5, place, origin, aid_id, nik, family_card, name, sex, birth_date, village_code from aid
)
select
    rank, place, origin, key, nik, family_card, name, sex, birth_date,
    case when starts_with(village_code, '{area}.') then village_code end as village_code,
    -- A NIK is believed when its day (women: + 40), month and serial can exist; a spreadsheet turns the 16th digit into 0.
    coalesce(
        regexp_matches(nik, '^[0-9]{{16}}$')
        and cast(substr(nik, 7, 2) as integer) % 40 between 1 and 31
        and cast(substr(nik, 7, 2) as integer) <= 71
        and cast(substr(nik, 9, 2) as integer) between 1 and 12
        and substr(nik, 13, 4) <> '0000',
        false
    ) as nik_valid
from said;

-- folded: one row a spelling; the same person is Moh., Muh. or Muhammad in different files.
create temp table folded as
select name, trim(regexp_replace(regexp_replace(
    ' ' || regexp_replace(upper(strip_accents(name)), '[^A-Z]+', ' ', 'g') || ' ',
    ' (MUHAMMAD|MOHAMMAD|MOHAMAD|MUHAMAD|MOCHAMAD|MOCHAMMAD|MOKHAMAD|MOCH|MOKH|MOH|MUH|MHD|MD|M) ', ' MUHAMMAD '),
    ' (ST|STI|SITTI) ', ' SITI ')) as folded
from (select distinct name from stated where name is not null);

-- anchor: one row a believed NIK; the row in the lowest place, so the register's row where there is one, speaks for it.
create temp table anchor as
select first.nik, first.place, first.sex, first.birth_date, folded.folded
from (select nik, min(place) as place from stated where nik_valid group by nik) as lowest
join stated as first on first.place = lowest.place
left join folded on folded.name = first.name;

-- linked: one row a released row, and the place of the person it belongs to.
-- A shared or mistyped NIK must not merge two people: the row must agree with the anchor on sex or birth date, and on the name.
create temp table linked as
with compared as (
    select
        stated.place, stated.rank, stated.village_code, stated.nik_valid, anchor.place as anchor_place,
        stated.place = anchor.place as is_anchor,
        stated.place = anchor.place or coalesce(
            (stated.sex = anchor.sex or stated.birth_date = anchor.birth_date)
            and (
                folded.folded = anchor.folded
                or (
                    stated.birth_date = anchor.birth_date
                    and (
                        split_part(folded.folded, ' ', 1) = split_part(anchor.folded, ' ', 1)
                        or jaro_winkler_similarity(folded.folded, anchor.folded) >= 0.72
                    )
                )
                or (
                    abs(year(stated.birth_date) - year(anchor.birth_date)) <= 3
                    and jaro_winkler_similarity(folded.folded, anchor.folded) >= 0.88
                )
            ),
            false
        ) as agrees
    from stated
    left join anchor on stated.nik_valid and anchor.nik = stated.nik
    left join folded on folded.name = stated.name
)
select
    place, rank, village_code, nik_valid,
    case when agrees then anchor_place else place end as person_place,
    case
        when rank = 1 then 'register'
        when agrees and not is_anchor then 'nik_exact'
        else 'alone'
    end as how,
    case
        when rank = 1 or (agrees and not is_anchor) then null
        when not nik_valid then 'no_nik'
        when is_anchor then 'not_in_register'
        else 'disagrees'
    end as reason
from compared;

-- golden: one row a person; each field from the lowest place that states it, with that place beside it.
-- Nearly all persons have one complete register row, so only the others are gathered field by field.
create temp table golden as
with complete as (
    select place from stated
    where rank = 1 and name is not null and sex is not null and birth_date is not null and village_code is not null
),
gathered as (
    select
        linked.person_place,
        arg_min(name, stated.place) filter (where name is not null) as name,
        min(stated.place) filter (where name is not null) as name_place,
        arg_min(sex, stated.place) filter (where sex is not null) as sex,
        min(stated.place) filter (where sex is not null) as sex_place,
        arg_min(birth_date, stated.place) filter (where birth_date is not null) as birth_date,
        min(stated.place) filter (where birth_date is not null) as birth_date_place,
        arg_min(stated.village_code, stated.place) filter (where stated.village_code is not null) as village_code,
        min(stated.place) filter (where stated.village_code is not null) as village_place
    from linked join stated on stated.place = linked.place
    where linked.person_place not in (select place from complete)
    group by linked.person_place
)
select place as person_place, name, place as name_place, sex, place as sex_place, birth_date, place as birth_date_place, village_code, place as village_place
from stated where place in (select place from complete)
union all by name
select * from gathered;

-- identity: one row a person; the opaque id, keyed so that nobody without the key can go from a NIK to an id or back.
-- A person with a believed NIK of his own is known by it in every build; any other by the row that tells of him.
create temp table identity as
select
    stated.place as person_place,
    stated.rank = 1 as in_register,
    case when anchor.place is not null then stated.nik end as nik,
    left(sha256('{key}|' || case
        when anchor.place is not null then 'nik|' || stated.nik
        else 'row|' || stated.rank || '|' || stated.origin || '|' || stated.key
    end), 20) as person_id,
    case when stated.rank = 1 and stated.family_card is not null
        then left(sha256('{key}|card|' || stated.family_card), 20) end as household_id
from stated
left join anchor on anchor.place = stated.place
where stated.place in (select person_place from linked);

-- person: one row a person.
create temp table person as
select
    identity.person_id, identity.in_register, identity.nik, golden.name, golden.sex, golden.birth_date, golden.village_code,
    population.birth_place, population.relation, population.rt, population.rw, identity.household_id,
    golden.name_place, golden.sex_place, golden.birth_date_place, golden.village_place, identity.person_place
from identity
join golden on golden.person_place = identity.person_place
left join population on population.place = identity.person_place;

-- welfare_of: one row a household; the welfare row of its head, else of its member in the lowest place. Consumed, never computed.
create temp table welfare_of as
select household_id, decile, floor, wall, water, power_va, place
from (
    select
        person.household_id, welfare.decile, welfare.floor, welfare.wall, welfare.water, welfare.power_va, linked.place,
        row_number() over (
            partition by person.household_id
            order by case when person.relation = 'head' then 0 else 1 end, linked.place
        ) as turn
    from linked
    join person on person.person_place = linked.person_place
    join welfare on welfare.place = linked.place
    where linked.rank = 4 and person.household_id is not null
)
where turn = 1;

-- household: one row a household of the register, with exactly one head: who is called so, else the oldest.
create temp table household as
with headed as (
    select *, row_number() over (
        partition by household_id
        order by case relation when 'head' then 0 when 'spouse' then 1 else 2 end, birth_date nulls last, person_place
    ) as turn
    from person where household_id is not null
)
select
    headed.household_id,
    arg_min(headed.person_id, turn) as head_id,
    arg_min(headed.village_code, turn) as village_code,
    cast(count(*) as smallint) as size,
    coalesce(arg_min(headed.sex, turn) = 'P', false) as woman_headed,
    any_value(welfare_of.decile) as decile, any_value(welfare_of.floor) as floor, any_value(welfare_of.wall) as wall,
    any_value(welfare_of.water) as water, any_value(welfare_of.power_va) as power_va, any_value(welfare_of.place) as welfare_place
from headed
left join welfare_of on welfare_of.household_id = headed.household_id
group by headed.household_id;
