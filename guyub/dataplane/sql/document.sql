-- document: one row a person, in the order of the ids: every released row that tells of him, lowest place first.
-- Reads: linked, person, and the five datasets. A row is
-- [number of the release, row, how, reason, [values…]], the values in the order of the dataset's columns.
with told as (
    {rows}
),
line as (
    select
        linked.person_place, linked.place,
        json_array(told.number, told.row, linked.how, linked.reason, told.stated) as body
    from linked join told on told.place = linked.place
)
select person.person_id, '[' || string_agg(line.body, ',' order by line.place) || ']' as body
from line join person on person.person_place = line.person_place
group by person.person_id
order by person.person_id
