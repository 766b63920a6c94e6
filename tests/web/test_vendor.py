from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def vendor():
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools/vendor.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_fetched_files_are_those_of_the_lock(vendor):
    assert vendor.differences() == []


def test_a_changed_missing_or_stray_file_is_named(vendor, tmp_path, monkeypatch):
    for path in vendor.VENDOR.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "icons.svg").write_text("<svg/>")
    (tmp_path / "inter.woff2").unlink()
    (tmp_path / "stray.js").write_text("")
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    monkeypatch.setattr(vendor, "LOCK", tmp_path / "vendor.lock")

    assert vendor.differences() == [
        "inter.woff2 is locked but missing",
        "stray.js is not in vendor.lock",
        "icons.svg differs from vendor.lock",
    ]


def test_the_lock_names_no_host(vendor):
    assert "://" not in vendor.LOCK.read_text()
