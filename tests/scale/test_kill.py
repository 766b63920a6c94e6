"""kill -9 of the web process, the worker and the intake at random moments: nothing lost, nothing half, nothing twice."""

from __future__ import annotations

import http.cookiejar
import os
import random
import re
import socket
import time
import urllib.parse
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from guyub.flows import nightly
from tests.scale.regency import Regency, kill, regency, wait_until

KILLS = 10

pytestmark = [pytest.mark.scale, pytest.mark.xdist_group("kill")]


def test_ten_kills_during_a_build_change_nothing_of_its_outcome(calm, tmp_path):
    chance = random.Random(int(os.environ.get("GUYUB_TEST_SEED", "2026")))
    longest_pause = min(6.0, calm.seconds / 5)
    with regency(tmp_path / "stormy") as stormy:
        running = {"build": stormy.start("build")}
        wait_until(lambda: "Database " in stormy.words(), "the tables stand", seconds=120)
        running |= {what: stormy.start(what) for what in ("worker", "web")}
        for number in range(KILLS):
            time.sleep(chance.uniform(0.3, longest_pause))
            victim = ("build", "worker", "build", "web")[number % 4]
            kill(running[victim])
            running[victim] = stormy.start(victim)
        stormy.finish(running["build"], seconds=300)
        stormy.wait_until_it_answers()
        state = stormy.state()

    assert state["faults"] == []
    assert state["unfinished_jobs"] == []
    assert state["problems"] == [], "a step that had to be tried again would hide what a kill does to it"
    assert state["builds_without_files"] == []
    assert state == calm.state()


class Browser:
    """Just enough of one to sign in and to send half a file."""

    def __init__(self, regency: Regency) -> None:
        self.address = f"http://127.0.0.1:{regency.port}"
        self.port = regency.port
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def sign_in(self, username: str, password: str) -> None:
        words = {"login": username, "password": password, "csrfmiddlewaretoken": self.token("/masuk/")}
        self.opener.open(f"{self.address}/masuk/", urllib.parse.urlencode(words).encode()).close()

    def token(self, path: str) -> str:
        with self.opener.open(self.address + path) as page:
            found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.read())
        assert found, f"{path} has no form"
        return found[1].decode()

    def begin_to_send(self, path: str, *, megabytes: int, of: int) -> socket.socket:
        """Send only so many megabytes of a larger file; the connection stays open."""
        fields = {"csrfmiddlewaretoken": self.token(path), "period": "2026-11"}
        body = "".join(
            f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        body += '--part\r\nContent-Disposition: form-data; name="file"; filename="siswa.csv"\r\n\r\n'
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Content-Type: multipart/form-data; boundary=part\r\n"
            f"Cookie: {'; '.join(f'{cookie.name}={cookie.value}' for cookie in self.cookies)}\r\n"
            f"Content-Length: {of * 2**20}\r\n\r\n"
        )
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sendall((head + body).encode())
        connection.sendall(b"0123456789;Anak Rekaan\n" * (megabytes * 2**20 // 23))
        return connection


@pytest.mark.django_db
def test_a_server_killed_in_the_middle_of_an_upload_leaves_no_submission_and_no_file(calm, settings):
    before, uploads = calm.state(), calm.folder / "uploads"
    web = calm.start("web")
    calm.wait_until_it_answers()
    browser = Browser(calm)
    browser.sign_in("disdikbud", "guyub-demo")
    with browser.begin_to_send("/kiriman/baru/pupils/", megabytes=12, of=40):
        wait_until(lambda: _bytes_in(uploads) > 2**20, "part of the file has arrived", seconds=30)
        kill(web)

    assert calm.state() == before
    assert _bytes_in(uploads) > 0
    settings.DATA_DIR = calm.folder
    nightly.sweep(timezone.now(), lambda *_: None)
    assert _bytes_in(uploads) > 0, "an upload may still be running"
    nightly.sweep(timezone.now() + timedelta(hours=25), lambda *_: None)
    assert _bytes_in(uploads) == 0


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*")) if folder.exists() else 0
