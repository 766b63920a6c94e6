"""What the clock brings each night."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from guyub.apps.exchange import uploads
from guyub.flows import nightly
from guyub.flows.table import FLOW
from guyub.jobs import worker
from guyub.jobs.models import Job, Schedule
from guyub.ledger import record
from guyub.ledger.models import Event
from tests.support import make

pytestmark = pytest.mark.django_db


def silent(share_done, note=""):
    pass


def test_each_nightly_step_is_due_once_every_night():
    evening = timezone.localtime(make.AT).replace(hour=20)
    worker.plan_schedules(FLOW, at=evening)
    assert Job.objects.count() == 0

    for _ in range(2):
        worker.plan_schedules(FLOW, at=evening + timedelta(hours=8))

    steps = ["assessing.keep_all_scores", "nightly.sweep", "nightly.verify_ledger"]
    assert sorted(Job.objects.values_list("step", flat=True)) == steps
    due = dict(Schedule.objects.values_list("step", "due_at"))
    local = {step: timezone.localtime(at).strftime("%d %H:%M") for step, at in due.items()}
    tomorrow = (evening + timedelta(days=2)).strftime("%d")
    times = {"assessing.keep_all_scores": "00:30", "nightly.verify_ledger": "02:00", "nightly.sweep": "02:30"}
    assert local == {step: f"{tomorrow} {time}" for step, time in times.items()}


def test_a_whole_ledger_passes_the_night(officer):
    record("list.opened", actor=officer, at=make.AT, area="33.13", subject=("services.list", 1))

    nightly.verify_ledger(make.AT, silent)


def test_a_changed_event_is_told_with_what_to_do(officer):
    record("list.opened", actor=officer, at=make.AT, area="33.13", subject=("services.list", 1), purpose="a")
    Event.objects.update(facts={"purpose": "b"})

    with pytest.raises(nightly.LedgerBroken) as broken:
        nightly.verify_ledger(make.AT, silent)

    assert "guyub ledger verify" in broken.value.remedy


def test_an_upload_that_broke_off_is_swept_after_a_day(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = None
    now = timezone.now()
    old, new, foreign = (tmp_path / "uploads" / name for name in ("guyub-a.upload", "guyub-b.upload", "notes.txt"))
    old.parent.mkdir()
    for path in (old, new, foreign):
        path.write_bytes(b"half a file")
        then = (now - timedelta(hours=0 if path == new else 25)).timestamp()
        os.utime(path, (then, then))

    nightly.sweep(now, silent)

    assert sorted(path.name for path in old.parent.iterdir()) == ["guyub-b.upload", "notes.txt"]


def test_files_arrive_in_the_installations_own_folder_and_only_the_server_reads_them(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = None

    with uploads.Arriving("siswa.csv", "text/csv", 0, None) as file:
        path = Path(file.temporary_file_path())
        modes = [oct(each.stat().st_mode & 0o777) for each in (path, path.parent)]

    assert path.parent == tmp_path / "uploads"
    assert modes == ["0o600", "0o700"]
    assert not path.exists()
