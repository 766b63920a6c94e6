"""
What the demo regency says of itself: evidence kept when the work was done, levels claimed and looked at.

Every paper is an example and says so on its page. What an indicator answers comes from the demo's own releases.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from guyub.apps.accounts import queries as officers
from guyub.apps.areas import queries as places
from guyub.apps.assessment import operations, queries
from guyub.apps.assessment.files import About, Proof
from guyub.apps.exchange import queries as exchange
from guyub.apps.indicators import queries as indicators
from guyub.engines.documents import Document, Facts, Heading, Paragraph, to_pdf
from guyub.engines.scoring import Asks, Node, Requirement

WORKED = datetime(2026, 11, 3, 2, tzinfo=UTC)  # 3 November, nine in the morning in Karanganyar
INDICATOR = "nik-completeness"
SHARING = {"spbe-59-2020", "pemdi-8-2026"}
MERGED = {"Diskop UM": "Disperdagkop"}


@dataclass(frozen=True)
class Case:
    """
    One assessment of the demo.

    levels   by the item's code: as far as its evidence is accepted; what is not named stays unanswered
    next     by the item's code: where the evidence for the level after that stands: draft, in_progress, revise, expired
    """

    instrument: str
    year: int
    levels: Mapping[str, int]
    next: Mapping[str, str]
    due_on: date | None = None
    official: tuple[str, str] | None = None
    closed: bool = False


_EVALUATION = {
    "1.1": 3, "1.2": 3, "1.3": 3,
    "2.1": 2, "2.2": 4, "2.3": 3, "2.4": 2, "2.5": 3, "2.6": 3, "2.7": 3,
    "3.1": 3, "3.7": 2, "3.9": 2, "3.10": 3,
    "5.1": 3, "5.2": 3, "5.3": 4, "5.4": 3, "5.6": 2,
}  # fmt: skip
_SPBE = {
    **{f"I{number}": 3 for number in range(1, 11)},
    **{f"I{number}": 2 for number in (11, 13, 17, 21, 24, 26, 29, 30, 31)},
    **{f"I{number}": 3 for number in (12, 14, 15, 16, 18, 19, 20, 22, 23, 25, 28)},
    **{f"I{number}": 4 for number in (32, 33, 34, 35, 36, 42, 44)},
    **{f"I{number}": 3 for number in (37, 38, 39, 40, 41, 43, 45, 46)},
}
_BEFORE = {code: max(level - 1, 0) if code[0] in "25" else level for code, level in _EVALUATION.items()}
_PENDING = {
    "2.1": "draft", "2.4": "expired", "3.7": "in_progress", "5.6": "revise", "1.2": "in_progress", "3.9": "revise",
}  # fmt: skip
CASES = (
    Case(
        "kominfo-eval-2", 2025, _BEFORE, {}, closed=True,
    ),
    Case(
        "kominfo-eval-2", 2026, _EVALUATION, _PENDING, due_on=date(2026, 12, 14),
    ),
    Case(
        "spbe-59-2020", 2025, _SPBE, {},
        official=("3.02", "Contoh: surat hasil evaluasi SPBE 2025 (rekaan)"), closed=True,
    ),
    Case("pemdi-8-2026", 2026, {"I1": 2, "I2": 2, "I4": 3, "I5": 2, "I10": 2}, {"I1": "in_progress", "I10": "draft"}),
)  # fmt: skip
REMARKS = {
    "5.6": "Dokumen belum memuat keadaan awal. Tambahkan angka 2024 dan sumbernya.",
    "3.9": "Daftar hadir terpotong. Pindai ulang semua halamannya.",
}
EXPLANATIONS = {
    "2.1": "Naskah Peraturan Bupati sudah dibahas dengan Bagian Hukum; nomor dan tanggal menyusul.",
    "2.4": "Forum bertemu pada Mei. Pertemuan berikutnya direncanakan awal Desember.",
    "3.7": "Loket tanpa formulir berjalan di sebagian desa; dua foto belum bertanggal.",
}


def seed_assessments(area: str) -> None:
    """Every case, as far as it is not there yet: a build that was killed goes on where it was."""
    for case in CASES:
        assessment = _open(case, area)
        if not case.closed or assessment.closed_at is None:
            _Work(case, area, assessment.pk).do()


def _open(case: Case, area: str) -> queries.AssessmentLine:
    secretariat = officers.get_officer("walidata")
    if (found := _find(case, area)) is None:
        operations.open_assessment(
            area=area, instrument=case.instrument, year=case.year, due_on=case.due_on, actor=secretariat, at=_when(case)
        )
        found = _find(case, area)
    assert found is not None
    return found


def _find(case: Case, area: str) -> queries.AssessmentLine | None:
    lines = queries.list_assessments(area=area, actor=officers.get_officer("walidata"))
    return next((line for line in lines if (line.instrument_code, line.year) == (case.instrument, case.year)), None)


def _when(case: Case) -> datetime:
    return WORKED.replace(year=case.year)


class _Work:
    """The work on one assessment: shared out, proved, answered, looked at, and closed if it is of an earlier year."""

    def __init__(self, case: Case, area: str, pk: int) -> None:
        self.case, self.area, self.pk, self.at = case, area, pk, _when(case)
        self.secretariat, self.inspector = officers.get_officer("walidata"), officers.get_officer("inspektorat")
        everything = queries.list_evidence(
            area=area, wanted=queries.EvidenceWanted(), on=self.at.date(), actor=self.secretariat, limit=10_000
        )
        self.registered = {(line.agency_id, line.title): line.pk for line in everything.lines}
        lines = places.list_agencies(actor=self.secretariat, area=area, on=self.at.date())
        self.agencies = {line.abbreviation: line.pk for line in lines}
        self.releases = [
            line.pk for line in exchange.list_live_releases(area=area, actor=self.secretariat, period="2026-11")
        ]
        value = indicators.get_value(actor=self.secretariat, code=INDICATOR, area=area)
        self.has_indicator = value is not None and value.value is not None

    def do(self) -> None:
        dossier = self._dossier()
        leaves = {node.code: node for node in dossier.instrument.leaves}
        duties = {code: self._agency(node) for code, node in leaves.items()}
        # Two items stay with nobody: sharing out is left for the visitor to finish.
        operations.share_items(
            assessment_id=self.pk, agencies=dict(list(duties.items())[:-2]), actor=self.secretariat, at=self.at
        )
        operations.take_in_indicators(assessment_id=self.pk, actor=self.secretariat, at=self.at)
        for item in dossier.items:
            if item.code in self.case.levels and leaves[item.code].leaf.asks is Asks.LEVEL:
                self._prove(item, leaves[item.code], duties[item.code])
                self._answer(item)
        self._finish()

    def _dossier(self) -> queries.Dossier:
        return queries.get_dossier(self.pk, actor=self.secretariat, on=self.at.date())

    def _agency(self, node: Node) -> int | None:
        duty = node.leaf.duty if node.leaf else ""
        return self.agencies.get(MERGED.get(duty, duty))

    def _prove(self, item: queries.DossierItem, node: Node, agency: int | None) -> None:
        have = {line.requirement: line for line in item.attachments}
        to_send: list[int] = []
        to_look_at: dict[int, str] = {}
        for requirement, state in self._wanted(node):
            line = have.get(requirement.code)
            attachment = line.pk if line else self._attach(item, node, requirement, agency, state)
            if state != "draft" and (line is None or line.status == "draft"):
                to_send.append(attachment)
            if state != "draft" and (line is None or line.status in {"draft", "in_progress"}):
                to_look_at[attachment] = state
        if to_send:
            operations.send_evidence(attachment_ids=to_send, actor=self.secretariat, at=self.at)
        for attachment, state in to_look_at.items():
            self._look_at(item.code, attachment, state)

    def _attach(
        self, item: queries.DossierItem, node: Node, requirement: Requirement, agency: int | None, state: str
    ) -> int:
        return operations.attach_evidence(
            item_id=item.pk,
            requirement=requirement.code,
            evidence_id=self._register(node, requirement, agency, state),
            actor=self.secretariat,
            at=self.at,
        )

    def _wanted(self, node: Node) -> Iterator[tuple[Requirement, str]]:
        assert node.leaf is not None
        reached = self.case.levels[node.code]
        for requirement in node.leaf.requirements:
            if requirement.level <= reached:
                yield requirement, "accepted"
            elif requirement.level == reached + 1 and node.code in self.case.next:
                yield requirement, self.case.next[node.code]

    def _look_at(self, code: str, attachment: int, state: str) -> None:
        at = self.at + timedelta(days=2)
        if state in {"accepted", "expired"}:
            operations.decide_evidence(attachment_id=attachment, decision="accepted", actor=self.inspector, at=at)
        elif state == "revise":
            operations.decide_evidence(
                attachment_id=attachment, decision="revise", revision="unfit", remark=REMARKS[code],
                actor=self.inspector, at=at,
            )  # fmt: skip

    def _register(self, node: Node, requirement: Requirement, agency: int | None, state: str) -> int:
        done = date(self.case.year, 5, 14) if state == "expired" else date(self.case.year, 10, 5)
        title = f"{requirement.text.id[:110].rstrip('.')}, {node.title.id[:60].lower()}, {self.case.year}"
        number = f"Contoh {requirement.level}{len(node.code)}/{self.case.year}" if requirement.kind == "decree" else ""
        valid_until = done + timedelta(days=30 * requirement.valid_months) if requirement.valid_months else None
        if self.case.instrument in SHARING:
            # One paper of an agency proves several things: it is kept once.
            title = f"{requirement.text.id[:150].rstrip('.')}, {self.case.year}"
        key = (agency, title)
        if key not in self.registered:
            self.registered[key] = self._keep(agency, requirement, title, number, done, valid_until)
        return self.registered[key]

    def _keep(
        self, agency: int | None, requirement: Requirement, title: str, number: str, done: date, until: date | None
    ) -> int:
        kind, proof = self._proof(requirement, title, done)
        return operations.register_evidence(
            area=self.area,
            agency_id=agency,
            kind=kind,
            about=About(title=title, dated_on=done, number=number, valid_until=until),
            proof=proof,
            actor=self.secretariat,
            at=self.at - timedelta(days=20),
        )

    def _proof(self, requirement: Requirement, title: str, done: date) -> tuple[str, Proof]:
        if requirement.kind == "release" and self.releases:
            return "release", Proof(release_id=self.releases[requirement.level % len(self.releases)])
        if requirement.kind == "indicator" and self.has_indicator:
            return "indicator", Proof(indicator=INDICATOR)
        if requirement.kind == "link":
            return "link", Proof(address=f"https://contoh.example/{self.case.year}/{requirement.code}")
        # No photographs of people in a demo: a page that says what the photo would show.
        kind = "document" if requirement.kind in {"photo", "release", "indicator"} else requirement.kind
        return kind, Proof(stream=io.BytesIO(_paper(title, done)), file_name=f"contoh_{requirement.kind}_{done}.pdf")

    def _answer(self, item: queries.DossierItem) -> None:
        if item.answered_at is None:
            claim = self.case.levels[item.code] + (1 if item.code in self.case.next else 0)
            operations.answer_item(
                item_id=item.pk, claimed_level=claim, explanation=EXPLANATIONS.get(item.code, ""),
                actor=self.secretariat, at=self.at,
            )  # fmt: skip

    def _finish(self) -> None:
        if self.case.official and _find(self.case, self.area).official_score is None:
            score, source = self.case.official
            operations.record_official_score(
                assessment_id=self.pk, score=Decimal(score), source=source, actor=officers.get_officer("sekda"),
                at=self.at + timedelta(days=30),
            )  # fmt: skip
        operations.keep_score(assessment_id=self.pk, actor=self.secretariat, at=self.at + timedelta(days=3))
        if self.case.closed:
            operations.close_assessment(assessment_id=self.pk, actor=self.secretariat, at=self.at + timedelta(days=31))


def _paper(title: str, done: date) -> bytes:
    """A page that says what the paper would be, and that it is an example."""
    return to_pdf(
        Document(
            title=title,
            language="id",
            blocks=(
                Heading("Contoh untuk demo Guyub", 1),
                Paragraph("Naskah ini rekaan. Ia menunjukkan di mana bukti yang sebenarnya akan tersimpan."),
                Facts(
                    (
                        ("Perihal", title),
                        ("Tanggal", done.strftime("%d-%m-%Y")),
                        ("Penandatangan", "jabatan, bukan orang"),
                    )
                ),
            ),
            footer="Guyub: data contoh",
        )
    )
