-- mart: one row a person, all that indicators and lists count by. Names and NIKs come masked, so no page can show more.
-- Reads: person, household, linked, pupils, health_insurance, aid, welfare. Sorted by village for the zone maps.
create temp table mart as
with pupil_of as (
    select linked.person_place, pupils.level, pupils.grade, pupils.school_code, pupils.school_name
    from (select person_place, min(place) as place from linked where rank = 3 group by person_place) as linked
    join pupils on pupils.place = linked.place
),
insurance_of as (
    select linked.person_place, bool_or(coalesce(health_insurance.active, false)) as active,
        arg_min(health_insurance.segment, linked.place) as segment
    from linked join health_insurance on health_insurance.place = linked.place
    where linked.rank = 2
    group by linked.person_place
),
aid_of as (
    select
        linked.person_place,
        bool_or(aid.kind = 'school') as school, bool_or(aid.kind = 'food') as food,
        bool_or(aid.kind = 'cash') as cash, bool_or(aid.kind = 'house') as house
    from linked join aid on aid.place = linked.place
    where linked.rank = 5 and aid.year = {year}
    group by linked.person_place
),
household_aid as (
    select distinct person.household_id
    from aid_of join person on person.person_place = aid_of.person_place
    where person.household_id is not null
),
own_welfare as (
    select linked.person_place, welfare.decile, welfare.floor, welfare.wall, welfare.water, welfare.power_va
    from (
        select linked.person_place, min(linked.place) as place
        from linked join person on person.person_place = linked.person_place and person.household_id is null
        where linked.rank = 4
        group by linked.person_place
    ) as linked
    join welfare on welfare.place = linked.place
),
delivered as (
    select person_place, cast(count(*) filter (where rank > 1) as smallint) as records from linked group by person_place
)
select
    person.person_id, person.in_register, person.village_code, person.sex,
    -- Whole years on the last day of the period.
    cast(floor(({period_end} - (year(person.birth_date) * 10000 + month(person.birth_date) * 100 + day(person.birth_date)))
        / 10000) as smallint) as age,
    person.household_id,
    coalesce(household.head_id = person.person_id, false) as household_head,
    household.size as household_size,
    coalesce(household.woman_headed, false) as woman_headed,
    coalesce(household.decile, own_welfare.decile) as decile,
    coalesce(household.floor, own_welfare.floor) as floor,
    coalesce(household.wall, own_welfare.wall) as wall,
    coalesce(household.water, own_welfare.water) as water,
    coalesce(household.power_va, own_welfare.power_va) as power_va,
    pupil_of.person_place is not null as pupil,
    pupil_of.level as pupil_level, pupil_of.grade as pupil_grade, pupil_of.school_code, pupil_of.school_name,
    insurance_of.person_place is not null as insured,
    coalesce(insurance_of.active, false) as insurance_active,
    insurance_of.segment as insurance_segment,
    coalesce(aid_of.school, false) as aid_school, coalesce(aid_of.food, false) as aid_food,
    coalesce(aid_of.cash, false) as aid_cash, coalesce(aid_of.house, false) as aid_house,
    household_aid.household_id is not null as household_aid,
    delivered.records,
    case when person.nik is not null then substr(person.nik, 1, 6) || '••••••' || substr(person.nik, 13, 4) end as nik_masked,
    regexp_replace(upper(strip_accents(person.name)), '\B[A-Z]', '•', 'g') as name_masked
from person
join delivered on delivered.person_place = person.person_place
left join household on household.household_id = person.household_id
left join pupil_of on pupil_of.person_place = person.person_place
left join insurance_of on insurance_of.person_place = person.person_place
left join aid_of on aid_of.person_place = person.person_place
left join household_aid on household_aid.household_id = person.household_id
left join own_welfare on own_welfare.person_place = person.person_place;

-- record: one row a released row, whose it is, and how that was found.
create temp table record as
select
    source.dataset, source.release, linked.place - source.number * 100000000000 as row, person.person_id, linked.how, linked.reason,
    linked.village_code, linked.nik_valid, person.in_register
from linked
join person on person.person_place = linked.person_place
join source on source.number = linked.place // 100000000000;
