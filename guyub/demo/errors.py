"""
Slips of the pen in agency files, as agencies make them, and each one noted.

A slip belongs to a person and a dataset: the same clerk's slip returns in every period until it is mended, and a few
more are mended each time. Nothing here leaves the synthetic district: a mistyped NIK still begins with 331399.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from guyub.demo.chance import Chance, choose
from guyub.demo.identity import SYNTHETIC_PREFIX
from guyub.demo.life import PERIODS
from guyub.demo.places import former_codes


@dataclass(frozen=True)
class Rates:
    """Share of the rows of one file with each slip in the newest period."""

    missing_person: float = 0.0  # not in the file at all
    nik_missing: float = 0.0
    nik_mistyped: float = 0.0
    nik_shared: float = 0.0  # another person's NIK
    nik_scientific: float = 0.0  # 3,31399E+15
    name_variant: float = 0.0  # Muhammad: Moh.; Siti: St.; old spelling; a mark behind
    name_short: float = 0.0
    name_mistyped: float = 0.0
    date_swapped: float = 0.0
    date_impossible: float = 0.0
    date_missing: float = 0.0
    sex_wrong: float = 0.0
    moved: float = 0.0
    village_former: float = 0.0
    village_unknown: float = 0.0
    card_missing: float = 0.0
    card_old: float = 0.0
    row_copied: float = 0.0  # the same line twice
    person_twice: float = 0.0  # the same person under two keys


RATES = {
    "population": Rates(
        missing_person=0.012, nik_missing=0.0010, nik_mistyped=0.0022, nik_shared=0.0003, name_variant=0.006,
        name_mistyped=0.004, date_swapped=0.0010, date_impossible=0.0005, sex_wrong=0.0008, moved=0.006,
        village_former=0.0012, village_unknown=0.0002, card_missing=0.001, card_old=0.010, row_copied=0.0008,
    ),
    "welfare": Rates(
        missing_person=0.03, nik_missing=0.011, nik_mistyped=0.008, nik_shared=0.002, nik_scientific=0.003,
        name_variant=0.10, name_short=0.05, name_mistyped=0.03, date_swapped=0.0018, date_impossible=0.0006,
        date_missing=0.006, sex_wrong=0.003, moved=0.03, village_former=0.0020, village_unknown=0.0005,
        card_missing=0.02, card_old=0.08, row_copied=0.0010, person_twice=0.0015,
    ),
    "pupils": Rates(
        missing_person=0.02, nik_missing=0.009, nik_mistyped=0.007, nik_shared=0.0005, nik_scientific=0.0015,
        name_variant=0.09, name_short=0.05, name_mistyped=0.025, date_swapped=0.0010, date_impossible=0.0003,
        date_missing=0.003, sex_wrong=0.003, moved=0.03, village_former=0.0009, village_unknown=0.0004,
        card_missing=0.30, card_old=0.04, row_copied=0.0006, person_twice=0.0003,
    ),
    "health_insurance": Rates(
        missing_person=0.0, nik_missing=0.005, nik_mistyped=0.004, nik_shared=0.001, name_variant=0.08,
        name_short=0.04, name_mistyped=0.015, date_swapped=0.0020, date_impossible=0.0008, date_missing=0.002,
        sex_wrong=0.003, moved=0.03, village_former=0.0018, village_unknown=0.0005, card_missing=0.05, card_old=0.06,
        row_copied=0.0010, person_twice=0.0008,
    ),
    "aid": Rates(
        missing_person=0.0, nik_missing=0.006, nik_mistyped=0.005, nik_shared=0.001, name_variant=0.09, name_short=0.05,
        name_mistyped=0.02, date_swapped=0.0018, date_impossible=0.0006, date_missing=0.004, sex_wrong=0.003,
        moved=0.02, village_former=0.0020, village_unknown=0.0005, card_missing=0.04, card_old=0.05, row_copied=0.0010,
    ),
}  # fmt: skip
SLACK = (1.35, 1.2, 1.1, 1.0)  # more slips in earlier periods

VARIANTS = {
    "Muhammad": ("Moh.", "M.", "Muhamad", "Mochamad", "Mohammad", "Moch.", "Muh."),
    "Siti": ("St.", "Sitti", "S."),
    "Abdul": ("Abd.", "Abdoel"),
    "Ahmad": ("Achmad", "Akhmad"),
    "Nur": ("Noer", "Nr."),
    "Sri": ("Srie", "Sr."),
    "Syamsul": ("Samsul", "Sjamsul"),
    "Yusuf": ("Jusuf", "Yusup"),
    "Effendi": ("Efendi", "Effendy"),
}
DRIFT = (("Su", "Soe"), ("y", "j"), ("f", "p"), ("z", "j"), ("ti", "tie"), ("ri", "ry"), ("sy", "s"), ("kh", "h"),
         ("nn", "n"), ("v", "p"), ("dh", "d"), ("o", "a"))  # fmt: skip
AFTERTHOUGHTS = (".", ",", " *", " -")


@dataclass
class Sheet:
    """
    Rows on their way into one agency file.

    frame    person_id, slot, nik, head_nik, family_card, old_family_card, name, sex, birth_date, village_code,
             earlier_village_code and the dataset's own columns; `slot` numbers what a slip belongs to
    planted  for each slip which rows bear it
    """

    dataset: str
    frame: pl.DataFrame
    slots: int
    chance: Chance
    rates: Rates
    planted: dict[str, np.ndarray] = field(default_factory=dict)

    def chances(self, *topic: str) -> np.ndarray:
        """A uniform number per row, the same for the same slot in every period."""
        stream = self.chance.stream("file", self.dataset, *topic)
        every: np.ndarray = stream.random(self.slots, dtype=np.float32)
        of_row: np.ndarray = every[self.frame["slot"].to_numpy()]
        return of_row

    def plant(self, slip: str) -> np.ndarray:
        """The rows that bear the slip, noted; a row whose cell already bears another slip is left alone."""
        rate = getattr(self.rates, slip)
        hit = self.chances(slip) < rate if rate else np.zeros(len(self.frame), dtype=bool)
        cell = slip.split("_")[0]
        for other, rows in self.planted.items():
            if other.split("_")[0] == cell:
                hit &= ~rows
        self.planted[slip] = hit
        return hit

    def note(self) -> None:
        """Write beside each row the slips it bears, parted by spaces; None where it bears none."""
        marks = [pl.when(pl.Series(rows)).then(pl.lit(slip)) for slip, rows in self.planted.items() if rows.any()]
        text = pl.concat_str(marks, separator=" ", ignore_nulls=True) if marks else pl.lit("")
        self.frame = self.frame.with_columns(planted=pl.when(text != "").then(text))


def rates_in(dataset: str, period: str) -> Rates:
    """The rates of a dataset's slips in a period."""
    rates, slack = RATES[dataset], SLACK[PERIODS.index(period)]
    return replace(rates, **{name: rate * slack for name, rate in vars(rates).items() if name != "missing_person"})


