"""Who is helped: school aid, cash, food and house repair, and health insurance. Incomplete on purpose, and not fair."""

from __future__ import annotations

import numpy as np
import polars as pl

from guyub.demo.chance import Chance, choose
from guyub.demo.identity import scattered
from guyub.demo.life import PERIODS

POOR_UP_TO = 4  # deciles 1 to 4 are served first
SCHOOL_AID_SHARE = (0.655, 0.700, 0.745, 0.797)  # of poor pupils, by period
SCHOOL_AID_AMOUNTS = {"PIP": (450_000, 750_000, 1_800_000), "Bantuan Pendidikan Daerah": (300_000, 400_000, 600_000)}
INSURED_SHARE = 0.985
ACTIVE_SHARE = (0.972, 0.977, 0.981, 0.977)  # of members, by period
LAPSING_DISTRICT = "33.13.13"  # Gondangrejo, where factory contracts ended in the last period
LAPSE = 0.035
HOUSEHOLD_AID = {  # share of households helped, by decile 1 to 6
    "PKH": (0.76, 0.58, 0.36, 0.20, 0.02, 0.01),
    "BPNT": (0.86, 0.72, 0.52, 0.34, 0.03, 0.01),
}
REPAIR_SHARE = (0.10, 0.17, 0.25, 0.34)  # of poor households in a weak house, by period


