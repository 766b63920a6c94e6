"""What the living page of components shows: invented figures, districts by their real names, no person."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.web import charts

QUARTERS = ("TW I", "TW II", "TW III", "TW IV")
COURSE = (34.8, 33.9, 31.2, 30.5, 28.7, 26.0, 23.6, 21.4)
DISTRICTS = (
    ("Gondangrejo", 36.1, 1345), ("Jenawi", 35.7, 928), ("Jatiyoso", 31.6, 775), ("Kerjo", 28.1, 759),
    ("Jatipuro", 27.4, 870), ("Jumapolo", 25.4, 956), ("Matesih", 23.0, 667), ("Mojogedang", 21.6, 922),
    ("Jumantono", 19.7, 724), ("Tawangmangu", 17.3, 456), ("Kebakkramat", 16.9, 439), ("Ngargoyoso", 16.5, 400),
    ("Karanganyar", 14.7, 438), ("Karangpandan", 14.7, 494), ("Tasikmadu", 14.0, 459), ("Jaten", 13.7, 339),
    ("Colomadu", 6.9, 230),
)  # fmt: skip
COMPUTED, PUBLISHED = (96.5, 96.9, 96.7, 96.1), (95.1, None, None, 95.9)
MONEY = (
    ("Tata kelola", 71, 78), ("Citra daerah", 64, 55), ("Ekonomi", 58, 61), ("Kehidupan", 52, 44),
    ("Masyarakat", 69, 74), ("Lingkungan", 81, 49),
)  # fmt: skip
PURPOSES = [
    ("offer", _("Offer school aid")),
    ("mend", _("Mend a wrong entry")),
    ("audit", _("Audit by the inspectorate")),
]
# Where the districts lie, five a line; "" is a blank place.
PLACES = (
    "Gondangrejo", "Kebakkramat", "Mojogedang", "Kerjo", "Jenawi", "Colomadu", "Jaten", "Tasikmadu", "Karangpandan",
    "Ngargoyoso", "", "Karanganyar", "Jumantono", "Matesih", "Tawangmangu", "", "", "Jumapolo", "Jatipuro", "Jatiyoso",
)  # fmt: skip


class SpecimenForm(forms.Form):
    """A form with each kind of field, to show labels, hints, errors and their summary."""

    title = forms.CharField(label=_("Title of the release"), help_text=_("As it will be printed, in one line."))
    village = forms.ChoiceField(label=_("Village"), choices=[("", _("Choose a village")), ("karanglo", "Karanglo")])
    sent_on = forms.DateField(label=_("Sent on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Two sentences are enough.")
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, widget=forms.RadioSelect, choices=[(str(n), str(n)) for n in range(5)]
    )
    agreed = forms.BooleanField(label=_("I have compared the totals with our own"))


def drawings() -> dict[str, object]:
    """The charts of the page, in their ordinary and their awkward states."""
    return {
        **_lines(),
        **_bars(),
        "spark_down": charts.sparkline(COURSE, target=15.0),
        "spark_up": charts.sparkline((93.2, 94.1, 95.0, None, 96.9, 96.7, 96.1), target=98.0),
        "spark_empty": charts.sparkline(()),
        "promise_missed": charts.promise_bar(now=41.2, target=50, low=43.1, high=46.7),
        "promise_count": charts.promise_bar(now=612, target=1050, low=840, high=935, unit="unit", places=0),
        "promise_lower": charts.promise_bar(now=21.4, target=15, low=18.6, high=21.1, top=40),
        "promise_missing": charts.promise_bar(now=None, target=50),
        "dots": charts.dot_rows(
            [
                charts.DotRow("Tata kelola", (2, 3, 3, 3, 5), 3.2, 2.5, "Dinas A", "Dinas B"),
                charts.DotRow("Bagian yang dinilai sama oleh semua", (4, 4, 4, 4, 4), 4.0),
            ],
            low=1,
            high=5,
            sentence="Lima OPD menilai dua bagian; paling jauh berbeda pada tata kelola",
            other_label="bukti",
        ),
        "tiles": charts.tile_map(_districts(), cuts=(10, 17.5, 25, 32.5)),
        **_spreads(),
        "purposes": PURPOSES,
    }


def _spreads() -> dict[str, object]:
    groups = (
        charts.Range("Dibimbing sejak 2018", 1.2, 2.2, 2.7, 3.1, 3.8, own=3.05),
        charts.Range("Provinsi Jawa Tengah", 1.6, 2.4, 2.9, 3.2, 3.9, own=3.05),
        charts.Range("Daerah seukuran", None, None, None, None, None, own=3.05),
    )
    years = tuple(
        charts.Range(str(2021 + n), 0.8 + n / 9, 1.9 + n / 8, 2.3 + n / 8, 2.7 + n / 9, 3.6 + n / 20) for n in range(6)
    )
    return {
        "spread_rows": charts.spread_rows(
            groups, sentence="Tiga kelompok; satu terlalu kecil", own_label="nilai sendiri", width=charts.HALF
        ),
        "spread_years": charts.spread_years(years, sentence="Sebaran enam tahun", highlight="2026", width=charts.HALF),
    }


def _lines() -> dict[str, object]:
    pairs = zip(QUARTERS * 2, COURSE, strict=True)
    years = [
        charts.Point(label, value, "2025" if n < 4 else "2026", said=n in (3, 5))
        for n, (label, value) in enumerate(pairs)
    ]
    gaps, computed, published = (_year(*values) for values in ((12.0, None, None, 9.5), COMPUTED, PUBLISHED))
    gaps = (gaps[0], charts.Point(QUARTERS[1], None, "2026", suppressed=True), *gaps[2:])
    return {
        "line": charts.line_chart(
            [charts.Series("", tuple(years))],
            sentence="Turun dari 34,8 persen ke 21,4 persen dalam delapan triwulan; target 15 persen",
            target=15.0,
            target_label="target 2026: 15,0 %",
        ),
        "line_gaps": charts.line_chart(
            [charts.Series("", gaps)], sentence="Dua dari empat nilai tidak ditampilkan", width=charts.HALF
        ),
        "line_two": charts.line_chart(
            [charts.Series("Hitungan Guyub", computed), charts.Series("BPS", published)],
            sentence="Hitungan Guyub turun ke 96,1 persen; angka terbit BPS 95,9 persen",
            target=98.0,
            width=charts.HALF,
        ),
        "line_one": charts.line_chart(
            [charts.Series("", computed[:1])], sentence="Baru satu nilai: 96,5 persen", width=charts.HALF
        ),
    }


def _year(*values: float | None) -> tuple[charts.Point, ...]:
    return tuple(charts.Point(label, value, "2026") for label, value in zip(QUARTERS, values, strict=True))


def _bars() -> dict[str, object]:
    return {
        "bars": charts.district_bars(
            [charts.Bar(name, value, count, highlight=value > 30) for name, value, count in DISTRICTS],
            sentence="Tujuh belas kecamatan: terbanyak Gondangrejo 36,1 persen, tersedikit Colomadu 6,9 persen",
            target=15,
            target_label="target 15",
            count_label="siswa",
        ),
        "bars_awkward": charts.district_bars(
            [
                charts.Bar("Desa Persiapan Karangbangun Kidul Wetan", 9.2, 12),
                charts.Bar("Wonokeling", None),
                charts.Bar("Anggrasmanis", None, suppressed=True),
                charts.Bar("Karanglo", 0.0, 0),
            ],
            sentence="Empat desa; dua tanpa nilai",
        ),
        "components": charts.component_bars(
            [
                charts.Component("Baseline", 3.0, 10, 0.3, 2.9),
                charts.Component("Outcome", 2.7, 30, 0.81, 2.6),
                charts.Component("Bagian dengan nama yang panjang sekali", None, 60, None, None),
            ],
            high=4,
            before="2025",
            sentence="Dua dari tiga bagian punya nilai: Baseline 3,00, Outcome 2,70",
        ),
        "money": charts.money_and_result(
            [charts.Pair(*pair) for pair in MONEY], sentence="Serapan anggaran dan capaian target per dimensi"
        ),
    }


def _districts() -> list[charts.TileGroup | None]:
    """Villages numbered, not named: their figures are invented, and no real village should seem to have them."""
    figures_of = {name: (value, pupils) for name, value, pupils in DISTRICTS}
    groups: list[charts.TileGroup | None] = []
    for name in PLACES:
        if not name:
            groups.append(None)
            continue
        value, pupils = figures_of[name]
        tiles = [
            charts.Tile(
                f"Desa {n + 1}", max(value + 9 - n * 1.9, 2.1), href="#peta", detail=f"{pupils // 12 + n} siswa"
            )
            for n in range(8 + pupils % 5)
        ]
        if name in ("Jenawi", "Jatiyoso"):
            tiles.append(charts.Tile("Desa tanpa kiriman", None, href="#peta"))
        if name == "Colomadu":
            tiles.append(charts.Tile("Desa kecil", None, href="#peta", suppressed=True))
        groups.append(charts.TileGroup(name, f"{value:.1f} %".replace(".", ","), tuple(tiles)))
    return groups