def damage(sheet: Sheet, villages: pl.DataFrame) -> None:
    """
    Make every slip of the sheet's rates.

    A birth date becomes `born_year`, `born_month`, `born_day`: no date need come of them.
    """
    _damage_nik(sheet)
    _damage_card(sheet)
    _damage_names(sheet)
    _damage_dates(sheet)
    _damage_sex(sheet)
    _damage_place(sheet, villages)
    sheet.note()


def _damage_nik(sheet: Sheet) -> None:
    missing, shared = sheet.plant("nik_missing"), sheet.plant("nik_shared")
    scientific, mistyped = sheet.plant("nik_scientific"), sheet.plant("nik_mistyped")
    # A school copies the line above; elsewhere the head of the family lends his number.
    lent = pl.col("nik").shift(1) if sheet.dataset == "pupils" else pl.col("head_nik")
    own = (sheet.frame.select(lent == pl.col("nik")).to_series().fill_null(True)).to_numpy()
    sheet.planted["nik_shared"] = shared = shared & ~own
    nik = sheet.frame.select(
        pl.when(pl.Series(missing)).then(None)
        .when(pl.Series(shared)).then(lent)
        .when(pl.Series(scientific)).then(pl.lit("3,31399E+15"))
        .otherwise("nik")
    ).to_series()  # fmt: skip
    hit = np.flatnonzero(mistyped)
    if len(hit):
        nik = nik.scatter(hit, _mistype(nik.gather(hit), sheet.chances("nik how")[hit]))
    sheet.frame = sheet.frame.with_columns(nik=nik)


