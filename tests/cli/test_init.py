"""What Guyub writes is for the account it runs under."""

import stat
from pathlib import Path

from click.testing import CliRunner

from guyub.cli import main


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_data_directory_and_its_keys_are_closed_to_others(tmp_path, monkeypatch):
    monkeypatch.setenv("GUYUB_DATA_DIR", str(tmp_path / "data"))

    answer = CliRunner().invoke(main, ["init"])

    assert answer.exit_code == 0
    assert (mode(tmp_path / "data"), mode(tmp_path / "data" / "keys" / "secret.key")) == (0o700, 0o600)


def test_what_a_command_writes_is_closed_to_others(tmp_path, monkeypatch):
    monkeypatch.setenv("GUYUB_DATA_DIR", str(tmp_path / "data"))
    CliRunner().invoke(main, ["init"])

    (tmp_path / "written").write_text("x")

    assert mode(tmp_path / "written") == 0o600
