"""`python -m benchmarks NAME --json [--full]`: run one benchmark; the last line is its result as JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

import benchmarks
from benchmarks.measuring import PeerMissing, Result

_MACHINERY = {"__main__", "measuring"}


def names() -> list[str]:
    found = (module.name for module in pkgutil.iter_modules([str(Path(benchmarks.__file__).parent)]))
    return sorted(name for name in found if name not in _MACHINERY and not name.endswith("_peers"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=names())
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    parser.add_argument("--full", action="store_true", help="run at the full size rather than in under a minute")
    options = parser.parse_args()
    module = importlib.import_module(f"benchmarks.{options.name}")
    try:
        result: Result = module.run(full=options.full, say=_silence if options.json else _say)
    except PeerMissing as missing:
        sys.stderr.write(f"{missing}\nInstall the peers with: python -m pip install -r requirements/bench.lock\n")
        return 2
    print(json.dumps(result.as_dict(options.name)))
    return 0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _silence(text: str) -> None:
    """With --json only the result is printed."""


if __name__ == "__main__":
    sys.exit(main())
