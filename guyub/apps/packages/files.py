"""What lies on disk: the packages, under their digests in their area's folder, and the private keys, mode 600."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from guyub.apps.areas.rights import NATION
from guyub.dataplane.store import building, flush
from guyub.engines.packages import SEED_BYTES
from guyub.engines.values import AreaCode

NAME = "paket.guyub"


def package_file(area: str, digest: str) -> Path:
    return Path(settings.DATA_DIR) / "areas" / AreaCode(area).text / "packages" / digest / NAME


def keep_package(data: bytes, *, area: str) -> str:
    """Keep the file under its digest, which is returned; the same bytes are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    folder = package_file(area, digest).parent
    if not folder.is_dir():
        with building(folder) as work:
            (work / NAME).write_bytes(data)
    return digest


def read_package(area: str, digest: str) -> bytes | None:
    """The bytes as they lie there; None when the file is gone."""
    try:
        return package_file(area, digest).read_bytes()
    except FileNotFoundError:
        return None


def _keys() -> Path:
    folder = Path(settings.KEYS_DIR) / "packages"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _key_file(area: str) -> Path:
    return _keys() / ("ID.key" if area == NATION else f"{AreaCode(area).text}.key")


def private_key(area: str) -> bytes:
    """The area's private key; made on first use, readable by the account of Guyub alone."""
    file = _key_file(area)
    if not file.exists():
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".building-") as made:  # mode 600
            made.write(secrets.token_bytes(SEED_BYTES))
            made.flush()
            flush(Path(made.name))
            with suppress(FileExistsError):  # somebody else was first: theirs stays
                os.link(made.name, file)
    return file.read_bytes()


def has_private_key(area: str) -> bool:
    return _key_file(area).exists()


def destroy_private_key(area: str) -> None:
    """The next use makes a new one. The old one is destroyed: what it sealed needs only its public half."""
    _key_file(area).unlink(missing_ok=True)