def _mistype(nik: pl.Series, u: np.ndarray) -> pl.Series:
    """A digit replaced, two swapped, one dropped, or the serial rounded away; never in the synthetic prefix."""
    first = len(SYNTHETIC_PREFIX)
    kind, rest = np.divmod(u.astype(float) * 4, 1)
    place, rest = np.divmod(rest * 9, 1)
    at = pl.Series(first + place.astype(int))
    text = pl.col("nik")
    head, digit = text.str.slice(0, pl.col("at")), text.str.slice(pl.col("at"), 1)
    after, tail = text.str.slice(pl.col("at") + 1, 1), text.str.slice(pl.col("at") + 1)
    other = ((digit.cast(pl.Int8) + 1 + pl.col("add")) % 10).cast(pl.String)
    return pl.DataFrame({"nik": nik, "at": at, "kind": kind.astype(int), "add": (rest * 9).astype(np.int8)}).select(
        pl.when(pl.col("kind") == 0).then(head + other + tail)
        .when((pl.col("kind") == 1) & (digit != after)).then(head + after + digit + text.str.slice(pl.col("at") + 2))
        .when(pl.col("kind") == 2).then(text.str.slice(0, 12) + "0000")
        .otherwise(head + tail)
    ).to_series()  # fmt: skip


def _damage_card(sheet: Sheet) -> None:
    missing, old = pl.Series(sheet.plant("card_missing")), pl.Series(sheet.plant("card_old"))
    sheet.frame = sheet.frame.with_columns(
        family_card=pl.when(missing).then(None).when(old).then("old_family_card").otherwise("family_card")
    )


def _damage_names(sheet: Sheet) -> None:
    names = sheet.frame["name"]
    for slip, change in (("name_variant", _vary), ("name_short", _shorten), ("name_mistyped", _misspell)):
        hit = np.flatnonzero(sheet.plant(slip))
        if len(hit):
            before = names.gather(hit)
            after = change(before, sheet.chances(slip, "how")[hit].astype(float))
            names = names.scatter(hit, after)
            # A single name cannot be shortened, and a letter in the other case is no slip.
            sheet.planted[slip][hit] = (before.str.to_lowercase() != after.str.to_lowercase()).to_numpy()
    sheet.frame = sheet.frame.with_columns(name=names)


def _vary(names: pl.Series, u: np.ndarray) -> pl.Series:
    name = pl.col("name")
    how, rest = np.divmod(u * 20, 1)
    known, drift = name, name
    for word, forms in VARIANTS.items():
        form = pl.lit(choose(forms, rest))
        known = pl.when(name.str.contains(rf"\b{word}\b")).then(name.str.replace(rf"\b{word}\b", form)).otherwise(known)
    for number, (written, old) in enumerate(DRIFT):
        turn = pl.Series((rest * len(DRIFT)).astype(int) == number)
        drift = pl.when(turn).then(name.str.replace(written, old, literal=True)).otherwise(drift)
    has_variant = name.str.contains(r"\b(" + "|".join(VARIANTS) + r")\b")
    return pl.DataFrame({"name": names, "how": how}).select(
        pl.when(has_variant).then(known)
        .when((drift != name) & (pl.col("how") < 18)).then(drift)
        .otherwise(name + choose(AFTERTHOUGHTS, rest))
    ).to_series()  # fmt: skip


