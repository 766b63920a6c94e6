"""What is wrong with a package, or stands in the way of one, in words: where, what it means, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.engines.packages import Code, Finding, Manifest, Part, Verdict, fingerprint
from guyub.web import figures


@dataclass(frozen=True, slots=True)
class Said:
    """A finding for a reader. where: part and bytes; what: one sentence; code: for whoever asks for help."""

    code: str
    where: str
    what: str


def say(finding: Finding) -> Said:
    return Said(finding.code.value, where(finding), what(finding))


def say_all(findings: Sequence[Finding]) -> tuple[Said, ...]:
    return tuple(say(finding) for finding in findings)


def where(finding: Finding) -> str:
    part = {
        Part.HEADER: _("local header of %(member)s"),
        Part.DATA: _("content of %(member)s"),
        Part.DIRECTORY: _("central directory: %(member)s"),
        Part.END: _("end record"),
        Part.FILE: _("the file"),
    }[finding.part] % {"member": finding.member}
    if finding.length == 0:
        return part
    first, last = finding.offset, finding.offset + finding.length - 1
    words = {"part": part, "first": first, "last": last}
    if first == last:
        return _("%(part)s, byte %(first)d") % words
    if finding.exact:
        return _("%(part)s, bytes %(first)d to %(last)d") % words
    return _("%(part)s, somewhere in bytes %(first)d to %(last)d") % words


def what(finding: Finding) -> str:
    said = {
        Code.NOT_A_PACKAGE: _("This file is no Guyub package."),
        Code.TOO_LARGE: _("The file is larger than any package."),
        Code.TRUNCATED: _("The file breaks off: download it again."),
        Code.APPENDED: _("Something was added after the package's end."),
        Code.CHANGED: _("This was changed after sealing."),
        Code.SIGNATURE_WRONG: _("The signature doesn't fit the content."),
        Code.KEY_MISMATCH: _("The package was sealed with another key than it says."),
        Code.VERSION_NEWER: _("The package is of a newer format: update this installation."),
        Code.VERSION_UNKNOWN: _("No version of the format has this number."),
        Code.NOT_CANONICAL: _("The JSON isn't written as the format says."),
        Code.DUPLICATE_MEMBER: _("Two members have the same name."),
        Code.FOREIGN_MEMBER: _("This member doesn't belong into a package."),
        Code.MISSING_MEMBER: _("A member is missing."),
        Code.PATH_NAME: _("A member's name leads to another place."),
        Code.COMPRESSED: _("A member is compressed; it was not unpacked."),
        Code.MISSHAPEN: _("The content isn't what the format says: %(detail)s."),
        Code.INSTRUMENT_MISMATCH: _("The instrument's text isn't the one that the manifest names."),
        Code.PERSONAL_DATA: _("Something here looks like a person's number or data: %(detail)s."),
    }[finding.code]
    return said % {"detail": finding.detail or finding.member}


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict line by line. holds: the file is whole, and of the key asked for."""

    lines: tuple[str, ...]
    holds: bool


def tell(verdict: Verdict, *, asked: str = "") -> Told:
    """asked: the fingerprint that the key must have; empty: whichever"""
    mark = fingerprint(verdict.public_key) if verdict.public_key else ""
    lines = list(_manifest_lines(verdict.manifest)) if verdict.manifest and verdict.signed else []
    lines.append(_("Key: %(key)s") % {"key": spoken(mark) or "–"})
    lines.append(_("Digest: %(digest)s") % {"digest": verdict.digest})
    lines += [f"- {said.where}: {said.what} [{said.code}]" for said in say_all(verdict.findings)]
    if verdict.is_whole:
        lines.append(_("Whole: every byte is as it was sealed."))
    if asked and asked != mark:
        lines.append(_("Sealed with another key than the one asked for."))
    return Told(tuple(lines), verdict.is_whole and asked in ("", mark))


def spoken(mark: str) -> str:
    """A fingerprint as it is read out: groups of four."""
    return " ".join(mark[place : place + 4] for place in range(0, len(mark), 4))


def _manifest_lines(manifest: Manifest) -> tuple[str, str]:
    words = {
        "area": manifest.area.title,
        "title": manifest.instrument.title,
        "year": manifest.year,
        "stage": manifest.stage,
        "office": manifest.sealed_office,
        "at": figures.instant(manifest.sealed_at),
    }
    return (
        _("%(area)s: %(title)s %(year)d, stage %(stage)d") % words,
        _("Sealed by %(office)s, %(at)s") % words,
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What stands in the way of a hand-in, and what to do about it, for whoever hands in."""

    title: str
    remedy: str


def advise(hurdle: str, count: int) -> Advice:
    """hurdle: a value of queries.Hurdle"""
    number = {"count": figures.number(count)}
    titles = {
        "not_own": _("An earlier year that was scored again is not handed in"),
        "nothing_answered": _("Nothing is answered yet"),
        "personal": ngettext(
            "%(count)s place looks like a person's number", "%(count)s places look like a person's number", count
        ),
        "unanswered": ngettext("%(count)s item is not answered", "%(count)s items are not answered", count),
        "expired": ngettext(
            "%(count)s piece of evidence no longer counts", "%(count)s pieces of evidence no longer count", count
        ),
        "not_accepted": ngettext(
            "%(count)s piece of evidence is not accepted yet",
            "%(count)s pieces of evidence are not accepted yet",
            count,
        ),
        "unproven": ngettext(
            "%(count)s claimed level has no evidence", "%(count)s claimed levels have no evidence", count
        ),
        "stale": ngettext("%(count)s indicator value is old", "%(count)s indicator values are old", count),
        "no_plan": _("There is no masterplan"),
    }
    remedies = {
        "not_own": _("Hand in the self-assessment of the year."),
        "nothing_answered": _("Answer at least one item; unanswered ones count as the instrument says."),
        "personal": _("Write how many, never who. A package with such a number is neither sealed nor taken in."),
        "unanswered": _("Remind the agency, or answer it yourself. An unanswered item counts as the instrument says."),
        "expired": _("Attach a newer one; until then the level counts only as far as the rest reaches."),
        "not_accepted": _(
            "Have the inspectorate look at it, or mend what was sent back. Only accepted evidence counts."
        ),
        "unproven": _("Attach what proves the level, or claim the level that is proved."),
        "stale": _("Take the newest value in on the page of the assessment."),
        "no_plan": _("Import the programmes; assessors look for the plan that the answers speak of."),
    }
    return Advice(titles[hurdle] % number, remedies[hurdle])
