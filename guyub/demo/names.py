"""Names as they are heard around Mount Lawu: by generation, single names among the old, three words among the young."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from guyub.demo.chance import Chance, Pool


@dataclass(frozen=True)
class Generation:
    """How one generation of one sex is named."""

    given: Pool
    last: Pool
    words: tuple[float, float, float]  # shares of names of one, two and three words
    prefix: str
    prefixed: float  # share that bears the prefix


OLD_MEN = Generation(
    Pool.of("""Slamet Suparno Sutarno Suwarno Sumarno Suparman Sutrisno Sukardi Sukimin Sukiman Suyatno Suyadi Suyono
    Supardi Sugiyono Sugeng Suharno Sunarto Sunardi Sumanto Sumadi Suradi Suroto Surono Suranto Sarjono Sarwono Sartono
    Samino Samidi Samiyo Sadiman Sadiyo Paiman Paimin Paidi Parjo Parman Parmin Parno Pardi Parto Ponimin Ponijo
    Poniman Wagimin Wagiman Wagiyo Wakidi Wakimin Warsito Warsono Warno Wiryo Wiyono Ngadiman Ngadimin Ngadiyo
    Ngatiman Ngatimin Ngatno Tukiman Tukimin Tukijo Tugiman Tugimin Tumino Tumin Giman Gimin Giyono Giyatno Kasiman
    Kasimin Kasno Karno Karto Kartono Kromo Marto Martono Mitro Mulyono Mujiono Harjono Harsono Hartono Hadi Darmo
    Darsono Daryono Dalimin Dalino Radiman Rakiman Rebo Satimin Satiman Tarno Tarmin Trimo Triman Yatno Yatimin
    Legiman Legimin Lasiman Lasimin Kliwon Pairin Pairan Jumadi Jumino Joyo Jiman Jimin"""),
    Pool.of("""Wiyono Sumarto Suwito Atmojo Miharjo Sutrisno Dikromo Wiharjo Sentono Diharjo Utomo Raharjo Suwarno
    Mulyono Harjono Sudarmo Siswoyo Pawiro Wijoyo Sudiro Sukarto Martono"""),
    (0.64, 0.35, 0.01),
    "Muhammad",
    0.02,
)
OLD_WOMEN = Generation(
    Pool.of("""Sukinem Sukiyem Sukarti Sukarni Sukinah Suminem Suminah Sumarni Sumarmi Sumiyati Sumirah Suparmi Suparni
    Supartini Supiyem Sutini Sutinem Sutarmi Sutarni Suwarni Suwarti Suyatmi Suyati Suyamti Sulastri Sulami Sulasmi
    Surati Suratmi Sunarti Suharni Suharti Sugiyem Sugiyarti Sarinem Sarmi Sarti Sartini Sariyem Saminem Samiyem
    Samirah Sadinem Sadiyem Paini Painem Paiyem Parmi Parni Partini Partinah Ponirah Poniyem Ponikem Wagiyem Waginem
    Wagirah Wakinem Warsi Warsini Warni Wartini Wiji Ngadinem Ngadiyem Ngatinem Ngatiyem Ngatmi Ngatini Tukinem
    Tukiyem Tukirah Tuginem Tuginah Tugiyem Tuminem Tumirah Ginem Giyem Giyarti Giyanti Kasinem Kasiyem Kasmi Karni
    Karti Karsinem Kartinem Kinem Lasinem Lasiyem Lasmi Legiyem Leginem Marsi Marinem Mariyem Marmi Marni Martini
    Mujinem Mujiyem Mujiati Rebi Rakinem Rubinem Rubiyem Satinem Satiyem Satirah Semi Semiyem Tarmi Tarni Tarsi Trimi
    Triyem Yatinem Yatmi Yatmini Jinem Jumiyem Juminah Daliyem Dalinem Darmi Darsi"""),
    Pool.of("Lestari Rahayu Suparmi Hartati Sumirah Wartini Mulyani Hartini Astuti Wahyuni Sulastri Murtini Suharti"),
    (0.78, 0.21, 0.01),
    "Siti",
    0.05,
)
MIDDLE_MEN = Generation(
    Pool.of("""Agus Joko Budi Eko Tri Dwi Heru Bambang Wahyu Hari Teguh Sigit Suryanto Purwanto Widodo Sutopo Nugroho
    Setiawan Haryanto Hartanto Yulianto Arianto Ari Andi Andri Anang Aris Arif Bayu Danang Didik Dedi Edi Endro Fajar
    Gunawan Guntur Hendro Imam Indarto Iwan Jarot Jumadi Kuncoro Maryanto Marsono Mulyanto Nanang Narto Nur Paryanto
    Puji Rahmat Ratno Riyanto Rudi Sarwanto Sarno Sriyono Sriyanto Sugeng Suryono Susilo Sutanto Suwanto Suyanto
    Tarmanto Taufik Totok Triyono Triyanto Tulus Untung Wagino Waluyo Wardi Wardoyo Warsito Wasis Wiyanto Yanto Yatno
    Yuli Yusuf Slamet Sugianto Mulyono Supriyanto Suparno Ahmad Abdul Syamsul"""),
    Pool.of("""Santoso Prasetyo Nugroho Widodo Wibowo Purnomo Susilo Setiawan Kurniawan Handoko Hartono Cahyono Wahyudi
    Hidayat Saputro Raharjo Utomo Sulistyo Wijayanto Riyadi Supriyadi Triyono Haryono Suseno Subekti Sasongko Yuwono
    Wicaksono Prabowo Purwanto Pamungkas Winarno Haryadi Saptono Basuki Budiyanto Darmawan Ismanto Kristanto Priyanto
    Rohmadi Sarwoko Effendi Widagdo Yudianto Sutrisno Suryanto"""),
    (0.24, 0.67, 0.09),
    "Muhammad",
    0.08,
)
MIDDLE_WOMEN = Generation(
    Pool.of("""Sri Endang Dwi Tri Eni Ani Ari Anik Atik Dewi Diah Dian Eka Erna Eti Fitri Hartini Heni Ika Ida Indah
    Indri Istiqomah Kartini Lastri Lestari Lilik Lina Marni Maryani Maryati Murni Mursiti Nanik Narti Ngatini Nining
    Nunik Nunung Nur Nurul Parti Partini Puji Purwanti Purwaningsih Rahayu Ratna Reni Rina Rini Rita Riyanti Sarini
    Sarwanti Sari Sulis Sulistyowati Sularmi Sulastri Sumarni Suparti Suprapti Supriyati Suryani Susi Susilowati
    Suwarti Suyanti Suyatmi Tatik Titik Titin Triyani Tumini Tuti Tutik Umi Utami Wahyuni Warsini Warti Wartini Watik
    Widya Winarsih Winarni Wiwik Wulan Yanti Yati Yuli Yuni Yunita"""),
    Pool.of("""Lestari Rahayu Wahyuni Handayani Astuti Sulistyowati Ningsih Utami Kusumawati Hastuti Purwanti Susanti
    Setyowati Widayati Yuliani Yuliati Suryani Wijayanti Hartati Hartini Mulyani Wulandari Puspitasari Anggraini
    Indrawati Ernawati Kurniawati Mardiyah Marfuah Murtini Nurhayati Nuryani Pujiastuti Retnowati Rohmah Ismiyati
    Sumiyati Suprihatin Triningsih Wahyuningsih Wigati Winarti Yuniarti Kusrini Maryani Suharti Rahmawati Fatimah"""),
    (0.26, 0.68, 0.06),
    "Siti",
    0.11,
)
YOUNG_MEN = Generation(
    Pool.of("""Aditya Bagas Rizky Dimas Galih Bagus Fajar Ilham Yoga Arya Raka Rangga Rafi Farel Fahri Fadhil Faris Alif
    Alfian Akbar Aldi Andika Angga Arjuna Azka Bayu Bima Candra Dafa Daffa Danang Danu David Dwi Eka Evan Fauzan Febri
    Galang Gilang Hafiz Hanif Haikal Ibnu Ihsan Irfan Ivan Kevin Keenan Krisna Lutfi Mahendra Nabil Naufal Nanda Novan
    Panji Pandu Putra Radit Rafa Rafka Raihan Rama Rasya Rehan Reza Rian Ridho Rendi Restu Ryan Satria Satrio Sultan
    Syahrul Tegar Vino Wahyu Wisnu Yudha Yusuf Zaki Zidan Zaenal Yanuar Ahmad Abdul Nur Syamsul"""),
    Pool.of("""Pratama Saputra Saputro Ramadhan Maulana Nugroho Prasetyo Setiawan Kurniawan Wibowo Hidayat Wijaya Putra
    Permana Firmansyah Rohman Alfatih Ardiansyah Alfarizi Arrasyid Mahardika Wicaksono Pamungkas Pradana Pradipta
    Prakoso Purnomo Riyadi Santoso Sanjaya Susilo Syahputra Utomo Widodo Aji Anggara Azhar Bagaskara Cahyo Dirgantara
    Fadhillah Febrianto Hakim Herlambang Kusuma Laksono Nurcahyo Oktavian Perdana Raharjo Romadhon Septian Wardana
    Yulianto"""),
    (0.03, 0.52, 0.45),
    "Muhammad",
    0.23,
)
YOUNG_WOMEN = Generation(
    Pool.of("""Aisyah Alya Amelia Ananda Anggun Anindya Anisa Annisa Aprilia Arum Aulia Ayu Bunga Cantika Cindy Citra
    Clara Dea Desi Devi Dewi Diana Dinda Dita Elsa Erika Eva Fani Febi Fitri Fitria Gita Hana Hasna Hanifah Indah Intan
    Isna Jihan Kayla Keisya Khansa Kirana Laila Laras Lintang Lutfiana Maya Meilani Melati Mila Mutiara Nabila Nadia
    Nadila Nadya Naila Nanda Naura Nia Niken Nisa Novita Nur Nurul Oktavia Olivia Puspita Putri Qonita Rahma Rani Ratih
    Regita Rina Rizka Rosa Safira Salma Salsabila Sari Sekar Sela Shinta Silvia Siska Syifa Tania Tiara Tika Tyas Vina
    Vita Widya Wulan Yasmin Yuliana Zahra Zahwa"""),
    Pool.of("""Putri Lestari Rahmawati Wulandari Azzahra Aulia Ramadhani Safitri Puspitasari Anggraini Permatasari
    Maharani Oktaviani Kusumawati Handayani Utami Pratiwi Rahayu Ningrum Ningtyas Salsabila Nuraini Amalia Agustina
    Apriliani Cahyani Damayanti Dewi Fadhilah Febriana Fitriani Hapsari Hidayah Indriani Istiqomah Khasanah Khoirunnisa
    Kinasih Kirana Larasati Mawarni Mufidah Nurjanah Oktavia Pangesti Pertiwi Puspita Rohmah Sari Sekarsari
    Setyaningsih Suryani Susanti Wardani Widyastuti Wijayanti Yuliana Zahra"""),
    (0.03, 0.56, 0.41),
    "Siti",
    0.08,
)
GENERATIONS = (OLD_MEN, MIDDLE_MEN, YOUNG_MEN, OLD_WOMEN, MIDDLE_WOMEN, YOUNG_WOMEN)
MIDDLE_FROM, YOUNG_FROM = 1966, 1996  # first birth year of the middle and of the young generation


def make_names(birth_year: np.ndarray, woman: np.ndarray, chance: Chance, topic: str) -> pl.Series:
    """A full name for each person, drawn by generation and sex."""
    generation = (birth_year >= MIDDLE_FROM).astype(int) + (birth_year >= YOUNG_FROM) + 3 * woman.astype(int)
    names = pl.Series("name", [""], dtype=pl.String).new_from_index(0, len(woman))
    for number, pools in enumerate(GENERATIONS):
        rows = np.flatnonzero(generation == number)
        names = names.scatter(rows, _compose(pools, len(rows), chance.stream("names", topic, number)))
    return names


def _compose(of: Generation, n: int, rng: np.random.Generator) -> pl.Series:
    words = np.searchsorted(np.cumsum(of.words), rng.random(n)) + 1
    frame = pl.DataFrame(
        {
            "prefix": rng.random(n) < of.prefixed,
            "words": words,
            "given": of.given.draw(rng, n),
            "middle": of.given.draw(rng, n),
            "last": of.last.draw(rng, n),
        }
    )
    long, doubled = pl.col("words") == 3, pl.col("middle") == pl.col("given")
    parts = [
        pl.when("prefix").then(pl.lit(of.prefix)),
        pl.col("given"),
        pl.when(long & ~doubled).then("middle"),
        pl.when((pl.col("words") > 1) & (pl.col("last") != pl.col("given"))).then("last"),
    ]
    return frame.select(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series()
