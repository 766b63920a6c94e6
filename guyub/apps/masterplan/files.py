"""Spreadsheets of programmes as files: kept in the area's directory, judged against what the plan and the area know."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Agency
from guyub.apps.masterplan import frameworks, measures
from guyub.apps.masterplan.models import Masterplan, Programme
from guyub.apps.masterplan.permissions import planning_scope
from guyub.apps.masterplan.sheet import Sheet, Vocabulary, read_sheet, squeeze
from guyub.apps.masterplan.sheet.reading import MAX_BYTES, Unreadable
from guyub.dataplane.incoming import Readable, TooLarge, find_file, keep
from guyub.dataplane.store import AreaStore

DEFAULT_FRAMEWORK = "kominfo-2017"


def find_plan(area: str, *, locked: bool = False) -> Masterplan | None:
    """The plan that programmes are written into: the newest. Locked, imports follow one another."""
    plans = Masterplan.objects.select_for_update() if locked else Masterplan.objects
    return plans.filter(area_id=area).order_by("-year_start", "-pk").first()


def keep_sheet(*, area: str, file_name: str, stream: Readable) -> str:
    """Keep the file as it came; return its digest. The same bytes are kept once. Raises Unreadable if too large."""
    try:
        return keep(_store(area), stream, name=file_name, limit_bytes=MAX_BYTES).sha256
    except TooLarge as reason:
        raise Unreadable(
            _("The file is larger than 20 MB."), remedy=_("Send only the sheet with the programmes.")
        ) from reason


def safe_file_name(name: str) -> str:
    """Without folders, control characters and long numbers, at most 120 characters."""
    bare = PureWindowsPath(PurePosixPath(name).name).name
    shown = re.sub(r"\d[\d .-]{11,}\d", "…", "".join(each for each in bare if each.isprintable()))
    return shown.strip()[-120:] or "program"


def judge(*, area: str, digest: str, masterplan: Masterplan | None, actor: Actor) -> Sheet:
    """
    What would enter of a kept file and what would be held, for this officer. Changes nothing.

    Raises NotPermitted, Unreadable.
    """
    scope = planning_scope(actor, area=area)
    with open_sheet(area=area, digest=digest) as file:
        content = file.read()
    return read_sheet(content, vocabulary=_vocabulary(area, masterplan, scope.agencies, actor))


def open_sheet(*, area: str, digest: str) -> BinaryIO:
    """A kept file, to be read. Raises Unreadable when it is not there."""
    try:
        return find_file(_store(area), digest).open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Unreadable(_("The file is no longer here."), remedy=_("Upload it again.")) from error


def _store(area: str) -> AreaStore:
    return AreaStore(Path(settings.DATA_DIR), area)


def _vocabulary(area: str, masterplan: Masterplan | None, own: frozenset[int] | None, actor: Actor) -> Vocabulary:
    agencies: dict[str, int] = {}
    live = Agency.objects.filter(area_id=area, valid_until=None).order_by("pk")
    for pk, abbreviation, name in live.values_list("pk", "abbreviation", "name"):
        agencies.setdefault(squeeze(name), pk)
        agencies[squeeze(abbreviation)] = pk  # an abbreviation is unique among the live agencies, a name need not be
    return Vocabulary(
        framework=frameworks.load(masterplan.framework if masterplan else DEFAULT_FRAMEWORK),
        agencies=agencies,
        indicators=measures.names(area=area, actor=actor),
        own=own,
        foreign=frozenset() if own is None or masterplan is None else _foreign_codes(masterplan, own),
    )


def _foreign_codes(masterplan: Masterplan, own: frozenset[int]) -> frozenset[str]:
    codes = Programme.objects.filter(masterplan=masterplan).exclude(lead_agency_id__in=own)
    return frozenset(code.lower() for code in codes.values_list("code", flat=True))
