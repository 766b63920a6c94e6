#!/usr/bin/env python3
"""
Fetch what the pages show but we did not write: one typeface and the icons in use.

    python tools/vendor.py fetch    get the pinned packages with npm, write the files and the lock (needs npm)
    python tools/vendor.py check    compare the files with the lock (needs nothing)

An officer's machine never runs this: the fetched files are committed, so neither Node nor a network is needed.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "guyub/web/static/web/vendor"
LOCK = VENDOR / "vendor.lock"
FONT = ("@fontsource-variable/inter", "5.3.0")
ICONS = ("@tabler/icons", "3.51.0")
ICON_NAMES = [
    "activity",
    "adjustments",
    "alert-triangle",
    "arrow-down",
    "arrow-down-right",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "arrow-up-right",
    "building-bank",
    "building-community",
    "calendar-stats",
    "chart-line",
    "check",
    "chevron-down",
    "chevron-right",
    "circle-check",
    "circle-dashed",
    "circle-x",
    "clipboard-check",
    "clock",
    "database",
    "download",
    "eye",
    "eye-off",
    "file-spreadsheet",
    "file-text",
    "filter",
    "flag",
    "heart-handshake",
    "history",
    "home",
    "hourglass",
    "inbox",
    "info-circle",
    "key",
    "language",
    "list-check",
    "lock",
    "lock-open",
    "logout",
    "map-2",
    "map-pin",
    "menu-2",
    "minus",
    "moon",
    "notes",
    "plus",
    "printer",
    "refresh",
    "scan",
    "school",
    "search",
    "shield-lock",
    "sun",
    "table",
    "target",
    "tool",
    "trash",
    "upload",
    "user",
    "users",
    "wifi",
    "x",
]


def main(arguments: list[str]) -> int:
    if arguments == ["fetch"]:
        fetch()
    elif arguments != ["check"]:
        print(__doc__)
        return 2
    wrong = differences()
    for line in wrong:
        print(f"vendor: {line}", file=sys.stderr)
    if wrong:
        print("vendor: run `python tools/vendor.py fetch` and commit what it writes.", file=sys.stderr)
    return 1 if wrong else 0


def fetch() -> None:
    """Write the files and the lock anew."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        font, icons = (_unpack(name, version, Path(folder)) for name, version in (FONT, ICONS))
        files = {
            "inter.woff2": ((font / "files/inter-latin-wght-normal.woff2").read_bytes(), FONT),
            "inter.LICENSE.txt": ((font / "LICENSE").read_bytes(), FONT),
            "icons.svg": (_sprite(icons / "icons/outline"), ICONS),
            "icons.LICENSE.txt": ((icons / "LICENSE").read_bytes(), ICONS),
        }
    entries = []
    for file, (content, (name, version)) in sorted(files.items()):
        (VENDOR / file).write_bytes(content)
        entries.append({"file": file, "package": name, "version": version, "sha256": _digest(content)})
    LOCK.write_text(json.dumps(entries, indent=1) + "\n")


def differences() -> list[str]:
    """What stands in the vendor folder and is not what the lock says, one sentence each."""
    locked = {entry["file"]: entry["sha256"] for entry in json.loads(LOCK.read_text())}
    present = {path.name: _digest(path.read_bytes()) for path in VENDOR.iterdir() if path != LOCK}
    return [
        *(f"{file} is locked but missing" for file in sorted(locked.keys() - present.keys())),
        *(f"{file} is not in vendor.lock" for file in sorted(present.keys() - locked.keys())),
        *(
            f"{file} differs from vendor.lock"
            for file in sorted(locked)
            if present.get(file, locked[file]) != locked[file]
        ),
    ]


def _unpack(name: str, version: str, folder: Path) -> Path:
    """Only the archive is fetched, never `npm install`: the icon package alone unpacks to ten thousand files."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{name}@{version}"]
    archive = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1]
    target = folder / name.replace("/", "-")
    with tarfile.open(folder / archive) as tar:
        wanted = re.compile(r"package/(LICENSE|files/inter-latin-wght-normal\.woff2|icons/outline/.*\.svg)$")
        tar.extractall(target, [member for member in tar if wanted.match(member.name)], filter="data")
    return target / "package"


def _sprite(folder: Path) -> bytes:
    symbols = []
    for name in sorted(ICON_NAMES):
        source = re.sub(r"<!--.*?-->", "", (folder / f"{name}.svg").read_text(), flags=re.S)
        inner = re.search(r"<svg[^>]*>(.*)</svg>", source, flags=re.S)
        if inner is None:
            raise SystemExit(f"vendor: {name}.svg is not an SVG; is the name still in this version of the icons?")
        body = re.sub(r"\s*\n\s*", "", inner[1]).replace(" />", "/>")
        body = body.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none"/>', "")  # an empty box in every icon
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
