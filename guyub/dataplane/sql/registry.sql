-- From released rows to persons and households. Statements run one after the other; each names its grain.
-- Reads: population, welfare, pupils, health_insurance, aid (one row a released row). Parameters: registry.py.
-- A place (`at`) is one number for one released row: rank of its dataset, then its row; the lower place wins every tie,
-- so the same releases always give the same registry, whatever the number of threads.

-- stated: one row a released row, what it says about a person.
create temp table stated as
with said as (
    select 1 as rank, _row, nik as key, nik, family_card, name, sex, birth_date, village_code from population
    union all select 2, _row, card_number, nik, family_card, name, sex, birth_date, village_code from health_insurance
    union all select 3, _row, nisn, nik, family_card, name, sex, birth_date, village_code from pupils
    union all select 4, _row, record_id, nik, family_card, name, sex, birth_date, village_code from welfare
    union all select 5, _row, aid_id, nik, family_card, name, sex, birth_date, village_code from aid
)
select
    rank, _row, rank * 100000000000 + _row as at, key, nik, family_card, name, sex, birth_date,
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
select first.nik, first.at, first.sex, first.birth_date, folded.folded
from (select nik, min(at) as at from stated where nik_valid group by nik) as lowest
join stated as first on first.at = lowest.at
left join folded on folded.name = first.name;

-- linked: one row a released row, and the place of the person it belongs to.
-- A shared or mistyped NIK must not merge two people: the row must agree with the anchor on sex or birth date, and on the name.
create temp table linked as
with compared as (
    select
        stated.at, stated.rank, stated._row, stated.village_code, stated.nik_valid, anchor.at as anchor_at,
        stated.at = anchor.at as is_anchor,
        stated.at = anchor.at or coalesce(
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
    at, rank, _row, village_code, nik_valid,
    case when agrees then anchor_at else at end as person_at,
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
    select at from stated
    where rank = 1 and name is not null and sex is not null and birth_date is not null and village_code is not null
),
gathered as (
    select
        linked.person_at,
        arg_min(name, stated.at) filter (where name is not null) as name,
        min(stated.at) filter (where name is not null) as name_at,
        arg_min(sex, stated.at) filter (where sex is not null) as sex,
        min(stated.at) filter (where sex is not null) as sex_at,
        arg_min(birth_date, stated.at) filter (where birth_date is not null) as birth_date,
        min(stated.at) filter (where birth_date is not null) as birth_date_at,
        arg_min(stated.village_code, stated.at) filter (where stated.village_code is not null) as village_code,
        min(stated.at) filter (where stated.village_code is not null) as village_at
    from linked join stated on stated.at = linked.at
    where linked.person_at not in (select at from complete)
    group by linked.person_at
)
select at as person_at, name, at as name_at, sex, at as sex_at, birth_date, at as birth_date_at, village_code, at as village_at
from stated where at in (select at from complete)
union all by name
select * from gathered;

-- identity: one row a person; the opaque id, keyed so that nobody without the key can go from a NIK to an id or back.
-- A person with a believed NIK of his own is known by it in every build; any other by the row that tells of him.
create temp table identity as
select
    stated.at as person_at,
    stated.rank = 1 as in_register,
    case when anchor.at is not null then stated.nik end as nik,
    left(sha256('{key}|' || case
        when anchor.at is not null then 'nik|' || stated.nik
        else 'row|' || stated.rank || '|' || coalesce(stated.key, cast(stated._row as varchar))
    end), 20) as person_id,
    case when stated.rank = 1 and stated.family_card is not null
        then left(sha256('{key}|card|' || stated.family_card), 20) end as household_id
from stated
left join anchor on anchor.at = stated.at
where stated.at in (select person_at from linked);

-- person: one row a person.
create temp table person as
select
    identity.person_id, identity.in_register, identity.nik, golden.name, golden.sex, golden.birth_date, golden.village_code,
    population.birth_place, population.relation, population.rt, population.rw, identity.household_id,
    golden.name_at, golden.sex_at, golden.birth_date_at, golden.village_at, identity.person_at
from identity
join golden on golden.person_at = identity.person_at
left join population on identity.in_register and population._row = identity.person_at - 100000000000;

-- welfare_of: one row a household; the welfare row of its head, else of its member in the lowest place. Consumed, never computed.
create temp table welfare_of as
select household_id, decile, floor, wall, water, power_va, at
from (
    select
        person.household_id, welfare.decile, welfare.floor, welfare.wall, welfare.water, welfare.power_va, linked.at,
        row_number() over (
            partition by person.household_id
            order by case when person.relation = 'head' then 0 else 1 end, linked.at
        ) as place
    from linked
    join person on person.person_at = linked.person_at
    join welfare on welfare._row = linked._row
    where linked.rank = 4 and person.household_id is not null
)
where place = 1;

-- household: one row a household of the register, with exactly one head: who is called so, else the oldest.
create temp table household as
with headed as (
    select *, row_number() over (
        partition by household_id
        order by case relation when 'head' then 0 when 'spouse' then 1 else 2 end, birth_date nulls last, person_at
    ) as place
    from person where household_id is not null
)
select
    headed.household_id,
    arg_min(headed.person_id, place) as head_id,
    arg_min(headed.village_code, place) as village_code,
    cast(count(*) as smallint) as size,
    coalesce(arg_min(headed.sex, place) = 'P', false) as woman_headed,
    any_value(welfare_of.decile) as decile, any_value(welfare_of.floor) as floor, any_value(welfare_of.wall) as wall,
    any_value(welfare_of.water) as water, any_value(welfare_of.power_va) as power_va, any_value(welfare_of.at) as welfare_at
from headed
left join welfare_of on welfare_of.household_id = headed.household_id
group by headed.household_id;