def _shorten(names: pl.Series, u: np.ndarray) -> pl.Series:
    words = pl.col("name").str.split(" ")
    front = words.list.head(words.list.len() - 1).list.join(" ")
    return pl.DataFrame({"name": names, "u": u}).select(
        pl.when(words.list.len() < 2).then("name")
        .when(pl.col("u") < 0.4).then(front)
        .when(pl.col("u") < 0.85).then(front + " " + words.list.last().str.slice(0, 1))
        .otherwise(words.list.tail(words.list.len() - 1).list.join(" "))
    ).to_series()  # fmt: skip


def _misspell(names: pl.Series, u: np.ndarray) -> pl.Series:
    name = pl.col("name")
    how, rest = np.divmod(u * 3, 1)
    letter = choose(tuple("aeiounrstlkm"), np.divmod(rest * 97, 1)[1])
    frame = pl.DataFrame({"name": names, "how": how, "rest": rest, "letter": letter})
    at = 1 + (pl.col("rest") * (name.str.len_chars() - 1)).cast(pl.Int64)
    front = name.str.slice(0, at)
    return frame.select(
        pl.when(pl.col("how") == 0).then(front + name.str.slice(at + 1))
        .when(pl.col("how") == 1).then(front + pl.col("letter") + name.str.slice(at + 1))
        .otherwise(front + pl.col("letter") + name.str.slice(at))
    ).to_series()  # fmt: skip


def _damage_dates(sheet: Sheet) -> None:
    date = pl.col("birth_date").dt
    missing, swapped = sheet.plant("date_missing"), sheet.plant("date_swapped")
    impossible, how = sheet.plant("date_impossible"), sheet.chances("date how")
    same = sheet.frame.select(date.day() == date.month()).to_series().to_numpy()
    sheet.planted["date_swapped"] = swapped = swapped & ~same
    gone, turned = pl.Series(missing), pl.Series(swapped)
    february, future = pl.Series(impossible & (how < 0.5)), pl.Series(impossible & (how >= 0.5))
    sheet.frame = sheet.frame.with_columns(
        born_year=pl.when(gone).then(None).when(future).then(date.year() + 100).otherwise(date.year()),
        born_month=pl.when(gone)
        .then(None)
        .when(turned)
        .then(date.day())
        .when(february)
        .then(2)
        .otherwise(date.month()),
        born_day=pl.when(gone).then(None).when(turned).then(date.month()).when(february).then(31).otherwise(date.day()),
    ).drop("birth_date")


def _damage_sex(sheet: Sheet) -> None:
    wrong = pl.Series(sheet.plant("sex_wrong"))
    other = pl.when(pl.col("sex") == "L").then(pl.lit("P")).otherwise(pl.lit("L"))
    sheet.frame = sheet.frame.with_columns(sex=pl.when(wrong).then(other).otherwise("sex"))


def _damage_place(sheet: Sheet, villages: pl.DataFrame) -> None:
    codes = villages["code"]
    elsewhere = codes.gather((sheet.chances("place where") * len(codes)).astype(int).clip(0, len(codes) - 1))
    former, unknown = sheet.plant("village_former"), sheet.plant("village_unknown")
    moved = sheet.plant("moved") & ~former & ~unknown & (sheet.frame["village_code"] != elsewhere).to_numpy()
    # Agencies learn of a move late: half of them still write the village of the period before.
    late = (sheet.frame["village_code"] != sheet.frame["earlier_village_code"]).to_numpy()
    late &= (sheet.dataset != "population") & (sheet.chances("moved late") < 0.5) & ~former & ~unknown
    old = {new: code for code, new in former_codes(codes.to_list()).items()}
    sheet.planted["village_former"] = former = former & sheet.frame["village_code"].is_in(list(old)).to_numpy()
    code = pl.col("village_code")
    sheet.frame = sheet.frame.with_columns(
        village_code=pl.when(pl.Series(former)).then(code.replace(old))
        .when(pl.Series(unknown)).then(code.str.slice(0, 9) + "4" + code.str.slice(10))
        .when(pl.Series(moved)).then(elsewhere)
        .when(pl.Series(late)).then("earlier_village_code")
        .otherwise(code)
    )  # fmt: skip
    sheet.planted["moved"] = moved | late
