"""./run and .ci/run, as far as that is cheap: what they say, and when a set-up is taken to be out of date."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def load(path: Path):
    """./run has no .py at its end, so it is loaded by hand."""
    loader = SourceFileLoader("guyub_run_script", str(path))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(ROOT / "run"), *arguments], capture_output=True, text=True, check=False)


def test_without_a_verb_it_says_what_it_can_do():
    done = run()

    assert done.returncode == 0
    assert all(f"./run {verb}" in done.stdout for verb in ("demo", "test", "setup", "check"))


def test_an_unknown_verb_is_refused_with_the_same_words():
    done = run("tset")

    assert (done.returncode, "./run test" in done.stdout) == (2, True)


def test_it_needs_nothing_but_the_standard_library():
    """It runs before anything is installed: -S hides site-packages, -I the environment."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "run"), "help"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def small_tree(tmp_path):
    """Just what the fingerprint of a set-up is made from."""
    for name in ("run", "pyproject.toml", "requirements/run.lock", "requirements/dev.lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_same_lock_has_the_same_fingerprint(small_tree):
    script = load(small_tree / "run")

    assert script.fingerprint("run") == script.fingerprint("run") != script.fingerprint("dev")


@pytest.mark.parametrize("changed", ["requirements/run.lock", "pyproject.toml"])
def test_a_changed_lock_is_set_up_again(small_tree, changed):
    script = load(small_tree / "run")
    before = script.fingerprint("run")
    with (small_tree / changed).open("a") as file:
        file.write("\n# changed\n")

    assert script.fingerprint("run") != before


def test_a_moved_tree_is_set_up_again(small_tree, tmp_path_factory):
    """The environment holds the tree's absolute path: a copied .venv would run the other copy's code."""
    moved = tmp_path_factory.mktemp("moved") / "tree"
    shutil.copytree(small_tree, moved)

    assert load(moved / "run").fingerprint("run") != load(small_tree / "run").fingerprint("run")


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize("script", [".ci/run"])
def test_the_scripts_parse_and_may_be_called(script):
    done = subprocess.run(["bash", "-n", str(ROOT / script)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr, os.access(ROOT / script, os.X_OK)) == (0, "", True)


def test_a_changed_translation_is_compiled_without_setting_up_again(small_tree, monkeypatch):
    script = load(small_tree / "run")
    source = small_tree / "guyub" / "locale" / "id" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text("")
    called: list[tuple[str, ...]] = []

    def compile_all(*command: str) -> subprocess.CompletedProcess[str]:
        called.append(command)
        source.with_suffix(".mo").write_bytes(b"")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(script, "quietly", compile_all)
    before = script.fingerprint("run")

    assert [script.compile_messages(), script.compile_messages()] == [0, 0]
    assert len(called) == 1, "compiled once, then found up to date"
    source.write_text("# changed")
    os.utime(source, (2**31, 2**31))
    assert script.compile_messages() == 0
    assert (len(called), script.fingerprint("run")) == (2, before)


def test_what_the_browser_tests_miss_is_said_by_the_name_of_its_package(small_tree, monkeypatch, capsys):
    script = load(small_tree / "run")
    monkeypatch.setattr(script.shutil, "which", lambda name: None)
    monkeypatch.setattr(script, "may_install", lambda: False)

    script.install_browser()

    assert "ALL BROWSER TESTS ARE SKIPPED" in capsys.readouterr().out
    assert script.browser_misses()[0] == "chromium"