def school_aid(
    number: int, pupils: pl.DataFrame, villages: pl.DataFrame, u: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """
    Whether each pupil receives national aid and local aid in period `number`.

    pupils  needs decile, village (row in the table of villages)
    u       one uniform number per pupil, the same in every period: who was reached stays reached
    """
    poor = (pupils["decile"] <= POOR_UP_TO).to_numpy()
    gap = villages["aid_gap"].to_numpy()[pupils["village"].to_numpy()]
    scale = (1 - SCHOOL_AID_SHARE[number]) / (gap[poor].mean() if poor.any() else 1.0)
    reached = u < np.where(poor, 1 - np.minimum(scale * gap, 0.95), 0.03)
    part = (u * 1000) % 1
    return reached & (part < 0.78), reached & (part >= 0.72)


def school_aid_lines(number: int, pupils: pl.DataFrame, villages: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Aid lines of pupils. `pupils` needs person_id, level, decile, village."""
    ids = pupils["person_id"].to_numpy()
    u = chance.stream("school aid").random(int(ids.max()) + 1 if len(ids) else 0)[ids]
    level = pupils["level"].replace_strict({"SD": 0, "SMP": 1, "SMA": 2}, return_dtype=pl.Int8).to_numpy()
    lines = []
    for (programme, amounts), receives in zip(
        SCHOOL_AID_AMOUNTS.items(), school_aid(number, pupils, villages, u), strict=True
    ):
        lines.append(_lines(ids[receives], programme, "school", np.array(amounts)[level[receives]]))
    return pl.concat(lines)


def household_aid_lines(number: int, households: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """
    Aid lines of households, each in the name of one person.

    households  needs household_id, recipient, decile, repaired
    """
    place, decile = households["household_id"].to_numpy(), households["decile"].to_numpy()
    recipient = households["recipient"].to_numpy()
    size = int(place.max()) + 1 if len(place) else 0
    rng = chance.stream("household aid")
    lines = []
    for programme, kind, yearly in (("PKH", "cash", (900_000, 1_500_000, 2_400_000)), ("BPNT", "food", (2_400_000,))):
        share = np.array([0, *HOUSEHOLD_AID[programme], 0, 0, 0, 0])[decile]
        helped = rng.random(size)[place] < share
        amount = np.array(yearly)[(rng.random(size)[place] * len(yearly)).astype(int)]
        lines.append(_lines(recipient[helped], programme, kind, amount[helped]))
    helped = households["repaired"].to_numpy()
    lines.append(_lines(recipient[helped], "Rehab RTLH", "house", np.full(int(helped.sum()), 20_000_000)))
    return pl.concat(lines)


def repair(number: int, weak: np.ndarray, poor: np.ndarray, chance: Chance) -> np.ndarray:
    """Whose weak house has been repaired by period `number`: one entry per household, only for those poor at first."""
    turn = chance.stream("repair").random(len(weak))
    done: np.ndarray = weak & poor & (turn < REPAIR_SHARE[number])
    return done


AID_CODES = {"PIP": "PIP", "Bantuan Pendidikan Daerah": "BPD", "PKH": "PKH", "BPNT": "BPNT", "Rehab RTLH": "RTLH"}


def _lines(person: np.ndarray, programme: str, kind: str, amount: np.ndarray) -> pl.DataFrame:
    code, year = AID_CODES[programme], PERIODS[0][:4]
    return pl.DataFrame(
        {"person_id": person.astype(np.int64), "amount_rupiah": amount.astype(np.int64)},
    ).select(
        "person_id",
        (f"{code}-{year}-" + scattered(person, 7, salt=len(code))).alias("aid_id"),
        pl.lit(programme).alias("programme"),
        pl.lit(kind).alias("kind"),
        "amount_rupiah",
        pl.lit(int(year)).cast(pl.Int16).alias("year"),
    )


def insure(number: int, persons: pl.DataFrame, chance: Chance, universe: int) -> pl.DataFrame:
    """
    Members of the national health insurance in period `number`.

    persons   needs person_id, household_id, village_code, first_decile, wage_earners, of the persons alive
    universe  how many persons ever live, so that a member's chances are the same in every period
    """
    rng = chance.stream("insurance")
    ids, home = persons["person_id"].to_numpy(), persons["household_id"].to_numpy()
    insured, pays, kind = rng.random(universe)[ids], rng.random(universe)[ids], rng.random(universe)[home]
    lapsing = (persons["village_code"].str.starts_with(LAPSING_DISTRICT)).to_numpy() & (number == len(PERIODS) - 1)
    poor = np.clip(0.92 - 0.11 * np.maximum(persons["first_decile"].to_numpy() - 2, 0), 0.05, 0.92)
    wage = poor + (1 - poor) * persons["wage_earners"].to_numpy()
    return persons.select(
        "person_id",
        card_number="000" + scattered(ids, 10, salt=5),
        segment=pl.Series(np.select([kind < poor, kind < wage], [0, 1], 2)).replace_strict(
            {0: "PBI", 1: "PPU", 2: "PBPU"}, return_dtype=pl.String
        ),
        active=pl.Series(pays < ACTIVE_SHARE[number] - LAPSE * lapsing),
    ).filter(pl.Series(insured < INSURED_SHARE))


HOUSE = {  # from poor to well-off, with the share of each in the middle
    "floor": (("tanah", "kayu", "semen", "keramik"), (0.05, 0.05, 0.32, 0.58)),
    "wall": (("bambu", "kayu", "tembok"), (0.05, 0.14, 0.81)),
    "water": (("sungai", "sumur", "pdam"), (0.03, 0.57, 0.40)),
    "power_va": (("0", "450", "900", "1300", "2200"), (0.01, 0.29, 0.44, 0.20, 0.06)),
}


def furnish(welfare: np.ndarray, chance: Chance) -> pl.DataFrame:
    """The house of each household: the better off, the better built, with some chance left."""
    rng = chance.stream("houses")
    rank = np.clip(0.5 + 0.22 * welfare, 0.02, 0.98)
    columns = {}
    for name, (options, shares) in HOUSE.items():
        u = np.clip(0.55 * rank + 0.45 * rng.random(len(welfare)), 0, 1)
        # The blend above is narrower than uniform: spread it again so that the shares hold.
        spread = u.argsort(kind="stable").argsort(kind="stable") / max(len(u), 1)
        columns[name] = choose(options, spread, shares)
    return pl.DataFrame(columns).with_columns(pl.col("power_va").cast(pl.Int32))
